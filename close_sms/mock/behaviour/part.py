"""What every part of the behaviour shares: the world, the clock and the readings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from close_sms.mock.world import World

SHORT_TAIL = 20


class Part:
    """Methods that decide one thing each; every decision may be overridden in a subclass."""

    def __init__(self, world: World, clock: Callable[[], datetime], readings: Mapping[str, str]) -> None:
        """Decide for one `world`, by one `clock`, with a reading for every question."""
        self.world = world
        self.clock = clock
        self.readings = readings

    def now(self) -> datetime:
        """The present moment of the app's clock, in UTC."""
        return self.clock().astimezone(UTC)

    def moment(self) -> datetime:
        """The moment to note for a change: now, but later than every moment noted before."""
        return self.world.moment(self.now())

    def reads(self, question: str) -> str:
        """The reading of a question that holds in this app."""
        return self.readings[question]

    def new_id(self, prefix: str) -> str:
        """A new id, with the prefix of the documents' examples or, in the other reading, without."""
        if self.reads("id-prefixes") == "different":
            return f"{prefix}-{self.world.new_tail()[:SHORT_TAIL]}"
        return f"{prefix}_{self.world.new_tail()}"
