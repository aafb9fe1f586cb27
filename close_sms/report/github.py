"""Broken rules as workflow commands of GitHub Actions, which shows them beside the log of the job."""

from close_sms.report.model import Report, Violation
from close_sms.report.query import broken
from close_sms.report.text import clip, one_line, plural

_MOST = 10  # errors that GitHub shows of a step
_LONGEST = 500


def workflow_errors(report: Report) -> list[str]:
    """A line for each broken rule, such as ``::error title=direction.enum::…``; the last tells how many are left."""
    rules = list(broken(report).values())
    shown = rules if len(rules) <= _MOST else rules[: _MOST - 1]
    lines = [_error(found[0]["rule"], _words(found[0])) for found in shown]
    rest = len(rules) - len(shown)
    return [*lines, _error(plural(rest, "more rule"), "see report.html")] if rest else lines


def _words(found: Violation) -> str:
    return f"{found['says']} Expected {found['expected']}, received {found['actual']}"


def _error(title: str, message: str) -> str:
    """The command, escaped as GitHub's toolkit does: a comma or colon would end the title."""
    escaped = _escaped(title).replace(":", "%3A").replace(",", "%2C")
    return f"::error title={escaped}::{_escaped(clip(one_line(message), _LONGEST))}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
