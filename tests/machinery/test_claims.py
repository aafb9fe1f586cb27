"""The words of claims: what was expected and what came, as a reader of the endpoint's JSON has it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from close_sms.claims import claim
from close_sms.client import Answer
from close_sms.exchange import Exchange
from close_sms.judgement import Judgement, Violation, judging
from close_sms.wording import MISSING, as_found, show
from conformance.claims.comparing import documented_keys
from conformance.invariants import shape
from conformance.invariants.parsed_exchange import Seen

ROOT = "https://api.example.com/api/v1"
URL = f"{ROOT}/activity/sms/"


def answer(body: Any, status: int = 200, method: str = "GET", url: str = f"{URL}acti_1/", **request: Any) -> Answer:
    """An answer with this body, and what was asked for it."""
    asked: dict[str, Any] = {"request_headers": {"content-type": "application/json"}, "request_body": "", **request}
    exchange = Exchange(
        number=1,
        check="test_x.py::test_y",
        method=method,
        url=url,
        root=ROOT,
        **asked,
        status=status,
        response_headers={"content-type": "application/json"},
        response_body=json.dumps(body),
        started=datetime(2026, 1, 2, tzinfo=UTC),
        elapsed_s=0.0,
    )
    return Answer(exchange)


@pytest.mark.parametrize(
    ("value", "shown"), [(MISSING, "missing"), (None, "null"), (True, "true"), (False, "false"), ("None", "'None'")]
)
def test_values_are_shown_as_json_has_them(value: object, shown: str) -> None:
    assert show(value) == shown


def test_a_missing_key_is_told_from_null() -> None:
    body = {"a": None, "b": "x" * 99}
    assert as_found(body, "a", "c") == "`a` is null, `c` is missing"
    assert as_found(answer(body), "a", "c") == "`a` is null, `c` is missing"
    assert as_found(body, "b", limit=5) == "`b` is 'xxx…"


@pytest.mark.parametrize(
    ("body", "says"), [({}, "received `text` is missing"), ({"text": None}, "received `text` is null")]
)
def test_a_claim_says_so(body: Any, says: str) -> None:
    with judging(Judgement("test_x.py::test_y", ("stored.text",))), pytest.raises(Violation, match=says):
        claim(answer(body), text="hi")


WHOLE = {
    "local_phone": "+14154445555",
    "local_phone_formatted": "+1 415-444-5555",
    "remote_phone": "+14155550123",
    "remote_phone_formatted": "+1 415-555-0123",
    "direction": "inbound",
}


def found(body: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """What the invariants of the shape find in the answer of a fetch: expected and received by rule."""
    with judging(Judgement("test_x.py::test_y", ())) as judgement:
        for invariant in shape.INVARIANTS:
            invariant(Seen(answer(body).exchange))
    return {rule: (finding.expected, finding.actual) for rule, finding in judgement.findings.items()}


def test_a_formatted_number_that_is_missing_is_told_from_one_that_is_null() -> None:
    lacking = {name: value for name, value in WHOLE.items() if name != "local_phone_formatted"}
    assert found(lacking)["object.formatted-numbers"][1] == "`local_phone_formatted` is missing"
    nothing = {**WHOLE, "local_phone_formatted": None}
    assert found(nothing)["object.formatted-numbers"][1] == "`local_phone_formatted` is null"


@pytest.mark.parametrize(
    ("lacking", "words"),
    [
        (("cost",), ("the key `cost`", "it is missing")),
        (("cost", "text"), ("the keys `cost`, `text`", "they are missing")),
    ],
)
def test_required_keys_that_are_missing_are_named(lacking: tuple[str, ...], words: tuple[str, str]) -> None:
    body = {name: None for name in documented_keys() if name not in lacking}
    assert found(body)["object.required-keys"] == words


def test_a_value_that_the_schema_refuses_is_named_by_its_key() -> None:
    expected, actual = found({**WHOLE, "direction": "sideways"})["object.direction"]
    assert expected == "`direction` satisfies activity.schema.json#/properties/direction/enum"
    assert actual == "'sideways' is not one of ['inbound', 'outbound']"
