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
from close_sms.noise import Transient


class Violation(AssertionError):
    """A claim failed: the endpoint broke a rule. Carries the finding that proves it."""

    def __init__(self, finding: Finding) -> None:
        """Show the finding in one line, for those who meet it as a bare exception."""
        super().__init__(f"{finding.rule}: expected {finding.expected}, received {finding.actual}")
        self.finding = finding


class Undecided(Exception):
    """The check could not decide its rules: noise, or a step before the claim that did not succeed."""


class Late(Undecided, Transient):
    """The answer came after what was to be seen."""


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
            "number": self.exchange.number,
            "control": control and {"request": control.request(), "response": control.response()},
            "curl": self.exchange.curl(),
        }


class RuleResult(TypedDict):
    """What one check says of one rule."""

    state: str
    claims: int
    failed: int
    reason: str


class Result(TypedDict):
    """Everything that a check found out, as plain data that survives pytest-xdist."""

    check: str
    declares: list[str]
    rules: dict[str, RuleResult]
    violations: list[dict[str, Any]]
    observations: list[dict[str, Any]]
    moves: list[Move]


class Move(TypedDict):
    """A change of status that was asked for, how it was answered, and how often."""

    source: str
    target: str
    code: int
    count: int


@dataclass
class Judgement:
    """The claims of one check. Of several failed claims of one rule the one with the smallest exchange stays.

    `counting` is off while Hypothesis looks for a smaller example: how often a rule failed says something only of the
    requests that were made before. `doubt` is what left it undecided last.
    """

    check: str
    rules: tuple[str, ...]
    counting: bool = True
    claims: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    moves: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    findings: dict[str, Finding] = field(default_factory=dict)
    observations: dict[str, dict[str, Any]] = field(default_factory=dict)
    undecided: str = ""
    doubt: Exception | None = None
    not_applicable: str = ""

    def count(self, rule: str, holds: bool) -> None:
        """Count a claim about the rule."""
        if self.counting:
            self.claims[rule] += 1
            self.failed[rule] += not holds

    def record(self, finding: Finding) -> None:
        """Keep a failed claim as evidence, unless that for the same rule is smaller."""
        kept = self.findings.get(finding.rule)
        if kept is None or finding.exchange.size < kept.exchange.size:
            self.findings[finding.rule] = finding

    def undecide(self, reason: Exception) -> None:
        """The check could not decide its rules."""
        self.undecided, self.doubt = str(reason), reason

    def take_back(self, reason: str) -> None:
        """What the check has found proves nothing, and it has not decided.

        Its claims go with its findings: left alone, those that failed would count as held.
        """
        self.findings.clear()
        self.claims.clear()
        self.failed.clear()
        self.undecided = reason

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
            "moves": [
                {"source": source, "target": target, "code": code, "count": count}
                for (source, target, code), count in self.moves.items()
            ],
        }

    def _of(self, rule: str) -> RuleResult:
        state, reason = self._state(rule)
        return {"state": state, "claims": self.claims[rule], "failed": self.failed[rule], "reason": reason}

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
