"""The report as one screen of plain text."""

import shlex
from collections.abc import Iterator, Sequence

from close_sms.report.failures import commands, facts, labelled, name
from close_sms.report.leftovers import by_reason, told
from close_sms.report.model import VERDICTS, WORDS, Leftover, Report, RuleVerdict, Violation
from close_sms.report.query import (
    broken,
    by_chapter,
    counts,
    effort,
    gone_since,
    headline,
    ledger,
    needlessly_declared,
    rates,
    settings,
    undecided,
)
from close_sms.report.text import clip, last_line, one_line, plural, printable, wrapped

_IN_FULL = 5
_IN_SHORT = 15
_NAMED = 6
_BODY_LINES, _MARGIN = 4, 16  # of a body that is too long for more
_RED, _GREEN, _YELLOW, _BOLD = "31", "32", "33", "1"
_COLOURS = {"fail": _RED, "pass": _GREEN, "inconclusive": _YELLOW}
_COLUMN = 7


def summary(report: Report, width: int = 80, *, color: bool = False, where: str = "reports/latest") -> str:
    """About one screen: violations, chapters, what is not decided, observations, and the verdict last.

    ``where`` is the folder that holds the written report. Without ``color`` the text is free of escapes.
    """
    paint = _Paint(color)
    blocks = (
        _violations(report, width, paint, where),
        _chapters(report, paint),
        _undecided(report, width, paint),
        _errors(report, width, paint),
        _remarks(report, width, where),
        _verdict(report, width, paint, where),
    )
    return "\n\n".join("\n".join(lines) for lines in map(list, blocks) if lines)


def unfinished(
    report: Report,
    by: str,
    checks: tuple[int, int],
    width: int = 80,
    *,
    color: bool = False,
    where: str = "reports/latest",
    earlier: bool = False,
) -> str:
    """What a run has found that was ended early, ``by`` what, after how many of how many checks; and no verdict.

    ``earlier`` says that ``where`` holds a report of a run before.
    """
    paint = _Paint(color)
    left = report["run"]["leftovers"]
    blocks = (
        _violations(report, width, paint, ""),
        _errors(report, width, paint),
        left_behind(left, width, ledger(report, f"{where}/")) if left else [],
        _so_far(report, by, checks, width, where if earlier else ""),
    )
    return "\n\n".join("\n".join(lines) for lines in map(list, blocks) if lines)


class _Paint:
    """Wraps text in an ANSI colour, or leaves it alone."""

    def __init__(self, color: bool) -> None:
        self.color = color

    def __call__(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color and code else text


def _violations(report: Report, width: int, paint: _Paint, where: str) -> Iterator[str]:
    """The broken rules; ``where`` is the folder of the report that has the rest, empty if none is written."""
    elsewhere = " in report.html" if where else ""
    rules = list(broken(report).values())
    if not rules:
        return
    yield paint(f"Broken rules ({len(rules)})", f"{_BOLD};{_RED}")
    has_lines = where and any(each[0]["script"] for each in rules)
    recreate = f"{where}/report.html has shell lines that recreate it." if has_lines else ""
    sent = f'"As sent" is the single request; {gone_since(report["run"])}.'
    yield from wrapped(f'{sent} {recreate} "Repeat" runs the check again.', width, "  ")
    seen = rates(report)
    for violations in rules[:_IN_FULL]:
        yield ""
        yield from _in_full(
            violations,
            seen.get(violations[0]["rule"], ""),
            width,
            paint,
            root=report["run"]["endpoint"],
            elsewhere=elsewhere,
        )
    rest = rules[_IN_FULL:]
    if rest:
        yield ""
    yield from (_in_short(violations, width) for violations in rest[:_IN_SHORT])
    if len(rest) > _IN_SHORT:
        yield f"  … and {plural(len(rest) - _IN_SHORT, 'more rule')}{elsewhere}"


def _in_full(
    violations: list[Violation], rate: str, width: int, paint: _Paint, *, root: str, elsewhere: str
) -> Iterator[str]:
    first = violations[0]
    more = f" and {len(violations) - 1} more{elsewhere}" if len(violations) > 1 else ""
    yield paint(f"  {name(first)}", _RED)
    yield from facts(first, width, root, indent="    ", room=_BODY_LINES * (width - _MARGIN))
    yield from labelled("Check", first["check"] + more, width, "    ")
    yield from labelled(
        "How often", f"{rate}; first seen at request {_earliest(violations):,}" if rate else "", width, "    "
    )
    yield from commands(first, "    ")


def _earliest(violations: list[Violation]) -> int:
    return min(violation["number"] for violation in violations)


def _in_short(violations: list[Violation], width: int) -> str:
    first = violations[0]
    expected, actual = one_line(first["expected"]), one_line(first["actual"])
    return clip(f"  {first['rule']}: expected {expected}, received {actual}", width)


def _chapters(report: Report, paint: _Paint) -> Iterator[str]:
    chapters = by_chapter(report)
    if not chapters:
        return
    longest = max(len("Chapter"), *map(len, chapters))
    heads = "".join(f"{WORDS[verdict]:>{_column(verdict)}}" for verdict in VERDICTS)
    yield paint(f"{'Chapter':<{longest}}{heads}", _BOLD)
    for chapter, rules in chapters.items():
        found = counts(rules)
        cells = (_cell(found[verdict], verdict, paint) for verdict in VERDICTS)
        yield f"{chapter:<{longest}}{''.join(cells)}"


def _column(verdict: RuleVerdict) -> int:
    return max(_COLUMN, len(WORDS[verdict]) + 2)


def _cell(count: int, verdict: RuleVerdict, paint: _Paint) -> str:
    text = f"{count or '-':>{_column(verdict)}}"
    return paint(text, _COLOURS.get(verdict, "")) if count else text


def _undecided(report: Report, width: int, paint: _Paint) -> Iterator[str]:
    groups = undecided(report)
    if not groups:
        return
    yield paint(f"Neither kept nor broken ({sum(map(len, groups.values()))})", _BOLD)
    for (verdict, reason), rules in groups.items():
        rest = [f"and {len(rules) - _NAMED} more in report.html"] if len(rules) > _NAMED else []
        yield from wrapped(f"{WORDS[verdict]}: {reason}", width, "  ", "    ")
        yield from wrapped(", ".join(rules[:_NAMED] + rest), width, "    ")


def _errors(report: Report, width: int, paint: _Paint) -> Iterator[str]:
    if report["errors"]:
        yield paint(f"Errors in the suite itself ({len(report['errors'])})", f"{_BOLD};{_RED}")
    for error in report["errors"]:
        yield from wrapped(f"{error['check']}: {last_line(error['message'])}", width, "  ", "    ")


def _remarks(report: Report, width: int, where: str) -> Iterator[str]:
    if report["observations"]:
        seen = plural(len(report["observations"]), "open question")
        yield from wrapped(f"Observed: the readings of {seen}, in {where}/report.html#observations", width)
    in_full = list(broken(report))[:_IN_FULL]  # of these it stands beside how often they failed
    for rule in report["rules"]:
        if rule["verdict"] == "fail" and rule["deviation"] and rule["id"] not in in_full:
            yield from wrapped(f"{rule['id']}: {rule['deviation']}", width)
    for kept in needlessly_declared(report):
        yield from wrapped(f"{kept['id']} is kept: {kept['deviation']}", width)
    if left := report["run"]["leftovers"]:
        yield from left_behind(left, width, ledger(report, f"{where}/"))


def _so_far(report: Report, by: str, checks: tuple[int, int], width: int, earlier: str) -> list[str]:
    found = f"{plural(len(broken(report)), 'rule')} broken so far"
    made, left = report["run"]["created"], len(report["run"]["leftovers"])
    fate = f"{left:,} of {plural(made, 'object')} made are left behind" if left else _all_deleted(made)
    written = "no report was written" + (f"; the one in {earlier} is of an earlier run" if earlier else "")
    done, of = checks
    return wrapped(f"Interrupted by {by} after {done:,} of {of:,} checks; {found}; {fate}; {written}", width, "", "  ")


def _all_deleted(made: int) -> str:
    if not made:
        return "nothing was made"
    return f"all {made:,} objects made were deleted" if made > 1 else "the 1 object made was deleted"


def left_behind(left: Sequence[Leftover], width: int, book: str) -> Iterator[str]:
    """What could not be deleted, and why; ``book`` is the ledger that names it, if there is one."""
    yield from wrapped(told(left, book), width, "", "  ")
    for group in by_reason(left):
        yield from wrapped(f"{group.reason}: {group.what}", width, "  ", "    ")
    if book:
        yield f"  To try again: close-sms clean {shlex.quote(printable(book))}"


def _verdict(report: Report, width: int, paint: _Paint, where: str) -> Iterator[str]:
    code = _COLOURS[report["verdict"]]
    facts = ", ".join(f"{label.replace('_', ' ')} {value}" for label, value in settings(report["run"]).items())
    yield from wrapped(f"Run: {facts}", width, "", "  ")
    yield from wrapped(f"Cost: {effort(report['run'])}", width, "", "  ")
    yield printable(f"Report: {where}/report.html")
    yield paint(headline(report), f"{_BOLD};{code}")
