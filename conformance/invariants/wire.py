"""What holds for every answer, whatever it is about."""

from __future__ import annotations

import re

from close_sms.noise import LIMITED
from conformance.invariants.parsed_exchange import Seen

JSON_TYPE = re.compile(r"application/(json|[\w.+-]+\+json)\s*(;.*)?", re.IGNORECASE)
RATE_LIMIT = re.compile(r"\s*limit\s*=\s*\d+\s*,\s*remaining\s*=\s*\d+\s*,\s*reset\s*=\s*(?P<reset>\d+(\.\d+)?)\s*")
HIDDEN_LIMIT = re.compile(r"\s*reset\s*=\s*(?P<reset>\d+(\.\d+)?)\s*")
A_YEAR = 366 * 86_400  # seconds: whoever tells more means a moment
SECONDS = re.compile(r"\d+(\.\d+)?")
SUCCESS = {**dict.fromkeys(("list", "get", "update", "delete"), (200,)), "create": (200, 201)}
TOO_LARGE = (413, 414, 431)  # often said by what stands before the endpoint, and in its own words


def json_bodies(seen: Seen) -> None:
    """`transport.json`: what is answered is JSON and says so; a refusal may have no body."""
    exchange = seen.exchange
    elsewhere = seen.is_noise or 300 <= exchange.status < 400 or exchange.status in TOO_LARGE
    if elsewhere or seen.is_blocked or exchange.method == "HEAD" or not seen.wants_json:
        return
    if not exchange.response_body.strip() and (exchange.status >= 400 or _may_be_empty(seen)):
        return
    announced = exchange.response_headers.get("content-type", "")
    seen.claim(
        "transport.json",
        JSON_TYPE.fullmatch(announced) is not None and seen.is_json,
        "a JSON body with the content type application/json",
        f"content type {announced or 'missing'}, a body that is {'' if seen.is_json else 'no '}JSON",
    )


def _may_be_empty(seen: Seen) -> bool:
    return seen.exchange.method in ("DELETE", "OPTIONS") or seen.exchange.status == 204


def no_server_error(seen: Seen) -> None:
    """`transport.no-server-error`: no 5xx but those of a network in between."""
    if not seen.is_noise:
        seen.claim(
            "transport.no-server-error",
            seen.exchange.status < 500,
            "no server error (5xx)",
            f"status code {seen.exchange.status}",
        )


def success_is_200(seen: Seen) -> None:
    """`transport.success-is-200`: the code of a success is 200, of a create perhaps 201 (D8)."""
    if seen.operation in SUCCESS and seen.accepted:
        codes = SUCCESS[seen.operation]
        seen.claim(
            "transport.success-is-200",
            seen.exchange.status in codes,
            f"a success of `{seen.operation}` has the status code {' or '.join(map(str, codes))}",
            f"status code {seen.exchange.status}",
        )


def rate_limit_header(seen: Seen) -> None:
    """`conventions.rate-limit`: where a `RateLimit` header comes, it has the documented form.

    Where one of the tighter, hidden limits is exceeded, its reset may be all that is told (API conventions).
    """
    announced = seen.exchange.response_headers.get("ratelimit")
    if announced is not None:
        told = RATE_LIMIT.fullmatch(announced)
        if seen.exchange.status == LIMITED:
            told = told or HIDDEN_LIMIT.fullmatch(announced)
        seen.claim(
            "conventions.rate-limit",
            told is not None and float(told["reset"]) <= A_YEAR,
            "`RateLimit` has the form limit=N, remaining=N, reset=N, with the seconds until the limit is reset",
            f"`RateLimit` is {announced!r}",
        )


def retry_after(seen: Seen) -> None:
    """`conventions.rate-limit`: a 429 says in seconds when to come again."""
    if seen.exchange.status == LIMITED:
        told = seen.exchange.response_headers.get("retry-after")
        seen.claim(
            "conventions.rate-limit",
            told is not None and SECONDS.fullmatch(told.strip()) is not None,
            "a 429 carries `Retry-After` in seconds",
            f"`Retry-After` is {told!r}" if told is not None else "no `Retry-After`",
        )


INVARIANTS = (json_bodies, no_server_error, success_is_200, rate_limit_header, retry_after)
