"""The Ledger knows what the run has made, and nothing else counts as its own."""

import contextlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from close_sms.transports.ledger import Ledger

ROOT = "https://close.mock/api/v1"


def server(status: int = 200, body: Any = None) -> Callable[[httpx.Request], httpx.Response]:
    numbers = count(1)

    def answer(request: httpx.Request) -> httpx.Response:
        made = {"id": f"{request.url.path.strip('/').split('/')[-1]}_{next(numbers)}"}
        return httpx.Response(status, json=made if body is None else body)

    return answer


def send(ledger: Ledger, method: str, path: str, credential: str = "Basic a") -> httpx.Response:
    request = httpx.Request(method, f"{ROOT}/{path}", headers={"Authorization": credential})
    return ledger.handle_request(request)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("activity/sms/", "activity/sms"),
        ("activity/sms", "activity/sms"),
        ("lead/", "lead"),
        ("contact/", "contact"),
        ("sms_template/", "sms_template"),
    ],
)
def test_what_was_created_is_own(path: str, kind: str) -> None:
    ledger = Ledger(httpx.MockTransport(server()), None)
    first, second = (send(ledger, "POST", path).json()["id"] for _ in range(2))
    assert ledger.ids(kind) == [first, second]
    assert ledger.owns(kind, first)
    assert ledger.created == 2


@pytest.mark.parametrize(
    ("status", "body"), [(400, {"id": "lead_1"}), (200, {"id": 7}), (200, []), (200, {}), (500, None)]
)
def test_what_was_not_created_is_not_own(status: int, body: Any) -> None:
    ledger = Ledger(httpx.MockTransport(server(status, body)), None)
    send(ledger, "POST", "lead/")
    assert ledger.ids("lead") == []
    assert ledger.created == 0


@pytest.mark.parametrize("path", ["task/", "activity/sms/acti_1/", "activity/sms/acti_1/send/", "lead/merge/"])
def test_other_posts_create_nothing(path: str) -> None:
    ledger = Ledger(httpx.MockTransport(server()), None)
    send(ledger, "POST", path)
    assert ledger.created == 0


def test_contacts_of_an_own_lead_are_own() -> None:
    body = {"id": "lead_1", "contacts": [{"id": "cont_1"}, {"id": None}, 5]}
    ledger = Ledger(httpx.MockTransport(server(200, body)), None)
    send(ledger, "POST", "lead/")
    assert ledger.ids("contact") == ["cont_1"]
    assert ledger.created == 1


def test_an_id_that_was_there_before_is_never_own() -> None:
    ledger = Ledger(httpx.MockTransport(server(200, {"id": "acti_theirs"})), None)
    send(ledger, "GET", "activity/sms/acti_theirs/")
    send(ledger, "POST", "activity/sms/")
    assert not ledger.owns("activity/sms", "acti_theirs")
    assert ledger.created == 0
    assert ledger.ids("activity/sms") == []


@pytest.mark.parametrize(
    ("status", "credential", "left"),
    [(200, "Basic a", 0), (404, "Basic a", 0), (404, "Basic b", 1), (200, "Basic b", 1), (400, "Basic a", 1)],
)
def test_objects_are_forgotten_when_their_maker_deletes_them(status: int, credential: str, left: int) -> None:
    answers = iter([200, status])
    ledger = Ledger(httpx.MockTransport(lambda _: httpx.Response(next(answers), json={"id": "lead_1"})), None)
    send(ledger, "POST", "lead/")
    send(ledger, "DELETE", "lead/lead_1/", credential)
    assert len(ledger.ids("lead")) == left
    assert ledger.owns("lead", "lead_1")


def test_the_book_is_written_before_the_request_leaves(tmp_path: Path) -> None:
    book = tmp_path / "new" / "ledger.jsonl"
    seen: list[str] = []

    def answer(_: httpx.Request) -> httpx.Response:
        seen.append(book.read_text())
        return httpx.Response(200, json={"id": "lead_1"})

    ledger = Ledger(httpx.MockTransport(answer), book)
    send(ledger, "POST", "lead/")
    assert json.loads(seen[0]) == {"about_to": "lead", "number": 1}
    send(ledger, "DELETE", "lead/lead_1/")
    lines = [json.loads(line) for line in book.read_text().splitlines()]
    assert lines[1:] == [{"created": "lead", "id": "lead_1", "number": 1}, {"deleted": "lead", "id": "lead_1"}]


def test_each_run_has_a_heading_in_the_book(tmp_path: Path) -> None:
    book = tmp_path / "ledger.jsonl"
    for began in ("2026-11-30T10:48:13+00:00", "2026-11-30T11:02:40+00:00"):
        ledger = Ledger(httpx.MockTransport(server()), book, heading={"began": began, "endpoint": ROOT})
        send(ledger, "GET", "lead/")
        send(ledger, "POST", "lead/")
        send(ledger, "POST", "lead/")
    lines = [json.loads(line) for line in book.read_text().splitlines()]
    assert [line.get("began", line.get("number")) for line in lines] == [
        *("2026-11-30T10:48:13+00:00", 1, 1, 2, 2),
        *("2026-11-30T11:02:40+00:00", 1, 1, 2, 2),
    ]
    assert lines[0]["endpoint"] == ROOT


def test_nothing_leaves_where_the_book_cannot_be_written(tmp_path: Path) -> None:
    left: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        left.append(request)
        return httpx.Response(200)

    ledger = Ledger(httpx.MockTransport(answer), tmp_path)
    with pytest.raises(OSError, match=r"."):
        send(ledger, "POST", "lead/")
    assert left == []


def test_invented_ids() -> None:
    ledger = Ledger(httpx.MockTransport(server()), None)
    assert ledger.add_unknown_id("acti_nobody") == "acti_nobody"
    assert ledger.is_unknown_id("acti_nobody")
    assert not ledger.owns("activity/sms", "acti_nobody")


def test_no_create_is_lost_under_threads(tmp_path: Path) -> None:
    ledger = Ledger(httpx.MockTransport(server()), tmp_path / "ledger.jsonl")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: send(ledger, "POST", "lead/"), range(100)))
    assert len(ledger.ids("lead")) == ledger.created == 100
    lines = [json.loads(line) for line in (tmp_path / "ledger.jsonl").read_text().splitlines()]
    assert {line["number"] for line in lines if "created" in line} == set(range(1, 101))


def met(listed: dict[str, Any], path: str) -> Ledger:
    """A ledger that has seen an answer, and then a create that was answered with the id 7."""

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=listed if request.method == "GET" else {"id": "7"})

    ledger = Ledger(httpx.MockTransport(answer), None)
    send(ledger, "GET", path)
    send(ledger, "POST", "activity/sms/")
    return ledger


@pytest.mark.parametrize(
    ("listed", "path", "is_ours"),
    [
        ({"data": [{"id": "7"}]}, "activity/sms/", False),
        ({"data": [{"id": "7", "object_id": "9"}]}, "event/", True),
        ({"data": [{"id": "1", "data": {"id": "7"}}]}, "event/", False),
        ({"id": "7"}, "me/", True),
        ({"id": "1", "data": {"id": "7"}}, "event/1/", False),
        ({"data": [{"id": "7"}]}, "lead/", True),
    ],
)
def test_number_that_counts_up_for_each_kind_is_no_stranger_of_another(
    listed: dict[str, Any], path: str, is_ours: bool
) -> None:
    assert met(listed, path).owns("activity/sms", "7") is is_ours


def test_delete_of_what_has_the_same_number_leaves_the_other_in_the_book() -> None:
    """Where ids count up for each kind, a lead and a message may have the same."""
    ledger = Ledger(httpx.MockTransport(server(200, {"id": "7"})), None)
    send(ledger, "POST", "lead/")
    send(ledger, "POST", "activity/sms/")
    assert not ledger.owns("contact", "7")
    send(ledger, "DELETE", "activity/sms/7/", "Basic a")
    assert [ledger.ids("lead"), ledger.ids("activity/sms")] == [["7"], []]


@pytest.mark.parametrize(
    ("answer", "doubts"),
    [
        *((200, 0), (400, 0), (500, 0), (408, 1), (502, 1), (503, 1), (504, 1)),
        *((KeyboardInterrupt, 1), (httpx.ReadTimeout, 1), (httpx.ConnectError, 0), (httpx.ConnectTimeout, 0)),
    ],
)
def test_a_create_without_an_answer_of_the_endpoint_is_in_doubt(answer: Any, doubts: int) -> None:
    def gateway(request: httpx.Request) -> httpx.Response:
        if not isinstance(answer, int):
            raise answer("")
        return httpx.Response(answer, json={"id": "lead_1"} if answer == 200 else {})

    ledger = Ledger(httpx.MockTransport(gateway), None)
    with contextlib.suppress(KeyboardInterrupt, httpx.RequestError):
        send(ledger, "POST", "lead/")
    assert [doubts, 0] == [ledger.in_doubt("lead"), ledger.in_doubt("sms_template")]


def test_the_book_says_by_which_credential_a_thing_was_made_and_whose_it_is(tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"id": "user_1" if request.method == "GET" else "lead_1"})

    book = tmp_path / "ledger.jsonl"
    ledger = Ledger(httpx.MockTransport(answer), book, named={"Basic a": "Basic $CLOSE_API_KEY:"}.__getitem__)
    send(ledger, "GET", "me/")
    send(ledger, "POST", "lead/")
    line = json.loads(book.read_text().splitlines()[1])
    assert {"created": "lead", "id": "lead_1", "number": 1, "by": "Basic $CLOSE_API_KEY:", "user": "user_1"} == line


def test_what_another_run_made_can_be_adopted() -> None:
    ledger = Ledger(httpx.MockTransport(server()), None)
    ledger.adopt("lead", "lead_of_before", "Basic a")
    assert ["lead_of_before"] == ledger.ids("lead")
    assert ledger.owns("lead", "lead_of_before")
    assert "Basic a" == ledger.maker("lead", "lead_of_before")
    assert 0 == ledger.created
