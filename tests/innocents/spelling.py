"""Servers that spell and store dates otherwise than the examples."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from close_sms.mock import Behaviour
from close_sms.mock.calls import Call
from close_sms.mock.things import Sms
from tests.innocents.innocent import innocent

Spelling = Callable[[datetime], str]
DATES = ("activity_at", "date_created", "date_scheduled", "date_sent", "date_updated")
MILLISECOND, SECOND = timedelta(milliseconds=1), timedelta(seconds=1)


def spelled(spelling: Spelling, base: type[Behaviour] = Behaviour) -> type[Behaviour]:
    """A server that spells every date so."""

    class Spelled(base):  # type: ignore[misc,valid-type]
        def render_date(self, moment: datetime | None) -> str | None:
            return None if moment is None else spelling(moment)

    return Spelled


def floored(moment: datetime | None, unit: timedelta) -> datetime | None:
    """The beginning of the unit that a moment lies in."""
    return None if moment is None else moment - (moment - moment.replace(microsecond=0)) % unit


def stored(unit: timedelta, step: timedelta) -> type[Behaviour]:
    """A server whose columns hold no part of a unit of time; whatever it sets or is given is cut off.

    A change is noted at least a `step` after the one before.
    """

    class Stored(Behaviour):
        def touch(self, sms: Sms, call: Call) -> Sms:
            touched = super().touch(sms, call)
            return replace(touched, date_updated=max(touched.date_updated, sms.date_updated + step))

        def cut(self, sms: Sms) -> Sms:
            return replace(sms, **{name: floored(getattr(sms, name), unit) for name in DATES})

        def store(self, sms: Sms) -> Sms:
            return super().store(self.cut(sms))

        def deliver(self, sms: Sms) -> Sms:
            return self.cut(super().deliver(sms))

    return Stored


def in_zone(hours: float, zone: str = "") -> Spelling:
    offset = timezone(timedelta(hours=hours), zone)
    return lambda moment: moment.astimezone(offset).isoformat(timespec="microseconds")


def zulu(timespec: str) -> Spelling:
    return lambda moment: moment.isoformat(timespec=timespec).replace("+00:00", "Z")


def nanoseconds(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds").replace("+00:00", "000Z")


def as_go_does(moment: datetime) -> str:
    """As many digits as there are, so none at all for a whole second."""
    text = moment.isoformat(timespec="microseconds").removesuffix("+00:00")
    return f"{text.rstrip('0').rstrip('.')}Z"


STORED_IN_MILLISECONDS = spelled(zulu("milliseconds"), stored(MILLISECOND, MILLISECOND))
EXAMPLE = "Six digits and `+00:00` are an example's (R101); the type says date-time, which is RFC 3339's."

innocent(
    "dates-in-zulu-seconds",
    "R101 R69 R82",
    f"{EXAMPLE} Here `:11Z`, stored in whole seconds, so that filters agree with what is shown (R82); an edit is noted"
    " at least a second after the one before, so that it looks later (R69).",
    behaviour=spelled(zulu("seconds"), stored(SECOND, SECOND)),
)
innocent(
    "dates-in-milliseconds",
    "R101",
    f"{EXAMPLE} Here `.167Z`, stored in milliseconds as the example's own dates look; a posted date is cut to them.",
    behaviour=STORED_IN_MILLISECONDS,
)
innocent("dates-in-nanoseconds", "R101", f"{EXAMPLE} Here `.167000000Z`.", behaviour=spelled(nanoseconds))
innocent("dates-of-any-length", "R101", f"{EXAMPLE} Here `.167Z`, `.1Z` and `:11Z`.", behaviour=spelled(as_go_does))
innocent("dates-two-hours-east", "R101", f"{EXAMPLE} Here every date is in `+02:00`.", behaviour=spelled(in_zone(2)))
innocent(
    "dates-west-of-a-half-hour",
    "R101",
    f"{EXAMPLE} Here every date is in `-03:30`, so that the day may be another one than in UTC.",
    behaviour=spelled(in_zone(-3.5)),
)
innocent(
    "dates-stored-in-seconds",
    "R101 R69 S57",
    f"{EXAMPLE} Here columns hold whole seconds, so that all that happens within one is at the same moment: a"
    " `date_updated` is never earlier, and its being later (R69) can be seen across seconds only.",
    readings={"date-form": "no-fraction"},
    behaviour=stored(SECOND, timedelta(0)),
)
