"""The things that the mock stores."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(slots=True)
class Organization:
    """An account of Close's; nothing is seen across its border."""

    id: str
    name: str


@dataclass(slots=True)
class User:
    """A person who works in an organization."""

    id: str
    organization_id: str
    first_name: str
    last_name: str
    email: str
    date_created: datetime

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes a request: a user in an organization, with an API key or through an OAuth client."""

    user_id: str
    organization_id: str
    api_key_id: str | None = None
    oauth_client_id: str | None = None
    oauth_scope: str | None = None


NOBODY = Caller("", "")
"""Who makes a request as long as that is not known: the user of no organization."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The request behind an event: who made it, and how."""

    caller: Caller
    method: str
    path: str
    request_id: str


@dataclass(slots=True)
class PhoneNumber:
    """A Phone Number of an organization; only an `internal` one can send."""

    id: str
    organization_id: str
    user_id: str
    type: str
    number: str
    label: str
    sms_enabled: bool
    date_created: datetime
    countries: tuple[str, ...] = ()


@dataclass(slots=True)
class Lead:
    """A company or person that is sold to."""

    id: str
    organization_id: str
    name: str | None
    created_by: str
    date_created: datetime
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Contact:
    """A person at a lead."""

    id: str
    organization_id: str
    lead_id: str
    name: str | None
    title: str | None
    phones: list[dict[str, Any]]
    emails: list[dict[str, Any]]
    created_by: str
    date_created: datetime


@dataclass(slots=True)
class Template:
    """An SMS Template, whose `text` may have merge fields."""

    id: str
    organization_id: str
    name: str
    text: str | None
    is_shared: bool
    status: str
    attachments: list[dict[str, Any]]
    created_by: str
    updated_by: str
    date_created: datetime
    date_updated: datetime


@dataclass(slots=True)
class Task:
    """A task of type `incoming_sms`: the Inbox Notification of one SMS."""

    id: str
    organization_id: str
    object_id: str
    lead_id: str | None
    contact_id: str | None
    assigned_to: str | None
    text: str | None
    local_phone: str | None
    remote_phone: str | None
    date_created: datetime


@dataclass(slots=True)
class Note:
    """A note on a lead: the other kind of activity."""

    id: str
    organization_id: str
    lead_id: str
    note: str | None
    user_id: str
    date_created: datetime


@dataclass(slots=True)
class Sms:
    """An SMS activity; `send_at` is when it goes out, `number` its place in the order of creation."""

    id: str
    number: int
    organization_id: str
    status: str
    direction: str
    source: str
    created_by: str | None
    updated_by: str | None
    user_id: str | None
    date_created: datetime
    date_updated: datetime
    text: str | None = None
    template_id: str | None = None
    lead_id: str | None = None
    contact_id: str | None = None
    local_phone: str | None = None
    remote_phone: str | None = None
    attachments: list[dict[str, Any]] = field(default_factory=list)
    activity_at: datetime | None = None
    activity_given: bool = False
    date_scheduled: datetime | None = None
    date_sent: datetime | None = None
    cost: str | None = None
    error_message: str | None = None
    send_in: float | None = None
    send_at: datetime | None = None


@dataclass(slots=True)
class Event:
    """An entry of the event log.

    `states` are the message before, after each change, and so after the last one; None where it does not exist.
    Without an `origin` the server acted by itself.
    """

    id: str
    organization_id: str
    object_id: str
    lead_id: str | None
    action: str
    states: tuple[Sms | None, ...]
    date_created: datetime
    date_updated: datetime
    origin: Origin | None = None
