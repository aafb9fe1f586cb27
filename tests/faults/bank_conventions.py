"""Faults of the conventions of all resources: method override, `_fields`, rate limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar
from wsgiref.handlers import format_date_time

from flask import request

from close_sms.mock import Behaviour
from close_sms.mock.behaviour.filtering import FILTERS
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import one_error
from close_sms.mock.override import MethodOverride
from close_sms.mock.things import Caller, Sms
from tests.faults.fault import fault

T = TypeVar("T")


def overridden() -> bool:
    """Whether the request is a POST that stands for another method."""
    return MethodOverride.FLAG in request.environ


@fault("conventions.method-override", "the header x-http-method-override is ignored")
class OverrideIsIgnored(Behaviour):
    def action(self, rule: str, method: str) -> str:
        return super().action(rule, "POST" if overridden() else method)


class ReadsParams(Behaviour):
    """A list by POST does not listen to all that is under `_params`."""

    def heard(self, params: Mapping[str, str]) -> Mapping[str, str]:
        return params

    def list_sms(self, call: Call) -> Answer:
        if overridden():
            call.query = {**request.args.to_dict(), **self.heard(call.query)}
        return super().list_sms(call)


@fault("conventions.method-override", "a list by POST ignores `_params`")
class ParamsAreIgnored(ReadsParams):
    def heard(self, params: Mapping[str, str]) -> Mapping[str, str]:
        return {}


@fault("conventions.method-override", "a list by POST ignores the filters under `_params`")
class ParamsLoseFilters(ReadsParams):
    def heard(self, params: Mapping[str, str]) -> Mapping[str, str]:
        return {name: text for name, text in params.items() if name not in FILTERS}


@fault(("conventions.method-override", "list.pages"), "a list by POST ignores `_skip` under `_params`")
class ParamsLoseSkip(ReadsParams):
    def heard(self, params: Mapping[str, str]) -> Mapping[str, str]:
        return {name: text for name, text in params.items() if name != "_skip"}


@fault("conventions.method-override", "of what is under `_params` only the first counts")
class OnlyTheFirstParamCounts(ReadsParams):
    def heard(self, params: Mapping[str, str]) -> Mapping[str, str]:
        return dict(list(params.items())[:1])


class PicksWrongly(Behaviour):
    """`_fields` leaves something else of a message than the keys that it names."""

    def otherwise(self, picked: Json, answer: Json, names: list[str]) -> Json:
        return picked

    def pick(self, answer: Json, fields: str) -> Json:
        picked = super().pick(answer, fields)
        names = [name.strip() for name in fields.split(",") if name.strip()]
        limits = names and "_all" not in names and answer.get("_type") == "SMS"
        return self.otherwise(picked, answer, names) if limits else picked


@fault("conventions.fields", "`_fields` leaves `status` out, even where it names it")
class FieldsLoseStatus(PicksWrongly):
    def otherwise(self, picked: Json, answer: Json, names: list[str]) -> Json:
        return {key: value for key, value in picked.items() if key != "status"}


@fault("conventions.fields", "of several names in `_fields` only the first counts")
class FieldsTakeTheFirst(PicksWrongly):
    def otherwise(self, picked: Json, answer: Json, names: list[str]) -> Json:
        return {key: value for key, value in picked.items() if key == names[0]}


@fault("conventions.fields", "`_fields` leaves out what it names, and nothing else")
class FieldsLeaveOutTheNamed(PicksWrongly):
    def otherwise(self, picked: Json, answer: Json, names: list[str]) -> Json:
        return {key: value for key, value in answer.items() if key not in names}


@fault("conventions.fields", "`_fields` leaves out named keys whose value is null")
class FieldsDropNulls(PicksWrongly):
    def otherwise(self, picked: Json, answer: Json, names: list[str]) -> Json:
        return {key: value for key, value in picked.items() if value is not None}


@fault("conventions.fields", "`_fields` leaves out named keys that are derived, as formatted numbers are")
class FieldsDropDerived(PicksWrongly):
    def otherwise(self, picked: Json, answer: Json, names: list[str]) -> Json:
        return {key: value for key, value in picked.items() if not key.endswith(("_formatted", "_iso", "_name"))}


@fault("conventions.fields", "with `_fields` the text is null")
class FieldsEmptyText(PicksWrongly):
    def otherwise(self, picked: Json, answer: Json, names: list[str]) -> Json:
        return {**picked, "text": None} if "text" in picked else picked


@fault("conventions.fields", "with `_fields` date-times lose their time")
class FieldsCutDates(PicksWrongly):
    def otherwise(self, picked: Json, answer: Json, names: list[str]) -> Json:
        dates = {key: value[:10] for key, value in picked.items() if key.startswith("date_") and value}
        return {**picked, **dates}


@fault("conventions.fields", "`_fields` gives the names in its own order the values in the object's order")
class FieldsAreMixedUp(PicksWrongly):
    def otherwise(self, picked: Json, answer: Json, names: list[str]) -> Json:
        known = [name for name in dict.fromkeys(names) if name in picked]
        return dict(zip(known, picked.values(), strict=True))


@fault(("conventions.fields", "list.shape"), "a list with `_fields` has no has_more")
class FieldsLoseHasMore(Behaviour):
    def page(self, rows: list[T], call: Call, render: Callable[[T], Json]) -> Json:
        page = super().page(rows, call, render)
        return {"data": page["data"]} if call.query.get("_fields") else page


@fault(("conventions.fields", "list.pages"), "a list with `_fields` leaves out entries in which a named key is null")
class FieldsHideEntries(Behaviour):
    def list_page(self, call: Call) -> Json:
        page = super().list_page(call)
        full = [row for row in page["data"] if None not in row.values()]
        return {**page, "data": full} if call.query.get("_fields") else page


@fault("conventions.fields", "`_fields` limits only the first entry of a list")
class FieldsLimitTheFirst(Behaviour):
    def list_page(self, call: Call) -> Json:
        page = super().list_page(call)
        if not call.query.get("_fields"):
            return page
        whole = super().list_page(replace(call, query={**call.query, "_fields": "_all"}))
        return {**page, "data": [*page["data"][:1], *whole["data"][1:]]}


@fault("conventions.fields", "with `_fields` every entry of a list has the values of the first")
class FieldsRepeatTheFirst(Behaviour):
    def list_page(self, call: Call) -> Json:
        page = super().list_page(call)
        return {**page, "data": page["data"][:1] * len(page["data"])} if call.query.get("_fields") else page


@fault(("conventions.fields", "get.object"), "a fetch with `_fields` shows the newest message")
class FieldsShowTheNewest(Behaviour):
    def only_fields(self, answer: Json, call: Call) -> Json:
        own: list[Sms] = list(self.world.all_own(self.world.messages, call.organization_id))
        newest = call.action == "get_sms" and own
        return super().only_fields(self.render(own[-1], call.action) if newest else answer, call)


class AnnouncesLimit(Behaviour):
    """The header `RateLimit` has another form."""

    form = ""

    def rate_limit_headers(self) -> Mapping[str, str]:
        return {"RateLimit": self.form}


@fault("conventions.rate-limit", "the header RateLimit has semicolons")
class LimitHasSemicolons(AnnouncesLimit):
    form = "limit=100; remaining=99; reset=1"


@fault("conventions.rate-limit", "the header RateLimit has three numbers without names")
class LimitHasNoNames(AnnouncesLimit):
    form = "100, 99, 1"


@fault("conventions.rate-limit", "the header RateLimit has no reset")
class LimitHasNoReset(AnnouncesLimit):
    form = "limit=100, remaining=99"


@fault("conventions.rate-limit", "the header RateLimit has the form of a later draft of the IETF")
class LimitIsOfTheDraft(AnnouncesLimit):
    form = '"default";r=99;t=1'


@fault("conventions.rate-limit", "the reset of the header RateLimit is a date")
class LimitIsResetAtADate(AnnouncesLimit):
    form = "limit=100, remaining=99, reset=Mon, 06 May 2024 07:08:10 GMT"


@fault("conventions.rate-limit", "the header RateLimit is JSON")
class LimitIsJson(AnnouncesLimit):
    form = '{"limit": 100, "remaining": 99, "reset": 1}'


class LimitsNowAndThen(Behaviour):
    """Every fortieth request is told to come later."""

    count = 0

    def retry_after(self) -> Mapping[str, str]:
        return {}

    def authenticate(self, header: str) -> Caller:
        caller = super().authenticate(header)
        self.count += 1
        if self.count % 40 == 0:
            refusal = one_error(429, "Rate limit exceeded.")
            refusal.headers.update(self.retry_after())
            raise refusal
        return caller


@fault("conventions.rate-limit", "every fortieth answer is a 429 without Retry-After", chance=True)
class LimitSaysNoTime(LimitsNowAndThen):
    pass


@fault("conventions.rate-limit", "every fortieth answer is a 429 whose Retry-After is a date", chance=True)
class LimitSaysADate(LimitsNowAndThen):
    def retry_after(self) -> Mapping[str, str]:
        return {"Retry-After": format_date_time(self.now().timestamp() + 1)}


@fault("conventions.rate-limit", "every fortieth answer is a 429 whose Retry-After has a unit", chance=True)
class LimitSaysAUnit(LimitsNowAndThen):
    def retry_after(self) -> Mapping[str, str]:
        return {"Retry-After": "1s"}
