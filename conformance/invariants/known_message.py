"""What is known of one message, and what a list may still show of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from close_sms.exchange import Exchange
from conformance.invariants.parsed_exchange import Activity, Seen
from conformance.lists.pages import LIST_LAG


@dataclass
class KnownMessage:
    """What is known of one message; `last` is its last whole state, None where requests have overlapped.

    `known_to` are the credentials that have written or seen it: others may see less (S41).

    `since` is when it was last written and `refused` a write that was refused since then; `due` is when it may be sent
    at the earliest, None where it was never asked for; `foreign` says that the other organization made it. `earlier`
    are the states that others have replaced, and when; `found` is what only lists have shown of the last one.
    """

    first: Activity
    last: Activity | None
    since: datetime
    foreign: bool
    due: datetime | None = None
    refused: Exchange | None = None
    gone: bool = False
    known_to: set[str] = field(default_factory=set)
    earlier: list[tuple[datetime, Activity | None]] = field(default_factory=list)
    found: dict[str, tuple[object, Exchange]] = field(default_factory=dict)

    def becomes(self, state: Activity | None, seen: Seen) -> None:
        """Another state is the last one, or it is not known any more which."""
        self.earlier.append((seen.exchange.started, self.last))
        self.last = state
        self.found.clear()

    def lately(self, moment: datetime) -> list[Activity | None]:
        """The last state, and those before it that a list may still show at that moment."""
        self.earlier = [(until, state) for until, state in self.earlier if moment - until < LIST_LAG]
        return [self.last, *(state for _, state in self.earlier)]
