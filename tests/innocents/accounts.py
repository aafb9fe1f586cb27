"""Servers whose account cannot do everything: by the role of its key, its plan, or its numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from close_sms.mock import INTERNAL_NUMBER, Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import faulty_field, one_error
from close_sms.mock.phones import country_of
from close_sms.mock.things import PhoneNumber, Sms
from tests.innocents.innocent import innocent

OTHER_NUMBERS = 230


class NeverDeletes(Behaviour):
    """The role of the key may not delete activities; a lead, with all that it has, it may."""

    def delete_sms(self, call: Call) -> Answer:
        self.find_sms(call)
        raise one_error(403, "Your role does not allow you to delete activities.")


class TextOnly(Behaviour):
    """No number of the organization can send an MMS."""

    def render_phone_number(self, phone: PhoneNumber) -> Json:
        return {**super().render_phone_number(phone), "mms_enabled": False, "supports_mms_to_countries": []}

    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        if sms.attachments and status in ("scheduled", "outbox"):
            raise faulty_field("attachments", "This number cannot send an MMS.")
        return super().enter(sms, status, at, was_draft=was_draft)


class ManyNumbers(Behaviour):
    """The numbers that texts are sent from come after those of hundreds of colleagues."""

    def phone_numbers(self, call: Call) -> list[PhoneNumber]:
        own = super().phone_numbers(call)
        voice = [phone for phone in own if not phone.sms_enabled][:1]
        others = [
            replace(phone, id=f"phon_other{number:04}", number=f"+1212555{number:04}")
            for phone in voice
            for number in range(OTHER_NUMBERS)
        ]
        return [*others, *own]


class FirstNumberIsBritish(Behaviour):
    """Of two numbers the first is British, and sends at home only."""

    def __init__(self, *of_the_mock: Any) -> None:
        super().__init__(*of_the_mock)
        numbers = self.world.phone_numbers
        own = next(phone for phone in numbers.values() if phone.number == INTERNAL_NUMBER)
        british = replace(own, id="phon_british", number="+442079460018", countries=("GB",))
        self.world.phone_numbers = {british.id: british, **numbers}

    def check_local_phone(self, sms: Sms) -> None:
        super().check_local_phone(sms)
        countries = self.sending_number(sms).countries
        if sms.remote_phone and country_of(sms.remote_phone) not in (None, *countries):
            raise faulty_field("local_phone", "This number cannot send to that country.")


innocent(
    "role-without-deletes",
    "S28 S30",
    "What a user may do depends on the role, of which the SMS pages say nothing. That of this key may not delete"
    " activities, and is told so with a 403.",
    behaviour=NeverDeletes,
)
innocent(
    "numbers-without-mms",
    "S72 R87",
    "Phone Numbers have `mms_enabled` and the countries to which they can send an MMS; here there are none (S72), and"
    " a draft with attachments can be stored, but not scheduled.",
    behaviour=TextOnly,
)
innocent(
    "hundreds-of-numbers",
    "R76 R80",
    "Lists are in pages of a hundred at most, that of the Phone Numbers like others; which number comes first is not"
    " said.",
    behaviour=ManyNumbers,
)
innocent(
    "first-number-is-of-another-country",
    "R80 S5",
    "A Phone Number says in `supports_sms_to_countries` where it can send to; from one that cannot a message is refused"
    " (S5). Which of the numbers comes first is not said.",
    behaviour=FirstNumberIsBritish,
)
