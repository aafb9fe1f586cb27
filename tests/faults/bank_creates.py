"""More faults of creates: the body, its status, its direction and its source."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from close_sms.mock import Behaviour
from close_sms.mock.behaviour.fields import DIRECTIONS, STATUSES
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import NO_CHOICE, NO_DATE, Refusal, faulty_field, one_error
from close_sms.mock.things import Sms
from tests.faults.bank_body import OtherRefusal, RefusesNull, Requires, StoresRefused, made
from tests.faults.bank_status import OtherStatus
from tests.faults.fault import fault

PARTS_OF_A_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})([Tt ].*)")


@fault("body.object", "a JSON text that holds an object is taken for the object")
class TextOfAnObjectIsTaken(Behaviour):
    def parse(self, text: str) -> Any:
        body = super().parse(text)
        try:
            return super().parse(body) if isinstance(body, str) else body
        except ValueError:
            return body


@fault("body.object", "an empty body makes a draft")
class EmptyBodyIsADraft(Behaviour):
    def read_json(self, raw: bytes) -> Json:
        return super().read_json(raw) if raw.strip() else {"status": "draft"}


@fault("body.object", "what follows the object of a body is not looked at")
class TrailingGarbageIsIgnored(Behaviour):
    def parse(self, text: str) -> Any:
        try:
            return super().parse(text)
        except ValueError:
            return json.JSONDecoder().raw_decode(text)[0]


@fault("body.optional-fields", "a create needs `user_id`")
class UserIsRequired(Requires):
    field = "user_id"


@fault("body.optional-fields", "a create needs `attachments`, be they null")
class AttachmentsAreRequired(Requires):
    field = "attachments"


@fault("body.optional-fields", "a sent message needs `activity_at`")
class SentNeedsActivityAt(Behaviour):
    def check_together(self, values: Json) -> None:
        if values["status"] == "sent" and "activity_at" not in values:
            raise faulty_field("activity_at", "This field is required.")
        super().check_together(values)


@fault("body.nullable-fields", "a null `contact_id` is refused")
class NullContactIsRefused(RefusesNull):
    field = "contact_id"


@fault("body.nullable-fields", "a null `template_id` is refused")
class NullTemplateIsRefused(RefusesNull):
    field = "template_id"


@fault("body.nullable-fields", "a null `created_by` is refused")
class NullCreatorIsRefused(RefusesNull):
    field = "created_by"


@fault("body.types", "whatever is false in a body, as 0 and [], counts as null")
class FalseCountsAsNull(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        call.body = {key: value if value or isinstance(value, str) else None for key, value in call.body.items()}
        return super().create_sms(call)


@fault("body.types", "a `contact_id` that is no text counts as null")
class WrongContactIsDropped(Behaviour):
    def clean_contact_id(self, value: Any, call: Call) -> str | None:
        return super().clean_contact_id(value if isinstance(value, str) or not made(call) else None, call)


@fault("body.types", "items of `attachments` that are no objects are left out")
class WrongItemsAreDropped(Behaviour):
    def clean_attachments(self, value: Any, call: Call) -> list[Json]:
        items = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else value
        return super().clean_attachments(items if made(call) else value, call)


@fault("body.faulty-is-400", "a text that is no date-time gets a 422")
class BadDateIs422(OtherRefusal):
    code, word = 422, NO_DATE


@fault("body.faulty-is-400", "a faulty attachment gets a 415")
class BadAttachmentIs415(OtherRefusal):
    code, word = 415, "'attachments'"


@fault(("body.faulty-is-400", "transport.no-server-error"), "two faulty fields at once crash the server")
class TwoFaultsCrash(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        try:
            return super().create_sms(call)
        except Refusal as refusal:
            if len(refusal.body.get("field-errors", ())) > 1:
                raise one_error(500, "Internal Server Error") from None
            raise


@fault("body.refused-is-not-stored", "a create with a faulty attachment is refused, but leaves a draft behind")
class RefusedForAttachmentIsStored(StoresRefused):
    word = "'attachments'"


@fault("body.refused-is-not-stored", "a create with a date that is none is refused, but leaves a draft behind")
class RefusedForDateIsStored(StoresRefused):
    word = NO_DATE


@fault("body.refused-is-not-stored", "a create with an unknown direction is refused, but leaves a draft behind")
class RefusedForDirectionIsStored(StoresRefused):
    word = "'direction'"


@fault("status.enum", "the beginning of a status is enough, as `dra`")
class BeginningOfStatusIsTaken(OtherStatus):
    def read(self, status: str) -> str:
        return next((known for known in STATUSES if len(status) > 2 and known.startswith(status)), status)


@fault(("status.enum", "body.types"), "a list with one status is taken for the status")
class ListedStatusIsTaken(Behaviour):
    def clean_status(self, value: Any, call: Call) -> str:
        listed = made(call) and isinstance(value, list) and len(value) == 1
        return super().clean_status(value[0] if listed else value, call)


@fault("status.required", "a create without status, but inbound, logs a received message")
class InboundImpliesInbox(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        if call.body.get("direction") == "inbound":
            call.body.setdefault("status", "inbox")
        return super().create_sms(call)


@fault("status.required", "a create without status, but with a template, makes a draft")
class TemplateImpliesDraft(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        if call.body.get("template_id"):
            call.body.setdefault("status", "draft")
        return super().create_sms(call)


@fault("status.null", "a null status, beside a contact, logs a received message")
class NullStatusIsInbox(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        if call.body.get("contact_id") and call.body.get("status", "") is None:
            call.body["status"] = "inbox"
        return super().create_sms(call)


@fault("status.logged-and-draft", "a draft is refused while there are thirty others of its lead")
class DraftsAreLimited(Behaviour):
    def check_together(self, values: Json) -> None:
        drafts = [sms for sms in self.world.messages.values() if sms.status == "draft" and sms.lead_id]
        if values["status"] == "draft" and sum(sms.lead_id == values.get("lead_id") for sms in drafts) >= 30:
            raise faulty_field("status", NO_CHOICE)
        super().check_together(values)


class BecomesWith(Behaviour):
    """A message of one status is stored with another where it has some other key, of some value if one is named."""

    posted, key, value, stored = "", "", "", ""

    def build(self, values: Json, call: Call) -> Sms:
        sms, value = super().build(values, call), values.get(self.key)
        strange = sms.status == self.posted and value is not None and self.value in ("", value)
        return replace(sms, status=self.stored) if strange else sms


@fault("status.inbox-is-logged", "an inbox message that is said to be outbound is stored as sent")
class OutboundInboxIsSent(BecomesWith):
    posted, key, value, stored = "inbox", "direction", "outbound", "sent"


@fault("status.sent-is-logged", "a sent message that is said to be inbound is stored as received")
class InboundSentIsInbox(BecomesWith):
    posted, key, value, stored = "sent", "direction", "inbound", "inbox"


@fault("status.draft-is-stored", "a draft with an activity_at is stored as sent")
class DraftWithActivityAtIsSent(BecomesWith):
    posted, key, value, stored = "draft", "activity_at", "", "sent"


@fault("status.draft-is-stored", "a draft with a date_scheduled becomes scheduled")
class DraftWithDateIsScheduled(Behaviour):
    def store(self, sms: Sms) -> Sms:
        new = sms.id not in self.world.messages
        dated = new and sms.status == "draft" and sms.date_scheduled is not None
        return super().store(replace(sms, status="scheduled") if dated else sms)


@fault(("status.draft-is-stored", "lifecycle.own-moves"), "a draft with a send_in goes out after that time")
class DraftWithSendInGoesOut(Behaviour):
    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        entered = super().enter(sms, status, at, was_draft=was_draft)
        due = self.now() + timedelta(seconds=self.delay(sms.send_in))
        return replace(entered, send_at=due) if status == "draft" and sms.send_in is not None else entered


@fault("direction.inbox-defaults-inbound", "an inbox message whose direction is null is outbound")
class NullDirectionIsOutbound(Behaviour):
    def build(self, values: Json, call: Call) -> Sms:
        null = "direction" in values and values["direction"] is None
        return super().build({**values, "direction": "outbound"} if null else values, call)


@fault("direction.others-default-outbound", "a message of the source External is inbound by default")
class ExternalIsInbound(Behaviour):
    def build(self, values: Json, call: Call) -> Sms:
        inbound = values.get("source") == "External" and values.get("direction") is None
        return super().build({**values, "direction": "inbound"} if inbound else values, call)


@fault("direction.others-default-outbound", "a message without a local_phone is inbound by default")
class WithoutLocalPhoneIsInbound(Behaviour):
    def build(self, values: Json, call: Call) -> Sms:
        inbound = values.get("local_phone") is None and values.get("direction") is None
        return super().build({**values, "direction": "inbound"} if inbound else values, call)


@fault(("direction.given-is-kept", "stored.list"), "the list shows the default direction of each status")
class ListShowsDefaultDirection(Behaviour):
    def render(self, sms: Sms, action: str) -> Json:
        answer = super().render(sms, action)
        return {**answer, "direction": self.default_direction(sms.status)} if action == "list_sms" else answer


@fault("direction.enum", "the beginning of a direction is enough, as `in`")
class BeginningOfDirectionIsTaken(Behaviour):
    def clean_direction(self, value: Any, call: Call) -> str | None:
        known = [word for word in DIRECTIONS if isinstance(value, str) and value and word.startswith(value)]
        return super().clean_direction(known[0] if known else value, call)


@fault("direction.enum", "blanks around a direction do not matter")
class BlanksAroundDirectionAreTaken(Behaviour):
    def clean_direction(self, value: Any, call: Call) -> str | None:
        return super().clean_direction(value.strip() if isinstance(value, str) else value, call)


@fault("source.enum", "the source `Close` is taken for Close.io")
class CloseIsCloseIo(Behaviour):
    def clean_source(self, value: Any, call: Call) -> str | None:
        return super().clean_source("Close.io" if value == "Close" else value, call)
