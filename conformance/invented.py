"""Ids that nobody has."""

from __future__ import annotations

from random import Random

EXAMPLE_ID = "acti_12358hIUhaklslYoYSbtozZuUTyB2zO2nhm7iVSpZpp"  # as one of the page's examples has it
UNKNOWN_TAIL = "0000000000000000000000000000000000000000000"  # for ids that begin as those of the documents do
DIGITS = "0123456789"
LEAST_ALPHABET, LEAST_TAIL = 10, 17  # enough that no two ids are the same by chance; as a number it fits into 64 bits


def spelled_like(like: str, random: Random) -> str:
    """An id spelled like a real one: the same prefix and alphabet, and its length if it is long.

    Of short ones, such as numbers that count up, somebody might have any: then it is longer.
    """
    start = like.rfind("_") + 1 or 1
    letters = {letter for letter in like[start:] if letter.isalnum()}
    alphabet = sorted(letters if len(letters) >= LEAST_ALPHABET else letters | set(DIGITS))
    pattern = like[start:].ljust(LEAST_TAIL, "x")
    tail = "".join(random.choice(alphabet) if one.isalnum() else one for one in pattern)
    return like[:start] + (f"9{tail[1:]}" if tail.startswith("0") else tail)  # 01 may be read as 1
