"""Claims: what a check says about an answer.

Each function counts the claim for its rule; a claim that fails keeps its evidence and stops the check, unless it is
`soft`. Without `rule` the first rule of the check is meant.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from close_sms.client import Answer
from close_sms.exchange import Exchange
from close_sms.judgement import Finding, NotApplicable, Undecided, Violation, running
from close_sms.wording import MISSING, as_found, fault_of, outcome, show

NOT_ALLOWED = (402, 403)


@dataclass(frozen=True)
class Expected:
    """A field value that is judged by a predicate and described in words."""

    words: str
    holds: Callable[[Any], bool]


def one_of(*values: Any) -> Expected:
    """Any of these values."""
    return Expected("one of " + ", ".join(map(repr, values)), lambda value: value in values)


def claim_that(
    holds: bool,
    *,
    expected: str,
    actual: str,
    of: Answer | Exchange,
    rule: str | None = None,
    control: Answer | Exchange | None = None,
    soft: bool = False,
) -> bool:
    """Claim that `holds`; says whether it does, where `soft`, and raises Violation otherwise.

    `control` is what the answer is held against: the accepted twin of a refusal, or an earlier answer.
    """
    judgement = running()
    rule = rule or judgement.rules[0]
    judgement.count(rule, holds)
    if holds:
        return True
    exchange = of.exchange if isinstance(of, Answer) else of
    beside = control.exchange if isinstance(control, Answer) else control
    finding = Finding(rule, judgement.check, expected, actual, exchange, beside)
    judgement.record(finding)
    if soft:
        return False
    raise Violation(finding)


def claim(answer: Answer, *, rule: str | None = None, **fields: Any) -> None:
    """Claim that the answered object has these field values (plain values, or `Expected`)."""
    for name, wanted in fields.items():
        value = answer.object.get(name, MISSING)
        holds = wanted.holds(value) if isinstance(wanted, Expected) else _same(value, wanted)
        claim_that(
            holds,
            expected=f"`{name}` is {wanted.words if isinstance(wanted, Expected) else show(wanted)}",
            actual=as_found(answer, name) + _where(answer),
            of=answer,
            rule=rule,
        )


def need_permission(answer: Answer) -> None:
    """End the check where the plan or the role of the credential does not cover the request: no document tells of them.

    What cannot be made or changed leaves the rules undecided; to delete is what a credential may well lack.
    """
    if answer.status in NOT_ALLOWED:
        lacking = NotApplicable if answer.exchange.method == "DELETE" else Undecided
        request = f"{answer.exchange.method} {answer.exchange.path}"
        raise lacking(f"the account or its role may not do this: {request} was answered with {outcome(answer)}")


def claim_accepted(answer: Answer, *, rule: str | None = None) -> None:
    """Claim that the request was accepted with a JSON object that has an id; Undecided without a permission for it."""
    need_permission(answer)
    claim_that(
        answer.accepted and answer.id is not None,
        expected="the request is accepted (2xx) and answered with an activity",
        actual=outcome(answer),
        of=answer,
        rule=rule,
    )


def claim_twin_refused(twin: Answer, answer: Answer, *, expected: str, rule: str | None = None) -> None:
    """Claim of a refused request that its twin is refused, too: what both have may be open, what parts them is not."""
    need_permission(answer)
    claim_that(not twin.accepted, expected=expected, actual=outcome(answer), of=answer, control=twin, rule=rule)


def claim_refused(
    answer: Answer,
    control: Answer,
    *,
    rule: str | None = None,
    fault: str = "",
    code: int | None = None,
    soft: bool = False,
) -> None:
    """Claim that the request itself was refused (4xx, or with this code); `control` is its accepted twin.

    `fault` says what is wrong with it, where more than that parts it from the control.
    """
    what = fault or fault_of(answer, control)
    how = f"the request is refused {'(4xx)' if code is None else f'with status code {code}'}"
    claim_that(
        answer.refused if code is None else answer.status == code,
        expected=f"{what}: {how}" if what else how,
        actual=outcome(answer),
        of=answer,
        rule=rule,
        control=control,
        soft=soft,
    )


def claim_status(
    answer: Answer,
    *codes: int,
    rule: str | None = None,
) -> None:
    """Claim that the answer has one of these status codes."""
    claim_that(
        answer.status in codes,
        expected="status code " + " or ".join(map(str, codes)),
        actual=outcome(answer),
        of=answer,
        rule=rule,
    )


def observe(question: str, reading: str, answer: Answer | None = None) -> None:
    """Note the reading of a question that the endpoint shows. Nobody is accused."""
    running().observe(question, reading, answer.exchange if answer else None)


def _same(value: object, wanted: object) -> bool:
    # JSON tells true from 1; Python's == does not.
    return value == wanted and isinstance(value, bool) == isinstance(wanted, bool)


def _where(answer: Answer) -> str:
    return f" in the answer of {answer.exchange.method} {answer.exchange.path} ({answer.status})"
