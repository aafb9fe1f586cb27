"""The event log: what happens to a message leaves events, where the endpoint has such a log."""

from __future__ import annotations

from typing import Any

import pytest

from close_sms.claims import claim_that, observe, show
from close_sms.client import Answer
from close_sms.judgement import NotApplicable
from close_sms.marks import profile, question, rule
from close_sms.waiting import Scenario, waiting
from conformance.bodies import (
    ANOTHER_FICTIONAL,
    ANOTHER_TEXT,
    ATTACHMENT,
    FICTIONAL,
    TEXT,
    Body,
    message,
    outbox,
    scheduled,
    without,
)
from conformance.comparing import UNSETTLED, changed_keys
from conformance.shelf import entries
from conformance.subject import Sms
from conformance.test_auth import by_token
from strategies import FAR, SEND_TO, TEMPLATE

KIND = "activity.sms"
ACTIONS = ("created", "updated", "deleted")
NOT_FOUND = (404, 405)
LOOKS = (0.0, 0.5, 1.5, 4.0)  # seconds: nothing is said of how soon an event is in the log
APART = 1.0  # seconds between changes, so that they need not be merged
WHAT_HAPPENED = ("action", "changed_fields", "data", "previous_data")
QUIETLY = (*UNSETTLED, "updated_by")
LONG_TEXT = f"{TEXT} What is longer than a line of a log is told there, too, and with its emoji at the end. \U0001f44b"

Event = dict[str, Any]


def log_of(sms: Sms, activity: str) -> Answer:
    """The events of one message; NotApplicable where the endpoint has no log."""
    answer = sms.client.send("GET", "event/", params={"object_type": KIND, "object_id": activity})
    if answer.status in NOT_FOUND or answer.refused or not isinstance(answer["data"], list):
        raise NotApplicable(f"the endpoint has no event log: GET /event/ was answered {answer.status}")
    return answer


def events(log: Answer, activity: str, action: str | None = None) -> list[Event]:
    """The events of the message with this action, or all of them, the newest first; a log may show others as well."""
    told = [each for each in entries(log) if each.get("object_id") == activity]
    return [each for each in told if action in (None, each.get("action"))]


def told_of(log: Answer, activity: str) -> list[Event]:
    """All events of the message; NotApplicable where the log tells nothing of it."""
    told = events(log, activity)
    if not told:
        raise NotApplicable("the event log tells nothing of the message")
    return told


def _need_events_of_messages(sms: Sms) -> None:
    """NotApplicable where no event of any message shows, not even of a draft that is made, edited and deleted for it.

    That there are such events is only observed (R109).
    """
    if _tells_of_messages(sms):
        return
    draft = sms.given_id(message("draft"))
    sms.update(draft, {"text": ANOTHER_TEXT})
    sms.delete(draft)
    for pause in LOOKS:
        sms.run.endpoint.clock.sleep(pause)
        if _tells_of_messages(sms):
            return
    raise NotApplicable("the event log tells nothing of any message")


def _tells_of_messages(sms: Sms) -> bool:
    pages = (sms.client.send("GET", "event/", params={"object_type": KIND, "action": each}) for each in ACTIONS)
    shown = [each for page in pages for each in entries(page)]
    return any(each.get("object_type") == KIND or sms.client.ledger.owns(str(each.get("object_id"))) for each in shown)


def _noted(sms: Sms, seen: Answer, action: str, *, nth: int = 1) -> tuple[Answer, Event]:
    """The log of a message and its newest event, once it has so many with this action.

    Whether it is there is claimed at once, before anything else is asked of the endpoint: an event that only another
    message brings about is missing.
    """
    clock, activity = sms.run.endpoint.clock, str(seen.id)
    for pause in LOOKS:
        clock.sleep(pause)
        log = log_of(sms, activity)
        if len(events(log, activity, action)) >= nth:
            break
    found = [each.get("action") for each in events(log, activity)]
    if not found:
        _need_events_of_messages(sms)
    if action == "updated" and len(found) <= nth and _is_merged(log, seen):
        raise NotApplicable("the change was merged into an earlier event (question merged-events)")
    claim_that(
        found.count(action) >= nth,
        expected=f"the event log has {nth} event(s) `{action}` of {seen.id}",
        actual=f"it has {show(found)}",
        of=log,
        rule=f"events.{action}",
        control=seen,
    )
    told = [{name: each.get(name) for name in WHAT_HAPPENED} for each in events(log, activity, action)]
    claim_that(
        all(told.count(each) == 1 for each in told),
        expected=f"each `{action}` is told of once",
        actual=f"{show(max(told, key=told.count), 300)} comes {max(map(told.count, told))} times",
        of=log,
        rule=f"events.{action}",
        control=seen,
    )
    wrong = [each for each in events(log, activity) if each.get("object_type") != KIND]
    claim_that(
        not wrong,
        expected=f"each event of {seen.id} has `object_type` {KIND!r}",
        actual=show(wrong[:1]),
        of=log,
        rule=f"events.{action}",
        control=seen,
    )
    return log, events(log, activity, action)[0]


def _is_merged(log: Answer, seen: Answer) -> bool:
    """Whether the change shows in the event before it, which has it as its data."""
    newest = events(log, str(seen.id))[:1]
    data = newest[0].get("data") if newest else None
    return isinstance(data, dict) and not changed_keys(data, seen.object, but=QUIETLY)


def _claim_data(log: Answer, event: Event, seen: Answer) -> None:
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


def _claim_change(log: Answer, event: Event, seen: Answer, field: str, before: Any) -> None:
    """Claim that an event `updated` names the field, and no other that did not change, and has its former value."""
    changed, previous = event.get("changed_fields"), event.get("previous_data")
    claim_that(
        isinstance(changed, list) and field in changed and "direction" not in changed,
        expected=f"`changed_fields` lists `{field}`, and not `direction`",
        actual=f"`changed_fields` is {show(changed)}",
        of=log,
        rule="events.updated",
        control=seen,
    )
    claim_that(
        isinstance(previous, dict) and previous.get(field) == before,
        expected=f"`previous_data` has the former `{field}` {show(before)}",
        actual=f"`previous_data` is {show(previous)}",
        of=log,
        rule="events.updated",
        control=seen,
    )


@rule("events.created", "events.data")
@pytest.mark.parametrize("by", ["key", "token"])
def test_create_leaves_an_event(sms: Sms, by: str) -> None:
    """An event `created`, with the message as its data, whoever made it; it can be fetched by its id."""
    who = by_token(sms) if by == "token" else {}
    created = sms.given(message("inbox", text=LONG_TEXT), **who)
    log, event = _noted(sms, created, "created")
    _claim_data(log, event, created)


@rule("events.created")
@pytest.mark.parametrize("kind", ["of a template", "with a notification"])
def test_create_of_any_kind_leaves_an_event(sms: Sms, kind: str) -> None:
    """What else a create does takes nothing from the log."""
    if kind == "of a template":
        created = sms.given({**without(message("draft"), "text"), "template_id": TEMPLATE})
    else:
        created = sms.given(message("inbox"), params={"send_to_inbox": "true"})
    _noted(sms, created, "created")


@rule("events.created", "events.updated")
@profile("send")
def test_outbox_and_undo_leave_events(sms: Sms) -> None:
    """A message in the outbox is made, and made a draft, like others."""
    waits = sms.given(outbox())
    sms.run.endpoint.clock.sleep(APART)
    undone = sms.update(str(waits.id), {"status": "draft"})
    _noted(sms, waits, "created")
    if not undone.accepted or waits["status"] != "outbox" or undone["status"] != "draft":
        raise NotApplicable("the message was sent before it could be taken back")
    log, event = _noted(sms, undone, "updated")
    _claim_change(log, event, undone, "status", "outbox")


@rule("events.updated", "events.data")
def test_updates_leave_events(sms: Sms) -> None:
    """Events `updated`, with the keys that changed, their former values, and the message as its data."""
    draft = sms.given(message("draft"))
    clock = sms.run.endpoint.clock
    for nth, (before, text) in enumerate(((TEXT, ANOTHER_TEXT), (ANOTHER_TEXT, LONG_TEXT)), start=1):
        clock.sleep(APART)
        updated = sms.given_update(str(draft.id), {"text": text})
        log, event = _noted(sms, updated, "updated", nth=nth)
        _claim_change(log, event, updated, "text", before)
        _claim_data(log, event, updated)
    first = events(log, str(draft.id))[-1]
    alone = sms.client.send("GET", f"event/{first.get('id')}/")
    claim_that(
        alone.refused or alone["data"] == first.get("data"),
        expected="an event that is fetched by its id is that of the log",
        actual=f"`data` is {show(alone['data'])}",
        of=alone,
        rule="events.data",
        control=log,
    )


EDITS: tuple[Body, ...] = (
    {"remote_phone": ANOTHER_FICTIONAL},
    {"activity_at": "2024-05-06T07:08:09+00:00"},
    {"contact_id": None},
    {"text": None},
    {"text": ANOTHER_TEXT, "remote_phone": FICTIONAL},
    {"attachments": [{**ATTACHMENT, "filename": "another.png"}]},
)


@rule("events.updated", "events.data")
def test_edit_of_any_field_leaves_an_event(sms: Sms) -> None:
    """An event `updated` with every field that was edited; what the first one tells, it tells for good.

    A text of null may be refused (S9).
    """
    before = sms.given(message("draft", attachments=[ATTACHMENT]))
    told: list[tuple[Event, Answer]] = []
    for edit in EDITS:
        sms.run.endpoint.clock.sleep(APART)
        after = sms.update(str(before.id), edit)
        if not after.accepted:
            continue
        edited = [name for name in edit if name in changed_keys(after.object, before.object, but=())]
        if edited:
            log, event = _noted(sms, after, "updated", nth=len(told) + 1)
            for name in edited:
                _claim_edited(log, event, after, name, before)
            told.append((event, after))
            _claim_told_for_good(log, told)
        before = after
    if not told:
        raise NotApplicable("no edit of a draft changes anything")


def _claim_edited(log: Answer, event: Event, after: Answer, field: str, before: Answer) -> None:
    """Claim that an event `updated` names an edited field, and has the value that it had."""
    changed, previous = event.get("changed_fields"), event.get("previous_data")
    claim_that(
        isinstance(changed, list) and field in changed,
        expected=f"`changed_fields` lists `{field}`",
        actual=f"`changed_fields` is {show(changed)}",
        of=log,
        rule="events.updated",
        control=after,
    )
    former = {field: before[field]}
    claim_that(
        isinstance(previous, dict) and (not before[field] or not changed_keys(previous, former, but=())),
        expected=f"`previous_data` has the former `{field}` {show(before[field])}",
        actual=f"`previous_data` is {show(previous)}",
        of=log,
        rule="events.updated",
        control=after,
    )


def _claim_told_for_good(log: Answer, told: list[tuple[Event, Answer]]) -> None:
    """Claim that the first event of those told of has the data that it had."""
    first, seen = told[0]
    again = [each for each in log["data"] if isinstance(each, dict) and each.get("id") == first.get("id")]
    if again and len(told) > 1:
        _claim_data(log, again[0], seen)


@rule("events.updated", "events.deleted")
def test_what_a_token_does_leaves_events(sms: Sms) -> None:
    """An update and a delete."""
    by = by_token(sms)
    draft = sms.given(message("draft"), **by)
    updated = sms.update(str(draft.id), {"text": ANOTHER_TEXT}, **by)
    if not updated.accepted:
        raise NotApplicable(f"an update with a token was answered {updated.status}")
    _noted(sms, updated, "updated")
    if sms.delete(str(draft.id), **by).accepted:
        _noted(sms, updated, "deleted")


@rule("events.updated")
def test_refused_update_leaves_no_event(sms: Sms) -> None:
    """What has not changed is not told of as changed."""
    inbox = sms.given(message("inbox"))
    log, _ = _noted(sms, inbox, "created")
    if not sms.update(str(inbox.id), {"text": ANOTHER_TEXT}).refused:
        raise NotApplicable("an edit of a received message is not refused (question locked-edit-code)")
    sms.run.endpoint.clock.sleep(LOOKS[1])
    log = log_of(sms, str(inbox.id))
    told = [each for each in log["data"] if isinstance(each, dict) and each.get("object_id") == inbox.id]
    wrong = [each for each in told if "text" in (each.get("changed_fields") or ())]
    claim_that(
        not wrong,
        expected="no event of a change of the text, which was refused",
        actual=show(wrong[:1]),
        of=log,
        control=inbox,
    )


@rule("events.updated", "events.data")
@profile("schedule")
def test_scheduling_and_cancelling_leave_events(sms: Sms) -> None:
    """Changes of status are changes like others."""
    clock = sms.run.endpoint.clock
    draft = sms.given_id(message("draft", remote_phone=SEND_TO))
    moves = (("draft", {"status": "scheduled", "date_scheduled": FAR}), ("scheduled", {"status": "draft"}))
    for nth, (before, move) in enumerate(moves, start=1):
        clock.sleep(APART)
        moved = sms.given_update(draft, move)
        log, event = _noted(sms, moved, "updated", nth=nth)
        _claim_change(log, event, moved, "status", before)
        _claim_data(log, event, moved)


@rule("events.deleted")
@profile("schedule")
def test_delete_of_a_scheduled_message_leaves_an_event(sms: Sms) -> None:
    """Where it can be deleted."""
    made = sms.given(scheduled())
    if not sms.delete(str(made.id)).accepted:
        raise NotApplicable("a waiting message is not deleted (question delete-of-waiting)")
    _noted(sms, made, "deleted")


@rule("events.deleted")
@pytest.mark.parametrize("status", ["draft", "sent", "inbox"])
def test_delete_leaves_an_event(sms: Sms, status: str) -> None:
    """An event `deleted` without data; it comes before those of the message's life, as the newest come first."""
    made = sms.given(message(status))
    before, _ = _noted(sms, made, "created")
    sms.run.endpoint.clock.sleep(APART)
    deleted = sms.delete(str(made.id))
    if not deleted.accepted:
        raise NotApplicable(f"the delete was answered {deleted.status}")
    log, event = _noted(sms, made, "deleted")
    claim_that(
        event.get("data") is None,
        expected="`data` of the event `deleted` is null",
        actual=f"`data` is {show(event.get('data'))}",
        of=log,
        rule="events.deleted",
        control=deleted,
    )
    actions = [each.get("action") for each in events(log, str(made.id))]
    claim_that(
        actions == ["deleted", *(each.get("action") for each in events(before, str(made.id)))],
        expected="the newest event comes first, and those before it are still there: `deleted`, `created`",
        actual=f"the events come as {show(actions)}",
        of=log,
        rule="events.deleted",
        control=before,
    )


@question("event-log")
def test_event_log(sms: Sms) -> None:
    """Whether there is a log at all."""
    answer = sms.client.send("GET", "event/", params={"object_type": KIND, "action": "created", "_limit": 1})
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
    told_of(log, draft)
    observe("merged-events", "separate" if len(events(log, draft, "updated")) > 1 else "merged", log)


@question("event-of-sending")
@rule("events.data")
@waiting
def test_events_of_a_sending(sms: Sms) -> Scenario:
    """What the log says of a message that was sent."""
    sent = sms.given_id(without(outbox(), "send_in"))
    yield 8.0
    log = log_of(sms, sent)
    actions = {each.get("action") for each in told_of(log, sent)}
    found = ("sent" in actions, "updated" in actions)
    names = {(True, True): "both", (True, False): "sent", (False, True): "updated", (False, False): "none"}
    observe("event-of-sending", names[found], log)
    told = [(each.get("data") or {}).get("status") for each in events(log, sent, "sent")]
    claim_that(
        told in ([], ["sent"]),
        expected="`data` of the event `sent` has the status `sent`",
        actual=f"it has {show(told)}",
        of=log,
        rule="events.data",
    )


@question("deleted-message-is-sent")
@waiting
def test_deleted_message(sms: Sms) -> Scenario:
    """Whether what was deleted in the outbox is sent when its seconds are over."""
    waiting_message = sms.given_id(outbox(send_in=6))
    if not sms.delete(waiting_message).accepted:
        raise NotApplicable("a waiting message is not deleted (question delete-of-waiting)")
    yield 6.0 + sms.run.settings.settle
    log = log_of(sms, waiting_message)
    went = any(_shows(each, "sent") for each in told_of(log, waiting_message))
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
    passed = any(_shows(each, "outbox") for each in told_of(log, str(created.id)))
    observe("outbox-on-the-way", "passed" if passed else "skipped", log)


def _shows(event: Event, status: str) -> bool:
    """Whether an event says that the message was in this status, or was sent."""
    states = [event.get(key) for key in ("data", "previous_data")]
    return event.get("action") == status or any(isinstance(s, dict) and s.get("status") == status for s in states)
