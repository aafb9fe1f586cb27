"""The clock that checks wait by: the system's, or a virtual one that the embedded mock lives in."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

TICK = timedelta(microseconds=1)


class Clock(Protocol):
    """What tells the time of an endpoint, and waits in it."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""

    def sleep(self, seconds: float) -> None:
        """Let `seconds` pass; zero and less pass at once."""


class SystemClock:
    """The time that really passes."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Block the calling thread for `seconds`."""
        time.sleep(max(0.0, seconds))


class VirtualClock:
    """A time that passes only when somebody sleeps; safe under threads.

    Each reading is a microsecond later than the one before, so that what happens later also looks later.
    """

    def __init__(self, start: datetime) -> None:
        """Begin at `start`; raises ValueError where it has no offset."""
        if start.utcoffset() is None:
            raise ValueError(f"start of the virtual clock is {start!r}, expected a date-time with an offset")
        self._now = start.astimezone(UTC)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        with self._lock:
            now = self._now
            self._now += TICK
            return now

    def sleep(self, seconds: float) -> None:
        """Move the time by `seconds`, at once."""
        with self._lock:
            self._now += timedelta(seconds=max(0.0, seconds))
