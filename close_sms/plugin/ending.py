"""The end of a session: its report, made and written, its exit code, and what the screen shows.

An error in that is one of the suite itself. pytest would show a traceback and exit with 1, which says that a rule is
broken; and what the checks have found would be lost.
"""

from __future__ import annotations

import contextlib
import os
import traceback
from dataclasses import dataclass
from pathlib import Path

from close_sms.assembly import report
from close_sms.collected import error_entry
from close_sms.exit_codes import ExitCode
from close_sms.plugin.interruption import NAMES
from close_sms.plugin.session import Session
from close_sms.report import Report, from_here, keep, summary, unfinished, workflow_errors, write
from close_sms.report.text import last_line

NEXT = "This is an error in the suite itself: please report it to the maintainers."


@dataclass(frozen=True)
class Ending:
    """The exit code of a session, and the text that it ends with."""

    code: int
    screen: str


def ending(mine: Session, width: int, *, color: bool) -> Ending:
    """Write the report, and say how the session ends; `width` and `color` are those of the screen.

    Of a session that was ended early there is none: it might be read as one of all that was asked for.
    """
    if mine.interrupted:
        return Ending(mine.interrupted, _so_far(mine, NAMES[mine.interrupted], width, color=color))
    try:
        made = _written(mine)
    except Exception as error:
        return Ending(ExitCode.SUITE_ERROR, f"close-sms: no report could be made: {_in_short(error)}. {NEXT}")
    where = str(from_here(mine.settings.report_dir))
    try:
        screen = summary(made, width, color=color, where=where)
        return Ending(made["exit_code"], "\n".join([*_annotations(made), screen]))
    except Exception as error:
        told = f"close-sms: no summary could be made: {_in_short(error)}. The report is in {where}. {NEXT}"
        return Ending(ExitCode.BROKEN if made["violations"] else ExitCode.SUITE_ERROR, told)


def _so_far(mine: Session, by: str, width: int, *, color: bool) -> str:
    """What a session has found that was ended early."""
    folder = mine.settings.report_dir
    checks, earlier = (len(mine.collected.results), mine.selected), (folder / "report.json").exists()
    try:
        found = report(mine.settings, mine.register, mine.collected)
        return unfinished(found, by, checks, width, color=color, where=str(from_here(folder)), earlier=earlier)
    except Exception as error:
        return f"close-sms: interrupted by {by}, and no summary could be made: {_in_short(error)}. {NEXT}"


def untold(mine: Session) -> str:
    """The errors of the end of the run, one to a line, where no report tells them."""
    return "".join(f"close-sms: {error['check']}: {last_line(error['message'])}\n" for error in mine.errors)


def _in_short(error: Exception) -> str:
    """The error and where it was raised, in one line."""
    raised = traceback.extract_tb(error.__traceback__)[-1]
    said = " ".join(f"{type(error).__name__}: {error}".split())
    return f"{said} ({Path(raised.filename).name}, line {raised.lineno})"


def _written(mine: Session) -> Report:
    """The report; where it cannot be written it tells of that, too, and its evidence is kept if it can be."""
    made = report(mine.settings, mine.register, mine.collected)
    folder = mine.settings.report_dir
    try:
        write(made, folder)
    except Exception as error:
        mine.collected.errors.append(error_entry("writing the report", error))
        made = report(mine.settings, mine.register, mine.collected)
        with contextlib.suppress(Exception):
            keep(made, folder)
    return made


def _annotations(made: Report) -> list[str]:
    """What GitHub Actions, and nobody else, is told of the broken rules."""
    return workflow_errors(made) if os.environ.get("GITHUB_ACTIONS") == "true" else []
