"""What a profile allows: pure functions that say why a request is refused, or None."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from close_sms.resources import WRITABLE
from close_sms.transports.address import Address
from close_sms.transports.intent import SETTLED, Intent, Kind

FAR = timedelta(days=30)
FICTION = re.compile(r"\+1[2-9]\d{2}55501\d{2}", re.ASCII)  # numbers that are never given to anybody
DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?([Zz]|[+-]\d\d:?\d\d)")
DOCUMENTED = (("POST", False), ("PUT", True), ("DELETE", True))
UNSUPPORTED = ("POST", "PUT", "PATCH", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Case:
    """A request as it is judged.

    `overridden` says that a header names another method, `own` that the run made the item, `invented` that
    nobody has it. `status` and `phone` are the item's last seen ones, None where they are not known for
    sure.
    """

    method: str
    address: Address
    intent: Intent
    overridden: bool
    own: bool
    invented: bool
    status: str | None
    phone: str | None
    send_to: str | None
    now: datetime


def refusal(case: Case, profile: str) -> str | None:
    """Why the profile does not allow the request; None where it does."""
    if profile == "read" and (case.method != "GET" or case.overridden):
        return "the profile `read` only sends GET, without a method override"
    if case.method == "GET":
        return _look(case)
    if unfit := _unfit(case):
        return unfit
    if (case.method, case.address.item is not None) not in DOCUMENTED:
        return _unsupported(case)
    return _documented(case, profile)


def is_fiction(number: object) -> bool:
    """Whether the number is reserved for fiction: +1, an area code, 555-0100 to 555-0199."""
    return isinstance(number, str) and FICTION.fullmatch(number) is not None


def is_far(moment: str | None, now: datetime) -> bool:
    """Whether a date-time with an offset is at least 30 days after `now`."""
    if moment is None or not moment.isascii() or not DATE_TIME.fullmatch(moment):
        return False
    try:
        return datetime.fromisoformat(moment.upper()).astimezone(UTC) - now >= FAR
    except (ValueError, OverflowError):
        return False


def _unfit(case: Case) -> str | None:
    """Why the suite never writes there, or never so."""
    if case.address.resource not in WRITABLE:
        return "the suite only reads there"
    if case.address.item and not (case.own or (case.invented and case.address.is_sms)):
        return f"{case.address.item} was not made by this run"
    return f"{case.intent.hidden}, so that it cannot be judged" if case.intent.hidden else None


def _look(case: Case) -> str | None:
    intent = case.intent
    if intent.empty and not intent.hidden:
        return None
    if intent.hidden or intent.kind > Kind.AMBIGUOUS or intent.mentions:
        return "a GET with such a body may be taken for a write"
    return None


def _documented(case: Case, profile: str) -> str | None:
    if case.method == "DELETE":
        odd = case.intent.by_query or _look(case)
        return "a DELETE with such a query or body may be taken for another request" if odd else None
    if case.address.is_sms:
        return _message(case, profile)
    intent = case.intent
    if intent.kind > Kind.AMBIGUOUS or intent.mentions:
        return "what is no message has no sending status"
    return None


def _message(case: Case, profile: str) -> str | None:
    if moved := _moves_pending(case):
        return moved
    if case.intent.by_query:
        return "its query names a sending status, and servers differ in whether they heed the body, too"
    kind = Kind.SCHEDULES if _times(case) else case.intent.kind
    if kind == Kind.HARMLESS:
        return None
    if kind == Kind.AMBIGUOUS:
        unclear = _ambiguous(case)
        return unclear if unclear and _sends(case, profile) else None
    return _sends(case, profile) if kind == Kind.SENDS else _schedules(case, profile)


def _moves_pending(case: Case) -> str | None:
    """A message that waits to be sent keeps its number, or gets the one that may be sent to."""
    if not case.own or not case.intent.phones or case.status in SETTLED:
        return None
    if case.intent.one_phone is not None and case.intent.one_phone == case.send_to:
        return None
    return f"it may change the number of a message last seen as {case.status or 'unknown'}{_allowed(case)}"


def _times(case: Case) -> bool:
    """Whether the write sets the date of a message that may be scheduled."""
    edits = case.method == "PUT" and case.intent.kind <= Kind.AMBIGUOUS
    return edits and bool(case.intent.dates) and case.status not in SETTLED


def _unsupported(case: Case) -> str | None:
    if case.method not in UNSUPPORTED:
        return f"the suite does not use {case.method} there"
    if not case.address.item and case.method in ("PUT", "PATCH") and not case.intent.empty:
        return f"{case.method} on a collection may change messages that are not the run's own"
    if case.intent.kind > Kind.AMBIGUOUS or case.intent.dates:
        return f"{case.method} there is not documented, and is only sent where it can do no harm"
    return _moves_pending(case) or (_ambiguous(case) if case.intent.kind else None)


def _ambiguous(case: Case) -> str | None:
    """A write of which nobody knows what it does must not be able to reach anybody."""
    intent = case.intent
    if intent.mentions:
        return f"it is not clear what it does, and it mentions {' and '.join(intent.mentions)}"
    allowed = (None, "null", "none", case.send_to)
    if _keeps_number(case) and not is_fiction(case.phone) and (case.phone is None or case.phone != case.send_to):
        known = f"is {case.phone}" if case.phone else "is not known for sure (GET it first)"
        return f"it is not clear what it does, and the number of the message {known}{_allowed(case)}"
    real = [number for number in (*intent.phones, *intent.strays) if not is_fiction(number) and number not in allowed]
    if real:
        return f"it is not clear what it does, and {real[0]!r} is not reserved for fiction{_allowed(case)}"
    return None


def _keeps_number(case: Case) -> bool:
    """Whether the write may act on the number that an own message already has."""
    return case.own and case.address.is_sms and not case.intent.empty and case.intent.one_phone is None


def _sends(case: Case, profile: str) -> str | None:
    if profile != "send":
        return "it would send a message to a person"
    return _wrong_number(case)


def _schedules(case: Case, profile: str) -> str | None:
    if profile not in ("schedule", "send"):
        return "it would schedule a message to a person"
    if not case.intent.is_json:
        return "its body is not announced as JSON, so that servers may read it differently"
    if is_far(case.intent.one_date, case.now):
        return None
    needed = f"`date_scheduled` is not one date-time with an offset at least {FAR.days} days ahead"
    return needed if profile == "schedule" else (wrong := _wrong_number(case)) and f"{needed}, and {wrong}"


def _wrong_number(case: Case) -> str | None:
    intent = case.intent
    if not intent.is_json:
        return "its body is not announced as JSON, so that servers may read it differently"
    if foreign := [number for number in intent.strays if number != case.send_to]:
        return f"it names {foreign[0]!r}{_allowed(case)}"
    stored = not intent.phones and case.method == "PUT"
    number = case.phone if stored else intent.one_phone
    if number is not None and number == case.send_to:
        return None
    if number is not None:
        return f"its number is {number}{_allowed(case)}"
    if stored:
        return "it has no `remote_phone`, and that of the message is not known for sure (GET it first)"
    return "it has not exactly one `remote_phone`"


def _allowed(case: Case) -> str:
    return f", not --send-to={case.send_to}" if case.send_to else ", and no --send-to is given"
