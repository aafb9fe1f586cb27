"""More faults of updates: on one path only, and of values that go together."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from close_sms.mock import Behaviour
from close_sms.mock.behaviour.fields import STATUSES
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import Invalid, Refusal, faulty_field
from close_sms.mock.things import Sms
from tests.faults.bank_isolation import by_token
from tests.faults.bank_locks import PutOnUnknown
from tests.faults.bank_updates import Edits, PutNeeds, ReadsStatusOfPut
from tests.faults.fault import fault


@fault(("update.draft", "update.only-its-keys"), "an edit of a draft's text edits the draft before it as well")
class EditReachesTheDraftBefore(Edits):
    def wrongly(self, before: Sms, after: Sms, edits: Json) -> Sms:
        older = [sms for sms in self.world.messages.values() if sms.status == "draft" and sms.number < before.number]
        if older and "text" in edits:
            self.store(replace(older[-1], text=edits["text"]))
        return after


@fault(("update.fields", "update.draft"), "of text and number that are edited together only the text changes")
class NumberBesideTextIsIgnored(Edits):
    def wrongly(self, before: Sms, after: Sms, edits: Json) -> Sms:
        both = "text" in edits and "remote_phone" in edits
        return replace(after, remote_phone=before.remote_phone) if both else after


@fault("update.draft", "a draft cannot be edited more than twenty times")
class TwentyEditsAreEnough(Edits):
    def wrongly(self, before: Sms, after: Sms, edits: Json) -> Sms:
        counts = self.__dict__.setdefault("counts", {})
        counts[before.id] = counts.get(before.id, 0) + 1
        if counts[before.id] > 20:
            raise self.locked()
        return after


@fault("update.draft", "an edited text has no more than 160 characters")
class EditedTextIsCut(Edits):
    def wrongly(self, before: Sms, after: Sms, edits: Json) -> Sms:
        return replace(after, text=after.text[:160]) if edits.get("text") and after.text else after


@fault(("update.draft", "transport.no-server-error"), "an edit with the status draft beside it crashes the server")
class SameStatusBesideTextCrashes(Behaviour):
    def change_draft(self, sms: Sms, values: Json) -> Sms:
        if values.get("status") == "draft" and "text" in values:
            raise Refusal(500, {"error": "Internal Server Error"})
        return super().change_draft(sms, values)


class Clears(Edits):
    """An edit of one field empties another."""

    field, cleared = "", ""

    def wrongly(self, before: Sms, after: Sms, edits: Json) -> Sms:
        lost: Json = {self.cleared: None}
        return replace(after, **lost) if self.field in edits and self.cleared not in edits else after


@fault("update.only-its-keys", "an edit of remote_phone takes the contact away")
class NumberTakesContactAway(Clears):
    field, cleared = "remote_phone", "contact_id"


@fault("update.only-its-keys", "an edit of contact_id empties remote_phone")
class ContactTakesNumberAway(Clears):
    field, cleared = "contact_id", "remote_phone"


@fault("update.only-its-keys", "an edit of the attachments empties the text")
class AttachmentsTakeTextAway(Clears):
    field, cleared = "attachments", "text"


@fault(("update.only-its-keys", "attachments.come-back"), "an edit of the text takes the attachments away")
class TextTakesAttachmentsAway(Edits):
    def wrongly(self, before: Sms, after: Sms, edits: Json) -> Sms:
        return replace(after, attachments=[]) if "text" in edits and "attachments" not in edits else after


@fault("update.only-its-keys", "an update with an access token takes the user away")
class TokenTakesTheUser(Edits):
    def wrongly(self, before: Sms, after: Sms, edits: Json) -> Sms:
        return replace(after, user_id=None) if by_token() and "user_id" not in edits else after


@fault("update.fields", "the attachments of a PUT are added to the old ones")
class AttachmentsAreAdded(Edits):
    def wrongly(self, before: Sms, after: Sms, edits: Json) -> Sms:
        return replace(after, attachments=before.attachments + after.attachments) if edits.get("attachments") else after


@fault("update.fields", "null attachments of a PUT leave the old ones")
class NullAttachmentsChangeNothing(Edits):
    def wrongly(self, before: Sms, after: Sms, edits: Json) -> Sms:
        emptied = "attachments" in edits and not edits["attachments"]
        return replace(after, attachments=before.attachments) if emptied else after


@fault("update.fields", "a PUT does not read user_id", gap="needs a second user, which no profile makes")
class PutIgnoresUser(Edits):
    def wrongly(self, before: Sms, after: Sms, edits: Json) -> Sms:
        return replace(after, user_id=before.user_id)


@fault("update.no-field-required", "a PUT needs `remote_phone` where the draft has one")
class PutNeedsTheNumberAgain(Behaviour):
    def change_draft(self, sms: Sms, values: Json) -> Sms:
        if sms.remote_phone and "remote_phone" not in values:
            raise faulty_field("remote_phone", "This field is required.")
        return super().change_draft(sms, values)


@fault("update.no-field-required", "a PUT needs `lead_id`")
class PutNeedsLead(PutNeeds):
    field = "lead_id"


@fault(("update.create-only", "object.immutable"), "a null date_created of a PUT sets it to now")
class NullDateCreatedIsNow(Behaviour):
    def update_sms(self, call: Call) -> Answer:
        answer = super().update_sms(call)
        sms = self.find_sms(call)
        if sms.status != "draft" or call.body.get("date_created", "") is not None:
            return answer
        return Answer(200, self.shown(self.store(replace(sms, date_created=self.moment())), call))


@fault(("update.create-only", "object.immutable"), "a null direction of a PUT beside a text turns the direction")
class NullDirectionTurns(Behaviour):
    def update_sms(self, call: Call) -> Answer:
        answer = super().update_sms(call)
        sms = self.find_sms(call)
        if sms.status != "draft" or call.body.get("direction", "") is not None:
            return answer
        turned = "inbound" if sms.direction == "outbound" else "outbound"
        return Answer(200, self.shown(self.store(replace(sms, direction=turned)), call))


@fault(("update.create-only", "object.immutable"), "an edit of activity_at moves date_created along")
class ActivityAtMovesCreation(Edits):
    def wrongly(self, before: Sms, after: Sms, edits: Json) -> Sms:
        return (
            replace(after, date_created=after.activity_at) if edits.get("activity_at") and after.activity_at else after
        )


@fault("update.status-values", "an empty status of a PUT counts as absent")
class PutTakesEmptyStatus(ReadsStatusOfPut):
    def is_dropped(self, value: Any) -> bool:
        return isinstance(value, str) and not value


@fault("update.status-values", "capitals in the status of a PUT do not matter")
class PutTakesCapitalStatus(Behaviour):
    def clean_status(self, value: Any, call: Call) -> str:
        folded = isinstance(value, str) and call.action == "update_sms" and value.strip().lower() in STATUSES
        return super().clean_status(value.strip().lower() if folded else value, call)


@fault("update.faulty-fields", "a malformed local_phone of a PUT counts as null")
class PutDropsBadLocalPhone(Behaviour):
    def clean_local_phone(self, value: Any, call: Call) -> str | None:
        try:
            return super().clean_local_phone(value, call)
        except Invalid:
            if call.action != "update_sms":
                raise
            return None


@fault("update.faulty-fields", "attachments of a PUT that are no list count as none")
class PutDropsBadAttachments(Behaviour):
    def clean_attachments(self, value: Any, call: Call) -> list[Json]:
        wrong = call.action == "update_sms" and not isinstance(value, list)
        return super().clean_attachments([] if wrong else value, call)


@fault(("update.faulty-fields", "update.date-updated"), "a PUT that is refused moves date_updated")
class RefusedPutTouches(Behaviour):
    def update_sms(self, call: Call) -> Answer:
        try:
            return super().update_sms(call)
        except Refusal as refusal:
            if refusal.kind == "fields" and self.find_sms(call).status == "draft":
                self.store(self.touch(self.find_sms(call), call))
            raise


class SecondTry(Behaviour):
    """The second edit of a locked message is done."""

    status = ""

    def change_locked(self, sms: Sms, values: Json) -> Sms:
        tried = self.__dict__.setdefault("tried", set())
        if sms.status == self.status and sms.id in tried and "text" in values and "status" not in values:
            return self.edit(sms, {"text": values["text"]})
        tried.add(sms.id)
        return super().change_locked(sms, values)


@fault("update.inbox-locked", "the second edit of a received message is done, the first is refused")
class InboxOpensAtTheSecondTry(SecondTry):
    status = "inbox"


@fault("update.sent-locked", "the second edit of a sent message is done, the first is refused")
class SentOpensAtTheSecondTry(SecondTry):
    status = "sent"


class OpensFor(Behaviour):
    """A locked message can be edited in one field."""

    status, field = "", ""

    def change_locked(self, sms: Sms, values: Json) -> Sms:
        open_ = sms.status == self.status and set(values) == {self.field}
        return self.edit(sms, values) if open_ else super().change_locked(sms, values)


@fault("update.sent-locked", "the remote_phone of a sent message can be edited")
class NumberOfSentCanBeEdited(OpensFor):
    status, field = "sent", "remote_phone"


@fault("update.sent-locked", "the activity_at of a sent message can be edited")
class DateOfSentCanBeEdited(OpensFor):
    status, field = "sent", "activity_at"


@fault("update.inbox-locked", "a received message can be edited with an access token")
class TokenEditsInbox(Behaviour):
    def change_locked(self, sms: Sms, values: Json) -> Sms:
        open_ = by_token() and sms.status == "inbox" and "text" in values and "status" not in values
        return self.edit(sms, values) if open_ else super().change_locked(sms, values)


@fault("update.scheduled-locked", "the attachments of a scheduled message can be edited", profile="schedule")
class AttachmentsOfScheduledCanBeEdited(OpensFor):
    status, field = "scheduled", "attachments"


@fault(
    "update.scheduled-locked",
    "the remote_phone of a scheduled message can be edited",
    profile="schedule",
    gap="another number for what will be sent is never put: it might reach somebody",
)
class NumberOfScheduledCanBeEdited(OpensFor):
    status, field = "scheduled", "remote_phone"


@fault("update.outbox-locked", "the second edit of a message in the outbox is done", profile="send")
class OutboxOpensAtTheSecondTry(SecondTry):
    status = "outbox"


@fault("update.date-updated", "date_updated moves only where the text changes")
class OnlyTextMovesDateUpdated(Behaviour):
    def change(self, sms: Sms, values: Json) -> Sms:
        self.__dict__["keeps"] = "text" not in values
        return super().change(sms, values)

    def touch(self, sms: Sms, call: Call) -> Sms:
        touched = super().touch(sms, call)
        return replace(touched, date_updated=sms.date_updated) if self.__dict__["keeps"] else touched


@fault("update.date-updated", "the second update of a message sets date_updated back to its creation")
class SecondUpdateIsOld(Behaviour):
    def touch(self, sms: Sms, call: Call) -> Sms:
        touched, seen = super().touch(sms, call), self.__dict__.setdefault("seen", set())
        again = sms.id in seen
        seen.add(sms.id)
        return replace(touched, date_updated=sms.date_created + timedelta(milliseconds=1)) if again else touched


@fault("update.whole-object", "the answer of a PUT has the date_created of the update")
class PutAnswersAnotherCreation(Behaviour):
    def render(self, sms: Sms, action: str) -> Json:
        answer = super().render(sms, action)
        return {**answer, "date_created": answer["date_updated"]} if action == "update_sms" else answer


@fault(("update.unknown-id", "delete.gone"), "a PUT on a deleted id is answered 200")
class DeletedCanBeUpdated(Behaviour):
    def update_sms(self, call: Call) -> Answer:
        return Answer(200, {}) if self.was_deleted(call) else super().update_sms(call)


@fault(("update.unknown-id", "transport.no-server-error"), "a PUT on an unknown id crashes the server")
class PutOnUnknownCrashes(PutOnUnknown):
    code = 500
