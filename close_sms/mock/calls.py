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
    """A request that was understood: `action` names what is asked, such as `create_sms`."""

    action: str
    caller: Caller
    key: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    body: Json = field(default_factory=dict)
    zone: tzinfo = UTC

    @property
    def organization_id(self) -> str:
        """The organization that the caller acts in."""
        return self.caller.organization_id


@dataclass(slots=True)
class Answer:
    """What goes back: a `body` of None is sent as nothing at all."""

    status: int
    body: Json | None
    headers: dict[str, str] = field(default_factory=dict)
