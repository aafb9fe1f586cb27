"""Inbox Notifications: tasks of type `incoming_sms`."""

from __future__ import annotations

from close_sms.mock.behaviour.part import Part
from close_sms.mock.calls import Call
from close_sms.mock.errors import faulty_field
from close_sms.mock.things import Sms, Task

BOOLEANS = {"true": True, "false": False}


class Notifying(Part):
    """When a notification is made, and for whom."""

    def wants_notification(self, call: Call, status: str) -> bool:
        """Whether the call asks for a notification and a message of that status gets one."""
        wanted = self.send_to_inbox(call)
        if wanted and status != "inbox" and self.reads("send-to-inbox-on-draft") == "refused":
            raise faulty_field("send_to_inbox", "Only messages with the status inbox can be sent to the inbox.")
        return wanted and status == "inbox"

    def send_to_inbox(self, call: Call) -> bool:
        """The query parameter `send_to_inbox` as a boolean, false where there is none."""
        value = call.query.get("send_to_inbox", "false").lower()
        if value not in BOOLEANS and self.reads("send-to-inbox-odd-value") == "refused":
            raise faulty_field("send_to_inbox", "Value must be true or false.")
        return BOOLEANS.get(value, False)

    def notify(self, sms: Sms) -> Task:
        """Make the notification of a received message."""
        task = Task(
            id=self.new_id("task"),
            organization_id=sms.organization_id,
            object_id=sms.id,
            lead_id=sms.lead_id,
            contact_id=sms.contact_id,
            assigned_to=self.notified_user(sms),
            text=sms.text,
            local_phone=sms.local_phone,
            remote_phone=sms.remote_phone,
            date_created=self.moment(),
        )
        self.world.tasks[task.id] = task
        return task

    def notified_user(self, sms: Sms) -> str | None:
        """Whose inbox the notification is in."""
        return sms.user_id
