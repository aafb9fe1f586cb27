"""More faults of what stands beside what counts: keys of the server, nulls, times of logged messages, other filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from close_sms.mock import Behaviour
from close_sms.mock.behaviour.filtering import DATE_FILTERS
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.dates import has_offset, is_plain_date
from close_sms.mock.errors import Refusal, faulty_fields, one_error
from close_sms.mock.things import Sms
from tests.faults.bank_bounds import ReadsBounds
from tests.faults.bank_conventions import PicksWrongly, ReadsParams, overridden
from tests.faults.bank_filters import Filters
from tests.faults.bank_filters_together import Together
from tests.faults.bank_paging import of_messages
from tests.faults.bank_stored import Misreads, offset_of
from tests.faults.bank_zones import offset
from tests.faults.fault import fault

CREATED = {name for name in DATE_FILTERS if name.startswith("date_created")}
TOOK_PLACE = DATE_FILTERS.keys() - CREATED
MOST = timedelta(hours=12)


class TakesOver(Behaviour):
    """A key that the server owns is taken from the body of a create."""

    key = ""

    def render(self, sms: Sms, action: str) -> Json:
        return {**super().render(sms, action), **self.taken().get(sms.id, {})}

    def taken(self) -> dict[str, Json]:
        kept: dict[str, Json] = self.__dict__.setdefault("kept", {})
        return kept

    def add_sms(self, values: Json, call: Call) -> Sms:
        sms = super().add_sms(values, call)
        if self.key in call.body:
            self.taken()[sms.id] = {self.key: call.body[self.key]}
        return sms


@fault("object.cost", "a posted `cost` is taken over")
class PostedCostIsTaken(TakesOver):
    key = "cost"


@fault("object.cost", "no key but the documented ones may be posted, and `cost`, which is taken over")
class OnlyCostIsTaken(TakesOver):
    key = "cost"

    def check_keys(self, body: Json, known: tuple[str, ...]) -> None:
        super().check_keys(body, known)
        strange = set(body) - {*known, "created_by_id", self.key}
        if strange:
            raise faulty_fields(dict.fromkeys(sorted(strange), "Unknown field."))


@fault(("object.users", "object.never-null"), "posted `users` are taken over")
class PostedUsersAreTaken(TakesOver):
    key = "users"


@fault("object.type", "a posted `_type` is taken over")
class PostedTypeIsTaken(TakesOver):
    key = "_type"


@fault("object.formatted-numbers", "a posted `remote_phone_formatted` is taken over")
class PostedFormIsTaken(TakesOver):
    key = "remote_phone_formatted"


@fault(("object.own-id", "stored.get"), "a posted `id` is the id of the message, and takes the place of another one")
class PostedIdOverwrites(Behaviour):
    def build(self, values: Json, call: Call) -> Sms:
        key = call.body.get("id")
        return replace(super().build(values, call), **({"id": key} if isinstance(key, str) and key else {}))


@fault("direction.others-default-outbound", "a null direction is inbound, whatever the status")
class NullDirectionIsInbound(Behaviour):
    def build(self, values: Json, call: Call) -> Sms:
        null = "direction" in values and values["direction"] is None
        return replace(super().build(values, call), **({"direction": "inbound"} if null else {}))


class Entering(Behaviour):
    """A message that is only to be logged enters another status."""

    status = ""

    def is_meant(self, sms: Sms) -> bool:
        return False

    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        entered = super().enter(sms, status, at, was_draft=was_draft)
        return replace(entered, status=self.status) if not was_draft and self.is_meant(sms) else entered


@fault("status.inbox-is-logged", "a received message with `send_in` is put into the outbox")
class DelayedInboxIsOutbox(Entering):
    status = "outbox"

    def is_meant(self, sms: Sms) -> bool:
        return sms.status == "inbox" and bool(sms.send_in)


@fault("status.sent-is-logged", "a sent message with `send_in` is put into the outbox")
class DelayedSentIsOutbox(Entering):
    status = "outbox"

    def is_meant(self, sms: Sms) -> bool:
        return sms.status == "sent" and bool(sms.send_in)


class Dated(Behaviour):
    """The date of a create is asked whatever the status."""

    def build(self, values: Json, call: Call) -> Sms:
        sms = super().build(values, call)
        return replace(sms, date_scheduled=values.get("date_scheduled"))


@fault("status.sent-is-logged", "a sent message with `date_scheduled` becomes scheduled")
class DatedSentIsScheduled(Dated, Entering):
    status = "scheduled"

    def is_meant(self, sms: Sms) -> bool:
        return sms.status == "sent" and sms.date_scheduled is not None


class AnotherDate(Behaviour):
    """A scheduled message without a date is accepted where something else is there."""

    def stands(self, body: Json) -> bool:
        return False

    def create_sms(self, call: Call) -> Answer:
        body = call.body
        if body.get("status") == "scheduled" and "date_scheduled" not in body and self.stands(body):
            call.body = {**body, "date_scheduled": (self.now() + timedelta(days=1)).isoformat()}
        return super().create_sms(call)


@fault("scheduling.date-required", "an activity_at stands for the date of a scheduled message", profile="send")
class ActivityStandsForTheDate(AnotherDate):
    def stands(self, body: Json) -> bool:
        return body.get("activity_at") is not None


@fault("scheduling.date-required", "a scheduled message of a template needs no date", profile="send")
class TemplateNeedsNoDate(AnotherDate):
    def stands(self, body: Json) -> bool:
        return body.get("template_id") is not None


@fault("sending.delay-limit", "a `send_in` in decimals has no limit, but counts as 59 at most", profile="send")
class DecimalsHaveNoLimit(Behaviour):
    def clean_send_in(self, value: Any, _call: Call) -> float | None:
        is_free = isinstance(value, float) and value % 1 and value >= 60
        return super().clean_send_in(59 if is_free else value, _call)


@fault("sending.delay-limit", "a `send_in` that is a text has no limit, but counts as 59 at most", profile="send")
class TextsHaveNoLimit(Behaviour):
    def clean_send_in(self, value: Any, _call: Call) -> float | None:
        is_free = isinstance(value, str) and value.isdigit() and int(value) >= 60
        return super().clean_send_in(59 if is_free else value, _call)


@fault("stored.fields", "the text of a create without text is that of the create before")
class TextOfTheOneBefore(Behaviour):
    def build(self, values: Json, call: Call) -> Sms:
        sms = super().build(values, call)
        before = self.__dict__.get("before")
        self.__dict__["before"] = sms.text
        return replace(sms, text=before) if "text" not in values and not sms.template_id else sms


@fault("templates.rendered", "`$&` in a contact's name becomes the merge field itself")
class DollarIsTheMatch(Behaviour):
    def merged(self, written: str, name: str, sms: Sms) -> str:
        return super().merged(written, name, sms).replace("$&", written)


@fault("stored.instants", "moments after January 2038 begin again in 1901")
class MomentsEndIn2038(Misreads):
    def misread(self, text: str, moment: datetime) -> datetime:
        late = moment >= datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC)
        return moment - timedelta(seconds=2**32) if late else moment


@fault("stored.instants", "an `activity_at` that is still to come becomes now")
class NothingIsToCome(Behaviour):
    def clean_activity_at(self, value: Any, call: Call) -> datetime | None:
        moment = super().clean_activity_at(value, call)
        return moment and min(moment, self.now())


@fault("list.filters-together", "lead_id has no effect beside contact_id")
class ContactBeatsLead(Together):
    def heard(self, filters: Mapping[str, str]) -> Mapping[str, str]:
        return {name: text for name, text in filters.items() if name != "lead_id" or "contact_id" not in filters}


@fault("list.filters-together", "bounds of activity_at have no effect beside those of date_created")
class CreatedBeatsActivity(Together):
    def heard(self, filters: Mapping[str, str]) -> Mapping[str, str]:
        beaten = TOOK_PLACE if CREATED & filters.keys() else set[str]()
        return {name: text for name, text in filters.items() if name not in beaten}


@fault("list.filters-together", "bounds of date_created have no effect beside those of activity_at")
class ActivityBeatsCreated(Together):
    def heard(self, filters: Mapping[str, str]) -> Mapping[str, str]:
        beaten = CREATED if TOOK_PLACE & filters.keys() else set[str]()
        return {name: text for name, text in filters.items() if name not in beaten}


@fault("list.filters-together", "user_id has no effect beside dates")
class DatesBeatUser(Together):
    def heard(self, filters: Mapping[str, str]) -> Mapping[str, str]:
        dated = bool(DATE_FILTERS.keys() & filters.keys())
        return {name: text for name, text in filters.items() if name != "user_id" or not dated}


@fault("list.filters-together", "of more than three filters only three count")
class ThreeFiltersCount(Together):
    def heard(self, filters: Mapping[str, str]) -> Mapping[str, str]:
        return dict(list(filters.items())[:3])


class QueryWithout(Behaviour):
    """A list overlooks some of its query."""

    def overlooked(self, query: Mapping[str, str]) -> set[str]:
        return set()

    def list_page(self, call: Call) -> Json:
        gone = self.overlooked(call.query)
        return super().list_page(replace(call, query={k: v for k, v in call.query.items() if k not in gone}))


@fault("list.filters-together", "filters by dates have no effect beside `_limit`")
class LimitSwitchesDatesOff(QueryWithout):
    def overlooked(self, query: Mapping[str, str]) -> set[str]:
        return {*DATE_FILTERS} if "_limit" in query else set()


@fault(("list.filters-together", "conventions.fields"), "filters by dates have no effect beside `_fields`")
class FieldsSwitchDatesOff(QueryWithout):
    def overlooked(self, query: Mapping[str, str]) -> set[str]:
        return {*DATE_FILTERS} if "_fields" in query else set()


@fault(("list.pages", "list.filters-together"), "`_skip` has no effect beside filters by dates")
class DatesSwitchSkipOff(QueryWithout):
    def overlooked(self, query: Mapping[str, str]) -> set[str]:
        return {"_skip"} if DATE_FILTERS.keys() & query.keys() else set()


@fault(("conventions.fields", "list.pages"), "`_skip` has no effect beside `_fields`")
class FieldsSwitchSkipOff(QueryWithout):
    def overlooked(self, query: Mapping[str, str]) -> set[str]:
        return {"_skip"} if "_fields" in query else set()


@fault("conventions.fields", "from the second page on `_fields` has no effect")
class FieldsAreOfTheFirstPage(QueryWithout):
    def overlooked(self, query: Mapping[str, str]) -> set[str]:
        return {"_fields"} if query.get("_skip", "0") != "0" else set()


@fault("list.limit-maximum", "a `_limit` above the maximum is taken where `_fields` names what is wanted")
class FieldsTakeAnyLimit(Behaviour):
    def limit_up_to(self, most: int, call: Call, default: int) -> int:
        free = "_fields" in call.query and of_messages(call)
        return self.integer(call, "_limit", default) if free else super().limit_up_to(most, call, default)


@fault("list.limit-maximum", "a `_limit` above the maximum is taken in a list by POST")
class PostTakesAnyLimit(Behaviour):
    def limit_up_to(self, most: int, call: Call, default: int) -> int:
        return self.integer(call, "_limit", default) if overridden() else super().limit_up_to(most, call, default)


@fault("list.has-more", "has_more is true where nothing was found at all")
class NothingHasMore(Behaviour):
    def has_more(self, rows: int, skip: int, limit: int) -> bool:
        return super().has_more(rows, skip, limit) or rows == 0


@fault("list.by-id", "the filter id__in takes no more than ten ids")
class IdFilterTakesTen(Filters):
    name = "id__in"

    def other(self, rows: list[Sms], keys: list[str]) -> list[Sms]:
        return self.matching(rows, keys[:10])


@fault("list.by-activity-at", "the fraction of a second of a bound of activity_at is lost")
class FractionOfABoundIsLost(ReadsBounds):
    def other(self, name: str, text: str, moment: datetime) -> datetime:
        return moment.replace(microsecond=0) if name in TOOK_PLACE else moment


@fault("list.plain-dates", "the last day of a year is read as that of the year before")
class LastDayIsAYearEarly(ReadsBounds):
    def other(self, name: str, text: str, moment: datetime) -> datetime:
        last = is_plain_date(text) and (moment.month, moment.day) == (12, 31)
        return moment.replace(year=moment.year - 1) if last else moment


@fault("conventions.method-override", "a list by POST ignores filters by dates under `_params`")
class ParamsLoseDates(ReadsParams):
    def heard(self, params: Mapping[str, str]) -> Mapping[str, str]:
        return {name: text for name, text in params.items() if name not in DATE_FILTERS}


@fault("conventions.method-override", "of several ids under `_params` only the first counts")
class ParamsTakeTheFirstId(ReadsParams):
    def heard(self, params: Mapping[str, str]) -> Mapping[str, str]:
        return {name: text.split(",")[0] if name == "id__in" else text for name, text in params.items()}


@fault(("conventions.method-override", "conventions.fields"), "a list by POST ignores `_fields` under `_params`")
class ParamsLoseFields(ReadsParams):
    def heard(self, params: Mapping[str, str]) -> Mapping[str, str]:
        return {name: text for name, text in params.items() if name != "_fields"}


@fault("conventions.method-override", "a message cannot be fetched by POST")
class NoFetchByPost(Behaviour):
    def get_sms(self, call: Call) -> Answer:
        if overridden():
            raise self.unknown_url()
        return super().get_sms(call)


class ZoneOfBounds(Behaviour):
    """Some bounds are read otherwise where the header x-tz-offset is there."""

    def other(self, name: str, text: str, moment: datetime, call: Call) -> datetime:
        return moment

    def bound(self, name: str, text: str, call: Call) -> datetime:
        moment = super().bound(name, text, call)
        return moment if has_offset(text) else self.other(name, text, moment, call)


@fault("conventions.tz-offset", "x-tz-offset has no effect on bounds of date_created")
class ZoneIsNotOfCreation(ZoneOfBounds):
    def other(self, name: str, text: str, moment: datetime, call: Call) -> datetime:
        return moment + offset(call.zone) if name in CREATED else moment


@fault("conventions.tz-offset", "x-tz-offset has no effect on a bound with a time but without an offset")
class ZoneIsOfPlainDates(ZoneOfBounds):
    def other(self, name: str, text: str, moment: datetime, call: Call) -> datetime:
        return moment if is_plain_date(text) else moment + offset(call.zone)


@fault("conventions.tz-offset", "an x-tz-offset of more than 12 counts as 12")
class ZoneEndsAtTwelve(ZoneOfBounds):
    def other(self, name: str, text: str, moment: datetime, call: Call) -> datetime:
        return moment + max(offset(call.zone) - MOST, timedelta())


@fault("conventions.tz-offset", "of an x-tz-offset with quarters of an hour only the halves count")
class ZoneLosesQuarters(ZoneOfBounds):
    def other(self, name: str, text: str, moment: datetime, call: Call) -> datetime:
        return moment + offset(call.zone) % timedelta(minutes=30)


@fault("conventions.tz-offset", "the x-tz-offset of a request stays in force for those that have none")
class ZoneStays(Behaviour):
    def bound(self, name: str, text: str, call: Call) -> datetime:
        said = call.zone is not UTC
        zone = self.__dict__.setdefault("zone", call.zone) if not said else call.zone
        self.__dict__["zone"] = zone
        return super().bound(name, text, replace(call, zone=zone))


@fault(("conventions.tz-offset", "stored.instants"), "x-tz-offset moves an `activity_at` that has an offset")
class ZoneMovesMoments(Behaviour):
    def clean_activity_at(self, value: Any, call: Call) -> datetime | None:
        moment = super().clean_activity_at(value, call)
        return moment and moment - offset(call.zone)


@fault("conventions.fields", "`_fields` leaves `cost` out, even where it names it")
class FieldsLoseCost(PicksWrongly):
    def otherwise(self, picked: Json, answer: Json, names: list[str]) -> Json:
        return {name: value for name, value in picked.items() if name != "cost"}


@fault("conventions.fields", "`_fields` leaves out named keys whose value is an empty list")
class FieldsDropEmptyLists(PicksWrongly):
    def otherwise(self, picked: Json, answer: Json, names: list[str]) -> Json:
        return {name: value for name, value in picked.items() if value != []}


@fault("scheduling.date-kept", "an offset of more than 12 hours counts as 12 in date_scheduled", profile="schedule")
class OffsetsOfDatesEndAtTwelve(Behaviour):
    def clean_date_scheduled(self, value: Any, call: Call) -> datetime | None:
        moment = super().clean_date_scheduled(value, call)
        return moment and moment + max(offset_of(value) - MOST, timedelta())


class OddCrash(Behaviour):
    """A body that hardly makes sense crashes the server."""

    def is_odd(self, body: Json) -> bool:
        return False

    def create_sms(self, call: Call) -> Answer:
        if self.is_odd(call.body):
            raise one_error(500, "Internal Server Error")
        return super().create_sms(call)


@fault("transport.no-server-error", "a number of more than 32 characters crashes the server")
class LongNumberCrashes(OddCrash):
    def is_odd(self, body: Json) -> bool:
        return len(str(body.get("remote_phone"))) > 32


@fault("transport.no-server-error", "an empty moment crashes the server")
class EmptyMomentCrashes(OddCrash):
    def is_odd(self, body: Json) -> bool:
        return body.get("activity_at") == ""


@fault("transport.no-server-error", "a day that no month has crashes the list")
class ImpossibleBoundCrashes(Behaviour):
    def bound(self, name: str, text: str, call: Call) -> datetime:
        try:
            return super().bound(name, text, call)
        except Refusal:
            raise one_error(500, "Internal Server Error") from None
