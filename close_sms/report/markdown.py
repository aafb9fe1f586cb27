"""The report as a short Markdown page, made for the summary of a CI step."""

from collections.abc import Iterator

from close_sms.report.leftovers import by_reason, told
from close_sms.report.model import NO_RUN, VERDICTS, WORDS, Report, Violation
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
from close_sms.report.text import clip, last_line, one_line, plural, printable, spans

_SHOWN = 10
_SIGNS = {"pass": "✅", "fail": "❌", "inconclusive": "⚠️"}


def none(why: str) -> str:
    """The page of a run that could not be made as asked."""
    return f"## ❌ {NO_RUN}\n\n{cell(why)}\n"


def render(report: Report) -> str:
    """Verdict, facts, the first violations with their curl lines, chapters, and what is undecided."""
    blocks = (_head(report), _violations(report), _chapters(report), _undecided(report), _rest(report))
    return "\n\n".join("\n".join(lines) for lines in map(list, blocks) if lines) + "\n"


def cell(text: str) -> str:
    """The text as one harmless line of Markdown, also inside a table."""
    return _escaped(one_line(text))


def _escaped(line: str) -> str:
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace("\\", "\\\\")
    return "".join(f"\\{char}" if char in "|`*_[]#~" else char for char in line)


def marked(text: str) -> str:
    """Prose as one harmless line, with what stands between backticks as code."""
    return "".join(code(part) if is_code else _escaped(part) for part, is_code in spans(one_line(text)))


def code(text: str) -> str:
    """The text as inline code, whatever it holds."""
    line = one_line(text).replace("|", "\\|")
    fence = "`" * (_longest_run(line) + 1)
    pad = " " if "`" in line else ""
    return f"{fence}{pad}{line}{pad}{fence}" if line else ""


def _longest_run(text: str) -> int:
    runs = [0]
    for char in text:
        runs.append(runs[-1] + 1 if char == "`" else 0)
    return max(runs)


def _block(text: str) -> list[str]:
    fence = "`" * max(3, _longest_run(text) + 1)
    return [f"{fence}sh", printable(text), fence]


def _head(report: Report) -> Iterator[str]:
    yield f"## {_SIGNS[report['verdict']]} {cell(headline(report))}"
    yield ""
    run = settings(report["run"])
    facts = (f"{name.replace('_', ' ')} {code(str(value))}" for name, value in run.items())
    yield f"{', '.join(facts)}. {effort(report['run'])}."


def _violations(report: Report) -> Iterator[str]:
    rules = list(broken(report).values())
    if rules:
        yield "### Broken rules"
        yield ""
        yield f"For each rule: {_lines_of(rules[:_SHOWN])}, then the command that repeats the check."
    seen = rates(report)
    for violations in rules[:_SHOWN]:
        yield ""
        yield from _violation(
            violations[0], len(violations), seen.get(violations[0]["rule"], ""), gone_since(report["run"])
        )
    if len(rules) > _SHOWN:
        yield f"\n… and {plural(len(rules) - _SHOWN, 'more rule')}: see `report.html`."


def _lines_of(rules: list[list[Violation]]) -> str:
    if any(violations[0]["script"] for violations in rules):
        return "shell lines that recreate what the request needs and send it (needs `jq`)"
    return "the request as sent"


def _violation(first: Violation, count: int, rate: str, gone: str) -> Iterator[str]:
    more = f" ({count} checks)" if count > 1 else ""
    yield f"**{cell(first['rule'])}**{more}: {marked(first['says'])} *({marked(first['source'])})*"
    yield ""
    yield f"- expected: {marked(clip(first['expected'], 500))}"
    yield f"- received: {marked(clip(first['actual'], 500))}"
    if rate:
        yield f"- how often: {cell(rate)}"
    yield ""
    sent = first["script"] or f"# as sent; {gone}\n{first['curl']}"
    yield from _block("\n\n".join(part for part in (sent, first["repeat"]) if part))


def _chapters(report: Report) -> Iterator[str]:
    chapters = by_chapter(report)
    if not chapters:
        return
    yield "### Chapters"
    yield ""
    yield f"| Chapter | {' | '.join(WORDS[verdict] for verdict in VERDICTS)} |"
    yield f"| --- |{' ---: |' * len(VERDICTS)}"
    for chapter, rules in chapters.items():
        found = counts(rules)
        yield f"| {cell(chapter)} | {' | '.join(str(found[verdict] or '') for verdict in VERDICTS)} |"


def _undecided(report: Report) -> Iterator[str]:
    groups = undecided(report)
    if not groups:
        return
    yield f"<details><summary>Neither kept nor broken ({sum(map(len, groups.values()))})</summary>"
    yield ""
    for (verdict, reason), rules in groups.items():
        yield f"- {WORDS[verdict]}: {marked(reason)}: {', '.join(code(rule) for rule in rules)}"
    yield ""
    yield "</details>"


def _rest(report: Report) -> Iterator[str]:
    yield from (f"- {code(kept['id'])} is kept: {marked(kept['deviation'])}" for kept in needlessly_declared(report))
    for error in report["errors"]:
        yield f"- error in the suite, at {code(error['check'])}: {cell(last_line(error['message']))}"
    if left := report["run"]["leftovers"]:
        yield f"- {cell(told(left, ledger(report)))}"
        yield from (f"  - {cell(group.reason)}: {cell(group.what)}" for group in by_reason(left))
    if report["observations"]:
        yield f"- {plural(len(report['observations']), 'open question')} observed: see `report.html`"
