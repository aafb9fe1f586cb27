"""Claims over every exchange of a run, whatever check made it.

Each invariant takes a `Seen` exchange and claims softly: the finding is kept and the check goes on. What the checks do
is therefore judged many times: a fault that shows in one answer of ten is met by hundreds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from close_sms.exchange import Exchange
from conformance.invariants import shape, wire
from conformance.invariants.creates import Creates
from conformance.invariants.history import History
from conformance.invariants.seen import Seen

Invariant = Callable[[Seen], None]


def watcher() -> Callable[[Exchange], None]:
    """One function that holds every exchange against all invariants, with a memory of its own."""
    invariants: Iterable[Invariant] = (
        *wire.INVARIANTS,
        *shape.INVARIANTS,
        Creates().watch,
        History().watch,
    )

    def watch(exchange: Exchange) -> None:
        seen = Seen(exchange)
        for invariant in invariants:
            invariant(seen)

    return watch
