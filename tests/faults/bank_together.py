"""Faults that show only where two choices meet; servers of others had them, and no check had found them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from flask import request

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import REQUIRED, Refusal, faulty_field, one_error
from close_sms.mock.override import MethodOverride
from close_sms.mock.things import Event, Sms
from tests.faults.bank_strangers import NEVER, Stuck
from tests.faults.fault import fault


def is_by_token(call: Call) -> bool:
    """Whether an access token is the credential."""
    return call.caller.oauth_client_id is not None


class OtherDirection(Behaviour):
    """Some messages that name no direction get the wrong one."""

    def is_mistaken(self, sms: Sms) -> bool:
        return False

    def build(self, values: Json, call: Call) -> Sms:
        sms = super().build(values, call)
        if values.get("direction") or not self.is_mistaken(sms):
            return sms
        return replace(sms, direction="outbound" if sms.direction == "inbound" else "inbound")


@fault("direction.inbox-defaults-inbound", "an inbox message whose source is Close.io defaults to outbound")
class CloseIsOutbound(OtherDirection):
    def is_mistaken(self, sms: Sms) -> bool:
        return sms.status == "inbox" and sms.source == "Close.io"


@fault("direction.others-default-outbound", "a scheduled message without a contact is inbound", profile="schedule")
class NobodysScheduledIsInbound(OtherDirection):
    def is_mistaken(self, sms: Sms) -> bool:
        return sms.status == "scheduled" and sms.contact_id is None


@fault("direction.others-default-outbound", "a draft with an attachment and no contact is inbound")
class AttachedDraftIsInbound(OtherDirection):
    def is_mistaken(self, sms: Sms) -> bool:
        return sms.status == "draft" and bool(sms.attachments) and sms.contact_id is None


@fault("status.required", "a message that has a date to be sent at needs no status", profile="schedule")
class DateIsAStatus(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        if call.body.get("date_scheduled") and "status" not in call.body:
            call.body = {**call.body, "status": "scheduled"}
        return super().create_sms(call)


@fault("status.required", "an empty object makes a draft")
class NothingIsADraft(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        call.body = call.body or {"status": "draft"}
        return super().create_sms(call)


@fault("status.required", "a message that is to be sent to the inbox needs no status")
class WishIsAStatus(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        if "send_to_inbox" in call.query:
            call.body = {"status": "inbox", **call.body}
        return super().create_sms(call)


@fault("status.null", "where a template gives the text, a null status makes a draft")
class NullStatusOfATemplate(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        if call.body.get("template_id") and call.body.get("status", "") is None:
            call.body = {**call.body, "status": "draft"}
        return super().create_sms(call)


@fault("phones.malformed", "the number of a message that was sent elsewhere is not looked at")
class SentNumberIsAnything(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        if call.body.get("status") == "sent" and isinstance(call.body.get("remote_phone"), str):
            call.body = {**call.body, "remote_phone": "+14155550123"}
        return super().create_sms(call)


@fault("sending.delay-limit", "with a template `send_in` may be anything", profile="send")
class TemplateDelaysForLong(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        seconds = call.body.get("send_in")
        if call.body.get("template_id") and isinstance(seconds, int) and seconds >= 60:
            call.body = {**call.body, "send_in": 59}
        return super().create_sms(call)


@fault("attachments.content-type", "the type of an attachment of an inbox message is not looked at")
class InboxTakesAnyType(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        files = call.body.get("attachments")
        if call.body.get("status") == "inbox" and isinstance(files, list):
            known = [{**each, "content_type": "image/png"} if isinstance(each, dict) else each for each in files]
            call.body = {**call.body, "attachments": known}
        return super().create_sms(call)


@fault("attachments.keys", "the `url` of an attachment may be null")
class NullUrl(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        files = call.body.get("attachments")
        if isinstance(files, list):
            told = [{**each, "url": each.get("url") or "https://app.close.com/go/file/x"}
                    if isinstance(each, dict) and "url" in each else each for each in files]  # fmt: skip
            call.body = {**call.body, "attachments": told}
        return super().create_sms(call)


@fault(("phones.external-refused", "phones.virtual-refused"), "with an attachment any number sends", profile="send")
class AnyNumberSendsFiles(Behaviour):
    def check_local_phone(self, sms: Sms) -> None:
        if not sms.attachments:
            super().check_local_phone(sms)


@fault(
    ("phones.external-refused", "phones.virtual-refused", "phones.foreign-refused"),
    "of a draft that is scheduled the number is not looked at",
    profile="send",
)
class ScheduledDraftHasAnyNumber(Behaviour):
    def check_sendable(self, sms: Sms, *, was_draft: bool) -> None:
        if not (was_draft and sms.status == "scheduled"):
            super().check_sendable(sms, was_draft=was_draft)

    def dispatch(self, sms: Sms) -> Sms:
        return self.deliver(sms)


@fault("phones.local-needed-to-send", "a draft that loses its number by the PUT that sends it is sent", profile="send")
class LostNumberSends(Behaviour):
    def change_draft(self, sms: Sms, values: Json) -> Sms:
        if values.get("status") == "outbox" and values.get("local_phone", "") is None:
            return replace(super().change_draft(sms, {"status": "outbox"}), local_phone=None)
        return super().change_draft(sms, values)

    def delivery_failure(self, sms: Sms) -> str | None:
        return None if sms.local_phone is None else super().delivery_failure(sms)


@fault(
    "sending.sent",
    "a message with an attachment stays in the outbox for ever",
    profile="send",
    gap="the suite has no file that an endpoint could fetch, and how long it tries is not said (S72)",
)
class AttachedIsStuck(Stuck):
    def is_stuck(self, sms: Sms) -> bool:
        return sms.status == "outbox" and bool(sms.attachments) and sms.send_in is None


@fault("scheduling.sent-at-date", "a scheduled message of a template is never sent", profile="send")
class ScheduledTemplateIsStuck(Stuck):
    def is_stuck(self, sms: Sms) -> bool:
        return sms.status == "scheduled" and sms.template_id is not None


@fault("sending.delay", "`send_in` counts for nothing with an attachment", profile="send")
class AttachmentLosesTheDelay(Behaviour):
    def time_to_send(self, sms: Sms, now: datetime) -> datetime:
        return super().time_to_send(replace(sms, send_in=None) if sms.attachments else sms, now)


@fault("sending.delay", "a `send_in` of up to five seconds counts for nothing", profile="send")
class ShortDelayIsNone(Behaviour):
    def delay(self, send_in: float | None) -> float:
        return super().delay(None if send_in is not None and send_in <= 5 else send_in)


@fault("undo.cancel", "a token does not call back what is in the outbox", profile="send")
class TokenCallsNothingBack(Behaviour):
    def update_sms(self, call: Call) -> Answer:
        if is_by_token(call) and self.find_sms(call).status == "outbox":
            raise self.locked()
        return super().update_sms(call)


@fault(("update.sent-locked", "update.inbox-locked"), "a token edits what was received or sent")
class TokenEditsAnything(Behaviour):
    def update_sms(self, call: Call) -> Answer:
        sms = self.find_sms(call)
        if is_by_token(call) and sms.status in ("sent", "inbox") and isinstance(call.body.get("text"), str):
            self.store(replace(sms, text=call.body["text"]))
        return super().update_sms(call)


@fault("update.fields", "of both numbers in one PUT only `local_phone` is kept")
class OneNumberOfTwo(Behaviour):
    def edit(self, sms: Sms, edits: Json) -> Sms:
        if {"local_phone", "remote_phone"} <= {*edits}:
            edits = {name: value for name, value in edits.items() if name != "remote_phone"}
        return super().edit(sms, edits)


@fault("update.fields", "the text of a draft of a template does not change")
class TemplateKeepsItsText(Behaviour):
    def edit(self, sms: Sms, edits: Json) -> Sms:
        return replace(super().edit(sms, edits), text=sms.text) if sms.template_id else super().edit(sms, edits)


@fault("update.fields", "a draft without a text cannot be edited")
class TextIsNeededFirst(Behaviour):
    def edit(self, sms: Sms, edits: Json) -> Sms:
        if not sms.text and "text" not in edits:
            raise faulty_field("text", REQUIRED)
        return super().edit(sms, edits)


@fault("update.only-its-keys", "a draft that is set to draft loses its text")
class DraftAgainIsEmpty(Behaviour):
    def change_draft(self, sms: Sms, values: Json) -> Sms:
        changed = super().change_draft(sms, values)
        return replace(changed, text=None) if values == {"status": "draft"} else changed


@fault("update.faulty-fields", "a PUT of something else than an object changes nothing, and succeeds")
class NoObjectIsNoEdit(Behaviour):
    def read_json(self, raw: bytes) -> Json:
        try:
            return super().read_json(raw)
        except Refusal:
            if raw in (b"[]", b'"text"'):
                return {"x_nothing": True}
            raise

    def create_sms(self, call: Call) -> Answer:
        if call.body == {"x_nothing": True}:
            raise one_error(400, "JSON data must be an object.")
        return super().create_sms(call)


@fault("update.unknown-id", "a PUT with a status on an unknown id succeeds")
class UnknownIsAccepted(Behaviour):
    def update_sms(self, call: Call) -> Answer:
        try:
            self.find_sms(call)
        except Refusal:
            if "status" in call.body:
                return Answer(200, {"id": call.key, **call.body})
            raise
        return super().update_sms(call)


@fault("scheduling.draft-needs-date", "with a text, a draft needs no date to be scheduled", profile="schedule")
class TextStandsForADate(Behaviour):
    def change_draft(self, sms: Sms, values: Json) -> Sms:
        if values.get("status") == "scheduled" and values.get("text") and not values.get("date_scheduled"):
            values = {**values, "date_scheduled": self.now() + NEVER}
        return super().change_draft(sms, values)


@fault("get.unknown-id", "the id of a lead finds a message of it")
class LeadIsAMessage(Behaviour):
    def get_sms(self, call: Call) -> Answer:
        ofs = [sms.id for sms in self.world.messages.values() if sms.lead_id == call.key]
        call.key = ofs[0] if ofs else call.key
        return super().get_sms(call)


@fault("transport.no-server-error", "an id with a bracket crashes the server")
class BracketCrashes(Behaviour):
    def get_sms(self, call: Call) -> Answer:
        if "(" in call.key:
            raise one_error(500, "Internal Server Error")
        return super().get_sms(call)


@fault("transport.success-is-200", "an inbox message is answered 201, others 200")
class InboxIsCreated(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        answer = super().create_sms(call)
        return replace(answer, status=201) if call.body.get("status") == "inbox" else answer


@fault("isolation.not-read", "what its owner has fetched is fetched by other organizations")
class CacheOfAllTenants(Behaviour):
    def get_sms(self, call: Call) -> Answer:
        cached: dict[str, Answer] = self.__dict__.setdefault("cached", {})
        if call.key not in cached:
            cached[call.key] = super().get_sms(call)
            return cached[call.key]
        sms = self.world.messages.get(call.key)
        return super().get_sms(call) if sms and sms.organization_id == call.organization_id else cached[call.key]


@fault("list.filters-together", "after the first page the filters by contact and user are forgotten")
class LaterPagesAreOfAll(Behaviour):
    def apply_filter(self, rows: list[Sms], name: str, text: str, call: Call) -> list[Sms]:
        if name in ("contact_id", "user_id") and call.query.get("_skip", "0") != "0":
            return rows
        return super().apply_filter(rows, name, text, call)


@fault("list.by-user", "a list by user needs a lead")
class UserNeedsALead(Behaviour):
    def check_query(self, call: Call) -> None:
        if "user_id" in call.query and "lead_id" not in call.query:
            raise one_error(400, "user_id needs lead_id.")
        super().check_query(call)


@fault("conventions.tz-offset", "the zone of the header does not count for the upper bound that is in")
class ZoneIsNotForLte(Behaviour):
    def bound(self, name: str, text: str, call: Call) -> datetime:
        return super().bound(name, text, replace(call, zone=UTC) if name.endswith("__lte") else call)


@fault(("conventions.method-override", "conventions.tz-offset"), "a POST that stands for a GET knows no zone")
class OverrideHasNoZone(Behaviour):
    def list_sms(self, call: Call) -> Answer:
        return super().list_sms(replace(call, zone=UTC) if MethodOverride.FLAG in request.environ else call)


@fault("events.deleted", "a delete by a token has the message as its data")
class TokenLeavesData(Behaviour):
    def event_data(self, event: Event, states: Sequence[Json | None]) -> Json | None:
        by_token = event.origin is not None and event.origin.caller.oauth_client_id is not None
        return {} if event.action == "deleted" and by_token else super().event_data(event, states)


@fault("list.has-more", "a deleted message counts for `has_more`")
class DeletedCounts(Behaviour):
    def has_more(self, rows: int, skip: int, limit: int) -> bool:
        return super().has_more(rows + self.__dict__.get("gone", 0), skip, limit)

    def list_page(self, call: Call) -> Json:
        asked = {key.strip() for key in call.query.get("id__in", "").split(",")}
        self.__dict__["gone"] = sum((call.organization_id, key) in self.world.deleted for key in asked)
        try:
            return super().list_page(call)
        finally:
            self.__dict__["gone"] = 0


@fault("notification.created", "a message that names its direction gets no notification")
class DirectionHasNoNotification(Behaviour):
    def wants_notification(self, call: Call, status: str) -> bool:
        return super().wants_notification(call, status) and call.body.get("direction") is None
