"""A credential that expires in the middle of a run leaves rules undecided, and accuses nobody."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from itertools import count
from typing import Any

import pytest

from close_sms.mock import ACCESS_TOKEN
from tests.bench import Around, Bench

BENCH = Bench("--hypothesis-profile=smoke")
ME = "/me/"


def refusing_after(requests: int, refused: Callable[[dict[str, Any]], bool]) -> Around:
    """A server that answers so many requests, and then some of the others with 401."""

    def around(app: Any, now: Callable[[], datetime]) -> Any:
        numbers = count()

        def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
            if next(numbers) < requests or not refused(environ):
                return app(environ, start)
            start("401 UNAUTHORIZED", [("Content-Type", "application/json")])
            return [json.dumps({"error": "The credentials have expired."}).encode()]

        return answer

    return around


def of_the_token(environ: dict[str, Any]) -> bool:
    return ACCESS_TOKEN in environ.get("HTTP_AUTHORIZATION", "")


@pytest.mark.parametrize("requests", [5, 60, 300, 455, 554, 599])
def test_expired_credentials_end_the_run_undecided(requests: int) -> None:
    ran = BENCH.run(around=refusing_after(requests, lambda _: True))
    assert not ran.broken, ran.why
    assert ran.code == 6, ran.why
    assert "refused since (401)" in ran.why


@pytest.mark.parametrize("requests", [5, 60, 300])
def test_expired_token_beside_a_key_leaves_its_rules_undecided(requests: int) -> None:
    ran = BENCH.run(around=refusing_after(requests, of_the_token))
    assert ran.broken <= {"auth.bearer-token"}, ran.why  # where it had not been accepted before


def test_server_that_refuses_only_some_requests_is_accused() -> None:
    ran = BENCH.run(around=refusing_after(60, lambda environ: not environ["PATH_INFO"].endswith(ME)))
    assert ran.broken, ran.why
