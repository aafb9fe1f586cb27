"""What of a request and of an answer is shown where there is no room for all of it."""

import json

import pytest

from close_sms.report.excerpts import body_excerpt, fields_named, place

ROOT = "https://api.example.com/api/v1"
ACTIVITY = {f"key_{number}": f"value {number}" for number in range(27)} | {"text": "hi", "remote_phone": "+14155550123"}


@pytest.mark.parametrize(
    ("url", "root", "shown"),
    [
        (f"{ROOT}/activity/sms/acti_1/", ROOT, "activity/sms/acti_1/"),
        (f"{ROOT}/activity/sms/?lead_id=lead_1&_limit=2", ROOT, "activity/sms/?lead_id=lead_1&_limit=2"),
        ("https://close.mock/api/v1/me/", "mock", "me/"),
        ("http://127.0.0.1:8000/me/", "http://127.0.0.1:8000", "me/"),
        ("http://127.0.0.1:8000/other", "mock", "/other"),
    ],
)
def test_a_place_is_told_below_the_root_of_the_api(url, root, shown):
    assert shown == place(url, root)


def test_fields_are_those_that_the_claim_names():
    assert fields_named("`text` is 'a', as put", "`text` is 'b', `users/0` is 5, `a b` c`") == ("text", "users")


def test_a_body_with_room_is_whole():
    assert body_excerpt({"text": "hi", "a": None}, 80) == '{"text": "hi", "a": null}'
    assert (body_excerpt(None, 80), body_excerpt("no JSON", 80), body_excerpt("", 80)) == ("", "no JSON", "")


def test_long_values_are_cut_in_their_middle_before_the_structure_is():
    body = {"lead_id": "lead_" + "x" * 60, "text": "word " * 100, "status": "draft"}
    shown = body_excerpt(body, 200)
    assert len(shown) <= 200
    assert list(json.loads(shown)) == ["lead_id", "text", "status"]
    assert "word …ord word" in json.loads(shown)["text"]
    assert shown.endswith('"status": "draft"}')


def test_a_long_list_tells_how_much_of_it_is_left_out():
    assert body_excerpt({"users": ["a" * 30] * 40}, 120).endswith('"… and 38 more"]}')


def test_of_a_long_answer_the_fields_of_the_claim_are_shown():
    assert body_excerpt(ACTIVITY, 200, ("remote_phone", "text")) == (
        '{"text": "hi", "remote_phone": "+14155550123", … and 27 more}'
    )


def test_where_none_is_named_the_first_fields_are_shown_whole():
    shown = body_excerpt(ACTIVITY, 100, ("cost",))
    assert shown == '{"key_0": "value 0", "key_1": "value 1", "key_2": "value 2", "key_3": "value 3", … and 25 more}'


def test_a_field_of_the_claim_is_cut_last():
    body = {**ACTIVITY, "text": "first " + "word " * 30 + "last"}
    assert "first word" in body_excerpt(body, 200, ("text",))
    assert 'last", … and 28 more}' in body_excerpt(body, 200, ("text",))


def test_of_a_list_the_entry_of_the_claim_is_shown():
    body = {"data": [{**ACTIVITY, "id": f"acti_{number}"} for number in range(5)], "has_more": False}
    shown = body_excerpt(body, 200, ("text",), "the list shows acti_3 as it was last answered: `text` 'ho'")
    assert shown == '{"data": [{"text": "hi", "id": "acti_3", … and 28 more}, … and 4 more], … and 1 more}'


@pytest.mark.parametrize(
    "body", [{"a": {"b": ["x" * 500] * 9}}, ["x" * 900], "x" * 900, {"k" * 300: 1, "text": "y" * 900}]
)
def test_nothing_is_longer_than_its_room(body):
    for limit in (60, 100, 400):
        assert len(body_excerpt(body, limit, ("text",))) <= limit
