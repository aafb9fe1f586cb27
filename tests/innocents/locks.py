"""Servers that take one request at a time, and put off the others in their own way."""

from __future__ import annotations

import time
from threading import Lock
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from tests.innocents.innocent import Around, Now, innocent
from tests.innocents.layers import Inner, layer
from tests.innocents.limits import json_response

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

A_MOMENT_S = 0.003


def one_at_a_time(status: int, *methods: str) -> Around:
    """Of two such requests at once to the same URL one is answered this status."""

    def around(app: WSGIApplication, _now: Now) -> WSGIApplication:
        lock, busy = Lock(), set[str]()

        def middle(request: Request, inner: Inner) -> Response:
            if request.method not in methods or "/activity/sms/" not in request.path:
                return inner()
            with lock:
                if request.path in busy:
                    return json_response(status, {"error": "Busy."})
                busy.add(request.path)
            try:
                time.sleep(A_MOMENT_S)
                response = inner()
                response.headers["X-Lock"] = "released"
                return response
            finally:
                with lock:
                    busy.discard(request.path)

        return layer(app, middle)

    return around


AT_ONCE = "What becomes of requests at once is not said"
innocent("creates-one-at-a-time", "R10", f"{AT_ONCE}: 409, and again alone.", around=one_at_a_time(409, "POST"))
innocent("updates-one-at-a-time-423", "R10", f"{AT_ONCE}: 423, and again alone.", around=one_at_a_time(423, "PUT"))
innocent("updates-one-at-a-time-412", "R10", f"{AT_ONCE}: 412, and again alone.", around=one_at_a_time(412, "PUT"))
