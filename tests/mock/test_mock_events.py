"""The event log of the mock: what becomes an event, and what it tells."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from close_sms.mock import API_KEY, FAILING_NUMBER, QUESTIONS
from tests.mock.mock_session import OUTBOX, SMS, Session

KEYS = """id object_type object_id lead_id action changed_fields previous_data data meta date_created date_updated
organization_id user_id request_id api_key_id oauth_client_id oauth_scope"""
SCHEDULED = {**OUTBOX, "status": "scheduled", "date_scheduled": "2026-05-01T13:00:00+00:00"}
STEPS = st.lists(
    st.sampled_from(
        [
            {"text": "new"},
            {"user_id": None},
            {"status": "outbox"},
            {"status": "outbox", "send_in": 59},
            {"status": "scheduled", "date_scheduled": "2026-05-01T12:00:30Z"},
            {"status": "draft"},
            {"status": "nonsense"},
            1.5,
            60.0,
        ]
    ),
    max_size=8,
)


def test_the_keys_of_an_event(mock: Session) -> None:
    sms = mock.made(text="Hi", lead_id=mock.lead()["id"])
    (event,) = mock.events_of(sms)
    assert set(event) == set(KEYS.split())
    assert event["id"].startswith("ev_")
    assert (event["object_type"], event["object_id"]) == ("activity.sms", sms["id"])
    assert event["meta"] == {"request_method": "POST", "request_path": f"/api/v1{SMS}"}
    assert (event["changed_fields"], event["previous_data"], event["data"]) == ([], {}, sms)
    assert {key: event[key] for key in ("lead_id", "organization_id", "user_id")} == {
        key: sms[key] for key in ("lead_id", "organization_id", "user_id")
    }
    assert (event["api_key_id"], event["oauth_client_id"]) == (API_KEY.split(".")[0], None)
    assert mock.get(f"/event/{event['id']}/").body == event


def test_an_event_of_a_token(mock: Session) -> None:
    (event,) = mock.events_of(mock.as_bearer().made())
    assert event["api_key_id"] is None
    assert event["oauth_client_id"]
    assert event["oauth_scope"] == "all.full_access offline_access"


def test_an_update_tells_what_changed(mock: Session) -> None:
    sms = mock.made(text="one")
    edited = mock.post(f"{SMS}{sms['id']}/", {"text": "two"}, x_http_method_override="PUT").body
    event = mock.events_of(sms)[-1]
    assert (event["action"], event["changed_fields"], event["data"]) == ("updated", ["date_updated", "text"], edited)
    assert event["previous_data"] == {"text": "one", "date_updated": sms["date_updated"]}
    assert event["meta"] == {"request_method": "PUT", "request_path": f"/api/v1{SMS}{sms['id']}/"}


@pytest.mark.parametrize("body", [{}, {"text": 1}, {"status": "sent"}])
def test_what_changes_nothing_is_no_event(mock: Session, body: dict[str, object]) -> None:
    sms = mock.made()
    mock.put(sms, **body)
    assert mock.actions(sms) == ["created"]


def test_a_delete_leaves_the_message_in_its_event(mock: Session) -> None:
    sms = mock.made(text="Hi")
    mock.delete(sms)
    mock.delete(sms)
    assert mock.actions(sms) == ["created", "deleted"]
    event = mock.events_of(sms)[-1]
    assert (event["data"], event["previous_data"], event["changed_fields"]) == (None, sms, [])


def test_a_deleted_lead_leaves_the_events_of_its_messages(mock: Session) -> None:
    lead = mock.lead()["id"]
    made = [mock.made(lead_id=lead) for _ in range(3)]
    mock.ask("DELETE", f"/lead/{lead}/")
    events = mock.events(f"?lead_id={lead}")[:3]
    assert [event["previous_data"] for event in events] == made[::-1]
    assert {event["action"] for event in events} == {"deleted"}
    assert len({event["request_id"] for event in events}) == 1
    assert mock.events(f"?request_id={events[0]['request_id']}") == events


def test_a_sending_is_an_event_of_the_server(mock: Session) -> None:
    sms = mock.made(**OUTBOX)
    mock.later(2)
    sent = mock.fetch(sms).body
    event = mock.events_of(sms)[-1]
    assert (event["action"], event["data"]) == ("sent", sent)
    assert (event["user_id"], event["request_id"]) == (None, None)
    assert event["meta"] == {"request_method": None, "request_path": None}
    assert event["date_created"] == sent["date_sent"]


def test_a_failed_sending_is_an_update(mock: Session) -> None:
    sms = mock.made(**{**OUTBOX, "remote_phone": FAILING_NUMBER})
    mock.later(2)
    assert mock.status_of(sms) == "error"
    assert mock.actions(sms) == ["created", "updated"]


@pytest.mark.parametrize(
    ("way", "sending", "statuses"),
    [
        ("skipped", "sent", ["scheduled", "sent"]),
        ("passed", "sent", ["scheduled", "outbox", "sent"]),
        ("passed", "both", ["scheduled", "outbox", "sent", "sent"]),
        ("passed", "none", ["scheduled", "outbox"]),
    ],
)
@pytest.mark.parametrize("merged", ["separate", "merged"])
def test_the_way_of_a_scheduled_message(way: str, sending: str, statuses: list[str], merged: str) -> None:
    mock = Session({"outbox-on-the-way": way, "event-of-sending": sending, "merged-events": merged})
    sms = mock.made(**SCHEDULED)
    mock.later(3600)
    assert mock.fetch(sms).body["date_sent"] == sms["date_scheduled"]
    assert [event["data"]["status"] for event in mock.events_of(sms)] == statuses


@settings(max_examples=60, deadline=None)
@given(
    STEPS, st.sampled_from(["separate", "merged"]), st.sampled_from(list(QUESTIONS["event-of-sending"].readings)[:3])
)
def test_events_are_in_order_and_equal_to_fetches(steps: list[Any], merged: str, sending: str) -> None:
    mock = Session({"merged-events": merged, "event-of-sending": sending, "locked-edit-code": "409"})
    sms = mock.made(**{**OUTBOX, "status": "draft"})
    fetched = [sms]
    for step in steps:
        if isinstance(step, float):
            mock.later(step)
        else:
            mock.put(sms, **step)
        fetched.append(mock.fetch(sms).body)
    events = mock.events_of(sms)
    assert [event["date_updated"] for event in events] == sorted({event["date_updated"] for event in events})
    assert events[0]["data"] == sms
    assert events[-1]["data"] == fetched[-1]
    assert all(event["data"] in fetched for event in events)
    for before, event in pairwise(events):
        assert {**before["data"], **{key: event["data"][key] for key in event["changed_fields"]}} == event["data"]
        assert event["previous_data"] == {key: before["data"][key] for key in event["changed_fields"]}


def test_quick_updates_are_merged() -> None:
    mock = Session({"merged-events": "merged"})
    sms = mock.made(text="one")
    mock.put(sms, text="two", remote_phone="+15005550006")
    other, first = mock.made(), mock.events_of(sms)[-1]
    mock.later(3)
    edited = mock.put(sms, text="one", local_phone="+14155550100").body
    assert mock.actions(sms) == ["created", "updated"]
    event = mock.events()[0]
    assert (event["id"], event["date_created"], event["data"]) == (first["id"], first["date_created"], edited)
    assert event["date_updated"] > mock.events_of(other)[0]["date_updated"]
    assert {"text", "remote_phone", "local_phone"} < set(event["changed_fields"])
    assert event["previous_data"] == {key: sms[key] for key in event["changed_fields"]}


@pytest.mark.parametrize(("seconds", "updates"), [(5, 1), (6, 2)])
def test_only_quick_updates_are_merged(seconds: float, updates: int) -> None:
    mock = Session({"merged-events": "merged"})
    sms = mock.made()
    for text in ("one", "two"):
        mock.put(sms, text=text)
        mock.later(seconds)
    mock.delete(sms)
    assert mock.actions(sms) == ["created", *["updated"] * updates, "deleted"]


@pytest.mark.parametrize(("merged", "updates"), [("separate", 60), ("merged", 1)])
def test_threads_write_one_log(merged: str, updates: int) -> None:
    mock = Session({"merged-events": merged})
    sms = mock.made(text="0")
    with ThreadPoolExecutor(8) as pool:
        assert {reply.status for reply in pool.map(lambda number: mock.put(sms, text=str(number)), range(60))} == {200}
    events = mock.events("?_limit=50")
    assert len(mock.events_of(sms)) == min(updates + 1, 50)
    assert events[0]["data"] == mock.fetch(sms).body
    for newer, older in pairwise(events):
        assert newer["previous_data"]["date_updated"] == older["data"]["date_updated"]


def test_the_log_remembers_thirty_days(mock: Session) -> None:
    sms = mock.made()
    (event,) = mock.events_of(sms)
    mock.later(30 * 86400)
    assert mock.events_of(sms) == [event]
    mock.later(1)
    assert mock.events_of(sms) == []
    assert mock.get(f"/event/{event['id']}/").status == 404
