"""Servers that let nobody call too often, and one that has to be called again."""

from __future__ import annotations

import json
import math
from collections import Counter
from datetime import datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from close_sms.mock import Behaviour
from close_sms.mock.errors import one_error
from close_sms.mock.things import Sms
from tests.innocents.innocent import Now, innocent
from tests.innocents.layers import Inner, group_of, layer

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

CREATES = "POST /api/v1/activity/sms"
GETS_UNTIL_A_HICCUP = 20
MOST_BYTES = 65_536
MOST_IDS = 20


class Windows:
    """How much is left of a limit in each group's present window; safe under threads."""

    def __init__(self, now: Now, most: int, seconds: float) -> None:
        self.now, self.most, self.size = now, most, timedelta(seconds=seconds)
        self.begun: dict[str, datetime] = {}
        self.taken: Counter[str] = Counter()
        self.lock = Lock()

    def take(self, group: str) -> tuple[int, int]:
        """Count a request: what remains after it, negative if it is one too many, and seconds to the next window."""
        with self.lock:
            now = self.now()
            begun = self.begun.setdefault(group, now)
            if now >= begun + self.size:
                begun = self.begun[group] = now
                self.taken[group] = 0
            self.taken[group] += 1
            return self.most - self.taken[group], max(1, math.ceil((begun + self.size - now).total_seconds()))


def json_response(status: int, body: object) -> Response:
    return Response(json.dumps(body), status, mimetype="application/json")


def of_caller(request: Request) -> str:
    return f"{request.headers.get('Authorization', '')} {group_of(request)}"


def twenty_five_a_second(app: WSGIApplication, now: Now) -> WSGIApplication:
    windows = Windows(now, 25, 1)

    def middle(request: Request, inner: Inner) -> Response:
        remaining, reset = windows.take(of_caller(request))
        if remaining < 0:
            message = f"API call count exceeded for this {windows.size.seconds} second window"
            response = json_response(429, {"error": {"message": message, "rate_reset": reset}})
            response.headers["Retry-After"] = str(reset)
        else:
            response = inner()
        response.headers["RateLimit"] = f"limit=25, remaining={max(0, remaining)}, reset={reset}"
        return response

    return layer(app, middle)


def ten_creates_in_two_seconds(app: WSGIApplication, now: Now) -> WSGIApplication:
    windows = Windows(now, 10, 2)

    def middle(request: Request, inner: Inner) -> Response:
        if group_of(request) != CREATES:
            return inner()
        remaining, reset = windows.take(of_caller(request))
        if remaining >= 0:
            return inner()
        response = json_response(429, {})
        response.headers["Retry-After"] = str(reset)
        response.headers["RateLimit"] = f"reset={reset}"
        return response

    return layer(app, middle)


def hiccups(app: WSGIApplication, _now: Now) -> WSGIApplication:
    gets, lock = Counter[str](), Lock()

    def middle(request: Request, inner: Inner) -> Response:
        if request.method == "GET":
            with lock:
                gets["all"] += 1
                number = gets["all"]
            if number % GETS_UNTIL_A_HICCUP == 0:
                response = json_response(503, {"error": "Service Unavailable"})
                response.headers["Retry-After"] = "1"
                return response
        return inner()

    return layer(app, middle)


class FewIds(Behaviour):
    def filter_by_id(self, rows: list[Sms], name: str, text: str) -> list[Sms]:
        if text.count(",") >= MOST_IDS:
            raise one_error(400, f"{name} takes {MOST_IDS} ids at most.")
        return super().filter_by_id(rows, name, text)


class SmallBodies(Behaviour):
    def check_size(self, size: int) -> None:
        if size > MOST_BYTES:
            raise one_error(413, "Request Entity Too Large")


innocent(
    "limits-25-requests-a-second",
    "R16 R17 R18 R19 D19 D20",
    "A rate limit is documented with its headers and its 429, no number of requests is; of the 429's body nothing may"
    " be relied on (D19). Counted per method, path and key, by the server's clock.",
    around=twenty_five_a_second,
)
innocent(
    "limits-creates-more-tightly",
    "R16 R18 D19",
    "Some endpoints carry tighter hidden limits and then set only the headers that tell when to try again:"
    " ten creates in two seconds, `Retry-After` and a `RateLimit` of nothing but the reset on the 429.",
    around=ten_creates_in_two_seconds,
)
innocent(
    "hiccups",
    "R13",
    "Every twentieth GET meets a 503 with `Retry-After` once. Nothing is said of 5xx; it comes from what stands in"
    " front of the API, says nothing of the contract, and passes when the GET is repeated.",
    around=hiccups,
)
innocent(
    "bodies-up-to-64-kilobytes",
    "S9 S71",
    "Limits of a body's size are not said (S71). What is larger is answered 413, which is not to be read at all.",
    behaviour=SmallBodies,
)
innocent(
    "filters-of-twenty-ids",
    "R81 S59",
    "How many ids a filter may name is not said; a URL with hundreds would not arrive. Here it is twenty.",
    behaviour=FewIds,
)
