"""Breadth: what Schemathesis draws from the OpenAPI document, in all its modes, judged by our own schemas."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import httpx
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import FlakyStrategyDefinition
from hypothesis.stateful import get_state_machine_test

from close_sms.claims import claim_accepted, claim_refused
from close_sms.client import SMS
from close_sms.marks import rule
from close_sms.plugin.depth import stop_after_failure
from close_sms.transports.address import PLAIN
from close_sms.transports.guard import Forbidden
from conformance.api.bodies import message
from conformance.api.sms import Sms
from conformance.schemathesis_cases import (
    OPERATIONS,
    as_httpx,
    cases,
    completed,
    fitted,
    machine,
    must_accept,
    problem,
    response,
    rule_of,
    send,
    words,
)
from strategies import SENDING

WALKS = {"smoke": 1, "standard": 5, "deep": 25}
STEPS = 6
# What the answers to any case are held against by the invariants.
ANSWERS = ("transport.no-server-error", "transport.json", "object.required-keys", "object.date-times", "list.shape")
REFUSALS = ("status.enum", "body.types", "update.faulty-fields", "update.status-values")


@rule("body.optional-fields", "body.nullable-fields", *ANSWERS)
@given(data=st.data())
def test_positive_cases(sms: Sms, data: st.DataObject) -> None:
    """Bodies by the published schema: those that every reading accepts are accepted, and none is a server error."""
    method = data.draw(st.sampled_from(("POST", "PUT", "GET")))
    case = data.draw(cases(method, valid=True))
    _send_and_judge(sms, case)


@rule(*REFUSALS, *ANSWERS)
@given(data=st.data())
def test_negative_cases(sms: Sms, data: st.DataObject) -> None:
    """Bodies outside the published schema: those that no reading accepts are refused, and none is a server error."""
    method = data.draw(st.sampled_from(("POST", "PUT", "GET")))
    case = data.draw(cases(method, valid=False))
    _send_and_judge(sms, case)


def _send_and_judge(sms: Sms, case: Any) -> None:
    body = fitted(case.body)
    if case.method == "PUT" and _sends(body):
        return  # other checks send the few messages that are needed
    if sms.lacks_template(body):
        return
    path = f"{SMS}{_draft(sms, body)}/" if case.method == "PUT" else SMS
    twin = sms.control(message("draft"))
    try:
        answer = send(sms, case, body, path)
    except Forbidden:
        return  # the guard keeps back what nobody can tell from a sending
    if case.method not in OPERATIONS or isinstance(body, bytes):
        return
    if must_accept(case.method, body) and not _sends(body):
        claim_accepted(answer, rule="body.optional-fields" if case.method == "POST" else "update.fields")
    elif found := problem(case.method, body):
        claim_refused(answer, twin, rule=rule_of(case.method, found), fault=words(found))


def _draft(sms: Sms, body: Any) -> str:
    """A draft to edit; one of its own for what may change its status."""
    moves = isinstance(body, dict) and "status" in body
    return sms.need_id(message("draft")) if moves else sms.draft_for("breadth")


def _sends(body: Any) -> bool:
    """Whether it depends on more than the body whether a message can be sent."""
    return isinstance(body, dict) and body.get("status") in SENDING


@rule(*ANSWERS)
def test_stateful_cases(sms: Sms) -> None:
    """Chains of operations by the links of the document: what was made is fetched, changed and deleted."""
    walks = settings(
        max_examples=WALKS[sms.run.settings.depth],
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    # Schemathesis learns from answers while it draws, which Hypothesis may notice: then the walks end there.
    every_walk = get_state_machine_test(_machine(sms), settings=walks)
    stop_after_failure(every_walk, shrink=False)
    with suppress(FlakyStrategyDefinition):
        every_walk()


def _machine(sms: Sms) -> Any:
    """Schemathesis's state machine of the operations on messages, over our own client."""

    class Walk(machine()):  # type: ignore[misc]
        """Sends by our client; the invariants judge the answers."""

        def call(self, case: Any, **_: Any) -> Any:
            from schemathesis.core.transport import Response  # noqa: PLC0415

            return Response.from_any(_answered(sms, case))

        def validate_response(self, *_: Any, **__: Any) -> None:
            """The zones and the invariants say what is wrong."""

    return Walk


def _answered(sms: Sms, case: Any) -> httpx.Response:
    """The answer to a step; a step that must not leave finds nothing."""
    path, body = case.formatted_path.lstrip("/"), fitted(case.body)
    if PLAIN.fullmatch(path) and not sms.lacks_template(body):
        try:
            answer = send(sms, case, completed(body) if case.method == "POST" else body, path)
        except Forbidden:
            pass
        else:
            return as_httpx(answer)
    return response(404, "{}")
