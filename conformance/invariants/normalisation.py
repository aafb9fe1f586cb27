"""What comes back of values that an endpoint may trim, cut or normalise: how far that may go."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta

from close_sms.wording import MISSING, show
from conformance.claims.comparing import instant, same_moment
from conformance.invariants.parsed_exchange import Activity, Seen

BLANK = ("Cf", "Zs", "Zl", "Zp")  # white space, and signs without a shape
BREAKS = "\t\n\r"
ODD = ("Cc", "Cs", "Cn", "Co")  # what may be dropped, replaced, or end a text
LONG = 1000  # letters: longer texts may be cut
NUMBER = re.compile(r"[-+ ()./0-9]+")
NATIONAL = 7  # digits at the end of a number that are the same however it is spelled
ISO = re.compile(r"\d{4}-\d\d-\d\d([Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)?)?")
A_DAY_ANYWHERE = timedelta(hours=24 + 14)  # which of its hours is meant, and in which zone


def claim_within_leeway(seen: Seen, posted: Activity, made: Activity) -> None:
    """Claim of an accepted create that its text, number and date are still what was posted, more or less."""
    if not posted.get("template_id"):
        _claim_letters(seen, posted.get("text"), made.get("text", MISSING))
    _claim_digits(seen, posted.get("remote_phone"), made.get("remote_phone"))
    _claim_near(seen, posted.get("date_scheduled"), made.get("date_scheduled"))


def _claim_letters(seen: Seen, posted: object, found: object) -> None:
    """Blanks may go or change; a long text may be cut at its end, with dots in their place."""
    text = "" if posted is None else posted
    if not isinstance(text, str) or "{{" in text or "{%" in text or any(map(_is_odd, set(text))):
        return
    wanted, shown = _letters(text), _letters(found) if isinstance(found, str) else ""
    held = shown == wanted
    if len(text) > LONG:
        shown = shown.rstrip(".\u2026")
        held = wanted.startswith(shown) and bool(shown) is bool(wanted)
    told = "has the letters of" if len(text) <= LONG else "has the first letters of"
    seen.claim("stored.text", held, f"`text` {told} {show(posted)}, blanks aside", f"`text` is {show(found)}")


def _is_odd(letter: str) -> bool:
    return letter not in BREAKS and unicodedata.category(letter) in ODD


def _is_blank(letter: str) -> bool:
    return letter in BREAKS or unicodedata.category(letter) in BLANK


def _letters(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    return composed.translate({ord(each): None for each in set(composed) if _is_blank(each)})


def _claim_digits(seen: Seen, posted: object, found: object) -> None:
    """A number may be spelled anew, with the prefix that was meant, or not be kept."""
    if not isinstance(posted, str) or found is None or not NUMBER.fullmatch(posted):
        return
    wanted = _digits(posted)[-NATIONAL:]
    if len(wanted) == NATIONAL:
        held = isinstance(found, str) and _digits(found).endswith(wanted)
        expected = f"`remote_phone` is the number {show(posted)}, in whatever spelling"
        seen.claim("stored.fields", held, expected, f"`remote_phone` is {show(found)}")


def _digits(number: str) -> str:
    return re.sub(r"[^0-9]", "", number)


def _claim_near(seen: Seen, posted: object, found: object) -> None:
    """A date in the future may be meant in any zone, and a plain one at any hour, where it has none."""
    if not isinstance(posted, str) or found is None or not (spelled := ISO.fullmatch(posted)):
        return
    wanted, shown = instant(posted), instant(found)
    if wanted is None or wanted <= seen.moment + A_DAY_ANYWHERE:
        return  # what has passed may be sent now
    is_exact = bool(spelled[4]) and wanted.year < 2100
    near = shown is not None and abs(shown - wanted) <= A_DAY_ANYWHERE
    held = same_moment(found, posted) if is_exact else near
    told = "is" if is_exact else "is within a day, and a zone, of"
    seen.claim("scheduling.date-kept", held, f"`date_scheduled` {told} {posted}", f"`date_scheduled` is {show(found)}")
