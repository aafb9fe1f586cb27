"""Claims over every exchange of a run, whatever check made it.

Each invariant takes a `Seen` exchange and claims softly: the finding is kept and the check goes on. What the checks do
is therefore judged many times: a fault that shows in one answer of ten is met by hundreds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta

from close_sms.exchange import Exchange
from close_sms.skew import dating_skew_of
from conformance.invariants import shape, wire
from conformance.invariants.consistency import Habits
from conformance.invariants.creates import Creates
from conformance.invariants.history import History
from conformance.invariants.known_ids import KnownIds
from conformance.invariants.parsed_exchange import Seen

Invariant = Callable[[Seen], None]


def watcher() -> Callable[[Exchange], None]:
    """One function that holds every exchange against all invariants, with a memory of its own."""
    known_ids = KnownIds()
    invariants: Iterable[Invariant] = (
        *wire.INVARIANTS,
        *shape.INVARIANTS,
        known_ids.watch,
        Creates(known_ids).watch,
        Habits().watch,
        History(known_ids).watch,
    )

    skew = timedelta()

    def watch(exchange: Exchange) -> None:
        nonlocal skew
        skew = skew or dating_skew_of(exchange)
        seen = Seen(exchange, skew)
        for invariant in invariants:
            invariant(seen)

    return watch
