"""More faults of scheduling: late, again, or with a neighbour."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from close_sms.mock import Behaviour
from close_sms.mock.calls import Call, Json
from close_sms.mock.dates import DATE_TIME
from close_sms.mock.errors import REQUIRED, faulty_field
from close_sms.mock.things import Sms
from tests.faults.bank_scheduling import Cancels, KeepsAnotherDate, ShowsAnotherSchedule, TakesBadDate
from tests.faults.bank_sending import NEVER
from tests.faults.bank_stored import offset_of
from tests.faults.fault import fault


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


@fault(
    "scheduling.date-kept",
    "a date_scheduled on a leap day is a day later",
    profile="schedule",
    gap="the next leap day is further ahead than any document says a date may be",
)
class ScheduleSkipsTheLeapDay(KeepsAnotherDate):
    def other(self, text: str, date: datetime) -> datetime | None:
        return date + timedelta(days=1) if (date.month, date.day) == (2, 29) else date


@fault("stored.list", "the list does not show scheduled messages", profile="schedule")
class ScheduledIsNotListed(Behaviour):
    def is_listed(self, sms: Sms, call: Call) -> bool:
        return sms.status != "scheduled" and super().is_listed(sms, call)


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


@fault(
    ("object.immutable", "scheduling.draft-to-scheduled"),
    "the scheduling of a draft moves date_created",
    profile="schedule",
)
class SchedulingMovesDateCreated(Behaviour):
    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        entered = super().enter(sms, status, at, was_draft=was_draft)
        return replace(entered, date_created=at) if status == "scheduled" and was_draft else entered
