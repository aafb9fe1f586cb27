"""Faults of what one request does to messages that it is not about, and of what comes with number or time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import Refusal, one_error
from close_sms.mock.things import Sms
from tests.faults.bank_chance import NowAndThen
from tests.faults.bank_messages import DeleteAnswers
from tests.faults.fault import fault


@fault(("lifecycle.own-moves", "status.draft-is-stored", "get.object"), "the fetch of a draft sends it")
class FetchSendsTheDraft(Behaviour):
    def get_sms(self, call: Call) -> Answer:
        answer, sms = super().get_sms(call), self.find_sms(call)
        if sms.status == "draft":
            self.store(replace(sms, status="sent", date_sent=self.now()))
        return answer


@fault("lifecycle.own-moves", "the third fetch of a received message makes it a sent one")
class ThirdFetchSends(Behaviour):
    def get_sms(self, call: Call) -> Answer:
        sms, counts = self.find_sms(call), self.__dict__.setdefault("counts", {})
        counts[sms.id] = counts.get(sms.id, 0) + 1
        if sms.status == "inbox" and counts[sms.id] >= 3:
            self.store(replace(sms, status="sent"))
        return super().get_sms(call)


@fault("lifecycle.own-moves", "a new draft of a lead makes its other drafts sent messages")
class NewDraftSendsTheOld(Behaviour):
    def add_sms(self, values: Json, call: Call) -> Sms:
        sms = super().add_sms(values, call)
        for other in list(self.world.messages.values()):
            mate = other.lead_id == sms.lead_id and sms.lead_id and other.id != sms.id
            if mate and sms.status == other.status == "draft":
                self.store(replace(other, status="sent"))
        return sms


@fault(("lifecycle.own-moves", "stored.list"), "the list makes drafts that are older than a minute sent messages")
class ListSendsOldDrafts(Behaviour):
    def list_sms(self, call: Call) -> Answer:
        for sms in list(self.world.messages.values()):
            if sms.status == "draft" and self.now() - sms.date_updated > timedelta(minutes=1):
                self.store(replace(sms, status="sent"))
        return super().list_sms(call)


@fault(("get.unknown-id", "get.object"), "the beginning of an id is enough for a fetch")
class BeginningOfIdIsEnough(Behaviour):
    def get_sms(self, call: Call) -> Answer:
        own: list[Sms] = list(self.world.all_own(self.world.messages, call.organization_id))
        long = len(call.key) > len("acti_0000000000")
        call.key = next((sms.id for sms in own if long and sms.id.startswith(call.key)), call.key)
        return super().get_sms(call)


@fault(("get.object", "stored.get"), "a fetch of a message with a lead answers the newest message of the lead")
class FetchAnswersTheSibling(Behaviour):
    def get_sms(self, call: Call) -> Answer:
        sms = self.find_sms(call)
        mates = [each for each in self.world.messages.values() if each.lead_id == sms.lead_id and sms.lead_id]
        return Answer(200, self.shown(mates[-1] if mates else sms, call))


class DeletesMore(Behaviour):
    """A delete takes other messages along."""

    def victims(self, sms: Sms) -> list[Sms]:
        return []

    def end(self, sms: Sms, call: Call) -> None:
        own = {each.id for each in self.victims(sms) if each.organization_id == sms.organization_id} - {sms.id}
        for key in own:
            self.remove(self.world.messages[key])
        super().end(sms, call)


@fault(("get.object", "delete.gone"), "a delete takes the next older message along")
class DeleteTakesTheOneBefore(DeletesMore):
    def victims(self, sms: Sms) -> list[Sms]:
        older = [each for each in self.world.messages.values() if each.number < sms.number]
        return older[-1:]


@fault(("get.object", "stored.list"), "the delete of a draft takes every draft of its lead along")
class DeleteTakesTheDrafts(DeletesMore):
    def victims(self, sms: Sms) -> list[Sms]:
        drafts = [each for each in self.world.messages.values() if each.status == sms.status == "draft"]
        return [each for each in drafts if each.lead_id == sms.lead_id]


@fault(("get.object", "delete.unknown-id"), "the delete of an unknown id is answered 404, but takes the newest message")
class DeleteOfUnknownTakesTheNewest(Behaviour):
    def delete_sms(self, call: Call) -> Answer:
        try:
            return super().delete_sms(call)
        except Refusal:
            own: list[Sms] = list(self.world.all_own(self.world.messages, call.organization_id))
            if call.key not in self.world.messages and own:
                self.remove(own[-1])
            raise


@fault("delete.gone", "a message is gone only after a second delete")
class TwoDeletesAreNeeded(Behaviour):
    def end(self, sms: Sms, call: Call) -> None:
        asked = self.__dict__.setdefault("asked", set())
        if sms.id in asked:
            super().end(sms, call)
        asked.add(sms.id)


@fault("delete.gone", "the next create brings a deleted message back")
class CreateBringsTheDeletedBack(Behaviour):
    def remove(self, sms: Sms) -> None:
        self.__dict__.setdefault("ghosts", []).append(sms)
        super().remove(sms)

    def add_sms(self, values: Json, call: Call) -> Sms:
        for ghost in self.__dict__.pop("ghosts", []):
            self.store(replace(ghost, send_at=None))
        return super().add_sms(values, call)


@fault(("delete.gone", "get.unknown-id"), "a fetch of a deleted message is answered 200 with its id alone")
class DeletedLeavesItsId(Behaviour):
    def get_sms(self, call: Call) -> Answer:
        return Answer(200, {"id": call.key}) if self.was_deleted(call) else super().get_sms(call)


@fault(("delete.gone", "update.unknown-id"), "an update brings a deleted message back")
class UpdateBringsTheDeletedBack(Behaviour):
    def remove(self, sms: Sms) -> None:
        self.__dict__.setdefault("ghosts", {})[sms.id] = sms
        super().remove(sms)

    def update_sms(self, call: Call) -> Answer:
        ghost = self.__dict__.get("ghosts", {}).get(call.key)
        if ghost is not None and ghost.organization_id == call.organization_id:
            self.store(replace(ghost, send_at=None))
        return super().update_sms(call)


@fault("delete.object-or-nothing", "the delete of a sent message answers a list with it")
class DeleteOfSentAnswersAList(Behaviour):
    def delete_sms(self, call: Call) -> Answer:
        sms, answer = self.world.messages.get(call.key), super().delete_sms(call)
        if sms is not None and sms.status == "sent":
            answer.body = [self.render(sms, call.action)]  # type: ignore[assignment]
        return answer


@fault("delete.object-or-nothing", "a delete answers the number of what it deleted")
class DeleteAnswersANumber(DeleteAnswers):
    instead = 1


@fault(("delete.unknown-id", "transport.success-is-200"), "the delete of an unknown id is answered 204")
class DeleteOfUnknownIs204(Behaviour):
    def delete_sms(self, call: Call) -> Answer:
        known = call.key in self.world.messages or self.was_deleted(call)
        return super().delete_sms(call) if known else Answer(204, None)


@fault(("object.own-id", "get.unknown-id"), "a new message has the id of the one that was deleted last")
class IdOfTheDeletedIsReused(Behaviour):
    def remove(self, sms: Sms) -> None:
        super().remove(sms)
        self.__dict__["spare"] = sms.id
        self.world.deleted.discard((sms.organization_id, sms.id))

    def new_id(self, prefix: str) -> str:
        new = super().new_id(prefix)
        return self.__dict__.pop("spare", new) if prefix == "acti" else new


@fault(("object.own-id", "get.object"), "after twenty messages the ids begin again")
class IdsBeginAgain(Behaviour):
    def new_id(self, prefix: str) -> str:
        new, kept = super().new_id(prefix), self.__dict__.setdefault("kept", [])
        if prefix != "acti":
            return new
        kept.append(new if len(kept) < 20 else kept[len(kept) % 20])
        return str(kept[-1])


@fault(("object.immutable", "update.create-only"), "the second update of a message empties its created_by")
class SecondUpdateLosesCreator(Behaviour):
    def touch(self, sms: Sms, call: Call) -> Sms:
        touched, seen = super().touch(sms, call), self.__dict__.setdefault("seen", set())
        again = sms.id in seen
        seen.add(sms.id)
        return replace(touched, created_by=None) if again else touched


@fault(("object.immutable", "update.only-its-keys"), "an edit of the lead turns the direction")
class NewLeadTurnsDirection(Behaviour):
    def edit(self, sms: Sms, edits: Json) -> Sms:
        edited = super().edit(sms, edits)
        turned = "inbound" if sms.direction == "outbound" else "outbound"
        return replace(edited, direction=turned) if edits.get("lead_id", sms.lead_id) != sms.lead_id else edited


@fault(("update.only-its-keys", "update.draft"), "every tenth update is answered well, but not done", chance=True)
class EveryTenthUpdateIsLost(NowAndThen):
    def store(self, sms: Sms) -> Sms:
        old = self.world.messages.get(sms.id)
        return sms if old is not None and self.is_turn() else super().store(sms)


@fault(("delete.gone", "transport.success-is-200"), "every fifth delete is answered well, but not done", chance=True)
class EveryFifthDeleteIsLost(Behaviour):
    count = 0

    def remove(self, sms: Sms) -> None:
        self.count += 1
        if self.count % 5:
            super().remove(sms)


@fault(("stored.list", "list.pages"), "every tenth list lacks its first entry", chance=True)
class EveryTenthListIsShort(NowAndThen):
    def list_page(self, call: Call) -> Json:
        page = super().list_page(call)
        return {**page, "data": page["data"][1:]} if self.is_turn() else page


@fault(
    ("transport.no-server-error", "stored.fields"), "after fifty messages every create crashes the server", chance=True
)
class FiftyAreEnough(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        if len(self.world.messages) > 50:
            raise one_error(500, "Internal Server Error")
        return super().create_sms(call)
