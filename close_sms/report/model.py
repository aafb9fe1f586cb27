"""The shape of ``report.json``: what a run writes and every other part of this package reads."""

from typing import Any, Literal, TypedDict

FORMAT = 1
NO_RUN = "No run (exit 4)"  # what stands in the place of a report where there is none
EARLIER = "earlier"  # the folder beside it for the report of a run before

RuleVerdict = Literal["pass", "fail", "inconclusive", "excluded", "not_applicable"]
RunVerdict = Literal["pass", "fail", "inconclusive"]
Level = Literal["stated", "documented"]

# The order in which verdicts are shown everywhere.
VERDICTS: tuple[RuleVerdict, ...] = ("fail", "inconclusive", "pass", "not_applicable", "excluded")
# What people read in its place: on the terminal, on the pages and in a comparison.
WORDS: dict[RuleVerdict, str] = {
    "fail": "broken",
    "inconclusive": "not decided",
    "pass": "kept",
    "not_applicable": "not applicable",
    "excluded": "excluded",
}


class Request(TypedDict):
    """A request as evidence: the secrets in it are already replaced by the names of their variables."""

    method: str
    url: str
    headers: dict[str, str]
    body: Any


class Response(TypedDict):
    """An answer as evidence; ``body`` is parsed when it was JSON, else the text."""

    status: int
    headers: dict[str, str]
    body: Any


class Evidence(TypedDict):
    """One exchange: a request and its answer."""

    request: Request
    response: Response


class Leftover(TypedDict):
    """An object of the run that could not be deleted, and why."""

    kind: str
    id: str
    reason: str


class Run(TypedDict):
    """The facts of a run; ``duration_s`` in seconds, ``started`` in ISO 8601."""

    endpoint: str
    profile: str
    seed: int
    depth: str
    started: str
    duration_s: float
    requests: int
    created: int
    sent: int
    suite_version: str
    selection: str | None
    send_to: str | None
    leftovers: list[Leftover]


class Rule(TypedDict):
    """One rule and its verdict; ``reason`` is empty when there is nothing to explain.

    ``deviation`` says of a declared one that it has expired, or is no longer needed.
    """

    id: str
    says: str
    source: str
    level: Level
    refs: list[str]
    verdict: RuleVerdict
    reason: str
    deviation: str
    claims: int
    failed: int
    checks: list[str]


class Violation(TypedDict):
    """A rule broken by one check, with everything needed to see it happen again.

    ``number``: which request of the run showed it, counted from 1. ``curl`` sends the request alone, and ``script``
    makes first what it names; empty where that cannot be told in a few lines.
    """

    rule: str
    says: str
    source: str
    refs: list[str]
    check: str
    expected: str
    actual: str
    request: Request
    response: Response
    number: int
    control: Evidence | None
    curl: str
    script: str
    repeat: str


class Observation(TypedDict):
    """The reading of an open question that the endpoint was seen to take."""

    question: str
    asks: str
    refs: list[str]
    reading: str
    means: str
    evidence: Evidence | None


class DocumentedMove(TypedDict):
    """What the documents say of a change of status: ``allowed``, ``forbidden``, ``open`` or ``system``."""

    source: str
    target: str
    verdict: str


class ObservedMove(TypedDict):
    """A change of status that was asked for, the status code of the answer, and how often."""

    source: str
    target: str
    code: int
    count: int


class Lifecycle(TypedDict):
    """The machine that the documents describe, and the one that was seen."""

    documented: list[DocumentedMove]
    observed: list[ObservedMove]


class SuiteError(TypedDict):
    """An error of the suite itself, not of the endpoint."""

    check: str
    message: str


class NotCheckable(TypedDict):
    """A statement that cannot be judged from outside, and why."""

    refs: list[str]
    says: str
    reason: str


class Report(TypedDict):
    """The whole of ``report.json``."""

    format: int
    verdict: RunVerdict
    exit_code: int
    run: Run
    rules: list[Rule]
    violations: list[Violation]
    observations: list[Observation]
    lifecycle: Lifecycle
    errors: list[SuiteError]
    not_checkable: list[NotCheckable]
