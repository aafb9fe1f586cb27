"""Faults of phone numbers: their form, and which may send."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from close_sms.mock import EXTERNAL_NUMBER, INTERNAL_NUMBER, Behaviour
from close_sms.mock.calls import Answer, Call
from close_sms.mock.errors import REQUIRED, Invalid, faulty_field
from close_sms.mock.phones import normalised
from close_sms.mock.things import PhoneNumber, Sms
from tests.faults.fault import fault


@fault("phones.malformed", "any text is taken as a number at a create")
class AnyPhoneIsTaken(Behaviour):
    def clean_remote_phone(self, value: Any, call: Call) -> str | None:
        taken = call.action == "create_sms" and isinstance(value, str)
        return value if taken else super().clean_remote_phone(value, call)


@fault("phones.malformed", "a malformed remote_phone counts as null")
class MalformedRemotePhoneIsDropped(Behaviour):
    def clean_remote_phone(self, value: Any, call: Call) -> str | None:
        try:
            return super().clean_remote_phone(value, call)
        except Invalid:
            if call.action == "create_sms" and isinstance(value, str):
                return None
            raise


@fault("phones.malformed", "a malformed local_phone counts as null")
class MalformedLocalPhoneIsDropped(Behaviour):
    def clean_local_phone(self, value: Any, call: Call) -> str | None:
        try:
            return super().clean_local_phone(value, call)
        except Invalid:
            if call.action == "create_sms" and isinstance(value, str):
                return None
            raise


@fault("phones.local-needed-to-send", "an outbox message without local_phone is taken", profile="send")
class OutboxWithoutLocalPhone(Behaviour):
    def check_missing_local_phone(self, sms: Sms, *, was_draft: bool) -> None:
        if was_draft or sms.status != "outbox":
            super().check_missing_local_phone(sms, was_draft=was_draft)


@fault("phones.local-needed-to-send", "an outbox message without local_phone is sent from some number", profile="send")
class LocalPhoneIsFilledIn(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        if call.body.get("status") == "outbox" and call.body.get("local_phone") is None:
            call.body["local_phone"] = INTERNAL_NUMBER
        return super().create_sms(call)


@fault(("phones.internal-sends", "sending.accepted"), "no internal number can be sent from", profile="send")
class InternalIsRefused(Behaviour):
    def may_send_from(self, phone: PhoneNumber) -> bool:
        return phone.type != "internal"


@fault(("phones.internal-sends", "sending.accepted"), "internal numbers send only what was a draft", profile="send")
class InternalSendsOnlyDrafts(Behaviour):
    def check_sendable(self, sms: Sms, *, was_draft: bool) -> None:
        if not was_draft and sms.status == "outbox":
            raise faulty_field("local_phone", REQUIRED)
        super().check_sendable(sms, was_draft=was_draft)


@fault("phones.internal-sends", "messages go out from another number than the given one", profile="send")
class AnotherNumberSends(Behaviour):
    def sent(self, sms: Sms, at: datetime) -> Sms:
        return replace(super().sent(sms, at), local_phone=EXTERNAL_NUMBER)


@fault(("phones.internal-sends", "stored.fields"), "the outbox keeps another local_phone", profile="send")
class OutboxTakesAnotherNumber(Behaviour):
    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        entered = super().enter(sms, status, at, was_draft=was_draft)
        return replace(entered, local_phone=EXTERNAL_NUMBER) if status == "outbox" else entered


def substitute(sms: Sms) -> PhoneNumber:
    """An internal number that the organization does not have."""
    number = sms.local_phone or ""
    return PhoneNumber("phon_none", sms.organization_id, "", "internal", number, "", True, sms.date_created)


@fault("phones.foreign-refused", "a number that is nobody's can be sent from", profile="send")
class UnknownNumberSends(Behaviour):
    def sending_number(self, sms: Sms) -> PhoneNumber | None:
        known = any(phone.number == sms.local_phone for phone in self.world.phone_numbers.values())
        return super().sending_number(sms) if known or sms.local_phone is None else substitute(sms)


@fault("phones.other-organization-refused", "a number of another organization can be sent from", profile="send")
class OtherOrganizationSends(Behaviour):
    def sending_number(self, sms: Sms) -> PhoneNumber | None:
        numbers = self.world.phone_numbers.values()
        return next((phone for phone in numbers if phone.number == normalised(sms.local_phone or "")), None)


class TypeSends(Behaviour):
    """Another type than `internal` can be sent from."""

    type = ""

    def check_local_phone(self, sms: Sms) -> None:
        phone = self.sending_number(sms)
        if phone is None or phone.type != self.type:
            super().check_local_phone(sms)


@fault("phones.external-refused", "an external number can be sent from", profile="send")
class ExternalSends(TypeSends):
    type = "external"


@fault("phones.virtual-refused", "a virtual number can be sent from", profile="send")
class VirtualSends(TypeSends):
    type = "virtual"


class DraftSends(Behaviour):
    """What is no draft is checked well, a draft is not."""

    types: tuple[str, ...] = ()

    def check_sendable(self, sms: Sms, *, was_draft: bool) -> None:
        phone = self.sending_number(sms)
        kind = phone.type if phone is not None else "none"
        if not was_draft or sms.local_phone is None or kind not in self.types:
            super().check_sendable(sms, was_draft=was_draft)


@fault("phones.external-refused", "a draft with an external number can be sent", profile="send")
class ExternalSendsDrafts(DraftSends):
    types = ("external",)


@fault("phones.virtual-refused", "a draft with a virtual number can be sent", profile="send")
class VirtualSendsDrafts(DraftSends):
    types = ("virtual",)


@fault(
    "phones.other-organization-refused",
    "a number of another organization is taken, its sending fails later",
    profile="send",
)
class OtherOrganizationIsTaken(Behaviour):
    def check_local_phone(self, sms: Sms) -> None:
        others = (phone for phone in self.world.phone_numbers.values() if phone.organization_id != sms.organization_id)
        if normalised(sms.local_phone or "") not in {phone.number for phone in others}:
            super().check_local_phone(sms)
