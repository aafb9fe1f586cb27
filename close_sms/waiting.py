"""Checks that wait for the endpoint: all are started together and collected last, so that waits do not add up.

A waiting check is a generator; each `yield seconds` says how long, at least, to leave it alone. The embedded mock moves
its virtual clock instead of sleeping.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from close_sms.clock import Clock
from close_sms.judgement import Judgement

Scenario = Generator[float, None, None]
Check = TypeVar("Check", bound=Callable[..., Scenario])


class Punctual(float):
    """Seconds to wait after which something is to be seen that is over soon: no other check goes before."""


def waiting(check: Check) -> Check:
    """Mark a generator as a check that waits. It may use fixtures of session scope only."""

    @functools.wraps(check)
    def start(*args: Any, **kwargs: Any) -> Scenario:
        return check(*args, **kwargs)

    start.waits = True  # type: ignore[attr-defined]
    return start  # type: ignore[return-value]


def waits(function: object) -> bool:
    """Whether `function` was marked by `waiting`."""
    return getattr(function, "waits", False) is True


@dataclass
class Appointment:
    """A started check and the moment at which it wants to go on."""

    judgement: Judgement
    scenario: Scenario
    due: datetime
    punctual: bool = False
    done: bool = False
    error: Exception | None = None


class WaitingRoom:
    """Starts waiting checks and resumes each at its time.

    `judge` opens a judgement for as long as its check runs a step.
    """

    def __init__(self, clock: Clock, judge: Callable[[Judgement], AbstractContextManager[Judgement]]) -> None:
        """Wait on `clock`."""
        self._clock = clock
        self._judge = judge
        self._appointments: dict[str, Appointment] = {}

    def admit(self, judgement: Judgement, start: Callable[[], Scenario]) -> None:
        """Start a check up to its first wait."""
        with self._judge(judgement):
            appointment = Appointment(judgement, start(), self._clock.now())
        self._appointments[judgement.check] = appointment
        self._advance(appointment)

    def __contains__(self, check: str) -> bool:
        """Whether the check was admitted."""
        return check in self._appointments

    def judgement(self, check: str) -> Judgement:
        """The judgement of an admitted check."""
        return self._appointments[check].judgement

    def finish(self, check: str) -> Judgement:
        """Go on, with others on the way, until `check` is done; raises what it raised."""
        mine = self._appointments[check]
        while not mine.done:
            upcoming = self._next()
            pause = (upcoming.due - self._clock.now()).total_seconds()
            if pause > 0:
                self._clock.sleep(pause)
            self._advance(upcoming)
        if mine.error:
            raise mine.error
        return mine.judgement

    def _next(self) -> Appointment:
        """The first that is due; of those that are late a punctual one comes first."""
        now = self._clock.now()
        return min(self._open(), key=lambda each: (not (each.punctual and each.due <= now), each.due))

    def _open(self) -> list[Appointment]:
        return [appointment for appointment in self._appointments.values() if not appointment.done]

    def _advance(self, appointment: Appointment) -> None:
        try:
            with self._judge(appointment.judgement):
                pause = next(appointment.scenario)
            appointment.due = self._clock.now() + timedelta(seconds=pause)
            appointment.punctual = isinstance(pause, Punctual)
        except StopIteration:
            appointment.done = True
        except Exception as error:  # kept for the check whose turn comes later
            appointment.done, appointment.error = True, error
