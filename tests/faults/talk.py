"""A conversation with one mock, by a clock of its own."""

from __future__ import annotations

import base64
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from threading import Barrier
from typing import Any

from flask import Flask

from close_sms.mock import ACCESS_TOKEN, API_KEY, API_KEY_OTHER, INTERNAL_NUMBER, Behaviour, create_app

SMS = "/api/v1/activity/sms/"
REMOTE = "+18183334444"
ID = re.compile(r"\b(?:acti|lead|cont|smstmpl|task|media|ev|req)_[0-9A-Za-z]{20,}")
UNHEARD = {"content-length", "date"}  # headers: how long the body is, which is heard itself, and what time it is


def sendable(lead: str, contact: str) -> dict[str, Any]:
    """The fields that a message needs to be sent, but for its status and its text."""
    return {"lead_id": lead, "contact_id": contact, "local_phone": INTERNAL_NUMBER, "remote_phone": REMOTE}


def basic(pair: str) -> str:
    """A Basic Authorization header."""
    return "Basic " + base64.b64encode(pair.encode()).decode()


KEY, OTHER_KEY, TOKEN = basic(f"{API_KEY}:"), basic(f"{API_KEY_OTHER}:"), f"Bearer {ACCESS_TOKEN}"


@dataclass(frozen=True)
class Reply:
    """An answer as it came over the wire."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def object(self) -> dict[str, Any]:
        """The body, if it is a JSON object."""
        try:
            body = json.loads(self.text)
        except ValueError:
            return {}
        return body if isinstance(body, dict) else {}


def ask(app: Flask, method: str, url: str, headers: Mapping[str, str], data: bytes | None = None) -> Reply:
    """The answer of a WSGI application; `data` is sent as JSON. It is all that a test client does, but faster."""
    path, _, query = url.partition("?")
    body = data or b""
    environ = {
        "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": query, "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost", "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr, "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.multithread": True,
        "wsgi.multiprocess": False, "wsgi.run_once": False,
    }  # fmt: skip
    if data is not None:
        environ["CONTENT_TYPE"] = headers.get("Content-Type", "application/json")
    environ |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    begun: list[Any] = []
    chunks = app(environ, lambda status, fields, exc_info=None: begun.extend((status, fields)))  # type: ignore[arg-type]
    text = b"".join(chunks).decode()
    return Reply(int(begun[0][:3]), dict(begun[1]), text)


class Differs(Exception):
    """The conversation went another way than expected."""


class Talk:
    """A conversation with one mock; `heard` has every answer, in which ids are numbered as they first come.

    With an `expected` conversation it ends, by Differs, as soon as it goes another way.
    """

    def __init__(self, behaviour: type[Behaviour], expected: Sequence[Any] | None = None) -> None:
        self.time = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
        self.app = create_app(now=self.now, behaviour=behaviour)
        self.expected = expected
        self.heard: list[Any] = []
        self.ids: dict[str, str] = {}

    def now(self) -> datetime:
        return self.time

    def hear(self, fact: Any) -> None:
        """Note something that came out of the conversation."""
        place = len(self.heard)
        if self.expected is not None and (place >= len(self.expected) or self.expected[place] != fact):
            raise Differs
        self.heard.append(fact)

    def numbered(self, text: str) -> str:
        """A text with every id under the number of its first coming, so that the luck of ids shows nothing."""
        return ID.sub(lambda match: self.ids.setdefault(match[0], f"id {len(self.ids)}"), text)

    def say(
        self,
        method: str,
        path: str,
        body: Any = None,
        key: str | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        raw: bytes | None = None,
    ) -> Any:
        """Ask for something, a millisecond later; `path` is below the collection of messages or begins with /."""
        self.time += timedelta(milliseconds=1)
        header = KEY if key is None else key
        sent = {**(headers or {}), **({"Authorization": header} if header else {})}
        data = json.dumps(body).encode() if body is not None else raw
        answer = ask(self.app, method, self.url(path), sent, data)
        told = {name: self.numbered(value) for name, value in answer.headers.items() if name.lower() not in UNHEARD}
        self.hear((method, self.numbered(path), answer.status, told, self.numbered(answer.text)))
        return answer.object

    def look(self, key: str) -> dict[str, Any]:
        """A message as it is now, unheard."""
        return ask(self.app, "GET", self.url(f"{key}/"), {"Authorization": KEY}).object

    def url(self, path: str) -> str:
        """The address of a path."""
        return path if path.startswith("/") else SMS + path

    def post(self, status: Any, path: str = "", key: str | None = None, **fields: Any) -> str:
        """The id of a new message."""
        return str(self.say("POST", path, {"status": status, **fields}, key).get("id", "acti_none"))

    def around(self, key: str | None = None, name: str = "Ann Example") -> tuple[str, str, str]:
        """The ids of a new lead, of its contact and of a new template."""
        contact = {"name": name, "phones": [{"phone": REMOTE}]}
        lead = self.say("POST", "/api/v1/lead/", {"name": "Trial", "contacts": [contact]}, key)
        template = {"name": "T", "text": "Hi {{ contact.first_name }} of {{ lead.name }}: {{ contact.name }}"}
        made = self.say("POST", "/api/v1/sms_template/", template, key)
        contacts = lead.get("contacts") or [{"id": None}]
        return lead.get("id", ""), contacts[0]["id"], made.get("id", "")

    def at_once(self, *requests: tuple[str, str, Any]) -> list[Reply]:
        """The answers to requests that are made at the same moment, in their order."""
        barrier = Barrier(len(requests))

        def one(method: str, path: str, body: Any) -> Reply:
            data = json.dumps(body).encode()
            barrier.wait()
            return ask(self.app, method, self.url(path), {"Authorization": KEY}, data)

        with ThreadPoolExecutor(len(requests)) as pool:
            return [each.result() for each in [pool.submit(one, *request) for request in requests]]


Part = Callable[[Talk], None]
