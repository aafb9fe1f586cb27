"""Keeps to the endpoint's pace: obeys rate limits and retries what is safe to retry.

Rate limits as in overview/rate-limits: one header `RateLimit: limit=100, remaining=50, reset=5` and, less
exact, `Retry-After`; the older `RateLimit-Reset` and `X-Rate-Limit-Reset` are understood too.
"""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import count

import httpx

from close_sms.clock import Clock
from close_sms.noise import LIMITED, UNHEARD, Lost, Noise
from close_sms.transports.address import overrides

ONE_WAIT = 60.0  # seconds, at most, in one go
ALL_WAITS = 120.0  # seconds, at most, for one request
TRIES = 3  # of a GET whose answer was not heard
PAUSES = (1.0, 2.0, 4.0, 8.0)  # seconds, where the endpoint names none
PAIR = re.compile(r"\b(remaining|reset)\s*=\s*([0-9.]+)", re.IGNORECASE)


class Pacer(httpx.BaseTransport):
    """A transport that waits for and retries `inner`; safe under threads.

    Raises Noise for 429 that does not pass, Lost where an answer was not heard, as by 504 and by transport errors. A
    request that cannot be written on the wire at all raises httpx.LocalProtocolError.
    """

    def __init__(self, inner: httpx.BaseTransport, clock: Clock) -> None:
        """Pace what passes to `inner`, waiting on `clock`."""
        self._inner = inner
        self._clock = clock
        self._lock = threading.Lock()
        self._not_before: dict[str, datetime] = {}  # by endpoint group
        self._reached = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The first answer of `inner` that is no noise; raises Noise."""
        budget = _Budget(self._clock)
        group = _group(request)
        pauses = iter(PAUSES)
        for attempt in count(1):
            self._wait_for_turn(group, budget)
            outcome = self._attempt(request)
            if isinstance(outcome, httpx.Response):
                self._note_limit(group, outcome)
                if outcome.status_code not in (LIMITED, *UNHEARD):
                    return outcome
            self._before_next(request, outcome, attempt, budget, pauses)
        raise AssertionError("not reached: the waits of one request are bounded")

    def close(self) -> None:
        """Close `inner`."""
        self._inner.close()

    def _attempt(self, request: httpx.Request) -> httpx.Response | httpx.RequestError:
        try:
            response = self._inner.handle_request(request)
        except httpx.LocalProtocolError:
            raise
        except httpx.RequestError as error:
            return error
        self._reached = True
        return response

    def _before_next(
        self,
        request: httpx.Request,
        outcome: httpx.Response | httpx.RequestError,
        attempt: int,
        budget: _Budget,
        pauses: Iterator[float],
    ) -> None:
        """Wait before the next attempt; raises Noise where there shall be none."""
        what = _in_words(request, outcome, attempt)
        pause = next(pauses, PAUSES[-1])
        if isinstance(outcome, httpx.Response) and outcome.status_code == LIMITED:
            asked = _reset(outcome, self._clock)
            outcome.close()
            # A first wait as told; where that was too short, at least a growing one.
            budget.wait(pause if asked is None else max(asked, pause if attempt > 1 else 0.0), f"{what}; it asks for")
            return
        lost_at_once = not isinstance(outcome, httpx.Response) and not self._reached
        if request.method != "GET" or overrides(request) or attempt >= TRIES or lost_at_once:
            raise Lost(what)
        budget.wait(pause, what)

    def _wait_for_turn(self, group: str, budget: _Budget) -> None:
        with self._lock:
            due = self._not_before.get(group)
        if due is not None:
            seconds = (due - self._clock.now()).total_seconds()
            budget.wait(min(seconds, ONE_WAIT), "the rate limit is used up for")

    def _note_limit(self, group: str, response: httpx.Response) -> None:
        """After the last allowed request of a window its group waits for the next window."""
        seconds = _reset(response, self._clock) if _remaining(response) == 0 else None
        with self._lock:
            self._not_before.pop(group, None)
            if seconds is not None and response.status_code != LIMITED:
                self._not_before[group] = self._clock.now() + timedelta(seconds=min(seconds, ONE_WAIT))


class _Budget:
    """The time that may be waited for one request."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._left = ALL_WAITS

    def wait(self, seconds: float, why: str) -> None:
        if seconds <= 0:
            return
        if seconds > self._left:
            most = f"the suite waits at most {ALL_WAITS:.0f} s for one request"
            raise Noise(f"{why} {seconds:.0f} s more, and {most}")
        while seconds > 0:
            pause = min(seconds, ONE_WAIT)
            self._clock.sleep(pause)
            self._left -= pause
            seconds -= pause


def _in_words(request: httpx.Request, outcome: httpx.Response | httpx.RequestError, attempt: int) -> str:
    what = f"{request.method} {request.url.copy_with(query=None)}"
    times = f" (attempt {attempt})" if attempt > 1 else ""
    if isinstance(outcome, httpx.Response):
        return f"{what} was answered {outcome.status_code}{times}"
    return f"{what} got no answer: {type(outcome).__name__}: {outcome}{times}"


def _group(request: httpx.Request) -> str:
    """Limits count per method and path; ids in the path are not told apart."""
    path = re.sub(r"[a-z]+_[A-Za-z0-9]{8,}", "*", request.url.path)
    return f"{request.method} {path}"


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None


def _pairs(response: httpx.Response) -> dict[str, float]:
    found = PAIR.findall(response.headers.get("ratelimit", ""))
    return {name.lower(): number for name, value in found if (number := _number(value)) is not None}


def _remaining(response: httpx.Response) -> float | None:
    headers = response.headers
    found = _pairs(response).get("remaining")
    older = headers.get("ratelimit-remaining", headers.get("x-rate-limit-remaining"))
    return found if found is not None else _number(older)


def _reset(response: httpx.Response, clock: Clock) -> float | None:
    """Seconds until the limit is lifted, as the most exact header says; None where none says anything."""
    headers = response.headers
    candidates = (
        _pairs(response).get("reset"),
        _number(headers.get("retry-after")),
        _until(headers.get("retry-after"), clock),
        _number(headers.get("ratelimit-reset")),
        _number(headers.get("x-rate-limit-reset")),
    )
    return next((seconds for seconds in candidates if seconds is not None), None)


def _until(text: str | None, clock: Clock) -> float | None:
    try:
        return max(0.0, (parsedate_to_datetime(text or "") - clock.now()).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None
