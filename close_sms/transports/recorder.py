"""Keeps every request and its answer as evidence, secrets taken out."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TypedDict

import httpx

from close_sms.clock import Clock
from close_sms.exchange import Exchange
from close_sms.redaction import Redactor

MOST_KEPT = 8_000_000  # characters of a body: a million, all of them escaped, and more


class _Asked(TypedDict):
    method: str
    url: str
    root: str
    request_headers: dict[str, str]
    request_body: str
    raw_body: bytes


class Recorder(httpx.BaseTransport):
    """A transport that records around `inner`; safe under threads.

    `tape` holds the exchanges in the order of their answers, `errors` the requests that got none (status 0,
    the reason as body); `check` names the check that exchanges are recorded for. Each answer carries its
    exchange as `response.extensions["exchange"]`. `on_exchange` is told of each, answered or not, one at a time.
    """

    def __init__(
        self,
        inner: httpx.BaseTransport,
        root_url: str,
        clock: Clock,
        redactor: Redactor,
        on_exchange: Callable[[Exchange], None] = lambda _: None,
    ) -> None:
        """Record what passes to `inner`, which leads to the endpoint whose API root is `root_url`."""
        self.tape: list[Exchange] = []
        self.errors: list[Exchange] = []
        self.check = "set-up"
        self._inner = inner
        self._root = redactor.text(root_url)  # as it begins every URL that is kept
        self._clock = clock
        self._redactor = redactor
        self._on_exchange = on_exchange
        self._lock = threading.Lock()
        self._telling = threading.Lock()
        self._count = 0
        self._under_way = 0
        self._crowds = 0  # how often a request has met another that was under way

    @property
    def exchanges(self) -> list[Exchange]:
        """All of them, those without an answer first."""
        return [*self.errors, *self.tape]

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer of `inner`, read to its end; what `inner` raises is recorded and raised again."""
        number, check, crowds = self._depart()
        request.read()
        started, begun = self._clock.now(), time.perf_counter()

        def kept(status: int, headers: httpx.Headers, body: str) -> Exchange:
            return Exchange(
                number=number,
                check=check,
                **self._asked(request),
                status=status,
                response_headers=self._redactor.headers(headers.multi_items()),
                response_body=_cut(self._redactor.text(body)),
                started=started,
                elapsed_s=time.perf_counter() - begun,
                overlapped=self._crowds > crowds,
            )

        try:
            response = self._inner.handle_request(request)
            response.read()
        except Exception as error:
            with self._arrival():
                lost = kept(0, httpx.Headers(), f"{type(error).__name__}: {error}")
                self.errors.append(lost)
                self._on_exchange(lost)
            raise
        with self._arrival():
            exchange = kept(response.status_code, response.headers, _text(response.content))
            self.tape.append(exchange)
            self._on_exchange(exchange)
        response.extensions = {**response.extensions, "exchange": exchange}
        response.elapsed = timedelta(seconds=exchange.elapsed_s)
        return response

    def _depart(self) -> tuple[int, str, int]:
        """Number and check of a request that leaves, and how many crowds there were before it."""
        with self._lock:
            before = self._crowds
            self._count += 1
            self._crowds += self._under_way > 0
            self._under_way += 1
            return self._count, self.check, before

    @contextmanager
    def _arrival(self) -> Iterator[None]:
        """An answer is told of, one at a time; until then its request counts as under way."""
        with self._telling:
            try:
                yield
            finally:
                with self._lock:
                    self._under_way -= 1

    def close(self) -> None:
        """Close `inner`."""
        self._inner.close()

    def _asked(self, request: httpx.Request) -> _Asked:
        redact = self._redactor
        return {
            "method": request.method,
            "url": redact.text(str(request.url)),
            "root": self._root,
            "request_headers": redact.headers(request.headers.multi_items()),
            "request_body": _cut(redact.text(_text(request.content))),
            "raw_body": _raw(request.content, redact),
        }


def _text(body: bytes) -> str:
    return body.decode(errors="backslashreplace")


def _cut(text: str) -> str:
    return text if len(text) <= MOST_KEPT else f"{text[:MOST_KEPT]}… (cut; {len(text)} characters in all)"


def _raw(body: bytes, redact: Redactor) -> bytes:
    """The body where text cannot show it, unless it is long or holds a secret."""
    try:
        body.decode()
    except UnicodeDecodeError:
        shown = body.decode("latin-1")
        return body if len(body) <= MOST_KEPT and redact.text(shown) == shown else b""
    return b""
