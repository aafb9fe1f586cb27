"""One request and its answer, kept as evidence with the secrets taken out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from close_sms import curl
from close_sms.resources import MESSAGES

OPERATIONS = {
    ("POST", False): "create",
    ("GET", False): "list",
    ("GET", True): "get",
    ("PUT", True): "update",
    ("DELETE", True): "delete",
}


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer. Header names are lower case; `started` is by the endpoint's clock.

    `root` is the API root of the endpoint. `status` is 0 where no answer came. `raw_body` holds a request body that is
    no UTF-8. `overlapped` says that another request was under way at the same time.
    """

    number: int
    check: str
    method: str
    url: str
    root: str
    request_headers: dict[str, str]
    request_body: str
    status: int
    response_headers: dict[str, str]
    response_body: str
    started: datetime
    elapsed_s: float
    raw_body: bytes = b""
    overlapped: bool = False

    def json(self) -> Any:
        """The parsed body of the answer; raises ValueError where it is no JSON (NaN is none)."""
        return _parsed(self.response_body)

    @property
    def date(self) -> datetime | None:
        """The moment of the answer by its `Date` header, aware; None where there is none that can be read."""
        try:
            moment = parsedate_to_datetime(self.response_headers.get("date", ""))
        except (ValueError, TypeError):
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    @property
    def authorization(self) -> str:
        """The credential as reports show it, such as `Bearer $CLOSE_ACCESS_TOKEN`; empty where none was sent."""
        return self.request_headers.get("authorization", "")

    @property
    def path(self) -> str:
        """The path below the API root, such as `activity/sms/acti_x/`; all of it where it is not below.

        What the root is made of is the endpoint's own affair: any of its segments may be called like a resource.
        """
        root = urlsplit(self.root).path.rstrip("/")
        return urlsplit(self.url).path.removeprefix(f"{root}/").removeprefix("/")

    @property
    def item(self) -> str:
        """The last segment of the path: the id of what it names, if it names one."""
        return self.path.strip("/").rpartition("/")[2]

    @property
    def accepted(self) -> bool:
        """Whether the endpoint said yes (2xx)."""
        return 200 <= self.status < 300

    @property
    def operation(self) -> str:
        """`create`, `get`, `update`, `delete` or `list` of an SMS activity; else method and path."""
        resource, item = _resource(self.path)
        overridden = self.request_headers.get("x-http-method-override")
        known = OPERATIONS.get((self.method, item)) if resource == MESSAGES and not overridden else None
        return known or f"{self.method} {self.path}" + (f" as {overridden}" if overridden else "")

    @property
    def posted(self) -> dict[str, Any] | None:
        """The request's body where it is a JSON object that no two readers could read differently, else None."""
        body = _as_data(self.request_body)
        return body if isinstance(body, dict) else None

    @property
    def size(self) -> int:
        """Characters of both bodies: of two exchanges that show the same, the smaller one shows it better."""
        return len(self.request_body) + len(self.response_body)

    def request(self) -> dict[str, Any]:
        """The request as plain data, its body parsed where it is JSON."""
        body = _as_data(self.request_body)
        return {"method": self.method, "url": self.url, "headers": dict(self.request_headers), "body": body}

    def response(self) -> dict[str, Any]:
        """The answer as plain data, its body parsed where it is JSON."""
        body = _as_data(self.response_body)
        return {"status": self.status, "headers": dict(self.response_headers), "body": body}

    def curl(self) -> str:
        """One shell line that sends the request again, with the credential as a variable."""
        body = self.raw_body or self.request_body.encode(errors="backslashreplace")
        return curl.command(self.method, self.url, self.request_headers, body)


def _resource(path: str) -> tuple[str, bool]:
    """The collection that the path belongs to, and whether it names one of its items."""
    parts = path.strip("/").split("/")
    return ("/".join(parts[:2]), len(parts) == 3) if len(parts) in (2, 3) else ("", False)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse)
    except RecursionError as error:
        raise ValueError("the JSON is nested too deeply") from error


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON value")


def _as_data(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse, object_pairs_hook=_unique)
    except (ValueError, RecursionError):
        return text


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key occurs twice, which parsing would hide")
    return found
