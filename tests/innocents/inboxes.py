"""Servers whose Inbox is built otherwise."""

from __future__ import annotations

from datetime import timedelta

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import faulty_field
from close_sms.mock.things import Sms, Task
from tests.innocents.innocent import innocent

A_YEAR = timedelta(days=365)


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


class NoNewsOfOldMessages(Behaviour):
    """What happened or entered long ago is marked done at once."""

    def is_task_asked_for(self, task: Task, call: Call) -> bool:
        sms = self.world.messages.get(task.object_id)
        dates = [date for date in (sms.activity_at, sms.date_created) if date] if sms else []
        old = any(self.now() - date > A_YEAR for date in dates)
        return super().is_task_asked_for(task, call) and not old


class DoneOnReply(Behaviour):
    """A notification is done once somebody writes to the lead, and out of the list."""

    def add_sms(self, values: Json, call: Call) -> Sms:
        sms = super().add_sms(values, call)
        if sms.status in ("sent", "outbox"):
            self.world.tasks = {key: task for key, task in self.world.tasks.items() if task.lead_id != sms.lead_id}
        return sms


class TwoTeams(Behaviour):
    """Two teams are notified, neither of which is a user."""

    def notified_user(self, _sms: Sms) -> str | None:
        return None

    def notify(self, sms: Sms) -> Task:
        super().notify(sms)
        return super().notify(sms)


class NamesNumbersAsDisplayed(Anonymous):
    def render_task(self, task: Task) -> Json:
        answer = super().render_task(task)
        del answer["remote_phone"]
        return {**answer, "remote_phone_formatted": self.render_phone(task.remote_phone)}


class OfSomebodySayingSomething(Behaviour):
    """A notification shows who says what, and without either there is none."""

    def create_sms(self, call: Call) -> Answer:
        body = call.body
        if call.query.get("send_to_inbox") == "true":
            if not body.get("contact_id"):
                raise faulty_field("contact", "A notification is about a contact.")
            if not body.get("text") and not body.get("template_id"):
                raise faulty_field("text", "A notification shows a text.")
        return super().create_sms(call)


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

INBOX = "What is in the Inbox, for whom and how long is not said (S56)"
innocent("inbox-of-news", "R43 S56", f"{INBOX}: nothing that is older than a year.", behaviour=NoNewsOfOldMessages)
innocent("inbox-done-on-reply", "R43 S56", f"{INBOX}: what nobody has answered.", behaviour=DoneOnReply)
innocent("inbox-of-two-teams", "R43 S56", f"{INBOX}: two tasks of no user.", behaviour=TwoTeams)
innocent(
    "inbox-with-displayed-numbers",
    "R43 R103 S56",
    f"{INBOX}: a notification names a number as it is displayed, and no id.",
    behaviour=NamesNumbersAsDisplayed,
)
innocent(
    "inbox-of-contacts-and-texts",
    "R43 S56",
    f"{INBOX}: notifications that name a contact and show a text.",
    behaviour=OfSomebodySayingSomething,
)
