"""Faults on the way from the request to the store and back: fields, instants, fetch and list."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.dates import DATE_TIME
from close_sms.mock.things import Sms
from tests.faults.fault import fault


class Forgets(Behaviour):
    """A create does not keep one field."""

    field = ""

    def build(self, values: Json, call: Call) -> Sms:
        sms = super().build(values, call)
        lost: Json = {self.field: None}
        return replace(sms, **lost) if values.get(self.field) is not None else sms


@fault("stored.fields", "the contact_id of a create is dropped")
class ContactIsForgotten(Forgets):
    field = "contact_id"


@fault(("stored.fields", "stored.list"), "the lead_id of a create is dropped")
class LeadIsForgotten(Forgets):
    field = "lead_id"


@fault("stored.fields", "the remote_phone of a create is dropped")
class RemotePhoneIsForgotten(Forgets):
    field = "remote_phone"


@fault("stored.fields", "the user_id of a create is dropped")
class UserIsForgotten(Forgets):
    field = "user_id"


@fault(("stored.fields", "stored.text"), "the text of a create is dropped")
class TextIsForgotten(Forgets):
    field = "text"


@fault("stored.fields", "the two numbers are exchanged")
class PhonesAreSwapped(Behaviour):
    def build(self, values: Json, call: Call) -> Sms:
        sms = super().build(values, call)
        return replace(sms, local_phone=sms.remote_phone, remote_phone=sms.local_phone)


@fault("stored.fields", "the last digit of remote_phone is lost at a create")
class RemotePhoneLosesDigit(Behaviour):
    def clean_remote_phone(self, value: Any, call: Call) -> str | None:
        phone = super().clean_remote_phone(value, call)
        return phone and (phone[:-1] if call.action == "create_sms" else phone)


@fault("stored.fields", "only a received message loses its local_phone")
class InboxLosesLocalPhone(Behaviour):
    def build(self, values: Json, call: Call) -> Sms:
        sms = super().build(values, call)
        return replace(sms, local_phone=None) if sms.status == "inbox" else sms


class Misreads(Behaviour):
    """A valid `activity_at` or `date_created` is taken for another instant."""

    fields: tuple[str, ...] = ("activity_at", "date_created")

    def misread(self, text: str, moment: datetime) -> datetime:
        return moment

    def heard(self, field: str, value: Any, moment: datetime | None) -> datetime | None:
        if moment is None or field not in self.fields or not 1000 < moment.year < 9000:
            return moment
        return self.misread(value, moment)

    def clean_activity_at(self, value: Any, call: Call) -> datetime | None:
        return self.heard("activity_at", value, super().clean_activity_at(value, call))

    def clean_date_created(self, value: Any, call: Call) -> datetime | None:
        return self.heard("date_created", value, super().clean_date_created(value, call))


def offset_of(text: str) -> timedelta:
    """The offset at the end of a date-time."""
    match = DATE_TIME.fullmatch(text)
    offset = (match and match["offset"]) or "Z"
    return datetime.fromisoformat(f"2020-01-01T00:00:00{offset.upper()}").utcoffset() or timedelta()


@fault("stored.instants", "activity_at loses its offset")
class ActivityAtLosesOffset(Misreads):
    fields = ("activity_at",)

    def misread(self, text: str, moment: datetime) -> datetime:
        return moment + offset_of(text)


@fault("stored.instants", "date_created loses its offset")
class DateCreatedLosesOffset(ActivityAtLosesOffset):
    fields = ("date_created",)


@fault("stored.instants", "the minutes of a negative offset are counted with the wrong sign")
class HalfHourOffsetIsWrong(Misreads):
    def misread(self, text: str, moment: datetime) -> datetime:
        minutes = (-offset_of(text)) % timedelta(hours=1)
        return moment - 2 * minutes if offset_of(text) < timedelta() else moment


@fault("stored.instants", "the minutes of an offset are not counted")
class OffsetsAreWholeHours(Misreads):
    def misread(self, text: str, moment: datetime) -> datetime:
        offset = offset_of(text)
        minutes = abs(offset) % timedelta(hours=1)
        return moment + minutes if offset > timedelta() else moment - minutes


@fault("stored.instants", "offsets west of UTC count as east of it")
class OffsetsAreAllEast(Misreads):
    def misread(self, text: str, moment: datetime) -> datetime:
        return moment + 2 * offset_of(text) if offset_of(text) < timedelta() else moment


@fault("stored.instants", "day and month are exchanged where that makes a date")
class DayAndMonthAreSwapped(Misreads):
    def misread(self, text: str, moment: datetime) -> datetime:
        return moment.replace(day=moment.month, month=moment.day) if moment.day <= 12 else moment


@fault("stored.instants", "activity_at becomes now")
class ActivityAtIsNow(Misreads):
    fields = ("activity_at",)

    def misread(self, text: str, moment: datetime) -> datetime:
        return self.now()


@fault("stored.instants", "the year of date_created is at least 2000")
class OldDatesAreLost(Misreads):
    def misread(self, text: str, moment: datetime) -> datetime:
        return moment if moment.year >= 2000 else moment.replace(year=2000, day=min(moment.day, 28))


class Shows(Behaviour):
    """One kind of answer shows some fields otherwise than they are stored."""

    operation = "get_sms"

    def instead(self, sms: Sms) -> Json:
        return {}

    def render(self, sms: Sms, action: str) -> Json:
        return {**super().render(sms, action), **(self.instead(sms) if action == self.operation else {})}


@fault(("stored.get", "get.object"), "a fetch shows the text of the newest message")
class GetShowsAnotherText(Shows):
    def instead(self, sms: Sms) -> Json:
        return {"text": list(self.world.messages.values())[-1].text}


@fault(("stored.get", "stored.text"), "a fetch shows no more than 100 characters of the text")
class GetTruncatesText(Shows):
    def instead(self, sms: Sms) -> Json:
        return {"text": sms.text and sms.text[:100]}


@fault("stored.get", "a fetch shows no text")
class GetLosesText(Shows):
    def instead(self, sms: Sms) -> Json:
        return {"text": None}


@fault("stored.get", "a fetch shows activity_at an hour later")
class GetShiftsActivityAt(Shows):
    def instead(self, sms: Sms) -> Json:
        return {"activity_at": self.render_date(sms.activity_at and sms.activity_at + timedelta(hours=1))}


@fault(("stored.get", "object.immutable"), "a fetch shows the present as date_created")
class GetShowsNow(Shows):
    def instead(self, sms: Sms) -> Json:
        return {"date_created": self.render_date(self.now())}


@fault(("stored.get", "update.draft", "update.whole-object"), "a fetch shows the text before all updates")
class GetIsStale(Behaviour):
    def store(self, sms: Sms) -> Sms:
        first = self.__dict__.setdefault("first", {})
        first.setdefault(sms.id, sms.text)
        return super().store(sms)

    def render(self, sms: Sms, action: str) -> Json:
        text = self.__dict__.get("first", {}).get(sms.id, sms.text)
        return super().render(replace(sms, text=text) if action == "get_sms" else sms, action)


@fault(("stored.get", "status.draft-is-stored", "get.object"), "a create is answered well, but nothing is stored")
class CreateStoresNothing(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        before = set(self.world.messages)
        answer = super().create_sms(call)
        for key in set(self.world.messages) - before:
            self.world.pending.discard(key)
            del self.world.messages[key]
        return answer


@fault("stored.list", "the list shows no texts")
class ListLosesText(Shows):
    operation = "list_sms"

    def instead(self, sms: Sms) -> Json:
        return {"text": None}


@fault("stored.list", "the list cuts texts after 40 characters")
class ListTruncatesText(Shows):
    operation = "list_sms"

    def instead(self, sms: Sms) -> Json:
        return {"text": sms.text and sms.text[:40]}


@fault("stored.list", "the list shows the contact's id in place of the lead's")
class ListShowsContactAsLead(Shows):
    operation = "list_sms"

    def instead(self, sms: Sms) -> Json:
        return {"lead_id": sms.contact_id}


@fault("stored.list", "the list shows messages as they were created")
class ListIsStale(Behaviour):
    def store(self, sms: Sms) -> Sms:
        self.__dict__.setdefault("first", {}).setdefault(sms.id, sms)
        return super().store(sms)

    def render(self, sms: Sms, action: str) -> Json:
        return super().render(self.__dict__.get("first", {}).get(sms.id, sms) if action == "list_sms" else sms, action)


@fault(("stored.list", "list.shape"), "from the second page on, the list shows no texts")
class SecondPageLosesText(Behaviour):
    def list_page(self, call: Call) -> Json:
        page = super().list_page(call)
        return page if self.skip(call) == 0 else {**page, "data": [{**row, "text": None} for row in page["data"]]}


@fault("stored.list", "the first message of the second page is left out")
class SecondPageSkipsOne(Behaviour):
    def list_page(self, call: Call) -> Json:
        page = super().list_page(call)
        return page if self.skip(call) == 0 else {**page, "data": page["data"][1:]}


@fault("stored.list", "drafts are not in the list")
class DraftsAreNotListed(Behaviour):
    def is_listed(self, sms: Sms, call: Call) -> bool:
        return sms.status != "draft"


@fault("stored.list", "received messages are not in the list")
class InboxIsNotListed(Behaviour):
    def is_listed(self, sms: Sms, call: Call) -> bool:
        return sms.status != "inbox"


@fault("stored.list", "the filter lead_id lets nothing through")
class LeadFilterIsEmpty(Behaviour):
    def filter_by_id(self, rows: list[Sms], name: str, text: str) -> list[Sms]:
        return [] if name == "lead_id" else super().filter_by_id(rows, name, text)


class CreatedAt(Behaviour):
    """`date_created` of a message that names none is another moment than now."""

    def otherwise(self, values: Json, now: datetime) -> datetime:
        return now

    def date_created(self, values: Json, now: datetime) -> datetime:
        given: datetime | None = values.get("date_created")
        return given or self.otherwise(values, now)


@fault("stored.date-created", "date_created is a day ago")
class CreatedYesterday(CreatedAt):
    def otherwise(self, values: Json, now: datetime) -> datetime:
        return now - timedelta(days=1)


@fault("stored.date-created", "date_created is activity_at where that is given")
class CreatedWhenItHappened(CreatedAt):
    def otherwise(self, values: Json, now: datetime) -> datetime:
        return values.get("activity_at") or now


@fault("stored.date-created", "date_created is the local time of a zone seven hours west")
class CreatedInAnotherZone(CreatedAt):
    def otherwise(self, values: Json, now: datetime) -> datetime:
        return now - timedelta(hours=7)


@fault("stored.date-created", "date_created is 1970")
class CreatedAtTheEpoch(CreatedAt):
    def otherwise(self, values: Json, now: datetime) -> datetime:
        return datetime(1970, 1, 1, tzinfo=UTC)
