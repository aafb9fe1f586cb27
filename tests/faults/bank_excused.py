"""Faults beside what is open: a question is no excuse for them, as another request shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from flask import request

from close_sms.mock import Behaviour
from close_sms.mock.behaviour.merging import MERGE_FIELD
from close_sms.mock.calls import Answer, Call
from close_sms.mock.dates import has_offset, is_plain_date
from close_sms.mock.errors import faulty_field, one_error
from close_sms.mock.things import Sms
from tests.faults.bank_isolation import by_token
from tests.faults.fault import fault


def in_zone() -> bool:
    """Whether the request names a time zone."""
    return "X-Tz-Offset" in request.headers


class LosesText(Behaviour):
    """Some messages lose their text, though it is a plain one."""

    def loses(self, body: Mapping[str, Any]) -> bool:
        return False

    def build(self, values: dict[str, Any], call: Call) -> Sms:
        made = super().build(values, call)
        return replace(made, text=None) if self.loses(call.body) else made


@fault("stored.text", "a message without a number of one's own has no text")
class WithoutLocalPhoneLosesText(LosesText):
    def loses(self, body: Mapping[str, Any]) -> bool:
        return not body.get("local_phone")


@fault("stored.text", "a message without a lead has no text")
class WithoutLeadLosesText(LosesText):
    def loses(self, body: Mapping[str, Any]) -> bool:
        return not body.get("lead_id")


@fault("stored.text", "a message whose source is Close.io has no text")
class CloseSourceLosesText(LosesText):
    def loses(self, body: Mapping[str, Any]) -> bool:
        return body.get("source") == "Close.io"


@fault("stored.text", "an outbound message that is posted as inbound has no text")
class ContraryDirectionLosesText(LosesText):
    def loses(self, body: Mapping[str, Any]) -> bool:
        return body.get("direction") == "inbound" and body.get("status") in ("sent", "draft")


@fault("stored.fields", "a message without a number of one's own has no other number, either")
class WithoutLocalPhoneLosesRemote(Behaviour):
    def build(self, values: dict[str, Any], call: Call) -> Sms:
        made = super().build(values, call)
        return made if made.local_phone else replace(made, remote_phone=None)


@fault("stored.text", "an edit whose status is `draft` empties the text")
class DraftAgainEmptiesText(Behaviour):
    def change_draft(self, sms: Sms, values: dict[str, Any]) -> Sms:
        again = values.get("status") == "draft" and "text" in values
        return super().change_draft(sms, {**values, "text": None} if again else values)


@fault("stored.text", "an edit beside a key that only a create has empties the text")
class CreateOnlyKeyEmptiesText(Behaviour):
    def update_sms(self, call: Call) -> Answer:
        if "text" in call.body and "direction" in call.body:
            call.body = {**call.body, "text": None}
        return super().update_sms(call)


@fault("lifecycle.own-moves", "a draft that is to be a received message becomes a sent one")
class DraftToInboxBecomesSent(Behaviour):
    def change_draft(self, sms: Sms, values: dict[str, Any]) -> Sms:
        return replace(sms, status="sent") if values.get("status") == "inbox" else super().change_draft(sms, values)


@fault("scheduling.cancel-keeps-content", "a cancel moves the date by eight hours", profile="schedule")
class CancelMovesTheDate(Behaviour):
    def cancel(self, sms: Sms, values: dict[str, Any]) -> Sms:
        draft = super().cancel(sms, values)
        return replace(draft, date_scheduled=sms.date_scheduled and sms.date_scheduled + timedelta(hours=8))


@fault("scheduling.date-kept", "another date of a scheduled message is another than that posted", profile="schedule")
class NewDateIsAnother(Behaviour):
    def reschedule(self, sms: Sms, values: dict[str, Any]) -> Sms:
        later = timedelta(days=3)
        return replace(
            sms,
            date_scheduled=sms.date_scheduled and sms.date_scheduled + later,
            send_at=sms.send_at and sms.send_at + later,
        )


@fault("templates.rendered", "a template with merge fields cannot be scheduled", profile="schedule")
class ScheduledRefusesFields(Behaviour):
    def merge(self, text: str | None, sms: Sms) -> str | None:
        if sms.status == "scheduled" and MERGE_FIELD.search(text or ""):
            raise faulty_field("template", "A merge field has no value.")
        return super().merge(text, sms)


@fault("templates.rendered", "merge fields become nothing where the message has no numbers")
class WithoutNumbersLosesItsFields(Behaviour):
    def merge(self, text: str | None, sms: Sms) -> str | None:
        return super().merge(text, sms) if sms.remote_phone else MERGE_FIELD.sub("", text or "")


@fault("update.fields", "the attachments of a draft cannot be changed")
class PutOfFilesIsRefused(Behaviour):
    def update_sms(self, call: Call) -> Answer:
        if call.body.get("attachments"):
            raise faulty_field("attachments", "Attachments cannot be changed.")
        return super().update_sms(call)


@fault("sending.delay", "a personal message waits for no delay", profile="send")
class PersonalWaitsForNothing(Behaviour):
    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        entered = super().enter(sms, status, at, was_draft=was_draft)
        return self.deliver(replace(entered, send_at=None)) if status == "outbox" and sms.template_id else entered


@fault("list.plain-dates", "a plain date is refused of whom names a time zone")
class PlainDateIsRefusedInAZone(Behaviour):
    def bound(self, name: str, text: str, call: Call) -> datetime:
        if in_zone() and is_plain_date(text):
            raise one_error(400, "Not a date.")
        return super().bound(name, text, call)


@fault("conventions.tz-offset-scheduling", "a date without an offset is refused of whom names a time zone",
       profile="schedule")  # fmt: skip
class LocalDateIsRefusedInAZone(Behaviour):
    def clean_date_scheduled(self, value: Any, call: Call) -> datetime | None:
        if in_zone() and isinstance(value, str) and not has_offset(value):
            raise faulty_field("date_scheduled", "Not a date.")
        return super().clean_date_scheduled(value, call)


@fault("notification.created", "with an access token no notification can be asked for")
class TokenIsNotNotified(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        if by_token() and call.query.get("send_to_inbox") == "true":
            raise one_error(400, "Not allowed.")
        return super().create_sms(call)
