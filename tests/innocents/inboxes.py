"""Servers whose Inbox is built otherwise."""

from __future__ import annotations

from close_sms.mock import Behaviour
from close_sms.mock.calls import Call, Json
from close_sms.mock.things import Sms, Task
from tests.innocents.innocent import innocent


class Conversations(Behaviour):
    """One notification for each conversation with a number, which is about its latest message."""

    def notify(self, sms: Sms) -> Task:
        older = [
            task
            for task in self.world.tasks.values()
            if (task.lead_id, task.remote_phone) == (sms.lead_id, sms.remote_phone)
        ]
        for task in older:
            del self.world.tasks[task.id]
        return super().notify(sms)


class OfAnotherType(Behaviour):
    """Notifications are tasks of a type that no client knows."""

    def render_task(self, task: Task) -> Json:
        return {**super().render_task(task), "_type": "inbox_message"}

    def is_task_asked_for(self, task: Task, call: Call) -> bool:
        kind = call.query.pop("_type", "inbox_message")
        return kind == "inbox_message" and super().is_task_asked_for(task, call)


class Anonymous(Behaviour):
    """A notification tells who wrote, and what, and not by which activity."""

    def render_task(self, task: Task) -> Json:
        answer = super().render_task(task)
        return {key: value for key, value in answer.items() if key not in ("object_id", "object_type")}


innocent(
    "inbox-of-conversations",
    "R43 S56",
    "What an Inbox Notification is in the API is not said (S56). Here a conversation has one, about what came last.",
    behaviour=Conversations,
)
innocent(
    "inbox-of-another-type",
    "R43 S56",
    "That notifications are tasks of the type `incoming_sms` is only what clients were seen to read (S56). Here they"
    " are of another type.",
    behaviour=OfAnotherType,
)
innocent(
    "inbox-without-ids",
    "R43 S56",
    "How a notification is read is not said (S56). Here it names the number and the text, and no activity.",
    behaviour=Anonymous,
)
