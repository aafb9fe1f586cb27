"""The client of the suite: one httpx client over the whole pipeline, and the answers that it brings back.

Every request passes `Pacer -> Guard -> Ledger -> Recorder -> endpoint`; redirects are never followed, since a
followed POST would be a second, unguarded intention.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx

from close_sms.endpoint import Endpoint
from close_sms.exchange import Exchange
from close_sms.redaction import Redactor
from close_sms.resources import MESSAGES
from close_sms.transports.guard import Guard
from close_sms.transports.ledger import Ledger
from close_sms.transports.pacer import Pacer
from close_sms.transports.recorder import Recorder

SMS = f"{MESSAGES}/"
DEFAULT = object()  # "the run's own credential", as None already means "no credential"


@dataclass(frozen=True)
class Answer:
    """An answer of the endpoint together with the exchange that proves it."""

    exchange: Exchange

    @property
    def status(self) -> int:
        """The HTTP status code."""
        return self.exchange.status

    @property
    def accepted(self) -> bool:
        """Whether the endpoint said yes (2xx)."""
        return self.exchange.accepted

    @property
    def refused(self) -> bool:
        """Whether the endpoint refused the request itself (4xx, but for 401 and 429, which judge the caller)."""
        return 400 <= self.status < 500 and self.status not in (401, 429)

    @cached_property
    def json(self) -> Any:
        """The parsed body, or None where there is none or it is no JSON."""
        try:
            return self.exchange.json()
        except ValueError:
            return None

    @property
    def object(self) -> dict[str, Any]:
        """The parsed body if it is a JSON object, else an empty one."""
        return self.json if isinstance(self.json, dict) else {}

    @property
    def id(self) -> str | None:
        """The `id` of the answered object, if it has one."""
        value = self.object.get("id")
        return value if isinstance(value, str) else None

    def __getitem__(self, field: str) -> Any:
        """The field's value; None where the body lacks it (the shape is judged by the invariants)."""
        return self.object.get(field)


class Client:
    """Sends requests to one endpoint under one profile; `on_exchange` is told of each, noise included."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        profile: str,
        send_to: str | None,
        ledger_file: Path | None = None,
        on_exchange: Callable[[Exchange], None] = lambda _: None,
    ) -> None:
        """Build the pipeline for `endpoint`; `send_to` is the only number that may be sent to (E.164)."""
        self.endpoint = endpoint
        self._redactor = Redactor(endpoint.credentials.secrets)
        self.recorder = Recorder(endpoint.transport, endpoint.root, endpoint.clock, self._redactor, on_exchange)
        heading = {"began": endpoint.clock.now().isoformat(timespec="seconds"), "endpoint": endpoint.root}
        self.ledger = Ledger(self.recorder, ledger_file, heading, self._redactor.authorization)
        self.guard = Guard(
            self.ledger,
            profile=profile,
            send_to=send_to,
            root_url=endpoint.root,
            clock=endpoint.clock,
        )
        self._http = httpx.Client(
            transport=Pacer(self.guard, endpoint.clock),
            headers={"Accept": "application/json", "User-Agent": "close-sms-conformance"},
            follow_redirects=False,
        )

    @property
    def credential(self) -> str | None:
        """The Authorization value of the run: the key if there is one, else the token."""
        return self.endpoint.credentials.authorization

    @property
    def credentials(self) -> dict[str, str]:
        """All Authorization values that the run has, by the form in which reports show them."""
        given = self.endpoint.credentials
        values = (given.authorization, given.token_authorization, given.other_authorization)
        return {self._redactor.authorization(value): value for value in values if value}

    def send(
        self,
        method: str,
        path: str,
        *,
        body: Any = DEFAULT,
        content: bytes | None = None,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        credential: object = DEFAULT,
    ) -> Answer:
        """Send one request below the API root.

        `body` is sent as JSON, `content` as it is; `credential` is an Authorization value, or None for none.
        Raises Forbidden (the guard), Noise (the network, or a limit that did not pass).
        """
        sent = dict(headers or {})
        authorization = self.credential if credential is DEFAULT else credential
        if isinstance(authorization, str):
            sent["Authorization"] = authorization
        if body is not DEFAULT:
            content = json.dumps(body, ensure_ascii=False).encode()
            sent.setdefault("Content-Type", "application/json")
        url = f"{self.endpoint.root.rstrip('/')}/{path}"
        response = self._http.request(method, url, content=content, params=params, headers=sent)
        return Answer(response.extensions["exchange"])

    def create(self, body: Any, **options: Any) -> Answer:
        """POST a message."""
        return self.send("POST", SMS, body=body, **options)

    def get(self, activity_id: str, **options: Any) -> Answer:
        """GET one message."""
        return self.send("GET", f"{SMS}{activity_id}/", **options)

    def update(self, activity_id: str, body: Any, **options: Any) -> Answer:
        """PUT a partial update of one message."""
        return self.send("PUT", f"{SMS}{activity_id}/", body=body, **options)

    def delete(self, activity_id: str, **options: Any) -> Answer:
        """DELETE one message."""
        return self.send("DELETE", f"{SMS}{activity_id}/", **options)

    def list(self, **params: Any) -> Answer:
        """GET one page of messages; keyword arguments are query parameters."""
        return self.send("GET", SMS, params=params)

    @property
    def requests(self) -> int:
        """How many requests have left so far, with and without an answer."""
        return len(self.recorder.exchanges)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()
