"""A client of the mock for its tests: requests in, plain values out, and a clock that moves when told."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from close_sms.mock import ACCESS_TOKEN, API_KEY, API_KEY_OTHER, INTERNAL_NUMBER, Behaviour, create_app

START = datetime(2026, 5, 1, 12, tzinfo=UTC)
REMOTE = "+15005550006"
SMS = "/activity/sms/"
OUTBOX = {"status": "outbox", "local_phone": INTERNAL_NUMBER, "remote_phone": REMOTE, "text": "Hi"}


@dataclass
class Reply:
    status: int
    body: Any
    headers: dict[str, str]

    @property
    def refused(self) -> bool:
        return 400 <= self.status < 500

    @property
    def faults(self) -> dict[str, str]:
        return dict(self.body["field-errors"])


def basic(key: str, password: str = "") -> str:
    return "Basic " + base64.b64encode(f"{key}:{password}".encode()).decode()


class Session:
    """Two organizations of one mock; `readings` and `behaviour` as for `create_app`."""

    def __init__(self, readings: dict[str, str] | None = None, behaviour: type[Behaviour] = Behaviour) -> None:
        self.time = START
        self.app = create_app(now=lambda: self.time, readings=readings, behaviour=behaviour)
        self.client = self.app.test_client()
        self.authorization = basic(API_KEY)

    def later(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        sent = {"Authorization": self.authorization, **{name.replace("_", "-"): text for name, text in headers.items()}}
        data = body
        if body is not None and not isinstance(body, bytes):
            data = json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        sent = {name: text for name, text in sent.items() if text}
        response = self.client.open("/api/v1" + path, method=method, data=data, headers=sent)
        return Reply(response.status_code, response.get_json(silent=True), dict(response.headers))

    def get(self, path: str, **headers: str) -> Reply:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> Reply:
        return self.ask("POST", path, body, **headers)

    def create(self, query: str = "", /, **body: Any) -> Reply:
        return self.post(SMS + query, {"status": "draft", **body})

    def made(self, **body: Any) -> dict[str, Any]:
        reply = self.create(**body)
        assert reply.status in (200, 201), reply
        return dict(reply.body)

    def put(self, sms: dict[str, Any], **body: Any) -> Reply:
        return self.ask("PUT", f"{SMS}{sms['id']}/", body)

    def fetch(self, sms: dict[str, Any], query: str = "") -> Reply:
        return self.get(f"{SMS}{sms['id']}/{query}")

    def delete(self, sms: dict[str, Any]) -> Reply:
        return self.ask("DELETE", f"{SMS}{sms['id']}/")

    def status_of(self, sms: dict[str, Any]) -> str:
        return str(self.fetch(sms).body["status"])

    def lead(self, name: str = "Ann Bee") -> dict[str, Any]:
        contacts = [{"name": name, "phones": [{"phone": REMOTE, "type": "mobile"}]}]
        return dict(self.post("/lead/", {"name": "A lead", "contacts": contacts}).body)

    def template(self, text: str = "Hi {{ contact.first_name }}", **more: Any) -> dict[str, Any]:
        template = dict(self.post("/sms_template/", {"name": "T", "text": text}).body)
        return dict(self.ask("PUT", f"/sms_template/{template['id']}/", more).body) if more else template

    def note(self) -> dict[str, Any]:
        return dict(self.post("/activity/note/", {"lead_id": self.lead()["id"], "note": "N"}).body)

    def events(self, query: str = "") -> list[dict[str, Any]]:
        """The events that a query of the log answers, newest first."""
        return list(self.get(f"/event/{query}").body["data"])

    def events_of(self, sms: dict[str, Any]) -> list[dict[str, Any]]:
        """The events of a message, oldest first."""
        return self.events(f"?object_type=activity.sms&object_id={sms['id']}")[::-1]

    def actions(self, sms: dict[str, Any]) -> list[str]:
        return [event["action"] for event in self.events_of(sms)]

    def listed(self, query: str = "") -> list[dict[str, Any]]:
        return list(self.get(SMS + query).body["data"])

    def as_other(self) -> Session:
        """The same mock, for a caller of the other organization."""
        twin = Session.__new__(Session)
        twin.__dict__.update(self.__dict__)
        twin.authorization = basic(API_KEY_OTHER)
        return twin

    def as_bearer(self, token: str = ACCESS_TOKEN) -> Session:
        """The same mock, for a caller with a token."""
        twin = self.as_other()
        twin.authorization = f"Bearer {token}"
        return twin
