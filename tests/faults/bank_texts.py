"""Faults of texts: what a text loses on its way in."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Any

from close_sms.mock import Behaviour
from close_sms.mock.calls import Call
from tests.faults.fault import fault

RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff]+")


class Spoils(Behaviour):
    """Texts are kept otherwise than they came."""

    def spoil(self, text: str) -> str:
        return text

    def clean_text(self, value: Any, call: Call) -> str | None:
        text = super().clean_text(value, call)
        return text and self.spoil(text)


@fault("stored.text", "emoji are left out")
class EmojiAreLost(Spoils):
    def spoil(self, text: str) -> str:
        return "".join(letter for letter in text if unicodedata.category(letter) != "So" and ord(letter) < 0x1F000)


@fault("stored.text", "characters beyond the basic plane become question marks")
class AstralIsReplaced(Spoils):
    def spoil(self, text: str) -> str:
        return "".join("?" if ord(letter) > 0xFFFF else letter for letter in text)


@fault("stored.text", "letters with marks are taken apart (NFD)")
class LettersAreDecomposed(Spoils):
    def spoil(self, text: str) -> str:
        return unicodedata.normalize("NFD", text)


@fault("stored.text", "combining marks are left out")
class MarksAreLost(Spoils):
    def spoil(self, text: str) -> str:
        return "".join(letter for letter in text if not unicodedata.combining(letter))


@fault("stored.text", "every character that is not ASCII becomes a question mark")
class OnlyAsciiIsKept(Spoils):
    def spoil(self, text: str) -> str:
        return text.encode("ascii", "replace").decode()


@fault("stored.text", "UTF-8 is read as Latin-1")
class TextIsMojibake(Spoils):
    def spoil(self, text: str) -> str:
        return text.encode().decode("latin-1")


@fault("stored.text", "the text ends after 160 characters")
class TextIsTruncated(Spoils):
    def spoil(self, text: str) -> str:
        return text[:160]


@fault("stored.text", "the text ends after 70 characters if they are not all ASCII")
class UnicodeTextIsTruncated(Spoils):
    def spoil(self, text: str) -> str:
        return text if text.isascii() else text[:70]


@fault("stored.text", "line feeds become blanks")
class LinesAreJoined(Spoils):
    def spoil(self, text: str) -> str:
        return text.replace("\n", " ")


@fault("stored.text", "LF becomes CR LF")
class CarriageReturnsAreAdded(Spoils):
    def spoil(self, text: str) -> str:
        return re.sub("(?<!\r)\n", "\r\n", text)


@fault("stored.text", "several blanks become one")
class BlanksAreJoined(Spoils):
    def spoil(self, text: str) -> str:
        return re.sub(" {2,}", " ", text)


@fault("stored.text", "tabs become blanks")
class TabsAreLost(Spoils):
    def spoil(self, text: str) -> str:
        return text.replace("\t", " ")


@fault("stored.text", "backslashes are left out")
class BackslashesAreLost(Spoils):
    def spoil(self, text: str) -> str:
        return text.replace("\\", "")


@fault("stored.text", "straight quotes get a backslash")
class QuotesAreEscaped(Spoils):
    def spoil(self, text: str) -> str:
        return text.replace('"', '\\"').replace("'", "\\'")


@fault("stored.text", "the signs of HTML are escaped")
class HtmlIsEscaped(Spoils):
    def spoil(self, text: str) -> str:
        return html.escape(text, quote=False)


@fault("stored.text", "what looks like a tag of HTML is left out")
class TagsAreLost(Spoils):
    def spoil(self, text: str) -> str:
        return re.sub(r"<[^<>]*>", "", text)


@fault("stored.text", "a plus sign becomes a blank")
class PlusIsABlank(Spoils):
    def spoil(self, text: str) -> str:
        return text.replace("+", " ")


@fault("stored.text", "words of right-to-left scripts are turned round")
class RightToLeftIsReversed(Spoils):
    def spoil(self, text: str) -> str:
        return RIGHT_TO_LEFT.sub(lambda match: match[0][::-1], text)


@fault("stored.text", "curly quotes become straight")
class QuotesAreMadeStraight(Spoils):
    def spoil(self, text: str) -> str:
        return text.translate(str.maketrans("“”‘’", "\"\"''"))


@fault("stored.text", "dashes and dots of typography become ASCII")
class DashesAreMadeAscii(Spoils):
    def spoil(self, text: str) -> str:
        return text.replace("–", "-").replace("—", "-").replace("…", "...")


@fault("stored.text", "characters without width, joiners among them, are left out")
class JoinersAreLost(Spoils):
    def spoil(self, text: str) -> str:
        return re.sub("[\u200b-\u200f\u2060\ufe0f]", "", text)


@fault("stored.text", "no-break blanks become blanks")
class NoBreakBlanksAreLost(Spoils):
    def spoil(self, text: str) -> str:
        return text.replace("\u00a0", " ")


@fault(("stored.text", "update.draft"), "only an update loses emoji")
class UpdateLosesEmoji(EmojiAreLost):
    def clean_text(self, value: Any, call: Call) -> str | None:
        kept = Behaviour.clean_text(self, value, call)
        return kept and self.spoil(kept) if call.action == "update_sms" else kept
