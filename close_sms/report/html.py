"""The report as one self-contained HTML page: no script, no resource from elsewhere."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from close_sms.report.leftovers import by_reason, told
from close_sms.report.model import VERDICTS, WORDS, Report
from close_sms.report.query import (
    broken,
    by_chapter,
    chapter,
    counts,
    documented,
    effort,
    gone_since,
    headline,
    ledger,
    machine,
    rates,
    settings,
    undecided,
)
from close_sms.report.text import pretty, printable, spans

_CODE, _PROSE = Markup("<code>{}</code>"), Markup("{}")  # what is formatted into them is escaped


def render(report: Report) -> str:
    """The page: verdict, facts, violations, chapters and their rules, observations, what is not checkable."""
    return _template().render(
        report=report,
        broken=broken(report),
        chapters=by_chapter(report),
        undecided=undecided(report),
        headline=headline(report),
        settings=settings(report["run"]),
        effort=effort(report["run"]),
        left_behind=told(report["run"]["leftovers"], ledger(report)),
        leftovers=by_reason(report["run"]["leftovers"]),
        rates=rates(report),
        machine=machine(report),
        targets=list(dict.fromkeys(target for row in machine(report).values() for target in row)),
        documented=documented(report),
        gone_since=gone_since(report["run"]),
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("page")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
    )
    environment.globals.update(verdicts=VERDICTS, words=WORDS, counts=counts, chapter=chapter)
    environment.filters.update(pretty=pretty, marked=_marked)
    return environment.get_template("report.html")


def _marked(text: str) -> Markup:
    """Prose, with what stands between backticks as code."""
    return Markup("").join((_CODE if is_code else _PROSE).format(part) for part, is_code in spans(printable(text)))


def _harmless(value: Any) -> Any:
    # Markup, already escaped, is a subclass of str and passes.
    return printable(value) if type(value) is str else value
