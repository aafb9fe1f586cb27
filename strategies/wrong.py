"""Values that no reading accepts, by what is wrong with them; the plainest of each kind comes first."""

from __future__ import annotations

from string import ascii_lowercase
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

Table = dict[str, tuple[Any, ...]]

NO_TEXTS: Final[Table] = {
    "a number": (5, 1.5, 0, -1),
    "a boolean": (True, False),
    "an array": (["a"], [], [[]]),
    "an object": ({"a": "b"}, {}),
}
NO_PLAIN_TEXTS: Final[Table] = {kind: values for kind, values in NO_TEXTS.items() if kind != "a number"}
"""Of fields that some reading fills from a number: a text of its digits, or a moment in seconds (S47)."""
NO_LISTS: Final[Table] = {
    "a text": ("photo.png",),
    "a number": (5, 1.5, 0),
    "a boolean": (True, False),
    "an object": (
        {"content_type": "image/png", "filename": "a.png", "url": "https://app.close.com/a.png"},
        {"a": "b"},
        {},
    ),
}
NO_DATE_TYPES: Final[Table] = {
    "empty": ("", " "),
    "a boolean": (True, False),
    "an array": ([], ["a"]),
}
NO_OBJECTS: Final[Table] = {
    "a text": ("photo.png", ""),
    "a number": (5, 0),
    "a boolean": (True, False),
    "null": (None,),
    "an array": (["photo.png"], []),
}

STATUSES: Final = ("unknown", "queued", "delivered", "failed", "pending", "canceled", "archived", "received")
CASED_STATUSES: Final = ("Draft", "DRAFT", "INBOX", "Inbox", "SENT", "Sent")
BLANKED_STATUSES: Final = (" draft", "sent ", "\tinbox")
"""None of the words that send: a server that overlooks case or blanks must not reach anybody."""
BEGINNINGS_OF_STATUSES: Final = ("dra", "inb", "sen")
"""None that could be taken for a word that sends."""
CASED_DIRECTIONS: Final = ("Inbound", "OUTBOUND")
BLANKED_DIRECTIONS: Final = (" inbound", "outbound ")
BEGINNINGS_OF_DIRECTIONS: Final = ("in", "out")
DIRECTIONS: Final = ("sideways", "both", "unknown", "internal", "none")
SOURCES: Final = ("Close", "Unknown", "Twilio", "Internal", "API", "Close.com")
CASED_SOURCES: Final = ("external", "close.io")
PHONES: Final = ("not a number", "abc", "CALL-ME-NOW", "()-+")
LETTERED_PHONES: Final = ("+abcdefghij", "+abcdefg", "+Abcdefghijklmno")
"""In the form of E.164, with letters for digits."""
LONG_PHONES: Final = ("+1415555012341555501234155", "1415555012341555501234155", "+" + "1415555012" * 5)
"""More digits than any spelling of a number can have: E.164 allows 15."""
MIME_TYPES: Final = ("image/jp", "application/x-unknown", "image/x-unknown", "text/x-unknown", "image/", "png")
NO_DATES: Final = ("not a date", "never", "x")


def _moments(year: int) -> dict[str, tuple[str, ...]]:
    """Texts in the form of a date-time, with a part that no calendar or clock has."""
    return {
        "is no date": NO_DATES,
        "has a 13th month": (f"{year}-13-01T12:00:00+00:00", f"{year}-13-31T23:59:59.5Z"),
        "has a 32nd day": (f"{year}-01-32T12:00:00+00:00", f"{year}-12-32T00:00:00-03:30"),
        "has a 25th hour": (f"{year}-01-01T25:00:00+00:00", f"{year}-06-30T25:59:59Z"),
    }


MOMENTS: Final = _moments(2024)
FAR_MOMENTS: Final = _moments(2095)

MEANINGFUL: Final = frozenset(
    ("inbox", "draft", "scheduled", "outbox", "sent", "error", "inbound", "outbound", "incoming", "outgoing",
     "external", "now", "today", "tomorrow", "yesterday", "noon", "midnight", "none", "null")
)  # fmt: skip


def words() -> SearchStrategy[str]:
    """Words of three to twelve small letters that no document and no reader of dates gives a meaning."""
    return st.text(ascii_lowercase, min_size=3, max_size=12).filter(lambda word: word not in MEANINGFUL)
