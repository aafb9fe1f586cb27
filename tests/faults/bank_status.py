"""Faults of status, direction and source at a create."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from close_sms.mock import Behaviour
from close_sms.mock.behaviour.fields import DIRECTIONS, EMAIL_WORDS, SOURCES, STATUSES
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import NO_CHOICE, Invalid
from close_sms.mock.things import Sms
from tests.faults.fault import fault


@fault("status.required", "a create without status makes a draft")
class StatusDefaultsToDraft(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        return super().create_sms(replace(call, body={"status": "draft", **call.body}))


@fault("status.required", "a create without status logs a received message")
class StatusDefaultsToInbox(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        return super().create_sms(replace(call, body={"status": "inbox", **call.body}))


@fault("status.null", "a null status makes a draft")
class NullStatusIsADraft(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        if "status" in call.body and call.body["status"] is None:
            call.body["status"] = "draft"
        return super().create_sms(call)


@fault("status.null", "a null status logs a sent message")
class NullStatusIsSent(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        if "status" in call.body and call.body["status"] is None:
            call.body["status"] = "sent"
        return super().create_sms(call)


class RefusesStatus(Behaviour):
    """One status is refused at a create."""

    refused = ""

    def clean_status(self, value: Any, call: Call) -> str:
        if call.action == "create_sms" and value == self.refused:
            raise Invalid(NO_CHOICE)
        return super().clean_status(value, call)


@fault("status.logged-and-draft", "the status inbox is refused")
class InboxIsRefused(RefusesStatus):
    refused = "inbox"


@fault("status.logged-and-draft", "the status draft is refused")
class DraftIsRefused(RefusesStatus):
    refused = "draft"


@fault("status.logged-and-draft", "the status sent is refused")
class SentIsRefused(RefusesStatus):
    refused = "sent"


class OtherStatus(Behaviour):
    """A status of a create is read as another."""

    def read(self, status: str) -> str:
        return status

    def clean_status(self, value: Any, call: Call) -> str:
        if call.action == "create_sms" and isinstance(value, str):
            value = self.read(value)
        return super().clean_status(value, call)


@fault("status.enum", "an unknown status makes a draft")
class UnknownStatusIsADraft(OtherStatus):
    def read(self, status: str) -> str:
        return status if status in STATUSES else "draft"


@fault("status.enum", "capitals in a status do not matter")
class CapitalStatusIsTaken(OtherStatus):
    def read(self, status: str) -> str:
        return status.lower()


@fault("status.enum", "blanks around a status do not matter")
class BlanksAroundStatusAreTaken(OtherStatus):
    def read(self, status: str) -> str:
        return status.strip()


@fault("status.enum", "an empty status makes a draft")
class EmptyStatusIsADraft(OtherStatus):
    def read(self, status: str) -> str:
        return status or "draft"


class StoresAs(Behaviour):
    """A message of one status is stored with another."""

    posted, stored = "", ""

    def build(self, values: Json, call: Call) -> Sms:
        sms = super().build(values, call)
        return replace(sms, status=self.stored) if sms.status == self.posted else sms


class Sends(Behaviour):
    """A message of one status, which is only to be kept, is sent."""

    posted, after_s = "", 0

    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        entered = super().enter(sms, status, at, was_draft=was_draft)
        due = self.now() + timedelta(seconds=self.after_s)
        return replace(entered, send_at=due) if status == self.posted else entered


@fault("status.inbox-is-logged", "a received message is stored as sent")
class InboxIsStoredAsSent(StoresAs):
    posted, stored = "inbox", "sent"


@fault("status.inbox-is-logged", "a received message is stored as a draft")
class InboxIsStoredAsDraft(StoresAs):
    posted, stored = "inbox", "draft"


@fault(("status.inbox-is-logged", "lifecycle.own-moves", "stored.get"), "a received message is sent")
class InboxIsSentOut(Sends):
    posted = "inbox"


@fault("status.sent-is-logged", "a sent message is stored as received")
class SentIsStoredAsInbox(StoresAs):
    posted, stored = "sent", "inbox"


@fault("status.sent-is-logged", "a sent message is stored as a draft")
class SentIsStoredAsDraft(StoresAs):
    posted, stored = "sent", "draft"


@fault(("status.sent-is-logged", "stored.get"), "a message that is logged as sent is sent again")
class SentIsSentAgain(Sends):
    posted = "sent"


@fault(("status.draft-is-stored", "lifecycle.own-moves"), "a draft is sent")
class DraftIsSent(Sends):
    posted = "draft"


@fault(("status.draft-is-stored", "lifecycle.own-moves"), "a draft is sent two seconds later")
class DraftIsSentSoon(Sends):
    posted, after_s = "draft", 2


@fault("status.draft-is-stored", "a draft is stored as sent")
class DraftIsStoredAsSent(StoresAs):
    posted, stored = "draft", "sent"


@fault("direction.inbox-defaults-inbound", "an inbox message without direction is outbound")
class InboxIsOutbound(Behaviour):
    def default_direction(self, status: str) -> str:
        return "outbound"


@fault(("direction.inbox-defaults-inbound", "stored.get", "object.immutable"), "a fetch shows inbox as outbound")
class InboxIsFetchedOutbound(Behaviour):
    def render(self, sms: Sms, action: str) -> Json:
        turned = action == "get_sms" and sms.status == "inbox"
        return super().render(replace(sms, direction="outbound") if turned else sms, action)


@fault("direction.others-default-outbound", "every message without direction is inbound")
class OthersAreInbound(Behaviour):
    def default_direction(self, status: str) -> str:
        return "inbound"


class InboundToo(Behaviour):
    """A status that is not inbox defaults to inbound as well."""

    status = ""

    def default_direction(self, status: str) -> str:
        return "inbound" if status == self.status else super().default_direction(status)


@fault("direction.others-default-outbound", "a draft without direction is inbound")
class DraftIsInbound(InboundToo):
    status = "draft"


@fault("direction.others-default-outbound", "a sent message without direction is inbound")
class SentIsInbound(InboundToo):
    status = "sent"


@fault("direction.others-default-outbound", "a scheduled message without direction is inbound", profile="schedule")
class ScheduledIsInbound(InboundToo):
    status = "scheduled"


@fault("direction.others-default-outbound", "an outbox message without direction is inbound", profile="send")
class OutboxIsInbound(InboundToo):
    status = "outbox"


class ReplacesDirection(Behaviour):
    """A direction that is given is replaced by the default."""

    statuses: tuple[str, ...] = STATUSES

    def build(self, values: Json, call: Call) -> Sms:
        sms = super().build(values, call)
        return replace(sms, direction=self.default_direction(sms.status)) if sms.status in self.statuses else sms


@fault("direction.given-is-kept", "the direction that is given is not looked at")
class GivenDirectionIsReplaced(ReplacesDirection):
    pass


@fault("direction.given-is-kept", "a draft is always outbound")
class DraftIsAlwaysOutbound(ReplacesDirection):
    statuses = ("draft",)


@fault("direction.enum", "an unknown direction counts as absent")
class UnknownDirectionIsDropped(Behaviour):
    def clean_direction(self, value: Any, call: Call) -> str | None:
        known = not isinstance(value, str) or value in (*DIRECTIONS, *EMAIL_WORDS)
        return super().clean_direction(value, call) if known else None


@fault("direction.enum", "capitals in a direction do not matter")
class CapitalDirectionIsTaken(Behaviour):
    def clean_direction(self, value: Any, call: Call) -> str | None:
        return super().clean_direction(value.lower() if isinstance(value, str) else value, call)


@fault("source.enum", "an unknown source counts as absent")
class UnknownSourceIsDropped(Behaviour):
    def clean_source(self, value: Any, call: Call) -> str | None:
        return None if isinstance(value, str) and value not in SOURCES else super().clean_source(value, call)


@fault("source.enum", "capitals in a source do not matter")
class CapitalSourceIsTaken(Behaviour):
    def clean_source(self, value: Any, call: Call) -> str | None:
        value = value.capitalize() if isinstance(value, str) else value
        return super().clean_source(value, call)


@fault(("source.enum", "object.source"), "any source is taken")
class AnySourceIsTaken(Behaviour):
    def clean_source(self, value: Any, call: Call) -> str | None:
        return value if isinstance(value, str) else super().clean_source(value, call)
