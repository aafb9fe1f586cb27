"""More faults of sending and of its undoing: late, again, or with a neighbour."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from close_sms.mock import Behaviour
from close_sms.mock.calls import Json
from close_sms.mock.errors import faulty_field
from close_sms.mock.things import Sms
from tests.faults.bank_sending import Undoes
from tests.faults.fault import fault


@fault(
    "sending.sent",
    "a message with attachments stays in the outbox",
    profile="send",
    gap="an MMS costs more than a message, and shows nothing else",
)
class MmsStaysInTheOutbox(Behaviour):
    def is_due(self, sms: Sms, now: datetime) -> bool:
        return super().is_due(sms, now) and not (sms.status == "outbox" and sms.attachments)


@fault(("undo.keeps-content", "scheduling.cancel-keeps-content"), "a cancel dates the sending", profile="schedule")
class CancelDatesTheSending(Behaviour):
    def cancel(self, sms: Sms, values: Json) -> Sms:
        return replace(super().cancel(sms, values), date_sent=self.now())


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


@fault(
    "undo.cancel",
    "a message in the outbox that was cancelled there once cannot be cancelled again",
    profile="send",
    gap="how long there is to undo is not said (S15), and so not how often",
)
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
