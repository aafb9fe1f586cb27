"""Filters of the list: what each lets through is what a reader of the whole list would pick by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from operator import ge, gt, le, lt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from close_sms.claims import claim_that, outcome, show
from close_sms.judgement import NotApplicable
from close_sms.marks import rule
from conformance.bodies import message
from conformance.shelf import LAG, LEAP_DAY, Entry, Shelf, entries, moment_of, spelled
from conformance.subject import Sms

BOUNDS: dict[str, Callable[[datetime, datetime], bool]] = {"gt": gt, "gte": ge, "lt": lt, "lte": le}
OLD = ("date_created__gt", "date_created__lt")  # those that the old page has, too (D13)
MIDDLE = 4  # the message at whose moment bounds are set
A_HIDDEN_FRACTION = timedelta(seconds=0.1)
BESIDE = 5  # seconds: more than the creates of all messages take, where their dates are not kept


def _by(field: str, *values: object) -> Callable[[Entry], bool]:
    return lambda entry: entry.get(field) in values


@rule("list.by-lead")
def test_list_by_lead(shelf: Shelf, sms: Sms) -> None:
    """One lead, and where a filter takes several (D13) the same one named twice, and two with a comma between them."""
    shelf.claim_filtered(_by("lead_id", shelf.lead), lead_id=shelf.lead)
    if shelf.reads_new_filters != "honoured":
        return
    shelf.claim_filtered(_by("lead_id", shelf.lead), lead_id=f"{shelf.lead},{shelf.lead}")
    other = sms.given(message("draft", lead_id=sms.world.other_lead_id, contact_id=None))
    for pause in LAG:
        sms.run.endpoint.clock.sleep(pause)
        both = sms.list(lead_id=f"{sms.world.other_lead_id},{shelf.lead}", _limit=100)
        missing = {*shelf.ids, str(other.id)} - {str(entry.get("id")) for entry in entries(both)}
        if not missing:
            break
    claim_that(
        both.accepted and not missing,
        expected="by two leads the list holds the messages of both",
        actual=f"{len(missing)} of them are missing: {shelf.named(sorted(missing))}"
        if both.accepted
        else outcome(both),
        of=both,
        control=shelf.whole,
    )


@rule("list.by-user")
def test_list_by_user(shelf: Shelf, sms: Sms) -> None:
    """The caller's messages; so it is beside an unknown user, if a filter takes several (D13, S59)."""
    user = _known(sms.world.user_id, "user")
    shelf.claim_filtered(_by("user_id", user), user_id=user)
    if shelf.reads_new_filters != "honoured":
        return
    for named in (f"{user},{sms.unknown_id(user)}", f"{sms.unknown_id(user)},{user}"):
        shelf.claim_beside_nobody(_by("user_id", user), user_id=named)


@rule("list.by-contact")
@pytest.mark.parametrize("which", [(0,), (1,), (0, 1)], ids=["one", "the other", "both"])
def test_list_by_contact(shelf: Shelf, which: tuple[int, ...]) -> None:
    """One contact, the other, and both with a comma between them."""
    shelf.need_new_filters()
    chosen = [shelf.contacts[number] for number in which]
    shelf.claim_filtered(_by("contact_id", *chosen), contact_id=",".join(chosen))


@rule("list.by-id")
@pytest.mark.parametrize(
    "which",
    [(2,), (0, 3, 5), (6, 1), (*[3] * 27, 1, 5, 8)],
    ids=["one", "three", "two, the later first", "thirty"],
)
def test_list_by_id(shelf: Shelf, which: tuple[int, ...]) -> None:
    """One id, and several with commas between them."""
    shelf.need_new_filters()
    chosen = [shelf.ids[number] for number in which]
    shelf.claim_filtered(_by("id", *chosen), id__in=",".join(chosen))


@rule("list.by-id")
def test_list_by_an_id_beside_an_unknown_one(shelf: Shelf, sms: Sms) -> None:
    """The unknown one may be refused (S59), but does not hide the other."""
    shelf.need_new_filters()
    chosen = shelf.ids[2]
    shelf.claim_beside_nobody(_by("id", chosen), id__in=f"{sms.unknown_id(chosen)},{chosen}")


@rule("delete.gone")
def test_list_by_the_id_of_a_deleted_message(shelf: Shelf, sms: Sms) -> None:
    """It is in no list, once the lists have caught up."""
    shelf.need_new_filters()
    deleted = sms.given_id(message("draft", lead_id=shelf.lead, contact_id=None))
    if not sms.delete(deleted).accepted:
        raise NotApplicable("a draft was not deleted (see delete.gone)")
    for pause in LAG:
        sms.run.endpoint.clock.sleep(pause)
        answer = sms.list(id__in=deleted)
        if not entries(answer):
            break
    claim_that(
        not entries(answer), expected=f"the deleted {deleted} is in no list", actual="it is in the list", of=answer
    )


@rule("list.by-type")
def test_list_by_type(shelf: Shelf) -> None:
    """Messages are of the kind SMS, also beside another kind."""
    shelf.need_new_filters()
    for kinds in ("SMS", "Call,SMS"):
        shelf.claim_filtered(_by("_type", "SMS"), _type=kinds)


@rule("list.plain-dates")
@pytest.mark.parametrize("bound", ["gte", "lt"])
def test_plain_date_is_meant_in_the_zone_of_greenwich(shelf: Shelf, bound: str) -> None:
    """If the header says so, the day begins at its midnight in UTC."""
    shelf.need_new_filters()
    _claim_bound_in_zone(shelf, bound, shelf.midnight.strftime("%Y-%m-%d"), shelf.midnight, hours="0")


@rule("list.by-organization")
def test_list_by_organization(shelf: Shelf, sms: Sms) -> None:
    """All messages are of the key's organization."""
    shelf.need_new_filters()
    organization = _known(sms.world.organization_id, "organization")
    shelf.claim_filtered(_by("organization_id", organization), organization_id=organization)


def _known(value: str | None, what: str) -> str:
    if value is None:
        raise NotApplicable(f"the endpoint does not tell the id of the caller's {what}")
    return value


ALMOST: dict[str, Callable[[Shelf], dict[str, str]]] = {
    "list.by-lead": lambda shelf: {"lead_id": shelf.lead[:-1]},
    "list.by-user": lambda shelf: {"user_id": str(shelf.answers[0]["user_id"])[:-1]},
    "list.by-contact": lambda shelf: {"contact_id": shelf.contacts[0][:-1]},
    "list.by-id": lambda shelf: {"id__in": shelf.ids[0][:-1]},
    "list.by-organization": lambda shelf: {"organization_id": str(shelf.answers[0]["organization_id"])[:-1]},
}


@pytest.mark.parametrize("name", [pytest.param(name, marks=rule(name)) for name in ALMOST])
def test_list_by_an_id_that_is_cut(shelf: Shelf, name: str) -> None:
    """A part of an id is the id of nobody: it may be refused (S59), but lets nothing through."""
    if name not in ("list.by-lead", "list.by-user"):
        shelf.need_new_filters()
    answer = shelf.listed(**ALMOST[name](shelf))
    found = [str(entry.get("id")) for entry in entries(answer)]
    claim_that(
        answer.refused or (answer.accepted and not found),
        expected="an id that is cut by one letter lets nothing through",
        actual=f"it lets {shelf.named(found)} through" if answer.accepted else outcome(answer),
        of=answer,
        control=shelf.whole,
    )


@pytest.mark.parametrize("bound", BOUNDS)
@pytest.mark.parametrize(
    "field",
    [
        pytest.param("date_created", marks=rule("list.by-date-created")),
        pytest.param("activity_at", marks=rule("list.by-activity-at")),
    ],
)
def test_list_by_a_moment(shelf: Shelf, field: str, bound: str) -> None:
    """At the very moment of a message, where it is known to the last digit, and on both sides of it."""
    name = f"{field}__{bound}"
    if name not in OLD:
        shelf.need_new_filters()
    middle = _middle(shelf, field)
    exact = [0.0] if field == "activity_at" or shelf.keeps_dates else []
    fractions = [-0.25, 0.25] if middle.microsecond else [0.25]
    for seconds in (*exact, *(fractions if shelf.keeps_dates else []), -BESIDE, BESIDE):
        moment = middle + timedelta(seconds=seconds)
        _claim_bound(shelf, name, moment, moment.isoformat())


@pytest.mark.parametrize(
    "field",
    [
        pytest.param("date_created", marks=rule("list.by-date-created")),
        pytest.param("activity_at", marks=rule("list.by-activity-at")),
    ],
)
def test_list_by_a_moment_in_another_zone(shelf: Shelf, field: str) -> None:
    """The offset of a bound counts, also where it is written as Z."""
    shelf.need_new_filters()
    at = _middle(shelf, field) - timedelta(seconds=BESIDE)
    for hours in (5.5, -8, 0):
        there = at.astimezone(timezone(timedelta(hours=hours))).isoformat(timespec="seconds")
        for bound in ("gt", "lte"):
            _claim_bound(shelf, f"{field}__{bound}", at, there.replace("+00:00", "Z"))


@rule("list.by-activity-at")
def test_list_by_the_moment_of_an_edited_message(shelf: Shelf, sms: Sms) -> None:
    """It is found under its new moment, and no longer under its old one."""
    shelf.need_new_filters()
    lead = sms.world.other_lead_id
    old, new = shelf.midnight - timedelta(days=900), shelf.midnight + timedelta(days=30)
    draft = sms.given_id(message("draft", lead_id=lead, contact_id=None, activity_at=spelled(old)))
    sms.given_update(draft, {"activity_at": spelled(new)})
    between = spelled(old + timedelta(days=400))
    for pause in LAG:
        sms.run.endpoint.clock.sleep(pause)
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


def _middle(shelf: Shelf, field: str) -> datetime:
    """The moment of the message in the middle, as the list shows it."""
    middle = next(entry for entry in entries(shelf.whole) if entry.get("id") == shelf.ids[MIDDLE])
    return moment_of(middle, field)


def _claim_bound(shelf: Shelf, name: str, moment: datetime, told: str) -> None:
    field, _, bound = name.partition("__")
    distances = [abs(moment_of(entry, field) - moment) for entry in entries(shelf.whole)]
    if any(timedelta() < distance < A_HIDDEN_FRACTION for distance in distances):
        return  # an endpoint may keep more digits than it shows
    shelf.claim_filtered(lambda entry: BOUNDS[bound](moment_of(entry, field), moment), **{name: told})


DAY = timedelta(days=1)
LAST_DAY = datetime(2024, 12, 31, tzinfo=UTC)  # of a week that belongs to the next year
FARTHEST_ZONE = timedelta(hours=14)


@rule("list.plain-dates")
@pytest.mark.parametrize("bound", BOUNDS)
def test_list_by_a_plain_date(shelf: Shelf, bound: str) -> None:
    """In whatever zone the day is meant (S60), what is surely before or after it is told apart."""
    shelf.need_new_filters()
    for midnight in dict.fromkeys((shelf.midnight, LEAP_DAY, LAST_DAY, _ambiguous_day(shelf.midnight))):
        _claim_plain_date(shelf, bound, midnight)


def _ambiguous_day(midnight: datetime) -> datetime:
    """A day near this one which would be another one, of the same year, if day and month were exchanged."""
    near = (midnight, midnight + DAY, midnight.replace(day=12))
    return next(day for day in near if day.day <= 12 and day.day != day.month)


def _claim_plain_date(shelf: Shelf, bound: str, midnight: datetime) -> None:
    answer = shelf.listed(**{f"activity_at__{bound}": midnight.strftime("%Y-%m-%d")})
    found = {str(entry.get("id")) for entry in entries(answer)}
    # Whether `gt` and `lte` mean the beginning of the day or its end is open.
    begun = midnight + FARTHEST_ZONE + (DAY if bound in ("gt", "lte") else timedelta())
    later = set(shelf.holding(lambda entry: moment_of(entry, "activity_at") >= begun))
    earlier = set(shelf.holding(lambda entry: moment_of(entry, "activity_at") < midnight - FARTHEST_ZONE))
    inside, outside = (later, earlier) if bound in ("gt", "gte") else (earlier, later)
    claim_that(
        answer.accepted and inside <= found and not outside & found,
        expected=f"the list holds {shelf.named(sorted(inside))}, and not {shelf.named(sorted(outside))}",
        actual=f"it holds {shelf.named(sorted(found))}" if answer.accepted else outcome(answer),
        of=answer,
        control=shelf.whole,
    )


@rule("conventions.tz-offset")
@pytest.mark.parametrize("bound", ["gte", "lt"])
@pytest.mark.parametrize("hours", ["12.75", "-10", "-2.5"])
def test_plain_date_is_meant_in_the_zone_of_the_header(shelf: Shelf, hours: str, bound: str) -> None:
    """The day begins at its midnight in that zone."""
    shelf.need_new_filters()
    start = shelf.midnight - timedelta(hours=float(hours))
    _claim_bound_in_zone(shelf, bound, shelf.midnight.strftime("%Y-%m-%d"), start, hours=hours)


@rule("conventions.tz-offset")
@pytest.mark.parametrize("hours", ["5", "-5"])
def test_zone_of_the_header_moves_no_bound_with_an_offset(shelf: Shelf, hours: str) -> None:
    """A bound that has an offset of its own is the moment that it says."""
    shelf.need_new_filters()
    _claim_bound_in_zone(shelf, "gte", spelled(shelf.midnight), shelf.midnight, hours=hours)


@rule("conventions.tz-offset")
def test_date_time_without_an_offset_is_meant_in_the_zone_of_the_header(shelf: Shelf) -> None:
    """The same of a bound that names an hour, where it needs no offset of its own."""
    shelf.need_new_filters()
    local = shelf.midnight.strftime("%Y-%m-%dT%H:%M:%S")
    _claim_bound_in_zone(shelf, "gte", local, shelf.midnight + timedelta(hours=10), hours="-10")


@rule("conventions.tz-offset")
def test_plain_date_of_creation_is_meant_in_the_zone_of_the_header(shelf: Shelf) -> None:
    """The messages of the shelf were created soon after midnight, if their dates are kept."""
    shelf.need_new_filters()
    day = shelf.midnight - 25 * DAY
    start = day + timedelta(hours=10)
    _claim_bound_in_zone(shelf, "gte", day.strftime("%Y-%m-%d"), start, hours="-10", field="date_created")


@rule("conventions.tz-offset")
def test_zone_of_the_header_is_that_of_its_request(shelf: Shelf) -> None:
    """In whatever zone a plain date is meant without the header: the header of the request before changes nothing."""
    shelf.need_new_filters()
    day, start = shelf.midnight.strftime("%Y-%m-%d"), shelf.midnight
    answers = []
    for hours in ("12.75", "-10"):
        _claim_bound_in_zone(shelf, "gte", day, start - timedelta(hours=float(hours)), hours=hours)
        answers.append(shelf.listed(activity_at__gte=day))
    after_one, after_other = ([str(entry.get("id")) for entry in entries(answer)] for answer in answers)
    claim_that(
        sorted(after_one) == sorted(after_other),
        expected=f"the list holds {shelf.named(after_one)}, as after a request with x-tz-offset: 12.75",
        actual=f"after one with x-tz-offset: -10 it holds {shelf.named(after_other)}",
        of=answers[1],
        control=answers[0],
    )


def _claim_bound_in_zone(
    shelf: Shelf, bound: str, told: str, moment: datetime, *, hours: str, field: str = "activity_at"
) -> None:
    params = {"lead_id": shelf.lead, f"{field}__{bound}": told}
    answer = shelf.sms.client.send("GET", "activity/sms/", params=params, headers={"x-tz-offset": hours})
    if answer.refused:
        raise NotApplicable(f"the bound {told} was refused (see list.plain-dates)")
    wanted = shelf.holding(lambda entry: BOUNDS[bound](moment_of(entry, field), moment))
    found = [str(entry.get("id")) for entry in entries(answer)]
    claim_that(
        answer.accepted and sorted(found) == sorted(wanted),
        expected=f"with x-tz-offset: {hours} the bound {told} is {spelled(moment)}: {shelf.named(wanted)}",
        actual=f"the list holds {shelf.named(found)}" if answer.accepted else outcome(answer),
        of=answer,
        control=shelf.whole,
    )


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """Bounds by their names with hours from the shelf's midnight, a contact by its number, or ids by theirs."""
    asked: dict[str, Any] = {}
    for bound in draw(st.sets(st.sampled_from(sorted(BOUNDS)), max_size=2)):
        asked[f"activity_at__{bound}"] = draw(st.integers(-150, 200).map(lambda hours: hours + 0.5))
    if draw(st.booleans()):
        asked["contact_id"] = draw(st.integers(0, 1))
    if draw(st.booleans()) or len(asked) < 2:
        asked["id__in"] = draw(st.lists(st.integers(0, 6), min_size=1, max_size=5, unique=True))
    return asked


@rule("list.filters-together")
@given(asked=questions())
def test_filters_together(shelf: Shelf, asked: dict[str, Any]) -> None:
    """Bounds, a contact and ids at once: what each of them lets through."""
    shelf.need_new_filters()
    params: dict[str, str] = {}
    conditions: list[Callable[[Entry], bool]] = []
    for name, value in asked.items():
        if name == "contact_id":
            params[name] = shelf.contacts[value]
            conditions.append(_by(name, shelf.contacts[value]))
        elif name == "id__in":
            chosen = [shelf.ids[number] for number in value]
            params[name] = ",".join(chosen)
            conditions.append(_by("id", *chosen))
        else:
            moment = shelf.midnight + timedelta(hours=value)
            params[name] = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            conditions.append(_bounded(name, moment))
    shelf.claim_filtered(lambda entry: all(holds(entry) for holds in conditions), **params)


def _bounded(name: str, moment: datetime) -> Callable[[Entry], bool]:
    field, _, bound = name.partition("__")
    return lambda entry: BOUNDS[bound](moment_of(entry, field), moment)


def _before(shelf: Shelf) -> str:
    """A moment before the first of the messages was created, whether their dates are kept or not."""
    return spelled(min(moment_of(entry, "date_created") for entry in entries(shelf.whole)) - DAY)


TOGETHER: dict[str, Callable[[Shelf], dict[str, str]]] = {
    "both dates, the latter counts": lambda shelf: {
        "date_created__gt": _before(shelf),
        "activity_at__lt": spelled(shelf.midnight),
    },
    "both dates, the former counts": lambda shelf: {
        "date_created__lt": _before(shelf),
        "activity_at__lt": spelled(shelf.midnight),
    },
    "five filters": lambda shelf: {
        "contact_id": shelf.contacts[0],
        "id__in": ",".join(shelf.ids),
        "activity_at__lt": spelled(shelf.midnight),
        "date_created__gt": _before(shelf),
    },
    "a contact of another lead": lambda shelf: {
        "contact_id": shelf.contacts[0],
        "lead_id": shelf.sms.world.other_lead_id,
    },
    "a date beside nobody": lambda shelf: {
        "user_id": shelf.sms.unknown_id(_known(shelf.sms.world.user_id, "user")),
        "activity_at__lt": spelled(shelf.midnight),
    },
    "a page": lambda shelf: {"activity_at__lt": spelled(shelf.midnight), "_skip": "1", "_limit": "4"},
    "a page of ids": lambda shelf: {"activity_at__lt": spelled(shelf.midnight), "_skip": "1", "_fields": "id"},
}


@rule("list.filters-together", "list.has-more")
@pytest.mark.parametrize("what", TOGETHER)
def test_no_filter_takes_the_effect_of_another(shelf: Shelf, what: str) -> None:
    """What all of them let through, but for what is skipped; what contradicts itself may be refused (S59)."""
    shelf.need_new_filters()
    params = TOGETHER[what](shelf)
    wanted = shelf.holding(lambda entry: all(_lets_through(entry, name, text) for name, text in params.items()))
    answer = shelf.listed(**params)
    if answer.refused and (not wanted or "_fields" in params):
        raise NotApplicable("the filters are refused together (see also question fields-parameter-on-get)")
    found, left = [str(entry.get("id")) for entry in entries(answer)], len(wanted) - int(params.get("_skip", 0))
    told = ", ".join(params)
    claim_that(
        answer.accepted and {*found} <= {*wanted} and len(found) == max(left, 0),
        expected=f"with {told} the list holds {max(left, 0)} of {shelf.named(wanted)}",
        actual=f"it holds {shelf.named(found)}" if answer.accepted else outcome(answer),
        of=answer,
        rule="list.filters-together",
        control=shelf.whole,
    )
    claim_that(
        answer["has_more"] is False,
        expected=f"with {told} there is no further page",
        actual=f"`has_more` is {show(answer['has_more'])}",
        of=answer,
        rule="list.has-more",
    )


def _lets_through(entry: Entry, name: str, text: str) -> bool:
    field, _, bound = name.partition("__")
    if bound in BOUNDS:
        return BOUNDS[bound](moment_of(entry, field), datetime.fromisoformat(text))
    return name.startswith("_") or entry.get(field) in text.split(",")
