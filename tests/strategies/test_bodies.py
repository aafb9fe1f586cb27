"""Bodies that every reading accepts, and what the arguments of `bodies` and `edits` do."""

import copy
import json
import pickle
from datetime import datetime
from typing import Any

import pytest
from hypothesis.errors import InvalidArgument

import schemas
import strategies
from strategies import (
    CONTACT,
    FAR,
    LEAD,
    LOCAL_PHONE,
    SEND_TO,
    TEMPLATE,
    USER,
    MissingPlaceholderValue,
    Placeholder,
    bodies,
    edits,
    faulty_bodies,
    fill,
    sampled,
)
from strategies.fields import FIELDS, RECORDED, SENDING, STATUSES
from strategies.updates import USUAL, VALUES
from tests.strategies.debug import assert_all_examples, assert_no_examples, find_any, minimal

OPTIONAL = [name for name in FIELDS if name not in ("status", "lead_id", "local_phone", "remote_phone")]
NULLABLE = [name for name in OPTIONAL if name not in ("date_scheduled", "direction", "send_in", "source")]


def inside(operation: schemas.Operation, body: dict[str, Any]) -> bool:
    return schemas.must_accept(operation, sampled(body)) and schemas.may_accept(operation, sampled(body))


@pytest.mark.parametrize("status", STATUSES)
def test_body_is_inside_both_borders(status: str) -> None:
    assert_all_examples(bodies(status=status), lambda body: body["status"] == status and inside("create", body), 400)


def test_all_fields_of_the_schema_are_known() -> None:
    assert sorted(schemas.schema("create-may-accept")["properties"]) == sorted(FIELDS)
    assert sorted(VALUES) == sorted(set(schemas.schema("update-must-accept")["properties"])
                                    - {"status", "date_scheduled", "template_id"})  # fmt: skip


@pytest.mark.parametrize("status", STATUSES)
def test_status_is_found(status: str) -> None:
    assert find_any(bodies(), lambda body: body["status"] == status)


@pytest.mark.parametrize("name", OPTIONAL)
def test_field_is_found_absent_and_given(name: str) -> None:
    assert find_any(bodies(), lambda body: name not in body)
    assert find_any(bodies(), lambda body: body.get(name) is not None)


@pytest.mark.parametrize("name", NULLABLE)
def test_field_is_found_null(name: str) -> None:
    assert find_any(bodies(), lambda body: name in body and body[name] is None)


@pytest.mark.parametrize("status", STATUSES)
def test_each_content_is_found(status: str) -> None:
    assert find_any(bodies(status=status), lambda body: isinstance(body.get("text"), str))
    templated = assert_no_examples if status == "inbox" else find_any
    templated(bodies(status=status), lambda body: body.get("template_id") == TEMPLATE)
    neither = find_any if status in RECORDED else assert_no_examples
    neither(bodies(status=status), lambda body: not body.get("text") and not body.get("template_id"))


def test_template_never_stands_without_a_contact_or_beside_a_text() -> None:
    alone = bodies(required="template_id")
    assert_all_examples(alone, lambda body: body["contact_id"] == CONTACT and "text" not in body)


@pytest.mark.parametrize("status", SENDING)
def test_what_is_sent_goes_to_the_given_number(status: str) -> None:
    assert_all_examples(bodies(status=status), lambda body: body["remote_phone"] is SEND_TO)


def test_scheduled_is_far_ahead() -> None:
    far = bodies(status="scheduled")
    assert_all_examples(far, lambda body: datetime.fromisoformat(body["date_scheduled"]).year >= 2089)
    assert find_any(far, lambda body: body["date_scheduled"] is FAR)
    assert find_any(far, lambda body: body["date_scheduled"].endswith("-03:30"))


def test_outbox_has_time_to_undo() -> None:
    assert_all_examples(bodies(status="outbox"), lambda body: 1 <= body["send_in"] <= 59)
    assert 59 == minimal(bodies(status="outbox"))["send_in"]


def test_simplest_body_has_the_fewest_fields() -> None:
    assert {"status", "lead_id", "local_phone", "remote_phone"} == set(minimal(bodies()))


@pytest.mark.parametrize("name", OPTIONAL)
def test_shrinking_keeps_only_what_matters(name: str) -> None:
    body = minimal(bodies(without="date_scheduled" if name == "send_in" else ()), lambda body: name in body)
    allowed = {
        "template_id",
        "status",
        "lead_id",
        "local_phone",
        "remote_phone",
        "date_scheduled",
        "send_in",
        "text",
        "contact_id",
        name,
    }
    assert set(body) <= allowed


@pytest.mark.parametrize("name", [name for name in OPTIONAL if name != "date_scheduled"])
def test_without_leaves_out(name: str) -> None:
    assert_all_examples(bodies(without=name), lambda body: name not in body, tries=50)


@pytest.mark.parametrize("name", OPTIONAL)
def test_required_is_there_and_not_null(name: str) -> None:
    assert_all_examples(bodies(required=name), lambda body: body[name] is not None and inside("create", body), tries=50)


def test_several_arguments_together() -> None:
    body = find_any(bodies(status=("sent", "draft"), without=("direction", "source"), required=("user_id",)))
    assert {"direction", "source"}.isdisjoint(body)
    assert body["status"] in ("sent", "draft")
    assert USER == body["user_id"]


@pytest.mark.parametrize(
    "arguments, complaint",
    [
        ({"status": "send"}, "did you mean 'sent'"),
        ({"status": "error"}, "unknown name 'error'"),
        ({"without": "texts"}, "did you mean 'text'"),
        ({"required": "xyz"}, "expected one of activity_at"),
        ({"without": "local_phone"}, "local_phone is always there"),
        ({"without": "text", "required": "text"}, "asked for too"),
        ({"required": ("text", "template_id")}, "no body is surely accepted"),
        ({"status": "draft", "required": "source"}, "source never has a value"),
        ({"status": ("inbox", "draft"), "required": "source"}, "status 'draft'"),
        ({"status": "scheduled", "without": "date_scheduled"}, "date_scheduled is always there"),
    ],
)
def test_impossible_arguments_are_refused(arguments: dict[str, Any], complaint: str) -> None:
    with pytest.raises(InvalidArgument, match=complaint):
        bodies(**arguments)


@pytest.mark.parametrize("strategy", [bodies(), edits(), faulty_bodies()], ids=["bodies", "edits", "faulty"])
def test_strategies_are_printed_short(strategy: object) -> None:
    assert len(repr(strategy)) < 5000


def test_bodies_do_not_share_what_can_be_changed() -> None:
    assert_all_examples(
        bodies(required="attachments"), lambda body: not body["attachments"] and not body["attachments"].append(1)
    )


@pytest.mark.parametrize("names", [(), *((name,) for name in VALUES), ("text", "user_id")])
def test_edits_are_accepted_and_have_their_fields(names: tuple[str, ...]) -> None:
    def right(body: dict[str, Any]) -> bool:
        return bool(body) and set(body) <= set(names or USUAL) and None not in body.values() and inside("update", body)

    assert_all_examples(edits(*names), right, tries=100)


@pytest.mark.parametrize("name", USUAL)
def test_edit_of_each_field_is_found_alone_and_with_others(name: str) -> None:
    assert find_any(edits(), lambda body: set(body) == {name})
    assert find_any(edits(), lambda body: name in body and len(body) > 1)


def test_simplest_edit_has_the_first_field() -> None:
    assert {"text"} == set(minimal(edits()))


def test_edit_of_an_unknown_field_is_refused() -> None:
    with pytest.raises(InvalidArgument, match="did you mean 'text'"):
        edits("texts")


def test_fill_replaces_at_any_depth_and_copies() -> None:
    body = {"lead_id": LEAD, "list": [{"phone": LOCAL_PHONE}], "text": "a"}
    filled = fill(body, {"lead": "lead_9", "local_phone": None})
    assert {"lead_id": "lead_9", "list": [{"phone": None}], "text": "a"} == filled
    filled["list"].append(1)
    assert [{"phone": LOCAL_PHONE}] == body["list"]


def test_fill_names_what_is_missing() -> None:
    with pytest.raises(
        MissingPlaceholderValue, match="placeholder TEMPLATE: expected the key 'template', found lead, user"
    ):
        fill({"template_id": TEMPLATE}, {"user": "u", "lead": "l"})


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_own_survives_copies(again: Any) -> None:
    assert isinstance(again(FAR), Placeholder)
    assert ("far", str(FAR)) == (again(FAR).name, again(FAR))
    assert json.dumps({"a": FAR}) == json.dumps({"a": str(FAR)})
    assert "FAR" == repr(again(FAR))


def test_exported_names_are_sorted_and_there() -> None:
    capitals = [name for name in strategies.__all__ if name.isupper()]
    classes = [name for name in strategies.__all__ if name[0].isupper() and not name.isupper()]
    functions = [name for name in strategies.__all__ if name.islower()]
    assert [*sorted(capitals), *sorted(classes), *sorted(functions)] == strategies.__all__
    assert all(hasattr(strategies, name) for name in strategies.__all__)
