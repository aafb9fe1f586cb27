"""What each field of a create may hold, by status and content, so that every reading accepts the body."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from strategies.dates import date_times
from strategies.message_texts import texts
from strategies.phone_numbers import phones
from strategies.placeholders import CONTACT, FAR, LEAD, LOCAL_PHONE, ORGANIZATION, SEND_TO, TEMPLATE, USER

LOGGED: Final = ("inbox", "sent")
RECORDED: Final = (*LOGGED, "draft")
SENDING: Final = ("scheduled", "outbox")
STATUSES: Final = (*RECORDED, *SENDING)
CONTENTS: Final = {
    **dict.fromkeys(RECORDED, ("none", "text", "template")),
    "inbox": ("none", "text"),
    **dict.fromkeys(SENDING, ("text", "template")),
}
"""The kinds of content by status, the simplest first.

Whether a message without content is sent is open (S8), and whether one that was received has a template.
"""
ALWAYS: Final = frozenset({"lead_id", "local_phone", "remote_phone", "date_scheduled", "send_in"})
"""The fields that are there wherever a body of the status may have them."""
FAR_YEARS: Final = (2090, 2099)
SEND_IN_BELOW: Final = 60
LONGEST_DELAY: Final = SEND_IN_BELOW - 1
"""The longest documented `send_in`: so many seconds there are to take a message back."""


class Absent:
    """The type of ABSENT."""

    def __repr__(self) -> str:
        """Its name."""
        return "ABSENT"

    def __deepcopy__(self, memo: object) -> Absent:
        """Itself: there is only one."""
        return self


ABSENT: Final = Absent()
"""Stands for a field that is not there."""


class Impossible(Exception):
    """A field cannot be as it was asked for; the message says how it can be."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a body: its value or the strategy of its values (ABSENT: none), and whether it may lack or be null."""

    value: Any = ABSENT
    absent: bool = False
    null: bool = False

    def omitted(self) -> Field:
        """The field as one that is never there; raises Impossible."""
        if not self.absent:
            raise Impossible("is always there")
        return NEVER

    def given(self) -> Field:
        """The field as one that is always there and not null; raises Impossible."""
        if self.value is ABSENT:
            raise Impossible("never has a value")
        return Field(self.value)

    def options(self) -> tuple[Any, ...]:
        """What to choose from, the simplest first: ABSENT, None, and the value or the strategy of the values."""
        edges = [edge for edge, allowed in ((ABSENT, self.absent), (None, self.null)) if allowed]
        return tuple(edges) if self.value is ABSENT else (*edges, self.value)


def optional(value: Any = ABSENT, *, null: bool = True) -> Field:
    """A field that may be absent and, unless `null` is false, null."""
    return Field(value, absent=True, null=null)


NEVER: Final = Field(absent=True)


@cache
def fields_of(status: str, content: str) -> dict[str, Field]:
    """The fields beside `status`, in the order of the documentation, for one of STATUSES and one of its CONTENTS."""
    sending = status in SENDING
    moment = optional() if sending else optional(_PAST)
    return {
        "activity_at": moment,
        "attachments": optional(st.builds(list)),
        "contact_id": Field(CONTACT) if content == "template" else optional(CONTACT),
        "created_by": optional(USER),
        "date_created": moment,
        "date_scheduled": Field(far_date_times()) if status == "scheduled" else NEVER,
        "direction": optional("inbound" if status == "inbox" else "outbound", null=False),
        "lead_id": Field(LEAD),
        "local_phone": Field(LOCAL_PHONE),
        "organization_id": optional(ORGANIZATION),
        "remote_phone": Field(SEND_TO if sending else _PHONES),
        "send_in": optional(_SECONDS, null=False) if status == "outbox" else NEVER,
        "source": optional("External", null=False) if status in LOGGED else NEVER,
        "template_id": Field(TEMPLATE) if content == "template" else optional(),
        "text": _CONTENT_TEXT[content],
        "user_id": optional(USER),
    }


def far_date_times() -> SearchStrategy[str]:
    """FAR, and date-times of the years 2090 to 2099: no run lives to see them."""
    return st.one_of(st.just(FAR), date_times(*FAR_YEARS))


_PAST = date_times()
_PHONES = phones()
_SECONDS = st.integers(1, SEND_IN_BELOW - 1).map(lambda seconds: SEND_IN_BELOW - seconds)
_CONTENT_TEXT: Final = {"none": optional(), "text": Field(texts()), "template": NEVER}
FIELDS: Final = ("status", *fields_of("draft", "none"))
"""The fields of a create: the 15 of the request table and, from the prose, `date_scheduled` and `send_in`."""
