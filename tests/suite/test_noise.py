"""An endpoint that is stopped in the middle of a run, whether it comes back or not, is not accused of anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.bench import EVERY_CHECK, Around, Bench

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

BENCH = Bench(*EVERY_CHECK)


def stopped(after: int, until: float) -> Around:
    """Nobody listens from that request to this one: connections are refused, in place of some the answer is cut off."""

    def around(app: WSGIApplication, now: Callable[[], datetime]) -> WSGIApplication:
        count = 0

        def listening(environment: WSGIEnvironment, respond: StartResponse) -> Iterable[bytes]:
            nonlocal count
            count += 1
            if after < count <= until:
                raise httpx.ConnectError("Connection refused")
            answer = app(environment, respond)
            if count == after:  # it was done, but nobody hears of it
                raise httpx.RemoteProtocolError("Server disconnected without sending a response.")
            return answer

        return listening

    return around


@pytest.mark.parametrize("after", [10, 100, 300, 700, 1100])
def test_endpoint_that_is_stopped_is_not_accused(after: int) -> None:
    ran = BENCH.run(around=stopped(after, float("inf")))
    assert ran.code == 6, ran.why
    assert not ran.broken, ran.why


@pytest.mark.parametrize(
    ("check", "after"),
    [(check, after)
     for check, moments in (("lifecycle.py::test_random_walks", (10, 15)), ("breadth.py::test_stateful_cases", (3, 5)))
     for after in moments],
)  # fmt: skip
def test_endpoint_that_is_stopped_in_a_walk_is_not_accused(check: str, after: int) -> None:
    """Hypothesis repeats a walk that raised, and complains when it goes otherwise."""
    ran = BENCH.run(only=[f"conformance/test_{check}"], around=stopped(after, float("inf")))
    assert ran.code == 6, ran.why
    assert not ran.broken, ran.why


@pytest.mark.parametrize("after", [50, 200, 500, 900])
def test_endpoint_that_comes_back_is_not_accused(after: int) -> None:
    ran = BENCH.run(around=stopped(after, after + 40))
    assert ran.code in (0, 6), ran.why
    assert not ran.broken, ran.why


def unheard(method: str, each: int, status: str | None) -> Around:
    """Each so many requests of a method on a message are done, but a gateway answers, or nobody does."""

    def around(app: WSGIApplication, now: Callable[[], datetime]) -> WSGIApplication:
        count = 0

        def gateway(environment: WSGIEnvironment, respond: StartResponse) -> Iterable[bytes]:
            nonlocal count
            answer = app(environment, respond)
            if environment["REQUEST_METHOD"] != method or "/activity/sms/" not in environment["PATH_INFO"]:
                return answer
            count += 1
            if count % each:
                return answer
            if status is None:
                raise httpx.RemoteProtocolError("Server disconnected without sending a response.")
            respond(status, [("Content-Type", "text/html")])
            return [b"<h1>Gateway</h1>"]

        return gateway

    return around


@pytest.mark.parametrize("status", ["504 Gateway Timeout", "408 Request Timeout", None])
@pytest.mark.parametrize(
    ("method", "each"), [("PUT", 5), ("PUT", 7), ("PUT", 11), ("DELETE", 3), ("DELETE", 2), ("POST", 9), ("POST", 23)]
)
def test_endpoint_whose_answers_are_lost_is_not_accused(method: str, each: int, status: str | None) -> None:
    """What was asked for may have been done; a check that lost an answer is run once more."""
    ran = BENCH.run(around=unheard(method, each, status))
    assert not ran.broken, ran.why
    assert ran.code in (0, 6), ran.why


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_lost_answer_now_and_then_leaves_nothing_undecided(method: str) -> None:
    ran = BENCH.run(around=unheard(method, {"POST": 400, "PUT": 130, "DELETE": 23}[method], None))
    assert ran.code == 0, ran.why


def test_endpoint_that_answers_with_errors_of_its_own_is_accused() -> None:
    def around(app: WSGIApplication, now: Callable[[], datetime]) -> WSGIApplication:
        def crashing(environment: WSGIEnvironment, respond: StartResponse) -> Iterable[bytes]:
            if "activity" not in environment["PATH_INFO"]:
                return app(environment, respond)
            respond("500 Internal Server Error", [("Content-Type", "application/json")])
            return [b"{}"]

        return crashing

    assert BENCH.run(around=around).code == 1
