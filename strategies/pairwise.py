"""Messages in which every two choices meet: what a server does right by itself, it may do wrong together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import covertable

from strategies.creates import Body
from strategies.facets import ATTACHED, DELAYED
from strategies.fields import ABSENT, LOGGED, RECORDED
from strategies.phone_numbers import FICTIONAL
from strategies.placeholders import CONTACT, FAR, LEAD, LOCAL_PHONE, ORGANIZATION, SEND_TO, TEMPLATE, USER

OF_A_TEMPLATE: Final = {"template_id": TEMPLATE}
CONTENTS: Final = (
    {"text": "See you at noon."},
    {"text": "Bis später! 👋🏽\nZoë", "template_id": None},
    OF_A_TEMPLATE,
)
# The choices that depend on the status, and on what else they depend: what is named in vain makes many rows more.
DEPENDS_ON: Final[dict[str, tuple[str, ...]]] = {
    "content": (), "direction": (), "source": (), "contact_id": ("content", "to_inbox"), "activity_at": (),
    "date_created": (), "to_inbox": (),
}  # fmt: skip
HAPPENED, CREATED = "2024-05-06T07:08:09.5+02:00", "2024-05-07T10:00:00+00:00"
CHOICES: Final[dict[str, tuple[Any, ...]]] = {
    "content": CONTENTS,
    "attached": ({}, ATTACHED),
    "direction": (ABSENT, "inbound", "outbound"),
    "source": (ABSENT, "External"),
    "contact_id": (CONTACT, ABSENT, None),
    "user_id": (ABSENT, USER, None),
    "created_by": (ABSENT, None, USER),
    "organization_id": (ABSENT, ORGANIZATION, None),
    "activity_at": (ABSENT, HAPPENED, None),
    "date_created": (ABSENT, CREATED, None),
    "by_token": (False, True),
    "to_inbox": (False, True),
}


@dataclass(frozen=True)
class Together:
    """A body that every reading accepts, if it takes attachments, and how it is to be posted."""

    body: Body
    by_token: bool
    to_inbox: bool

    @property
    def status(self) -> str:
        """The status of the message."""
        return str(self.body["status"])


def together(*statuses: str) -> tuple[Together, ...]:
    """Few messages of these statuses in which every two choices that may meet do so; always the same ones."""
    return tuple(_message(**row) for row in chosen(*statuses))


def chosen(*statuses: str) -> list[dict[str, Any]]:
    """The choices that such messages are made of, by name."""
    rules = [
        {"operator": "fn", "requires": ["status", *needed, name], "evaluate": partial(_is_surely_accepted, name)}
        for name, needed in DEPENDS_ON.items()
    ]
    return list(covertable.make({"status": [*statuses], **CHOICES}, constraints=rules))


def surely_accepted(status: str, content: Body, *, to_inbox: bool) -> dict[str, tuple[Any, ...]]:
    """What every reading accepts of the choices that depend on the status, the content, and the Inbox.

    Whether what was received can have a template is open, and so is a notification about nobody.
    """
    is_record = status in RECORDED
    needs_contact = content is OF_A_TEMPLATE or to_inbox
    return {
        "content": tuple(each for each in CONTENTS if each is not OF_A_TEMPLATE or status != "inbox"),
        "direction": (ABSENT, "inbound" if status == "inbox" else "outbound"),
        "source": (ABSENT, "External") if status in LOGGED else (ABSENT,),
        "contact_id": (CONTACT,) if needs_contact else (CONTACT, ABSENT, None),
        "activity_at": (ABSENT, HAPPENED, None) if is_record else (ABSENT, None),
        "date_created": (ABSENT, CREATED, None) if is_record else (ABSENT, None),
        "to_inbox": (False, True) if status == "inbox" else (False,),
    }


def _is_surely_accepted(name: str, row: Mapping[str, Any]) -> bool:
    known = {"content": CONTENTS[0], "to_inbox": False, **row}
    return row[name] in surely_accepted(known["status"], known["content"], to_inbox=known["to_inbox"])[name]


def _message(*, status: str, content: Body, attached: Body, by_token: bool, to_inbox: bool, **fields: Any) -> Together:
    body: Body = {"status": status, "lead_id": LEAD, "local_phone": LOCAL_PHONE, "remote_phone": FICTIONAL}
    if status not in RECORDED:
        body |= {"remote_phone": SEND_TO, **({"date_scheduled": FAR} if status == "scheduled" else DELAYED)}
    body |= {name: value for name, value in fields.items() if value is not ABSENT}
    return Together({**body, **content, **attached}, by_token, to_inbox)
