"""POST /activity/sms/."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from close_sms.mock.behaviour.entering import LOGGED, Entering
from close_sms.mock.behaviour.notifying import Notifying
from close_sms.mock.behaviour.rendering import Rendering
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import NO_CHOICE, REQUIRED, faulty_field, faulty_fields
from close_sms.mock.things import Sms

CREATE_FIELDS = (
    "status", "activity_at", "attachments", "contact_id", "created_by", "date_created", "date_scheduled",
    "direction", "lead_id", "local_phone", "organization_id", "remote_phone", "send_in", "source",
    "template_id", "text", "user_id",
)  # fmt: skip
QUESTIONED_KEYS = {"date_scheduled": "date-scheduled-key", "send_in": "send-in-key"}


class Creating(Entering, Notifying, Rendering):
    """Create, schedule, send or log a message."""

    def create_sms(self, call: Call) -> Answer:
        """Answer a POST on the collection."""
        self.check_fields(call)
        call.body = self.take_created_by_id(call.body)
        self.check_keys(call.body, CREATE_FIELDS)
        values = self.clean(call, CREATE_FIELDS, required=("status",))
        values["organization_id"] = call.organization_id
        self.check_together(values)
        notification = self.wants_notification(call, values["status"])
        sms = self.same_create(values, call)
        if sms is None:
            sms = self.add_sms(values, call)
            if notification:
                self.notify(sms)
        return Answer(self.create_code(), self.shown(sms, call))

    def add_sms(self, values: Json, call: Call) -> Sms:
        """The new message that a body asks for, once it is stored."""
        sms = self.build(values, call)
        self.check_content(sms)
        sms = self.store(self.enter(sms, sms.status, sms.date_created, was_draft=False))
        self.record("created", sms, (None, sms), call)
        self.world.last_creates[call.caller.user_id] = values, sms
        return sms

    def same_create(self, values: Json, call: Call) -> Sms | None:
        """The message of the user's last create if that was just the same and, in one reading, no new one is made."""
        last_values, sms = self.world.last_creates.get(call.caller.user_id, ({}, None))
        if sms is None or last_values != values or self.reads("same-create-twice") == "two":
            return None
        return sms if self.world.messages.get(sms.id) is sms else None

    def create_code(self) -> int:
        """The status code of a successful create."""
        return int(self.reads("create-success-code"))

    def take_created_by_id(self, body: Json) -> Json:
        """The body with `created_by_id`, another name of `created_by`, under the usual name."""
        if "created_by_id" not in body:
            return body
        if self.reads("created-by-id-key") == "refused":
            raise faulty_field("created_by_id", "Unknown field.")
        rest = {key: value for key, value in body.items() if key != "created_by_id"}
        return {"created_by": body["created_by_id"], **rest}

    def check_keys(self, body: Json, known: tuple[str, ...]) -> None:
        """Refuse the keys that the readings do not take."""
        strange = [
            key for key, question in QUESTIONED_KEYS.items() if key in body and self.reads(question) == "refused"
        ]
        if self.reads("unknown-body-keys") == "refused":
            strange += [key for key in body if key not in known]
        if strange:
            raise faulty_fields(dict.fromkeys(strange, "Unknown field."))

    def check_together(self, values: Json) -> None:
        """Refuse values that are fine alone but do not go together."""
        self.check_needed_phones(values)
        self.check_lead(values)
        self.check_direction(values)
        self.check_send_in(values["status"], values.get("send_in"))
        if values["status"] == "error" and self.reads("error-status-on-create") == "refused":
            raise faulty_field("status", NO_CHOICE)

    def check_needed_phones(self, values: Json) -> None:
        """Refuse a message without the numbers that every message needs."""
        for field, question in (
            ("local_phone", "local-phone-when-not-sending"),
            ("remote_phone", "remote-phone-missing"),
        ):
            if values.get(field) is None and self.reads(question) == "required":
                raise faulty_field(field, REQUIRED)

    def check_lead(self, values: Json) -> None:
        """Refuse a message whose lead and contact do not fit."""
        lead, contact = values.get("lead_id"), values.get("contact_id")
        if lead is None and contact is None and self.reads("no-lead") == "refused":
            raise faulty_field("lead", REQUIRED)
        if lead is None and contact is not None and self.reads("lead-from-contact") == "refused":
            raise faulty_field("lead", REQUIRED)
        self.check_contact_of_lead(lead, self.own_id(self.world.contacts, contact, values["organization_id"]))

    def check_content(self, sms: Sms) -> None:
        """Refuse a message with attachments and no text, in one reading."""
        if sms.attachments and not sms.text and self.reads("attachments-without-text") == "refused":
            raise faulty_field("text", REQUIRED)

    def check_contact_of_lead(self, lead_id: str | None, contact_id: str | None) -> None:
        """Refuse a contact that belongs to another lead."""
        contact = self.world.contacts.get(contact_id or "")
        if lead_id is None or contact is None or contact.lead_id == lead_id:
            return
        if self.reads("contact-of-another-lead") == "refused":
            raise faulty_field("contact", "The contact does not belong to the lead.")

    def check_direction(self, values: Json) -> None:
        """Refuse a direction that contradicts the status."""
        direction = values.get("direction")
        contrary = direction is not None and direction != self.default_direction(values["status"])
        if contrary and self.reads("contrary-direction") == "refused":
            raise faulty_field("direction", "The direction does not fit the status.")

    def build(self, values: Json, call: Call) -> Sms:
        """The message that a body asks for, before it enters its status."""
        now, status = self.moment(), values["status"]
        created = self.date_created(values, now)
        sms = Sms(
            id=self.new_id("acti"),
            number=self.world.next_number(),
            organization_id=call.organization_id,
            status=status,
            direction=self.direction(status, values.get("direction")),
            source=self.source(status, values.get("source")),
            created_by=values.get("created_by") or call.caller.user_id,
            updated_by=call.caller.user_id,
            user_id=values.get("user_id") or call.caller.user_id,
            date_created=created,
            date_updated=now,
            template_id=values.get("template_id"),
            contact_id=values.get("contact_id"),
            lead_id=self.lead_of(values),
            activity_at=values.get("activity_at") or self.default_activity_at(created),
            activity_given=values.get("activity_at") is not None,
            date_scheduled=self.stored_schedule(status, values.get("date_scheduled")),
            local_phone=values.get("local_phone"),
            remote_phone=values.get("remote_phone"),
            attachments=self.stored_attachments(values.get("attachments", [])),
            send_in=values.get("send_in"),
        )
        return replace(sms, text=self.content(sms, values.get("text")))

    def date_created(self, values: Json, now: datetime) -> datetime:
        """When the message counts as created."""
        given: datetime | None = values.get("date_created")
        return given or now

    def direction(self, status: str, given: str | None) -> str:
        """The direction of a new message; in one reading that of what is no draft follows from its status."""
        if given is None or (status != "draft" and self.reads("contrary-direction") == "overridden"):
            return self.default_direction(status)
        return given

    def default_direction(self, status: str) -> str:
        """The direction of a message that names none."""
        return "inbound" if status == "inbox" else "outbound"

    def source(self, status: str, given: str | None) -> str:
        """The source of a message, whether it names one or not."""
        implied = "External" if status in LOGGED else "Close.io"
        if given is None:
            return self.default_source(status)
        reading = self.reads("contrary-source")
        if given == implied or reading == "kept" or status == "draft":
            return given
        if reading == "refused":
            raise faulty_field("source", "The source does not fit the status.")
        return implied

    def default_source(self, status: str) -> str:
        """The source of a message that names none."""
        if status in LOGGED:
            return self.reads("default-source-of-logged")
        return self.reads("default-source-of-draft" if status == "draft" else "default-source-of-outbox")

    def default_activity_at(self, created: datetime) -> datetime | None:
        """The `activity_at` of a message that names none."""
        return created if self.reads("default-activity-at") == "created" else None

    def lead_of(self, values: Json) -> str | None:
        """The lead of a message: the given one or else, in one reading, the contact's."""
        lead_id: str | None = values.get("lead_id")
        contact = self.world.own(self.world.contacts, values.get("contact_id"), values["organization_id"])
        infer = lead_id is None and contact is not None and self.reads("lead-from-contact") == "inferred"
        return contact.lead_id if infer and contact is not None else lead_id

    def stored_attachments(self, attachments: list[Json]) -> list[Json]:
        """The attachments as they are kept, each under a new `media_id`."""
        return [{**item, "media_id": self.new_id("media")} for item in attachments]
