"""Faults of fetching, listing and deleting."""

from __future__ import annotations

from typing import Any

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import Refusal, one_error
from close_sms.mock.things import Sms
from tests.faults.fault import fault


@fault(("get.object", "stored.get"), "a fetch answers the newest activity")
class GetAnswersTheNewest(Behaviour):
    def get_sms(self, call: Call) -> Answer:
        self.find_sms(call)
        own = self.world.all_own(self.world.messages, call.organization_id)
        return Answer(200, self.shown(list(own)[-1], call))


@fault(("get.object", "stored.get"), "a fetch answers the oldest activity")
class GetAnswersTheOldest(Behaviour):
    def get_sms(self, call: Call) -> Answer:
        self.find_sms(call)
        own = self.world.all_own(self.world.messages, call.organization_id)
        return Answer(200, self.shown(next(iter(own)), call))


@fault(("get.object", "object.required-keys"), "a fetch answers a list of one activity")
class GetAnswersAList(Behaviour):
    def get_sms(self, call: Call) -> Answer:
        return Answer(200, {"data": [super().get_sms(call).body], "has_more": False})


class GetOfUnknown(Behaviour):
    """A fetch of an unknown id is not answered 404."""

    code = 200

    def get_sms(self, call: Call) -> Answer:
        try:
            return super().get_sms(call)
        except Refusal as refusal:
            if refusal.status != 404:
                raise
            if self.code >= 400:
                raise one_error(self.code, "There is no such SMS.") from None
            return Answer(self.code, {})


@fault(("get.unknown-id", "delete.gone"), "a fetch of an unknown id is answered 200 with an empty object")
class GetOfUnknownIs200(GetOfUnknown):
    pass


@fault(("get.unknown-id", "delete.gone"), "a fetch of an unknown id is answered 400")
class GetOfUnknownIs400(GetOfUnknown):
    code = 400


@fault(("get.unknown-id", "delete.gone"), "a fetch of an unknown id is answered 403")
class GetOfUnknownIs403(GetOfUnknown):
    code = 403


class ListAnswers(Behaviour):
    """The answer of the list has another shape."""

    def shape(self, page: Json) -> Any:
        return page

    def list_sms(self, call: Call) -> Answer:
        return Answer(200, self.shape(self.list_page(call)))


@fault("list.shape", "the list answers a bare array")
class ListIsAnArray(ListAnswers):
    def shape(self, page: Json) -> Any:
        return page["data"]


@fault("list.shape", "has_more is missing")
class HasMoreIsMissing(ListAnswers):
    def shape(self, page: Json) -> Any:
        return {"data": page["data"]}


@fault("list.shape", "has_more is a text")
class HasMoreIsText(ListAnswers):
    def shape(self, page: Json) -> Any:
        return {**page, "has_more": str(page["has_more"]).lower()}


@fault("list.shape", "has_more is 0 or 1")
class HasMoreIsANumber(ListAnswers):
    def shape(self, page: Json) -> Any:
        return {**page, "has_more": int(page["has_more"])}


@fault("list.shape", "has_more is missing on the last page only")
class LastPageHasNoHasMore(ListAnswers):
    def shape(self, page: Json) -> Any:
        return page if page["has_more"] else {"data": page["data"]}


@fault("list.shape", "data is an object of activities by id")
class DataIsAnObject(ListAnswers):
    def shape(self, page: Json) -> Any:
        return {**page, "data": {row.get("id", str(number)): row for number, row in enumerate(page["data"])}}


@fault("list.shape", "data is null where no activity is found")
class EmptyDataIsNull(ListAnswers):
    def shape(self, page: Json) -> Any:
        return {**page, "data": page["data"] or None}


@fault(("list.shape", "stored.list"), "the activities are under `results`")
class DataHasAnotherName(ListAnswers):
    def shape(self, page: Json) -> Any:
        return {"results": page["data"], "has_more": page["has_more"]}


@fault("delete.gone", "a delete does nothing")
class DeleteDoesNothing(Behaviour):
    def remove(self, sms: Sms) -> None:
        pass


@fault("delete.gone", "a deleted activity is no longer listed, but still fetched")
class DeletedIsStillFetched(Behaviour):
    def remove(self, sms: Sms) -> None:
        self.__dict__.setdefault("ghosts", {})[sms.id] = sms
        super().remove(sms)

    def get_sms(self, call: Call) -> Answer:
        ghost = self.__dict__.get("ghosts", {}).get(call.key)
        return Answer(200, self.shown(ghost, call)) if ghost is not None else super().get_sms(call)


@fault("delete.gone", "only drafts are really deleted")
class OnlyDraftsAreDeleted(Behaviour):
    def remove(self, sms: Sms) -> None:
        if sms.status == "draft":
            super().remove(sms)


class DeleteAnswers(Behaviour):
    """The answer of a delete is no object."""

    instead: Any = None

    def delete_sms(self, call: Call) -> Answer:
        return Answer(super().delete_sms(call).status, self.instead)


@fault("delete.object-or-nothing", "a delete answers an empty list")
class DeleteAnswersAList(DeleteAnswers):
    instead = ()


@fault("delete.object-or-nothing", "a delete answers a text")
class DeleteAnswersText(DeleteAnswers):
    instead = "deleted"


@fault("delete.object-or-nothing", "a delete answers true")
class DeleteAnswersTrue(DeleteAnswers):
    instead = True


class DeleteOfUnknown(Behaviour):
    """A delete of an id that never was is not answered 404."""

    code = 200

    def delete_sms(self, call: Call) -> Answer:
        if call.key in self.world.messages or self.was_deleted(call):
            return super().delete_sms(call)
        if self.code >= 400:
            raise one_error(self.code, "There is no such SMS.")
        return Answer(self.code, {})


@fault("delete.unknown-id", "a delete of an unknown id is answered 200")
class DeleteOfUnknownIs200(DeleteOfUnknown):
    pass


@fault("delete.unknown-id", "a delete of an unknown id is answered 400")
class DeleteOfUnknownIs400(DeleteOfUnknown):
    code = 400


@fault(("delete.unknown-id", "transport.no-server-error"), "a delete of an unknown id crashes the server")
class DeleteOfUnknownCrashes(DeleteOfUnknown):
    code = 500
