"""What the event log shows, beyond what the documents say of it."""

from __future__ import annotations

from close_sms.claims import claim_that, observe
from close_sms.judgement import NotApplicable
from close_sms.marks import question, rule
from close_sms.waiting import Scenario, waiting
from close_sms.wording import show
from conformance.api.bodies import ANOTHER_FICTIONAL, ANOTHER_TEXT, TEXT, message, outbox, scheduled, without
from conformance.api.sms import Sms
from conformance.claims.event_log import KIND, NO_LOG, Event, events, log_of, need_events_of


@question("event-log")
def test_event_log(sms: Sms) -> None:
    """Whether there is a log at all."""
    answer = sms.client.send("GET", "event/", params={"object_type": KIND, "action": "created", "_limit": 1})
    readable = answer.accepted and isinstance(answer["data"], list)
    reading = "readable" if readable else "absent" if answer.status in NO_LOG else "refused"
    observe("event-log", reading, answer)


@question("merged-events")
@waiting
def test_quick_updates(sms: Sms) -> Scenario:
    """Two edits of a draft, one right after the other."""
    draft = sms.need_id(message("draft"))
    yield 6.0
    for edit in ({"text": ANOTHER_TEXT}, {"remote_phone": ANOTHER_FICTIONAL}):
        sms.need_update(draft, edit)
    yield 4.0
    log = log_of(sms, draft)
    need_events_of(log, draft)
    observe("merged-events", "separate" if len(events(log, draft, "updated")) > 1 else "merged", log)


@question("event-of-sending")
@rule("events.data")
@waiting
def test_events_of_a_sending(sms: Sms) -> Scenario:
    """What the log says of a message that was sent."""
    sent = sms.need_id(without(outbox(), "send_in"))
    yield 8.0
    log = log_of(sms, sent)
    actions = {each.get("action") for each in need_events_of(log, sent)}
    found = ("sent" in actions, "updated" in actions)
    names = {(True, True): "both", (True, False): "sent", (False, True): "updated", (False, False): "none"}
    observe("event-of-sending", names[found], log)
    # One for each attempt, perhaps while it is in the outbox still: neither is said (S32).
    texts = [(each.get("data") or {}).get("text", TEXT) for each in events(log, sent, "sent")]
    claim_that(
        all(text == TEXT for text in texts),
        expected=f"`data` of an event `sent`, where it has the text, has {TEXT!r}",
        actual=f"it has {show(texts)}",
        of=log,
        rule="events.data",
    )


@question("deleted-message-is-sent")
@waiting
def test_deleted_message(sms: Sms) -> Scenario:
    """Whether what was deleted in the outbox is sent when its seconds are over."""
    waiting_message = sms.need_id(outbox(send_in=6))
    if not sms.delete(waiting_message).accepted:
        raise NotApplicable("a waiting message is not deleted (question delete-of-waiting)")
    yield 6.0 + sms.run.settings.settle
    log = log_of(sms, waiting_message)
    went = any(_shows(each, "sent") for each in need_events_of(log, waiting_message))
    observe("deleted-message-is-sent", "sent" if went else "stopped", log)


@question("outbox-on-the-way")
@waiting
def test_way_of_a_scheduled_message(sms: Sms) -> Scenario:
    """Whether the log shows it in the outbox when its date has come."""
    created = sms.create(scheduled(date_scheduled=sms.ahead(8)))
    if not created.accepted:
        raise NotApplicable("a date 8 s ahead was refused (S18)")
    yield 8.0 + sms.run.settings.settle + 4
    log = log_of(sms, str(created.id))
    passed = any(_shows(each, "outbox") for each in need_events_of(log, str(created.id)))
    observe("outbox-on-the-way", "passed" if passed else "skipped", log)


def _shows(event: Event, status: str) -> bool:
    """Whether an event says that the message was in this status, or was sent."""
    states = [event.get(key) for key in ("data", "previous_data")]
    return event.get("action") == status or any(isinstance(s, dict) and s.get("status") == status for s in states)
