"""Texts that matter, by name: the scripts, joined characters, segment borders and spellings that servers mangle."""

from __future__ import annotations

from typing import Final

THUMB = "\N{THUMBS UP SIGN}"
FAMILY = "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}\u200d\N{BOY}"
WAVE = "\N{WAVING HAND SIGN}\N{EMOJI MODIFIER FITZPATRICK TYPE-4}"
FLAG = "\N{REGIONAL INDICATOR SYMBOL LETTER D}\N{REGIONAL INDICATOR SYMBOL LETTER E}"
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
HEART = "\N{HEAVY BLACK HEART}\ufe0f"
KEYCAP = "1\ufe0f\u20e3"
DECOMPOSED = "e\N{COMBINING ACUTE ACCENT}"
STACKED = "o\N{COMBINING CIRCUMFLEX ACCENT}\N{COMBINING DOT BELOW}"
HEBREW = "\u05e9\u05dc\u05d5\u05dd"
ARABIC = "\u0645\u0631\u062d\u0628\u0627"
ASTRAL_HAN = "\U00020bb7"

SINGLE_GSM, PART_GSM, SINGLE_UCS2, PART_UCS2, LONGEST = 160, 153, 70, 67, 1000
"""Characters in one message and in each part of a longer one, by alphabet; and the longest text that is surely kept."""

BYTE = 256
LENGTHS = (1, 2, 66, 67, 68, 69, 70, 71, 134, 135, 152, 153, 154, 159, 160, 161, 306, 307, 459, 999, LONGEST)
EMOJI_AT = (SINGLE_UCS2 - 1, PART_GSM - 1, SINGLE_GSM - 1, SINGLE_GSM)
"""Where an emoji falls on or just behind a border, counted from 0."""


def of_length(unit: str, length: int) -> str:
    """The unit again and again, cut at the length, if need be in the middle of a unit."""
    return (unit * (length // len(unit) + 1))[:length]


def emoji_at(position: int) -> str:
    """A text whose only emoji stands at the position, counted from 0, followed by one more letter."""
    return f"{'a' * position}{THUMB}z"


NOTABLE_TEXTS: Final[dict[str, str]] = {
    "one letter": "x",
    "GSM-7": "Hi! This is a reminder that we have a call scheduled for 12pm PT today.",
    "GSM-7 beyond ASCII": "\u00c5ngstr\u00f6m @ \u00a3 \u00e8 \u0394 \u03a9 \u00a7 \u00bf \u20ac5 [a] {b} ~ ^ | \\ end",
    "UCS-2": "\u0414\u043e\u0431\u0440\u044b\u0439 \u0434\u0435\u043d\u044c, \u201cna\u00efve\u201d \u2013 \u2026",
    "emoji": f"Done {THUMB} see you {THUMB}",
    "joined emoji": f"{FAMILY} family {FAMILY}",
    "skin tone": f"Hello {WAVE}",
    "flags": f"{FLAG} {SCOTLAND} flags",
    "variation selector and keycap": f"I {HEART} option {KEYCAP}, really",
    "combining marks": f"Caf{DECOMPOSED} C{STACKED}n is Caf\u00e9 C\u1ed9n",
    "compatibility and case": "\ufb01ne \u00bd \u2460 \u212b \uff21 \u0130\u0131 Stra\u00dfe",
    "right to left": f"{HEBREW} {ARABIC}",
    "both directions": f"Order 42 {HEBREW} \u200f(17)\u200e \u2067{ARABIC}\u2069 end",
    "Asian scripts": "\u0928\u092e\u0938\u094d\u0924\u0947 \u0e2a\u0e27\u0e31\u0e2a \u4f60\u597d \u3053 \uc548\ub155",
    "astral plane": f"{ASTRAL_HAN}\u91ce\u5bb6 \U0001d573\U0001d58a\U0001d591\U0001d591\U0001d594",
    "line breaks": "first\nsecond\n\nlast",
    "white space inside": "name\tvalue  a\u00a0b\u202fc\u2003d\u3000e",
    "invisible inside": "zero\u200bwidth soft\u00adhyphen b\ufeffom",
    "backslashes and quotes": 'C:\\new\\table "double" \'single\' `back` \\u0041 \\"',
    "markup": "<b>&amp; &lt;i&gt; &#39;</b><br/> https://example.org/a?b=1&c=%C3%A9#d+e",
    "placeholders of languages": "100% %s %20 %d ${x} $1 {0} {name} #{y}",
    "looks like JSON": '{"a": [1, null, "b"]}',
    "looks like a number": "007",
    "looks like nothing": "null",
    "looks like Python's nothing": "None",
    "looks like a formula": '=HYPERLINK("https://example.org")',
    "160 characters": of_length("0123456789", SINGLE_GSM),
    "255 characters": of_length("abcdefghij", BYTE - 1),
    "256 characters": of_length("abcdefghij", BYTE),
    "500 characters": of_length("The lazy dog. ", LONGEST // 2 - 1) + "!",
    "71 characters of UCS-2": of_length("\u044f", SINGLE_UCS2 + 1),
    "161 characters": of_length("0123456789", SINGLE_GSM + 1),
    "one more than two parts": of_length("abcdefghijklmnopqrstuvwxyz", 2 * PART_GSM + 1),
    "1000 characters": of_length("The quick brown fox. ", LONGEST - 1) + "!",
    "1000 units of UTF-16": of_length(THUMB, LONGEST // 2),
    "emoji as the 70th character": emoji_at(SINGLE_UCS2 - 1),
    "emoji as the 160th character": emoji_at(SINGLE_GSM - 1),
    "emoji as the 161st character": emoji_at(SINGLE_GSM),
}
