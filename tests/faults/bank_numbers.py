"""More faults of phone numbers."""

from __future__ import annotations

from typing import Any

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call
from close_sms.mock.errors import Refusal, faulty_field
from close_sms.mock.phones import country_of, normalised
from close_sms.mock.things import PhoneNumber, Sms
from tests.faults.bank_phones import substitute
from tests.faults.fault import fault

MOST_DIGITS = 15


@fault("phones.malformed", "a number of more than 15 digits is cut after the 15th")
class LongNumberIsCut(Behaviour):
    def clean_remote_phone(self, value: Any, call: Call) -> str | None:
        long = isinstance(value, str) and value.startswith("+") and value[1:].isdigit()
        return super().clean_remote_phone(
            value[: MOST_DIGITS + 1] if long and call.action == "create_sms" else value, call
        )


@fault("phones.malformed", "a local_phone of a draft or a received message may be any text")
class OnlySendingChecksLocalPhone(Behaviour):
    def clean_local_phone(self, value: Any, call: Call) -> str | None:
        loose = call.body.get("status") in ("inbox", "draft") and isinstance(value, str) and len(value) > 3
        return value if loose and call.action == "create_sms" else super().clean_local_phone(value, call)


@fault("phones.local-needed-to-send", "a null local_phone is taken to the outbox, a missing one is not", profile="send")
class NullLocalPhoneSends(Behaviour):
    is_null = False

    def create_sms(self, call: Call) -> Answer:
        self.is_null = call.body.get("local_phone", "") is None
        return super().create_sms(call)

    def check_missing_local_phone(self, sms: Sms, *, was_draft: bool) -> None:
        if was_draft or not self.is_null or sms.status != "outbox":
            super().check_missing_local_phone(sms, was_draft=was_draft)


@fault("phones.internal-sends", "after a number was refused, the next message is refused as well", profile="send")
class RefusalBlocksTheNext(Behaviour):
    blocked = False

    def check_local_phone(self, sms: Sms) -> None:
        if self.blocked:
            self.blocked = False
            raise self.refused_number()
        try:
            super().check_local_phone(sms)
        except Refusal:
            self.blocked = True
            raise


@fault(
    ("phones.internal-sends", "sending.accepted"),
    "every tenth message from an internal number is refused",
    profile="send",
    chance=True,
)
class EveryTenthNumberIsRefused(Behaviour):
    count = 0

    def check_local_phone(self, sms: Sms) -> None:
        super().check_local_phone(sms)
        self.count += sms.status == "outbox"
        if sms.status == "outbox" and self.count % 10 == 0:
            raise faulty_field("local_phone", "The number is not of type internal.")


class TypeIsNotLookedAt(Behaviour):
    """On one path another type than `internal` is sent from."""

    type = ""

    def is_path(self, sms: Sms) -> bool:
        return True

    def check_local_phone(self, sms: Sms) -> None:
        phone = self.sending_number(sms)
        if phone is None or phone.type != self.type or not self.is_path(sms):
            super().check_local_phone(sms)


@fault("phones.external-refused", "an external number can be sent from where send_in is given", profile="send")
class ExternalSendsWithDelay(TypeIsNotLookedAt):
    type = "external"

    def is_path(self, sms: Sms) -> bool:
        return sms.send_in is not None


@fault("phones.external-refused", "an external number can be sent from at a date", profile="send")
class ExternalSendsScheduled(TypeIsNotLookedAt):
    type = "external"

    def is_path(self, sms: Sms) -> bool:
        return sms.status == "scheduled"


@fault("phones.virtual-refused", "a virtual number can be sent from where send_in is given", profile="send")
class VirtualSendsWithDelay(TypeIsNotLookedAt):
    type = "virtual"

    def is_path(self, sms: Sms) -> bool:
        return sms.send_in is not None


@fault("phones.virtual-refused", "a virtual number can be sent from at a date", profile="send")
class VirtualSendsScheduled(TypeIsNotLookedAt):
    type = "virtual"

    def is_path(self, sms: Sms) -> bool:
        return sms.status == "scheduled"


@fault("phones.foreign-refused", "any number of the country of an own number can be sent from", profile="send")
class CompatriotSends(Behaviour):
    def sending_number(self, sms: Sms) -> PhoneNumber | None:
        numbers = [phone.number for phone in self.world.phone_numbers.values()]
        known, number = sms.local_phone in numbers, sms.local_phone or ""
        compatriot = country_of(number) in {country_of(each) for each in numbers}
        return substitute(sms) if compatriot and number and not known else super().sending_number(sms)


@fault("phones.foreign-refused", "a number that shares the exchange of an own number can be sent from", profile="send")
class NeighbourSends(Behaviour):
    def sending_number(self, sms: Sms) -> PhoneNumber | None:
        numbers = [phone.number for phone in self.world.phone_numbers.values()]
        number = normalised(sms.local_phone or "") or ""
        near = number not in numbers and any(each[:-4] == number[:-4] for each in numbers)
        return substitute(sms) if near else super().sending_number(sms)


@fault("phones.other-organization-refused", "a number of another organization sends at a date", profile="send")
class OtherOrganizationSendsScheduled(Behaviour):
    def sending_number(self, sms: Sms) -> PhoneNumber | None:
        numbers = self.world.phone_numbers.values()
        found = next((phone for phone in numbers if phone.number == normalised(sms.local_phone or "")), None)
        return found if sms.status == "scheduled" else super().sending_number(sms)
