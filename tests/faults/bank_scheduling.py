"""Faults of scheduling."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import NO_CHOICE, Invalid, faulty_field
from close_sms.mock.things import Sms
from tests.faults.bank_stored import offset_of
from tests.faults.fault import fault

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@fault("scheduling.accepted", "the status scheduled is refused at a create", profile="schedule")
class ScheduledIsRefused(Behaviour):
    def clean_status(self, value: Any, call: Call) -> str:
        if call.action == "create_sms" and value == "scheduled":
            raise Invalid(NO_CHOICE)
        return super().clean_status(value, call)


@fault(("scheduling.accepted", "status.draft-is-stored"), "a scheduled message becomes a draft", profile="schedule")
class ScheduledBecomesDraft(Behaviour):
    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        entered = super().enter(sms, status, at, was_draft=was_draft)
        return replace(entered, status="draft", send_at=None) if status == "scheduled" and not was_draft else entered


@fault("scheduling.accepted", "nothing can be scheduled for more than an hour ahead", profile="schedule")
class FarDatesAreRefused(Behaviour):
    def check_schedule(self, sms: Sms) -> None:
        super().check_schedule(sms)
        if sms.date_scheduled is not None and sms.date_scheduled > self.now() + HOUR:
            raise faulty_field("date_scheduled", "Value is too far in the future.")


@fault(("scheduling.date-kept", "stored.get"), "what is scheduled 300 days ahead is not stored", profile="schedule")
class FarIsForgotten(Behaviour):
    def add_sms(self, values: Json, call: Call) -> Sms:
        sms = super().add_sms(values, call)
        if sms.date_scheduled is not None and sms.date_scheduled > self.now() + 300 * DAY:
            self.remove(sms)
        return sms


class KeepsAnotherDate(Behaviour):
    """`date_scheduled` is kept otherwise than it was given."""

    def other(self, text: str, date: datetime) -> datetime | None:
        return date

    def clean_date_scheduled(self, value: Any, call: Call) -> datetime | None:
        date = super().clean_date_scheduled(value, call)
        return date and self.other(value, date)


@fault("scheduling.date-kept", "date_scheduled is kept an hour later", profile="schedule")
class ScheduleIsShifted(KeepsAnotherDate):
    def other(self, text: str, date: datetime) -> datetime | None:
        return date + HOUR


@fault("scheduling.date-kept", "date_scheduled loses its offset", profile="schedule")
class ScheduleLosesOffset(KeepsAnotherDate):
    def other(self, text: str, date: datetime) -> datetime | None:
        return date + offset_of(text)


@fault("scheduling.date-kept", "date_scheduled loses its minutes and seconds, upwards", profile="schedule")
class ScheduleIsAtFullHours(KeepsAnotherDate):
    def other(self, text: str, date: datetime) -> datetime | None:
        return date.replace(minute=0, second=0, microsecond=0) + HOUR


class ShowsAnotherSchedule(Behaviour):
    """A scheduled message shows another date than the one it is sent at."""

    operations: tuple[str, ...] = ()

    def render(self, sms: Sms, action: str) -> Json:
        answer = super().render(sms, action)
        return {**answer, "date_scheduled": None} if action in self.operations and sms.status == "scheduled" else answer


@fault("scheduling.date-kept", "no answer shows date_scheduled", profile="schedule")
class ScheduleIsNotShown(ShowsAnotherSchedule):
    operations = ("create_sms", "get_sms", "update_sms", "list_sms")


@fault(("scheduling.date-kept", "stored.get"), "a fetch does not show date_scheduled", profile="schedule")
class ScheduleIsNotFetched(ShowsAnotherSchedule):
    operations = ("get_sms",)


class FillsInDate(Behaviour):
    """What is scheduled without a date is sent tomorrow."""

    for_drafts = False

    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        fill = status == "scheduled" and sms.date_scheduled is None and was_draft is self.for_drafts
        dated = replace(sms, date_scheduled=self.now() + DAY) if fill else sms
        return super().enter(dated, status, at, was_draft=was_draft)


@fault("scheduling.date-required", "a scheduled message without date is sent tomorrow", profile="send")
class DateDefaultsToTomorrow(FillsInDate):
    pass


@fault("scheduling.draft-needs-date", "a draft that is scheduled without date is sent tomorrow", profile="send")
class DraftDateDefaultsToTomorrow(FillsInDate):
    for_drafts = True


@fault("scheduling.date-required", "a scheduled message without date is sent at once", profile="send")
class NoDateMeansNow(Behaviour):
    def check_schedule(self, sms: Sms) -> None:
        if sms.date_scheduled is not None:
            super().check_schedule(sms)


@fault("scheduling.date-required", "a null date_scheduled means tomorrow", profile="send")
class NullDateMeansTomorrow(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        if call.body.get("status") == "scheduled" and call.body.get("date_scheduled", "") is None:
            call.body["date_scheduled"] = (self.now() + DAY).isoformat()
        return super().create_sms(call)


@fault("scheduling.draft-needs-date", "a null date_scheduled schedules a draft for tomorrow", profile="send")
class NullDateSchedulesDraft(Behaviour):
    def update_sms(self, call: Call) -> Answer:
        if call.body.get("status") == "scheduled" and call.body.get("date_scheduled", "") is None:
            call.body["date_scheduled"] = (self.now() + DAY).isoformat()
        return super().update_sms(call)


class TakesBadDate(Behaviour):
    """A text that is no date-time means tomorrow."""

    def is_taken(self, text: str) -> bool:
        return True

    def clean_date_scheduled(self, value: Any, call: Call) -> datetime | None:
        try:
            return super().clean_date_scheduled(value, call)
        except Invalid:
            if isinstance(value, str) and self.is_taken(value):
                return self.now() + DAY
            raise


@fault("scheduling.date-malformed", "a date_scheduled that is no date-time means tomorrow", profile="send")
class BadDateMeansTomorrow(TakesBadDate):
    pass


@fault("scheduling.date-malformed", "a date_scheduled without any digit means tomorrow", profile="send")
class WordMeansTomorrow(TakesBadDate):
    def is_taken(self, text: str) -> bool:
        return bool(text.strip()) and not any(letter.isdigit() for letter in text)


class SendsAtAnotherTime(Behaviour):
    """A scheduled message goes out at another moment than its date."""

    def other(self, date: datetime) -> datetime:
        return date

    def time_to_send(self, sms: Sms, now: datetime) -> datetime:
        due = super().time_to_send(sms, now)
        return self.other(due) if sms.status == "scheduled" else due


@fault(("scheduling.sent-at-date", "scheduling.cancelled-stays"), "a scheduled message is sent at once", profile="send")
class ScheduledIsSentAtOnce(SendsAtAnotherTime):
    def other(self, date: datetime) -> datetime:
        return self.now()


@fault("scheduling.sent-at-date", "a scheduled message is never sent", profile="send")
class ScheduledIsNeverSent(SendsAtAnotherTime):
    def other(self, date: datetime) -> datetime:
        return datetime(9999, 1, 1, tzinfo=UTC)


@fault("scheduling.sent-at-date", "a scheduled message is sent an hour early", profile="send")
class ScheduledIsSentEarly(SendsAtAnotherTime):
    def other(self, date: datetime) -> datetime:
        return max(date - HOUR, self.now())


@fault("scheduling.sent-at-date", "a scheduled message is sent a day late", profile="send")
class ScheduledIsSentLate(SendsAtAnotherTime):
    def other(self, date: datetime) -> datetime:
        return date + DAY


@fault("scheduling.draft-to-scheduled", "a draft cannot be scheduled", profile="schedule")
class DraftCannotBeScheduled(Behaviour):
    def draft_target(self, sms: Sms, values: Json) -> str:
        if values.get("status") == "scheduled":
            raise faulty_field("status", NO_CHOICE)
        return super().draft_target(sms, values)


@fault("scheduling.draft-to-scheduled", "a draft that is scheduled stays a draft", profile="schedule")
class ScheduledDraftStaysDraft(Behaviour):
    def draft_target(self, sms: Sms, values: Json) -> str:
        target = super().draft_target(sms, values)
        return sms.status if target == "scheduled" else target


@fault("scheduling.draft-to-scheduled", "the date in a PUT is not read: no draft can be scheduled", profile="schedule")
class DateInPutIsNotRead(Behaviour):
    def update_sms(self, call: Call) -> Answer:
        call.body.pop("date_scheduled", None)
        return super().update_sms(call)


class Cancels(Behaviour):
    """A scheduled message is cancelled in another way."""

    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        return draft

    def cancel(self, sms: Sms, values: Json) -> Sms:
        draft = super().cancel(sms, values)
        return self.wrongly(sms, draft) if sms.status == "scheduled" else draft


@fault("scheduling.cancel", "a scheduled message cannot be cancelled", profile="schedule")
class ScheduledCannotBeCancelled(Cancels):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        raise self.locked()


@fault("scheduling.cancel", "the cancelling of a scheduled message has no effect", profile="schedule")
class CancelOfScheduledIsIgnored(Cancels):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        return sms


@fault("scheduling.cancel-keeps-content", "a scheduled message that is cancelled loses its text", profile="schedule")
class CancelLosesText(Cancels):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        return replace(draft, text=None)


@fault("scheduling.cancel-keeps-content", "a cancelled scheduled message loses its contact", profile="schedule")
class CancelLosesContact(Cancels):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        return replace(draft, contact_id=None)


@fault("scheduling.cancel-keeps-content", "a cancelled scheduled message loses its numbers", profile="schedule")
class CancelLosesPhones(Cancels):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        return replace(draft, local_phone=None, remote_phone=None)


@fault(("scheduling.cancel-keeps-content", "object.immutable"), "cancelling sets date_created anew", profile="schedule")
class CancelMovesDateCreated(Cancels):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        return replace(draft, date_created=self.moment() + HOUR)


@fault("scheduling.cancelled-stays", "a cancelled scheduled message is sent at its date all the same", profile="send")
class CancelledIsStillSent(Cancels):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        return replace(draft, send_at=sms.send_at)


@fault("scheduling.cancelled-stays", "a cancelled scheduled message is sent at once", profile="send")
class CancelledIsSentAtOnce(Cancels):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        return replace(draft, send_at=self.now())
