"""Date-times: reading what clients write, spelling what the mock answers."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from close_sms.mock.errors import NO_DATE, Invalid

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DATE_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,40})?)?"
    r"(?P<offset>[Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?"
)
HOURS = re.compile(r"[+-]?[0-9]{1,2}(\.[0-9]{1,9})?")
A_DAY = timedelta(days=1)
END_OF_DAY = "T23:59:59.999999"


def is_plain_date(text: str) -> bool:
    """Whether `text` has the form of a date without a time."""
    return DATE.fullmatch(text) is not None


def has_offset(text: str) -> bool:
    """Whether `text` is a date-time that says its offset."""
    match = DATE_TIME.fullmatch(text)
    return match is not None and match["offset"] is not None


def parse_moment(text: str, zone: tzinfo = UTC, *, plain_dates: bool = False) -> datetime:
    """The moment that `text` names, in UTC; `zone` is assumed where it names no offset.

    A plain date, where allowed, means the start of that day. Raises Invalid.
    """
    if not DATE_TIME.fullmatch(text) and not (plain_dates and is_plain_date(text)):
        raise Invalid(NO_DATE)
    try:
        moment = datetime.fromisoformat(text.upper())
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Invalid(NO_DATE) from None


def zone_of(header: str | None) -> tzinfo:
    """The zone of an `x-tz-offset` header in hours, such as `-4` or `-2.5`; UTC itself for none and for nonsense."""
    text = (header or "").strip()
    offset = timedelta(hours=float(text)) if HOURS.fullmatch(text) else A_DAY
    return timezone(offset, text) if abs(offset) < A_DAY else UTC


def spell(moment: datetime | None, form: str) -> str | None:
    """`moment` as a text in the given form, one of the readings of `date-form`."""
    if moment is None:
        return None
    if form == "milliseconds":
        return moment.isoformat(timespec="milliseconds")
    if form == "no-fraction":
        return moment.isoformat(timespec="seconds")
    text = moment.isoformat(timespec="microseconds")
    return text.replace("+00:00", "Z") if form == "zulu" else text
