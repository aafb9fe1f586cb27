"""Texts of messages that every reading stores as they are."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from hypothesis.strategies import SearchStrategy

from strategies import notable
from strategies.notable import EMOJI_AT, LENGTHS, LONGEST, NOTABLE_TEXTS

GSM_7 = (
    "@\u00a3$\u00a5\u00e8\u00e9\u00f9\u00ec\u00f2\u00c7\n\u00d8\u00f8\u00c5\u00e5\u0394_\u03a6\u0393\u039b\u03a9\u03a0\u03a8\u03a3\u0398\u039e"
    "\u00c6\u00e6\u00df\u00c9 !\"#\u00a4%&'()*+,-./0123456789:;<=>?\u00a1ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "\u00c4\u00d6\u00d1\u00dc\u00a7\u00bfabcdefghijklmnopqrstuvwxyz\u00e4\u00f6\u00f1\u00fc\u00e0^{}\\[~]|\u20ac"
)
"""The default alphabet of GSM 03.38 with its extension, without carriage return and form feed."""

UNITS = (
    "a", "0123456789", "Hello ", "\u20ac", "\u00e9", "\u044f", "\u6f22", "\u05e9", "a\n", "\\", '"', "%20",
    notable.DECOMPOSED, notable.THUMB, notable.FAMILY, notable.WAVE, notable.FLAG, notable.HEART,
    notable.ASTRAL_HAN,
)  # fmt: skip
CLUSTERS = (
    *"aZ0 \n\t\u00a0.,'\"\\<>&%", *UNITS, notable.STACKED, notable.KEYCAP, notable.SCOTLAND, notable.HEBREW,
    notable.ARABIC, "\u200f", "\u2067", "\u200b", "&amp;", "<b>", "{", "}", "\U0001d573", "\u0928\u092e\u0938\u094d",
)  # fmt: skip

MARKS_OF_A_TEMPLATE = re.compile(r"(?<=\{)[{%]|(?<=\})\}")
INVISIBLE_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Default ignorable or blank, although their categories are those of letters, marks and signs."""
VARIATION_SELECTORS = re.compile("[\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
FILLING = "x"


def texts(min_size: int = 1, max_size: int = LONGEST) -> SearchStrategy[str]:
    """Texts of `min_size` to `max_size` code points, of all scripts and lengths; NOTABLE_TEXTS come often.

    No white space or invisible character at the ends, no controls but line feed and tab, nothing like a merge field, at
    most 1000 units of UTF-16. Shrinks towards a few digits. Raises InvalidArgument for sizes outside 1 to 1000.
    """
    if not 1 <= min_size <= max_size <= LONGEST:
        raise InvalidArgument(
            f"min_size={min_size!r}, max_size={max_size!r}: expected 1 <= min_size <= max_size <= {LONGEST}"
        )
    kinds = [_of_alphabet(min_size, max_size), _of_clusters(min_size, max_size), _of_lengths(min_size, max_size)]
    named = [text for text in NOTABLE_TEXTS.values() if min_size <= len(text) <= max_size]
    return st.one_of(*kinds, st.sampled_from(named)) if named else st.one_of(*kinds)


def tidy(text: str) -> str:
    """The text, equally long, with what a reading might trim, render or cut off replaced by letters."""
    text = MARKS_OF_A_TEMPLATE.sub("-", text)
    first = 0
    while first < len(text) and not _visible(text[first]):
        first += 1
    last = len(text)
    while last > first and not _visible(text[last - 1]):
        last -= 1
    return _within_utf_16(FILLING * first + text[first:last] + FILLING * (len(text) - last))


def _visible(character: str) -> bool:
    """Whether nobody trims it: no white space, no format character, no selector, no blank letter."""
    if character.isascii():
        return character > " "
    kind = unicodedata.category(character)
    hidden = kind[0] in "ZC" or character in INVISIBLE_LETTERS or VARIATION_SELECTORS.match(character)
    return not hidden


def _within_utf_16(text: str) -> str:
    """The text with as many astral characters replaced, from its end, as exceed 1000 units, which some count."""
    excess = len(text.encode("utf-16-le")) // 2 - LONGEST
    if excess <= 0:
        return text
    astral = [at for at, character in enumerate(text) if character > "\uffff"]
    cut = frozenset(astral[-excess:])
    return "".join(FILLING if at in cut else character for at, character in enumerate(text))


def _of_alphabet(min_size: int, max_size: int) -> SearchStrategy[str]:
    """Any assigned characters, or those of GSM-7 alone."""
    assigned = st.characters(categories=("L", "M", "N", "P", "S", "Zs", "Cf"), include_characters="\n\t")
    alphabets = (assigned, st.sampled_from(GSM_7))
    return st.one_of(*(st.text(alphabet, min_size=min_size, max_size=max_size) for alphabet in alphabets)).map(tidy)


def _of_clusters(min_size: int, max_size: int) -> SearchStrategy[str]:
    """What a reader takes for one character, and what is easily mangled, in a row."""

    def joined(clusters: list[str]) -> str:
        row = "".join(clusters)[:max_size]
        return tidy(row.ljust(min_size, FILLING))

    return st.lists(st.sampled_from(CLUSTERS), min_size=1, max_size=8).map(joined)


def _of_lengths(min_size: int, max_size: int) -> SearchStrategy[str]:
    """Texts as long as segments are, and emoji on their borders."""
    lengths = [length for length in LENGTHS if min_size <= length <= max_size] or [min_size, max_size]
    filled = st.builds(notable.of_length, st.sampled_from(UNITS), st.sampled_from(lengths))
    bordered = [notable.emoji_at(at) for at in EMOJI_AT if min_size <= at + 2 <= max_size]
    return st.one_of(filled, st.sampled_from(bordered)).map(tidy) if bordered else filled.map(tidy)
