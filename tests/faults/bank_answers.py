"""Faults of the activity object: missing keys, null where it may not be, values outside their lists."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from close_sms.mock import Behaviour
from close_sms.mock.calls import Json
from close_sms.mock.things import Sms
from tests.faults.fault import fault

ALL = ("create_sms", "get_sms", "update_sms", "list_sms")
OPTIONAL = ("agent_", "sequence_", "created_by_name", "updated_by_name", "user_name", "caller_id", "attachments")


class Answers(Behaviour):
    """The answers of some operations differ from what is stored."""

    operations: tuple[str, ...] = ALL

    def other(self, answer: Json, sms: Sms) -> Json:
        return answer

    def render(self, sms: Sms, action: str) -> Json:
        answer = super().render(sms, action)
        return self.other(answer, sms) if action in self.operations else answer


class Lacks(Answers):
    """A key is missing."""

    key = ""

    def other(self, answer: Json, sms: Sms) -> Json:
        del answer[self.key]
        return answer


@fault("object.required-keys", "`cost` is missing")
class CostIsMissing(Lacks):
    key = "cost"


@fault("object.required-keys", "`users` is missing")
class UsersIsMissing(Lacks):
    key = "users"


@fault("object.required-keys", "`remote_country_iso` is missing")
class RemoteCountryIsMissing(Lacks):
    key = "remote_country_iso"


@fault("object.required-keys", "`date_scheduled` is missing in the answer of a create")
class DateScheduledIsMissing(Lacks):
    key, operations = "date_scheduled", ("create_sms",)


@fault("object.required-keys", "`organization_id` is missing in the list")
class OrganizationIsMissing(Lacks):
    key, operations = "organization_id", ("list_sms",)


@fault("object.required-keys", "`_type` is missing in the answer of an update")
class TypeIsMissing(Lacks):
    key, operations = "_type", ("update_sms",)


@fault("object.required-keys", "keys whose value is null are left out")
class NullsAreLeftOut(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {key: value for key, value in answer.items() if value is not None}


@fault("object.required-keys", "the answer of a create is wrapped in `data`")
class AnswerIsWrapped(Answers):
    operations = ("create_sms",)

    def other(self, answer: Json, sms: Sms) -> Json:
        return {"data": answer}


class Says(Answers):
    """A key has a fixed, wrong value."""

    wrong: Mapping[str, object] = MappingProxyType({})

    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, **self.wrong}


@fault(("object.never-null", "object.users"), "`users` is null")
class UsersIsNull(Says):
    wrong = {"users": None}  # noqa: RUF012


@fault(("object.never-null", "object.source"), "`source` of a draft is null")
class DraftSourceIsNull(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "source": None} if sms.status == "draft" else answer


@fault(("object.never-null", "object.date-times"), "`date_updated` is null until the first update")
class DateUpdatedIsNull(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return answer if sms.date_updated > sms.date_created else {**answer, "date_updated": None}


@fault(("object.never-null", "object.strings"), "`organization_id` is null in the list")
class OrganizationIsNull(Says):
    operations, wrong = ("list_sms",), {"organization_id": None}


@fault(("object.never-null", "object.direction"), "`direction` is null in the answer of an update")
class DirectionIsNull(Says):
    operations, wrong = ("update_sms",), {"direction": None}


@fault("object.type", "`_type` is `sms`")
class TypeIsSmall(Says):
    wrong = {"_type": "sms"}  # noqa: RUF012


@fault("object.type", "`_type` is `Call` in the list")
class TypeIsCall(Says):
    operations, wrong = ("list_sms",), {"_type": "Call"}


@fault("object.type", "`_type` is `activity.sms` in the answer of an update")
class TypeIsOfEvents(Says):
    operations, wrong = ("update_sms",), {"_type": "activity.sms"}


@fault(("object.status", "status.inbox-is-logged"), "the status inbox is shown as `received`")
class InboxIsReceived(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "status": "received"} if sms.status == "inbox" else answer


@fault(("object.status", "status.draft-is-stored"), "statuses are shown with a capital")
class StatusHasACapital(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "status": sms.status.capitalize()}


@fault(("object.status", "stored.list"), "the list shows drafts as `new`")
class ListedDraftsAreNew(Answers):
    operations = ("list_sms",)

    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "status": "new"} if sms.status == "draft" else answer


@fault("object.direction", "directions are shown in the words of emails")
class DirectionsAreOfEmails(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "direction": {"inbound": "incoming", "outbound": "outgoing"}[sms.direction]}


@fault(("object.direction", "stored.list"), "the list shows the direction as `in` or `out`")
class ListedDirectionsAreShort(Answers):
    operations = ("list_sms",)

    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "direction": sms.direction.removesuffix("bound")}


@fault("object.source", "the source `Close.io` is shown as `Close`")
class SourceIsClose(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "source": sms.source.removesuffix(".io")}


@fault("object.source", "sources are shown in small letters")
class SourceIsSmall(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "source": sms.source.lower()}


@fault("object.formatted-numbers", "remote_phone_formatted shows local_phone, where there is one")
class FormattedIsTheOther(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "remote_phone_formatted": answer["local_phone_formatted"] or answer["remote_phone_formatted"]}


@fault("object.formatted-numbers", "local_phone_formatted lacks the last digit")
class FormattedLacksADigit(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        text = answer["local_phone_formatted"]
        return {**answer, "local_phone_formatted": text and text[:-1]}


@fault("object.formatted-numbers", "the formatted number of a create stays after an update")
class FormattedIsStale(Answers):
    def other(self, answer: Json, sms: Sms) -> Json:
        first = self.__dict__.setdefault("first", {}).setdefault(sms.id, answer["remote_phone_formatted"])
        return {**answer, "remote_phone_formatted": first}


@fault("object.formatted-numbers", "the list shows no formatted number of the other side")
class ListedFormattedIsNull(Says):
    operations, wrong = ("list_sms",), {"remote_phone_formatted": None}
