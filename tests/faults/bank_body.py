"""Faults of the body as a whole: its form, its types, what may be missing or null."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.dates import DATE_TIME
from close_sms.mock.errors import REQUIRED, Invalid, Refusal, faulty_field
from tests.faults.fault import fault


def made(call: Call) -> bool:
    """Whether the call is a create."""
    return call.action == "create_sms"


@fault("body.object", "any JSON that is no object makes a draft")
class AnyJsonIsADraft(Behaviour):
    def read_json(self, raw: bytes) -> Json:
        try:
            return super().read_json(raw)
        except Refusal as refusal:
            if "dict" in str(refusal.body):
                return {"status": "draft"}
            raise


@fault("body.object", "of a list of objects, the first is taken")
class ListOfObjectsIsTaken(Behaviour):
    def read_json(self, raw: bytes) -> Json:
        try:
            body = json.loads(raw)
        except ValueError:
            body = None
        listed = isinstance(body, list) and body and isinstance(body[0], dict)
        return dict(body[0]) if listed else super().read_json(raw)


class Requires(Behaviour):
    """A create needs a field that is optional."""

    field = ""

    def check_together(self, values: Json) -> None:
        if self.field not in values:
            raise faulty_field(self.field, REQUIRED)
        super().check_together(values)


@fault("body.optional-fields", "a create needs `direction`")
class DirectionIsRequired(Requires):
    field = "direction"


@fault("body.optional-fields", "a create needs `source`")
class SourceIsRequired(Requires):
    field = "source"


@fault("body.optional-fields", "a create needs `text`, even beside a template")
class TextIsRequired(Requires):
    field = "text"


@fault("body.optional-fields", "a create needs `activity_at`")
class ActivityAtIsRequired(Requires):
    field = "activity_at"


@fault("body.optional-fields", "a create needs `contact_id`")
class ContactIsRequired(Requires):
    field = "contact_id"


class RefusesNull(Behaviour):
    """A create does not take null for a field, in one status or in any."""

    field = ""
    status: str | None = None

    def create_sms(self, call: Call) -> Answer:
        is_meant = self.status in (None, call.body.get("status"))
        if is_meant and self.field in call.body and call.body[self.field] is None:
            raise faulty_field(self.field, "Value must not be null.")
        return super().create_sms(call)


@fault("body.nullable-fields", "a null `text` is refused")
class NullTextIsRefused(RefusesNull):
    field = "text"


@fault("body.nullable-fields", "a null `activity_at` is refused")
class NullActivityAtIsRefused(RefusesNull):
    field = "activity_at"


@fault("body.nullable-fields", "a null `date_created` is refused")
class NullDateCreatedIsRefused(RefusesNull):
    field = "date_created"


@fault("body.nullable-fields", "null `attachments` are refused")
class NullAttachmentsAreRefused(RefusesNull):
    field = "attachments"


@fault("body.nullable-fields", "a null `organization_id` is refused")
class NullOrganizationIsRefused(RefusesNull):
    field = "organization_id"


@fault("body.nullable-fields", "a null `remote_phone` of what was received is refused")
class NullNumberOfAnInboxIsRefused(RefusesNull):
    field = "remote_phone"
    status = "inbox"


@fault("body.nullable-fields", "a null `local_phone` of what was sent elsewhere is refused")
class NullLocalPhoneOfALoggedIsRefused(RefusesNull):
    field = "local_phone"
    status = "sent"


@fault("body.nullable-fields", "a null `user_id` is refused")
class NullUserIsRefused(RefusesNull):
    field = "user_id"


@fault("body.types", "a number, as the text, counts as null")
class NumberIsNoText(Behaviour):
    def clean_text(self, value: Any, call: Call) -> str | None:
        number = made(call) and isinstance(value, int | float) and not isinstance(value, bool)
        return super().clean_text(None if number else value, call)


@fault("body.types", "true and false are taken as text")
class BooleanIsTakenAsText(Behaviour):
    def clean_text(self, value: Any, call: Call) -> str | None:
        return super().clean_text(str(value) if made(call) and isinstance(value, bool) else value, call)


@fault("body.types", "an object or a list is taken as text")
class ObjectIsTakenAsText(Behaviour):
    def clean_text(self, value: Any, call: Call) -> str | None:
        return super().clean_text(json.dumps(value) if made(call) and isinstance(value, dict | list) else value, call)


@fault("body.types", "a number, as the date `activity_at`, counts as null")
class NumberIsTakenAsDate(Behaviour):
    def clean_activity_at(self, value: Any, call: Call) -> datetime | None:
        return super().clean_activity_at(None if made(call) and isinstance(value, int | float) else value, call)


@fault("body.types", "a `lead_id` that is no text counts as null")
class WrongLeadIsDropped(Behaviour):
    def clean_lead_id(self, value: Any, call: Call) -> str | None:
        return super().clean_lead_id(value if isinstance(value, str) or not made(call) else None, call)


@fault("body.types", "a `user_id` that is no text counts as null")
class WrongUserIsDropped(Behaviour):
    def clean_user_id(self, value: Any, call: Call) -> str | None:
        return super().clean_user_id(value if isinstance(value, str) or not made(call) else None, call)


@fault(("phones.malformed", "body.types"), "a `remote_phone` that is no text counts as null")
class WrongPhoneIsDropped(Behaviour):
    def clean_remote_phone(self, value: Any, call: Call) -> str | None:
        return super().clean_remote_phone(value if isinstance(value, str) or not made(call) else None, call)


@fault("body.types", "`attachments` that are no list count as none")
class WrongAttachmentsAreDropped(Behaviour):
    def clean_attachments(self, value: Any, call: Call) -> list[Json]:
        return super().clean_attachments(value if isinstance(value, list) or not made(call) else [], call)


@fault(("status.enum", "body.types"), "a `status` that is no text makes a draft")
class WrongStatusIsADraft(Behaviour):
    def clean_status(self, value: Any, call: Call) -> str:
        wrong = made(call) and value is not None and not isinstance(value, str)
        return "draft" if wrong else super().clean_status(value, call)


@fault("body.date-times", "a text that is no date-time, as `activity_at`, counts as null")
class BadActivityAtIsDropped(Behaviour):
    def clean_activity_at(self, value: Any, call: Call) -> datetime | None:
        try:
            return super().clean_activity_at(value, call)
        except Invalid:
            if made(call) and isinstance(value, str):
                return None
            raise


@fault("body.date-times", "a text that is no date-time, as `date_created`, means now")
class BadDateCreatedIsNow(Behaviour):
    def clean_date_created(self, value: Any, call: Call) -> datetime | None:
        try:
            return super().clean_date_created(value, call)
        except Invalid:
            if isinstance(value, str):
                return None
            raise


@fault("body.date-times", "an `activity_at` of a day or time that does not exist means now")
class ImpossibleDateIsNow(Behaviour):
    def clean_activity_at(self, value: Any, call: Call) -> datetime | None:
        try:
            return super().clean_activity_at(value, call)
        except Invalid:
            if made(call) and isinstance(value, str) and DATE_TIME.fullmatch(value):
                return self.now()
            raise


class OtherRefusal(Behaviour):
    """The refusal of a faulty create has another code than 400."""

    code = 400
    word = ""

    def create_sms(self, call: Call) -> Answer:
        try:
            return super().create_sms(call)
        except Refusal as refusal:
            if refusal.kind == "fields" and self.word in str(refusal.body):
                refusal.status = self.code
            raise


@fault("body.faulty-is-400", "every faulty create gets a 422")
class FaultyIs422(OtherRefusal):
    code = 422


@fault("body.faulty-is-400", "a value of a wrong type gets a 409")
class WrongTypeIs409(OtherRefusal):
    code, word = 409, "Value must be of"


@fault("body.faulty-is-400", "a missing status gets a 422")
class MissingStatusIs422(OtherRefusal):
    code, word = 422, REQUIRED


@fault("body.faulty-is-400", "a malformed number gets a 403")
class MalformedPhoneIs403(OtherRefusal):
    code, word = 403, "Invalid phone number"


@fault("body.faulty-is-400", "a value outside its list gets a 404")
class UnknownValueIs404(OtherRefusal):
    code, word = 404, "Not a valid choice"


class StoresRefused(Behaviour):
    """A create that is refused leaves a draft behind."""

    word = ""

    def create_sms(self, call: Call) -> Answer:
        try:
            return super().create_sms(call)
        except Refusal as refusal:
            if self.word in str(refusal.body):
                keys = ("lead_id", "contact_id", "text")
                rest = {key: call.body[key] for key in keys if isinstance(call.body.get(key), str)}
                super().create_sms(replace(call, body={"status": "draft", **rest}))
            raise


@fault("body.refused-is-not-stored", "every create that is refused leaves a draft behind")
class RefusedIsStored(StoresRefused):
    pass


@fault("body.refused-is-not-stored", "a create without status is refused, but leaves a draft behind")
class RefusedForStatusIsStored(StoresRefused):
    word = "'status'"


@fault("body.refused-is-not-stored", "a create with a malformed number is refused, but leaves a draft behind")
class RefusedForPhoneIsStored(StoresRefused):
    word = "_phone'"
