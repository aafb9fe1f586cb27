"""What one check has claimed while it ran, kept so that it can travel on pytest's own test report.

A `Judgement` belongs to one check. Claims write into the judgement of the check that runs; several may be open at
once (messages that wait for their time), so the running one is named by `judging`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypedDict

from close_sms.exchange import Exchange


class Violation(AssertionError):
    """A claim failed: the endpoint broke a rule. Carries the finding that proves it."""

    def __init__(self, finding: Finding) -> None:
        """Show the finding in one line, for those who meet it as a bare exception."""
        super().__init__(f"{finding.rule}: expected {finding.expected}, received {finding.actual}")
        self.finding = finding


class Undecided(Exception):
    """The check could not decide its rules: noise, or a step before the claim that did not succeed."""


class NotApplicable(Exception):
    """The rules of the check do not apply to this endpoint or this run; the text says why."""


@dataclass(frozen=True)
class Finding:
    """One failed claim with its evidence, as it was at that moment."""

    rule: str
    check: str
    expected: str
    actual: str
    exchange: Exchange
    control: Exchange | None = None

    def as_data(self) -> dict[str, Any]:
        """Plain data for the report (see schemas/report.schema.json, violations)."""
        control = self.control
        return {
            "rule": self.rule,
            "check": self.check,
            "expected": self.expected,
            "actual": self.actual,
            "request": self.exchange.request(),
            "response": self.exchange.response(),
            "control": control and {"request": control.request(), "response": control.response()},
            "curl": self.exchange.curl(),
        }


class RuleResult(TypedDict):
    """What one check says of one rule."""

    state: str
    claims: int
    reason: str


class Result(TypedDict):
    """Everything that a check found out, as plain data that survives pytest-xdist."""

    check: str
    declares: list[str]
    rules: dict[str, RuleResult]
    violations: list[dict[str, Any]]
    observations: list[dict[str, Any]]


@dataclass
class Judgement:
    """The claims of one check.

    `keep` says which of several failed claims of one rule stays: the `first` (a live endpoint: nothing is shrunk)
    or the `last` (the embedded mock: the last one is the smallest that Hypothesis found).
    """

    check: str
    rules: tuple[str, ...]
    keep: str = "first"
    claims: Counter[str] = field(default_factory=Counter)
    findings: dict[str, Finding] = field(default_factory=dict)
    observations: dict[str, dict[str, Any]] = field(default_factory=dict)
    undecided: str = ""
    not_applicable: str = ""

    def record(self, finding: Finding) -> None:
        """Keep a failed claim as evidence."""
        if self.keep == "last" or finding.rule not in self.findings:
            self.findings[finding.rule] = finding

    def observe(self, question: str, reading: str, evidence: Exchange | None) -> None:
        """Keep the reading that the endpoint shows; the first one counts."""
        shown = evidence and {"request": evidence.request(), "response": evidence.response()}
        self.observations.setdefault(question, {"question": question, "reading": reading, "evidence": shown})

    def result(self) -> Result:
        """The judgement as plain data."""
        named = dict.fromkeys((*self.rules, *self.claims, *self.findings))
        return {
            "check": self.check,
            "declares": list(self.rules),
            "rules": {rule: self._of(rule) for rule in named},
            "violations": [finding.as_data() for finding in self.findings.values()],
            "observations": list(self.observations.values()),
        }

    def _of(self, rule: str) -> RuleResult:
        state, reason = self._state(rule)
        return {"state": state, "claims": self.claims[rule], "reason": reason}

    def _state(self, rule: str) -> tuple[str, str]:
        if rule in self.findings:
            return "fail", self.findings[rule].actual
        if rule in self.rules and self.undecided:
            return "inconclusive", self.undecided
        if self.claims[rule]:
            return "pass", ""
        if self.not_applicable:
            return "not_applicable", self.not_applicable
        if self.findings:
            return "unreached", f"the check stopped at a violation of {next(iter(self.findings))}"
        return "unreached", "the check ended without a claim about this rule"


_running: ContextVar[Judgement] = ContextVar("judgement")


def running() -> Judgement:
    """The judgement of the check that runs now."""
    return _running.get()


@contextmanager
def judging(judgement: Judgement) -> Iterator[Judgement]:
    """Let claims write into `judgement`."""
    token = _running.set(judgement)
    try:
        yield judgement
    finally:
        _running.reset(token)
