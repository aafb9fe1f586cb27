"""Faults that servers of others had, and that no check found when it met them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from close_sms.mock import Behaviour
from close_sms.mock.behaviour.cleaning import MOST_ATTACHMENTS
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import Invalid, faulty_field, one_error
from close_sms.mock.things import Sms
from tests.faults.fault import fault

NEVER = timedelta(days=365)
ASTRAL = re.compile("[\U00010000-\U0010ffff]")


@fault("transport.no-server-error", "a body in XML crashes the server")
class XmlCrashes(Behaviour):
    def check_content_type(self, header: str) -> None:
        if "xml" in header:
            raise one_error(500, "Internal Server Error")
        super().check_content_type(header)


@fault("transport.no-server-error", "a form of several parts crashes the server")
class MultipartCrashes(Behaviour):
    def check_content_type(self, header: str) -> None:
        if header.startswith("multipart/"):
            raise one_error(500, "Internal Server Error")
        super().check_content_type(header)


class Stuck(Behaviour):
    """Some messages are never sent."""

    def is_stuck(self, sms: Sms) -> bool:
        return False

    def time_to_send(self, sms: Sms, now: datetime) -> datetime:
        due = super().time_to_send(sms, now)
        return due + NEVER if self.is_stuck(sms) else due


@fault(("sending.draft-is-sent", "sending.sent"), "a text with an emoji stays in the outbox for ever", profile="send")
class EmojiIsStuck(Stuck):
    def is_stuck(self, sms: Sms) -> bool:
        return sms.status == "outbox" and bool(ASTRAL.search(sms.text or ""))


@fault(("sending.delay", "sending.sent"), "a message without a contact stays in the outbox for ever", profile="send")
class NobodysIsStuck(Stuck):
    def is_stuck(self, sms: Sms) -> bool:
        return sms.status == "outbox" and sms.contact_id is None


@fault("sending.delay", "`send_in` counts for nothing where a template gives the text", profile="send")
class TemplateLosesTheDelay(Behaviour):
    def time_to_send(self, sms: Sms, now: datetime) -> datetime:
        return super().time_to_send(replace(sms, send_in=None) if sms.template_id else sms, now)


@fault("scheduling.date-required", "a delay stands for the date of a scheduled message", profile="send")
class DelayStandsForADate(Behaviour):
    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        if status == "scheduled" and sms.date_scheduled is None and sms.send_in:
            sms = replace(sms, date_scheduled=self.now() + timedelta(seconds=sms.send_in))
        return super().enter(sms, status, at, was_draft=was_draft)


@fault("body.nullable-fields", "null is no number for a draft, which may have none")
class NullIsNoNumberOfADraft(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        if call.body.get("status") == "draft" and call.body.get("remote_phone", "") is None:
            raise faulty_field("remote_phone", "Expected a text.")
        return super().create_sms(call)


@fault("phones.malformed", "letters pass for digits")
class LettersPassForDigits(Behaviour):
    def phone(self, value: Any) -> str:
        return value if isinstance(value, str) and re.fullmatch(r"\+[A-Za-z]{5,15}", value) else super().phone(value)


@fault("direction.others-default-outbound", "what was sent without a number of ours came in")
class SentWithoutNumberCameIn(Behaviour):
    def build(self, values: Json, call: Call) -> Sms:
        sms = super().build(values, call)
        wrong = sms.status == "sent" and not sms.local_phone and not values.get("direction")
        return replace(sms, direction="inbound") if wrong else sms


@fault("attachments.types", "ten attachments are too many")
class TenAttachmentsAreTooMany(Behaviour):
    def attachments(self, value: Any) -> list[Json]:
        found = super().attachments(value)
        if len(found) == MOST_ATTACHMENTS:
            raise Invalid("List is too long.")
        return found


@fault("update.only-its-keys", "with another contact a draft loses its lead")
class AnotherContactLosesTheLead(Behaviour):
    def edit(self, sms: Sms, edits: Json) -> Sms:
        edited = super().edit(sms, edits)
        is_moved = sms.contact_id and edited.contact_id not in (None, sms.contact_id) and "lead_id" not in edits
        return replace(edited, lead_id=None) if is_moved else edited


@fault("sending.draft-to-outbox", "a draft that was once scheduled cannot be sent", profile="send")
class OnceScheduledCannotBeSent(Behaviour):
    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        once = self.__dict__.setdefault("scheduled", set())
        if status == "scheduled":
            once.add(sms.id)
        elif status == "outbox" and was_draft and sms.id in once:
            raise faulty_field("status", "This message is scheduled.")
        return super().enter(sms, status, at, was_draft=was_draft)


@fault("list.has-more", "a list by moments never has more")
class FilteredHasNoMore(Behaviour):
    def list_page(self, call: Call) -> Json:
        page = super().list_page(call)
        return {**page, "has_more": False} if any("__" in name for name in call.query) else page


@fault(
    ("list.filters-together", "list.by-date-created", "list.by-activity-at"),
    "of two bounds only the first counts",
)
class OneBoundOfTwo(Behaviour):
    def filtered(self, rows: list[Sms], call: Call) -> list[Sms]:
        bounds = [name for name in call.query if "__" in name and name != "id__in"]
        if len(bounds) > 1:
            call.query = {name: text for name, text in call.query.items() if name not in bounds[1:]}
        return super().filtered(rows, call)
