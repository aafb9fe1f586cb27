"""A tiny endpoint in memory, with as much of a message's life as the state machine looks at, and faulty kinds of it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from math import inf
from typing import Any

from strategies.actions import Settled
from strategies.placeholders import FAR

Message = dict[str, Any]


class Memory:
    """Messages by id, and a clock that `wait` moves; it may do all, or only what is named."""

    belongs: Mapping[str, Any] = {"lead_id": "lead_1", "contact_id": "cont_1"}

    def __init__(self, *may: str) -> None:
        self.messages: dict[str, Message] = {}
        self.allowed = may
        self.now = 0.0
        self.asked: list[str] = []
        self.sent_to: set[str] = set()
        self._ids = map("acti_{}".format, count(1))

    def may(self, action: str) -> bool:
        return action == "delete" or action in self.allowed

    def wait(self, seconds: float) -> None:
        self.now += seconds

    def moment(self, seconds: float) -> str:
        return str(self.now + seconds)

    def create(self, body: Mapping[str, Any]) -> Message | None:
        self.asked.append(body["status"])
        due = self.now + body.get("send_in", 0)
        if "date_scheduled" in body:
            due = inf if body["date_scheduled"] == FAR else float(body["date_scheduled"])
        message = {"text": "from a template", **body, "id": next(self._ids), "due": due}
        self.messages[message["id"]] = message
        return self.get(message["id"])

    def update(self, id_: str, body: Mapping[str, Any]) -> Message | None:
        self.asked.append(body.get("status", "edit"))
        message = self._current(id_)
        if not message or not self.modifiable(message, body):
            return None
        if message["status"] != "draft":
            self.cancelled(message)
        message.update(body)
        message["due"] = inf if body.get("status") == "scheduled" else self.now
        return self.get(id_)

    def get(self, id_: str) -> Message:
        return dict(self._current(id_))

    def delete(self, id_: str) -> bool:
        self.asked.append("delete")
        return self.messages.pop(id_, None) is not None

    def list(self, settled: Settled) -> dict[str, Message]:
        self.asked.append("list")
        return {id_: self.get(id_) for id_ in self.messages}

    def modifiable(self, message: Message, body: Mapping[str, Any]) -> bool:
        cancels = message["status"] in ("scheduled", "outbox") and dict(body) == {"status": "draft"}
        return message["status"] == "draft" or cancels

    def cancelled(self, message: Message) -> None:
        """What a cancel does besides the change of status."""

    def sends(self, message: Message) -> bool:
        return message["status"] in ("outbox", "scheduled") and self.now >= message["due"]

    def _current(self, id_: str) -> Message:
        message = self.messages.get(id_, {})
        if message.get("status") in ("scheduled", "outbox"):
            self.sent_to.add(message["remote_phone"])
        if message and self.sends(message):
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


class NeverDeletes(Memory):
    def delete(self, id_: str) -> bool:
        return True


class DeletesInTheListOnly(Memory):
    def delete(self, id_: str) -> bool:
        self.messages[id_]["hidden"] = True
        return True

    def list(self, settled: Settled) -> dict[str, Message]:
        return {id_: found for id_, found in super().list(settled).items() if "hidden" not in found}


class ListsDeleted(Memory):
    def __init__(self, *may: str) -> None:
        super().__init__(*may)
        self.ghosts: dict[str, Message] = {}

    def delete(self, id_: str) -> bool:
        self.ghosts[id_] = self.messages[id_]
        return super().delete(id_)

    def list(self, settled: Settled) -> dict[str, Message]:
        return {**super().list(settled), **self.ghosts}


class ListsNewestOnly(Memory):
    def list(self, settled: Settled) -> dict[str, Message]:
        return dict(list(super().list(settled).items())[-3:])


class ListsOldText(Memory):
    def list(self, settled: Settled) -> dict[str, Message]:
        return {id_: {**found, "text": found.get("first")} for id_, found in super().list(settled).items()}

    def create(self, body: Mapping[str, Any]) -> Message | None:
        return super().create({**body, "first": body.get("text", "from a template")})


class EditsRevive(Memory):
    def update(self, id_: str, body: Mapping[str, Any]) -> Message | None:
        self.messages.setdefault(id_, {"id": id_, "status": "draft", "due": inf})
        return super().update(id_, body)


class SendsScheduledAtOnce(Memory):
    def sends(self, message: Message) -> bool:
        return super().sends(message) or message["status"] == "scheduled"


class NeverSendsScheduled(Memory):
    def sends(self, message: Message) -> bool:
        return message["status"] == "outbox" and super().sends(message)


class RendersAgain(Memory):
    def get(self, id_: str) -> Message:
        found = super().get(id_)
        return {**found, "text": f"rendered at {self.now}"} if "template_id" in found else found


FAULTY = (
    EditsSent, EditsScheduled, NeverCancels, CancelLosesText, SendsDraftsOnceCancelled, NeverSends, SendsAtOnce,
    DropsEdits, RefusesDrafts, NeverDeletes, DeletesInTheListOnly, ListsDeleted, ListsNewestOnly, ListsOldText,
    EditsRevive, SendsScheduledAtOnce, NeverSendsScheduled, RendersAgain,
)  # fmt: skip
EVERYTHING = ("schedule", "send", "delay", "wait", "template")
