"""The report of a run: written as JSON, JUnit XML, HTML and Markdown, and read back."""

from pathlib import Path

from close_sms.report import html, junit, markdown
from close_sms.report.failures import failure
from close_sms.report.github import workflow_errors
from close_sms.report.model import EARLIER, Report
from close_sms.report.store import ReportError, dump, from_here, load, make_room, put, tells_of_no_run
from close_sms.report.terminal import summary, unfinished

__all__ = [
    "Report",
    "ReportError",
    "failure",
    "from_here",
    "keep",
    "load",
    "make_room",
    "summary",
    "unfinished",
    "workflow_errors",
    "write",
    "write_none",
]

_FORMS = {
    "report.json": dump,
    "junit.xml": junit.render,
    "report.html": html.render,
    "report.md": markdown.render,
}


def write(report: Report, directory: Path) -> list[Path]:
    """Write the report in its four forms to the directory, made if missing; returns the paths.

    Every form is made before the first is written, and each file is replaced in one step.
    """
    texts = {name: form(report) for name, form in _FORMS.items()}
    return [put(directory / name, text) for name, text in texts.items()]


def keep(report: Report, directory: Path) -> Path:
    """Write the report as JSON alone, where its other forms cannot be made: it holds all the evidence."""
    return put(directory / "report.json", dump(report))


def write_none(directory: Path, why: str) -> None:
    """Say that there was no run, and set an earlier report aside, which would be read as one of it."""
    earlier = directory / EARLIER
    for name in [name for name in _FORMS if (directory / name).is_file() and not tells_of_no_run(directory / name)]:
        earlier.mkdir(exist_ok=True)
        (directory / name).replace(earlier / name)
    for name, form in (("junit.xml", junit.none), ("report.md", markdown.none)):
        put(directory / name, form(why))
