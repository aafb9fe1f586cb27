"""At the end of a run all of its own is cancelled and deleted, and nothing else is touched."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from close_sms.cleanup.deletion import clean_up
from close_sms.client import Client
from close_sms.clock import VirtualClock
from close_sms.credentials import Credentials
from close_sms.endpoint import Endpoint
from close_sms.noise import Noise
from close_sms.report.model import Leftover

ROOT = "https://close.mock/api/v1"
SEND_TO = "+15005550006"
WAITING = {"status": "outbox", "remote_phone": SEND_TO, "send_in": 59}


class Account:
    """An endpoint that stores what it is given; deleting a lead takes its activities along, if `cascades`."""

    def __init__(self, *, cascades: bool = True) -> None:
        self.things: dict[str, dict[str, Any]] = {"acti_theirs": {"id": "acti_theirs", "lead_id": "lead_theirs"}}
        self.refuses: dict[tuple[str, str], int] = {}
        self.loses: dict[tuple[str, str], int] = {}  # how many answers a gateway gives in its place
        self.hears_nothing = False
        self.writes: list[tuple[str, str]] = []
        self._cascades = cascades
        self._numbers = count(1)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/api/v1/").strip("/")
        name = path.rpartition("/")[2]
        if request.method == "GET":
            found, skip = self._of(request.url.params["lead_id"]), int(request.url.params.get("_skip", 0))
            return httpx.Response(200, json={"data": found[skip : skip + 100], "has_more": len(found) > skip + 100})
        self.writes.append((request.method, path))
        if self.hears_nothing:
            raise httpx.ConnectError("Connection refused")
        if self.loses.get((request.method, path), 0) > 0:
            self.loses[request.method, path] -= 1
            return httpx.Response(503)
        if refused := self.refuses.get((request.method, path)):
            return httpx.Response(refused)
        if request.method == "DELETE":
            return self._delete(name)
        made = name if name in self.things else f"{name}_{next(self._numbers)}"
        self.things[made] = {**self.things.get(made, {}), **json.loads(request.content), "id": made}
        return httpx.Response(200, json=self.things[made])

    def _of(self, lead: str) -> list[dict[str, Any]]:
        return [thing for thing in self.things.values() if thing.get("lead_id") == lead]

    def _delete(self, name: str) -> httpx.Response:
        if self.things.pop(name, None) is None:
            return httpx.Response(404)
        for thing in self._of(name) if self._cascades else []:
            del self.things[thing["id"]]
        return httpx.Response(200, json={})


def opened(account: Account, book: Path | None = None) -> Client:
    clock = VirtualClock(datetime(2026, 1, 1, tzinfo=UTC))
    endpoint = Endpoint(
        ROOT,
        httpx.MockTransport(account),
        clock,
        Credentials(key="api_key_of_a_test", token=None, other_key=None),
        embedded=False,
    )
    return Client(endpoint, profile="send", send_to=SEND_TO, ledger_file=book)


def furnished(account: Account, book: Path | None = None) -> Client:
    """A run that has made a lead, a template and two messages, one of them without a lead."""
    client = opened(account, book)
    lead = client.send("POST", "lead/", body={"name": "x"})
    client.send("POST", "sms_template/", body={"name": "x", "text": "y"})
    client.create({"status": "draft", "remote_phone": SEND_TO, "lead_id": lead.id})
    client.create({"status": "draft", "remote_phone": SEND_TO})
    account.writes.clear()
    return client


@pytest.mark.parametrize("cascades", [True, False])
def test_all_of_its_own_is_deleted_and_nothing_else(cascades: bool) -> None:
    account = Account(cascades=cascades)
    client = furnished(account)
    assert [] == clean_up(client)
    assert ["acti_theirs"] == list(account.things)
    assert [] == client.ledger.ids("lead") + client.ledger.ids("sms_template")


def test_what_a_lead_took_along_is_not_deleted_again() -> None:
    account = Account()
    clean_up(furnished(account))
    paths = ["lead/lead_1", "sms_template/sms_template_2", "activity/sms/sms_4"]
    assert [("DELETE", path) for path in paths] == account.writes


def test_waiting_messages_are_cancelled_before_anything_else() -> None:
    account = Account()
    client = opened(account)
    client.create(WAITING)
    account.writes.clear()
    clean_up(client)
    assert [("PUT", "activity/sms/sms_1"), ("DELETE", "activity/sms/sms_1")] == account.writes


@pytest.mark.parametrize(
    ("status", "left"), [(404, []), (410, []), (403, [("lead", "lead_1")]), (500, [("lead", "lead_1")])]
)
def test_what_could_not_be_deleted_is_told(status: int, left: list[tuple[str, str]]) -> None:
    account = Account()
    client = opened(account)
    client.send("POST", "lead/", body={"name": "x"})
    account.refuses["DELETE", "lead/lead_1"] = status
    found = clean_up(client)
    assert left == [(each["kind"], each["id"]) for each in found]
    assert all(str(status) in each["reason"] for each in found)


def test_a_gateway_that_answers_once_leaves_nothing() -> None:
    account = Account()
    client = furnished(account)
    client.create(WAITING)
    account.loses = {
        ("DELETE", "lead/lead_1"): 1,
        ("PUT", "activity/sms/sms_5"): 1,
        ("DELETE", "activity/sms/sms_4"): 2,
    }
    assert [] == clean_up(client)
    assert ["acti_theirs"] == list(account.things)


def test_what_a_gateway_keeps_from_being_deleted_is_left_and_nothing_else() -> None:
    account = Account()
    client = furnished(account)
    account.refuses["DELETE", "lead/lead_1"] = 503
    assert [Leftover(kind="lead", id="lead_1", reason="DELETE was answered 503")] == clean_up(client)
    assert ["acti_theirs", "lead_1"] == list(account.things)


@pytest.mark.parametrize("status", [403, 503])
def test_messages_of_a_lead_that_stays_are_deleted_one_by_one(status: int) -> None:
    account = Account()
    client = furnished(account)
    account.refuses = {("DELETE", "lead/lead_1"): status, ("DELETE", "activity/sms/sms_3"): 403}
    left = [("lead", "lead_1"), ("activity/sms", "sms_3")]
    assert left == [(each["kind"], each["id"]) for each in clean_up(client)]


def test_all_that_the_list_still_shows_of_a_deleted_lead_is_deleted() -> None:
    account = Account(cascades=False)
    client = furnished(account)
    for _ in range(250):
        client.create({"status": "draft", "remote_phone": SEND_TO, "lead_id": "lead_1"})
    assert [] == clean_up(client)
    assert ["acti_theirs"] == list(account.things)


def test_a_lost_endpoint_leaves_all_of_its_own_and_is_not_waited_for_long() -> None:
    account = Account()
    client = furnished(account)
    for _ in range(50):
        client.create({"status": "draft", "remote_phone": SEND_TO, "lead_id": "lead_1"})
    account.hears_nothing = True
    began = client.endpoint.clock.now()
    found = clean_up(client)
    assert 54 == len(found)
    assert {"lead_1", "sms_template_2", "sms_3", "sms_4"} <= {each["id"] for each in found}
    assert all("got no answer: ConnectError: Connection refused" in each["reason"] for each in found)
    assert len({each["reason"] for each in found}) <= 2
    assert client.endpoint.clock.now() - began < timedelta(seconds=40)


def test_a_clean_up_ends_in_time() -> None:
    account = Account(cascades=False)
    client = furnished(account)
    for _ in range(50):
        client.create({"status": "draft", "remote_phone": SEND_TO, "lead_id": "lead_1"})

    def slowly(request: httpx.Request) -> httpx.Response:
        client.endpoint.clock.sleep(1)
        return account(request)

    client.recorder._inner = httpx.MockTransport(slowly)
    found = clean_up(client, seconds=20)
    assert 30 <= len(found) <= 36
    assert {"the clean-up ended after 20 s"} == {each["reason"] for each in found}


def test_a_credential_that_is_refused_is_not_tried_again() -> None:
    account = Account()
    client = furnished(account)
    account.refuses["DELETE", "lead/lead_1"] = 401
    found = clean_up(client)
    assert 4 == len(found)
    assert all("401" in each["reason"] for each in found)
    assert [("DELETE", "lead/lead_1")] == account.writes


def test_what_a_lead_took_along_is_booked_as_deleted(tmp_path: Path) -> None:
    account = Account()
    book = tmp_path / "ledger.jsonl"
    clean_up(furnished(account, book))
    lines = [json.loads(line) for line in book.read_text().splitlines()]
    assert {line["id"] for line in lines if "created" in line} == {line["id"] for line in lines if "deleted" in line}


def test_what_may_have_been_made_unheard_is_told_unless_it_goes_with_a_lead() -> None:
    account = Account()
    client = furnished(account)
    account.loses = {("POST", "lead"): 1, ("POST", "activity/sms"): 1}
    for path in ("lead/", "activity/sms/"):
        with pytest.raises(Noise):
            client.send("POST", path, body={"status": "draft", "remote_phone": SEND_TO})
    found = clean_up(client)
    assert [("lead", "?")] == [(each["kind"], each["id"]) for each in found]
    assert "POST got no answer" in found[0]["reason"]
    assert "close-sms-conformance" in found[0]["reason"]
