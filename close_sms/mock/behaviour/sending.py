"""What may be sent, when it is sent, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from close_sms.mock import world as names
from close_sms.mock.behaviour.recording import Recording
from close_sms.mock.errors import REQUIRED, Refusal, faulty_field, one_error
from close_sms.mock.phones import country_of, normalised
from close_sms.mock.things import PhoneNumber, Sms

CARRIER_DELAY_S = 1.0
"""Seconds after which a message in the outbox without `send_in` goes out."""

SEGMENT, SEGMENT_UNICODE = 160, 70
BAD_REQUEST = 400


class Sending(Recording):
    """From the outbox, or the schedule, to `sent` or `error`.

    Nothing runs in the background: `settle` sends whatever is due whenever a request arrives.
    """

    failing_numbers: frozenset[str] = frozenset({names.FAILING_NUMBER})

    def check_sendable(self, sms: Sms, *, was_draft: bool) -> None:
        """Refuse to send, or to schedule, a message that lacks what sending needs."""
        if sms.local_phone is None:
            self.check_missing_local_phone(sms, was_draft=was_draft)
        else:
            self.check_local_phone(sms)
        if sms.remote_phone is None:
            raise faulty_field("remote_phone", REQUIRED)
        if not sms.text and not sms.attachments and self.reads("outbox-without-text") == "refused":
            raise faulty_field("text", REQUIRED)

    def check_missing_local_phone(self, sms: Sms, *, was_draft: bool) -> None:
        """Refuse a message that names no number to be sent from."""
        question = ""
        if sms.status == "scheduled":
            question = "scheduled-without-local-phone"
        elif was_draft:
            question = "draft-to-outbox-without-local-phone"
        if not question or self.reads(question) == "refused":
            raise faulty_field("local_phone", REQUIRED)

    def check_local_phone(self, sms: Sms) -> None:
        """Refuse a `local_phone` that cannot send: it must be an internal number of the organization."""
        phone = self.sending_number(sms)
        if phone is None:
            raise self.refused_number()
        if not self.may_send_from(phone):
            raise faulty_field("local_phone", "The number is not of type internal.")
        if not phone.sms_enabled and self.reads("sms-disabled-number") == "refused":
            raise faulty_field("local_phone", "The number is not SMS-enabled.")

    def sending_number(self, sms: Sms) -> PhoneNumber | None:
        """The Phone Number of the organization that `local_phone` belongs to."""
        return self.world.number_of(sms.organization_id, normalised(sms.local_phone or ""))

    def may_send_from(self, phone: PhoneNumber) -> bool:
        """Whether a Phone Number is of the type that can send."""
        return phone.type == "internal"

    def refused_number(self) -> Refusal:
        """The refusal of a `local_phone` that is not the organization's."""
        code, text = int(self.reads("refused-number-code")), "The number is not one of the organization's."
        return faulty_field("local_phone", text) if code == BAD_REQUEST else one_error(code, text)

    def time_to_send(self, sms: Sms, now: datetime) -> datetime:
        """When a message that is outbox or scheduled goes out, unless it is cancelled before."""
        if sms.status == "scheduled" and sms.date_scheduled is not None:
            return max(sms.date_scheduled, now)
        return now + timedelta(seconds=self.delay(sms.send_in))

    def delay(self, send_in: float | None) -> float:
        """Seconds between a message's entry into the outbox and its sending."""
        return send_in if send_in is not None and send_in > 0 else CARRIER_DELAY_S

    def settle(self) -> None:
        """Send everything that is due by now, in the order in which it became due."""
        for sms in self.due_messages(self.now()):
            self.world.pending.discard(sms.id)
            ghost = self.world.ghosts.pop(sms.id, None)
            sent = self.dispatch(sms)
            if ghost is None:
                self.world.messages[sms.id] = sent

    def due_messages(self, now: datetime) -> Iterable[Sms]:
        """The messages whose time to be sent has come."""
        if not self.world.pending and not self.world.ghosts:
            return ()
        waiting = [self.world.messages[key] for key in self.world.pending] + list(self.world.ghosts.values())
        return sorted((sms for sms in waiting if self.is_due(sms, now)), key=lambda sms: (sms.send_at, sms.number))

    def is_due(self, sms: Sms, now: datetime) -> bool:
        """Whether a waiting message's time to be sent has come."""
        return sms.send_at is not None and sms.send_at <= now

    def dispatch(self, sms: Sms) -> Sms:
        """The message after its sending, all of which is noted in the event log."""
        at = sms.send_at or self.now()
        if sms.status == "scheduled" and self.reads("outbox-on-the-way") == "passed":
            passing = replace(sms, status="outbox", date_updated=max(at, sms.date_updated + names.TICK))
            passing = replace(passing, cost=self.cost_before_sending(passing))
            self.record("updated", passing, (sms, passing), at=at)
            sms = passing
        before, sent = sms, self.deliver(sms)
        for action in self.sending_actions(sent):
            self.record(action, sent, (before, sent), at=at)
            before = sent
        return sent

    def sending_actions(self, sms: Sms) -> tuple[str, ...]:
        """The actions under which the event log notes a sending, in order; a failed one is never `sent`."""
        reading = self.reads("event-of-sending")
        if sms.status != "sent" and reading != "none":
            return ("updated",)
        return {"sent": ("sent",), "both": ("updated", "sent"), "updated": ("updated",), "none": ()}[reading]

    def deliver(self, sms: Sms) -> Sms:
        """The message after its sending, which ends in `sent` or `error`."""
        at = sms.send_at or self.now()
        failure = self.delivery_failure(sms)
        touched = replace(sms, send_at=None, date_updated=max(at, sms.date_updated + names.TICK))
        if failure is not None:
            return replace(touched, status="error", error_message=failure)
        return self.sent(touched, at)

    def sent(self, sms: Sms, at: datetime) -> Sms:
        """The message once it went out at that moment."""
        return replace(
            sms,
            status="sent",
            date_sent=at,
            cost=self.cost(sms),
            activity_at=self.activity_at_after_sending(sms, at),
        )

    def delivery_failure(self, sms: Sms) -> str | None:
        """Why the sending of a message fails, None if it succeeds."""
        phone = self.sending_number(sms)
        if phone is None:
            return "There is no number to send from."
        if sms.remote_phone is None or normalised(sms.remote_phone) in self.failing_numbers:
            return "The carrier could not deliver the message."
        country = country_of(normalised(sms.remote_phone) or "")
        if phone.countries and country is not None and country not in phone.countries:
            return f"Sending to {country} is not supported."
        return None

    def activity_at_after_sending(self, sms: Sms, at: datetime) -> datetime | None:
        """The `activity_at` of a message that went out; one that the client gave stays."""
        if sms.activity_given:
            return sms.activity_at
        return {"sent": at, "created": sms.date_created, "none": None}[self.reads("activity-at-after-sending")]

    def cost_before_sending(self, sms: Sms) -> str | None:
        """The `cost` of a message that waits to be sent."""
        known = sms.status == "outbox" and self.reads("cost-before-sending") == "text"
        return self.cost(sms) if known else None

    def cost_of_logged(self, sms: Sms) -> str | None:
        """The `cost` of a message that is only logged."""
        return self.cost(sms) if self.reads("cost-of-logged") == "text" else None

    def cost(self, sms: Sms) -> str | None:
        """What sending cost, in US cents as text: one for each segment."""
        text = sms.text or ""
        size = SEGMENT if text.isascii() else SEGMENT_UNICODE
        return str(max(1, -(-len(text) // size)))
