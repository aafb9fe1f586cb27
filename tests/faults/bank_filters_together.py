"""Faults of lists: plain dates as bounds, and several filters together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from close_sms.mock import Behaviour
from close_sms.mock.behaviour.filtering import DATE_FILTERS, FILTERS
from close_sms.mock.calls import Call
from close_sms.mock.dates import is_plain_date
from close_sms.mock.errors import one_error
from close_sms.mock.things import Sms
from tests.faults.bank_bounds import ReadsBounds
from tests.faults.fault import fault

DAY = timedelta(days=1)


class PlainDates(ReadsBounds):
    """A bound that is a plain date is read otherwise."""

    def plain(self, name: str, moment: datetime) -> datetime:
        return moment

    def other(self, name: str, text: str, moment: datetime) -> datetime:
        return self.plain(name, moment) if is_plain_date(text) else moment


@fault("list.plain-dates", "a bound that is a plain date is refused")
class PlainDateIsRefused(PlainDates):
    def plain(self, name: str, moment: datetime) -> datetime:
        raise one_error(400, f"{name}: Invalid ISO 8601 datetime.")


@fault(("list.plain-dates", "transport.no-server-error"), "a bound that is a plain date crashes the server")
class PlainDateCrashes(PlainDates):
    def plain(self, name: str, moment: datetime) -> datetime:
        raise one_error(500, "Internal Server Error")


@fault("list.plain-dates", "a plain date means the next day, where `__gte` or `__lt` names it")
class PlainDateIsTheNextDay(PlainDates):
    def plain(self, name: str, moment: datetime) -> datetime:
        return moment + DAY if name.endswith(("__gte", "__lt")) else moment


@fault("list.plain-dates", "a plain date means the day before")
class PlainDateIsTheDayBefore(PlainDates):
    def plain(self, name: str, moment: datetime) -> datetime:
        return moment - DAY


@fault("list.plain-dates", "a plain date means its noon, where `__gte` or `__lt` names it")
class PlainDateIsNoon(PlainDates):
    def plain(self, name: str, moment: datetime) -> datetime:
        return moment + DAY / 2 if name.endswith(("__gte", "__lt")) else moment


@fault("list.plain-dates", "a plain date means the first of its month")
class PlainDateIsTheFirst(PlainDates):
    def plain(self, name: str, moment: datetime) -> datetime:
        return moment.replace(day=1)


@fault("list.plain-dates", "day and month of a plain date are exchanged where that makes a date")
class PlainDateIsTurned(PlainDates):
    def plain(self, name: str, moment: datetime) -> datetime:
        return moment.replace(day=moment.month, month=moment.day) if moment.day <= 12 else moment


@fault("list.plain-dates", "the plain date of a leap day is refused")
class LeapDayIsRefused(PlainDates):
    def plain(self, name: str, moment: datetime) -> datetime:
        if (moment.month, moment.day) == (2, 29):
            raise one_error(400, f"{name}: Invalid ISO 8601 datetime.")
        return moment


@fault("list.plain-dates", "a filter by a plain date has no effect")
class PlainDateIsIgnored(Behaviour):
    def apply_filter(self, rows: list[Sms], name: str, text: str, call: Call) -> list[Sms]:
        ignored = name in DATE_FILTERS and is_plain_date(text)
        return rows if ignored else super().apply_filter(rows, name, text, call)


class Together(Behaviour):
    """Several filters together let through something else than each of them does."""

    def heard(self, filters: Mapping[str, str]) -> Mapping[str, str]:
        return filters

    def filtered(self, rows: list[Sms], call: Call) -> list[Sms]:
        filters = {name: text for name, text in call.query.items() if name in FILTERS}
        return super().filtered(rows, replace(call, query=self.heard(filters)))


@fault("list.filters-together", "several filters let through what any of them lets through")
class TogetherMeansOr(Behaviour):
    def filtered(self, rows: list[Sms], call: Call) -> list[Sms]:
        filters = [item for item in call.query.items() if item[0] in FILTERS]
        kept = {sms.id for name, text in filters for sms in self.apply_filter(rows, name, text, call)}
        return [sms for sms in rows if sms.id in kept or not filters]


@fault("list.filters-together", "of several filters only the first counts")
class OnlyTheFirstFilterCounts(Together):
    def heard(self, filters: Mapping[str, str]) -> Mapping[str, str]:
        return dict(list(filters.items())[:1])


@fault("list.filters-together", "of several filters only the last counts")
class OnlyTheLastFilterCounts(Together):
    def heard(self, filters: Mapping[str, str]) -> Mapping[str, str]:
        return dict(list(filters.items())[-1:])


@fault("list.filters-together", "filters by dates have no effect beside lead_id")
class LeadSwitchesDatesOff(Together):
    def heard(self, filters: Mapping[str, str]) -> Mapping[str, str]:
        return {name: text for name, text in filters.items() if name not in DATE_FILTERS or "lead_id" not in filters}


@fault("list.filters-together", "other filters have no effect beside id__in")
class IdsSwitchOthersOff(Together):
    def heard(self, filters: Mapping[str, str]) -> Mapping[str, str]:
        return {"id__in": filters["id__in"]} if "id__in" in filters else filters


@fault("list.filters-together", "lead_id has no effect beside user_id")
class UserBeatsLead(Together):
    def heard(self, filters: Mapping[str, str]) -> Mapping[str, str]:
        return {name: text for name, text in filters.items() if name != "lead_id" or "user_id" not in filters}


@fault("list.filters-together", "of a lower and an upper bound only the lower one counts")
class LowerBeatsUpper(Together):
    def heard(self, filters: Mapping[str, str]) -> Mapping[str, str]:
        lower = any(name.endswith(("__gt", "__gte")) for name in filters)
        upper = [name for name in filters if name.endswith(("__lt", "__lte")) and lower]
        return {name: text for name, text in filters.items() if name not in upper}
