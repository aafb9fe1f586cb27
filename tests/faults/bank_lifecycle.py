"""Faults of identity and of what happens unasked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call
from close_sms.mock.things import Sms
from tests.faults.fault import fault


@fault(("object.own-id", "get.object"), "every second activity has the id of the one before")
class IdsAreReused(Behaviour):
    spare = ""

    def new_id(self, prefix: str) -> str:
        if prefix != "acti":
            return super().new_id(prefix)
        key = self.spare or super().new_id(prefix)
        self.spare = "" if self.spare else key
        return key


@fault("object.own-id", "activities of the same lead, status and text have the same id")
class IdsFollowContent(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        before = set(self.world.messages)
        answer = super().create_sms(call)
        new = set(self.world.messages) - before
        keys, body = self.__dict__.setdefault("ids", {}), answer.body or {}
        for key in new:
            content = (body.get("lead_id"), body.get("status"), body.get("text"))
            first = keys.setdefault(content, key)
            if first != key:
                sms = self.world.messages.pop(key)
                self.world.pending.discard(key)
                return Answer(answer.status, self.shown(self.store(replace(sms, id=first)), call))
        return answer


@fault("lifecycle.own-moves", "what a date or delay was waited for is a draft again after it was sent", profile="send")
class SentTurnsIntoADraft(Behaviour):
    def dispatch(self, sms: Sms) -> Sms:
        return replace(super().dispatch(sms), status="draft")


class Touches(Behaviour):
    """A change of an activity changes what never changes."""

    def wrongly(self, sms: Sms) -> Sms:
        return sms

    def touch(self, sms: Sms, call: Call) -> Sms:
        return self.wrongly(super().touch(sms, call))


@fault(("object.immutable", "update.create-only", "update.only-its-keys"), "an update moves date_created")
class UpdateMovesDateCreated(Touches):
    def wrongly(self, sms: Sms) -> Sms:
        return replace(sms, date_created=sms.date_updated)


@fault(("object.immutable", "update.create-only", "update.only-its-keys"), "an update turns the direction")
class UpdateTurnsDirection(Touches):
    def wrongly(self, sms: Sms) -> Sms:
        return replace(sms, direction="inbound" if sms.direction == "outbound" else "outbound")


@fault(("object.immutable", "update.create-only", "update.only-its-keys"), "an update empties created_by")
class UpdateLosesCreator(Touches):
    def wrongly(self, sms: Sms) -> Sms:
        return replace(sms, created_by=None)


@fault("object.immutable", "its sending moves the date_created of a message", profile="send")
class SendingMovesDateCreated(Behaviour):
    def sent(self, sms: Sms, at: datetime) -> Sms:
        return replace(super().sent(sms, at), date_created=at)


@fault("object.immutable", "its sending turns the direction of a message", profile="send")
class SendingTurnsDirection(Behaviour):
    def sent(self, sms: Sms, at: datetime) -> Sms:
        return replace(super().sent(sms, at), direction="inbound")


class Drifts(Behaviour):
    """Messages of one status move to another by themselves."""

    before, after, age_s = "", "", 0

    def settle(self) -> None:
        super().settle()
        oldest = self.now() - timedelta(seconds=self.age_s)
        for sms in list(self.world.messages.values()):
            if sms.status == self.before and sms.date_updated <= oldest and sms.date_updated > self.world.started:
                self.store(replace(sms, status=self.after, send_at=None))


@fault(("lifecycle.own-moves", "status.draft-is-stored", "stored.get"), "drafts end in error at the next request")
class DraftsEndInError(Drifts):
    before, after = "draft", "error"


@fault(("lifecycle.own-moves", "status.inbox-is-logged", "stored.get"), "received messages become drafts")
class InboxBecomesDraft(Drifts):
    before, after = "inbox", "draft"


@fault(("lifecycle.own-moves", "status.sent-is-logged"), "sent messages become received ones after a second")
class SentBecomesInbox(Drifts):
    before, after, age_s = "sent", "inbox", 1


@fault(("lifecycle.own-moves", "scheduling.accepted"), "scheduled messages become drafts", profile="schedule")
class ScheduledDrifts(Drifts):
    before, after = "scheduled", "draft"


@fault("lifecycle.own-moves", "messages in the outbox become scheduled", profile="send")
class OutboxDrifts(Drifts):
    before, after = "outbox", "scheduled"


@fault("lifecycle.own-moves", "what was sent becomes received", profile="send")
class SentTurnsReceived(Behaviour):
    def sent(self, sms: Sms, at: datetime) -> Sms:
        return replace(super().sent(sms, at), status="inbox")
