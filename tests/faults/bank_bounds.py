"""Faults of lists: filters by dates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from operator import ge, gt, le, lt

from close_sms.mock import Behaviour
from close_sms.mock.behaviour.filtering import DATE_FILTERS
from close_sms.mock.calls import Call
from close_sms.mock.dates import has_offset
from close_sms.mock.errors import one_error
from close_sms.mock.things import Sms
from tests.faults.bank_stored import offset_of
from tests.faults.fault import fault

Compare = Callable[[datetime, datetime], bool]
EXACT: Mapping[str, Compare] = {"gt": gt, "gte": ge, "lt": lt, "lte": le}


class Bounds(Behaviour):
    """A filter by a date compares otherwise."""

    fields: tuple[str, ...] = ("date_created", "activity_at")
    compares: Mapping[str, Compare] = EXACT

    def compared(self, sms: Sms, field: str) -> datetime | None:
        """What of a message is compared with a bound."""
        moment: datetime | None = getattr(sms, field)
        return moment

    def filter_by_date(self, rows: list[Sms], field: str, bound: str, moment: datetime) -> list[Sms]:
        if field not in self.fields:
            return super().filter_by_date(rows, field, bound, moment)
        compare = self.compares[bound]
        dated = [(sms, self.compared(sms, field)) for sms in rows]
        return [sms for sms, value in dated if value is not None and compare(value, moment)]


def always(value: datetime, bound: datetime) -> bool:
    """Whatever the bound."""
    return True


@fault("list.by-date-created", "date_created__gt lets the bound itself through")
class CreatedGtIncludes(Bounds):
    fields, compares = ("date_created",), {**EXACT, "gt": ge}


@fault("list.by-date-created", "date_created__gte does not let the bound itself through")
class CreatedGteExcludes(Bounds):
    fields, compares = ("date_created",), {**EXACT, "gte": gt}


@fault("list.by-date-created", "date_created__lt lets the bound itself through")
class CreatedLtIncludes(Bounds):
    fields, compares = ("date_created",), {**EXACT, "lt": le}


@fault("list.by-date-created", "date_created__lte does not let the bound itself through")
class CreatedLteExcludes(Bounds):
    fields, compares = ("date_created",), {**EXACT, "lte": lt}


@fault("list.by-date-created", "before and after are exchanged in the filters by date_created")
class CreatedBoundsAreSwapped(Bounds):
    fields, compares = ("date_created",), {"gt": lt, "gte": le, "lt": gt, "lte": ge}


@fault("list.by-date-created", "date_created__gt has no effect")
class CreatedGtIsIgnored(Bounds):
    fields, compares = ("date_created",), {**EXACT, "gt": always}


@fault("list.by-date-created", "date_created__lt has no effect")
class CreatedLtIsIgnored(Bounds):
    fields, compares = ("date_created",), {**EXACT, "lt": always}


@fault("list.by-date-created", "the filters by date_created compare date_updated")
class CreatedBoundsCompareUpdates(Bounds):
    fields = ("date_created",)

    def compared(self, sms: Sms, field: str) -> datetime | None:
        return sms.date_updated


@fault("list.by-date-created", "the filters by date_created compare whole days")
class CreatedBoundsCompareDays(Bounds):
    fields = ("date_created",)

    def filter_by_date(self, rows: list[Sms], field: str, bound: str, moment: datetime) -> list[Sms]:
        if field not in self.fields:
            return super().filter_by_date(rows, field, bound, moment)
        return [sms for sms in rows if EXACT[bound](day_of(sms.date_created), day_of(moment))]


def day_of(moment: datetime) -> datetime:
    """The start of the day of a moment."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


class ReadsBounds(Behaviour):
    """The bounds of one date are read otherwise."""

    field = ""

    def other(self, name: str, text: str, moment: datetime) -> datetime:
        return moment

    def bound(self, name: str, text: str, call: Call) -> datetime:
        moment = super().bound(name, text, call)
        return self.other(name, text, moment) if name.startswith(self.field) and name in DATE_FILTERS else moment


@fault("list.by-date-created", "the bounds of date_created lose their offset")
class CreatedBoundsLoseOffset(ReadsBounds):
    field = "date_created"

    def other(self, name: str, text: str, moment: datetime) -> datetime:
        return moment + offset_of(text) if has_offset(text) else moment


@fault("list.by-date-created", "the bounds of date_created lose their fraction of a second")
class CreatedBoundsLoseFraction(ReadsBounds):
    field = "date_created"

    def other(self, name: str, text: str, moment: datetime) -> datetime:
        return moment.replace(microsecond=0)


@fault("list.by-date-created", "the bounds of date_created are compared as texts")
class CreatedBoundsAreText(Behaviour):
    def apply_filter(self, rows: list[Sms], name: str, text: str, call: Call) -> list[Sms]:
        field, bound = DATE_FILTERS.get(name, ("", ""))
        if field != "date_created" or not text:
            return super().apply_filter(rows, name, text, call)
        compare: Callable[[str, str], bool] = {"gt": gt, "gte": ge, "lt": lt, "lte": le}[bound]
        return [sms for sms in rows if compare(self.render_date(sms.date_created) or "", text)]


@fault("list.by-date-created", "a bound of date_created that ends in Z is refused")
class BoundWithZIsRefused(ReadsBounds):
    field = "date_created"

    def other(self, name: str, text: str, moment: datetime) -> datetime:
        if text.endswith("Z"):
            raise one_error(400, f"{name}: Invalid ISO 8601 datetime.")
        return moment


@fault("list.by-activity-at", "the filters by activity_at compare date_created")
class ActivityBoundsCompareCreation(Bounds):
    fields = ("activity_at",)

    def compared(self, sms: Sms, field: str) -> datetime | None:
        return sms.date_created


@fault("list.by-activity-at", "activity_at__gt lets the bound itself through")
class ActivityGtIncludes(Bounds):
    fields, compares = ("activity_at",), {**EXACT, "gt": ge}


@fault("list.by-activity-at", "activity_at__gte does not let the bound itself through")
class ActivityGteExcludes(Bounds):
    fields, compares = ("activity_at",), {**EXACT, "gte": gt}


@fault("list.by-activity-at", "activity_at__lt lets the bound itself through")
class ActivityLtIncludes(Bounds):
    fields, compares = ("activity_at",), {**EXACT, "lt": le}


@fault("list.by-activity-at", "activity_at__lte does not let the bound itself through")
class ActivityLteExcludes(Bounds):
    fields, compares = ("activity_at",), {**EXACT, "lte": lt}


@fault("list.by-activity-at", "the upper bounds of activity_at have no effect")
class ActivityHasNoUpperBound(Bounds):
    fields, compares = ("activity_at",), {**EXACT, "lt": always, "lte": always}


@fault("list.by-activity-at", "the bounds of activity_at lose their offset")
class ActivityBoundsLoseOffset(ReadsBounds):
    field = "activity_at"

    def other(self, name: str, text: str, moment: datetime) -> datetime:
        return moment + offset_of(text) if has_offset(text) else moment


@fault(("list.by-activity-at", "update.fields"), "the filters by activity_at find a draft under its first one for ever")
class ActivityBoundsAreStale(Bounds):
    fields = ("activity_at",)

    def store(self, sms: Sms) -> Sms:
        self.__dict__.setdefault("first", {}).setdefault(sms.id, sms.activity_at)
        return super().store(sms)

    def compared(self, sms: Sms, field: str) -> datetime | None:
        moment: datetime | None = self.__dict__.get("first", {}).get(sms.id, sms.activity_at)
        return moment
