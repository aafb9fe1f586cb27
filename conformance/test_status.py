"""Status: the list of values, and what each of them means for a message that is only logged or stored."""

from __future__ import annotations

import pytest

from close_sms.claims import claim, claim_accepted, claim_that
from close_sms.judgement import NotApplicable
from close_sms.marks import rule
from close_sms.waiting import Scenario, waiting
from close_sms.wording import outcome
from conformance.api.bodies import Body, message
from conformance.api.sms import Sms
from strategies import FAR, RECORDED, SEND_TO

SOON = 5  # seconds

LOGGING_RULES = {
    "inbox": "status.inbox-is-logged",
    "sent": "status.sent-is-logged",
    "draft": "status.draft-is-stored",
}


@rule("status.logged-and-draft", "transport.create-is-post")
@pytest.mark.parametrize("status", RECORDED)
def test_documented_status_is_accepted(sms: Sms, status: str) -> None:
    """`inbox`, `sent` and `draft` are values of `status`."""
    answer = sms.create(message(status))
    claim_that(
        answer.status not in (404, 405),
        expected="the collection takes a POST",
        actual=outcome(answer),
        of=answer,
        rule="transport.create-is-post",
    )
    claim_accepted(answer, rule="status.logged-and-draft")
    claim(answer, rule=LOGGING_RULES[status], status=status)


def _stays(sms: Sms, status: str) -> Scenario:
    """A message of this status, looked at again when anything unasked has had its time."""
    created = sms.need(message(status))
    claim(created, status=status)
    yield sms.run.settings.settle
    claim(sms.get(str(created.id)), status=status)


@rule("status.inbox-is-logged")
@waiting
def test_inbox_is_only_logged(sms: Sms) -> Scenario:
    """An `inbox` message stays what it is; nothing is sent."""
    yield from _stays(sms, "inbox")


@rule("status.sent-is-logged")
@waiting
def test_sent_is_only_logged(sms: Sms) -> Scenario:
    """A `sent` message stays what it is; nothing is sent again."""
    yield from _stays(sms, "sent")


@rule("status.draft-is-stored")
@waiting
def test_draft_is_only_stored(sms: Sms) -> Scenario:
    """A `draft` stays what it is; nothing is sent."""
    yield from _stays(sms, "draft")


TIMES: dict[str, Body] = {
    "a delay": {"send_in": SOON},
    "a date to be sent at": {"date_scheduled": FAR},
    "a moment to come": {"activity_at": "2040-02-29T12:00:00+00:00"},
}


@rule("status.inbox-is-logged", "status.sent-is-logged")
@pytest.mark.parametrize("what", TIMES)
@pytest.mark.parametrize("status", ["inbox", "sent"])
def test_logged_message_with_a_time_is_only_logged(sms: Sms, status: str, what: str) -> None:
    """Whether it may have one is open (S14, S19); where it may, it is logged as what it is: the invariants claim it."""
    sms.create(message(status, **TIMES[what]))


@rule("status.draft-is-stored")
@pytest.mark.parametrize("key", ["send_in", "date_scheduled"])
@waiting
def test_draft_with_a_time_is_only_stored(sms: Sms, key: str) -> Scenario:
    """Whether a draft may have a time is open (S14, S19); where it may, the time sends nothing."""
    time = SOON if key == "send_in" else sms.ahead(SOON)
    created = sms.create(message("draft", remote_phone=SEND_TO, **{key: time}))
    if created.refused:
        raise NotApplicable(f"`{key}` is refused with a draft (questions send-in-on-draft, date-scheduled-on-draft)")
    yield SOON + sms.run.settings.settle
    later = sms.get(str(created.id))
    sms.undo(later)
    claim(later, status="draft")
