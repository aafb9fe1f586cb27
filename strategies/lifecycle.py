"""The life of a message as the documents tell it: the table of its statuses, and a model of messages that follow it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any, Final, Literal

from strategies.fields import SENDING
from strategies.placeholders import Placeholder

Verdict = Literal["allowed", "forbidden", "open", "system"]
CREATE: Final = "(create)"
DELETED: Final = "(deleted)"
ALL: Final = ("inbox", "draft", "scheduled", "outbox", "sent", "error")
KEPT: Final = ("text", "remote_phone")
"""The fields whose values every answer must repeat; those that the machine changes or hands to an endpoint as given."""


@dataclass(frozen=True, slots=True)
class Move:
    """A change of status (with source and target alike: an edit), and what the documents say of a client asking for it.

    A message comes from CREATE and goes to DELETED.

    `system`: only the endpoint makes this move, by itself; `open`: no document settles it.
    """

    source: str
    target: str
    verdict: Verdict


def _moves(source: str, allowed: str = "", open_: str = "", system: str = "") -> tuple[Move, ...]:
    """The moves from a status to each of the six, and its delete; those that are not named are forbidden.

    No page says which statuses can be deleted, so that only a draft must be (questions
    delete-of-logged and delete-of-waiting).
    """
    deleted: Verdict = "allowed" if source == "draft" else "open"
    named: dict[str, Verdict] = {
        **dict.fromkeys(allowed.split(), "allowed"),
        **dict.fromkeys(open_.split(), "open"),
        **dict.fromkeys(system.split(), "system"),
    }
    moves = tuple(Move(source, target, named.get(target, "forbidden")) for target in ALL)
    return moves if source == CREATE else (*moves, Move(source, DELETED, deleted))


MOVES: Final = (
    *_moves(CREATE, allowed="inbox draft scheduled outbox sent", open_="error"),  # D1
    *_moves("draft", allowed="draft scheduled outbox", open_="inbox sent error"),  # R59, R60, S22
    *_moves("scheduled", allowed="draft", open_="outbox", system="sent error"),  # R63, R68, S21
    *_moves("outbox", allowed="draft", system="sent error"),  # R64, R68
    *_moves("sent"),  # R66
    *_moves("inbox"),  # R67
    *_moves("error"),  # R58
)
"""Every pair of statuses, and every delete, once. A `scheduled` message may pass through `outbox` before `sent`."""


@dataclass(slots=True)
class Message:
    """What is known of one message: its last known status, its content, and when it is due to be sent, in seconds.

    `slack`: so much later it may be due, as its request took so long. `attempted`: its sending was, and may yet fail,
    or be attempted again.
    """

    status: str
    content: dict[str, Any] = field(default_factory=dict)
    due: float = inf
    slack: float = 0.0
    attempted: bool = False


class Lifecycle:
    """The messages made so far, as the documents say they must be at a moment, given in seconds from any start.

    `margin`: so long before its time a message may already be sent, for clocks differ. `patience`: so long after its
    time it may still be waiting.
    """

    def __init__(self, margin: float = 5, patience: float = 15) -> None:
        """No messages yet; `gone` are the deleted ids, `unknown` those of which nothing is known any more."""
        self.messages: dict[str, Message] = {}
        self.gone: list[str] = []
        self.unknown: list[str] = []
        self._margin, self._patience = margin, patience

    def created(self, id_: str, body: Mapping[str, Any], now: float, due: float = inf, *, slack: float = 0.0) -> None:
        """The body was accepted as the message `id_`; a scheduled one is `due` at that moment.

        It was sent off at the moment `now`, and answered `slack` seconds later.
        """
        self.messages[id_] = Message(body["status"])
        self.updated(id_, body, now, due, slack=slack)

    def updated(self, id_: str, body: Mapping[str, Any], now: float, due: float = inf, *, slack: float = 0.0) -> None:
        """The body was accepted as an update of the message; KeyError if there is none."""
        message = self.messages[id_]
        message.slack = slack
        message.content |= {
            name: body[name] for name in KEPT if name in body and not isinstance(body[name], Placeholder)
        }
        if "status" in body:
            message.status = body["status"]
            message.due = now + body.get("send_in", 0) if message.status == "outbox" else due

    def deleted(self, id_: str) -> None:
        """The message was deleted; KeyError if there is none."""
        del self.messages[id_]
        self.gone.append(id_)

    def lost(self, id_: str) -> None:
        """The answer of an update was lost, which may have been done or not; KeyError if there is no such message."""
        del self.messages[id_]
        self.unknown.append(id_)

    def seen(self, id_: str, status: str) -> None:
        """The message was seen in a status, which had better be one of `statuses`."""
        message = self.messages[id_]
        message.status = status
        if status not in SENDING:
            message.attempted |= message.due < inf
            message.due = inf

    def statuses(self, id_: str, now: float) -> frozenset[str]:
        """The statuses that the message may have at this moment."""
        message = self.messages[id_]
        if message.attempted:
            return frozenset({"outbox", "sent", "error"})
        if message.status not in SENDING:
            return frozenset({message.status})
        if now < message.due - self._margin:
            return frozenset({message.status} if message.due == inf else {message.status, "outbox"})
        late = now > message.due + message.slack + self._patience
        return frozenset({"sent", "error"} if late else {message.status, "outbox", "sent", "error"})

    def may_have_left(self, id_: str, now: float) -> bool:
        """Whether the message may have been sent by now, so that it is too late to cancel it."""
        return self.messages[id_].status in SENDING and not self.statuses(id_, now) <= set(SENDING)

    def surely(self, now: float, *statuses: str) -> list[str]:
        """The ids of the messages that can have no other status than one of these, in the order of their creation."""
        return [id_ for id_ in self.messages if self.statuses(id_, now) <= set(statuses)]
