"""Questions of logging: what the documents leave open, observed with messages that are only logged or stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from close_sms.claims import observe
from close_sms.client import Answer
from close_sms.judgement import NotApplicable
from close_sms.marks import question
from close_sms.world import LEAD_NAME
from conformance.api.bodies import ANOTHER_TEXT, TEXT, Body, message, without
from conformance.api.sms import Sms
from conformance.api.unknown_ids import UNKNOWN_TAIL
from conformance.readings import accepted_or_refused, body_shape, by_code, kept, moment
from strategies import ATTACHMENT, CONTACT, LEAD, USER

FOREIGN_ATTACHMENT = {**ATTACHMENT, "url": "https://example.com/a.png"}
LONG_TEXT = "-".join(map(str, range(430)))  # 1,609 letters, each place another
PLAIN_TEMPLATE = "A template in place of a text."
PAST = "2020-01-02T03:04:05+00:00"
SPELLED = "+1 (415) 555-0123"

# question: (reading of the answer, body)
CREATES: dict[str, tuple[Callable[[Answer], str], Body]] = {
    "error-status-on-create": (accepted_or_refused, message("error")),
    "created-by-id-key": (accepted_or_refused, message("draft", created_by_id=USER)),
    "null-direction": (accepted_or_refused, message("inbox", direction=None)),
    "null-source": (accepted_or_refused, message("draft", source=None)),
    "email-direction-words": (accepted_or_refused, message("inbox", direction="incoming")),
    "contrary-direction": (
        lambda answer: "overridden" if answer["direction"] == "outbound" else accepted_or_refused(answer),
        message("sent", direction="inbound"),
    ),
    "more-than-ten-attachments": (accepted_or_refused, message("draft", attachments=[ATTACHMENT] * 11)),
    "foreign-attachment-url": (accepted_or_refused, message("draft", attachments=[FOREIGN_ATTACHMENT])),
    "send-in-on-draft": (accepted_or_refused, message("draft", send_in=30)),
    "no-lead": (accepted_or_refused, message("draft", lead_id=None, contact_id=None)),
    "unknown-lead": (by_code, without(message("draft", lead_id="lead_" + UNKNOWN_TAIL), "contact_id")),
    "unknown-contact": (by_code, message("draft", contact_id="cont_" + UNKNOWN_TAIL)),
    "unknown-user": (by_code, message("draft", user_id="user_" + UNKNOWN_TAIL)),
    "unknown-template": (by_code, without(message("draft", template_id="smstmpl_" + UNKNOWN_TAIL), "text")),
    "unknown-body-keys": (
        lambda answer: "ignored" if answer.accepted else accepted_or_refused(answer),
        message("draft", x_unknown_key="x"),
    ),
    "other-organization-id": (
        lambda answer: "ignored" if answer.accepted else accepted_or_refused(answer),
        message("draft", organization_id="orga_" + UNKNOWN_TAIL),
    ),
    "local-phone-when-not-sending": (
        lambda answer: "optional" if answer.accepted else "required",
        without(message("draft"), "local_phone"),
    ),
    "remote-phone-missing": (
        lambda answer: "optional" if answer.accepted else "required",
        without(message("draft"), "remote_phone"),
    ),
    "empty-text": (lambda answer: kept(answer, "text", "", none=None), message("draft", text="")),
    "blank-edges-of-text": (
        lambda answer: kept(answer, "text", f"  {TEXT} ", trimmed=TEXT),
        message("draft", text=f"  {TEXT} "),
    ),
    "long-text": (
        lambda answer: kept(answer, "text", LONG_TEXT, truncated=str(answer["text"])),
        message("draft", text=LONG_TEXT),
    ),
    "phone-with-blanks": (
        lambda answer: kept(answer, "remote_phone", SPELLED, normalised="+14155550123"),
        message("draft", remote_phone=SPELLED),
    ),
    "contrary-source": (
        lambda answer: kept(answer, "source", "Close.io", normalised="External"),
        message("sent", source="Close.io"),
    ),
    "attachments-without-text": (accepted_or_refused, without(message("draft", attachments=[ATTACHMENT]), "text")),
    "date-scheduled-on-draft": (
        lambda answer: kept(answer, "date_scheduled", PAST, ignored=None),
        message("draft", date_scheduled=PAST),
    ),
}


@pytest.mark.parametrize("name", [pytest.param(name, marks=question(name)) for name in CREATES])
def test_create(sms: Sms, name: str) -> None:
    """One create, and what becomes of it."""
    read, body = CREATES[name]
    answer = sms.create(body)
    observe(name, read(answer), answer)


@question("send-to-inbox-odd-value", "send-to-inbox-on-draft")
def test_send_to_inbox(sms: Sms) -> None:
    """A value that is no boolean, and a status that is not `inbox`."""
    odd = sms.create(message("inbox"), params={"send_to_inbox": "banana"})
    observe("send-to-inbox-odd-value", accepted_or_refused(odd), odd)
    draft = sms.create(message("draft"), params={"send_to_inbox": "true"})
    observe("send-to-inbox-on-draft", accepted_or_refused(draft), draft)


@question("create-success-code", "default-source-of-draft", "caller-id-keys-in-answers", "attachments-key-in-answers",
          "id-prefixes", "formatted-number-spelling", "users-of-a-message", "names-of-users")  # fmt: skip
def test_a_draft(sms: Sms) -> None:
    """What the answer of a plain create shows."""
    answer = sms.need(message("draft"))
    observe("create-success-code", str(answer.status), answer)
    observe("default-source-of-draft", str(answer["source"]), answer)
    keys = answer.object.keys()
    observe("caller-id-keys-in-answers", _present({"caller_id_mode", "caller_id_reason"} <= keys), answer)
    observe("attachments-key-in-answers", _present("attachments" in keys), answer)
    prefixed = [str(answer[key]).startswith(start) for key, start in PREFIXES.items()]
    observe("id-prefixes", _like_the_example(all(prefixed)), answer)
    spelled = answer["remote_phone_formatted"] == "+1 415-555-0123"
    observe("formatted-number-spelling", _like_the_example(spelled), answer)
    users = {(): "empty", (sms.world.user_id,): "caller"}.get(tuple(answer["users"] or ()), "other: other users")
    observe("users-of-a-message", users, answer)
    named = "absent" if "created_by_name" not in keys else "filled" if answer["created_by_name"] else "none"
    observe("names-of-users", named, answer)


@question("same-create-twice")
def test_equal_creates(sms: Sms) -> None:
    """There is no key by which an endpoint could know that a create is a repetition."""
    first, second = (sms.need(message("draft")) for _ in range(2))
    observe("same-create-twice", "one" if first.id == second.id else "two", second)


PREFIXES = {"id": "acti_", "user_id": "user_", "organization_id": "orga_"}


def _present(there: bool) -> str:
    return "present" if there else "absent"


def _like_the_example(same: bool) -> str:
    return "as-in-the-example" if same else "different"


@question("date-form")
def test_date_form(sms: Sms) -> None:
    """The spelling of date-times, seen on a few moments, as a fraction may happen to be zero."""
    answers = [sms.need(message("draft")) for _ in range(2)]
    spellings = [str(answer["date_created"]) for answer in answers]
    observe("date-form", date_form(spellings), answers[0])


def date_form(spellings: list[str]) -> str:
    """The name of the form that all spellings share."""
    if all(spelling.endswith(("Z", "z")) for spelling in spellings):
        return "zulu"
    longest = max(len(spelling[19:].split("+")[0].split("-")[0].strip(".")) for spelling in spellings)
    if longest == 6 and all(spelling.endswith("+00:00") for spelling in spellings):
        return "microseconds-offset"
    return {3: "milliseconds", 0: "no-fraction"}.get(longest, f"other: {spellings[0]}")


@question("default-source-of-logged", "default-activity-at", "date-sent-of-sent", "date-sent-of-inbox",
          "cost-of-logged")  # fmt: skip
def test_logged_messages(sms: Sms) -> None:
    """What a logged message has that was not given."""
    sent = sms.need(message("sent"))
    observe("default-source-of-logged", str(sent["source"]), sent)
    observe("cost-of-logged", "none" if sent["cost"] is None else "text", sent)
    observe("default-activity-at", moment(sent["activity_at"], created=sent["date_created"]), sent)
    at = {"activity_at": PAST}
    for name, answer in (
        ("date-sent-of-sent", sms.need(message("sent", **at))),
        ("date-sent-of-inbox", sms.need(message("inbox", **at))),
    ):
        observe(name, moment(answer["date_sent"], created=answer["date_created"], activity=PAST), answer)


@question("date-created-input", "date-created-in-future")
def test_posted_date_created(sms: Sms) -> None:
    """Kept, ignored or refused."""
    now = sms.now()
    for name, posted in (
        ("date-created-input", PAST),
        ("date-created-in-future", (now + timedelta(days=400)).isoformat(timespec="seconds")),
    ):
        answer = sms.create(message("inbox", date_created=posted))
        reading = accepted_or_refused(answer)
        if answer.accepted:
            seen = moment(answer["date_created"], kept=posted)
            reading = "kept" if seen == "kept" else "ignored"
        observe(name, reading, answer)


@question("lead-from-contact", "contact-of-another-lead")
def test_lead_and_contact(sms: Sms) -> None:
    """A contact without its lead, and with another one."""
    alone = sms.create(without(message("draft"), "lead_id"))
    reading = accepted_or_refused(alone)
    if alone.accepted:
        reading = {sms.value(LEAD): "inferred", None: "none"}.get(alone["lead_id"], "other: another lead")
    observe("lead-from-contact", reading, alone)
    other = sms.create(message("draft", lead_id=sms.world.other_lead_id, contact_id=CONTACT))
    observe("contact-of-another-lead", accepted_or_refused(other), other)


@question("text-and-template", "archived-template", "unresolved-merge-field", "template-without-contact",
          "lead-merge-field")  # fmt: skip
def test_templates_on_create(sms: Sms) -> None:
    """Both contents, a template out of use, a field without a value, and no contact to render for."""
    plain = sms.world.template(PLAIN_TEMPLATE)
    both = sms.create(message("draft", template_id=plain))
    observe("text-and-template", _content(both, text=TEXT, template=PLAIN_TEMPLATE), both)
    odd = "Hello {{ contact.no_such_field }}!"
    unresolved = sms.create(without(message("draft", template_id=sms.world.template(odd)), "text"))
    reading = accepted_or_refused(unresolved)
    if unresolved.accepted:
        reading = "kept" if "{{" in str(unresolved["text"]) else "empty"
    observe("unresolved-merge-field", reading, unresolved)
    nobody = sms.create(without(message("draft", template_id=plain), "text", "contact_id"))
    observe("template-without-contact", _rendered(nobody), nobody)
    of_lead = sms.create(without(message("draft", template_id=sms.world.template("Hello {{ lead.name }}!")), "text"))
    observe("lead-merge-field", _of_lead(of_lead), of_lead)
    retired = sms.world.template("A template that is out of use.")
    if sms.client.send("PUT", f"sms_template/{retired}/", body={"status": "archived"}).accepted:
        archived = sms.create(without(message("draft", template_id=retired), "text"))
        observe("archived-template", _rendered(archived), archived)


def _of_lead(answer: Answer) -> str:
    if not answer.accepted:
        return accepted_or_refused(answer)
    text = str(answer["text"])
    return "kept" if "{{" in text else "rendered" if LEAD_NAME in text else "empty"


def _rendered(answer: Answer) -> str:
    return "rendered" if answer.accepted else accepted_or_refused(answer)


def _content(answer: Answer, **texts: str) -> str:
    if not answer.accepted:
        return accepted_or_refused(answer)
    return next((name for name, text in texts.items() if answer["text"] == text), f"other: {answer['text']!r}")


@question("template-on-update", "same-status-again", "create-only-key-on-update", "draft-to-sent", "draft-to-inbox",
          "draft-to-error")  # fmt: skip
def test_updates_of_a_draft(sms: Sms) -> None:
    """What a PUT on a draft does beyond the documented edits."""
    plain = sms.world.template(PLAIN_TEMPLATE)
    answer = _edited(sms, {"template_id": plain})
    reading = _content(answer, rendered=PLAIN_TEMPLATE)
    if answer.accepted and reading != "rendered":
        reading = "stored" if answer["template_id"] == plain else "ignored"
    observe("template-on-update", reading, answer)
    same = _edited(sms, {"status": "draft", "text": ANOTHER_TEXT})
    observe("same-status-again", accepted_or_refused(same), same)
    foreign = _edited(sms, {"direction": "inbound"})
    observe("create-only-key-on-update", "ignored" if foreign.accepted else accepted_or_refused(foreign), foreign)
    for status in ("sent", "inbox", "error"):
        moved = _edited(sms, {"status": status})
        reading = accepted_or_refused(moved)
        if moved.accepted and moved["status"] == "draft":
            reading = "ignored"
        observe(f"draft-to-{status}", reading, moved)


def _edited(sms: Sms, edit: dict[str, Any]) -> Answer:
    return sms.update(sms.need_id(message("draft")), edit)


@question("edit-of-a-failed-message")
def test_failed_message(sms: Sms) -> None:
    """Only drafts can be modified; a failed message has no documented way on."""
    failed = sms.create(message("error"))
    if not failed.accepted or failed["status"] != "error":
        raise NotApplicable("no message can be created as `error` (question error-status-on-create)")
    edit = sms.update(str(failed.id), {"text": ANOTHER_TEXT})
    effect = "accepted" if edit["text"] == ANOTHER_TEXT else "ignored"
    observe("edit-of-a-failed-message", effect if edit.accepted else accepted_or_refused(edit), edit)


@question("locked-edit-code", "locked-edit-body", "locked-harmless-edit", "delete-of-logged", "second-delete",
          "delete-answer-body")  # fmt: skip
def test_logged_message_afterwards(sms: Sms) -> None:
    """How an edit of a logged message is refused, and how it is deleted."""
    logged = sms.need_id(message("sent"))
    edit = sms.update(logged, {"text": ANOTHER_TEXT})
    observe("locked-edit-code", "ignored" if edit.accepted else str(edit.status), edit)
    if edit.refused:
        observe("locked-edit-body", body_shape(edit), edit)
    harmless = sms.update(logged, {"user_id": USER})
    observe("locked-harmless-edit", accepted_or_refused(harmless), harmless)
    first, second = sms.delete(logged), sms.delete(logged)
    observe("delete-of-logged", accepted_or_refused(first), first)
    if first.accepted:
        observe("delete-answer-body", _delete_body(first), first)
        observe("second-delete", str(second.status), second)


def _delete_body(answer: Answer) -> str:
    if not answer.exchange.response_body.strip():
        return "no-body"
    if answer.json == {}:
        return "empty-object"
    return "success-object" if answer.object.get("success") is True else "other: another JSON body"
