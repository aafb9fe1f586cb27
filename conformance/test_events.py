"""The event log: what happens to a message leaves events, where the endpoint has such a log."""

from __future__ import annotations

from typing import Any

from close_sms.claims import claim_that, observe, show
from close_sms.client import Answer
from close_sms.judgement import NotApplicable
from close_sms.marks import question, rule
from close_sms.waiting import Scenario, waiting
from conformance.bodies import ANOTHER_FICTIONAL, ANOTHER_TEXT, TEXT, message, outbox, scheduled, without
from conformance.comparing import UNSETTLED, changed_keys
from conformance.subject import Sms

NOT_FOUND = (404, 405)
LOOKS = (0.0, 0.5, 1.5, 4.0)  # seconds: nothing is said of how soon an event is in the log
QUIETLY = (*UNSETTLED, "updated_by")


def log_of(sms: Sms, activity: str) -> Answer:
    """The events of one message; NotApplicable where the endpoint has no log."""
    answer = sms.client.send("GET", "event/", params={"object_type": "activity.sms", "object_id": activity})
    if answer.status in NOT_FOUND or answer.refused or not isinstance(answer["data"], list):
        raise NotApplicable(f"the endpoint has no event log: GET /event/ was answered {answer.status}")
    return answer


def events(answer: Answer, action: str) -> list[dict[str, Any]]:
    """The events with this action, the newest first."""
    return [each for each in answer["data"] if isinstance(each, dict) and each.get("action") == action]


def _claim_event(sms: Sms, activity: str, action: str, told: Answer) -> Scenario:
    """Claim that the log has such an event of the message, soon."""
    for pause in LOOKS:
        yield pause
        answer = log_of(sms, activity)
        if events(answer, action):
            return
    seen = [each.get("action") for each in answer["data"] if isinstance(each, dict)]
    claim_that(
        False,
        expected=f"the event log has an event `{action}` of {activity}",
        actual=f"it has {show(seen)}",
        of=answer,
        control=told,
    )


@rule("events.created", "events.data")
@waiting
def test_create_leaves_an_event(sms: Sms) -> Scenario:
    """An event `created`, with the message as its data."""
    created = sms.given(message("inbox"))
    yield from _claim_event(sms, str(created.id), "created", created)
    log = log_of(sms, str(created.id))
    claim_that(len(events(log, "created")) == 1, expected="one event `created`", actual="several", of=log)
    _claim_data(log, events(log, "created")[0], created)


def _claim_data(log: Answer, event: dict[str, Any], seen: Answer) -> None:
    data = event.get("data")
    data = data if isinstance(data, dict) else {}
    changed = changed_keys(data, seen.object, but=QUIETLY)
    claim_that(
        not changed,
        expected="`data` is the message as a fetch answers it: "
        + ", ".join(f"`{name}` {show(seen[name], 60)}" for name in changed),
        actual=", ".join(f"`{name}` {show(data.get(name), 60)}" for name in changed),
        of=log,
        rule="events.data",
        control=seen,
    )


@rule("events.updated", "events.data")
@waiting
def test_update_leaves_an_event(sms: Sms) -> Scenario:
    """An event `updated`, with the keys that changed, their former values, and the message as its data."""
    draft = sms.given(message("draft"))
    yield 1.0
    updated = sms.given_update(str(draft.id), {"text": ANOTHER_TEXT})
    if any(
        (each.get("data") or {}).get("text") == ANOTHER_TEXT for each in events(log_of(sms, str(draft.id)), "created")
    ):
        raise NotApplicable("the update was merged into the event of the create (question merged-events)")
    yield from _claim_event(sms, str(draft.id), "updated", updated)
    log = log_of(sms, str(draft.id))
    event = events(log, "updated")[0]
    changed, previous = event.get("changed_fields"), event.get("previous_data")
    claim_that(
        isinstance(changed, list) and "text" in changed and "remote_phone" not in changed,
        expected="`changed_fields` lists `text`, and not `remote_phone`",
        actual=f"`changed_fields` is {show(changed)}",
        of=log,
        rule="events.updated",
        control=updated,
    )
    claim_that(
        isinstance(previous, dict) and previous.get("text") == TEXT,
        expected=f"`previous_data` has the former text {TEXT!r}",
        actual=f"`previous_data` is {show(previous)}",
        of=log,
        rule="events.updated",
        control=updated,
    )
    _claim_data(log, event, updated)


@rule("events.deleted")
@waiting
def test_delete_leaves_an_event(sms: Sms) -> Scenario:
    """An event `deleted` without data; it comes before those of the message's life, as the newest come first."""
    draft = sms.given(message("draft"))
    yield 1.0
    deleted = sms.delete(str(draft.id))
    if not deleted.accepted:
        raise NotApplicable(f"the delete was answered {deleted.status}")
    yield from _claim_event(sms, str(draft.id), "deleted", deleted)
    log = log_of(sms, str(draft.id))
    event = events(log, "deleted")[0]
    claim_that(
        event.get("data") is None,
        expected="`data` of the event `deleted` is null",
        actual=f"`data` is {show(event.get('data'))}",
        of=log,
        control=deleted,
    )
    actions = [each.get("action") for each in log["data"] if isinstance(each, dict)]
    claim_that(
        "created" not in actions or actions.index("deleted") < actions.index("created"),
        expected="the newest event comes first: `deleted` before `created`",
        actual=f"the events come as {show(actions)}",
        of=log,
        control=deleted,
    )


@question("event-log")
def test_event_log(sms: Sms) -> None:
    """Whether there is a log at all."""
    answer = sms.client.send("GET", "event/", params={"object_type": "activity.sms", "action": "created", "_limit": 1})
    readable = answer.accepted and isinstance(answer["data"], list)
    reading = "readable" if readable else "absent" if answer.status in NOT_FOUND else "refused"
    observe("event-log", reading, answer)


@question("merged-events")
@waiting
def test_quick_updates(sms: Sms) -> Scenario:
    """Two edits of a draft, one right after the other."""
    draft = sms.given_id(message("draft"))
    yield 6.0
    for edit in ({"text": ANOTHER_TEXT}, {"remote_phone": ANOTHER_FICTIONAL}):
        sms.given_update(draft, edit)
    yield 4.0
    log = log_of(sms, draft)
    observe("merged-events", "separate" if len(events(log, "updated")) > 1 else "merged", log)


@question("event-of-sending")
@waiting
def test_events_of_a_sending(sms: Sms) -> Scenario:
    """What the log says of a message that was sent."""
    sent = sms.given_id(without(outbox(), "send_in"))
    yield 8.0
    log = log_of(sms, sent)
    found = (bool(events(log, "sent")), bool(events(log, "updated")))
    names = {(True, True): "both", (True, False): "sent", (False, True): "updated", (False, False): "none"}
    observe("event-of-sending", names[found], log)


@question("deleted-message-is-sent")
@waiting
def test_deleted_message(sms: Sms) -> Scenario:
    """Whether what was deleted in the outbox is sent when its seconds are over."""
    waiting_message = sms.given_id(outbox(send_in=6))
    if not sms.delete(waiting_message).accepted:
        raise NotApplicable("a waiting message is not deleted (question delete-of-waiting)")
    yield 6.0 + sms.run.settings.settle
    log = log_of(sms, waiting_message)
    went = any(_shows(each, "sent") for each in log["data"])
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
    passed = any(_shows(each, "outbox") for each in log["data"])
    observe("outbox-on-the-way", "passed" if passed else "skipped", log)


def _shows(event: Any, status: str) -> bool:
    """Whether an event says that the message was in this status, or was sent."""
    if not isinstance(event, dict):
        return False
    states = [event.get(key) for key in ("data", "previous_data")]
    return event.get("action") == status or any(isinstance(s, dict) and s.get("status") == status for s in states)
