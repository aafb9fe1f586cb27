"""An exchange as the invariants see it, parsed once."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs, urlsplit

from close_sms.claims import claim_that
from close_sms.credentials import OTHER_SHOWN
from close_sms.exchange import Exchange
from close_sms.noise import LIMITED, NOISE
from close_sms.wording import outcome_of

# What stands before an endpoint often lets no larger request through, and refuses it in its own words.
LONGEST_QUERY, LONGEST_PATH, LARGEST_BODY = 2_000, 300, 8_000
BLOCKED = (400, 403, 413, 414)
WITH_ACTIVITIES = ("create", "get", "update", "list")
SURROGATE = re.compile("[\ud800-\udfff]")

Activity = dict[str, Any]


@dataclass
class Seen:
    """An exchange, with what its parts mean; `skew` is how far what is dated is ahead of the Date header."""

    exchange: Exchange
    skew: timedelta = timedelta()

    @cached_property
    def operation(self) -> str:
        """`create`, `get`, `update`, `delete` or `list` of messages, else method and path."""
        return self.exchange.operation

    @cached_property
    def is_noise(self) -> bool:
        """Whether the answer says nothing of the endpoint's contract."""
        return self.exchange.status in NOISE

    @property
    def is_unheard(self) -> bool:
        """Whether what was asked for may have been done, though the answer to it was lost."""
        return self.is_noise and self.exchange.status != LIMITED and self.exchange.method not in ("GET", "HEAD")

    @property
    def is_blocked(self) -> bool:
        """Whether a firewall may have refused the request for its size, so that the endpoint never saw it."""
        if self.exchange.status not in BLOCKED:
            return False
        url, size = urlsplit(self.exchange.url), len(self.exchange.request_body.encode(errors="replace"))
        return len(url.query) > LONGEST_QUERY or len(url.path) > LONGEST_PATH or size > LARGEST_BODY

    @cached_property
    def accepted(self) -> bool:
        """Whether the answer is a 2xx."""
        return self.exchange.accepted

    @cached_property
    def is_json(self) -> bool:
        """Whether the answer's body is JSON."""
        return self._parsed[0]

    @property
    def body(self) -> Any:
        """The answer's parsed body, None where it is no JSON."""
        return self._parsed[1]

    @cached_property
    def posted(self) -> dict[str, Any] | None:
        """The body of the request, where it is a JSON object that is announced as one and read in one way.

        Half a surrogate pair is no character: what an endpoint makes of it is a question.
        """
        kind, posted = self.exchange.request_headers.get("content-type", ""), self.exchange.posted
        halved = posted is not None and SURROGATE.search(json.dumps(posted, ensure_ascii=False))
        return None if halved or not kind.startswith("application/json") else posted

    @cached_property
    def query(self) -> dict[str, list[str]]:
        """The query of the request."""
        return parse_qs(urlsplit(self.exchange.url).query, keep_blank_values=True)

    @property
    def wants_json(self) -> bool:
        """Whether the request accepts JSON."""
        return "json" in self.exchange.request_headers.get("accept", "json")

    @property
    def is_partial(self) -> bool:
        """Whether `_fields` asks for a part of the keys only."""
        return "_fields" in self.query or "_params" in (self.posted or {})

    @property
    def item(self) -> str:
        """The id in the path."""
        return self.exchange.item

    @property
    def foreign(self) -> bool:
        """Whether the caller was of the other organization."""
        return OTHER_SHOWN in self.exchange.request_headers.get("authorization", "")

    @property
    def moment(self) -> datetime:
        """The endpoint's present, aware: by its Date header, else by our clock."""
        return (self.exchange.date or self.exchange.started) + self.skew

    @cached_property
    def activities(self) -> list[Activity]:
        """The whole activities that a successful answer carries; of an item its body, whatever it is."""
        if self.operation not in WITH_ACTIVITIES or not self.accepted or self.is_partial or not self.wants_json:
            return []
        if self.operation != "list":
            return [self.body if isinstance(self.body, dict) else {}]
        data = self.body.get("data") if isinstance(self.body, dict) else None
        return [entry for entry in data if isinstance(entry, dict)] if isinstance(data, list) else []

    def claim(
        self, rule: str, holds: bool, expected: str, actual: str | None = None, *, control: Exchange | None = None
    ) -> None:
        """Claim softly, of this exchange; what came is told by the answer itself where `actual` is not given.

        `control` is the exchange that this one is held against.
        """
        told = outcome_of(self.exchange) if actual is None else actual
        claim_that(holds, expected=expected, actual=told, of=self.exchange, rule=rule, control=control, soft=True)

    @cached_property
    def _parsed(self) -> tuple[bool, Any]:
        try:
            return True, self.exchange.json()
        except ValueError:
            return False, None
