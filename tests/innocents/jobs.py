"""Servers whose jobs come back to a message later: on the way to its sending, or to complete it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import faulty_field
from close_sms.mock.things import Sms
from close_sms.mock.world import USER_ID
from tests.innocents.innocent import innocent
from tests.innocents.sending import AtOnce

RECEIPT = timedelta(seconds=2)
AHEAD, NEAR = timedelta(seconds=30), timedelta(minutes=2)
NOTICE = timedelta(minutes=5)
MARKED = timedelta(seconds=10)
FETCHED = timedelta(seconds=1)
A_MINUTE = timedelta(minutes=1)


class OutboxAhead(Behaviour):
    """What is scheduled goes into the outbox half a minute before its date, and out at it."""

    def settle(self) -> None:
        super().settle()
        for key in sorted(self.world.pending):
            sms = self.world.messages[key]
            if sms.status == "scheduled" and sms.send_at and sms.send_at - AHEAD <= self.now():
                queued = replace(sms, status="outbox", date_updated=self.moment())
                self.world.messages[key] = queued
                self.record("updated", queued, (sms, queued))


class OutboxWhenNear(Behaviour):
    """What is due within two minutes goes straight into the outbox, and out at its date."""

    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        entered = super().enter(sms, status, at, was_draft=was_draft)
        near = status == "scheduled" and entered.send_at and entered.send_at - self.now() < NEAR
        return replace(entered, status="outbox") if near else entered


class AttachmentsLater(Behaviour):
    """Files are fetched in the background: the list is empty until a second after they were given."""

    def render(self, sms: Sms, action: str) -> Json:
        answer = super().render(sms, action)
        given = self.__dict__.setdefault("given", {}).setdefault((sms.id, str(sms.attachments)), self.now())
        if "attachments" in answer and self.now() - given < FETCHED:
            answer["attachments"] = self.are_there(answer["attachments"])
        return answer

    def are_there(self, attachments: list[Json]) -> list[Json]:
        """Those that are there at once."""
        return []


class PicturesFirst(AttachmentsLater):
    """Pictures are there at once, and the same file twice is one."""

    def stored_attachments(self, attachments: list[Json]) -> list[Json]:
        return super().stored_attachments([one for at, one in enumerate(attachments) if one not in attachments[:at]])

    def are_there(self, attachments: list[Json]) -> list[Json]:
        return [each for each in attachments if each["content_type"].startswith("image/")]


class OneFileAtOnce(AttachmentsLater):
    """The answer waits for one file, but not for several."""

    def are_there(self, attachments: list[Json]) -> list[Json]:
        return attachments if len(attachments) == 1 else []


class PicksTheNumber(Behaviour):
    """A draft without a number is sent from the user's own."""

    def own_number(self, sms: Sms) -> str:
        """An internal number of the organization."""
        own = (each for each in self.world.phone_numbers.values() if each.organization_id == sms.organization_id)
        return next(each.number for each in own if each.type == "internal" and each.sms_enabled)

    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        if was_draft and status == "outbox" and sms.local_phone is None:
            sms = replace(sms, local_phone=self.own_number(sms))
        return super().enter(sms, status, at, was_draft=was_draft)


class PicksTheNumberAtItsDate(PicksTheNumber):
    """So is what was scheduled without one."""

    def deliver(self, sms: Sms) -> Sms:
        return super().deliver(sms if sms.local_phone else replace(sms, local_phone=self.own_number(sms)))


class UserWhenSending(Behaviour):
    """A draft is of no user, if none was posted; what is sent is of the user who sends it."""

    sender: str | None = None

    def build(self, values: Json, call: Call) -> Sms:
        sms = super().build(values, call)
        return replace(sms, user_id=values.get("user_id")) if sms.status == "draft" else sms

    def update_sms(self, call: Call) -> Answer:
        self.sender = call.caller.user_id
        return super().update_sms(call)

    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        entered = super().enter(sms, status, at, was_draft=was_draft)
        sends = status in ("outbox", "scheduled")
        return replace(entered, user_id=entered.user_id or self.sender) if sends else entered


class ReceiptLater(AtOnce):
    """A sending is answered with `sent`; two seconds later the carrier tells that it was not delivered."""

    def settle(self) -> None:
        super().settle()
        for sms in list(self.world.messages.values()):
            if sms.status == "sent" and sms.cost and sms.date_sent and self.now() - sms.date_sent >= RECEIPT:
                failed = replace(sms, status="error", error_message="Undelivered.", date_updated=self.moment())
                self.world.messages[sms.id] = failed
                self.record("updated", failed, (sms, failed))


class RetriesOnce(Behaviour):
    """The first attempt fails; two seconds later the second one succeeds."""

    def dispatch(self, sms: Sms) -> Sms:
        if sms.error_message is not None or sms.id not in self.world.messages:
            return super().dispatch(sms)
        at = sms.send_at or self.now()
        failed = replace(sms, status="error", error_message="Busy.", send_at=at + RECEIPT, date_updated=self.moment())
        self.world.pending.add(sms.id)
        self.record("updated", failed, (sms, failed), at=at)
        return failed

    def sent(self, sms: Sms, at: datetime) -> Sms:
        return replace(super().sent(sms, at), error_message=None)


class FiveMinutesAhead(Behaviour):
    def check_schedule(self, sms: Sms) -> None:
        super().check_schedule(sms)
        if sms.date_scheduled and sms.date_scheduled < self.now() + NOTICE:
            raise faulty_field("date_scheduled", "A date is at least five minutes ahead.")


class SavedOnceMore(Behaviour):
    """After the answer of a PUT the row is saved once more, by an index or an audit."""

    def update_sms(self, call: Call) -> Answer:
        answer = super().update_sms(call)
        if sms := self.world.messages.get(call.key):
            self.world.messages[sms.id] = replace(sms, date_updated=self.moment())
        return answer


class MarkedBeforeItsDate(Behaviour):
    """The scheduler takes a message in hand ten seconds before its date, and says so in `updated_by`."""

    def settle(self) -> None:
        super().settle()
        for key in sorted(self.world.pending):
            sms = self.world.messages[key]
            soon = sms.status == "scheduled" and sms.send_at and sms.send_at - MARKED <= self.now()
            if soon and sms.updated_by is not None:
                self.world.messages[key] = replace(sms, updated_by=None, date_updated=self.moment())


class JobsFindOut(Behaviour):
    """Two seconds after a change a job gives what is nobody's to a user, notes itself, and settles the moments."""

    def build(self, values: Json, call: Call) -> Sms:
        return replace(super().build(values, call), user_id=values.get("user_id"))

    def settle(self) -> None:
        super().settle()
        for sms in list(self.world.messages.values()):
            if sms.user_id is None and self.now() - sms.date_updated >= RECEIPT:
                done = replace(sms, user_id=USER_ID, updated_by=None, date_updated=self.moment())
                self.world.messages[sms.id] = done

    def render(self, sms: Sms, action: str) -> Json:
        answer = super().render(sms, action)
        if self.now() - sms.date_updated < RECEIPT:
            answer["activity_at"] = answer["activity_at"] if sms.activity_given else None
            answer["date_sent"] = answer["date_sent"] if sms.status != "sent" or sms.send_at else None
        if action != "create_sms":
            answer["error_message"] = answer["error_message"] or ""
        return answer


ON_THE_WAY = "How a scheduled message comes to be sent is not said (S32)"
innocent("outbox-half-a-minute-ahead", "S32", f"{ON_THE_WAY}: through the outbox, early.", behaviour=OutboxAhead)
innocent(
    "outbox-when-near", "S18 S32", f"{ON_THE_WAY}: if soon, in the outbox from the start.", behaviour=OutboxWhenNear
)
innocent("marked-by-the-scheduler", "S32 S38", f"{ON_THE_WAY}: it is marked before.", behaviour=MarkedBeforeItsDate)
innocent(
    "attachments-fetched-first", "S72 R88", "When files show is not said: once fetched.", behaviour=AttachmentsLater
)
innocent("pictures-at-once", "S72 R88", "When files show is not said: pictures first.", behaviour=PicturesFirst)
innocent("one-file-at-once", "S72 R88", "When files show is not said: a single one at once.", behaviour=OneFileAtOnce)
NUMBER = "Which number sends a message that has none is not said (S6)"
innocent("number-chosen-when-sending", "S6 D6 D11", f"{NUMBER}: the user's own.", behaviour=PicksTheNumber)
innocent(
    "number-chosen-at-its-date",
    "S6 D6 D11",
    f"{NUMBER}: the user's own, at its date.",
    readings={"scheduled-without-local-phone": "accepted"},
    behaviour=PicksTheNumberAtItsDate,
)
innocent(
    "user-known-when-sending", "S41 R114", "Whose a draft is is not said: of who sends it.", behaviour=UserWhenSending
)
CARRIER = "What becomes of a sending is not said (S32, S74)"
innocent("receipt-says-undelivered", "S32 S68 S74", f"{CARRIER}: sent, then not delivered.", behaviour=ReceiptLater)
innocent("second-attempt-succeeds", "S23 S32", f"{CARRIER}: failed, then sent.", behaviour=RetriesOnce)
innocent("five-minutes-notice", "S18", "How near a date may be is not said: five minutes.", behaviour=FiveMinutesAhead)
innocent(
    "jobs-find-out",
    "R94 S33 S37 S38 S41",
    "Whose a message is, when it took place or was sent, and who changed it last, may be null where nobody has told,"
    " and nothing says that a job may not find it out later.",
    behaviour=JobsFindOut,
)
innocent("saved-once-more", "S63", "When `date_updated` is settled is not said.", behaviour=SavedOnceMore)


class AtTheCarrier(Behaviour):
    """A scheduled message is at the carrier a minute before its date, and cannot be called back."""

    def is_cancel(self, sms: Sms, values: Json) -> bool:
        late = sms.status == "scheduled" and sms.send_at and sms.send_at - self.now() < A_MINUTE
        return super().is_cancel(sms, values) and not late


class OutboxBeforeItsDate(Behaviour):
    """It is in the outbox from then on, which is where it cannot be called back from."""

    def settle(self) -> None:
        super().settle()
        for key in sorted(self.world.pending):
            sms = self.world.messages[key]
            if sms.status == "scheduled" and sms.send_at and sms.send_at - A_MINUTE <= self.now():
                self.world.messages[key] = handed = replace(sms, status="outbox", date_updated=self.moment())
                self.record("updated", handed, (sms, handed))

    def is_cancel(self, sms: Sms, values: Json) -> bool:
        is_scheduled = sms.status == "outbox" and sms.date_scheduled
        return super().is_cancel(sms, values) and not is_scheduled


TOO_LATE = "What a cancel gets that comes too late, and when it does, is not said (S31): a minute ahead"
innocent("at-the-carrier-before-its-date", "S31 S32", f"{TOO_LATE}.", behaviour=AtTheCarrier)
innocent("in-the-outbox-before-its-date", "S31 S32", f"{TOO_LATE}, in the outbox.", behaviour=OutboxBeforeItsDate)
