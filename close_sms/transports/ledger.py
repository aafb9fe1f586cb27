"""Writes down what is about to be made before it is made: only the suite's own objects are ever deleted."""

from __future__ import annotations

import json
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import httpx

from close_sms.noise import UNHEARD
from close_sms.parsed import object_of, text_of
from close_sms.resources import WRITABLE
from close_sms.transports.address import overrides

COLLECTION = re.compile(rf"(?:^|/)({'|'.join(WRITABLE)})/?$")
ITEM = re.compile(rf"(?:^|/)({'|'.join(WRITABLE)})/([^/]+)/?$")
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.LocalProtocolError)
ME = re.compile(r"(?:^|/)me/?$")
ANY_ID = re.compile(r'"id"\s*:\s*"([^"]+)"')


class Ledger(httpx.BaseTransport):
    """A transport that keeps book of what passes to `inner`; safe under threads.

    `created` counts the objects made. With a `path` each event is appended there as a line of JSON before
    anything else happens; OSError is raised where that fails, and nothing is sent. Runs follow each other there, each
    under its `heading`.
    """

    def __init__(
        self,
        inner: httpx.BaseTransport,
        path: Path | None,
        heading: Mapping[str, str] | None = None,
        named: Callable[[str], str] | None = None,
    ) -> None:
        """Keep book in memory and, if given, at `path` (made with its folders when first needed).

        `named` shows an Authorization header without the secret in it.
        """
        self.created = 0
        self._inner = inner
        self._path = path
        self._heading = heading  # until it is written
        self._named = named
        self._users: dict[str | None, str] = {}  # by the Authorization header that GET /me/ had
        self._lock = threading.Lock()
        self._begun = 0  # creates that have left
        self._open = 0  # creates without an answer yet
        self._in_doubt: Counter[str] = Counter()
        self._makers: dict[tuple[str, str], str | None] = {}  # own kinds and ids, with the credential that made them
        self._kept: dict[str, dict[str, None]] = {kind: {} for kind in WRITABLE}
        self._strangers: dict[str, set[str]] = {kind: set() for kind in WRITABLE}
        self._unknown_ids: set[str] = set()

    def ids(self, kind: str) -> list[str]:
        """Ids of own objects of a kind, such as `activity/sms`, that are not deleted yet."""
        with self._lock:
            return list(self._kept[kind])

    def in_doubt(self, kind: str) -> int:
        """How many objects of a kind may have been made, though no answer of the endpoint tells."""
        return self._in_doubt[kind]

    def owns(self, kind: str, id_: str) -> bool:
        """Whether the run made the object, deleted or not."""
        return (kind, id_) in self._makers

    def maker(self, kind: str, id_: str) -> str | None:
        """The Authorization header that the object was made with."""
        return self._makers.get((kind, id_))

    def adopt(self, kind: str, id_: str, maker: str | None) -> None:
        """Take over an object that an earlier run has made, with the Authorization header that is good for it."""
        with self._lock:
            self._makers[kind, id_] = maker
            self._kept[kind][id_] = None

    def gone(self, kind: str, id_: str) -> None:
        """Write down that an own object is no more: deleted, or gone with its lead."""
        with self._lock:
            if id_ in self._kept[kind]:
                del self._kept[kind][id_]
                self._write({"deleted": kind, "id": id_})

    def add_unknown_id(self, id_: str) -> str:
        """Remember an id that the suite invented and that nobody has; gives it back."""
        self._unknown_ids.add(id_)
        return id_

    def is_unknown_id(self, id_: str) -> bool:
        """Whether the suite invented the id."""
        return id_ in self._unknown_ids

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer of `inner`, after the book is kept."""
        path = request.url.path
        if "POST" in (request.method, *overrides(request)) and (found := COLLECTION.search(path)):
            return self._create(request, found[1])
        response = self._inner.handle_request(request)
        if request.method == "GET":
            response.read()
            self._meet(path, response)
            if ME.search(path) and response.is_success:
                self._introduce(request, response)
        elif request.method == "DELETE" and (found := ITEM.search(path)):
            self._deleted(found[1], found[2], request, response)
        return response

    def close(self) -> None:
        """Close `inner`."""
        self._inner.close()

    def _create(self, request: httpx.Request, kind: str) -> httpx.Response:
        with self._lock:
            self._begun += 1
            number = self._begun
            self._write({"about_to": kind, "number": number})
            self._open += 1
            self._in_doubt[kind] += 1  # until an answer says what became of it
        try:
            response = self._inner.handle_request(request)
            response.read()
            with self._lock:
                self._made(kind, number, request, response)
                self._in_doubt[kind] -= response.status_code not in UNHEARD
        except NOT_SENT:
            with self._lock:
                self._in_doubt[kind] -= 1
                self._write({"not_created": kind, "number": number, "status": 0})
            raise
        finally:
            with self._lock:
                self._open -= 1
        return response

    def _made(self, kind: str, number: int, request: httpx.Request, response: httpx.Response) -> None:
        body = object_of(response) if response.is_success else {}
        made = body.get("id")
        if not isinstance(made, str) or made in self._strangers[kind]:
            self._write({"not_created": kind, "number": number, "status": response.status_code})
            return
        self.created += not self.owns(kind, made)
        self._keep(kind, made, request)
        nested = body.get("contacts") if kind == "lead" else None
        for contact in nested if isinstance(nested, list) else []:
            if isinstance(contact, dict) and isinstance(contact.get("id"), str):
                self._keep("contact", contact["id"], request)
        self._write({"created": kind, "id": made, "number": number, **self._whose(request)})

    def _introduce(self, request: httpx.Request, response: httpx.Response) -> None:
        """Remember whose a credential is."""
        if user := text_of(object_of(response), "id"):
            with self._lock:
                self._users[request.headers.get("authorization")] = user

    def _whose(self, request: httpx.Request) -> dict[str, str]:
        """By which credential something is made, and whose that is: any other may be told that it is not there."""
        used = request.headers.get("authorization")
        named = {"by": self._named(used)} if self._named and used else {}
        return {**named, **({"user": self._users[used]} if used in self._users else {})}

    def _keep(self, kind: str, made: str, request: httpx.Request) -> None:
        if made not in self._strangers[kind]:
            self._makers[kind, made] = request.headers.get("authorization")
            self._kept[kind][made] = None

    def _meet(self, path: str, response: httpx.Response) -> None:
        """Ids that were there before are not the run's, whatever an endpoint may answer to a create.

        A resource has ids of its own kind. One of which the run makes nothing, such as the event log, has ids that a
        message may have, too, where they are numbers; but what it tells of may be of any kind.
        """
        found = COLLECTION.search(path) or ITEM.search(path)
        if found:
            kinds = {"lead", "contact"} if found[1] == "lead" else {found[1]}
            ids: Iterable[str] = ANY_ID.findall(response.text)
        else:
            kinds, ids = {*WRITABLE}, _ids_told_of(object_of(response))
        with self._lock:
            if not self._open:
                strangers = [each for each in ids if not any(self.owns(kind, each) for kind in kinds)]
                for kind in kinds:
                    self._strangers[kind].update(strangers)

    def _deleted(self, kind: str, id_: str, request: httpx.Request, response: httpx.Response) -> None:
        # Another credential may be told 404 for what is still there.
        same = self.maker(kind, id_) == request.headers.get("authorization")
        if self.owns(kind, id_) and same and (response.is_success or response.status_code == 404):
            self.gone(kind, id_)

    def _write(self, line: dict[str, Any]) -> None:
        if self._path is not None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            lines = [self._heading, line] if self._heading else [line]
            with self._path.open("a", encoding="utf-8") as book:
                book.writelines(json.dumps(each) + "\n" for each in lines)
            self._heading = None


def _ids_told_of(answer: dict[str, Any]) -> set[str]:
    """The ids of the objects that the entries of a list are about, or that one entry is about, which was answered."""
    entries = answer.get("data")
    tops = entries if isinstance(entries, list) else [answer]
    told = [top.get(key) for top in tops if isinstance(top, dict) for key in ("data", "object")]
    return {each["id"] for each in told if isinstance(each, dict) and isinstance(each.get("id"), str)}
