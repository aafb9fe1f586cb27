"""Asking again where an answer was lost, and giving up in time: for what does no harm when it is done twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from close_sms.client import Answer
from close_sms.clock import Clock
from close_sms.noise import Noise

SILENCE = 20.0  # seconds without an answer, after which the endpoint counts as lost
PAUSES = (1.0, 2.0)  # seconds, before an answer that was lost is asked for again
URL = re.compile(r"https?://\S+ ")


class GivenUp(Exception):
    """It makes no sense, or takes too long, to go on; the text says why."""


class Retries:
    """Asks for so many seconds at most, and not where nothing answers any more."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        """The time begins to run."""
        self._clock = clock
        self._seconds = seconds
        self._begun = self._heard = clock.now()  # `_heard`: when an answer came last

    def ask(self, request: Callable[[], Answer]) -> Answer:
        """The answer, asked for three times; raises Noise where each was lost, and GivenUp."""
        for pause in PAUSES:
            try:
                return self._once(request)
            except Noise:
                self._clock.sleep(pause)
        return self._once(request)

    def _once(self, request: Callable[[], Answer]) -> Answer:
        if self._clock.now() - self._begun > timedelta(seconds=self._seconds):
            raise GivenUp(f"the clean-up ended after {self._seconds:.0f} s")
        try:
            answer = request()
        except Noise as noise:
            if self._clock.now() - self._heard > timedelta(seconds=SILENCE):
                raise GivenUp(f"the endpoint was lost: {without_address(noise)}") from noise
            raise
        self._heard = self._clock.now()
        return answer


def without_address(error: Exception) -> str:
    """What came, without the address, which differs from object to object where the reason is the same."""
    return URL.sub("", str(error))
