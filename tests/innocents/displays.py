"""Servers that display telephone numbers otherwise than the examples do."""

from __future__ import annotations

import phonenumbers
from phonenumbers import PhoneNumberFormat

from close_sms.mock import Behaviour
from tests.innocents.innocent import innocent

TRUNK_ZEROS = ("+44", "+49", "+43", "+31", "+33", "+41", "+46")
KNOWN = ("US", "CA", "GB", "DE")


class AsAtHome(Behaviour):
    def render_phone(self, number: str | None) -> str | None:
        if number is None:
            return None
        try:
            parsed = phonenumbers.parse(number)
        except phonenumbers.NumberParseException:
            return number
        return phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL)


class TrunkZeros(Behaviour):
    def render_phone(self, number: str | None) -> str | None:
        shown = super().render_phone(number)
        code, _, rest = (shown or "").partition(" ")
        return f"{code} (0){rest}" if code in TRUNK_ZEROS else shown


class OfKnownCountries(Behaviour):
    def render_phone(self, number: str | None) -> str | None:
        return super().render_phone(number) if self.render_country(number) in KNOWN else None


EXAMPLE = "That the display form is the international one is an example's (R103)"
innocent("numbers-as-at-home", "R103", f"{EXAMPLE}; here all are shown as in their country.", behaviour=AsAtHome)
innocent(
    "numbers-with-a-zero-in-brackets",
    "R103",
    f"{EXAMPLE}; here the zero that is dialled at home stands in it, as +44 (0)20.",
    behaviour=TrunkZeros,
)
innocent(
    "numbers-of-unknown-countries",
    "R103",
    "The display form may be null (R103), as where the formatter does not know the country of a number.",
    behaviour=OfKnownCountries,
)
