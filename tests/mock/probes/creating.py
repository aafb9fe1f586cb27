"""Questions of the create page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from close_sms.mock import INTERNAL_NUMBER_OTHER, INTERNAL_NUMBER_WITHOUT_SMS
from tests.mock.mock_session import OUTBOX, REMOTE, SMS, Reply, Session
from tests.mock.probes.probing import (
    DRAFT,
    FUTURE,
    IMAGE,
    PAST,
    PROBES,
    SCHEDULED,
    Probe,
    code,
    on_create,
    on_draft,
    outcome,
    probe,
    shape,
    taken,
)

PROBES["create-success-code"] = lambda mock: str(mock.create().status)
PROBES["error-body-of-a-faulty-field"] = lambda mock: shape(mock.create(text=1))
PROBES["locked-edit-body"] = lambda mock: shape(mock.put(mock.made(status="sent"), text="x"))
PROBES["nan-in-body"] = lambda mock: taken(
    mock.post(SMS, b'{"status": "draft", "x": NaN}', Content_Type="application/json")
)
PROBES["rate-limit-headers"] = lambda mock: {True: "combined"}.get(
    "RateLimit" in (headers := mock.get("/me/").headers), "separate" if "RateLimit-Reset" in headers else "none"
)
PROBES["id-prefixes"] = lambda mock: "as-in-the-example" if mock.made()["id"].startswith("acti_") else "different"
PROBES["formatted-number-spelling"] = lambda mock: outcome(
    mock.create(**DRAFT), key="remote_phone_formatted", as_in_the_example="+1 500-555-0006", different="+1.500.555.0006"
)
PROBES["attachments-key-in-answers"] = lambda mock: "present" if "attachments" in mock.made() else "absent"
PROBES["caller-id-keys-in-answers"] = lambda mock: "present" if "caller_id_mode" in mock.made() else "absent"
PROBES["send-in-echoed"] = lambda mock: "present" if "send_in" in mock.made(**OUTBOX, send_in=9) else "absent"

on_create("error-status-on-create", status="error")
on_create("unknown-body-keys", "ignored", strange=1)
on_create("created-by-id-key", created_by_id=None)
on_create("date-scheduled-key", **SCHEDULED)
on_create("send-in-key", **OUTBOX, send_in=59)
on_create("no-lead", lead_id=None)
on_create("null-direction", direction=None)
on_create("null-source", source=None)
on_create("email-direction-words", direction="outgoing")
on_create("more-than-ten-attachments", attachments=[IMAGE] * 11)
on_create("foreign-attachment-url", attachments=[IMAGE])
on_create("other-organization-id", "ignored", organization_id="orga_other")
on_create("scheduled-in-the-past", **{**SCHEDULED, "date_scheduled": PAST})
on_create("scheduled-on-a-plain-date", **{**SCHEDULED, "date_scheduled": "2026-06-01"})
on_create("scheduled-without-local-phone", **{**SCHEDULED, "local_phone": None})
on_create("send-in-zero", **OUTBOX, send_in=0)
on_create("send-in-negative", **OUTBOX, send_in=-1)
on_create("send-in-decimal", **OUTBOX, send_in=30.5)
on_create("send-in-string", **OUTBOX, send_in="30")
on_create("send-in-null", **OUTBOX, send_in=None)
on_create("send-in-on-draft", send_in=30)
on_create("outbox-without-text", **{**OUTBOX, "text": None})
on_create("sms-disabled-number", **{**OUTBOX, "local_phone": INTERNAL_NUMBER_WITHOUT_SMS})
on_draft("same-status-again", status="draft")
PROBES["create-only-key-on-update"] = lambda mock: taken(mock.put(mock.made(**DRAFT), direction="inbound"), "ignored")
PROBES["draft-to-outbox-without-local-phone"] = lambda mock: taken(
    mock.put(mock.made(**{**DRAFT, "local_phone": None}), status="outbox")
)
PROBES["refused-number-code"] = lambda mock: code(mock.create(**{**OUTBOX, "local_phone": INTERNAL_NUMBER_OTHER}))
PROBES["delete-of-logged"] = lambda mock: taken(mock.delete(mock.made(status="sent")))
PROBES["send-to-inbox-odd-value"] = lambda mock: taken(mock.create("?send_to_inbox=banana", status="inbox"))
PROBES["send-to-inbox-on-draft"] = lambda mock: taken(mock.create("?send_to_inbox=true"))
for question, field in (("local-phone-when-not-sending", "local_phone"), ("remote-phone-missing", "remote_phone")):
    PROBES[question] = lambda mock, field=field: (  # type: ignore[misc]
        "required" if mock.create(**{**DRAFT, field: None}).refused else "optional"
    )
for kind in ("lead", "contact", "user", "template"):
    PROBES[f"unknown-{kind}"] = lambda mock, kind=kind: code(mock.create(**{f"{kind}_id": "none"}))  # type: ignore[misc]
for status in ("sent", "inbox"):
    PROBES[f"draft-to-{status}"] = lambda mock, status=status: outcome(  # type: ignore[misc]
        mock.put(mock.made(**DRAFT), status=status), key="status", accepted=status, ignored="draft"
    )


@probe("delete-answer-body")
def delete_answer_body(mock: Session) -> str:
    body = mock.delete(mock.made()).body
    return {"{}": "empty-object", "None": "no-body"}.get(str(body), "success-object")


@probe("second-delete")
def second_delete(mock: Session) -> str:
    sms = mock.made()
    mock.delete(sms)
    return str(mock.delete(sms).status)


@probe("not-found-bodies")
def not_found_bodies(mock: Session) -> str:
    alike = set(mock.get("/nothing/").body) == set(mock.get(f"{SMS}nothing/").body)
    return "alike" if alike else "different"


@probe("missing-final-slash")
def missing_final_slash(mock: Session) -> str:
    reply = mock.get("/activity/sms?_limit=1")
    if reply.status == 308:
        assert reply.headers["Location"].endswith("/activity/sms/?_limit=1")
    return {200: "served", 308: "redirect", 404: "404"}[reply.status]


def content_type(header: str) -> Callable[[Session], Reply]:
    return lambda mock: mock.post(SMS, b'{"status": "draft"}', Content_Type=header)


PROBES["wrong-content-type"] = lambda mock: code(content_type("text/plain")(mock))
PROBES["missing-content-type"] = lambda mock: taken(content_type("")(mock))
PROBES["content-type-charset"] = lambda mock: taken(content_type("application/json; charset=utf-8")(mock))


@probe("date-form")
def date_form(mock: Session) -> str:
    tail = mock.made()["date_created"][19:]
    forms = {".000000+00:00": "microseconds-offset", ".000+00:00": "milliseconds", "+00:00": "no-fraction"}
    return forms.get(tail, "zulu")


@probe("lead-from-contact")
def lead_from_contact(mock: Session) -> str:
    lead = mock.lead()
    reply = mock.create(contact_id=lead["contacts"][0]["id"])
    return outcome(reply, key="lead_id", inferred=lead["id"], none=None)


@probe("contact-of-another-lead")
def contact_of_another_lead(mock: Session) -> str:
    return taken(mock.create(lead_id=mock.lead()["id"], contact_id=mock.lead()["contacts"][0]["id"]))


@probe("contrary-direction")
def contrary_direction(mock: Session) -> str:
    reply = mock.create(status="sent", direction="inbound")
    return outcome(reply, key="direction", accepted="inbound", overridden="outbound")


@probe("contrary-source")
def contrary_source(mock: Session) -> str:
    reply = mock.create(status="sent", source="Close.io")
    return outcome(reply, key="source", kept="Close.io", normalised="External")


@probe("phone-with-blanks")
def phone_with_blanks(mock: Session) -> str:
    spelled = "+1 (500) 555-0006"
    return outcome(mock.create(remote_phone=spelled), key="remote_phone", normalised=REMOTE, kept=spelled)


PROBES["empty-text"] = lambda mock: outcome(mock.create(text=""), key="text", kept="", none=None)
PROBES["blank-edges-of-text"] = lambda mock: outcome(mock.create(text=" x "), key="text", kept=" x ", trimmed="x")
PROBES["long-text"] = lambda mock: outcome(
    mock.create(text="x" * 1600), key="text", kept="x" * 1600, truncated="x" * 1000
)
PROBES["default-source-of-logged"] = lambda mock: str(mock.made(status="sent")["source"])
PROBES["default-source-of-draft"] = lambda mock: str(mock.made()["source"])
PROBES["default-source-of-outbox"] = lambda mock: str(mock.made(**OUTBOX)["source"])


@probe("default-activity-at")
def default_activity_at(mock: Session) -> str:
    sms = mock.made(status="sent")
    return {sms["date_created"]: "created", None: "none"}[sms["activity_at"]]


@probe("activity-at-after-sending")
def activity_at_after_sending(mock: Session) -> str:
    sms = mock.made(**OUTBOX)
    mock.later(5)
    sms = mock.fetch(sms).body
    return {sms["date_sent"]: "sent", sms["date_created"]: "created", None: "none"}[sms["activity_at"]]


def date_sent(status: str) -> Probe:
    def observe(mock: Session) -> str:
        sms = mock.made(status=status, activity_at=PAST)
        return {sms["date_created"]: "created", sms["activity_at"]: "activity", None: "none"}[sms["date_sent"]]

    return observe


PROBES["date-sent-of-sent"] = date_sent("sent")
PROBES["date-sent-of-inbox"] = date_sent("inbox")


def date_created(moment: str) -> Probe:
    def observe(mock: Session) -> str:
        reply = mock.create(date_created=moment)
        if reply.refused:
            return "refused"
        return "kept" if reply.body["date_created"][:19] == moment[:19] else "ignored"

    return observe


PROBES["date-created-input"] = date_created(PAST)
PROBES["date-created-in-future"] = date_created(FUTURE)


def templated(mock: Session, text: str = "T", **body: Any) -> Reply:
    return mock.create(template_id=mock.template(text)["id"], **body)


@probe("text-and-template")
def text_and_template(mock: Session) -> str:
    reply = mock.create(template_id=mock.template("T")["id"], text="x")
    return outcome(reply, key="text", text="x", template="T")


PROBES["archived-template"] = lambda mock: taken(
    mock.create(template_id=mock.template(status="archived")["id"]), "rendered"
)
PROBES["unresolved-merge-field"] = lambda mock: outcome(
    templated(mock, "{{ contact.shoe }}"), key="text", empty="", kept="{{ contact.shoe }}"
)
PROBES["template-without-contact"] = lambda mock: taken(templated(mock), "rendered")


@probe("template-on-update")
def template_on_update(mock: Session) -> str:
    template = mock.template("T")["id"]
    reply = mock.put(mock.made(**DRAFT), template_id=template)
    if reply.refused:
        return "refused"
    return {("T", template): "rendered", ("Hi", template): "stored", ("Hi", None): "ignored"}[
        reply.body["text"], reply.body["template_id"]
    ]


@probe("locked-edit-code")
def locked_edit_code(mock: Session) -> str:
    reply = mock.put(mock.made(status="sent", text="one"), text="two")
    return "ignored" if reply.status == 200 and reply.body["text"] == "one" else str(reply.status)


@probe("locked-harmless-edit")
def locked_harmless_edit(mock: Session) -> str:
    return taken(mock.put(mock.made(status="sent"), user_id=None))


PROBES["date-scheduled-on-draft"] = lambda mock: outcome(
    mock.create(date_scheduled=FUTURE), key="date_scheduled", kept="2026-06-01T08:00:00.000000+00:00", ignored=None
)


@probe("date-scheduled-after-cancel")
def date_scheduled_after_cancel(mock: Session) -> str:
    sms = mock.made(**SCHEDULED)
    return outcome(mock.put(sms, status="draft"), key="date_scheduled", kept=sms["date_scheduled"], cleared=None)


@probe("reschedule-in-one-put")
def reschedule_in_one_put(mock: Session) -> str:
    sms = mock.made(**SCHEDULED)
    moved = "2026-07-01T08:00:00.000000+00:00"
    reply = mock.put(sms, date_scheduled=moved)
    return outcome(reply, key="date_scheduled", accepted=moved, ignored=sms["date_scheduled"])


@probe("edit-and-schedule-in-one-put")
def edit_and_schedule_in_one_put(mock: Session) -> str:
    reply = mock.put(mock.made(**DRAFT), status="scheduled", date_scheduled=FUTURE, text="new")
    return outcome(reply, key="text", accepted="new", ignored="Hi")


@probe("cancel-and-edit-in-one-put")
def cancel_and_edit_in_one_put(mock: Session) -> str:
    reply = mock.put(mock.made(**SCHEDULED), status="draft", text="new")
    return outcome(reply, key="text", accepted="new", ignored="Hi")


PROBES["scheduled-without-offset"] = lambda mock: outcome(
    mock.create(**{**SCHEDULED, "date_scheduled": FUTURE[:-1]}),
    key="date_scheduled",
    utc="2026-06-01T08:00:00.000000+00:00",
    elsewhere="2026-06-01T16:00:00.000000+00:00",
)
PROBES["scheduled-to-outbox"] = lambda mock: outcome(
    mock.put(mock.made(**SCHEDULED), status="outbox"), key="status", accepted="outbox", ignored="scheduled"
)


@probe("send-in-on-update")
def send_in_on_update(mock: Session) -> str:
    sms = mock.made(**DRAFT)
    if mock.put(sms, status="outbox", send_in=59).refused:
        return "refused"
    mock.later(10)
    return {"outbox": "delays", "sent": "ignored"}[mock.status_of(sms)]
