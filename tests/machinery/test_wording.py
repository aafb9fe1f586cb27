"""What parts a refused request from its accepted twin, in words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from close_sms.claims import claim_refused
from close_sms.judgement import Judgement, Violation, judging
from close_sms.wording import fault_of
from tests.machinery.test_claims import URL, answer

PLAIN = {"status": "draft", "text": "hi", "attachments": [{"url": "x", "filename": "a.png"}]}


def sent(body: Any, status: int = 400, method: str = "POST", url: str = URL) -> Any:
    text = body if isinstance(body, str) else json.dumps(body)
    return answer({}, status, method, url, request_body=text)


def words(body: Any, control: Any = PLAIN) -> str:
    return fault_of(sent(body), sent(control, 200))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({**PLAIN, "text": {"a": "b"}}, "`text` is {'a': 'b'}"),
        ({**PLAIN, "text": None}, "`text` is null"),
        ({**PLAIN, "source": True}, "`source` is true"),
        ({"text": "hi", "attachments": PLAIN["attachments"]}, "`status` is missing"),
        ({**PLAIN, "attachments": [{"url": "x"}]}, "`attachments/0/filename` is missing"),
        ({**PLAIN, "attachments": [None]}, "`attachments/0` is null"),
        ({**PLAIN, "attachments": []}, "`attachments` is []"),
        ({**PLAIN, "text": 5, "status": "x"}, "`status` is 'x', `text` is 5"),
        ([], "the body is '[]'"),
        ('{"status": "draft"', 'the body is \'{"status": "draft"\''),
        ("", "the body is empty"),
    ],
)
def test_what_differs_is_named(body: Any, said: str) -> None:
    assert words(body) == said


def test_true_is_another_value_than_one() -> None:
    assert words({"a": True}, {"a": 1}) == "`a` is true"


def test_requests_that_are_no_twins_are_not_compared() -> None:
    assert words(PLAIN) == ""
    assert words({"a": 1, "b": 2, "c": 3}) == ""
    put = sent({"text": 5}, method="PUT", url=f"{URL}acti_1/")
    assert fault_of(put, sent(PLAIN, 200)) == ""


def test_edits_of_two_messages_are_twins() -> None:
    one, other = sent({"text": 5}, 400, "PUT", f"{URL}acti_1/"), sent({"text": "hi"}, 200, "PUT", f"{URL}acti_2/")
    assert fault_of(one, other) == "`text` is 5"


def test_a_long_value_is_cut() -> None:
    assert len(words({**PLAIN, "text": "x" * 5000})) < 120


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({}, "expected `text` is true: the request is refused (4xx), received status code 200"),
        ({"fault": "`text` is a boolean"}, "expected `text` is a boolean: the request is refused (4xx), received"),
        ({"code": 400}, "expected `text` is true: the request is refused with status code 400, received"),
    ],
)
def test_a_claim_of_a_refusal_names_the_fault(more: Any, says: str) -> None:
    with judging(Judgement("test_x.py::test_y", ("body.types",))), pytest.raises(Violation) as caught:
        claim_refused(sent({**PLAIN, "text": True}, 200), sent(PLAIN, 200), **more)
    assert str(caught.value).removeprefix("body.types: ").startswith(says)


def test_with_a_code_any_other_is_no_refusal() -> None:
    with judging(Judgement("test_x.py::test_y", ("body.types",))) as judgement:
        claim_refused(sent({}, 422), sent(PLAIN, 200))
        claim_refused(sent({}, 422), sent(PLAIN, 200), code=400, soft=True, rule="body.faulty-is-400")
    assert list(judgement.findings) == ["body.faulty-is-400"]
