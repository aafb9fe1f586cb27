"""Update: what a PUT changes and what it leaves alone, and that only drafts can be modified."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from close_sms.claims import claim, claim_accepted, claim_refused, claim_status
from close_sms.client import SMS, Answer
from close_sms.judgement import NotApplicable
from close_sms.marks import rule
from close_sms.wording import outcome
from conformance.api.bodies import ANOTHER_FICTIONAL, ANOTHER_TEXT, TEXT, Body, message, of_template, without
from conformance.api.sms import Sms
from conformance.api.unknown_ids import UNKNOWN_TAIL
from conformance.claims.comparing import claim_refused_or_read, claim_same_activity, claim_same_instant
from strategies import ATTACHMENT, CONTACT, LOCAL_PHONE, USER, edits

NEW_TEXTS = (ANOTHER_TEXT, "é", "Two lines\nof text, and a 👍🏽")


def draft(sms: Sms, **changes: Any) -> Answer:
    """A draft to edit."""
    return sms.need(message("draft", **changes))


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
    "of a template": of_template(message("draft")),
    "without a text": without(message("draft"), "text"),
    "of former times": message("draft", date_created="2024-04-05T06:07:08+00:00"),
}


@rule("update.fields", "update.only-its-keys")
@pytest.mark.parametrize("what", PARTICULAR)
def test_particular_draft_keeps_what_it_has(sms: Sms, what: str) -> None:
    """An edit of the number changes nothing else, as the invariants claim; nor does one of the text."""
    before = sms.create(PARTICULAR[what])
    if before.refused:
        raise NotApplicable(f"such a draft is refused: {outcome(before)}")
    _claim_edit(sms, str(before.id), {"remote_phone": ANOTHER_FICTIONAL})
    _claim_edit(sms, str(before.id), {"text": ANOTHER_TEXT})


SEVERAL: dict[str, Body] = {
    "both numbers": {"local_phone": LOCAL_PHONE, "remote_phone": ANOTHER_FICTIONAL},
    "all that is said": {
        "text": ANOTHER_TEXT,
        "remote_phone": ANOTHER_FICTIONAL,
        "activity_at": "2023-12-31T23:30:00Z",
    },
}


@rule("update.fields", "update.only-its-keys")
@pytest.mark.parametrize("what", SEVERAL)
def test_several_fields_change_at_once(sms: Sms, what: str) -> None:
    """Each takes its value."""
    _claim_edit(sms, str(draft(sms, local_phone=LOCAL_PHONE).id), SEVERAL[what])


MAYBE_NONE: dict[str, Body] = {
    "draft again": {"status": "draft"},
    "draft again, all that is said": {"status": "draft", **SEVERAL["all that is said"]},
    "nobody's": {"user_id": None},
}


@rule("update.only-its-keys", "update.fields")
@pytest.mark.parametrize("what", MAYBE_NONE)
def test_edit_that_may_be_none_changes_nothing_else(sms: Sms, what: str) -> None:
    """It may be refused (S24); where it is not, the rest stays, as the invariants claim, and what is new shows."""
    edited = draft(sms)
    if sms.update(str(edited.id), MAYBE_NONE[what]).refused:
        raise NotApplicable(f"the edit {MAYBE_NONE[what]} is refused (S24)")
    sms.get(str(edited.id))


@rule("update.only-its-keys")
def test_another_contact_of_its_lead_leaves_the_lead(sms: Sms) -> None:
    """A PUT of `contact_id` may move a message to the lead of the contact, which here is its own."""
    other = sms.world.new_contact("Grace Hopper")
    before = draft(sms)
    if other["lead_id"] != before["lead_id"]:
        raise NotApplicable("the new contact does not say that it is of the same lead")
    after = sms.update(str(before.id), {"contact_id": other.id})
    claim_accepted(after, rule="update.fields")
    for seen in (after, sms.get(str(before.id))):
        claim(seen, lead_id=before["lead_id"], contact_id=other.id)


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
    "created_by": "user_" + UNKNOWN_TAIL,
    "date_created": "2001-02-03T04:05:06+00:00",
    "organization_id": "orga_" + UNKNOWN_TAIL,
}
NULL_WHEN_CREATE_ONLY = ("direction", "date_created", "created_by", "organization_id")


@rule("update.create-only")
@pytest.mark.parametrize("field", CREATE_ONLY)
def test_create_only_field_is_not_changed(sms: Sms, field: str) -> None:
    """Ignored or refused (question create-only-key-on-update), but not changed."""
    before = draft(sms)
    value = "Close.io" if field == "source" and before["source"] == "External" else CREATE_ONLY[field]
    sms.update(str(before.id), {"text": ANOTHER_TEXT, field: value})
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
    twin = sms.need_update(edited, {"text": ANOTHER_TEXT})
    claim_refused(sms.update(edited, {"text": ANOTHER_TEXT, "status": status}), twin)
    claim(sms.get(edited), status="draft")


FAULTY_EDITS: dict[str, Body] = {
    "text is an object": {"text": {"a": "b"}},
    "text is a boolean": {"text": True},
    "remote_phone is a boolean": {"remote_phone": True},
    "remote_phone is a word": {"remote_phone": "hello"},
    "remote_phone has 25 digits": {"remote_phone": "+1415555012341555501234155"},
    "local_phone is a boolean": {"local_phone": True},
    "local_phone is a word": {"local_phone": "hello"},
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
OF_OTHERS = {"contact_id", "lead_id", "local_phone", "template_id", "user_id"}  # what may be looked for, and not found


@rule("update.faulty-fields")
@pytest.mark.parametrize("name", FAULTY_EDITS)
def test_faulty_field_is_refused(sms: Sms, name: str) -> None:
    """Alike but for the faulty field, the PUT is accepted; the faulty one has no effect, the right part included."""
    edited = sms.draft_for("faulty edits")
    twin = sms.need_update(edited, {"activity_at": "2024-05-06T07:08:09+00:00", "text": TEXT})
    good = {"activity_at": "2024-07-06T07:08:09+00:00", "text": ANOTHER_TEXT}
    refused = sms.update(edited, {**good, **FAULTY_EDITS[name]})
    code = None if OF_OTHERS & set(FAULTY_EDITS[name]) else 400
    claim_refused(refused, twin, fault=_named(name), code=code, soft=True)
    claim_same_activity(sms.get(edited), twin, why="what a refused PUT leaves alone")


def _named(name: str) -> str:
    """What is wrong with the edit of this name, the field marked."""
    (field,) = FAULTY_EDITS[name]
    return name.replace(field, f"`{field}`", 1)


@rule("update.faulty-fields")
@pytest.mark.parametrize(
    ("field", "number"), [("text", 5), ("remote_phone", 14155550123), ("local_phone", 14155550123)]
)
def test_number_in_an_edit_is_refused_or_read_as_it_is_meant(sms: Sms, field: str, number: int) -> None:
    """As in a create; where it is refused, the edit has no effect."""
    edited = sms.draft_for("edits with numbers")
    twin = sms.need_update(edited, {"text": TEXT})
    answer = sms.update(edited, {"text": ANOTHER_TEXT, field: number})
    claim_refused_or_read(answer, twin, field, number)
    if answer.refused:
        claim_same_activity(sms.get(edited), twin, why="what a refused PUT leaves alone")


@rule("update.faulty-fields")
@pytest.mark.parametrize("text", ['{"text": "Hi', "[]", '"text"'])
def test_body_that_is_no_object_is_refused(sms: Sms, text: str) -> None:
    """No JSON at all, or another value of it."""
    edited = sms.draft_for("faulty edits")
    twin = sms.need_update(edited, {"text": ANOTHER_TEXT})
    headers = {"Content-Type": "application/json"}
    claim_refused(sms.client.send("PUT", f"{SMS}{edited}/", content=text.encode(), headers=headers), twin)
    claim_same_activity(sms.get(edited), twin, why="what a refused PUT leaves alone")


@rule("update.unknown-id")
@pytest.mark.parametrize("more", [{}, {"status": "draft"}], ids=["a text", "a status"])
def test_update_of_an_unknown_id(sms: Sms, more: Body) -> None:
    """An id that nobody has; nor has anybody afterwards."""
    unknown = sms.unknown_id(str(draft(sms).id))
    claim_status(sms.update(unknown, {"text": ANOTHER_TEXT, **more}), 404)
    claim_status(sms.get(unknown), 404)
