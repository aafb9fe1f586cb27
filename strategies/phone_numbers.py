"""Telephone numbers in E.164: examples of all countries, and numbers that reach nobody."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import phonenumbers
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from phonenumbers import PhoneNumberFormat, PhoneNumberType

AREAS = (202, 212, 303, 305, 312, 404, 415, 503, 512, 602, 617, 702, 808, 816, 907, 919)
PERSONAL = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
SHORTEST = 8  # a plus and seven digits; servers with a rule of their own for E.164 often ask for that much
FICTIONAL = "+14155550123"  # one of them
FICTIONAL_NUMBERS = tuple(f"+1{area}555{line:04}" for area in AREAS for line in range(100, 200))


def phones() -> SearchStrategy[str]:
    """Valid numbers of every region, mobile and fixed, that phonenumbers knows; shrinks towards the United States."""
    return st.deferred(lambda: st.sampled_from(examples()))


def fictional_phones() -> SearchStrategy[str]:
    """Valid numbers of the United States that are set aside for fiction: +1 AREA 555 0100 to 0199."""
    return st.sampled_from(FICTIONAL_NUMBERS)


def notable_phones(count: int) -> list[str]:
    """So many numbers of as many countries, the shortest and the longest there are among them."""
    by_length = sorted(examples(), key=len)
    return [by_length[at * (len(by_length) - 1) // max(1, count - 1)] for at in range(count)]


LONGEST = "+431234567890123"  # a valid number of Austria, with as many digits as E.164 allows


@cache
def examples() -> tuple[str, ...]:
    """The valid example numbers in E.164, each once, those of the United States first."""
    regions = sorted(phonenumbers.SUPPORTED_REGIONS, key=lambda region: (region != "US", region))
    found = (number for region in regions for number in _examples_of(region))
    return tuple(dict.fromkeys((*found, LONGEST)))


def _examples_of(region: str) -> Iterator[str]:
    for kind in PERSONAL:
        number = phonenumbers.example_number_for_type(region, kind)
        if number is not None and phonenumbers.is_valid_number(number):
            text = phonenumbers.format_number(number, PhoneNumberFormat.E164)
            if len(text) > SHORTEST:
                yield text
