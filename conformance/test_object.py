"""The activity object: what every answer that carries one must look like.

The claims are those of the invariants (conformance/invariants/), on the answers that these checks call forth.
"""

from __future__ import annotations

import pytest

from close_sms.marks import profile, rule
from close_sms.waiting import Scenario, waiting
from conformance.api.bodies import ANOTHER_FICTIONAL, ANOTHER_TEXT, Body, message, outbox, scheduled, without
from conformance.api.sms import Sms
from conformance.api.unknown_ids import EXAMPLE_ID
from strategies import CONTACT, RECORDED, USER

OBJECT_RULES = ("object.type", "object.required-keys", "object.never-null", "object.status", "object.direction",
                "object.source", "object.cost", "object.users", "object.date-times", "object.optional-keys",
                "object.strings", "object.formatted-numbers", "object.own-id", "object.immutable",
                "lifecycle.own-moves", "transport.json", "transport.no-server-error",
                "transport.success-is-200")  # fmt: skip


def _fetched_and_listed(sms: Sms, body: Body) -> str:
    created = sms.need(body)
    sms.get(str(created.id))
    sms.list(lead_id=str(created["lead_id"]), _limit=2)
    return str(created.id)


@rule(*OBJECT_RULES)
@pytest.mark.parametrize("status", RECORDED)
def test_answers_of_a_logged_message(sms: Sms, status: str) -> None:
    """Create, fetch and list, for a plain message and for one with every field."""
    _fetched_and_listed(sms, message(status))
    full = {"activity_at": "2024-05-06T07:08:09.120000+02:00", "user_id": USER, "created_by": USER}
    _fetched_and_listed(sms, message(status, contact_id=CONTACT, **full))
    _fetched_and_listed(sms, without(message(status), "text", "contact_id"))


@rule(*OBJECT_RULES)
def test_answers_of_an_update_and_a_delete(sms: Sms) -> None:
    """An edit answers an activity, too; what is refused answers JSON."""
    draft = _fetched_and_listed(sms, message("draft"))
    sms.update(draft, {"text": ANOTHER_TEXT})
    sms.update(draft, {"remote_phone": ANOTHER_FICTIONAL})
    sms.update(draft, {"text": None})
    sms.get(draft)
    sms.delete(draft)
    sms.get(draft)


@rule(*OBJECT_RULES)
@pytest.mark.parametrize(
    "body",
    [pytest.param(scheduled(), marks=profile("schedule"), id="scheduled"),
     pytest.param(outbox(), marks=profile("send"), id="outbox")],
)  # fmt: skip
def test_answers_of_a_waiting_message(sms: Sms, body: Body) -> None:
    """Waiting, and cancelled again."""
    created = sms.need(body)
    sms.get(str(created.id))
    sms.undo(created)
    sms.get(str(created.id))


@rule(*OBJECT_RULES)
@waiting
def test_answers_of_a_logged_message_later(sms: Sms) -> Scenario:
    """A recorded message some time afterwards."""
    recorded = [sms.need_id(message(status)) for status in RECORDED]
    yield sms.run.settings.settle
    for each in recorded:
        sms.get(each)


@rule(*OBJECT_RULES)
@profile("send")
@waiting
def test_answers_of_a_sent_message(sms: Sms) -> Scenario:
    """A message while it is sent, and some time afterwards."""
    sent = sms.need_id(without(outbox(), "send_in"))
    for pause in (1.0, 2.0, sms.run.settings.settle):
        yield pause
        sms.get(sent)


@rule("transport.json", "transport.no-server-error", "transport.success-is-200")
def test_answers_without_writing(sms: Sms) -> None:
    """What can be asked without creating anything."""
    sms.list(_limit=1)
    sms.get(sms.unknown_id(EXAMPLE_ID))
