"""Lists of events: filters, pages, and whose events they show."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from tests.mock.mock_session import SMS, Session

TYPE, USER, LEAD, ACTION, OBJECT = "object_type", "user_id", "lead_id", "action", "object_id"
SUPPORTED = [
    {TYPE, OBJECT},
    {TYPE, ACTION},
    {OBJECT, ACTION},
    {LEAD, TYPE},
    {LEAD, TYPE, ACTION},
    {LEAD, USER, TYPE},
    {LEAD, USER, TYPE, ACTION},
    {LEAD, USER},
    {USER, OBJECT},
    {USER, OBJECT, ACTION},
    {USER, TYPE},
    {USER, TYPE, ACTION},
    {LEAD},
    {USER},
    {"request_id"},
    set(),
]


@pytest.mark.parametrize("number", range(4))
def test_the_combinations_of_filters(mock: Session, number: int) -> None:
    bounds = {"date_updated__gt": "2026-01-01", "date_updated__lte": "2099-01-01T00:00:00Z", "unknown": "x"}
    for names in combinations((TYPE, USER, LEAD, ACTION, OBJECT, "request_id"), number):
        for more in ({}, bounds):
            query = "&".join(f"{name}={text}" for name, text in {**dict.fromkeys(names, "x"), **more}.items())
            reply = mock.get(f"/event/?{query}")
            assert reply.status == (200 if set(names) in SUPPORTED else 400), query
            assert set(reply.body) == ({"data", "cursor_next", "cursor_previous"} if reply.status == 200 else {"error"})


def test_the_filters(mock: Session) -> None:
    lead = mock.lead()["id"]
    one, two = mock.made(lead_id=lead), mock.made()
    mock.put(one, text="x")
    mock.later(60)
    mock.delete(two)
    user = one["user_id"]
    rows = {
        "": "deleted updated created created",
        f"lead_id={lead}": "updated created",
        f"object_type=activity.sms&object_id={two['id']}": "deleted created",
        f"object_id={two['id']}&action=created": "created",
        "object_type=activity.sms&action=deleted": "deleted",
        "object_type=activity.call&action=deleted": "",
        f"lead_id={lead}&user_id={user}&object_type=activity.sms&action=updated": "updated",
        "user_id=user_x": "",
        "lead_id=": "",
        "date_updated__gt=2026-05-01T12:00:30Z": "deleted",
        "date_updated__lt=2026-05-01T12:00:30Z": "updated created created",
        f"user_id={user}&date_updated__gte=2026-05-02": "",
    }
    for query, actions in rows.items():
        assert " ".join(event["action"] for event in mock.events(f"?{query}")) == actions, query


@pytest.mark.parametrize("limit", [1, 7, 50])
def test_pages_by_cursor(mock: Session, limit: int) -> None:
    made = [mock.made(text=str(number))["id"] for number in range(53)][::-1]
    pages = [mock.get(f"/event/?_limit={limit}").body]
    assert pages[0]["cursor_previous"] is None
    while pages[-1]["cursor_next"]:
        mock.made(text="later")
        pages.append(mock.get(f"/event/?_limit={limit}&_cursor={pages[-1]['cursor_next']}").body)
    assert [event["object_id"] for page in pages for event in page["data"]] == made
    assert {len(page["data"]) for page in pages[:-1]} == {limit}
    for newer, older in pairwise(pages):
        back = mock.get(f"/event/?_limit={limit}&_cursor={older['cursor_previous']}").body
        assert back["data"] == newer["data"]
        assert back["cursor_next"]


def test_a_cursor_finds_newer_events_with_the_same_filter(mock: Session) -> None:
    lead = mock.lead()["id"]
    for number in range(4):
        mock.made(lead_id=lead, text=str(number))
        mock.made()
    last = mock.get(f"/event/?lead_id={lead}&_limit=2").body["cursor_next"]
    page = mock.get(f"/event/?lead_id={lead}&_limit=2&_cursor={last}").body
    assert [event["data"]["text"] for event in page["data"]] == ["1", "0"]
    mock.made(lead_id=lead, text="4")
    newer = mock.get(f"/event/?lead_id={lead}&_limit=50&_cursor={page['cursor_previous']}").body
    assert [event["data"]["text"] for event in newer["data"]] == ["4", "3", "2"]
    assert newer["cursor_previous"] is None


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("_limit=50", 200),
        ("_limit=51", 400),
        ("_limit=0", 200),
        ("_limit=-1", 400),
        ("_limit=x", 400),
        ("_limit=" + "9" * 5000, 400),
        ("_cursor=", 200),
        ("_cursor=nonsense", 400),
        ("_cursor=%FF%00", 400),
        ("_cursor=PDIwMjY=", 400),
        ("_cursor=PGFzZGY=", 400),
        ("date_updated__gt=soon", 400),
        ("date_updated__lt=2026-01-01T00:00:00.5-02:30", 200),
    ],
)
def test_query_values(mock: Session, query: str, status: int) -> None:
    assert mock.get(f"/event/?{query}").status == status


def test_an_empty_page_has_no_cursors(mock: Session) -> None:
    mock.made()
    empty = {"data": [], "cursor_next": None, "cursor_previous": None}
    assert mock.get("/event/?_limit=0").body == mock.get("/event/?user_id=x").body == empty


@pytest.mark.parametrize("code", ["404", "403"])
def test_the_events_of_an_organization_are_its_own(code: str) -> None:
    mock = Session({"foreign-id-code": code})
    other = mock.as_other()
    sms = mock.made(lead_id=mock.lead()["id"])
    (event,) = mock.events()
    queries = ("", f"?lead_id={sms['lead_id']}", f"?user_id={sms['user_id']}", f"?request_id={event['request_id']}")
    for query in (*queries, f"?object_type=activity.sms&object_id={sms['id']}"):
        assert (len(mock.events(query)), other.events(query)) == (1, [])
    assert other.get(f"/event/{event['id']}/").status == int(code)
    assert other.get("/event/ev_x/").status == 404
    assert other.put(sms, text="x").status == other.delete(sms).status == int(code)
    assert mock.events() == [event]


@pytest.mark.parametrize("reading", ["absent", "refused"])
def test_without_an_event_log_everything_else_goes_on(reading: str) -> None:
    mock = Session({"event-log": reading})
    sms = mock.made()
    assert mock.put(sms, text="x").status == mock.delete(sms).status == 200
    mock.authorization = ""
    assert mock.get("/event/").status == (404 if reading == "absent" else 401)
    assert mock.get(SMS).status == 401
