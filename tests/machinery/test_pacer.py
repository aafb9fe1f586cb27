"""The Pacer waits as long as it is told, retries what is safe, and calls the rest noise."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from close_sms.clock import VirtualClock
from close_sms.noise import Noise
from close_sms.transports.pacer import ALL_WAITS, ONE_WAIT, Pacer

START = datetime(2026, 1, 1, tzinfo=UTC)
URL = "https://close.mock/api/v1/activity/sms/"


class WatchedClock(VirtualClock):
    """A virtual clock that remembers its sleeps."""

    def __init__(self) -> None:
        super().__init__(START)
        self.sleeps: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        super().sleep(seconds)


class Script:
    """An endpoint that answers from a script; its last line is repeated."""

    def __init__(self, *lines: Any) -> None:
        self.lines = list(lines)
        self.asked = 0

    def __call__(self, _: httpx.Request) -> httpx.Response:
        line = self.lines[min(self.asked, len(self.lines) - 1)]
        self.asked += 1
        if isinstance(line, Exception):
            raise line
        code, headers = line if isinstance(line, tuple) else (line, {})
        return httpx.Response(code, headers=headers)


def paced(handler: Callable[[httpx.Request], httpx.Response]) -> tuple[Pacer, WatchedClock]:
    clock = WatchedClock()
    return Pacer(httpx.MockTransport(handler), clock), clock


def send(pacer: Pacer, method: str = "GET", url: str = URL) -> int:
    return pacer.handle_request(httpx.Request(method, url)).status_code


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7),
        ({"RateLimit": "limit=100, remaining=0, reset=5"}, 5),
        ({"RateLimit": "limit=100, remaining=0, reset=5", "Retry-After": "9"}, 5),
        ({"RateLimit-Reset": "3"}, 3),
        ({"X-Rate-Limit-Reset": "2.5"}, 2.5),
        ({"Retry-After": "Thu, 01 Jan 2026 00:00:30 GMT"}, 30),
        ({"Retry-After": "soon"}, 1),
        ({"Retry-After": "-4"}, 1),
        ({"Retry-After": "nan"}, 1),
        ({"RateLimit": "reset=1.2.3", "Retry-After": "inf"}, 1),
        ({}, 1),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_a_limit_is_waited_out_for_every_method(method: str, headers: dict[str, str], seconds: float) -> None:
    script = Script((429, headers), 200)
    pacer, clock = paced(script)
    assert send(pacer, method) == 200
    assert sum(clock.sleeps) == pytest.approx(seconds, abs=0.01)
    assert script.asked == 2


def test_waits_are_split_and_bounded() -> None:
    pacer, clock = paced(Script((429, {"Retry-After": "100"}), 200))
    assert send(pacer) == 200
    assert clock.sleeps == [ONE_WAIT, 40.0]


def test_too_long_a_wait_is_noise_at_once() -> None:
    pacer, clock = paced(Script((429, {"Retry-After": "3600"})))
    with pytest.raises(Noise, match="3600 s more, and the suite waits at most 120 s"):
        send(pacer)
    assert clock.sleeps == []


LIMITS = st.dictionaries(
    st.sampled_from(["Retry-After", "RateLimit", "RateLimit-Reset"]),
    st.text("0123456789.=resetin -,e", max_size=20),
)


@given(st.lists(LIMITS, min_size=1, max_size=5))
def test_a_limit_that_does_not_pass_ends_in_noise(headers: list[dict[str, str]]) -> None:
    script = Script(*((429, {name: value.strip() for name, value in line.items()}) for line in headers))
    pacer, clock = paced(script)
    with pytest.raises(Noise):
        send(pacer, "POST")
    assert sum(clock.sleeps) <= ALL_WAITS
    assert max(clock.sleeps, default=0) <= ONE_WAIT
    assert script.asked < 30


@pytest.mark.parametrize("failure", [408, 502, 503, 504, httpx.ReadTimeout("slow"), httpx.RemoteProtocolError("gone")])
def test_a_get_is_retried(failure: object) -> None:
    script = Script(200, failure, failure, 200)
    pacer, _ = paced(script)
    assert [send(pacer), send(pacer)] == [200, 200]
    assert script.asked == 4


@pytest.mark.parametrize("failure", [408, 502, 503, 504, httpx.ReadTimeout("slow")])
def test_a_get_is_not_retried_for_ever(failure: object) -> None:
    script = Script(200, failure)
    pacer, clock = paced(script)
    send(pacer)
    with pytest.raises(Noise, match=r"attempt 3"):
        send(pacer)
    assert script.asked == 4
    assert sum(clock.sleeps) < 5


@pytest.mark.parametrize("failure", [408, 502, 503, 504, httpx.ReadTimeout("slow"), httpx.ConnectError("no")])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_what_may_have_happened_is_not_done_twice(method: str, failure: object) -> None:
    script = Script(failure, 200)
    pacer, _ = paced(script)
    with pytest.raises(Noise):
        send(pacer, method)
    assert script.asked == 1


def test_an_endpoint_that_was_never_reached_is_given_up_at_once() -> None:
    script = Script(httpx.ConnectTimeout("no route"))
    pacer, clock = paced(script)
    with pytest.raises(Noise, match="got no answer: ConnectTimeout: no route"):
        send(pacer)
    assert (script.asked, clock.sleeps) == (1, [])


@pytest.mark.parametrize("code", [200, 301, 400, 401, 404, 500, 501])
def test_other_answers_pass(code: int) -> None:
    pacer, clock = paced(Script(code))
    assert send(pacer) == code
    assert clock.sleeps == []


def test_a_used_up_window_is_waited_out_before_the_next_request_of_its_group() -> None:
    pacer, clock = paced(Script((200, {"RateLimit": "limit=9, remaining=0, reset=8"}), 200))
    send(pacer, "GET", URL + "acti_12345678/")
    send(pacer, "POST", URL)
    assert clock.sleeps == []
    send(pacer, "GET", URL + "acti_abcdefgh/")
    assert sum(clock.sleeps) == pytest.approx(8, abs=0.01)
    send(pacer, "GET", URL + "acti_abcdefgh/")
    assert len(clock.sleeps) == 1


def test_a_window_that_has_passed_is_not_waited_for() -> None:
    pacer, clock = paced(Script((200, {"RateLimit": "limit=9, remaining=0, reset=8"}), 200))
    send(pacer)
    clock._now += timedelta(seconds=9)
    send(pacer)
    assert clock.sleeps == []


def test_what_cannot_be_written_on_the_wire_is_no_noise() -> None:
    pacer, _ = paced(Script(httpx.LocalProtocolError("illegal header")))
    with pytest.raises(httpx.LocalProtocolError):
        send(pacer)


def test_a_get_that_may_be_taken_for_a_write_is_not_repeated() -> None:
    script = Script(200, 503, 200)
    pacer, _ = paced(script)
    send(pacer)
    with pytest.raises(Noise):
        pacer.handle_request(httpx.Request("GET", URL, headers={"X-HTTP-Method-Override": "POST"}))
    assert 2 == script.asked
