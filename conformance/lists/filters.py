"""Which entries of a list a filter lets through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from operator import ge, gt, le, lt

from close_sms.judgement import NotApplicable
from conformance.lists.pages import Entry, moment_of

BOUNDS: dict[str, Callable[[datetime, datetime], bool]] = {"gt": gt, "gte": ge, "lt": lt, "lte": le}


def by(field: str, *values: object) -> Callable[[Entry], bool]:
    """Entries whose field has one of the values."""
    return lambda entry: entry.get(field) in values


def known(value: str | None, what: str) -> str:
    """The id of the caller's own thing; NotApplicable where the endpoint does not tell it."""
    if value is None:
        raise NotApplicable(f"the endpoint does not tell the id of the caller's {what}")
    return value


def bounded(name: str, moment: datetime) -> Callable[[Entry], bool]:
    """Entries on the right side of the moment; `name` is that of a parameter, such as `activity_at__gt`."""
    field, _, bound = name.partition("__")
    return lambda entry: BOUNDS[bound](moment_of(entry, field), moment)


def lets_through(entry: Entry, name: str, text: str) -> bool:
    """Whether a parameter, by its name and text, lets an entry through."""
    field, _, bound = name.partition("__")
    if bound in BOUNDS:
        return bounded(name, datetime.fromisoformat(text))(entry)
    return name.startswith("_") or entry.get(field) in text.split(",")
