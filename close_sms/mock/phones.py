"""Phone numbers: E.164 form, display form, country."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers

E164 = re.compile(r"\+[1-9][0-9]{1,14}")
SEPARATORS = re.compile(r"[ \u00a0().\-]")
COUNTRY_LETTERS = 2


def is_e164(text: str) -> bool:
    """Whether `text` is exactly a number in E.164 format."""
    return E164.fullmatch(text) is not None


def normalised(text: str) -> str | None:
    """`text` in E.164 format without blanks, brackets, dots and hyphens; None if it is none even so."""
    bare = SEPARATORS.sub("", text)
    return bare if is_e164(bare) else None


@lru_cache(maxsize=8192)
def _parsed(number: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return None


@lru_cache(maxsize=8192)
def display_form(number: str) -> str:
    """The international spelling of an E.164 number, such as `+1 415-444-5555`."""
    parsed = _parsed(number)
    if parsed is None:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


@lru_cache(maxsize=8192)
def country_of(number: str) -> str | None:
    """The two letters of the country that an E.164 number belongs to, None if it belongs to none."""
    parsed = _parsed(number)
    region = parsed and phonenumbers.region_code_for_number(parsed)
    return region if region and len(region) == COUNTRY_LETTERS else None
