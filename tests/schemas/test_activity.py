"""What an activity in an answer may be, and at which place of the schema a fault is reported."""

from typing import Any

import pytest

import schemas
from tests.schemas.border_bodies import MISSING, activity

ATTACHMENT = {"url": "u", "filename": "f", "size": 1, "content_type": "image/png", "media_id": "media_1"}
ALLOWED = [
    {},
    {"new_key": 1},
    {"created_by_name": None, "sequence_id": "seq_1"},
    {"date_created": "2016-10-03t16:06:11z"},
    {"date_created": "2016-10-03T16:06:11.123456789+0000"},
    {"date_sent": "2016-12-31T23:59:60Z"},
    {"status": "error", "error_message": "no carrier", "cost": "0.79"},
    {"attachments": None},
    {"attachments": [ATTACHMENT, {**ATTACHMENT, "thumbnail_url": "t"}]},
    {"caller_id_mode": "fixed", "caller_id_reason": None},
    {"local_phone": "(415) 555-0100"},
    {"users": ["user_1"]},
]
FAULTS = [
    ({"cost": MISSING}, "/cost", "required"),
    ({"cost": 1}, "/cost", "properties/cost/type"),
    ({"_type": "Call"}, "/_type", "properties/_type/const"),
    ({"date_created": None}, "/date_created", "properties/date_created/type"),
    ({"date_updated": "2016-10-03"}, "/date_updated", "properties/date_updated/pattern"),
    ({"date_sent": "2016-10-03T16:06:11"}, "/date_sent", "properties/date_sent/pattern"),
    ({"activity_at": "2016-13-03T16:06:11Z"}, "/activity_at", "properties/activity_at/pattern"),
    ({"date_scheduled": 1475510771}, "/date_scheduled", "properties/date_scheduled/type"),
    ({"direction": "incoming"}, "/direction", "properties/direction/enum"),
    ({"direction": None}, "/direction", "properties/direction/type"),
    ({"source": "Close"}, "/source", "properties/source/enum"),
    ({"status": "queued"}, "/status", "properties/status/enum"),
    ({"users": None}, "/users", "properties/users/type"),
    ({"users": [5]}, "/users/0", "properties/users/items/type"),
    ({"user_name": 5}, "/user_name", "properties/user_name/type"),
    ({"caller_id_mode": 5}, "/caller_id_mode", "properties/caller_id_mode/type"),
    ({"attachments": [{"url": "u"}]}, "/attachments/0/filename", "properties/attachments/items/required"),
]


@pytest.mark.parametrize("changes", ALLOWED)
def test_allowed(changes: dict[str, Any]) -> None:
    assert schemas.explain("activity", activity(**changes)) == []
    assert schemas.fast_validator("activity").is_valid(activity(**changes))


@pytest.mark.parametrize(("changes", "pointer", "keyword"), FAULTS)
def test_a_fault_names_its_place(changes: dict[str, Any], pointer: str, keyword: str) -> None:
    answer = activity(**changes)
    first = schemas.explain("activity", answer)[0]
    assert (first.pointer, first.schema_pointer) == (pointer, f"activity.schema.json#/{keyword}")
    assert not schemas.fast_validator("activity").is_valid(answer)


@pytest.mark.parametrize("key", schemas.schema("activity")["required"])
def test_each_required_key_is_missed_by_name(key: str) -> None:
    (problem,) = schemas.explain("activity", activity(**{key: MISSING}))
    assert problem.pointer == "/" + key


def test_a_fault_in_a_list_is_located_in_the_schema_of_the_activity() -> None:
    page = {"data": [activity(), activity(status="queued")], "has_more": False}
    (problem,) = schemas.explain("activity-list", page)
    assert problem.pointer == "/data/1/status"
    assert problem.schema_pointer == "activity.schema.json#/properties/status/enum"
    assert problem.value == "queued"


def test_a_message_says_what_was_expected() -> None:
    (problem,) = schemas.explain("activity", activity(date_sent="soon"))
    assert problem.message.startswith("'soon' does not fit. Expected: ")


def test_a_missing_key_has_no_value() -> None:
    (problem,) = schemas.explain("activity", activity(id=MISSING))
    assert (problem.value, problem.message) == (None, "'id' is a required property")


@pytest.mark.parametrize("body", [None, {}, [], "text", {"error": "x"}])
def test_an_error_may_be_any_json(body: Any) -> None:
    assert schemas.explain("error", body) == []
