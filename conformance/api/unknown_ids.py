"""Ids that nobody has."""

from __future__ import annotations

import re
from random import Random

EXAMPLE_ID = "acti_12358hIUhaklslYoYSbtozZuUTyB2zO2nhm7iVSpZpp"  # as one of the page's examples has it
UNKNOWN_TAIL = "0000000000000000000000000000000000000000000"  # for ids that begin as those of the documents do
DIGITS = "0123456789"
UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
VERSION_AND_VARIANT = (14, 19)  # places in it
LONG = 20  # letters of an id
LEAST_ALPHABET, LEAST_TAIL = 10, 17  # enough that no two ids are the same by chance; as a number it fits into 64 bits


def is_unguessable(identifier: str) -> bool:
    """Whether none is like it by chance; a number that counts up, or a part of it, may be the id of something else."""
    return len(re.split(r"[\W_]", identifier)[-1]) > LONG or UUID.search(identifier) is not None


def spelled_like(like: str, random: Random) -> str:
    """An id spelled like a real one: the same prefix and alphabet, and its length if it is long.

    Of short ones, such as numbers that count up, somebody might have any: then it is longer. What the form of an id may
    rest on stays: the first sign, which bounds a number, and the version and variant of a UUID.
    """
    start = like.rfind("_") + 1 or 1
    letters = {letter for letter in like[start:] if letter.isalnum()}
    alphabet = sorted(letters if len(letters) >= LEAST_ALPHABET else letters | set(DIGITS))
    drawn = "".join(random.choice(alphabet) if one.isalnum() else one for one in like[start:].ljust(LEAST_TAIL, "x"))
    if len(like) - start < LEAST_TAIL:
        return like[:start] + (f"9{drawn[1:]}" if drawn.startswith("0") else drawn)  # 01 may be read as 1
    uuid = UUID.search(like)
    kept = {start, *(uuid.start() + place for place in VERSION_AND_VARIANT)} if uuid else {start}
    return "".join(like[at] if at in kept else one for at, one in enumerate(like[:start] + drawn))
