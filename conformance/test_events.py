"""The event log: what happens to a message leaves events, where the endpoint has such a log."""

from __future__ import annotations

import pytest

from close_sms.claims import claim_that
from close_sms.client import Answer
from close_sms.judgement import NotApplicable
from close_sms.marks import profile, rule
from close_sms.waiting import Punctual, Scenario, waiting
from close_sms.wording import as_found, show
from conformance.api.bodies import (
    ANOTHER_FICTIONAL,
    ANOTHER_TEXT,
    SCHEDULE,
    TEXT,
    Body,
    message,
    of_template,
    outbox,
    scheduled,
)
from conformance.api.credentials import by_token
from conformance.api.sms import Sms
from conformance.claims.comparing import changed_keys
from conformance.claims.event_log import (
    LOOKS,
    QUIETLY,
    Event,
    changed,
    claim_change,
    claim_data,
    events,
    log_of,
    noted,
    showing,
    shows_others,
    tells_files,
)
from strategies import ATTACHMENT, FICTIONAL, SEND_TO

APART = 1.0  # seconds between changes, so that they need not be merged
LONG_TEXT = f"{TEXT} What is longer than a line of a log is told there, too, and with its emoji at the end. \U0001f44b"


@rule("events.created", "events.data")
@pytest.mark.parametrize("by", ["key", "token"])
def test_create_leaves_an_event(sms: Sms, by: str) -> None:
    """An event `created`, with the message as its data, whoever made it."""
    who = by_token(sms) if by == "token" else {}
    created = sms.need(message("inbox", text=LONG_TEXT), **who)
    log, event = noted(sms, created, "created")
    claim_data(log, event, created)


@rule("events.created", "events.data")
@pytest.mark.parametrize("kind", ["of a template", "with a notification"])
def test_create_of_any_kind_leaves_an_event(sms: Sms, kind: str) -> None:
    """What else a create does takes nothing from the log."""
    if kind == "of a template":
        created = sms.need(of_template(message("draft")))
    else:
        created = sms.need(message("inbox"), params={"send_to_inbox": "true"})
    log, event = noted(sms, created, "created")
    claim_data(log, event, created)


@rule("events.created", "events.updated")
@profile("send")
@waiting
def test_outbox_and_undo_leave_events(sms: Sms) -> Scenario:
    """A message in the outbox is made, and made a draft, like others."""
    yield 0.0  # the others are started first
    waits = sms.need(outbox())
    yield Punctual(APART)
    undone = sms.update(str(waits.id), {"status": "draft"})
    noted(sms, waits, "created")
    if not undone.accepted or waits["status"] != "outbox" or undone["status"] != "draft":
        raise NotApplicable("the message was sent before it could be taken back")
    log, told = changed(sms, undone, ["status"])
    claim_change(log, told, undone, "status", "outbox")


@rule("events.updated", "events.data")
@waiting
def test_updates_leave_events(sms: Sms) -> Scenario:
    """Events `updated`, with the keys that changed, their former values, and the message as its data.

    An event that can be fetched by its id is that of the log.
    """
    draft, log = sms.need(message("draft")), None
    for before, text in ((TEXT, ANOTHER_TEXT), (ANOTHER_TEXT, LONG_TEXT)):
        yield APART
        updated = sms.need_update(str(draft.id), {"text": text})
        log, told = changed(sms, updated, ["text"], known=log)
        claim_change(log, told, updated, "text", before)
        claim_data(log, showing(told, updated), updated)
    assert log is not None
    _claim_the_same_alone(sms, log, events(log, str(draft.id))[-1])


def _claim_the_same_alone(sms: Sms, log: Answer, event: Event) -> None:
    """More keys than in the log, and what settles quietly, are free."""
    alone = sms.client.send("GET", f"event/{event.get('id')}/")
    data, logged = alone["data"], event.get("data")
    if isinstance(data, dict) and isinstance(logged, dict):
        same = not changed_keys(data, logged, but=QUIETLY)
    else:
        same = data == logged
    claim_that(
        alone.refused or same,
        expected="an event that is fetched by its id is that of the log",
        actual=as_found(alone, "data"),
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
@waiting
def test_edit_of_any_field_leaves_an_event(sms: Sms) -> Scenario:
    """An event `updated` with every field that was edited; what the first one tells, it tells for good.

    A text of null may be refused (S9).
    """
    before = sms.need_with_file(message("draft"))
    told: list[tuple[Event, Answer]] = []
    log: Answer | None = None
    for edit in EDITS:
        yield APART
        after = sms.update(str(before.id), edit)
        if not after.accepted:
            continue
        edited = [name for name in edit if name in changed_keys(after.object, before.object, but=())]
        if "attachments" in edited and not tells_files(log or log_of(sms, str(before.id)), str(before.id)):
            edited.remove("attachments")
        if edited:
            log, changes = changed(sms, after, edited, known=log)
            for name in edited:
                claim_change(log, changes, after, name, before[name])
            told.append((showing(changes, after), after))
            _claim_told_for_good(log, told)
        before = after
    if not told:
        raise NotApplicable("no edit of a draft changes anything")


def _claim_told_for_good(log: Answer, told: list[tuple[Event, Answer]]) -> None:
    """Claim that the first event of those told of has the data that it had."""
    first, seen = told[0]
    again = [each for each in log["data"] if isinstance(each, dict) and each.get("id") == first.get("id")]
    if again and len(told) > 1:
        claim_data(log, again[0], seen)


@rule("events.updated", "events.deleted")
def test_what_a_token_does_leaves_events(sms: Sms) -> None:
    """An update and a delete."""
    by = by_token(sms)
    draft = sms.need(message("draft"), **by)
    updated = sms.update(str(draft.id), {"text": ANOTHER_TEXT}, **by)
    if not updated.accepted:
        raise NotApplicable(f"an update with a token was answered {updated.status}")
    log, told = changed(sms, updated, ["text"])
    claim_change(log, told, updated, "text", TEXT)
    deleted = sms.delete(str(draft.id), **by)
    if not deleted.accepted:
        raise NotApplicable(f"a delete with a token was answered {deleted.status}")
    _claim_no_data(*noted(sms, updated, "deleted"), deleted)


# Why an update is refused: what the message is, or what stands beside its text.
REFUSED: dict[str, Body] = {"inbox": {}, "sent": {}, "draft": {"activity_at": "not a date"}}


@rule("events.updated")
@pytest.mark.parametrize("status", REFUSED)
@waiting
def test_refused_update_leaves_no_event(sms: Sms, status: str) -> Scenario:
    """What has not changed is not told of as changed."""
    made = sms.need(message(status))
    log, _ = noted(sms, made, "created")
    if not sms.update(str(made.id), {"text": ANOTHER_TEXT, **REFUSED[status]}).refused:
        raise NotApplicable("the update is not refused (question locked-edit-code)")
    yield LOOKS[1]
    log = log_of(sms, str(made.id))
    told = [each for each in log["data"] if isinstance(each, dict) and each.get("object_id") == made.id]
    wrong = [each for each in told if "text" in (each.get("changed_fields") or ())]
    claim_that(
        not wrong,
        expected="no event of a change of the text, which was refused",
        actual=show(wrong[:1]),
        of=log,
        control=made,
    )


@rule("events.updated", "events.data")
@profile("schedule")
@waiting
def test_scheduling_and_cancelling_leave_events(sms: Sms) -> Scenario:
    """Changes of status are changes like others."""
    draft, log = sms.need_id(message("draft", remote_phone=SEND_TO)), None
    for before, move in (("draft", SCHEDULE), ("scheduled", {"status": "draft"})):
        yield APART
        moved = sms.need_update(draft, move)
        log, told = changed(sms, moved, ["status"], known=log)
        claim_change(log, told, moved, "status", before)
        claim_data(log, showing(told, moved), moved)


@rule("events.deleted")
@profile("schedule")
def test_delete_of_a_scheduled_message_leaves_an_event(sms: Sms) -> None:
    """Where it can be deleted."""
    made = sms.need(scheduled())
    if not sms.delete(str(made.id)).accepted:
        raise NotApplicable("a waiting message is not deleted (question delete-of-waiting)")
    _claim_no_data(*noted(sms, made, "deleted"), made)


@rule("events.deleted")
@pytest.mark.parametrize("status", ["draft", "sent", "inbox"])
@waiting
def test_delete_leaves_an_event(sms: Sms, status: str) -> Scenario:
    """An event `deleted` without data; it comes before those of the message's life, as the newest come first."""
    made = sms.need(message(status))
    before, _ = noted(sms, made, "created")
    yield APART
    deleted = sms.delete(str(made.id))
    if not deleted.accepted:
        raise NotApplicable(f"the delete was answered {deleted.status}")
    log, event = noted(sms, made, "deleted")
    _claim_no_data(log, event, deleted)
    actions = [each.get("action") for each in events(log, str(made.id))]
    former = [each.get("action") for each in events(before, str(made.id))]
    if shows_others(log, str(made.id)):
        former = former[: len(actions) - 1]
    claim_that(
        actions[0] == "deleted" and actions[len(actions) - len(former) :] == former,
        expected="the newest event comes first, and those before it are still there: `deleted`, `created`",
        actual=f"the events come as {show(actions)}",
        of=log,
        rule="events.deleted",
        control=before,
    )


def _claim_no_data(log: Answer, event: Event, control: Answer) -> None:
    claim_that(
        event.get("data") is None,
        expected="`data` of the event `deleted` is null",
        actual=as_found(event, "data"),
        of=log,
        rule="events.deleted",
        control=control,
    )
