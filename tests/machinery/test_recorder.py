"""The Recorder keeps every exchange, without secrets."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event

import httpx
import pytest

from close_sms.clock import VirtualClock
from close_sms.exchange import Exchange
from close_sms.redaction import Redactor
from close_sms.transports.recorder import MOST_KEPT, Recorder

START = datetime(2026, 1, 1, tzinfo=UTC)
KEY = "api_1a2b3c4d5e6f7g8h"
ROOT = "https://close.mock/event/v1"
URL = f"{ROOT}/activity/sms/"


def echo(request: httpx.Request) -> httpx.Response:
    return httpx.Response(201, headers={"X-Seen": KEY}, content=request.content)


def recorder(handler: Callable[[httpx.Request], httpx.Response] = echo) -> Recorder:
    return Recorder(httpx.MockTransport(handler), ROOT, VirtualClock(START), Redactor({"CLOSE_API_KEY": KEY}))


def test_exchange_rides_on_the_answer_and_stays_on_the_tape() -> None:
    kept = recorder()
    kept.check = "a check"
    with httpx.Client(transport=kept) as client:
        answer = client.post(URL, json={"status": "draft"})
    assert [answer.extensions["exchange"]] == kept.tape
    exchange = kept.tape[0]
    assert (exchange.number, exchange.check, exchange.method, exchange.url) == (1, "a check", "POST", URL)
    assert (exchange.operation, exchange.path) == ("create", "activity/sms/")
    assert (exchange.status, exchange.json(), exchange.started) == (201, {"status": "draft"}, START)
    assert answer.elapsed.total_seconds() == pytest.approx(exchange.elapsed_s, abs=1e-6)


def told(*requests: tuple[str, Event | None, Event | None]) -> list[tuple[str, bool]]:
    """The bodies of requests that leave side by side, each with whether it overlapped, in the order of being told of.

    A request is answered when its first event is set; its second is set when it has left.
    """
    waits = {body: (answered, left) for body, answered, left in requests}

    def handler(request: httpx.Request) -> httpx.Response:
        answered, left = waits[request.content.decode()]
        if left:
            left.set()
        if answered:
            assert answered.wait(5)
        return httpx.Response(200, content=request.content)

    order: list[tuple[str, bool]] = []
    kept = Recorder(
        httpx.MockTransport(handler),
        ROOT,
        VirtualClock(START),
        Redactor({}),
        lambda exchange: order.append((exchange.request_body, exchange.overlapped)),
    )
    with ThreadPoolExecutor(len(requests)) as pool, httpx.Client(transport=kept) as client:
        for body, _, left in requests:
            pool.submit(client.post, URL, content=body)
            if left:
                assert left.wait(5)
    return order


def test_requests_side_by_side_overlap_and_one_after_the_other_does_not() -> None:
    second_left = Event()
    assert told(("first", second_left, Event()), ("second", None, second_left)) in (
        [("first", True), ("second", True)],
        [("second", True), ("first", True)],
    )
    kept = recorder()
    with httpx.Client(transport=kept) as client:
        for body in ("one", "two"):
            client.post(URL, content=body)
    assert [False, False] == [exchange.overlapped for exchange in kept.tape]


def test_a_request_that_leaves_while_another_answer_is_told_of_overlaps() -> None:
    leaving, told_of = Event(), []

    def tell(exchange: Exchange) -> None:
        if exchange.request_body == "first":
            leaving.set()
            later_left.wait(5)
        told_of.append((exchange.request_body, exchange.overlapped))

    later_left = Event()

    def handler(request: httpx.Request) -> httpx.Response:
        if request.content == b"later":
            later_left.set()
        return httpx.Response(200, content=request.content)

    kept = Recorder(httpx.MockTransport(handler), ROOT, VirtualClock(START), Redactor({}), tell)
    with ThreadPoolExecutor(2) as pool, httpx.Client(transport=kept) as client:
        first = pool.submit(client.post, URL, content="first")
        leaving.wait(5)
        later = pool.submit(client.post, URL, content="later")
        assert (first.result().status_code, later.result().status_code) == (200, 200)
    assert told_of == [("first", False), ("later", True)]


def test_secrets_are_on_no_part_of_the_tape() -> None:
    kept = recorder()
    with httpx.Client(transport=kept, auth=(KEY, "")) as client:
        answer = client.post(URL, params={"k": KEY}, json={"text": KEY})
    assert KEY in answer.text
    assert KEY not in repr(kept.tape)
    assert kept.tape[0].request_headers["authorization"] == "Basic $CLOSE_API_KEY:"


def test_path_is_below_a_root_that_holds_a_secret() -> None:
    root = f"https://close.mock/{KEY}/v1"
    kept = Recorder(httpx.MockTransport(echo), root, VirtualClock(START), Redactor({"CLOSE_API_KEY": KEY}))
    with httpx.Client(transport=kept) as client:
        client.get(f"{root}/me/")
    assert kept.tape[0].path == "me/"
    assert KEY not in repr(kept.tape)


def test_long_bodies_are_cut_in_the_evidence_only() -> None:
    kept = recorder()
    with httpx.Client(transport=kept) as client:
        answer = client.post(URL, content=b"x" * (MOST_KEPT + 5))
    assert len(answer.content) == MOST_KEPT + 5
    assert kept.tape[0].response_body.endswith(f"… (cut; {MOST_KEPT + 5} characters in all)")
    assert len(kept.tape[0].request_body) < MOST_KEPT + 50


def test_a_secret_at_the_cut_is_no_half_secret() -> None:
    kept = recorder()
    with httpx.Client(transport=kept) as client:
        client.post(URL, content=b"x" * (MOST_KEPT - 10) + KEY.encode())
    assert KEY[:8] not in kept.tape[0].request_body


@pytest.mark.parametrize("body", [b"\xff\x00", b"\xff" + KEY.encode()])
def test_bytes_that_are_no_text_are_kept_raw_unless_they_hold_a_secret(body: bytes) -> None:
    kept = recorder()
    with httpx.Client(transport=kept) as client:
        client.post(URL, content=body)
    assert kept.tape[0].raw_body == (b"" if KEY.encode() in body else body)


def test_lost_requests_are_kept_apart_and_raised_again() -> None:
    def lose(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("too slow", request=request)

    heard: list[Exchange] = []
    kept = Recorder(httpx.MockTransport(lose), ROOT, VirtualClock(START), Redactor({}), heard.append)
    with httpx.Client(transport=kept) as client, pytest.raises(httpx.ReadTimeout):
        client.get(URL)
    assert kept.tape == []
    assert heard == kept.errors
    assert [(lost.status, lost.response_body) for lost in kept.errors] == [(0, "ReadTimeout: too slow")]


def test_an_answer_that_breaks_off_is_lost() -> None:
    def broken() -> Iterator[bytes]:
        yield b"{"
        raise httpx.RemoteProtocolError("gone")

    kept = recorder(lambda _: httpx.Response(200, content=broken()))
    with httpx.Client(transport=kept) as client, pytest.raises(httpx.RemoteProtocolError):
        client.get(URL)
    assert len(kept.errors) == 1


def test_numbers_are_unique_under_threads() -> None:
    kept = recorder()
    with httpx.Client(transport=kept) as client, ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: client.get(URL), range(100)))
    assert sorted(exchange.number for exchange in kept.tape) == list(range(1, 101))


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-be", "utf-32"])
def test_a_secret_in_a_wide_charset_is_taken_out(charset: str) -> None:
    kept = recorder()
    with httpx.Client(transport=kept) as client:
        client.post(URL, content=f'{{"text": "{KEY}"}}'.encode(charset))
    assert "$CLOSE_API_KEY" in kept.tape[0].request_body
    assert KEY not in repr(kept.tape[0]).replace("\\x00", "")
    assert b"" == kept.tape[0].raw_body
