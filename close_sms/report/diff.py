"""What changed between two reports, rule by rule and question by question, by identity."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from close_sms.report.markdown import cell, code
from close_sms.report.model import WORDS, Report, Rule
from close_sms.report.text import compact, one_line, plural, wrapped

# Settings that decide what a run could see: where they differ, a change may come from them.
_SETTINGS = ("endpoint", "profile", "depth", "selection", "suite_version")
_ASKED = ("profile", "depth", "selection")  # what decides which checks were made
_ABSENT = "no such rule"
_UNSEEN = "not observed"
_WIDTH = 80


@dataclass(frozen=True, slots=True)
class Change:
    """A rule or question, what was said of it before and what is said now, and the reason or evidence."""

    id: str
    before: str
    after: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Diff:
    """The changes by kind; ``warnings`` say where the two runs were not made alike."""

    broken: Sequence[Change]
    mended: Sequence[Change]
    undecided: Sequence[Change]
    decided: Sequence[Change]
    added: Sequence[Change]
    removed: Sequence[Change]
    readings: Sequence[Change]
    warnings: Sequence[str]

    @property
    def exit_code(self) -> int:
        """1 if a rule is newly broken, else 0."""
        return 1 if self.broken else 0


_TITLES = {
    "broken": "Newly broken",
    "mended": "Fixed",
    "undecided": "No longer decided",
    "decided": "Newly decided",
    "added": "Rules added",
    "removed": "Rules removed",
    "readings": "Questions answered differently",
}
_KINDS = [kind for kind in _TITLES if kind != "readings"]


def compare(old: Report, new: Report) -> Diff:
    """The changes from the old report to the new one; the order of rules and questions does not matter.

    A rule that only the new report knows and that is broken there counts as newly broken. One that a run was not asked
    for (`--rule`) is left out; so is a question that only one of the runs observed, where they asked for other things.
    """
    changes = list(_rules(old, new))
    kinds = {kind: [_in_words(change) for change in changes if _kind(change) == kind] for kind in _KINDS}
    return Diff(**kinds, readings=list(_readings(old, new)), warnings=list(_warnings(old, new)))


def text(diff: Diff) -> str:
    """The changes as plain text: warnings first, the newly broken rules next, one sentence last."""
    blocks = [wrapped(f"Warning: {warning}", _WIDTH, "", "  ") for warning in diff.warnings]
    blocks += [[title, *_lines(changes)] for title, changes in _groups(diff)]
    return "\n\n".join("\n".join(lines) for lines in [*blocks, wrapped(_outcome(diff), _WIDTH)])


def markdown(diff: Diff) -> str:
    """The same as a Markdown page."""
    parts = [f"## {cell(_outcome(diff))}", *(f"> {cell(warning)}" for warning in diff.warnings)]
    for title, changes in _groups(diff):
        rows = ["| | before | now | |", "| --- | --- | --- | --- |", *map(_row, changes)]
        parts += [f"### {title}", "\n".join(rows)]
    return "\n\n".join(parts) + "\n"


def _row(change: Change) -> str:
    cells = (cell(text) for text in (change.before, change.after, change.why))
    return f"| {code(change.id)} | {' | '.join(cells)} |"


def _groups(diff: Diff) -> Iterator[tuple[str, Sequence[Change]]]:
    for kind, title in _TITLES.items():
        changes: Sequence[Change] = getattr(diff, kind)
        if changes:
            yield f"{title} ({len(changes)})", changes


def _lines(changes: Sequence[Change]) -> Iterator[str]:
    for change in changes:
        yield from wrapped(f"{change.id}: {change.before} -> {change.after}", _WIDTH, "  ", "    ")
        if change.why:
            yield from wrapped(change.why, _WIDTH, "    ")


def _outcome(diff: Diff) -> str:
    if diff.broken:
        return f"{plural(len(diff.broken), 'rule')} newly broken."
    if any(True for _ in _groups(diff)):
        return "Nothing newly broken."
    return "No change."


def _rules(old: Report, new: Report) -> Iterator[Change]:
    before = {rule["id"]: rule for rule in old["rules"]}
    after = {rule["id"]: rule for rule in new["rules"]}
    for rule_id in [*after, *(gone for gone in before if gone not in after)]:
        was, now = _verdict(before.get(rule_id)), _verdict(after.get(rule_id))
        unasked = (was == _ABSENT and old["run"].get("selection")) or (now == _ABSENT and new["run"].get("selection"))
        if was != now and not unasked:
            yield Change(rule_id, was, now, _why(new, rule_id))


def _verdict(rule: Rule | None) -> str:
    return _ABSENT if rule is None else rule["verdict"]


def _in_words(change: Change) -> Change:
    words = {str(verdict): word for verdict, word in WORDS.items()}
    before, after = (words.get(verdict, verdict) for verdict in (change.before, change.after))
    return replace(change, before=before, after=after)


def _why(report: Report, rule_id: str) -> str:
    for violation in report["violations"]:
        if violation["rule"] == rule_id:
            return one_line(f"expected {violation['expected']}, received {violation['actual']}")
    reasons = (rule.get("reason", "") for rule in report["rules"] if rule["id"] == rule_id)
    return one_line(next(reasons, ""))


def _kind(change: Change) -> str | None:
    decided = ("pass", "fail")
    facts: Mapping[str, bool] = {
        "broken": change.after == "fail",
        "added": change.before == _ABSENT,
        "removed": change.after == _ABSENT,
        "mended": change.before == "fail" and change.after == "pass",
        "decided": change.after == "pass",
        "undecided": change.before in decided,
    }
    return next((kind for kind, holds in facts.items() if holds), None)


def _readings(old: Report, new: Report) -> Iterator[Change]:
    """What is not observed counts only where both runs asked for the same."""
    before, after = _seen(old), _seen(new)
    alike = all(old["run"].get(name) == new["run"].get(name) for name in _ASKED)
    for question in [*after, *(gone for gone in before if gone not in after)]:
        was, now = before.get(question, _UNSEEN), after.get(question, _UNSEEN)
        if was != now and (alike or _UNSEEN not in (was, now)):
            means = (seen.get("means", "") for seen in new["observations"] if seen["question"] == question)
            yield Change(question, was, now, one_line(next(means, "")))


def _seen(report: Report) -> dict[str, str]:
    readings: dict[str, set[str]] = {}
    for seen in report["observations"]:
        readings.setdefault(seen["question"], set()).add(seen["reading"])
    return {question: " and ".join(sorted(taken)) for question, taken in readings.items()}


def _warnings(old: Report, new: Report) -> Iterator[str]:
    runs: list[Mapping[str, Any]] = [{**old["run"]}, {**new["run"]}]
    for name in _SETTINGS:
        was, now = (run.get(name) for run in runs)
        if was != now:
            values = f"{compact(was) or 'none'} before, {compact(now) or 'none'} now"
            yield f"the runs differ in {name.replace('_', ' ')} ({values}): {_consequence(name)}."


def _consequence(name: str) -> str:
    unasked = "questions that only one of them observed are left out"
    if name == "selection":
        return f"rules that only one of them judged and {unasked}"
    return f"a change may come from that; {unasked}" if name in _ASKED else "a change may come from that"
