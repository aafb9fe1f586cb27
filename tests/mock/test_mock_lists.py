"""Lists of messages: filters, dates and zones, order, keys, and how quickly they come."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.mock.mock_session import SMS, Session

NEW = "id__in=x contact_id=x _type=SMS organization_id=x activity_at__gt=2026-01-01 date_created__gte=2026-01-01"


@pytest.mark.parametrize(
    ("header", "bound", "found"),
    [
        ("", "date_created__gt=2026-05-01T12:00:00", False),
        ("", "date_created__gte=2026-05-01T12:00:00", True),
        ("-2.5", "date_created__gte=2026-05-01T09:30:00", True),
        ("-2.5", "date_created__gt=2026-05-01T09:30:00", False),
        ("-2.5", "activity_at__lt=2026-05-01T09:30:01", True),
        ("-2.5", "date_created__lt=2026-05-01T12:00:00Z", False),
        ("+12", "date_created__gte=2026-05-02", True),
        ("11.99", "date_created__gte=2026-05-02", False),
        ("-12.5", "date_created__lt=2026-05-01", True),
        ("-12", "date_created__lt=2026-05-01", False),
        ("banana", "date_created__gte=2026-05-01T12:00:00", True),
        ("-4, -5", "date_created__gte=2026-05-01T12:00:00", True),
    ],
)
def test_bounds_without_an_offset_are_in_the_callers_zone(mock: Session, header: str, bound: str, found: bool) -> None:
    sms = mock.made(lead_id=mock.lead()["id"], date_created="2026-05-01T12:00:00Z", activity_at="2026-05-01T12:00:00Z")
    rows = mock.get(f"{SMS}?lead_id={sms['lead_id']}&{bound}", x_tz_offset=header).body["data"]
    assert bool(rows) == found


@pytest.mark.parametrize(
    "header",
    ["", "nan", "inf", "24", "-24", "23.999999999", "1_0", "٣".encode().decode("latin-1"), "1e1", "--4", "9" * 999],
)
def test_no_zone_breaks_it(mock: Session, header: str) -> None:
    scheduled = {"status": "draft", "date_scheduled": "2026-06-01T08:00:00"}
    assert mock.post(SMS, scheduled, x_tz_offset=header).status == 200
    assert mock.get(f"{SMS}?date_created__gt=0001-01-01", x_tz_offset=header).status in (200, 400)


def test_an_offset_of_zero_is_an_offset() -> None:
    mock = Session({"scheduled-without-offset": "elsewhere"})
    body = {"status": "draft", "date_scheduled": "2026-06-01T08:00:00"}
    assert mock.post(SMS, body, x_tz_offset="0").body["date_scheduled"].startswith("2026-06-01T08")
    assert mock.post(SMS, body).body["date_scheduled"].startswith("2026-06-01T16")


@pytest.mark.parametrize(
    ("reading", "found"),
    [("start", {"gte", "gt"}), ("end", {"gte", "gt", "lte"}), ("refused", {"gte", "gt"})],
)
def test_a_plain_date_as_a_bound(reading: str, found: set[str]) -> None:
    mock = Session({"plain-date-bound": reading})
    sms = mock.made(date_created="2020-05-05T23:59:59.999999Z")
    for bound in ("gt", "gte", "lt", "lte"):
        reply = mock.get(f"{SMS}?id__in={sms['id']}&date_created__{bound}=2020-05-05")
        if reading == "refused" and bound == "lte":
            assert reply.status == 400
        else:
            assert bool(reply.body["data"]) == (bound in found)
    assert mock.get(f"{SMS}?date_created__lte=9999-12-31", x_tz_offset="-9").status in (200, 400)


def test_the_newer_filters_one_by_one() -> None:
    for reading, status in (("ignored", 200), ("refused", 400)):
        mock = Session({"old-list-filters-only": reading})
        for query in NEW.split():
            reply = mock.get(f"{SMS}?{query}")
            assert reply.status == status
            assert status == 400 or reply.body["data"]
        for query in ("_limit=1", "_skip=0", "_fields=id", "date_created__lt=2020-01-01", "zz=1"):
            assert mock.get(f"{SMS}?{query}").status == 200


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("date_created", "abc"),
        ("-date_created", "cba"),
        ("activity_at", "cab"),
        ("-activity_at", "acb"),
    ],
)
def test_order_by(order: str, expected: str) -> None:
    mock = Session({"order-by-parameter": "honoured", "default-activity-at": "none"})
    dates: list[Any] = ["2026-02-01T00:00:00Z", None, "2026-01-01T00:00:00Z"]
    for text, date in zip("abc", dates, strict=True):
        mock.made(text=text, activity_at=date)
    rows = mock.listed(f"?_order_by={order}&date_created__gt=2026-04-30")
    assert "".join(sms["text"] for sms in rows) == expected
    assert mock.get(f"{SMS}?_order_by=shoe").status == 400


@pytest.mark.parametrize(
    ("reading", "limits"),
    [
        ("100", {"100": 200, "101": 400}),
        ("200", {"200": 200, "201": 400}),
        ("1000", {"1000": 200, "1001": 400}),
        ("larger", {"100000": 200, "100001": 400, "9" * 5000: 400}),
    ],
)
def test_a_limit_above_the_maximum_is_refused(reading: str, limits: dict[str, int]) -> None:
    for more in ({}, {"limit-that-is-no-number": "default", "limit-of-zero": "default"}):
        mock = Session({"largest-limit": reading, **more})
        for limit, status in limits.items():
            assert mock.get(f"{SMS}?_limit={limit}").status == status
        assert mock.get(f"{SMS}?_limit=-1").status == 400


@pytest.mark.parametrize(
    ("filters", "unattached", "ignored"),
    [("lead_id=", 1, 2), ("contact_id=%20", 1, 2), ("user_id=", 0, 2), ("id__in=", 0, 2), ("_type=", 0, 2)],
)
def test_empty_filters(filters: str, unattached: int, ignored: int) -> None:
    for reading, number in {"unattached": unattached, "ignored": ignored, "empty": 0}.items():
        mock = Session({"empty-filter": reading})
        mock.made()
        assert len(mock.listed(f"?{filters}")) == number
    assert Session({"empty-filter": "refused"}).get(f"{SMS}?{filters}").status == 400


def test_unknown_ids_in_a_filter_are_refused_among_known_ones() -> None:
    mock = Session({"unknown-id-in-filter": "refused"})
    lead, foreign = mock.lead(), mock.as_other().lead()
    for query, status in {
        f"lead_id={lead['id']}": 200,
        f"lead_id={lead['id']}, lead_x": 400,
        f"lead_id={foreign['id']}": 400,
        f"contact_id={foreign['contacts'][0]['id']}": 400,
        "user_id=user_x": 400,
        "id__in=acti_x": 200,
        "lead_id=": 200,
    }.items():
        assert mock.get(f"{SMS}?{query}").status == status, query


def test_fields_limit_every_answer(mock: Session) -> None:
    sms = mock.create("?_fields=id", text="Hi").body
    assert set(sms) == {"id"}
    path = f"{SMS}{sms['id']}/"
    assert mock.ask("PUT", f"{path}?_fields=text", {"text": "Ho"}).body == {"text": "Ho"}
    assert mock.listed("?_fields=text&_limit=1") == [{"text": "Ho"}]
    assert set(mock.events("?_fields=id,data")[0]) == {"id", "data"}
    assert mock.get("/me/?_fields=email").body.keys() == {"email"}


def test_refused_fields_change_nothing() -> None:
    for readings in ({"fields-on-create": "refused"}, {"unknown-name-in-fields": "refused"}):
        mock = Session(readings)
        sms = mock.made(text="one")
        assert mock.ask("PUT", f"{SMS}{sms['id']}/?_fields=shoe", {"text": "two"}).status == 400
        assert mock.create("?_fields=shoe").status == 400
        assert [row["id"] for row in mock.listed("?_limit=1")] == [sms["id"]]
        assert mock.fetch(sms).body == sms


def test_always_there_are_only_keys_that_there_are() -> None:
    mock = Session({"fields-that-always-come": "more"})
    sms = mock.made()
    assert set(mock.fetch(sms, "?_fields=text").body) == {"id", "_type", "organization_id", "text"}
    assert set(mock.get("/me/?_fields=email").body) == {"id", "email"}


def test_lists_are_quick(mock: Session) -> None:
    lead = mock.lead()["id"]
    for number in range(2000):
        mock.made(text=str(number), lead_id=lead if number % 10 == 0 else None)
    mock.get(SMS)
    started = time.perf_counter()
    for _ in range(10):
        assert len(mock.listed(f"?lead_id={lead}&_limit=10&date_created__gt=2026-05-01")) == 10
        assert len(mock.events(f"?lead_id={lead}")) == 50
    assert time.perf_counter() - started < 1
