"""PUT /activity/sms/{id}/: edits and changes of status."""

from __future__ import annotations

from dataclasses import replace

from close_sms.mock.behaviour.creating import Creating
from close_sms.mock.behaviour.entering import PENDING
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import ONLY_DRAFTS, Refusal, faulty_field, faulty_fields, one_error
from close_sms.mock.things import Sms

UPDATE_FIELDS = (
    "status", "activity_at", "attachments", "contact_id", "date_scheduled", "lead_id", "local_phone",
    "remote_phone", "send_in", "template_id", "text", "user_id",
)  # fmt: skip
CREATE_ONLY = ("direction", "source", "created_by", "date_created", "organization_id")
NO_EDITS = ("status", "send_in", "date_scheduled")
HARMLESS = {"lead_id", "contact_id", "user_id"}


class Updating(Creating):
    """The state machine as a client sees it."""

    def update_sms(self, call: Call) -> Answer:
        """Answer a PUT on one message."""
        self.check_fields(call)
        sms = self.find_sms(call)
        self.check_update_keys(call.body)
        values = self.clean(call, UPDATE_FIELDS)
        if values:
            changed = self.change(sms, values)
            if changed is not sms:
                before, sms = sms, self.store(self.touch(changed, call))
                self.record("updated", sms, (before, sms), call)
        return Answer(200, self.shown(sms, call))

    def update_many_sms(self, call: Call) -> Answer:  # noqa: ARG002
        """Refuse a PUT on the collection, where there is one."""
        raise one_error(400, "An update of many needs to know of which.")

    def find_sms(self, call: Call) -> Sms:
        """The message with the id in the path; a 404 if the caller's organization has none."""
        return self.find(self.world.messages, call, "SMS")

    def check_update_keys(self, body: Json) -> None:
        """Refuse the keys that the readings do not take in a PUT."""
        self.check_keys(body, UPDATE_FIELDS + CREATE_ONLY)
        fixed = [key for key in CREATE_ONLY if key in body]
        if fixed and self.reads("create-only-key-on-update") == "refused":
            raise faulty_fields(dict.fromkeys(fixed, "This field cannot be changed."))
        if "send_in" in body and self.reads("send-in-on-update") == "refused":
            raise faulty_field("send_in", "Unknown field.")

    def touch(self, sms: Sms, call: Call) -> Sms:
        """The message with the marks of a change: who and when."""
        return replace(sms, updated_by=call.caller.user_id, date_updated=self.moment())

    def change(self, sms: Sms, values: Json) -> Sms:
        """The message after the change; the very same object where nothing changes."""
        if self.may_modify(sms):
            return self.change_draft(sms, values)
        if self.is_cancel(sms, values):
            return self.cancel(sms, values)
        return self.change_locked(sms, values)

    def may_modify(self, sms: Sms) -> bool:
        """Whether a message can be modified: only drafts can."""
        return sms.status == "draft"

    def is_cancel(self, sms: Sms, values: Json) -> bool:
        """Whether a change calls back a message that was not sent yet."""
        return sms.status in PENDING and values.get("status") == "draft"

    def change_draft(self, sms: Sms, values: Json) -> Sms:
        """A draft after an edit, a change of status, or both."""
        target = self.draft_target(sms, values)
        if target in PENDING or "send_in" in values:
            self.check_send_in(target, values.get("send_in"))
        edited = self.edit(sms, self.allowed_edits(target, values))
        if "date_scheduled" in values:
            edited = replace(edited, date_scheduled=self.stored_schedule(target, values["date_scheduled"]))
        edited = replace(edited, send_in=self.delay_on_update(values))
        return edited if target == sms.status else self.enter(edited, target, self.now(), was_draft=True)

    def draft_target(self, sms: Sms, values: Json) -> str:
        """The status that a draft gets; refuses those that a client cannot set."""
        target: str = values.get("status", sms.status)
        if target in PENDING:
            return target
        if target == sms.status:
            if "status" in values and self.reads("same-status-again") == "refused":
                raise faulty_field("status", "The message has that status already.")
            return target
        reading = self.reads(f"draft-to-{target}")
        if reading == "refused":
            raise faulty_field("status", f"A draft cannot be set to {target}.")
        return target if reading == "accepted" else sms.status

    def allowed_edits(self, target: str, values: Json) -> Json:
        """The edits that a PUT with that new status may carry."""
        edits = {key: value for key, value in values.items() if key not in NO_EDITS}
        reading = self.reads("edit-and-schedule-in-one-put")
        if not edits or target != "scheduled" or reading == "accepted":
            return edits
        if reading == "refused":
            raise faulty_fields(dict.fromkeys(edits, "Edit the draft before it is scheduled."))
        return {}

    def delay_on_update(self, values: Json) -> float | None:
        """The delay that a PUT gives to a message."""
        send_in: float | None = values.get("send_in")
        return send_in if self.reads("send-in-on-update") == "delays" else None

    def edit(self, sms: Sms, edits: Json) -> Sms:
        """The message with only those fields changed that the PUT has."""
        edits = self.edit_of_template(edits)
        if "attachments" in edits:
            edits["attachments"] = self.stored_attachments(edits["attachments"])
        if "activity_at" in edits:
            edits["activity_given"] = edits["activity_at"] is not None
        edited = replace(sms, **edits)
        if "contact_id" in edits or "lead_id" in edits:
            contact_id = self.own_id(self.world.contacts, edited.contact_id, edited.organization_id)
            self.check_contact_of_lead(edited.lead_id, contact_id)
        if edits.get("template_id") is not None and self.reads("template-on-update") == "rendered":
            edited = replace(edited, text=self.content(edited, edits.get("text")))
        if "text" in edits or "attachments" in edits:
            self.check_content(edited)
        return edited

    def edit_of_template(self, edits: Json) -> Json:
        """The edits without the `template_id` that some readings do not take."""
        edits = dict(edits)
        if edits.get("template_id") is not None:
            reading = self.reads("template-on-update")
            if reading == "refused":
                raise faulty_field("template", "A template cannot be set on an existing message.")
            if reading == "ignored":
                del edits["template_id"]
        return edits

    def cancel(self, sms: Sms, values: Json) -> Sms:
        """The message, outbox or scheduled, back among the drafts; it will not be sent."""
        extra = {
            k: v for k, v in values.items() if k not in ("status", "send_in") and (k, v) != ("date_scheduled", None)
        }
        reading = self.reads("cancel-and-edit-in-one-put")
        if extra and reading == "refused":
            return self.refuse_locked(sms)
        draft = replace(sms, status="draft", send_at=None, send_in=None, cost=None)
        if self.reads("date-scheduled-after-cancel") == "cleared" or "date_scheduled" in values:
            draft = replace(draft, date_scheduled=None)
        if not extra or reading == "ignored":
            return draft
        return self.change_draft(draft, extra)

    def change_locked(self, sms: Sms, values: Json) -> Sms:
        """A message that is no draft after a change, which only some readings take."""
        keys, status = set(values), values.get("status", sms.status)
        if sms.status == "scheduled" and status == "outbox":
            reading = self.reads("scheduled-to-outbox")
            if reading == "accepted":
                sent = replace(sms, send_in=self.delay_on_update(values))
                return self.enter(sent, "outbox", self.now(), was_draft=False)
            return sms if reading == "ignored" else self.refuse_locked(sms)
        if sms.status == "scheduled" and self.is_retiming(keys):
            return self.reschedule(sms, values)
        if keys <= HARMLESS and self.reads("locked-harmless-edit") == "accepted":
            return self.edit(sms, values)
        if sms.status == "error" and not keys & set(NO_EDITS):
            return self.edit_failed(sms, values)
        return self.refuse_locked(sms)

    def edit_failed(self, sms: Sms, values: Json) -> Sms:
        """A message whose sending failed after an edit, which only some readings take."""
        reading = self.reads("edit-of-a-failed-message")
        if reading == "accepted":
            return self.edit(sms, values)
        return sms if reading == "ignored" else self.refuse_locked(sms)

    def is_retiming(self, keys: set[str]) -> bool:
        """Whether a PUT with these keys sets another date and nothing else."""
        return "date_scheduled" in keys and keys <= {"status", "date_scheduled"}

    def reschedule(self, sms: Sms, values: Json) -> Sms:
        """A scheduled message after a PUT with another date."""
        reading = self.reads("reschedule-in-one-put")
        if reading == "ignored":
            return sms
        if reading == "refused" or values.get("status", "scheduled") != "scheduled":
            return self.refuse_locked(sms)
        moved = replace(sms, date_scheduled=values["date_scheduled"])
        return self.enter(moved, "scheduled", self.now(), was_draft=False)

    def refuse_locked(self, sms: Sms) -> Sms:
        """Refuse to change a message that is no draft or, in one reading, answer it as it is."""
        if self.reads("locked-edit-code") == "ignored":
            return sms
        raise self.locked()

    def locked(self) -> Refusal:
        """The refusal to change a message that is no draft."""
        return faulty_fields({"status": ONLY_DRAFTS}, int(self.reads("locked-edit-code")), "locked")
