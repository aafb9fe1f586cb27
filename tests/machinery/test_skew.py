"""How far an endpoint's clock is ahead of its Date header."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from close_sms.exchange import Exchange
from close_sms.skew import dating_skew_of

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def made(body: Any, *, method: str = "POST", path: str = "lead/", date: datetime | None = None) -> Exchange:
    headers = {"date": format_datetime(date, usegmt=True)} if date else {}
    root = "https://close.mock/api/v1"
    return Exchange(1, "a check", method, f"{root}/{path}", root, {}, "", 200, headers, json.dumps(body), NOW, 3.0)


def lead(seconds: float) -> dict[str, str]:
    return {"id": "lead_1", "date_created": (NOW + timedelta(seconds=seconds)).isoformat()}


@pytest.mark.parametrize(
    ("seconds", "skew"),
    [(90, 87), (-90, -90), (0, 0), (4, 0), (-1.5, 0), (3600, 0), (-3600, 0)],
)  # the request took three seconds, within which the lead may have been made
def test_without_a_date_header_it_is_held_against_our_clock(seconds: float, skew: float) -> None:
    assert dating_skew_of(made(lead(seconds))).total_seconds() == skew


def test_with_a_date_header_it_is_held_against_that() -> None:
    assert dating_skew_of(made(lead(90), date=NOW + timedelta(seconds=90))) == timedelta()
    assert dating_skew_of(made(lead(0), date=NOW + timedelta(seconds=90))) == timedelta(seconds=-87)


@pytest.mark.parametrize(
    "exchange",
    [
        made({"id": "lead_1"}),
        made({"date_created": None}),
        made({"date_created": "soon"}),
        made([]),
        made(lead(90), method="GET"),
        made(lead(90), path="activity/sms/"),
    ],
)
def test_what_tells_nothing_is_no_skew(exchange: Exchange) -> None:
    assert dating_skew_of(exchange) == timedelta()
