"""Servers on which sending takes another course."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import faulty_field
from close_sms.mock.things import Sms
from close_sms.mock.world import TICK
from tests.innocents.innocent import innocent

QUEUE_S = 5.0
FIVE_WEEKS = timedelta(days=35)
IN_THE_OUTBOX = timedelta(seconds=3)
CHECKED_AFTER = timedelta(seconds=2)
UNREGISTERED = "The number is not registered with the carriers (30034)."
AT_THE_CARRIER = timedelta(seconds=4)
ROUND = timedelta(seconds=5)
SHORTLY = timedelta(minutes=5)
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


class Queues(Behaviour):
    """A message stays in the outbox for five seconds, or five more than `send_in`."""

    def delay(self, send_in: float | None) -> float:
        return (send_in or 0) + QUEUE_S


class PassesTheOutbox(Behaviour):
    """A scheduled message is put into the outbox when its time has come, and goes out three seconds later."""

    def dispatch(self, sms: Sms) -> Sms:
        if sms.status != "scheduled" or sms.id not in self.world.messages:
            return super().dispatch(sms)
        at = sms.send_at or self.now()
        changed = max(at, sms.date_updated + TICK)
        queued = replace(sms, status="outbox", send_at=at + IN_THE_OUTBOX, date_updated=changed)
        self.world.pending.add(sms.id)
        self.record("updated", queued, (sms, queued), at=at)
        return queued

    def settle(self) -> None:
        while self.due_messages(self.now()):
            super().settle()


class FiveWeeksAhead(Behaviour):
    """Messages are handed to the carrier's scheduler, which takes dates within 35 days."""

    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        if status == "scheduled" and sms.date_scheduled and sms.date_scheduled > self.now() + FIVE_WEEKS:
            raise faulty_field("date_scheduled", "Value must be within 35 days.")
        return super().enter(sms, status, at, was_draft=was_draft)


class HandsOver(Behaviour):
    """Once its delay is over a message is at the carrier: in the outbox for four more seconds, past calling back."""

    def time_to_send(self, sms: Sms, now: datetime) -> datetime:
        if sms.status == "scheduled":
            return super().time_to_send(sms, now)
        return now + timedelta(seconds=max(0, sms.send_in or 0)) + AT_THE_CARRIER

    def is_cancel(self, sms: Sms, values: Json) -> bool:
        handed_over = sms.status == "outbox" and sms.send_at is not None and self.now() >= sms.send_at - AT_THE_CARRIER
        return super().is_cancel(sms, values) and not handed_over


class FailsBeforeItsTime(Behaviour):
    """Two seconds after a message was given to be sent it turns out that its number is not registered with carriers."""

    def settle(self) -> None:
        super().settle()
        for key in sorted(self.world.pending):
            waiting = self.world.messages[key]
            if self.now() - waiting.date_updated >= CHECKED_AFTER:
                failed = replace(
                    waiting, status="error", error_message=UNREGISTERED, send_at=None, date_updated=self.moment()
                )
                self.store(failed)
                self.record("updated", failed, (waiting, failed))

    def delivery_failure(self, sms: Sms) -> str | None:
        return UNREGISTERED


class FailsWithoutDelay(Behaviour):
    """The same, found out before the answer, whatever `send_in` says."""

    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        entered = super().enter(sms, status, at, was_draft=was_draft)
        failed = replace(entered, status="error", error_message=UNREGISTERED, send_at=None)
        return failed if status == "outbox" else entered


class SendsToNumbersOfTheContact(Behaviour):
    """What is sent to a contact goes to one of its numbers."""

    def check_sendable(self, sms: Sms, *, was_draft: bool) -> None:
        super().check_sendable(sms, was_draft=was_draft)
        contact = self.world.contacts.get(sms.contact_id or "")
        if contact and sms.remote_phone not in [each["phone"] for each in contact.phones]:
            raise faulty_field("remote_phone", "The contact has no such number.")


class AtOnce(Behaviour):
    """What is to be sent without delay has been sent when the request is answered."""

    def delay(self, send_in: float | None) -> float:
        return max(0, send_in or 0)

    def add_sms(self, values: Json, call: Call) -> Sms:
        sms = super().add_sms(values, call)
        self.settle()
        return self.world.messages[sms.id]

    def update_sms(self, call: Call) -> Answer:
        answer = super().update_sms(call)
        self.settle()
        return Answer(answer.status, self.shown(self.find_sms(call), call))


class Fails(Behaviour):
    def delivery_failure(self, sms: Sms) -> str | None:
        return "The carrier rejected the message (30007)."


class FailsAtOnce(AtOnce, Fails):
    """Tells no reason."""

    def deliver(self, sms: Sms) -> Sms:
        return replace(super().deliver(sms), error_message=None)


class FiltersRepeats(Behaviour):
    """The carrier takes the same text for the same number once in five minutes."""

    def deliver(self, sms: Sms) -> Sms:
        delivered = super().deliver(sms)
        if delivered.status == "sent":
            self.__dict__.setdefault("taken", {})[sms.text, sms.remote_phone] = delivered.date_sent
        return delivered

    def delivery_failure(self, sms: Sms) -> str | None:
        taken = self.__dict__.get("taken", {}).get((sms.text, sms.remote_phone))
        repeated = taken is not None and (sms.send_at or self.now()) - taken < SHORTLY
        return "Filtered as a repetition (30007)." if repeated else super().delivery_failure(sms)


class WakesNowAndThen(Behaviour):
    """A worker looks every five seconds for what is due."""

    def round(self, moment: datetime) -> datetime:
        return moment - (moment - EPOCH) % ROUND

    def is_due(self, sms: Sms, now: datetime) -> bool:
        return super().is_due(sms, self.round(now))

    def dispatch(self, sms: Sms) -> Sms:
        due = sms.send_at or self.now()
        return super().dispatch(replace(sms, send_at=max(due, self.round(due + ROUND - TICK))))


class UndoIsASchedule(Behaviour):
    """The delay of a message in the outbox is kept, and shown, as the date at which it goes out."""

    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        entered = super().enter(sms, status, at, was_draft=was_draft)
        delayed = status == "outbox" and entered.send_in
        return replace(entered, date_scheduled=entered.send_at) if delayed else entered


class MarksOfTheSystem(Behaviour):
    """The system itself is nobody, moves `activity_at` and forgets the schedule; the cost is known later."""

    def deliver(self, sms: Sms) -> Sms:
        return replace(super().deliver(sms), updated_by=None, date_scheduled=None)

    def activity_at_after_sending(self, sms: Sms, at: datetime) -> datetime | None:
        return at

    def render(self, sms: Sms, action: str) -> Json:
        answer = super().render(sms, action)
        if sms.date_sent is None or self.now() - sms.date_sent < timedelta(seconds=5):
            answer["cost"] = None
        return answer


WHEN = "When `sent` or `error` comes, and through which status, is not said (S32)."

innocent("queues", "R30 R62 S32", f"{WHEN} Here five seconds after it could.", behaviour=Queues)
innocent(
    "scheduled-outbox-sent",
    "R29 R64 S21 S32",
    f"{WHEN} Here a scheduled message waits in the outbox for three seconds and can still be called back.",
    readings={"cost-before-sending": "text"},
    behaviour=PassesTheOutbox,
)
innocent(
    "handed-to-the-carrier",
    "R62 R64 S31 S32",
    f"{WHEN} What was not sent yet can be cancelled (R64); what the carrier has was sent, though the status follows"
    " four seconds later, and its cancel is an illegal transition (S31). Without `send_in` that is at once (R62).",
    behaviour=HandsOver,
)
innocent(
    "sends-to-numbers-of-the-contact",
    "R27 R28 S43 S44",
    "How the number of a message and its contact belong together is not said: here a contact is sent to at its own.",
    behaviour=SendsToNumbersOfTheContact,
)
innocent(
    "sent-at-once",
    "R27 R30 R62 S32",
    f"{WHEN} Here before the answer of the create or the PUT, which says `sent` already; only `send_in` delays.",
    behaviour=AtOnce,
)
innocent(
    "sends-fail",
    "R27 R96 S33 S68",
    "A sending may end in `error` (help centre, T3); it was attempted. Here each does, with a message.",
    behaviour=Fails,
)
innocent(
    "sends-fail-at-once",
    "R27 R96 S32 S33 S74",
    f"{WHEN} Each sending fails at once, so that the create answers `error`, and tells no reason: `error_message` is"
    " nullable, and when it is set is not said (S33).",
    behaviour=FailsAtOnce,
)
FAILS_EARLY = "That a sending fails is documented, when it is found out is not: a delay and a date are of what is sent."

innocent("sends-fail-before-their-time", "R30 R96 S32 S33", FAILS_EARLY, behaviour=FailsBeforeItsTime)
innocent("sends-fail-without-delay", "R30 R96 S32 S74", FAILS_EARLY, behaviour=FailsWithoutDelay)
innocent(
    "carrier-filters-repeats",
    "R27 R96 S33",
    "A sending may end in `error` (help centre, T3). Here the first of equal messages is sent, and the others are not.",
    behaviour=FiltersRepeats,
)
innocent(
    "sends-every-five-seconds",
    "R29 S32",
    f"{WHEN} A worker wakes every five seconds, so that a message goes out up to five seconds after it was due.",
    readings={"outbox-on-the-way": "passed", "event-of-sending": "both"},
    behaviour=WakesNowAndThen,
)
innocent(
    "undo-is-a-schedule",
    "R30 R100 S16 S19",
    "`date_scheduled` is a date-time or null in any status. Here a delay by `send_in` shows in it, until the cancel.",
    readings={"date-scheduled-after-cancel": "cleared"},
    behaviour=UndoIsASchedule,
)
innocent(
    "marks-of-the-system",
    "R94 S19 S38 S64 S65",
    "What the system sets on sending is not said: `updated_by` becomes null, `activity_at` the moment of sending even"
    " if one was given (S38, as for emails), `date_scheduled` null again, and `cost` is known five seconds later.",
    readings={"activity-at-after-sending": "sent", "event-of-sending": "both"},
    behaviour=MarksOfTheSystem,
)
innocent(
    "schedules-within-five-weeks",
    "R28 R29 S18",
    "How far ahead a date may be is not said. Here 35 days at most, as carriers that schedule by themselves have it.",
    behaviour=FiveWeeksAhead,
)
