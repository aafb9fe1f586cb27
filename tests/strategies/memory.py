"""A tiny endpoint in memory, with as much of a message's life as the state machine looks at, and faulty kinds of it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any

Message = dict[str, Any]


class Memory:
    """Messages by id, and a clock that `wait` moves; it may do all, or only what is named."""

    def __init__(self, *may: str) -> None:
        self.messages: dict[str, Message] = {}
        self.allowed = may
        self.now = 0.0
        self.asked: list[str] = []
        self._ids = map("acti_{}".format, count(1))

    def may(self, action: str) -> bool:
        return action in self.allowed

    def wait(self, seconds: float) -> None:
        self.now += seconds

    def create(self, body: Mapping[str, Any]) -> Message | None:
        self.asked.append(body["status"])
        message = {**body, "id": next(self._ids), "due": self.now + body.get("send_in", 0)}
        self.messages[message["id"]] = message
        return self.get(message["id"])

    def update(self, id_: str, body: Mapping[str, Any]) -> Message | None:
        self.asked.append(body.get("status", "edit"))
        message = self._current(id_)
        if not self.modifiable(message, body):
            return None
        if message["status"] != "draft":
            self.cancelled(message)
        message.update(body)
        message["due"] = self.now
        return self.get(id_)

    def get(self, id_: str) -> Message:
        return dict(self._current(id_))

    def modifiable(self, message: Message, body: Mapping[str, Any]) -> bool:
        cancels = message["status"] in ("scheduled", "outbox") and dict(body) == {"status": "draft"}
        return message["status"] == "draft" or cancels

    def cancelled(self, message: Message) -> None:
        """What a cancel does besides the change of status."""

    def sends(self, message: Message) -> bool:
        return message["status"] == "outbox" and self.now >= message["due"]

    def _current(self, id_: str) -> Message:
        message = self.messages[id_]
        if self.sends(message):
            message["status"] = "sent"
        return message


class EditsSent(Memory):
    def modifiable(self, message: Message, body: Mapping[str, Any]) -> bool:
        return message["status"] == "sent" or super().modifiable(message, body)


class EditsScheduled(Memory):
    def modifiable(self, message: Message, body: Mapping[str, Any]) -> bool:
        return message["status"] == "scheduled" or super().modifiable(message, body)


class NeverCancels(Memory):
    def modifiable(self, message: Message, body: Mapping[str, Any]) -> bool:
        return message["status"] == "draft"


class CancelLosesText(Memory):
    def cancelled(self, message: Message) -> None:
        message["text"] = None


class SendsDraftsOnceCancelled(Memory):
    def cancelled(self, message: Message) -> None:
        message["doomed"] = self.now

    def sends(self, message: Message) -> bool:
        return super().sends(message) or (message["status"] == "draft" and self.now > message.get("doomed", self.now))


class NeverSends(Memory):
    def sends(self, message: Message) -> bool:
        return False


class SendsAtOnce(Memory):
    def sends(self, message: Message) -> bool:
        return message["status"] == "outbox"


class DropsEdits(Memory):
    def update(self, id_: str, body: Mapping[str, Any]) -> Message | None:
        return super().update(id_, {key: value for key, value in body.items() if key != "text"})


class RefusesDrafts(Memory):
    def create(self, body: Mapping[str, Any]) -> Message | None:
        return None if body["status"] == "draft" else super().create(body)


FAULTY = (
    EditsSent, EditsScheduled, NeverCancels, CancelLosesText, SendsDraftsOnceCancelled, NeverSends, SendsAtOnce,
    DropsEdits, RefusesDrafts,
)  # fmt: skip
EVERYTHING = ("schedule", "send", "delay", "wait")
