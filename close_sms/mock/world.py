"""The world of one app: what exists in it from the start, and everything that is stored later."""

from __future__ import annotations

import random
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import RLock
from typing import Any, Final, Protocol, TypeVar

from close_sms.mock.things import (
    Caller,
    Contact,
    Event,
    Lead,
    Note,
    Organization,
    PhoneNumber,
    Sms,
    Task,
    Template,
    User,
)

API_KEY: Final = "api_2mockKeyFirstOrg0000xk.4NoRealSecretFirstOrg0q"
API_KEY_OTHER: Final = "api_7mockKeyOtherOrg0000pw.1NoRealSecretOtherOrg0z"
ACCESS_TOKEN: Final = "mocktok_9NoRealTokenFirstOrg00000000000000000h"  # noqa: S105
OAUTH_CLIENT_ID: Final = "oa2client_MockClientOfTheFirstOrganization0001"
OAUTH_SCOPE: Final = "all.full_access offline_access"

ORGANIZATION_ID: Final = "orga_MockFirstOrganization0000000000000000000001"
ORGANIZATION_ID_OTHER: Final = "orga_MockOtherOrganization0000000000000000000002"
USER_ID: Final = "user_MockTobiasOfTheFirstOrganization00000000001"
USER_ID_COLLEAGUE: Final = "user_MockLindsayOfTheFirstOrganization0000000002"
USER_ID_OTHER: Final = "user_MockMaebyOfTheOtherOrganization00000000003"

INTERNAL_NUMBER: Final = "+14154445555"
INTERNAL_NUMBER_WITHOUT_SMS: Final = "+14154445556"
EXTERNAL_NUMBER: Final = "+14154445557"
VIRTUAL_NUMBER: Final = "+14154445558"
INTERNAL_NUMBER_OTHER: Final = "+12124445555"
FAILING_NUMBER: Final = "+15005550009"
"""Sending to this number ends in the status `error`."""

COUNTRIES: Final = ("US", "CA", "GB", "AU", "DE", "FR", "NL", "ES", "SE", "CH")
"""The countries that the internal numbers can send to; sending elsewhere ends in the status `error`."""

ID_LETTERS: Final = string.ascii_letters + string.digits
ID_LENGTH: Final = 43
TICK: Final = timedelta(microseconds=1)


class Owned(Protocol):
    """What belongs to an organization."""

    id: str
    organization_id: str


T = TypeVar("T", bound=Owned)


@dataclass
class World:
    """All that is stored; whoever reads or changes it holds `lock`.

    `pending` are the messages that wait to be sent and `ghosts` those that are sent although they were deleted;
    `events` stand in the order of their last change, `histories` are the same by message;
    `last_creates` are the values of the last create by user, and what became of it.
    """

    started: datetime
    lock: RLock = field(default_factory=RLock)
    organizations: dict[str, Organization] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    keys: dict[str, Caller] = field(default_factory=dict)
    tokens: dict[str, Caller] = field(default_factory=dict)
    phone_numbers: dict[str, PhoneNumber] = field(default_factory=dict)
    leads: dict[str, Lead] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    templates: dict[str, Template] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)
    messages: dict[str, Sms] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)
    pending: set[str] = field(default_factory=set)
    ghosts: dict[str, Sms] = field(default_factory=dict)
    deleted: set[tuple[str, str]] = field(default_factory=set)
    events: dict[str, Event] = field(default_factory=dict)
    histories: dict[str, dict[str, Event]] = field(default_factory=dict)
    last_creates: dict[str, tuple[dict[str, Any], Sms]] = field(default_factory=dict)
    count: int = 0
    latest: datetime | None = None
    dice: random.Random = field(default_factory=lambda: random.Random(20161003))  # noqa: S311

    def moment(self, now: datetime) -> datetime:
        """A moment near `now`, later than every one before, so that an order can always be seen."""
        self.latest = now if self.latest is None or now > self.latest else self.latest + TICK
        return self.latest

    def next_number(self) -> int:
        """1, 2, 3 and so on."""
        self.count += 1
        return self.count

    def new_tail(self) -> str:
        """What follows the prefix of an id; the same in the same order in every app."""
        return "".join(self.dice.choices(ID_LETTERS, k=ID_LENGTH))

    def own(self, shelf: Mapping[str, T], key: object, organization_id: str) -> T | None:
        """The thing with that id, None if there is none or it is another organization's."""
        thing = shelf.get(key) if isinstance(key, str) else None
        return thing if thing is not None and thing.organization_id == organization_id else None

    def all_own(self, shelf: Mapping[str, T], organization_id: str) -> Iterable[T]:
        """Everything on the shelf that belongs to the organization, oldest first."""
        return (thing for thing in shelf.values() if thing.organization_id == organization_id)

    def number_of(self, organization_id: str, number: str | None) -> PhoneNumber | None:
        """The organization's Phone Number with that E.164 number."""
        own = self.all_own(self.phone_numbers, organization_id)
        return next((phone for phone in own if phone.number == number), None)
