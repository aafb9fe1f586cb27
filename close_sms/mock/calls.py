"""One request and its answer, as the mock's parts hand them on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Any

from close_sms.mock.things import Caller

Json = dict[str, Any]


@dataclass(slots=True)
class Call:
    """A request that was understood: `action` names what is asked, such as `create_sms`.

    `rule` is the path as the table of routes has it, `path` the one that was asked for, from the host on.
    """

    action: str
    caller: Caller
    key: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    body: Json = field(default_factory=dict)
    zone: tzinfo = UTC
    rule: str = ""
    method: str = ""
    path: str = ""
    request_id: str = ""

    @property
    def organization_id(self) -> str:
        """The organization that the caller acts in."""
        return self.caller.organization_id


@dataclass(slots=True)
class Answer:
    """What goes back: a `body` of None is sent as nothing at all, any other as JSON or as a page of HTML."""

    status: int
    body: Json | None
    headers: dict[str, str] = field(default_factory=dict)
    html: bool = False
