"""Date-times as texts in RFC 3339, in many spellings that every reading takes."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from hypothesis.strategies import DrawFn, SearchStrategy

MIN_YEAR, MAX_YEAR = 1970, 2099
PAST = (2001, 2024)
"""The years of `date_times` unless others are asked for: surely over, and no younger than text messages."""

OFFSETS = (
    "+00:00", "Z", "+01:00", "-05:00", "-08:00", "+02:00", "+05:30", "+05:45", "-03:30", "-09:30", "+08:45",
    "+10:30", "+12:45", "+13:00", "+14:00", "-11:00", "-12:00", "-01:00",
)  # fmt: skip
ENDINGS = tuple((digits, offset) for digits in range(7) for offset in OFFSETS)
MICROSECONDS = st.integers(0, 999_999)

NOTABLE_DATE_TIMES: dict[str, str] = {
    "the example of the page": "2016-10-03T16:06:11.167000+00:00",
    "whole seconds, Z": "2020-05-17T10:20:30Z",
    "leap day": "2024-02-29T23:30:00-05:00",
    "leap day of a century": "2000-02-29T12:00:00Z",
    "day before a leap day that is none": "2023-02-28T23:59:59+00:00",
    "year end, another year in UTC": "2019-12-31T23:30:00-03:30",
    "year start, another year in UTC": "2020-01-01T00:15:00+14:00",
    "another day in UTC": "2021-06-30T20:00:00-08:00",
    "month end, another month in UTC": "2022-03-01T02:00:00+05:45",
    "before the clocks go forward": "2024-03-31T01:59:59.999+01:00",
    "after the clocks went forward": "2024-03-31T03:00:00+02:00",
    "the hour that comes twice, first": "2023-11-05T01:30:00-04:00",
    "the hour that comes twice, again": "2023-11-05T01:30:00-05:00",
    "an hour that was skipped somewhere": "2023-03-12T02:30:00-08:00",
    "first microsecond": "2022-07-01T00:00:00.000001Z",
    "last microsecond": "2022-12-31T23:59:59.999999+00:00",
    "one fraction digit": "2018-08-08T08:08:08.5+05:30",
    "a fraction that binary cannot hold": "2017-01-01T12:00:00.1+00:00",
    "midnight": "2015-09-09T00:00:00+12:45",
    "midnight of UTC": "2016-11-10T00:00:00Z",
    "leap day of UTC": "2020-02-29T12:00:00Z",
    "before the year 2001": "2000-12-31T23:59:59-12:00",
}


def date_times(min_year: int = PAST[0], max_year: int = PAST[1]) -> SearchStrategy[str]:
    """Aware date-times whose spelled year lies in the range: 18 offsets, no to six fraction digits, notable ones too.

    Shrinks towards midnight of the first day of `min_year` at +00:00. Raises InvalidArgument outside 1970 to 2099.
    """
    if not MIN_YEAR <= min_year <= max_year <= MAX_YEAR:
        raise InvalidArgument(
            f"min_year={min_year!r}, max_year={max_year!r}: expected {MIN_YEAR} <= min_year <= max_year <= {MAX_YEAR}"
        )
    spelled = _spelled(datetime(min_year, 1, 1), datetime(max_year, 12, 31, 23, 59, 59))
    notable = [text for text in NOTABLE_DATE_TIMES.values() if min_year <= int(text[:4]) <= max_year]
    return st.one_of(spelled, st.sampled_from(notable)) if notable else spelled


@st.composite
def _spelled(draw: DrawFn, first: datetime, last: datetime) -> str:
    """Local times from `first` to `last`, each with a number of fraction digits and an offset."""
    moment = first + timedelta(seconds=draw(st.integers(0, int((last - first).total_seconds()))))
    digits, offset = draw(st.sampled_from(ENDINGS))
    fraction = f".{draw(MICROSECONDS):06}"[: digits + 1] if digits else ""
    return f"{moment.isoformat()}{fraction}{offset}"
