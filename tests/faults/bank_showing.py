"""More faults of answers: what one path shows otherwise than another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.things import Sms
from tests.faults.bank_answers import Answers
from tests.faults.bank_isolation import by_token
from tests.faults.fault import fault


@fault("stored.get", "a fetch with an access token shows no text")
class TokenSeesNoText(Answers):
    operations = ("get_sms",)

    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "text": None} if by_token() else answer


@fault(("stored.get", "update.whole-object"), "a message that was fetched is always fetched like that")
class FetchIsCached(Behaviour):
    def get_sms(self, call: Call) -> Answer:
        answer, kept = super().get_sms(call), self.__dict__.setdefault("kept", {})
        return Answer(200, kept.setdefault(call.key, answer.body)) if not call.query else answer


@fault("stored.get", "every fetch moves date_updated")
class FetchMovesDateUpdated(Behaviour):
    def get_sms(self, call: Call) -> Answer:
        sms = self.find_sms(call)
        self.store(replace(sms, date_updated=self.moment()))
        return super().get_sms(call)


@fault(("stored.get", "get.object"), "of more than sixty messages the oldest are forgotten")
class OnlySixtyAreKept(Behaviour):
    def store(self, sms: Sms) -> Sms:
        stored = super().store(sms)
        for key in list(self.world.messages)[:-60]:
            self.world.pending.discard(key)
            del self.world.messages[key]
        return stored


@fault(("stored.list", "list.pages"), "a list never shows the message that was created last")
class ListLagsByOne(Behaviour):
    def is_listed(self, sms: Sms, call: Call) -> bool:
        return sms.number < self.world.count


@fault("stored.list", "after an edit the list shows the old text for good")
class ListKeepsTheOldText(Behaviour):
    def store(self, sms: Sms) -> Sms:
        self.__dict__.setdefault("texts", {}).setdefault(sms.id, sms.text)
        return super().store(sms)

    def render(self, sms: Sms, action: str) -> Json:
        text = self.__dict__.get("texts", {}).get(sms.id, sms.text)
        return super().render(replace(sms, text=text) if action == "list_sms" else sms, action)


@fault("stored.list", "an entry of a list has the contact of the entry before it")
class EntryHasAnothersContact(Behaviour):
    def in_order(self, rows: Iterable[Sms], call: Call) -> list[Sms]:
        ordered = super().in_order(rows, call)
        contacts = [sms.contact_id for sms in ordered]
        return [replace(sms, contact_id=each) for sms, each in zip(ordered, contacts[:1] + contacts, strict=False)]


@fault("stored.list", "sent messages are in the list only until they are a minute old")
class SentAreSoonUnlisted(Behaviour):
    def is_listed(self, sms: Sms, call: Call) -> bool:
        return sms.status != "sent" or (self.now() - sms.date_updated).total_seconds() < 60


@fault("stored.list", "messages without a text are not in the list")
class TextlessAreUnlisted(Behaviour):
    def is_listed(self, sms: Sms, call: Call) -> bool:
        return bool(sms.text)


@fault("stored.list", "messages with attachments are not in the list")
class MmsAreUnlisted(Behaviour):
    def is_listed(self, sms: Sms, call: Call) -> bool:
        return not sms.attachments


@fault(("stored.list", "delete.gone"), "a deleted message stays in the list")
class DeletedIsStillListed(Behaviour):
    def remove(self, sms: Sms) -> None:
        self.__dict__.setdefault("ghosts", []).append(sms)
        super().remove(sms)

    def in_order(self, rows: Iterable[Sms], call: Call) -> list[Sms]:
        ghosts = [sms for sms in self.__dict__.get("ghosts", []) if sms.organization_id == call.organization_id]
        return super().in_order([*rows, *self.filtered(ghosts, call)], call)


@fault("object.type", "the _type of a message with attachments is `MMS`")
class TypeIsMms(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "_type": "MMS"} if sms.attachments else answer


@fault(("object.source", "stored.fields"), "the source of a message that an access token made is `API`")
class TokenIsTheSource(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "source": "API"} if by_token() else answer


@fault("object.status", "scheduled messages are shown as `pending`", profile="schedule")
class ScheduledIsPending(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "status": "pending"} if sms.status == "scheduled" else answer


@fault("object.status", "messages in the outbox are shown as `sending`", profile="send")
class OutboxIsSending(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "status": "sending"} if sms.status == "outbox" else answer


@fault("object.required-keys", "contact_id is missing in the list where it is null")
class NullContactIsMissing(Answers):
    operations = ("list_sms",)

    def other(self, answer: Json, sms: Sms) -> Json:
        return {key: value for key, value in answer.items() if key != "contact_id" or value is not None}


@fault("object.required-keys", "date_sent is missing until a message is sent")
class DateSentIsMissing(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {key: value for key, value in answer.items() if key != "date_sent" or value is not None}


@fault(("object.never-null", "object.strings"), "`id` is null in every entry of a list but the first")
class LaterIdsAreNull(Behaviour):
    def list_page(self, call: Call) -> Json:
        page = super().list_page(call)
        rest = [{**row, "id": None} if "id" in row else row for row in page["data"][1:]]
        return {**page, "data": page["data"][:1] + rest}


@fault(("object.never-null", "object.direction"), "the direction of a message from a template is null")
class TemplateHasNoDirection(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "direction": None} if sms.template_id else answer


@fault("object.cost", "the cost of a received message is a number")
class CostOfInboxIsANumber(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "cost": 0.75} if sms.status == "inbox" else answer


@fault("object.cost", "the cost of a message is an object of amount and currency", profile="send")
class CostIsAnObject(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "cost": {"amount": answer["cost"], "currency": "USD"}} if answer["cost"] else answer


@fault("object.users", "users has a null in it")
class UsersHaveANull(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "users": [None]}


@fault("object.users", "after an update users is a list of objects")
class UsersAreObjectsAfterAnUpdate(Answers):
    operations = ("update_sms",)

    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "users": [{"id": sms.updated_by}]}


@fault("object.date-times", "an activity_at at midnight is shown as a plain date")
class MidnightIsAPlainDate(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        at = sms.activity_at
        midnight = at is not None and (at.hour, at.minute, at.second, at.microsecond) == (0, 0, 0, 0)
        return {**answer, "activity_at": answer["activity_at"][:10]} if midnight else answer


@fault("object.date-times", "an activity_at before 2000 is shown as a number")
class OldDateIsANumber(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        old = sms.activity_at is not None and sms.activity_at.year < 2000
        return {**answer, "activity_at": sms.activity_at.timestamp()} if old and sms.activity_at else answer


@fault("object.date-times", "the date_scheduled of a scheduled message is a number", profile="schedule")
class ScheduleIsANumber(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        waits = sms.status == "scheduled" and sms.date_scheduled is not None
        return {**answer, "date_scheduled": sms.date_scheduled.timestamp()} if waits and sms.date_scheduled else answer


@fault("object.optional-keys", "updated_by_name is false where the creator made the update")
class UpdaterIsFalse(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        same = sms.updated_by == sms.created_by and sms.date_updated > sms.date_created
        return {**answer, "updated_by_name": False} if same else answer


@fault(("object.strings", "stored.text"), "a text of digits is shown as a number")
class DigitsAreANumber(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "text": int(sms.text)} if sms.text and sms.text.isdigit() and sms.text.isascii() else answer


@fault("object.strings", "contact_id is false where there is none")
class NoContactIsFalse(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "contact_id": answer["contact_id"] or False}


@fault("object.attachments", "from the second attachment on, content_type is missing")
class LaterAttachmentsHaveNoType(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        items = answer["attachments"]
        rest = [{key: value for key, value in item.items() if key != "content_type"} for item in items[1:]]
        return {**answer, "attachments": items[:1] + rest}


@fault("object.attachments", "attachments in a list have no filename")
class ListedAttachmentsHaveNoName(Answers):
    operations = ("list_sms",)

    def other(self, answer: Json, sms: Sms) -> Json:
        items = [{key: value for key, value in item.items() if key != "filename"} for item in answer["attachments"]]
        return {**answer, "attachments": items}


@fault("object.formatted-numbers", "every formatted number begins with +1")
class FormattedIsAmerican(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        text = answer["remote_phone_formatted"]
        return {**answer, "remote_phone_formatted": text and f"+1 {text.partition(' ')[2]}"}
