"""Faults of the updates of drafts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from close_sms.mock import Behaviour
from close_sms.mock.behaviour.fields import DIRECTIONS, SOURCES, STATUSES
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import REQUIRED, Invalid, Refusal, faulty_field, one_error
from close_sms.mock.things import Sms
from tests.faults.fault import fault


class Edits(Behaviour):
    """An edit of a draft does something else than it should."""

    def wrongly(self, before: Sms, after: Sms, edits: Json) -> Sms:
        return after

    def edit(self, sms: Sms, edits: Json) -> Sms:
        return self.wrongly(sms, super().edit(sms, edits), edits)


@fault(("update.draft", "update.fields"), "a draft cannot be edited")
class DraftCannotBeEdited(Edits):
    def wrongly(self, before: Sms, after: Sms, edits: Json) -> Sms:
        if edits:
            raise self.locked()
        return after


@fault(("update.draft", "update.fields"), "an edit has no effect")
class EditIsIgnored(Edits):
    def wrongly(self, before: Sms, after: Sms, edits: Json) -> Sms:
        return before


@fault(("update.draft", "stored.text"), "an edit of the text is added to the old text")
class EditIsAppended(Edits):
    def wrongly(self, before: Sms, after: Sms, edits: Json) -> Sms:
        return replace(after, text=f"{before.text or ''}{edits['text']}") if edits.get("text") else after


@fault("update.draft", "a draft whose text is edited becomes a sent message")
class EditedDraftIsSent(Edits):
    def wrongly(self, before: Sms, after: Sms, edits: Json) -> Sms:
        return replace(after, status="sent") if "text" in edits else after


class IgnoresInPut(Behaviour):
    """A PUT does not read one field."""

    field = ""

    def update_sms(self, call: Call) -> Answer:
        call.body.pop(self.field, None)
        return super().update_sms(call)


@fault("update.fields", "a PUT does not read activity_at")
class PutIgnoresActivityAt(IgnoresInPut):
    field = "activity_at"


@fault("update.fields", "a PUT does not read contact_id")
class PutIgnoresContact(IgnoresInPut):
    field = "contact_id"


@fault("update.fields", "a PUT does not read lead_id")
class PutIgnoresLead(IgnoresInPut):
    field = "lead_id"


@fault("update.fields", "a PUT does not read local_phone")
class PutIgnoresLocalPhone(IgnoresInPut):
    field = "local_phone"


@fault("update.fields", "a PUT does not read remote_phone")
class PutIgnoresRemotePhone(IgnoresInPut):
    field = "remote_phone"


@fault("update.fields", "null values of a PUT have no effect")
class PutIgnoresNull(Behaviour):
    def edit(self, sms: Sms, edits: Json) -> Sms:
        return super().edit(sms, {key: value for key, value in edits.items() if value is not None})


class Loses(Edits):
    """A PUT empties fields that it does not contain."""

    fields: tuple[str, ...] = ()

    def wrongly(self, before: Sms, after: Sms, edits: Json) -> Sms:
        lost: Json = {field: None for field in self.fields if field not in edits}
        return replace(after, **lost)


@fault("update.only-its-keys", "a PUT replaces the whole draft")
class PutReplaces(Loses):
    fields = ("text", "contact_id", "lead_id", "local_phone", "remote_phone", "template_id", "activity_at")


@fault("update.only-its-keys", "a PUT without text empties the text")
class PutLosesText(Loses):
    fields = ("text",)


@fault("update.only-its-keys", "a PUT without contact_id takes the contact away")
class PutLosesContact(Loses):
    fields = ("contact_id",)


@fault("update.only-its-keys", "a PUT without remote_phone takes that number away")
class PutLosesRemotePhone(Loses):
    fields = ("remote_phone",)


@fault("update.only-its-keys", "a PUT without activity_at sets it to now")
class PutMovesActivityAt(Edits):
    def wrongly(self, before: Sms, after: Sms, edits: Json) -> Sms:
        return after if "activity_at" in edits else replace(after, activity_at=self.now() + timedelta(seconds=1))


@fault(("update.only-its-keys", "update.create-only"), "a PUT turns the source of a draft round")
class PutTurnsSource(Edits):
    def wrongly(self, before: Sms, after: Sms, edits: Json) -> Sms:
        return replace(after, source="External" if before.source == "Close.io" else "Close.io")


class PutNeeds(Behaviour):
    """A PUT needs one field."""

    field = ""

    def update_sms(self, call: Call) -> Answer:
        if self.field not in call.body:
            raise faulty_field(self.field, REQUIRED)
        return super().update_sms(call)


@fault(("update.no-field-required", "update.draft"), "a PUT needs `status`")
class PutNeedsStatus(PutNeeds):
    field = "status"


@fault(("update.no-field-required", "update.fields"), "a PUT needs `text`")
class PutNeedsText(PutNeeds):
    field = "text"


@fault("update.no-field-required", "a PUT of an empty object is refused")
class EmptyPutIsRefused(Behaviour):
    def update_sms(self, call: Call) -> Answer:
        if not call.body:
            raise one_error(400, "There is nothing to change.")
        return super().update_sms(call)


class PutTakes(Behaviour):
    """A PUT of a draft changes a field that only a create may set."""

    field = ""

    def taken(self, value: Any, sms: Sms) -> Any:
        return value if isinstance(value, str) else getattr(sms, self.field)

    def update_sms(self, call: Call) -> Answer:
        answer = super().update_sms(call)
        sms = self.find_sms(call)
        if self.field in call.body and sms.status == "draft":
            sms = self.store(replace(sms, **{self.field: self.taken(call.body[self.field], sms)}))
            answer = Answer(200, self.shown(sms, call))
        return answer


@fault(("update.create-only", "object.immutable"), "a PUT changes direction")
class PutTakesDirection(PutTakes):
    field = "direction"

    def taken(self, value: Any, sms: Sms) -> Any:
        return value if value in DIRECTIONS else sms.direction


@fault("update.create-only", "a PUT changes source")
class PutTakesSource(PutTakes):
    field = "source"

    def taken(self, value: Any, sms: Sms) -> Any:
        return value if value in SOURCES else sms.source


@fault(("update.create-only", "object.immutable"), "a PUT changes created_by")
class PutTakesCreatedBy(PutTakes):
    field = "created_by"

    def taken(self, value: Any, sms: Sms) -> Any:
        return value


@fault(("update.create-only", "object.immutable"), "a PUT changes date_created")
class PutTakesDateCreated(PutTakes):
    field = "date_created"

    def taken(self, value: Any, sms: Sms) -> Any:
        try:
            caller = next(iter(self.world.keys.values()))
            return self.clean_date_created(value, Call("update_sms", caller)) or self.now()
        except Invalid:
            return sms.date_created


@fault(("update.create-only", "object.immutable"), "a PUT with organization_id shows the other one from then on")
class PutTakesOrganization(Behaviour):
    moved: frozenset[str] = frozenset()

    def update_sms(self, call: Call) -> Answer:
        if "organization_id" in call.body and super().update_sms(call).status == 200:
            self.moved |= {call.key}
        return super().update_sms(call)

    def render(self, sms: Sms, action: str) -> Json:
        answer = super().render(sms, action)
        return {**answer, "organization_id": list(self.world.organizations)[1]} if sms.id in self.moved else answer


class ReadsStatusOfPut(Behaviour):
    """A faulty status of a PUT is not refused."""

    def is_dropped(self, value: Any) -> bool:
        return False

    def update_sms(self, call: Call) -> Answer:
        if "status" in call.body and self.is_dropped(call.body["status"]):
            del call.body["status"]
        return super().update_sms(call)


@fault("update.status-values", "a null status of a PUT counts as absent")
class PutTakesNullStatus(ReadsStatusOfPut):
    def is_dropped(self, value: Any) -> bool:
        return value is None


@fault("update.status-values", "an unknown status of a PUT counts as absent")
class PutTakesUnknownStatus(ReadsStatusOfPut):
    def is_dropped(self, value: Any) -> bool:
        return isinstance(value, str) and value not in STATUSES


@fault(("update.status-values", "object.status"), "an unknown status of a PUT is stored")
class PutStoresUnknownStatus(Behaviour):
    def update_sms(self, call: Call) -> Answer:
        status = call.body.get("status")
        if not isinstance(status, str) or status in STATUSES:
            return super().update_sms(call)
        return Answer(200, self.shown(self.store(replace(self.find_sms(call), status=status)), call))


@fault("update.faulty-fields", "a malformed remote_phone of a PUT is stored")
class PutTakesAnyPhone(Behaviour):
    def clean_remote_phone(self, value: Any, call: Call) -> str | None:
        taken = call.action == "update_sms" and isinstance(value, str)
        return value if taken else super().clean_remote_phone(value, call)


@fault("update.faulty-fields", "a text of a PUT that is no text counts as null")
class PutTakesAnyText(Behaviour):
    def clean_text(self, value: Any, call: Call) -> str | None:
        wrong = call.action == "update_sms" and not isinstance(value, str)
        return None if wrong else super().clean_text(value, call)


@fault("update.faulty-fields", "an activity_at of a PUT that is no date-time counts as null")
class PutTakesAnyDate(Behaviour):
    def clean_activity_at(self, value: Any, call: Call) -> datetime | None:
        try:
            return super().clean_activity_at(value, call)
        except Invalid:
            if call.action == "update_sms":
                return None
            raise


@fault("update.faulty-fields", "a PUT with a faulty field is refused, but its good fields are stored")
class RefusedPutIsStored(Behaviour):
    def update_sms(self, call: Call) -> Answer:
        try:
            return super().update_sms(call)
        except Refusal as refusal:
            text = call.body.get("text")
            if refusal.kind == "fields" and isinstance(text, str) and self.find_sms(call).status == "draft":
                self.store(replace(self.find_sms(call), text=text))
            raise


@fault("update.faulty-fields", "a PUT that is refused empties the remote_phone")
class RefusedPutLosesPhone(Behaviour):
    def update_sms(self, call: Call) -> Answer:
        try:
            return super().update_sms(call)
        except Refusal as refusal:
            if refusal.kind == "fields" and self.find_sms(call).status == "draft":
                self.store(replace(self.find_sms(call), remote_phone=None, local_phone=None))
            raise
