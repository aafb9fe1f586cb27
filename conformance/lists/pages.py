"""Reading lists: the entries of a page, their moments, and how long a list may lag."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from close_sms.client import Answer
from close_sms.judgement import Undecided
from close_sms.wording import show
from conformance.claims.comparing import instant

# A list may lag behind a write (nothing is said of it). So many seconds are waited for one that should be as it is now,
# one after the other.
PAUSES = (0.0, 0.2, 0.5, 1.3, 3.0, 5.0)
# Of any list that is met nothing is expected while it is unsteady, then that it shows each message as it is or lately
# was, and in the end as it is.
UNSTEADY, LIST_LAG = timedelta(seconds=2), timedelta(seconds=sum(PAUSES))

Entry = Mapping[str, Any]


def entries(answer: Answer) -> list[dict[str, Any]]:
    """The entries of a page, none where it has no list."""
    data = answer["data"]
    return [entry for entry in data if isinstance(entry, dict)] if isinstance(data, list) else []


def spelled(moment: datetime) -> str:
    """A moment as the page's example spells it, without its fraction."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def moment_of(entry: Entry, field: str) -> datetime:
    """The entry's moment; Undecided where it has none."""
    found = instant(entry.get(field))
    if found is None:
        raise Undecided(f"an entry of the list has {show(entry.get(field))} as `{field}`")
    return found
