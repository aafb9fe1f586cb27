"""An executable contract for the SMS activities of Close's API: the machinery that runs it."""

__version__ = "0.1.0"
