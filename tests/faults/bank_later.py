"""Faults of what is done to a message later: when it waits, was cancelled, was sent, or is edited a second time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import Refusal, faulty_field
from close_sms.mock.things import Sms
from tests.faults.bank_locks import Moves
from tests.faults.bank_scheduling import DAY
from tests.faults.bank_sending import NEVER, Undoes
from tests.faults.fault import fault


def was_changed(sms: Sms) -> bool:
    """Whether something was done to the message since it was made."""
    return sms.date_updated > sms.date_created


class OpensSome(Behaviour):
    """Some messages that are no drafts take some edits."""

    def opens(self, sms: Sms, values: Json) -> bool:
        return False

    def change_locked(self, sms: Sms, values: Json) -> Sms:
        if not self.opens(sms, values):
            return super().change_locked(sms, values)
        return self.edit(sms, {name: value for name, value in values.items() if name not in ("status", "send_in")})


@fault("update.scheduled-locked", "a message that was scheduled as a draft can be edited", profile="schedule")
class ScheduledDraftIsOpen(OpensSome):
    def opens(self, sms: Sms, values: Json) -> bool:
        return sms.status == "scheduled" and was_changed(sms) and "status" not in values


@fault("update.scheduled-locked", "a scheduled message of a template can be edited", profile="schedule")
class ScheduledOfTemplateIsOpen(OpensSome):
    def opens(self, sms: Sms, values: Json) -> bool:
        return sms.status == "scheduled" and sms.template_id is not None and "status" not in values


@fault("update.inbox-locked", "a received message with attachments can be edited")
class ReceivedMmsIsOpen(OpensSome):
    def opens(self, sms: Sms, values: Json) -> bool:
        return sms.status == "inbox" and bool(sms.attachments) and "status" not in values


@fault("update.sent-locked", "a sent message can be set to any other status")
class SentCanBeMoved(Moves):
    status, targets = "sent", ("draft", "scheduled", "outbox")


@fault("update.inbox-locked", "a received message can be set to any other status")
class InboxCanBeMoved(Moves):
    status, targets = "inbox", ("draft", "sent", "scheduled", "outbox")


class RefusedButHarmed(Behaviour):
    """The edit of a locked message is refused, but does harm."""

    status = ""

    def harmed(self, sms: Sms, call: Call) -> Sms:
        return sms

    def update_sms(self, call: Call) -> Answer:
        try:
            return super().update_sms(call)
        except Refusal:
            sms = self.world.own(self.world.messages, call.key, call.organization_id)
            if sms is not None and sms.status == self.status:
                self.store(self.harmed(sms, call))
            raise


class RefusedEditStops(RefusedButHarmed):
    """It is never sent."""

    def harmed(self, sms: Sms, call: Call) -> Sms:
        return replace(sms, send_at=NEVER)


@fault(
    ("scheduling.sent-at-date", "update.scheduled-locked"),
    "a scheduled message whose edit was refused is never sent",
    profile="send",
)
class RefusedEditStopsScheduled(RefusedEditStops):
    status = "scheduled"


@fault(
    ("sending.draft-is-sent", "sending.sent", "update.outbox-locked"),
    "a message in the outbox whose edit was refused is never sent",
    profile="send",
)
class RefusedEditStopsOutbox(RefusedEditStops):
    status = "outbox"


@fault("update.inbox-locked", "a refused edit of a received message moves date_updated")
class RefusedEditTouchesReceived(RefusedButHarmed):
    status = "inbox"

    def harmed(self, sms: Sms, call: Call) -> Sms:
        return self.touch(sms, call)


class TouchesSeldom(Behaviour):
    """Some updates do not move date_updated."""

    def is_missed(self, body: Json) -> bool:
        return False

    def touch(self, sms: Sms, call: Call) -> Sms:
        touched = super().touch(sms, call)
        return replace(touched, date_updated=sms.date_updated) if self.is_missed(call.body) else touched


@fault("update.date-updated", "date_updated does not move where only attachments are put")
class AttachmentsDoNotTouch(TouchesSeldom):
    def is_missed(self, body: Json) -> bool:
        return set(body) == {"attachments"}


@fault("update.date-updated", "date_updated does not move where only nulls are put")
class NullsDoNotTouch(TouchesSeldom):
    def is_missed(self, body: Json) -> bool:
        return all(value is None for value in body.values())


@fault("update.date-updated", "date_updated does not move where a draft is scheduled", profile="schedule")
class SchedulingDoesNotTouch(TouchesSeldom):
    def is_missed(self, body: Json) -> bool:
        return body.get("status") == "scheduled"


class DropsFromPut(Behaviour):
    """A PUT does not read a field that has a faulty value."""

    field = ""

    def is_dropped(self, value: Any) -> bool:
        return value is not None and not isinstance(value, str)

    def update_sms(self, call: Call) -> Answer:
        if self.is_dropped(call.body.get(self.field)):
            del call.body[self.field]
        return super().update_sms(call)


@fault(("update.faulty-fields", "update.status-values"), "a status of a PUT that is no text is ignored")
class OddStatusOfPutIsDropped(DropsFromPut):
    field = "status"


@fault("update.faulty-fields", "a local_phone of a PUT that is no text is ignored")
class OddLocalPhoneOfPutIsDropped(DropsFromPut):
    field = "local_phone"


@fault("update.faulty-fields", "an activity_at of a PUT in a 13th month is ignored")
class ThirteenthMonthOfPutIsDropped(DropsFromPut):
    field = "activity_at"

    def is_dropped(self, value: Any) -> bool:
        return isinstance(value, str) and value[4:8] == "-13-"


class FillsInDateOfPut(Behaviour):
    """A draft that is scheduled without a date is sent the next day."""

    def fills_in(self, sms: Sms, body: Json) -> bool:
        return False

    def update_sms(self, call: Call) -> Answer:
        sms = self.world.messages.get(call.key)
        if sms is not None and call.body.get("status") == "scheduled" and self.fills_in(sms, call.body):
            call.body["date_scheduled"] = (self.now() + DAY).isoformat()
        return super().update_sms(call)


@fault("scheduling.draft-needs-date", "a draft is scheduled where date_scheduled is a word", profile="send")
class WordSchedulesDraft(FillsInDateOfPut):
    def fills_in(self, sms: Sms, body: Json) -> bool:
        value = body.get("date_scheduled")
        return isinstance(value, str) and value != "" and not any(letter.isdigit() for letter in value)


@fault(("update.draft", "undo.cancel"), "a message that was cancelled in the outbox cannot be edited", profile="send")
class UndoneIsLocked(Undoes):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        self.__dict__.setdefault("undone", set()).add(sms.id)
        return draft

    def edit(self, sms: Sms, edits: Json) -> Sms:
        if edits and sms.id in self.__dict__.get("undone", set()):
            raise self.locked()
        return super().edit(sms, edits)


@fault("undo.not-sent", "a message of a template that was undone is sent all the same", profile="send")
class UndoneTemplateIsSent(Undoes):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        return replace(draft, send_at=sms.send_at) if sms.template_id else draft


@fault("undo.keeps-content", "an undone message of a template has the text of the template", profile="send")
class UndoUnrenders(Undoes):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        template = self.world.templates.get(sms.template_id or "")
        return replace(draft, text=template.text) if template is not None else draft


@fault("sending.delay", "each fetch of a delayed message begins its delay anew", profile="send")
class FetchRestartsTheDelay(Behaviour):
    def get_sms(self, call: Call) -> Answer:
        answer = super().get_sms(call)
        sms = self.find_sms(call)
        if sms.status == "outbox" and sms.send_in:
            self.store(replace(sms, send_at=self.now() + timedelta(seconds=sms.send_in)))
        return answer


class DraftStays(Behaviour):
    """Some drafts cannot be set to outbox."""

    def stays(self, sms: Sms) -> bool:
        return False

    def draft_target(self, sms: Sms, values: Json) -> str:
        if values.get("status") == "outbox" and self.stays(sms):
            raise faulty_field("status", "Not a valid choice.")
        return super().draft_target(sms, values)


@fault("sending.draft-to-outbox", "a draft of more than 160 characters cannot be set to outbox", profile="send")
class LongDraftStays(DraftStays):
    def stays(self, sms: Sms) -> bool:
        return len(sms.text or "") > 160


@fault("sending.draft-to-outbox", "a draft with attachments cannot be set to outbox", profile="send")
class MmsDraftStays(DraftStays):
    def stays(self, sms: Sms) -> bool:
        return bool(sms.attachments)


@fault("update.only-its-keys", "a draft that is set to outbox loses its attachments", profile="send")
class OutboxTakesAttachments(Behaviour):
    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        entered = super().enter(sms, status, at, was_draft=was_draft)
        return replace(entered, attachments=[]) if was_draft and status == "outbox" else entered
