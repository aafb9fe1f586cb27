"""At the end of a run all of its own is cancelled and deleted, and nothing else is touched."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import count
from typing import Any

import httpx
import pytest

from close_sms.cleanup import clean_up
from close_sms.client import Client
from close_sms.clock import VirtualClock
from close_sms.endpoint import Credentials, Endpoint

ROOT = "https://close.mock/api/v1"
SEND_TO = "+15005550006"
WAITING = {"status": "outbox", "remote_phone": SEND_TO, "send_in": 59}


class Account:
    """An endpoint that stores what it is given; deleting a lead takes its activities along, if `cascades`."""

    def __init__(self, *, cascades: bool = True) -> None:
        self.things: dict[str, dict[str, Any]] = {"acti_theirs": {"id": "acti_theirs", "lead_id": "lead_theirs"}}
        self.refuses: dict[tuple[str, str], int] = {}
        self.writes: list[tuple[str, str]] = []
        self._cascades = cascades
        self._numbers = count(1)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/api/v1/").strip("/")
        name = path.rpartition("/")[2]
        if request.method == "GET":
            return httpx.Response(200, json={"data": self._of(request.url.params["lead_id"]), "has_more": False})
        self.writes.append((request.method, path))
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


def opened(account: Account) -> Client:
    clock = VirtualClock(datetime(2026, 1, 1, tzinfo=UTC))
    endpoint = Endpoint(
        ROOT,
        httpx.MockTransport(account),
        clock,
        Credentials(key="api_key_of_a_test", token=None, other_key=None),
        embedded=False,
    )
    return Client(endpoint, profile="send", send_to=SEND_TO)


def furnished(account: Account) -> Client:
    """A run that has made a lead, a template and two messages, one of them without a lead."""
    client = opened(account)
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
    assert [] == client.ledger.own("lead") + client.ledger.own("sms_template")


def test_what_a_lead_took_along_is_not_deleted_again() -> None:
    account = Account()
    clean_up(furnished(account))
    paths = ["sms_template/sms_template_2", "lead/lead_1", "activity/sms/sms_4"]
    assert [("DELETE", path) for path in paths] == account.writes


def test_waiting_messages_are_cancelled_before_anything_else() -> None:
    account = Account()
    client = opened(account)
    client.create(WAITING)
    account.writes.clear()
    clean_up(client)
    assert [("PUT", "activity/sms/sms_1"), ("DELETE", "activity/sms/sms_1")] == account.writes


@pytest.mark.parametrize(("status", "left"), [(404, []), (403, [("lead", "lead_1")]), (500, [("lead", "lead_1")])])
def test_what_could_not_be_deleted_is_told(status: int, left: list[tuple[str, str]]) -> None:
    account = Account()
    client = opened(account)
    client.send("POST", "lead/", body={"name": "x"})
    account.refuses["DELETE", "lead/lead_1"] = status
    found = clean_up(client)
    assert left == [(each["kind"], each["id"]) for each in found]
    assert all(str(status) in each["reason"] for each in found)


def test_a_lost_endpoint_leaves_all_of_its_own() -> None:
    account = Account()
    client = furnished(account)
    account.refuses["DELETE", "sms_template/sms_template_2"] = 503
    found = clean_up(client)
    names = {
        ("sms_template", "sms_template_2"),
        ("lead", "lead_1"),
        ("activity/sms", "sms_3"),
        ("activity/sms", "sms_4"),
    }
    assert names == {(each["kind"], each["id"]) for each in found}
    assert all("the endpoint was lost" in each["reason"] for each in found)
