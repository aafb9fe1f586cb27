"""Update: what a PUT changes and what it leaves alone, and that only drafts can be modified."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given

from close_sms.claims import claim, claim_accepted, claim_refused, claim_status, claim_that, outcome, show
from close_sms.client import Answer
from close_sms.judgement import NotApplicable
from close_sms.marks import profile, rule
from close_sms.waiting import Scenario, waiting
from conformance.bodies import (
    ANOTHER_FICTIONAL,
    ANOTHER_TEXT,
    ATTACHMENT,
    TEXT,
    UNDO,
    Body,
    message,
    outbox,
    scheduled,
    without,
)
from conformance.comparing import claim_same_activity, claim_same_instant, instant
from conformance.sending import need_in_time
from conformance.subject import Sms
from strategies import CONTACT, FAR, LOCAL_PHONE, SEND_TO, TEMPLATE, USER, edits

NEW_TEXTS = (ANOTHER_TEXT, "é", "Two lines\nof text, and a 👍🏽")


def draft(sms: Sms, **changes: Any) -> Answer:
    """A draft to edit."""
    return sms.given(message("draft", **changes))


@rule("update.draft", "transport.paths")
@pytest.mark.parametrize("text", NEW_TEXTS)
def test_draft_takes_a_new_text(sms: Sms, text: str) -> None:
    """A PUT with only `text` answers the draft with the new text."""
    before = draft(sms)
    after = sms.update(str(before.id), {"text": text})
    claim_accepted(after)
    claim(after, text=text, status="draft")
    claim(sms.get(str(before.id)), text=text, status="draft")
    claim_accepted(after, rule="transport.paths")


EDITS: dict[str, Any] = {
    "text": ANOTHER_TEXT,
    "remote_phone": ANOTHER_FICTIONAL,
    "activity_at": "2023-12-31T23:30:00-05:00",
    "contact_id": CONTACT,
    "user_id": USER,
    "text to null": None,
    "lead_id": "the second lead",
    "local_phone": LOCAL_PHONE,
}


# The fields that the draft does not have yet.
LACKING = {name: (name,) for name in ("contact_id", "user_id", "local_phone")} | {"lead_id": ("contact_id",)}


def _edit(sms: Sms, field: str) -> Body:
    match field:
        case "text to null":
            return {"text": None}
        case "lead_id":
            return {"lead_id": sms.world.other_lead_id}
    return {field: EDITS[field]}


@rule("update.fields", "update.only-its-keys", "update.whole-object")
@pytest.mark.parametrize("field", EDITS)
def test_one_field_changes_and_no_other(sms: Sms, field: str) -> None:
    """Each updatable field alone: it takes the value, and everything else stays."""
    before = sms.create(message("draft", **dict.fromkeys(LACKING.get(field, ()))))
    if before.refused and field == "local_phone":
        raise NotApplicable("a draft without `local_phone` is refused (question local-phone-when-not-sending)")
    _claim_edit(sms, str(before.id), _edit(sms, field))


@rule("update.fields", "update.only-its-keys", "update.whole-object")
@given(edit=edits())
def test_any_edit(sms: Sms, edit: Body) -> None:
    """Any edit of a draft that has a value in every field."""
    _claim_edit(sms, sms.draft_for("any edits"), edit)


def _claim_edit(sms: Sms, edited: str, edit: Body) -> None:
    """Claim that it is accepted and that a fetch shows the same; what it may change is claimed by the invariants."""
    after = sms.update(edited, edit)
    claim_accepted(after, rule="update.fields")
    claim_same_activity(
        after,
        sms.get(edited),
        rule="update.whole-object",
        soft=True,
        why="the PUT answers what a fetch does",
    )


# Drafts that have what others lack.
PARTICULAR: dict[str, Body] = {
    "contrary direction and source": message("draft", direction="inbound", source="External"),
    "of a template": {**without(message("draft"), "text"), "template_id": TEMPLATE},
}


@rule("update.fields", "update.only-its-keys")
@pytest.mark.parametrize("what", PARTICULAR)
def test_particular_draft_keeps_what_it_has(sms: Sms, what: str) -> None:
    """An edit of the number changes nothing else, as the invariants claim."""
    before = sms.create(PARTICULAR[what])
    if before.refused:
        raise NotApplicable(f"such a draft is refused: {outcome(before)}")
    _claim_edit(sms, str(before.id), {"remote_phone": ANOTHER_FICTIONAL})


@rule("update.no-field-required")
def test_empty_update_is_accepted(sms: Sms) -> None:
    """A PUT of an empty object on a draft."""
    before = draft(sms)
    claim_accepted(sms.update(str(before.id), {}))


@rule("update.no-field-required")
def test_status_is_not_required(sms: Sms) -> None:
    """A PUT without `status` on a draft."""
    claim_accepted(sms.update(str(draft(sms).id), {"text": ANOTHER_TEXT}))


CREATE_ONLY: dict[str, Any] = {
    "direction": "inbound",
    "source": "External",
    "created_by": "user_0000000000000000000000000000000000000000000",
    "date_created": "2001-02-03T04:05:06+00:00",
    "organization_id": "orga_0000000000000000000000000000000000000000000",
}
NULL_WHEN_CREATE_ONLY = ("direction", "date_created")


@rule("update.create-only")
@pytest.mark.parametrize("field", CREATE_ONLY)
def test_create_only_field_is_not_changed(sms: Sms, field: str) -> None:
    """Ignored or refused (question create-only-key-on-update), but not changed."""
    before = draft(sms)
    value = "Close.io" if field == "source" and before["source"] == "External" else CREATE_ONLY[field]
    sms.update(str(before.id), {"text": TEXT, field: value})
    _claim_kept(sms.get(str(before.id)), before, field)


def _claim_kept(now: Answer, before: Answer, field: str) -> None:
    if field.startswith("date_"):
        claim_same_instant(now, field, str(before[field]))
    else:
        claim(now, **{field: before[field]})


@rule("update.create-only")
@pytest.mark.parametrize("field", NULL_WHEN_CREATE_ONLY)
def test_null_does_not_change_a_create_only_field(sms: Sms, field: str) -> None:
    """Nor does it bring the default back."""
    before = draft(sms, direction="outbound", date_created="2024-03-01T10:00:00+00:00")
    sms.update(str(before.id), {"text": ANOTHER_TEXT, field: None})
    _claim_kept(sms.get(str(before.id)), before, field)


NO_STATUS = ("received", "", "DRAFT", None, "draft ", "cancelled")


@rule("update.status-values")
@pytest.mark.parametrize("status", NO_STATUS, ids=repr)
def test_unknown_status_is_refused(sms: Sms, status: str | None) -> None:
    """Alike but for the status, the PUT is accepted."""
    edited = sms.draft_for("faulty edits")
    twin = sms.given_update(edited, {"text": ANOTHER_TEXT})
    claim_refused(sms.update(edited, {"text": ANOTHER_TEXT, "status": status}), twin)
    claim(sms.get(edited), status="draft")


FAULTY_EDITS: dict[str, Body] = {
    "text is an object": {"text": {"a": "b"}},
    "text is a number": {"text": 5},
    "text is a boolean": {"text": True},
    "remote_phone is a word": {"remote_phone": "hello"},
    "remote_phone is a number": {"remote_phone": 14155550123},
    "remote_phone has 25 digits": {"remote_phone": "+1415555012341555501234155"},
    "local_phone is a word": {"local_phone": "hello"},
    "local_phone is a number": {"local_phone": 14155550123},
    "activity_at is no date": {"activity_at": "not a date"},
    "activity_at has a 13th month": {"activity_at": "2024-13-01T12:00:00+00:00"},
    "contact_id is an array": {"contact_id": ["a"]},
    "lead_id is a number": {"lead_id": 5},
    "user_id is a boolean": {"user_id": True},
    "template_id is a number": {"template_id": 5},
    "attachments is a text": {"attachments": "photo.png"},
    "an attachment is null": {"attachments": [None]},
    "an attachment lacks url": {"attachments": [without(ATTACHMENT, "url")]},
    "an attachment lacks filename": {"attachments": [without(ATTACHMENT, "filename")]},
    "status is a list of one": {"status": ["draft"]},
}


@rule("update.faulty-fields")
@pytest.mark.parametrize("name", FAULTY_EDITS)
def test_faulty_field_is_refused(sms: Sms, name: str) -> None:
    """Alike but for the faulty field, the PUT is accepted; the faulty one has no effect, the right part included."""
    edited = sms.draft_for("faulty edits")
    twin = sms.given_update(edited, {"activity_at": "2024-05-06T07:08:09+00:00", "text": TEXT})
    good = {"activity_at": "2024-07-06T07:08:09+00:00", "text": ANOTHER_TEXT}
    refused = sms.update(edited, {**good, **FAULTY_EDITS[name]})
    claim_refused(refused, twin)
    claim_same_activity(sms.get(edited), twin, why="what a refused PUT leaves alone")


LOCKED_EDITS: dict[str, Body] = {
    "text": {"text": ANOTHER_TEXT},
    "text again": {"text": "A third text."},
    "remote_phone": {"remote_phone": ANOTHER_FICTIONAL},
    "activity_at": {"activity_at": "2023-12-31T23:30:00-05:00"},
    "attachments": {"attachments": [ATTACHMENT]},
    "no text": {"text": None},
    "text and number": {"text": ANOTHER_TEXT, "remote_phone": ANOTHER_FICTIONAL},
    "no local_phone": {"local_phone": None},
    "back to draft": {"status": "draft"},
    "text and draft": {"status": "draft", "text": ANOTHER_TEXT},
}
WAITING_EDITS: dict[str, Body] = {
    "text": {"text": ANOTHER_TEXT},
    "text again": {"text": "A third text."},
    "activity_at": {"activity_at": "2023-12-31T23:30:00-05:00"},
    "attachments": {"attachments": [ATTACHMENT]},
    "no text": {"text": None},
    "text and moment": {"text": ANOTHER_TEXT, "activity_at": "2023-12-31T23:30:00-05:00"},
    "no local_phone": {"local_phone": None},
    "to sent": {"status": "sent"},
    "to inbox": {"status": "inbox"},
}
SCHEDULED: Body = {"status": "scheduled", "date_scheduled": FAR}
LATER = timedelta(days=60)  # another date for what is scheduled


@pytest.mark.parametrize(
    ("status", "target"),
    [
        pytest.param("sent", "inbox", marks=rule("update.sent-locked")),
        pytest.param("inbox", "sent", marks=rule("update.inbox-locked")),
    ],
)
def test_logged_message_cannot_be_modified(sms: Sms, status: str, target: str) -> None:
    """Only drafts can: no other text, number, date or kind, and no way back to draft."""
    before = sms.get(sms.given_id(message(status)))
    template = [{"template_id": TEMPLATE}] if sms.offers(TEMPLATE) else []
    _claim_locked(sms, before, (*LOCKED_EDITS.values(), {"status": target}, _edit_of_the_same(status), *template))


def _edit_of_the_same(status: str) -> Body:
    """An edit that says which status the message has; it may be refused, or ignored as a whole."""
    return {"status": status, "text": ANOTHER_TEXT}


@profile("send")
@pytest.mark.parametrize(
    "status",
    [
        pytest.param("sent", marks=rule("update.sent-locked")),
        pytest.param("inbox", marks=rule("update.inbox-locked")),
    ],
)
def test_logged_message_cannot_be_sent(sms: Sms, status: str) -> None:
    """Nor scheduled, although it has all that sending needs."""
    before = sms.given(message(status, remote_phone=SEND_TO))
    try:
        _claim_locked(sms, before, (SCHEDULED, {"status": "outbox"}))
    finally:
        sms.undo(sms.get(str(before.id)))


# Logged messages that have what others lack.
PARTICULAR_LOGGED: dict[str, Body] = {
    "sent, but inbound": message("sent", direction="inbound"),
    "received with an attachment": message("inbox", attachments=[ATTACHMENT]),
}


@pytest.mark.parametrize(
    "what",
    [
        pytest.param("sent, but inbound", marks=rule("update.sent-locked")),
        pytest.param("received with an attachment", marks=rule("update.inbox-locked")),
    ],
)
def test_particular_logged_message_cannot_be_modified(sms: Sms, what: str) -> None:
    """Whatever else it has."""
    before = sms.create(PARTICULAR_LOGGED[what])
    if before.refused:
        raise NotApplicable(f"such a message is refused: {outcome(before)}")
    _claim_locked(sms, sms.get(str(before.id)), (LOCKED_EDITS["text"], LOCKED_EDITS["back to draft"]))


@rule("update.scheduled-locked")
def test_scheduled_message_cannot_be_modified(sms: Sms) -> None:
    """While it waits for its date."""
    edits = (*WAITING_EDITS.values(), _edit_of_the_same("scheduled"), {"date_scheduled": _later(sms)})
    _claim_locked_while_waiting(sms, sms.given_id(scheduled()), edits)


def _later(sms: Sms) -> str:
    return (sms.now() + LATER).isoformat(timespec="seconds")


@rule("update.outbox-locked")
def test_message_in_the_outbox_cannot_be_modified(sms: Sms) -> None:
    """While it can still be undone."""
    edits = (*WAITING_EDITS.values(), _edit_of_the_same("outbox"), SCHEDULED)
    _claim_locked_while_waiting(sms, sms.given_id(outbox()), edits)


def _claim_locked_while_waiting(sms: Sms, waiting_message: str, edits: Iterable[Body]) -> None:
    before = sms.get(waiting_message)
    try:
        _claim_locked(sms, before, edits)
    finally:
        sms.undo(before)


def _claim_locked(sms: Sms, before: Answer, edits: Iterable[Body]) -> None:
    """None of the edits has an effect. A 2xx that changes nothing is a question (locked-edit-code)."""
    tried = [(edit, sms.update(str(before.id), edit)) for edit in edits]
    after = sms.get(str(before.id))
    if before["status"] == "outbox":
        need_in_time(sms, before, UNDO - 5)
    # Of several edits of a field that has changed, the one whose value it has now is told.
    for edit, answer in sorted(tried, key=lambda one: any(after[field] != value for field, value in one[0].items())):
        if _is_open(before, edit, answer):
            continue
        changed = [field for field in edit if after[field] != before[field]]
        claim_that(
            after.accepted and not changed,
            expected=f"a message in status {before['status']!r} is not modified: "
            + ", ".join(f"`{field}` stays {show(before[field])}" for field in edit),
            actual=f"the PUT was answered {answer.status}; after {len(tried)} PUTs "
            + (", ".join(f"`{field}` is {show(after[field])}" for field in changed) or outcome(after)),
            of=answer,
        )
        if answer.accepted:
            claim_that(
                not [field for field in edit if answer.object.get(field, before[field]) != before[field]],
                expected="an answer that does not claim to have modified the message",
                actual=outcome(answer),
                of=answer,
            )


def _is_open(before: Answer, edit: Body, answer: Answer) -> bool:
    """Whether it sets another date, and is taken: then it is a question (reschedule-in-one-put)."""
    return before["status"] == "scheduled" and set(edit) == {"date_scheduled"} and answer.accepted


TOUCHING: tuple[Body, ...] = (
    {"text": ANOTHER_TEXT},
    {"remote_phone": ANOTHER_FICTIONAL},
    {"attachments": [ATTACHMENT]},
    {"text": None},
)


@rule("update.date-updated")
@waiting
def test_edit_moves_date_updated(sms: Sms) -> Scenario:
    """Two seconds later even an endpoint that counts whole seconds shows a later `date_updated`."""
    before = draft(sms)
    for edit in TOUCHING:
        yield 2.1
        after = sms.update(str(before.id), edit)
        if after.refused or all(after[field] == before[field] for field in edit):
            continue  # whether attachments and nulls are taken, and change anything, is open (S72, S73, D10)
        _claim_touched(before, after)
        before = after


@rule("update.date-updated")
@profile("schedule")
@waiting
def test_scheduling_moves_date_updated(sms: Sms) -> Scenario:
    """A draft that is scheduled has changed."""
    before = sms.given(message("draft", remote_phone=SEND_TO))
    yield 2.1
    after = sms.given_update(str(before.id), SCHEDULED)
    sms.undo(after)
    _claim_touched(before, after)


def _claim_touched(before: Answer, after: Answer) -> None:
    earlier, later = instant(before["date_updated"]), instant(after["date_updated"])
    claim_that(
        earlier is not None and later is not None and later > earlier,
        expected=f"`date_updated` is later than {show(before['date_updated'])}",
        actual=f"`date_updated` is {show(after['date_updated'])}",
        of=after,
    )


@rule("stored.get", "update.faulty-fields")
@waiting
def test_nothing_but_an_edit_moves_date_updated(sms: Sms) -> Scenario:
    """Once the message has settled, neither a fetch nor a refused PUT does."""
    edited = str(draft(sms, text="To be left alone.").id)
    yield 2.1
    before = sms.get(edited)
    yield 2.1
    _claim_untouched(before, sms.get(edited), "stored.get")
    if sms.update(edited, {"text": {"a": "b"}}).refused:
        _claim_untouched(before, sms.get(edited), "update.faulty-fields")


@rule("update.inbox-locked")
@waiting
def test_refused_edit_does_not_move_date_updated(sms: Sms) -> Scenario:
    """Of a received message that has settled."""
    received = sms.given_id(message("inbox"))
    yield 2.1
    before = sms.get(received)
    yield 2.1
    if sms.update(received, {"text": ANOTHER_TEXT}).refused:
        _claim_untouched(before, sms.get(received), "update.inbox-locked")


def _claim_untouched(before: Answer, after: Answer, judged: str) -> None:
    claim_that(
        instant(after["date_updated"]) == instant(before["date_updated"]),
        expected=f"`date_updated` is still {show(before['date_updated'])}",
        actual=f"`date_updated` is {show(after['date_updated'])}",
        of=after,
        rule=judged,
        control=before,
    )


@rule("update.unknown-id")
def test_update_of_an_unknown_id(sms: Sms) -> None:
    """An id that nobody has."""
    claim_status(sms.update(sms.unknown_id(str(draft(sms).id)), {"text": ANOTHER_TEXT}), 404)
