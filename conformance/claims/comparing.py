"""Relations between what was sent and what comes back, now or later."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, TypeGuard

import schemas
from close_sms.claims import claim_that
from close_sms.client import Answer
from close_sms.wording import MISSING, as_found, outcome, show

MOMENTS = ("activity_at", "date_created", "date_updated", "date_scheduled", "date_sent")
# What an endpoint may still be working out while it already answers (S63, S64).
UNSETTLED = ("cost", "users", "date_updated")
# What is derived from a number, and may be unknown for a while: null comes and goes, but no other value.
DERIVED_LATER = ("local_country_iso", "remote_country_iso")
# What a job may note of itself, or take back.
NOTED_LATER = ("updated_by",)
# What a job may find out later, where nobody has told it: null becomes something, once.
FOUND_LATER = ("contact_id", "user_id", "activity_at")
# Fields that come back as they were posted; what else is posted may be derived or normalised.
AS_POSTED = ("text", "lead_id", "contact_id", "local_phone", "remote_phone", "user_id", "created_by",
             "organization_id", "direction")  # fmt: skip

Body = Mapping[str, Any]


def instant(value: object) -> datetime | None:
    """The moment that a date-time names; None for what is none. Without an offset UTC is meant."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.replace("z", "Z"))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def same_moment(one: object, other: object) -> bool:
    """Whether two date-times name the same second; their spelling and fractions are free."""
    first, second = instant(one), instant(other)
    return first is not None and second is not None and abs(first - second) < timedelta(seconds=1)


def same_text(found: object, posted: object) -> bool:
    """Whether a text came back, letter for letter; the server may have composed letters and their marks (NFC)."""
    return found == posted or (isinstance(posted, str) and found == unicodedata.normalize("NFC", posted))


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether it is a number in JSON."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def tells(shown: object, number: float) -> bool:
    """Whether a field shows what a number in its place can mean: its digits, or the moment so long after 1970.

    The moment may be meant in seconds or in milliseconds, and the number of a telephone without its plus.
    """
    digits = isinstance(shown, str) and shown.removeprefix("+") == str(number)
    moments = (datetime.fromtimestamp(seconds, UTC).isoformat() for seconds in (number, number / 1000))
    return digits or any(same_moment(shown, moment) for moment in moments)


def claim_refused_or_read(answer: Answer, control: Answer, field: str, number: float) -> None:
    """Claim that a number in place of a text was refused, or taken for what it can mean (S47); `control` has a text."""
    claim_that(
        answer.refused or (answer.accepted and tells(answer[field], number)),
        expected=f"the request is refused (4xx), or `{field}` tells what the number {number} means",
        actual=as_found(answer, field) if answer.accepted else outcome(answer),
        of=answer,
        control=control,
    )


def claim_fields_kept(answer: Answer, body: Body, *, fields: Iterable[str]) -> None:
    """Claim that these fields of the body came back; null and absent ones are left to the endpoint."""
    for name in fields:
        if body.get(name) is not None:
            value = answer[name]
            claim_that(
                same_text(value, body[name]) if name == "text" else value == body[name],
                expected=f"`{name}` is {show(body[name])}, as posted",
                actual=as_found(answer, name) + difference(body[name], value),
                of=answer,
            )


def claim_same_instant(answer: Answer, field: str, posted: str) -> None:
    """Claim that a date-time came back as the same moment; the spelling and fractions of a second are free."""
    claim_that(
        same_moment(answer[field], posted),
        expected=f"`{field}` is the moment {posted}, in whatever spelling",
        actual=as_found(answer, field),
        of=answer,
    )


def claim_same_activity(
    now: Answer,
    before: Answer,
    *,
    but: Iterable[str] = UNSETTLED,
    rule: str | None = None,
    soft: bool = False,
    why: str,
) -> None:
    """Claim that every documented key of `before` still has its value, but for those in `but`; `why` says as what."""
    changed = changed_keys(now.object, before.object, but=but)
    claim_that(
        not changed,
        expected=f"{why}: " + ", ".join(f"`{name}` {show(before[name], 80)}" for name in changed),
        actual=as_found(now, *changed, limit=80),
        of=now,
        rule=rule,
        control=before,
        soft=soft,
    )


def changed_keys(now: Body, before: Body, *, but: Iterable[str]) -> list[str]:
    """The documented keys of `before`, but for those in `but`, that have another value now."""
    free = {*but} if "attachments" in now else {*but, "attachments"}  # not in every answer (D10)
    return [
        name
        for name in (*documented_keys(), "attachments")
        if name in before
        and name not in free
        and not _alike(name, now.get(name, MISSING), before[name])
        and not may_be_found(name, before)
    ]


def may_be_found(name: str, before: Body) -> bool:
    """Whether a job may set this key later: nobody has told, nor does anything follow from a cancel or a sending."""
    return before[name] is None and (name in FOUND_LATER or (name == "date_sent" and before.get("status") == "sent"))


@cache
def documented_keys() -> tuple[str, ...]:
    """The keys that every activity has; of what an endpoint adds nothing is claimed (overview/fields)."""
    return tuple(schemas.schema("activity")["required"])


def _alike(name: str, value: object, wanted: object) -> bool:
    if value == wanted or (name in (*DERIVED_LATER, *NOTED_LATER) and None in (value, wanted)):
        return True
    if name == "error_message" and value in (None, "") and wanted in (None, ""):
        return True
    if name == "attachments":
        return not _files(wanted) - _files(value)  # files may be fetched first, and come one after the other
    return name in MOMENTS and same_moment(value, wanted)


def _files(attachments: object) -> Counter[tuple[str, str]]:
    """Names and types: the addresses may be signed anew each time, and other keys may be known later."""
    found = attachments if isinstance(attachments, list) else []
    return Counter(
        (str(each.get("filename")), str(each.get("content_type"))) for each in found if isinstance(each, dict)
    )


def difference(posted: object, found: object) -> str:
    """Where two texts part, for texts that look alike on the screen."""
    if not isinstance(posted, str) or not isinstance(found, str) or posted == found:
        return ""
    at = next((i for i, (a, b) in enumerate(zip(posted, found, strict=False)) if a != b), min(len(posted), len(found)))
    return f" (they part at character {at}: {posted[at : at + 12]!a} became {found[at : at + 12]!a})"
