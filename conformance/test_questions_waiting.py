"""Questions of scheduling and sending: observed with messages that are cancelled at once, or go to `--send-to`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from close_sms.claims import observe
from close_sms.client import Answer
from close_sms.judgement import NotApplicable
from close_sms.marks import question
from close_sms.waiting import Scenario, waiting
from conformance.api.bodies import ANOTHER_FICTIONAL, ANOTHER_TEXT, Body, message, outbox, scheduled, without
from conformance.api.sms import Sms
from conformance.claims.comparing import instant
from conformance.readings import accepted_or_refused, by_code, moment
from strategies import FAR, SEND_TO

# question: (reading of the answer, body); what is accepted is cancelled at once
SENDS: dict[str, tuple[Callable[[Answer], str], Body]] = {
    "send-in-zero": (accepted_or_refused, outbox(send_in=0)),
    "send-in-negative": (accepted_or_refused, outbox(send_in=-5)),
    "send-in-decimal": (accepted_or_refused, outbox(send_in=30.5)),
    "send-in-string": (accepted_or_refused, outbox(send_in="30")),
    "send-in-null": (accepted_or_refused, outbox(send_in=None)),
    "outbox-without-text": (accepted_or_refused, without(outbox(), "text")),
    "refused-number-code": (by_code, outbox(local_phone=ANOTHER_FICTIONAL)),
}


@pytest.mark.parametrize("name", [pytest.param(name, marks=question(name)) for name in SENDS])
def test_send(sms: Sms, name: str) -> None:
    """One create, cancelled at once, and what becomes of it."""
    read, body = SENDS[name]
    answer = _created(sms, body)
    observe(name, read(answer), answer)


def _created(sms: Sms, body: Body) -> Answer:
    answer = sms.create(body)
    sms.undo(answer)
    return answer


@question("send-in-key", "send-in-echoed", "default-source-of-outbox", "cost-before-sending")
def test_outbox(sms: Sms) -> None:
    """What the answer to a plain send shows."""
    answer = _created(sms, outbox())
    observe("send-in-key", accepted_or_refused(answer), answer)
    if answer.accepted:
        observe("send-in-echoed", "present" if "send_in" in answer.object else "absent", answer)
        observe("default-source-of-outbox", str(answer["source"]), answer)
        observe("cost-before-sending", "none" if answer["cost"] is None else "text", answer)


@question("delete-of-waiting")
def test_delete_of_a_scheduled_message(sms: Sms) -> None:
    """No condition is stated for a delete."""
    waiting_message = sms.need(scheduled())
    deleted = sms.delete(str(waiting_message.id))
    observe("delete-of-waiting", accepted_or_refused(deleted), deleted)
    if not deleted.accepted:
        sms.undo(waiting_message)


@question("date-scheduled-key")
def test_scheduled(sms: Sms) -> None:
    """Whether the key that only the prose has is taken."""
    answer = _created(sms, scheduled())
    observe("date-scheduled-key", accepted_or_refused(answer), answer)


@question("scheduled-without-local-phone")
def test_scheduled_without_local_phone(sms: Sms) -> None:
    """Whether the number is asked for when the message is scheduled, or when it is sent."""
    answer = _created(sms, without(scheduled(), "local_phone"))
    observe("scheduled-without-local-phone", accepted_or_refused(answer), answer)


@question("date-scheduled-after-cancel", "cancel-and-edit-in-one-put")
def test_cancel(sms: Sms) -> None:
    """What a cancel leaves of the date, and whether it may edit."""
    first = sms.need_id(scheduled())
    cancelled = sms.need_update(first, {"status": "draft"})
    observe("date-scheduled-after-cancel", "cleared" if cancelled["date_scheduled"] is None else "kept", cancelled)
    second = sms.need_id(scheduled())
    edited = sms.update(second, {"status": "draft", "text": ANOTHER_TEXT})
    observe("cancel-and-edit-in-one-put", _effect(edited, edited["text"] == ANOTHER_TEXT), edited)
    if not edited.accepted:
        sms.update(second, {"status": "draft"})


def _effect(answer: Answer, done: bool) -> str:
    return ("accepted" if done else "ignored") if answer.accepted else accepted_or_refused(answer)


@question("reschedule-in-one-put")
def test_reschedule(sms: Sms) -> None:
    """Another date for a scheduled message, without a way through `draft`."""
    before = sms.need(scheduled())
    later = sms.ahead(timedelta(days=34).total_seconds())
    answer = sms.update(str(before.id), {"status": "scheduled", "date_scheduled": later})
    moved = instant(answer["date_scheduled"]) == instant(later)
    sms.update(str(before.id), {"status": "draft"})
    observe("reschedule-in-one-put", _effect(answer, moved), answer)


@question("edit-and-schedule-in-one-put")
def test_edit_and_schedule(sms: Sms) -> None:
    """Another text in the PUT that schedules a draft."""
    draft = sms.need_id(message("draft", remote_phone=SEND_TO))
    answer = sms.update(draft, {"status": "scheduled", "date_scheduled": FAR, "text": ANOTHER_TEXT})
    sms.undo(answer)
    observe("edit-and-schedule-in-one-put", _effect(answer, answer["text"] == ANOTHER_TEXT), answer)


ODD_DATES: dict[str, str] = {
    "scheduled-in-the-past": "2020-01-02T03:04:05+00:00",
    "scheduled-on-a-plain-date": "%s",
    "scheduled-without-offset": "%sT12:00:00",
}


@pytest.mark.parametrize("name", [pytest.param(name, marks=question(name)) for name in ODD_DATES])
def test_odd_date(sms: Sms, name: str) -> None:
    """A date in the past, one without a time, and one without an offset."""
    day = (sms.now() + timedelta(days=32)).strftime("%Y-%m-%d")
    value = ODD_DATES[name].replace("%s", day)
    answer = _created(sms, scheduled(date_scheduled=value))
    reading = accepted_or_refused(answer)
    if name == "scheduled-without-offset" and answer.accepted:
        reading = "utc" if instant(answer["date_scheduled"]) == instant(value) else "elsewhere"
    observe(name, reading, answer)


@question("scheduled-to-outbox")
def test_scheduled_to_outbox(sms: Sms) -> None:
    """Sending a scheduled message now."""
    waiting_message = sms.need_id(scheduled())
    answer = sms.update(waiting_message, {"status": "outbox"})
    done = answer["status"] in ("outbox", "sent", "error")
    sms.update(waiting_message, {"status": "draft"})
    observe("scheduled-to-outbox", _effect(answer, done), answer)


@question("draft-to-outbox-without-local-phone")
def test_draft_without_local_phone_to_outbox(sms: Sms) -> None:
    """Whether the rules of sending hold for a draft, too."""
    draft = sms.create(without(message("draft", remote_phone=SEND_TO), "local_phone"))
    if not draft.accepted:
        raise NotApplicable("a draft needs a local_phone (question local-phone-when-not-sending)")
    answer = sms.update(str(draft.id), {"status": "outbox"})
    sms.undo(answer)
    observe("draft-to-outbox-without-local-phone", accepted_or_refused(answer), answer)


@question("sms-disabled-number")
def test_sms_disabled_number(sms: Sms) -> None:
    """An internal number without SMS."""
    number = sms.world.number("internal", sms=False)
    if number is None:
        raise NotApplicable("every internal number is SMS-enabled")
    answer = _created(sms, outbox(local_phone=number))
    observe("sms-disabled-number", accepted_or_refused(answer), answer)


@question("send-in-on-update", "activity-at-after-sending")
@waiting
def test_draft_with_send_in(sms: Sms) -> Scenario:
    """Whether a PUT can delay, too; and what `activity_at` is after the sending."""
    draft = sms.need_id(message("draft", remote_phone=SEND_TO))
    answer = sms.update(draft, {"status": "outbox", "send_in": 12})
    if answer.refused:
        observe("send-in-on-update", "refused", answer)
        sms.need_update(draft, {"status": "outbox"})
    yield 8.0
    later = sms.get(draft)
    observe("send-in-on-update", "delays" if later["status"] == "outbox" else "ignored", later)
    if later["status"] == "outbox":
        yield 6.0
        later = sms.get(draft)
    if later["status"] == "sent":
        dates = {"sent": later["date_sent"], "created": later["date_created"]}
        observe("activity-at-after-sending", moment(later["activity_at"], **dates), later)
