"""Faults of the header `x-tz-offset`: in filters and in scheduling."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any

from flask import request

from close_sms.mock import Behaviour
from close_sms.mock.calls import Call
from close_sms.mock.dates import has_offset, zone_of
from close_sms.mock.things import Sms
from tests.faults.bank_stored import offset_of
from tests.faults.fault import fault

HOUR = timedelta(hours=1)


def header() -> str:
    """The header `x-tz-offset` as it was written, empty where there is none."""
    return str(request.headers.get("X-Tz-Offset", ""))


def offset(zone: tzinfo) -> timedelta:
    """The distance of a zone from UTC."""
    return zone.utcoffset(None) or timedelta()


def ignored(zone: tzinfo) -> tzinfo:
    """UTC, whatever the header says."""
    return UTC


def turned(zone: tzinfo) -> tzinfo:
    """The zone on the other side of UTC."""
    return timezone(-offset(zone))


def whole(zone: tzinfo) -> tzinfo:
    """The zone without the fraction of its hours."""
    return timezone(timedelta(hours=int(offset(zone) / HOUR)))


def in_minutes(zone: tzinfo) -> tzinfo:
    """The zone whose offset counts minutes."""
    return timezone(offset(zone) / 60)


@fault("conventions.tz-offset", "a bound that has an offset is moved by the header x-tz-offset nevertheless")
class BoundsWithOffsetAreMoved(Behaviour):
    def bound(self, name: str, text: str, call: Call) -> datetime:
        moment = super().bound(name, text, call)
        return moment - offset(call.zone) if has_offset(text) else moment


class ZoneOfFilters(Behaviour):
    """A filter by a date is read in another zone than `x-tz-offset` says."""

    def other(self, zone: tzinfo, name: str) -> tzinfo:
        return zone

    def bound(self, name: str, text: str, call: Call) -> datetime:
        said = call.zone is not UTC
        return super().bound(name, text, replace(call, zone=self.other(call.zone, name)) if said else call)


@fault("conventions.tz-offset", "x-tz-offset has no effect on filters")
class ZoneIsIgnored(ZoneOfFilters):
    def other(self, zone: tzinfo, name: str) -> tzinfo:
        return ignored(zone)


@fault("conventions.tz-offset", "x-tz-offset has the wrong sign in filters")
class ZoneIsTurned(ZoneOfFilters):
    def other(self, zone: tzinfo, name: str) -> tzinfo:
        return turned(zone)


@fault("conventions.tz-offset", "x-tz-offset loses its fraction in filters")
class ZoneLosesFraction(ZoneOfFilters):
    def other(self, zone: tzinfo, name: str) -> tzinfo:
        return whole(zone)


@fault("conventions.tz-offset", "x-tz-offset counts minutes in filters")
class ZoneCountsMinutes(ZoneOfFilters):
    def other(self, zone: tzinfo, name: str) -> tzinfo:
        return in_minutes(zone)


@fault("conventions.tz-offset", "the fraction of x-tz-offset counts minutes: -2.5 is two hours and five minutes")
class FractionCountsMinutes(ZoneOfFilters):
    def other(self, zone: tzinfo, name: str) -> tzinfo:
        hours, _, fraction = header().strip().lstrip("+-").partition(".")
        size = timedelta(hours=int(hours), minutes=int(fraction or 0) % 60)
        return timezone(-size if offset(zone) < timedelta() else size)


@fault("conventions.tz-offset", "an x-tz-offset west of UTC is ignored in filters")
class ZoneIsNeverWest(ZoneOfFilters):
    def other(self, zone: tzinfo, name: str) -> tzinfo:
        return zone if offset(zone) > timedelta() else UTC


@fault("conventions.tz-offset", "x-tz-offset has an effect on lower bounds only")
class ZoneOfLowerBoundsOnly(ZoneOfFilters):
    def other(self, zone: tzinfo, name: str) -> tzinfo:
        return zone if name.endswith(("__gt", "__gte")) else UTC


@fault("conventions.tz-offset", "x-tz-offset has an effect on date_created only")
class ZoneOfCreationOnly(ZoneOfFilters):
    def other(self, zone: tzinfo, name: str) -> tzinfo:
        return zone if name.startswith("date_created") else UTC


@fault("conventions.tz-offset", "of an x-tz-offset of two digits only the first counts in filters")
class ZoneLosesADigit(ZoneOfFilters):
    def other(self, zone: tzinfo, name: str) -> tzinfo:
        hours = int(offset(zone) / HOUR)
        return timezone(timedelta(hours=int(hours / 10))) if abs(hours) >= 10 else zone


@fault(
    ("list.by-date-created", "list.by-activity-at", "conventions.tz-offset"), "x-tz-offset beats a bound's own offset"
)
class ZoneBeatsTheBound(Behaviour):
    def bound(self, name: str, text: str, call: Call) -> datetime:
        moment = super().bound(name, text, call)
        return moment + offset_of(text) - offset(call.zone) if has_offset(text) else moment


class ZoneOfSchedule(Behaviour):
    """A `date_scheduled` without an offset is read in another zone than `x-tz-offset` says."""

    actions: tuple[str, ...] = ("create_sms", "update_sms")

    def other(self, zone: tzinfo) -> tzinfo:
        return zone

    def clean_date_scheduled(self, value: Any, call: Call) -> datetime | None:
        wrong = call.zone is not UTC and call.action in self.actions
        return super().clean_date_scheduled(value, replace(call, zone=self.other(call.zone)) if wrong else call)


@fault("conventions.tz-offset-scheduling", "x-tz-offset has no effect on date_scheduled", profile="send")
class ScheduleIgnoresZone(ZoneOfSchedule):
    def other(self, zone: tzinfo) -> tzinfo:
        return ignored(zone)


@fault("conventions.tz-offset-scheduling", "x-tz-offset has the wrong sign for date_scheduled", profile="send")
class ScheduleTurnsZone(ZoneOfSchedule):
    def other(self, zone: tzinfo) -> tzinfo:
        return turned(zone)


@fault("conventions.tz-offset-scheduling", "x-tz-offset loses its fraction for date_scheduled", profile="send")
class ScheduleLosesFraction(ZoneOfSchedule):
    def other(self, zone: tzinfo) -> tzinfo:
        return whole(zone)


@fault("conventions.tz-offset-scheduling", "x-tz-offset counts minutes for date_scheduled", profile="send")
class ScheduleCountsMinutes(ZoneOfSchedule):
    def other(self, zone: tzinfo) -> tzinfo:
        return in_minutes(zone)


@fault("conventions.tz-offset-scheduling", "x-tz-offset has no effect where a draft is scheduled", profile="send")
class ScheduledDraftIgnoresZone(ZoneOfSchedule):
    actions = ("update_sms",)

    def other(self, zone: tzinfo) -> tzinfo:
        return ignored(zone)


@fault(
    ("conventions.tz-offset-scheduling", "scheduling.sent-at-date"),
    "x-tz-offset counts for the date_scheduled that is shown, but not for the sending",
    profile="send",
)
class ZoneIsOnlyShown(Behaviour):
    def time_to_send(self, sms: Sms, now: datetime) -> datetime:
        due, text = super().time_to_send(sms, now), (request.get_json(silent=True) or {}).get("date_scheduled")
        naive = isinstance(text, str) and not has_offset(text)
        return max(due + offset(zone_of(header())), now) if naive and sms.status == "scheduled" else due


@fault(
    ("scheduling.date-kept", "conventions.tz-offset-scheduling"),
    "x-tz-offset moves a date_scheduled that has an offset of its own",
    profile="schedule",
)
class ZoneMovesTheSchedule(Behaviour):
    def clean_date_scheduled(self, value: Any, call: Call) -> datetime | None:
        date = super().clean_date_scheduled(value, call)
        return date - offset(call.zone) if date and header() and has_offset(value) else date
