"""What happens to a message that enters a status, at its creation or later."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from close_sms.mock.behaviour.fields import Fields
from close_sms.mock.behaviour.merging import Merging
from close_sms.mock.behaviour.sending import Sending
from close_sms.mock.errors import REQUIRED, faulty_field
from close_sms.mock.things import Sms

PENDING = ("scheduled", "outbox")
LOGGED = ("inbox", "sent", "error")


class Entering(Fields, Merging, Sending):
    """Conditions and consequences of each status."""

    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        """The message in its new status; refuses where a condition of that status is not met."""
        sms = replace(sms, status=status, send_at=None)
        if status == "scheduled":
            self.check_schedule(sms)
        if status in PENDING:
            self.check_sendable(sms, was_draft=was_draft)
            return replace(sms, send_at=self.time_to_send(sms, self.now()), cost=self.cost_before_sending(sms))
        return self.logged(sms, at) if status in LOGGED else sms

    def logged(self, sms: Sms, at: datetime) -> Sms:
        """The message as one that was received, sent or lost elsewhere, at that moment."""
        return replace(sms, date_sent=self.date_sent(sms, at), cost=self.cost_of_logged(sms))

    def check_schedule(self, sms: Sms) -> None:
        """Refuse to schedule without a date, or at one that is over."""
        if sms.date_scheduled is None:
            raise faulty_field("date_scheduled", REQUIRED)
        if sms.date_scheduled < self.now() and self.reads("scheduled-in-the-past") == "refused":
            raise faulty_field("date_scheduled", "Value must not be in the past.")

    def date_sent(self, sms: Sms, at: datetime) -> datetime | None:
        """The `date_sent` of a message that is logged at that moment."""
        if sms.status == "error":
            return None
        reading = self.reads(f"date-sent-of-{sms.status}")
        return {"created": at, "activity": sms.activity_at, "none": None}[reading]

    def stored_schedule(self, status: str, date: datetime | None) -> datetime | None:
        """The `date_scheduled` that is kept for a message of that status."""
        reading = self.reads("date-scheduled-on-draft")
        if status == "scheduled" or date is None or reading == "kept":
            return date
        if reading == "refused":
            raise faulty_field("date_scheduled", "Only a scheduled message has a date.")
        return None

    def check_send_in(self, status: str, send_in: float | None) -> None:
        """Refuse a delay for a message that is not to be sent."""
        if send_in is not None and status != "outbox" and self.reads("send-in-on-draft") == "refused":
            raise faulty_field("send_in", "Only a message in the outbox can be delayed.")

    def store(self, sms: Sms) -> Sms:
        """Keep the message, new or changed, and note whether it waits to be sent."""
        self.world.messages[sms.id] = sms
        if sms.send_at is None:
            self.world.pending.discard(sms.id)
        else:
            self.world.pending.add(sms.id)
        return sms
