"""More faults of scheduling, sending and undoing: late, again, or with a neighbour."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from close_sms.mock import Behaviour
from close_sms.mock.calls import Call, Json
from close_sms.mock.dates import DATE_TIME
from close_sms.mock.errors import REQUIRED, faulty_field
from close_sms.mock.things import Sms
from tests.faults.bank_scheduling import Cancels, KeepsAnotherDate, ShowsAnotherSchedule, TakesBadDate
from tests.faults.bank_sending import LeavesOutbox, Undoes
from tests.faults.bank_stored import offset_of
from tests.faults.fault import fault

NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@fault("scheduling.accepted", "a scheduled message with a template in place of a text is refused", profile="schedule")
class ScheduledNeedsAText(Behaviour):
    def check_together(self, values: Json) -> None:
        if values["status"] == "scheduled" and not values.get("text"):
            raise faulty_field("text", REQUIRED)
        super().check_together(values)


@fault("scheduling.accepted", "with an access token nothing can be scheduled", profile="schedule")
class TokenCannotSchedule(Behaviour):
    def create_sms(self, call: Call) -> Any:
        if call.body.get("status") == "scheduled" and not call.caller.api_key_id:
            raise faulty_field("status", "Not a valid choice.")
        return super().create_sms(call)


@fault("scheduling.date-kept", "of an offset with 45 minutes date_scheduled keeps 30", profile="schedule")
class ScheduleLosesAQuarter(KeepsAnotherDate):
    def other(self, text: str, date: datetime) -> datetime | None:
        rest = abs(offset_of(text)) % timedelta(minutes=30)
        return date + rest if offset_of(text) > timedelta() else date - rest


@fault("scheduling.date-kept", "a date_scheduled on a leap day is a day later", profile="schedule")
class ScheduleSkipsTheLeapDay(KeepsAnotherDate):
    def other(self, text: str, date: datetime) -> datetime | None:
        return date + timedelta(days=1) if (date.month, date.day) == (2, 29) else date


@fault(("scheduling.date-kept", "stored.list"), "the list does not show date_scheduled", profile="schedule")
class ScheduleIsNotListed(ShowsAnotherSchedule):
    operations = ("list_sms",)


@fault("scheduling.date-kept", "a lead's scheduled messages all have the date of the first of them", profile="schedule")
class ScheduleIsOfTheSibling(Behaviour):
    def build(self, values: Json, call: Call) -> Sms:
        sms = super().build(values, call)
        mates = [each for each in self.world.messages.values() if each.lead_id and each.lead_id == sms.lead_id]
        dates = [each.date_scheduled for each in mates if each.status == "scheduled"]
        return replace(sms, date_scheduled=dates[0]) if sms.status == "scheduled" and dates else sms


@fault(
    "scheduling.date-required", "a scheduled message without a date, but with send_in, goes out then", profile="send"
)
class SendInStandsForTheDate(Behaviour):
    def create_sms(self, call: Call) -> Any:
        body = call.body
        if body.get("status") == "scheduled" and not body.get("date_scheduled"):
            seconds = body.get("send_in", 30)
            body["date_scheduled"] = (self.now() + timedelta(seconds=seconds)).isoformat()
        return super().create_sms(call)


@fault("scheduling.date-malformed", "a day that its month does not have means the day after tomorrow", profile="send")
class ImpossibleDayIsTaken(TakesBadDate):
    def is_taken(self, text: str) -> bool:
        return DATE_TIME.fullmatch(text) is not None


@fault("scheduling.sent-at-date", "all scheduled messages of a lead go out with the first of them", profile="send")
class SiblingsGoOutTogether(Behaviour):
    def is_due(self, sms: Sms, now: datetime) -> bool:
        waiting = [self.world.messages[key] for key in self.world.pending]
        mates = [each for each in waiting if each.status == sms.status == "scheduled" and each.lead_id == sms.lead_id]
        return super().is_due(sms, now) or any(super(SiblingsGoOutTogether, self).is_due(each, now) for each in mates)


@fault("scheduling.sent-at-date", "a draft that was scheduled is never sent", profile="send")
class ScheduledDraftIsNeverSent(Behaviour):
    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        entered = super().enter(sms, status, at, was_draft=was_draft)
        return replace(entered, send_at=NEVER) if status == "scheduled" and was_draft else entered


@fault("scheduling.sent-at-date", "a message that is scheduled again goes out at its first date", profile="send")
class SecondDateIsOnlyShown(Behaviour):
    def time_to_send(self, sms: Sms, now: datetime) -> datetime:
        due, first = super().time_to_send(sms, now), self.__dict__.setdefault("first", {})
        return first.setdefault(sms.id, due) if sms.status == "scheduled" else due


@fault(
    "scheduling.draft-to-scheduled", "a message that was cancelled once cannot be scheduled again", profile="schedule"
)
class CancelledStaysADraft(Cancels):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        self.__dict__.setdefault("cancelled", set()).add(sms.id)
        return draft

    def check_schedule(self, sms: Sms) -> None:
        super().check_schedule(sms)
        if sms.id in self.__dict__.get("cancelled", set()):
            raise faulty_field("status", "Not a valid choice.")


@fault("scheduling.draft-to-scheduled", "a draft with attachments cannot be scheduled", profile="schedule")
class MmsCannotBeScheduled(Behaviour):
    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        if status == "scheduled" and was_draft and sms.attachments:
            raise faulty_field("attachments", "Attachments cannot be scheduled.")
        return super().enter(sms, status, at, was_draft=was_draft)


@fault(
    ("scheduling.draft-needs-date", "scheduling.draft-to-scheduled"),
    "a draft that is scheduled without date takes the date of another scheduled message, or tomorrow",
    profile="send",
)
class DateIsBorrowed(Behaviour):
    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        if status == "scheduled" and was_draft and sms.date_scheduled is None:
            dates = [each.date_scheduled for each in self.world.messages.values() if each.date_scheduled]
            late = [date for date in dates if date > self.now()]
            sms = replace(sms, date_scheduled=late[-1] if late else self.now() + timedelta(days=1))
        return super().enter(sms, status, at, was_draft=was_draft)


@fault("scheduling.cancel", "only the first cancel of a message works", profile="schedule")
class SecondCancelIsRefused(Cancels):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        cancelled = self.__dict__.setdefault("cancelled", set())
        if sms.id in cancelled:
            raise self.locked()
        cancelled.add(sms.id)
        return draft


@fault("scheduling.cancel", "a message of more than a month ahead cannot be cancelled", profile="schedule")
class FarOffCannotBeCancelled(Cancels):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        if sms.date_scheduled and sms.date_scheduled > self.now() + timedelta(days=31):
            raise self.locked()
        return draft


@fault("scheduling.cancel", "a message that was scheduled as a draft cannot be cancelled", profile="schedule")
class ScheduledDraftCannotBeCancelled(Cancels):
    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        if was_draft and status == "scheduled":
            self.__dict__.setdefault("drafts", set()).add(sms.id)
        return super().enter(sms, status, at, was_draft=was_draft)

    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        if sms.id in self.__dict__.get("drafts", set()):
            raise self.locked()
        return draft


@fault(
    ("scheduling.cancel-keeps-content", "attachments.come-back"),
    "a cancelled scheduled message loses its attachments",
    profile="schedule",
)
class CancelLosesAttachments(Cancels):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        return replace(draft, attachments=[])


@fault("scheduling.cancel-keeps-content", "a cancelled scheduled message loses its template_id", profile="schedule")
class CancelLosesTemplate(Cancels):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        return replace(draft, template_id=None)


@fault(
    "scheduling.cancel-keeps-content", "a cancelled scheduled message has now as its activity_at", profile="schedule"
)
class CancelMovesActivityAt(Cancels):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        return replace(draft, activity_at=self.moment())


@fault(
    ("lifecycle.own-moves", "scheduling.accepted"),
    "the cancel of a scheduled message cancels the others of its lead",
    profile="schedule",
)
class CancelTakesTheSiblings(Cancels):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        for mate in list(self.world.messages.values()):
            if mate.status == "scheduled" and mate.lead_id == sms.lead_id and mate.id != sms.id:
                self.store(replace(mate, status="draft", send_at=None))
        return draft


@fault("scheduling.cancelled-stays", "a cancelled message that is edited goes out at its old date", profile="send")
class EditRevivesTheSending(Behaviour):
    def edit(self, sms: Sms, edits: Json) -> Sms:
        edited = super().edit(sms, edits)
        late = sms.status == "draft" and sms.date_scheduled is not None and sms.date_scheduled > self.now()
        return replace(edited, send_at=sms.date_scheduled) if late else edited


@fault("sending.sent", "a message with attachments stays in the outbox", profile="send")
class MmsStaysInTheOutbox(Behaviour):
    def is_due(self, sms: Sms, now: datetime) -> bool:
        return super().is_due(sms, now) and not (sms.status == "outbox" and sms.attachments)


@fault("sending.sent", "a second message to the same number within a minute fails", profile="send")
class SecondToANumberFails(Behaviour):
    def delivery_failure(self, sms: Sms) -> str | None:
        last, at = self.__dict__.setdefault("last", {}), sms.send_at or self.now()
        soon = at - last.get(sms.remote_phone, at - timedelta(days=1)) < timedelta(minutes=1)
        last[sms.remote_phone] = at
        return "The carrier took it for spam." if soon else super().delivery_failure(sms)


@fault("sending.sent", "a message of more than 160 characters fails", profile="send")
class LongMessageFails(Behaviour):
    def delivery_failure(self, sms: Sms) -> str | None:
        return "The message is too long." if len(sms.text or "") > 160 else super().delivery_failure(sms)


@fault(("sending.sent", "stored.text"), "a message that went out keeps 160 characters of its text", profile="send")
class SentTextIsCut(Behaviour):
    def sent(self, sms: Sms, at: datetime) -> Sms:
        return replace(super().sent(sms, at), text=sms.text and sms.text[:160])


@fault("sending.delay", "a message is delayed by 10 seconds at most", profile="send")
class DelayIsTenAtMost(Behaviour):
    def delay(self, send_in: float | None) -> float:
        return min(super().delay(send_in), 10)


@fault("sending.delay", "every message is delayed by the first send_in that came", profile="send")
class FirstDelayCounts(Behaviour):
    def delay(self, send_in: float | None) -> float:
        return super().delay(send_in and self.__dict__.setdefault("first", send_in))


@fault("sending.delay-limit", "a send_in of an hour and more is taken", profile="send")
class HoursAreTaken(Behaviour):
    def is_delay(self, seconds: float) -> bool:
        return super().is_delay(seconds) or seconds >= 3600


@fault("sending.draft-to-outbox", "a draft that was made of a template cannot be set to outbox", profile="send")
class DraftOfTemplateCannotBeSent(Behaviour):
    def draft_target(self, sms: Sms, values: Json) -> str:
        if values.get("status") == "outbox" and sms.template_id:
            raise faulty_field("status", "Not a valid choice.")
        return super().draft_target(sms, values)


@fault(
    ("sending.draft-is-sent", "sending.sent"), "a message that was cancelled once is never sent again", profile="send"
)
class CancelledIsNeverSentAgain(Undoes):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        self.__dict__.setdefault("undone", set()).add(sms.id)
        return draft

    def is_due(self, sms: Sms, now: datetime) -> bool:
        return super().is_due(sms, now) and sms.id not in self.__dict__.get("undone", set())


@fault("sending.draft-is-sent", "a draft is sent after a minute", profile="send")
class DraftGoesOutAfterAMinute(LeavesOutbox):
    for_drafts = True

    def other(self, due: datetime) -> datetime:
        return due + timedelta(minutes=1)


class UndoesLate(Undoes):
    """A message cannot be called back for as long as `send_in` says."""

    def seconds_left(self, sms: Sms) -> float:
        """How long the message is still in the outbox."""
        return ((sms.send_at or self.now()) - self.now()).total_seconds()


@fault("undo.cancel", "a message in the outbox can be cancelled in the first half of its delay only", profile="send")
class UndoEndsAtHalf(UndoesLate):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        if self.seconds_left(sms) < (sms.send_in or 0) / 2:
            raise self.locked()
        return draft


@fault("undo.cancel", "a message in the outbox that was cancelled there once cannot be cancelled again", profile="send")
class SecondUndoIsRefused(Undoes):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        undone = self.__dict__.setdefault("undone", set())
        if sms.id in undone:
            raise self.locked()
        undone.add(sms.id)
        return draft


@fault("undo.not-sent", "a message that is cancelled in its last ten seconds is sent all the same", profile="send")
class LastSecondUndoIsTooLate(UndoesLate):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        return replace(draft, send_at=sms.send_at) if self.seconds_left(sms) < 10 else draft


@fault("undo.not-sent", "a message that was cancelled goes out with the next one that goes out", profile="send")
class NextOneTakesTheUndone(Behaviour):
    def deliver(self, sms: Sms) -> Sms:
        for other in list(self.world.messages.values()):
            if other.id in self.__dict__.get("undone", set()) and other.status == "draft":
                self.__dict__["undone"].discard(other.id)
                self.store(super().deliver(replace(other, send_at=sms.send_at)))
        return super().deliver(sms)

    def cancel(self, sms: Sms, values: Json) -> Sms:
        if sms.status == "outbox":
            self.__dict__.setdefault("undone", set()).add(sms.id)
        return super().cancel(sms, values)


@fault(
    ("undo.not-sent", "update.draft"),
    "a message that was cancelled in the outbox goes out when it is edited",
    profile="send",
)
class EditSendsTheUndone(Undoes):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        self.__dict__.setdefault("undone", set()).add(sms.id)
        return draft

    def edit(self, sms: Sms, edits: Json) -> Sms:
        edited = super().edit(sms, edits)
        undone = edits and sms.id in self.__dict__.get("undone", set()) and sms.status == "draft"
        return replace(edited, send_at=self.now()) if undone else edited


@fault("undo.keeps-content", "a message that is cancelled in the outbox loses its attachments", profile="send")
class UndoLosesAttachments(Undoes):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        return replace(draft, attachments=[])


@fault(("undo.keeps-content", "object.immutable"), "an undoing turns the direction", profile="send")
class UndoTurnsDirection(Undoes):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        return replace(draft, direction="inbound")


@fault(("undo.keeps-content", "object.immutable"), "an undoing moves date_created", profile="send")
class UndoMovesDateCreated(Undoes):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        return replace(draft, date_created=self.moment())


@fault(
    ("object.immutable", "scheduling.draft-to-scheduled"),
    "the scheduling of a draft moves date_created",
    profile="schedule",
)
class SchedulingMovesDateCreated(Behaviour):
    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        entered = super().enter(sms, status, at, was_draft=was_draft)
        return replace(entered, date_created=at) if status == "scheduled" and was_draft else entered
