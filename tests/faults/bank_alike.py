"""Faults in one message of many that are alike, and in values that may be trimmed, cut or spelled anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import request

from close_sms.mock import Behaviour
from close_sms.mock.behaviour.merging import MERGE_FIELD
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.dates import has_offset, is_plain_date
from close_sms.mock.errors import NO_DATE, Invalid, faulty_field, one_error
from close_sms.mock.things import Event, Sms
from tests.faults.bank_isolation import by_token
from tests.faults.fault import fault


class LosesFiles(Behaviour):
    """Some messages lose their attachments."""

    def loses(self, values: Mapping[str, Any]) -> bool:
        return False

    def build(self, values: dict[str, Any], call: Call) -> Sms:
        lost = bool(values.get("attachments")) and self.loses(values)
        return super().build({**values, "attachments": []} if lost else values, call)


@fault("attachments.come-back", "the attachments of a message without a contact are lost")
class ContactlessLosesFiles(LosesFiles):
    def loses(self, values: Mapping[str, Any]) -> bool:
        return not values.get("contact_id")


@fault("attachments.come-back", "what a token attaches is lost")
class TokenLosesFiles(LosesFiles):
    def loses(self, values: Mapping[str, Any]) -> bool:
        return by_token()


@fault("attachments.come-back", "the attachments of a message that is only files are lost")
class TextlessLosesFiles(LosesFiles):
    def loses(self, values: Mapping[str, Any]) -> bool:
        return not values.get("text") and not values.get("template_id")


class ForgetsCreation(Behaviour):
    """Some dates of creation are ignored."""

    def forgets(self, posted: str) -> bool:
        return False

    def date_created(self, values: Mapping[str, Any], now: datetime) -> datetime:
        posted = (request.get_json(silent=True) or {}).get("date_created")
        return now if isinstance(posted, str) and self.forgets(posted) else super().date_created(values, now)


@fault("stored.instants", "a date of creation that has another offset than UTC is ignored")
class CreationElsewhereIsNow(ForgetsCreation):
    def forgets(self, posted: str) -> bool:
        return not posted.endswith(("Z", "+00:00"))


@fault("stored.instants", "the date of creation of a message without a lead is that of the epoch")
class LeadlessIsOfTheEpoch(Behaviour):
    def build(self, values: dict[str, Any], call: Call) -> Sms:
        made = super().build(values, call)
        return made if values.get("lead_id") else replace(made, date_created=datetime(1970, 1, 1, tzinfo=UTC))


@fault("stored.text", "a text of more than 1,000 letters becomes empty")
class LongTextBecomesEmpty(Behaviour):
    def length(self, text: str) -> str:
        return text if len(text) <= 1000 else ""


@fault("stored.text", "of a text of more than 1,000 letters the last are kept")
class LongTextLosesItsBeginning(Behaviour):
    def length(self, text: str) -> str:
        return text[-1000:]


@fault("stored.text", "trimming a text takes a letter, too")
class TrimTakesALetter(Behaviour):
    def edges(self, text: str) -> str:
        return text if text == text.strip() else text.strip()[:-1]


@fault("stored.text", "a text ends at its first carriage return")
class TextEndsAtACarriageReturn(Behaviour):
    def line_breaks(self, text: str) -> str:
        return text.split("\r", maxsplit=1)[0]


@fault("stored.text", "an empty text becomes the word None")
class EmptyTextBecomesAWord(Behaviour):
    def emptiness(self, text: str) -> str:
        return text or "None"


@fault("stored.fields", "a number that is spelled anew is cut")
class SpelledNumberIsCut(Behaviour):
    def phone(self, value: str) -> str:
        number = super().phone(value)
        return number if number == value else number[:5]


@fault("scheduling.date-kept", "day and month of a plain date are exchanged", profile="schedule")
class PlainDateIsExchanged(Behaviour):
    def clean_date_scheduled(self, value: Any, call: Call) -> datetime | None:
        date = super().clean_date_scheduled(value, call)
        return date + timedelta(days=57) if date and is_plain_date(str(value)) else date


@fault("scheduling.date-kept", "a date without an offset is taken for one of another week", profile="schedule")
class DateWithoutOffsetIsLater(Behaviour):
    def clean_date_scheduled(self, value: Any, call: Call) -> datetime | None:
        date = super().clean_date_scheduled(value, call)
        is_local = isinstance(value, str) and not is_plain_date(value) and not has_offset(value)
        return date + timedelta(days=7) if date and is_local and "X-Tz-Offset" not in request.headers else date


@fault("scheduling.accepted", "nothing can be scheduled by a clock that is 14 hours ahead", profile="schedule")
class FarthestZoneIsRefused(Behaviour):
    def clean_date_scheduled(self, value: Any, call: Call) -> datetime | None:
        if str(value).endswith("+14:00"):
            raise Invalid(NO_DATE)
        return super().clean_date_scheduled(value, call)


@fault(
    "conventions.tz-offset-scheduling", "the zone of the header does not count beside a template", profile="schedule"
)
class TemplateIgnoresTheZone(Behaviour):
    def clean_date_scheduled(self, value: Any, call: Call) -> datetime | None:
        return super().clean_date_scheduled(value, replace(call, zone=UTC) if call.body.get("template_id") else call)


@fault("scheduling.draft-to-scheduled", "a draft cannot be scheduled for the next minutes", profile="schedule")
class DraftCannotBeScheduledSoon(Behaviour):
    def change_draft(self, sms: Sms, values: dict[str, Any]) -> Sms:
        date = values.get("date_scheduled")
        if values.get("status") == "scheduled" and date and date < self.now() + timedelta(minutes=5):
            raise faulty_field("date_scheduled", "Too soon.")
        return super().change_draft(sms, values)


@fault("templates.become-text", "a text and a template together give neither")
class TextAndTemplateGiveNothing(Behaviour):
    def content(self, sms: Sms, text: str | None) -> str | None:
        return None if sms.template_id and text else super().content(sms, text)


@fault("templates.rendered", "a template in a PUT becomes the text as it is written")
class TemplateOfAnEditIsRaw(Behaviour):
    def edit(self, sms: Sms, edits: dict[str, Any]) -> Sms:
        edited = super().edit(sms, edits)
        template = self.world.templates.get(edits.get("template_id") or "")
        return replace(edited, text=template.text) if template and not edits.get("text") else edited


@fault("templates.rendered", "the merge fields of a contact become nothing if its name has an apostrophe")
class ApostropheBecomesNothing(Behaviour):
    def merge(self, text: str | None, sms: Sms) -> str | None:
        contact = self.world.contacts.get(sms.contact_id or "")
        is_odd = contact is not None and "'" in (contact.name or "")
        return MERGE_FIELD.sub("", text or "") if is_odd else super().merge(text, sms)


@fault("transport.paths", "a draft that was once scheduled cannot be deleted", profile="schedule")
class OnceScheduledIsNotDeleted(Behaviour):
    def check_delete(self, sms: Sms) -> None:
        if sms.status == "draft" and sms.date_scheduled:
            raise faulty_field("status", "It was scheduled.")
        super().check_delete(sms)


@fault("transport.paths", "a draft with an attachment cannot be deleted")
class DraftWithFilesIsNotDeleted(Behaviour):
    def check_delete(self, sms: Sms) -> None:
        if sms.attachments:
            raise faulty_field("attachments", "There are some.")
        super().check_delete(sms)


@fault("list.plain-dates", "messages cannot be listed by the day of their creation")
class DayOfCreationIsRefused(Behaviour):
    def bound(self, name: str, text: str, call: Call) -> datetime:
        if name.startswith("date_created") and is_plain_date(text):
            raise one_error(400, "A date and time is expected.")
        return super().bound(name, text, call)


@fault("update.fields", "an edit of attachments ignores the text beside them")
class EditOfFilesIgnoresText(Behaviour):
    def edit(self, sms: Sms, edits: dict[str, Any]) -> Sms:
        beside = {name: value for name, value in edits.items() if name != "text"}
        return super().edit(sms, beside if edits.get("attachments") else edits)


@fault("update.fields", "a PUT that names what only a create has changes nothing")
class CreateOnlyKeyIgnoresAll(Behaviour):
    def update_sms(self, call: Call) -> Answer:
        if {"direction", "created_by", "date_created", "organization_id", "source"} & {*call.body}:
            call.body = {}
        return super().update_sms(call)


@fault("events.data", "the event of a sending has no text", profile="send")
class SentEventHasNoText(Behaviour):
    def event_data(self, event: Event, states: Sequence[Json | None]) -> Json | None:
        data = super().event_data(event, states)
        return {**data, "text": None} if event.action == "sent" and data else data


@fault("events.created", "the log of a received message is not found")
class LogOfReceivedIsNotFound(Behaviour):
    def list_events(self, call: Call) -> Answer:
        sms = self.world.messages.get(call.query.get("object_id", ""))
        if sms and sms.status == "inbox":
            raise one_error(404, "Not found.")
        return super().list_events(call)
