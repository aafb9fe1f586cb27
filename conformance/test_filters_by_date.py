"""Filters by moments and days: where their bounds are, in whatever zone they are named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from close_sms.claims import claim_that, claim_twin_refused
from close_sms.client import SMS
from close_sms.judgement import NotApplicable
from close_sms.marks import rule
from close_sms.wording import outcome
from conformance.api.bodies import message
from conformance.api.sms import Sms
from conformance.lists.filters import BOUNDS
from conformance.lists.listed_lead import LEAP_DAY, ListedLead
from conformance.lists.pages import PAUSES, entries, moment_of, spelled

OLD = ("date_created__gt", "date_created__lt")  # those that the old page has, too (D13)
MIDDLE = 4  # the message at whose moment bounds are set
A_HIDDEN_FRACTION = timedelta(seconds=0.1)
BESIDE = 5  # seconds: more than the creates of all messages take, where their dates are not kept


@rule("list.plain-dates")
@pytest.mark.parametrize("bound", ["gte", "lt"])
def test_plain_date_is_meant_in_the_zone_of_greenwich(listed: ListedLead, bound: str) -> None:
    """If the header says so, the day begins at its midnight in UTC."""
    listed.need_new_filters()
    _claim_bound_in_zone(listed, bound, listed.midnight.strftime("%Y-%m-%d"), listed.midnight, hours="0")


@pytest.mark.parametrize("bound", BOUNDS)
@pytest.mark.parametrize(
    "field",
    [
        pytest.param("date_created", marks=rule("list.by-date-created")),
        pytest.param("activity_at", marks=rule("list.by-activity-at")),
    ],
)
def test_list_by_a_moment(listed: ListedLead, field: str, bound: str) -> None:
    """At the very moment of a message, where it is known to the last digit, and on both sides of it."""
    name = f"{field}__{bound}"
    if name not in OLD:
        listed.need_new_filters()
    middle = _middle(listed, field)
    exact = [0.0] if field == "activity_at" or listed.keeps_dates else []
    fractions = [-0.25, 0.25] if middle.microsecond else [0.25]
    for seconds in (*exact, *(fractions if listed.keeps_dates else []), -BESIDE, BESIDE):
        moment = middle + timedelta(seconds=seconds)
        _claim_bound(listed, name, moment, moment.isoformat())


@pytest.mark.parametrize(
    "field",
    [
        pytest.param("date_created", marks=rule("list.by-date-created")),
        pytest.param("activity_at", marks=rule("list.by-activity-at")),
    ],
)
def test_list_by_a_moment_in_another_zone(listed: ListedLead, field: str) -> None:
    """The offset of a bound counts, also where it is written as Z."""
    listed.need_new_filters()
    at = _middle(listed, field) - timedelta(seconds=BESIDE)
    for hours in (5.5, -8, 0):
        there = at.astimezone(timezone(timedelta(hours=hours))).isoformat(timespec="seconds")
        for bound in ("gt", "lte"):
            _claim_bound(listed, f"{field}__{bound}", at, there.replace("+00:00", "Z"))


@rule("list.by-activity-at")
def test_list_by_the_moment_of_an_edited_message(listed: ListedLead, sms: Sms) -> None:
    """It is found under its new moment, and no longer under its old one."""
    listed.need_new_filters()
    lead = sms.world.other_lead_id
    old, new = listed.midnight - timedelta(days=900), listed.midnight + timedelta(days=30)
    draft = sms.need_id(message("draft", lead_id=lead, contact_id=None, activity_at=spelled(old)))
    sms.need_update(draft, {"activity_at": spelled(new)})
    between = spelled(old + timedelta(days=400))
    for _ in sms.looks(PAUSES):
        after = sms.list(lead_id=lead, activity_at__gt=between, id__in=draft)
        before = sms.list(lead_id=lead, activity_at__lt=between, id__in=draft)
        if entries(after) and not entries(before):
            break
    claim_that(
        bool(entries(after)) and not entries(before),
        expected=f"a message whose `activity_at` is now {spelled(new)} is listed after {between}, and not before it",
        actual=f"{len(entries(after))} entries after it, {len(entries(before))} before it",
        of=after,
        control=before,
    )


def _middle(listed: ListedLead, field: str) -> datetime:
    """The moment of the message in the middle, as the list shows it."""
    middle = next(entry for entry in entries(listed.whole) if entry.get("id") == listed.ids[MIDDLE])
    return moment_of(middle, field)


def _claim_bound(listed: ListedLead, name: str, moment: datetime, told: str) -> None:
    field, _, bound = name.partition("__")
    distances = [abs(moment_of(entry, field) - moment) for entry in entries(listed.whole)]
    if any(timedelta() < distance < A_HIDDEN_FRACTION for distance in distances):
        return  # an endpoint may keep more digits than it shows
    listed.claim_filtered(lambda entry: BOUNDS[bound](moment_of(entry, field), moment), **{name: told})


DAY = timedelta(days=1)
LAST_DAY = datetime(2024, 12, 31, tzinfo=UTC)  # of a week that belongs to the next year
FARTHEST_ZONE = timedelta(hours=14)


@rule("list.plain-dates")
@pytest.mark.parametrize("bound", BOUNDS)
def test_list_by_a_plain_date(listed: ListedLead, bound: str) -> None:
    """In whatever zone the day is meant (S60), what is surely before or after it is told apart."""
    listed.need_new_filters()
    for midnight in dict.fromkeys((listed.midnight, LEAP_DAY, LAST_DAY, _ambiguous_day(listed.midnight))):
        _claim_plain_date(listed, bound, midnight)


@rule("list.plain-dates")
@pytest.mark.parametrize("bound", BOUNDS)
def test_list_by_a_plain_date_of_creation(listed: ListedLead, bound: str) -> None:
    """The same of the other moment that lists are filtered by."""
    listed.need_new_filters()
    _claim_plain_date(listed, bound, listed.midnight - 25 * DAY, field="date_created")


def _ambiguous_day(midnight: datetime) -> datetime:
    """A day near this one which would be another one, of the same year, if day and month were exchanged."""
    near = (midnight, midnight + DAY, midnight.replace(day=12))
    return next(day for day in near if day.day <= 12 and day.day != day.month)


def _claim_plain_date(listed: ListedLead, bound: str, midnight: datetime, *, field: str = "activity_at") -> None:
    answer = listed.page(**{f"{field}__{bound}": midnight.strftime("%Y-%m-%d")})
    found = {str(entry.get("id")) for entry in entries(answer)}
    # Whether `gt` and `lte` mean the beginning of the day or its end is open.
    begun = midnight + FARTHEST_ZONE + (DAY if bound in ("gt", "lte") else timedelta())
    later = set(listed.holding(lambda entry: moment_of(entry, field) >= begun))
    earlier = set(listed.holding(lambda entry: moment_of(entry, field) < midnight - FARTHEST_ZONE))
    inside, outside = (later, earlier) if bound in ("gt", "gte") else (earlier, later)
    claim_that(
        answer.accepted and inside <= found and not outside & found,
        expected=f"the list holds {listed.named(sorted(inside))}, and not {listed.named(sorted(outside))}",
        actual=f"it holds {listed.named(sorted(found))}" if answer.accepted else outcome(answer),
        of=answer,
        control=listed.whole,
    )


@rule("conventions.tz-offset")
@pytest.mark.parametrize("bound", ["gte", "lt"])
@pytest.mark.parametrize("hours", ["12.75", "-10", "-2.5"])
def test_plain_date_is_meant_in_the_zone_of_the_header(listed: ListedLead, hours: str, bound: str) -> None:
    """The day begins at its midnight in that zone."""
    listed.need_new_filters()
    start = listed.midnight - timedelta(hours=float(hours))
    _claim_bound_in_zone(listed, bound, listed.midnight.strftime("%Y-%m-%d"), start, hours=hours)


@rule("conventions.tz-offset")
@pytest.mark.parametrize("hours", ["5", "-5"])
def test_zone_of_the_header_moves_no_bound_with_an_offset(listed: ListedLead, hours: str) -> None:
    """A bound that has an offset of its own is the moment that it says."""
    listed.need_new_filters()
    _claim_bound_in_zone(listed, "gte", spelled(listed.midnight), listed.midnight, hours=hours)


@rule("conventions.tz-offset")
@pytest.mark.parametrize("bound", BOUNDS)
def test_date_time_without_an_offset_is_meant_in_the_zone_of_the_header(listed: ListedLead, bound: str) -> None:
    """The same of a bound that names an hour, where it needs no offset of its own."""
    listed.need_new_filters()
    local = listed.midnight.strftime("%Y-%m-%dT%H:%M:%S")
    _claim_bound_in_zone(listed, bound, local, listed.midnight + timedelta(hours=10), hours="-10")


@rule("conventions.tz-offset")
@pytest.mark.parametrize("bound", ["gte", "lt"])
def test_plain_date_of_creation_is_meant_in_the_zone_of_the_header(listed: ListedLead, bound: str) -> None:
    """The messages of the listed lead were created soon after midnight, if their dates are kept."""
    listed.need_new_filters()
    day = listed.midnight - 25 * DAY
    start = day + timedelta(hours=10)
    _claim_bound_in_zone(listed, bound, day.strftime("%Y-%m-%d"), start, hours="-10", field="date_created")


@rule("conventions.tz-offset")
def test_zone_of_the_header_is_that_of_its_request(listed: ListedLead) -> None:
    """In whatever zone a plain date is meant without the header: the header of the request before changes nothing."""
    listed.need_new_filters()
    day, start = listed.midnight.strftime("%Y-%m-%d"), listed.midnight
    answers = []
    for hours in ("12.75", "-10"):
        _claim_bound_in_zone(listed, "gte", day, start - timedelta(hours=float(hours)), hours=hours)
        answers.append(listed.page(activity_at__gte=day))
    after_one, after_other = ([str(entry.get("id")) for entry in entries(answer)] for answer in answers)
    claim_that(
        sorted(after_one) == sorted(after_other),
        expected=f"the list holds {listed.named(after_one)}, as after a request with x-tz-offset: 12.75",
        actual=f"after one with x-tz-offset: -10 it holds {listed.named(after_other)}",
        of=answers[1],
        control=answers[0],
    )


def _claim_bound_in_zone(
    listed: ListedLead, bound: str, told: str, moment: datetime, *, hours: str, field: str = "activity_at"
) -> None:
    params = {"lead_id": listed.lead, f"{field}__{bound}": told}
    answer = listed.sms.client.send("GET", SMS, params=params, headers={"x-tz-offset": hours})
    if answer.refused:
        plain = listed.sms.client.send("GET", SMS, params=params)
        expected = f"with x-tz-offset: {hours} the bound {told} is accepted, as it is without"
        claim_twin_refused(plain, answer, expected=expected)
        raise NotApplicable(f"the bound {told} was refused (see list.plain-dates)")
    wanted = listed.holding(lambda entry: BOUNDS[bound](moment_of(entry, field), moment))
    found = [str(entry.get("id")) for entry in entries(answer)]
    claim_that(
        answer.accepted and sorted(found) == sorted(wanted),
        expected=f"with x-tz-offset: {hours} the bound {told} is {spelled(moment)}: {listed.named(wanted)}",
        actual=f"the list holds {listed.named(found)}" if answer.accepted else outcome(answer),
        of=answer,
        control=listed.whole,
    )
