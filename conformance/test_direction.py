"""Direction: its default by status, and that a default only stands in for what was not given."""

from __future__ import annotations

import pytest

from close_sms.claims import claim
from close_sms.marks import profile, rule
from conformance.api.bodies import Body, message, outbox, scheduled, without
from conformance.api.sms import Sms
from strategies import RECORDED


@rule("direction.inbox-defaults-inbound", "direction.others-default-outbound")
@pytest.mark.parametrize("status", RECORDED)
def test_default_of_a_plain_message(sms: Sms, status: str) -> None:
    """The default by status, on the plainest message."""
    inbound = status == "inbox"
    judged = "direction.inbox-defaults-inbound" if inbound else "direction.others-default-outbound"
    created = sms.need(message(status))
    for answer in (created, sms.get(str(created.id))):
        claim(answer, rule=judged, direction="inbound" if inbound else "outbound")


@rule("direction.inbox-defaults-inbound", "direction.others-default-outbound")
@pytest.mark.parametrize("status", RECORDED)
def test_default_of_a_message_without_numbers(sms: Sms, status: str) -> None:
    """They may be missed (S3, S4); where they are not, the status alone says the direction: the invariants claim it."""
    sms.create(without(message(status), "local_phone", "remote_phone"))
    sms.create(without(message(status), "local_phone"))


@rule("direction.inbox-defaults-inbound", "direction.others-default-outbound")
@pytest.mark.parametrize("status", RECORDED)
def test_default_of_a_message_whose_source_is_close(sms: Sms, status: str) -> None:
    """It may be refused (S36); where it is not, the status alone says the direction: the invariants claim it."""
    sms.create(message(status, source="Close.io"))


@rule("direction.others-default-outbound")
@profile("schedule")
def test_scheduled_without_direction_is_outbound(sms: Sms) -> None:
    """A message to send later is outbound."""
    answer = sms.need(scheduled())
    sms.undo(answer)
    claim(answer, direction="outbound")


@rule("direction.others-default-outbound")
@profile("send")
def test_outbox_without_direction_is_outbound(sms: Sms) -> None:
    """A message to send is outbound."""
    answer = sms.need(outbox())
    sms.undo(answer)
    claim(answer, direction="outbound")


NULLS = {"direction": None, "source": None}


@rule("direction.inbox-defaults-inbound", "direction.others-default-outbound", "object.never-null")
@pytest.mark.parametrize("status", RECORDED)
def test_null_is_not_given(sms: Sms, status: str) -> None:
    """It may be refused (D15); where it is accepted, the default stands in for it, as the invariants claim."""
    sms.create(message(status, **NULLS))


@rule("direction.others-default-outbound", "object.never-null")
@profile("send")
@pytest.mark.parametrize("body", [scheduled(**NULLS), outbox(**NULLS)], ids=["scheduled", "outbox"])
def test_null_is_not_given_of_what_is_sent(sms: Sms, body: Body) -> None:
    """The same of a message to send."""
    sms.undo(sms.create(body))


@rule("direction.given-is-kept")
@pytest.mark.parametrize("direction", ["inbound", "outbound"])
@pytest.mark.parametrize("status", RECORDED)
def test_given_direction_is_kept(sms: Sms, status: str, direction: str) -> None:
    """It may be refused where the status contradicts it (question contrary-direction); else the invariants claim it."""
    answer = sms.create(message(status, direction=direction))
    if answer.accepted:
        claim(sms.get(str(answer.id)), direction=answer["direction"])
