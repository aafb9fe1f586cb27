"""Faults of the activity object: values of wrong types and forms."""

from __future__ import annotations

from close_sms.mock import Behaviour
from close_sms.mock.calls import Json
from close_sms.mock.things import Sms
from tests.faults.bank_answers import Answers
from tests.faults.fault import fault


@fault("object.cost", "cost is the number 0 where nothing was sent")
class CostIsZero(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "cost": answer["cost"] or 0}


@fault("object.cost", "the cost of a sending is a number", profile="send")
class CostIsANumber(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "cost": answer["cost"] and int(answer["cost"])}


@fault("object.cost", "only a sent message has a number as cost")
class CostOfSentIsANumber(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "cost": 1.5} if sms.status == "sent" else answer


@fault("object.users", "users is a list of objects")
class UsersAreObjects(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "users": [{"id": sms.user_id}]}


@fault("object.users", "users is a text in the list")
class UsersAreText(Answers):
    operations = ("list_sms",)

    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "users": sms.user_id or ""}


@fault("object.users", "users is an object")
class UsersAreAnObject(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "users": {}}


@fault("object.date-times", "date_created has no offset")
class DateHasNoOffset(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "date_created": answer["date_created"].removesuffix("+00:00").removesuffix("Z")}


@fault("object.date-times", "date_updated is a number of seconds")
class DateIsANumber(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "date_updated": sms.date_updated.timestamp()}


@fault("object.date-times", "date_sent is a date without a time")
class DateHasNoTime(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "date_sent": answer["date_sent"] and answer["date_sent"][:10]}


@fault("object.date-times", "activity_at has a blank in place of the T, in the list")
class DateHasABlank(Answers):
    operations = ("list_sms",)

    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "activity_at": answer["activity_at"] and answer["activity_at"].replace("T", " ")}


@fault("object.date-times", "date_scheduled is an empty text where there is none")
class NoDateIsEmpty(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "date_scheduled": answer["date_scheduled"] or ""}


@fault("object.optional-keys", "user_name is an object")
class UserNameIsAnObject(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "user_name": {"first_name": "Tobias"}}


@fault("object.optional-keys", "sequence_id is a number")
class SequenceIdIsANumber(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "sequence_id": 0}


@fault("object.optional-keys", "agent_config_id is false in the list")
class AgentConfigIsFalse(Answers):
    operations = ("list_sms",)

    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "agent_config_id": False}


@fault("object.strings", "the country codes are numbers")
class CountryIsANumber(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "remote_country_iso": 1, "local_country_iso": 1}


@fault("object.strings", "error_message is false where there is none")
class ErrorMessageIsFalse(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "error_message": answer["error_message"] or False}


@fault(("object.strings", "stored.fields"), "lead_id is a list")
class LeadIdIsAList(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "lead_id": [sms.lead_id]}


@fault("object.strings", "updated_by is an object in the answer of an update")
class UpdatedByIsAnObject(Answers):
    operations = ("update_sms",)

    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "updated_by": {"id": sms.updated_by}}


class AttachmentLacks(Behaviour):
    """The attachments of answers lack a key."""

    key = ""

    def render_attachment(self, sms: Sms, item: Json) -> Json:
        answer = super().render_attachment(sms, item)
        del answer[self.key]
        return answer


@fault("object.attachments", "attachments have no url")
class AttachmentHasNoUrl(AttachmentLacks):
    key = "url"


@fault("object.attachments", "attachments have no size")
class AttachmentHasNoSize(AttachmentLacks):
    key = "size"


@fault("object.attachments", "attachments have no media_id")
class AttachmentHasNoMediaId(AttachmentLacks):
    key = "media_id"


@fault("object.attachments", "attachments are a list of their media ids")
class AttachmentsAreIds(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "attachments": [item["media_id"] for item in sms.attachments]}
