"""Reading the text of a message: what is done to its characters, and to how many there are."""

from __future__ import annotations

from typing import Any

from close_sms.mock.behaviour.cleaning import Cleaning
from close_sms.mock.calls import Call
from close_sms.mock.errors import Invalid

LONGEST_TEXT = 1000
MUCH_TOO_LONG = 100_000


class Texts(Cleaning):
    """From the text as posted to the text that is kept."""

    def clean_text(self, value: Any, _call: Call) -> str | None:
        """The text as it is kept."""
        if value is None:
            return None
        text = self.line_breaks(self.without_nul(self.string(value)))
        return self.emptiness(self.length(self.edges(text)))

    def without_nul(self, text: str) -> str:
        """A text whose NUL characters are dealt with."""
        reading = self.reads("nul-in-text")
        if "\0" not in text or reading == "kept":
            return text
        if reading == "refused":
            raise Invalid("NUL characters are not allowed.")
        return text.replace("\0", "")

    def line_breaks(self, text: str) -> str:
        """A text whose carriage returns are dealt with."""
        reading = self.reads("carriage-return-in-text")
        if "\r" not in text or reading == "kept":
            return text
        if reading == "refused":
            raise Invalid("Carriage returns are not allowed.")
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def edges(self, text: str) -> str:
        """A text whose outer blanks are dealt with."""
        bare, reading = text.strip(), self.reads("blank-edges-of-text")
        if bare == text or reading == "kept":
            return text
        if reading == "refused":
            raise Invalid("Blanks at the edges are not allowed.")
        return bare

    def length(self, text: str) -> str:
        """A text that is not too long."""
        if len(text) > MUCH_TOO_LONG and self.reads("megabyte-of-text") == "400":
            raise Invalid(f"Value must be at most {MUCH_TOO_LONG} characters long.")
        reading = self.reads("long-text")
        if len(text) <= LONGEST_TEXT or reading == "kept":
            return text
        if reading == "refused":
            raise Invalid(f"Value must be at most {LONGEST_TEXT} characters long.")
        return text[:LONGEST_TEXT]

    def emptiness(self, text: str) -> str | None:
        """A text of no characters as the readings want it."""
        reading = self.reads("empty-text")
        if text or reading == "kept":
            return text
        if reading == "refused":
            raise Invalid("Value must not be empty.")
        return None
