"""Questions of the create page."""

from __future__ import annotations

from typing import Any

from close_sms.mock import INTERNAL_NUMBER_OTHER, INTERNAL_NUMBER_WITHOUT_SMS
from tests.mock.mock_session import OUTBOX, REMOTE, Reply, Session
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
    outcome,
    probe,
    shape,
    taken,
)

PROBES["create-success-code"] = lambda mock: str(mock.create().status)
PROBES["error-body-of-a-faulty-field"] = lambda mock: shape(mock.create(text=1))
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
PROBES["refused-number-code"] = lambda mock: code(mock.create(**{**OUTBOX, "local_phone": INTERNAL_NUMBER_OTHER}))
PROBES["send-to-inbox-odd-value"] = lambda mock: taken(mock.create("?send_to_inbox=banana", status="inbox"))
PROBES["send-to-inbox-on-draft"] = lambda mock: taken(mock.create("?send_to_inbox=true"))
for question, field in (("local-phone-when-not-sending", "local_phone"), ("remote-phone-missing", "remote_phone")):
    PROBES[question] = lambda mock, field=field: (  # type: ignore[misc]
        "required" if mock.create(**{**DRAFT, field: None}).refused else "optional"
    )
for kind in ("lead", "contact", "user", "template"):
    PROBES[f"unknown-{kind}"] = lambda mock, kind=kind: code(mock.create(**{f"{kind}_id": "none"}))  # type: ignore[misc]


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
PROBES["date-scheduled-on-draft"] = lambda mock: outcome(
    mock.create(date_scheduled=FUTURE), key="date_scheduled", kept="2026-06-01T08:00:00.000000+00:00", ignored=None
)
PROBES["scheduled-without-offset"] = lambda mock: outcome(
    mock.create(**{**SCHEDULED, "date_scheduled": FUTURE[:-1]}),
    key="date_scheduled",
    utc="2026-06-01T08:00:00.000000+00:00",
    elsewhere="2026-06-01T16:00:00.000000+00:00",
)
