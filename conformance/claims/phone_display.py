"""Telephone numbers as people read them: that they are displayed as abroad is an example's (R103)."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberFormat

from close_sms.world import country_of

USUAL = ("US", "GB", "DE")  # whose numbers every endpoint can display


def shows(shown: object, number: str) -> bool:
    """Whether a text shows this number in E.164, in whatever spelling, abroad or as at home.

    At home it has no country code, and perhaps a trunk prefix such as 0; all of its own digits are there, in order.
    """
    return isinstance(shown, str) and re.sub(r"\D", "", shown) in _readings(number)


@lru_cache(maxsize=8192)
def is_usual(number: str) -> bool:
    """Whether it is a number that an endpoint surely knows how to display."""
    return country_of(number) in USUAL


@lru_cache(maxsize=8192)
def _readings(number: str) -> frozenset[str]:
    """The digits that displays of the number have."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return frozenset({number[1:]})
    own, code = phonenumbers.national_significant_number(parsed), str(parsed.country_code)
    at_home = re.sub(r"\D", "", phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL))
    return frozenset({number[1:], own, f"0{own}", at_home, f"{code}0{own}"})
