"""The pytest plugin: it selects and judges the checks, and ends with a report and an exit code."""
