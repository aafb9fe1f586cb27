"""Servers whose clock is not the client's, and servers that take their time."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from itertools import count
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from close_sms.mock import Behaviour
from close_sms.mock.things import Sms
from tests.innocents.innocent import Now, innocent
from tests.innocents.layers import Inner, dressed, layer

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

BEHIND = timedelta(seconds=3)
SHORT_S, LONG_S, A_LONG_ONE_IN = 0.005, 0.6, 50


def skewed(seconds: float) -> type[Behaviour]:
    """A server whose clock differs from the client's by so many seconds; its `Date` header says so."""

    class Skewed(Behaviour):
        def now(self) -> datetime:
            return super().now() + timedelta(seconds=seconds)

    return Skewed


class CarriersClock(Behaviour):
    """`date_sent` is what the carrier tells, whose clock is three seconds behind."""

    def sent(self, sms: Sms, at: datetime) -> Sms:
        return replace(super().sent(sms, at), date_sent=at - BEHIND)


undated = dressed(lambda _request, response: response.headers.pop("Date", None))


def dated_by_a_proxy(app: WSGIApplication, now: Now) -> WSGIApplication:
    def middle(_request: Request, inner: Inner) -> Response:
        response = inner()
        response.headers["Date"] = format_datetime(now(), usegmt=True)
        return response

    return layer(app, middle)


def slow(app: WSGIApplication, _now: Now) -> WSGIApplication:
    numbers = count(1)

    def middle(_request: Request, inner: Inner) -> Response:
        seconds = SHORT_S if next(numbers) % A_LONG_ONE_IN else LONG_S
        time.sleep(seconds)
        response = inner()
        response.headers["Server-Timing"] = f"app;dur={1000 * seconds:.0f}"
        return response

    return layer(app, middle)


for seconds in (4, -4, 90, -90):
    where = "ahead" if seconds > 0 else "behind"
    innocent(
        f"clock-{abs(seconds)}-s-{where}",
        "R29 R82 R105 S18 S40",
        f"No document says that the clocks of client and server agree. This server's is {abs(seconds)} s {where}: its"
        " dates, its filters, and what is past or due go by its own clock, which its `Date` header tells.",
        behaviour=skewed(seconds),
    )

for seconds in (45, -100):
    where = "ahead" if seconds > 0 else "behind"
    innocent(
        f"clock-{abs(seconds)}-s-{where}-undated",
        "R29 R82 R105 S18 S40",
        f"The same of a server that is {abs(seconds)} s {where} and has no `Date` header: HTTP asks for one only of"
        " servers with a clock that they trust.",
        behaviour=skewed(seconds),
        around=undated,
    )
    innocent(
        f"clock-{abs(seconds)}-s-{where}-proxied",
        "R29 R82 R105 S18 S40",
        f"The same of a server that is {abs(seconds)} s {where}; the `Date` header is of the proxy before it, which"
        " goes by the client's clock.",
        behaviour=skewed(seconds),
        around=dated_by_a_proxy,
    )

innocent(
    "carriers-clock-3-s-behind",
    "R29 R30 R105",
    "No document says by whose clock `date_sent` is; here it is the carrier's, which is three seconds behind.",
    behaviour=CarriersClock,
)
innocent(
    "slow",
    "R13",
    "No document promises how fast an answer comes. Each takes 5 ms of real time, and one in fifty 0.6 s.",
    around=slow,
)


class TwoHosts(Behaviour):
    """Two hosts answer in turns, whose clocks are 1.5 s apart."""

    def moment(self) -> datetime:
        self.turn = not getattr(self, "turn", False)
        return super().moment() - timedelta(seconds=1.5 * self.turn)


innocent(
    "two-hosts",
    "R69 S63",
    "That one clock dates all that is written is not said: here it is two, 1.5 s apart.",
    behaviour=TwoHosts,
)
