"""Faults of sending and of its undoing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from close_sms.mock import Behaviour
from close_sms.mock.calls import Call, Json
from close_sms.mock.errors import NO_CHOICE, Invalid, faulty_field
from close_sms.mock.things import Sms
from tests.faults.fault import fault

NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@fault(("sending.accepted", "phones.internal-sends"), "the status outbox is refused at a create", profile="send")
class OutboxIsRefused(Behaviour):
    def clean_status(self, value: Any, call: Call) -> str:
        if call.action == "create_sms" and value == "outbox":
            raise Invalid(NO_CHOICE)
        return super().clean_status(value, call)


@fault(("sending.accepted", "sending.sent"), "an outbox message becomes a draft", profile="send")
class OutboxBecomesDraft(Behaviour):
    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        entered = super().enter(sms, status, at, was_draft=was_draft)
        return replace(entered, status="draft", send_at=None) if status == "outbox" and not was_draft else entered


class LeavesOutbox(Behaviour):
    """A message leaves the outbox at another moment than it should."""

    for_drafts = False

    def other(self, due: datetime) -> datetime:
        return NEVER

    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        entered = super().enter(sms, status, at, was_draft=was_draft)
        wrong = status == "outbox" and was_draft is self.for_drafts and entered.send_at is not None
        return replace(entered, send_at=self.other(entered.send_at or at)) if wrong else entered


@fault("sending.sent", "an outbox message is never sent", profile="send")
class OutboxIsNeverSent(LeavesOutbox):
    pass


@fault("sending.sent", "an outbox message is sent a day later", profile="send")
class OutboxIsSentTomorrow(LeavesOutbox):
    def other(self, due: datetime) -> datetime:
        return due + timedelta(days=1)


@fault("sending.draft-is-sent", "a draft that is set to outbox is never sent", profile="send")
class DraftInOutboxIsNeverSent(LeavesOutbox):
    for_drafts = True


@fault("sending.draft-is-sent", "a draft that is set to outbox is sent ten minutes later", profile="send")
class DraftInOutboxIsSentLate(LeavesOutbox):
    for_drafts = True

    def other(self, due: datetime) -> datetime:
        return due + timedelta(minutes=10)


@fault(("sending.sent", "lifecycle.own-moves"), "after its sending a message is a draft again", profile="send")
class SentBecomesDraft(Behaviour):
    def sent(self, sms: Sms, at: datetime) -> Sms:
        return replace(super().sent(sms, at), status="draft")


class Delays(Behaviour):
    """`send_in` delays by another time."""

    factor = 1.0

    def delay(self, send_in: float | None) -> float:
        return super().delay(send_in) * (self.factor if send_in else 1)


@fault(("sending.delay", "undo.cancel"), "send_in has no effect", profile="send")
class SendInIsIgnored(Behaviour):
    def delay(self, send_in: float | None) -> float:
        return super().delay(None)


@fault("sending.delay", "send_in counts minutes", profile="send")
class SendInCountsMinutes(Delays):
    factor = 60


@fault("sending.delay", "send_in counts milliseconds", profile="send")
class SendInCountsMilliseconds(Delays):
    factor = 0.001


@fault("sending.delay", "a message goes out after half of send_in", profile="send")
class SendInIsHalved(Delays):
    factor = 0.5


@fault("sending.delay-limit", "a send_in of 60 is taken", profile="send")
class SixtyIsTaken(Behaviour):
    def is_delay(self, seconds: float) -> bool:
        return super().is_delay(seconds) or seconds == 60


@fault("sending.delay-limit", "a send_in of 59 is refused", profile="send")
class FiftyNineIsRefused(Behaviour):
    def is_delay(self, seconds: float) -> bool:
        return super().is_delay(seconds) and seconds < 59


@fault("sending.delay-limit", "a send_in of 60 and more is taken", profile="send")
class AnyDelayIsTaken(Behaviour):
    def is_delay(self, seconds: float) -> bool:
        return super().is_delay(seconds) or seconds >= 60


@fault("sending.delay-limit", "a send_in of more than 60 is taken, as 59", profile="send")
class LongDelayIsCut(Behaviour):
    def clean_send_in(self, value: Any, call: Call) -> float | None:
        long = isinstance(value, int | float) and not isinstance(value, bool) and value > 60
        return super().clean_send_in(59 if long else value, call)


@fault(("sending.delay-limit", "sending.delay"), "a send_in of more than 30 is refused", profile="send")
class HalfAMinuteIsTheLimit(Behaviour):
    def is_delay(self, seconds: float) -> bool:
        return super().is_delay(seconds) and seconds <= 30


@fault("sending.draft-to-outbox", "a draft cannot be set to outbox", profile="send")
class DraftCannotBeSent(Behaviour):
    def draft_target(self, sms: Sms, values: Json) -> str:
        if values.get("status") == "outbox":
            raise faulty_field("status", NO_CHOICE)
        return super().draft_target(sms, values)


@fault(("sending.draft-to-outbox", "sending.draft-is-sent"), "a draft that is set to outbox stays one", profile="send")
class DraftStaysDraft(Behaviour):
    def draft_target(self, sms: Sms, values: Json) -> str:
        target = super().draft_target(sms, values)
        return sms.status if target == "outbox" else target


class Undoes(Behaviour):
    """A message in the outbox is cancelled in another way."""

    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        return draft

    def cancel(self, sms: Sms, values: Json) -> Sms:
        draft = super().cancel(sms, values)
        return self.wrongly(sms, draft) if sms.status == "outbox" else draft


@fault("undo.cancel", "a message in the outbox cannot be cancelled", profile="send")
class OutboxCannotBeCancelled(Undoes):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        raise self.locked()


@fault(("undo.cancel", "undo.not-sent"), "the cancelling of a message in the outbox has no effect", profile="send")
class UndoIsIgnored(Undoes):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        return sms


@fault("undo.keeps-content", "a message that is cancelled in the outbox loses its text", profile="send")
class UndoLosesText(Undoes):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        return replace(draft, text=None)


@fault("undo.keeps-content", "a message that is cancelled in the outbox loses its remote_phone", profile="send")
class UndoLosesRemotePhone(Undoes):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        return replace(draft, remote_phone=None)


@fault("undo.not-sent", "a message that was cancelled in the outbox is sent all the same", profile="send")
class UndoneIsStillSent(Undoes):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        return replace(draft, send_at=sms.send_at)


@fault("undo.not-sent", "a message that was cancelled in the outbox is sent three seconds later", profile="send")
class UndoOnlyDelays(Undoes):
    def wrongly(self, sms: Sms, draft: Sms) -> Sms:
        return replace(draft, send_at=self.now() + timedelta(seconds=3))
