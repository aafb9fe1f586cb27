"""Several filters at once: what all of them let through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from close_sms.claims import claim_that
from close_sms.judgement import NotApplicable
from close_sms.marks import rule
from close_sms.wording import as_found, outcome
from conformance.lists.filters import BOUNDS, bounded, by, known, lets_through
from conformance.lists.listed_lead import ListedLead
from conformance.lists.pages import Entry, entries, moment_of, spelled


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """Bounds by their names with hours from the listed lead's midnight, a contact by its number, or ids by theirs."""
    asked: dict[str, Any] = {}
    for bound in sorted(draw(st.sets(st.sampled_from(sorted(BOUNDS)), max_size=2))):
        asked[f"activity_at__{bound}"] = draw(st.integers(-150, 200).map(lambda hours: hours + 0.5))
    if draw(st.booleans()):
        asked["contact_id"] = draw(st.integers(0, 1))
    if draw(st.booleans()) or len(asked) < 2:
        asked["id__in"] = draw(st.lists(st.integers(0, 6), min_size=1, max_size=5, unique=True))
    return asked


@rule("list.filters-together")
@given(asked=questions())
def test_filters_together(listed: ListedLead, asked: dict[str, Any]) -> None:
    """Bounds, a contact and ids at once: what each of them lets through."""
    listed.need_new_filters()
    params: dict[str, str] = {}
    conditions: list[Callable[[Entry], bool]] = []
    for name, value in asked.items():
        if name == "contact_id":
            params[name] = listed.contacts[value]
            conditions.append(by(name, listed.contacts[value]))
        elif name == "id__in":
            chosen = [listed.ids[number] for number in value]
            params[name] = ",".join(chosen)
            conditions.append(by("id", *chosen))
        else:
            moment = listed.midnight + timedelta(hours=value)
            params[name] = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            conditions.append(bounded(name, moment))
    listed.claim_filtered(lambda entry: all(holds(entry) for holds in conditions), **params)


def _before(listed: ListedLead) -> str:
    """A moment before the first of the messages was created, whether their dates are kept or not."""
    return spelled(min(moment_of(entry, "date_created") for entry in entries(listed.whole)) - timedelta(days=1))


def _window(listed: ListedLead, field: str, after: str, before: str) -> dict[str, str]:
    """Bounds around some messages of the list: at the moments of two of them, or beside those that have fractions."""
    beside = timedelta(hours=6 if field == "date_created" else 0)
    if beside and not listed.keeps_dates:
        raise NotApplicable("the moments of creation are too near to each other (question date-created-input)")
    moments = sorted(moment_of(entry, field) for entry in entries(listed.whole))
    begin, end = moments[2] - beside, moments[-3] + beside
    return {f"{field}__{after}": begin.isoformat(), f"{field}__{before}": end.isoformat()}


TOGETHER: dict[str, Callable[[ListedLead], dict[str, str]]] = {
    "both dates, the latter counts": lambda listed: {
        "date_created__gt": _before(listed),
        "activity_at__lt": spelled(listed.midnight),
    },
    "both dates, the former counts": lambda listed: {
        "date_created__lt": _before(listed),
        "activity_at__lt": spelled(listed.midnight),
    },
    "five filters": lambda listed: {
        "contact_id": listed.contacts[0],
        "id__in": ",".join(listed.ids),
        "activity_at__lt": spelled(listed.midnight),
        "date_created__gt": _before(listed),
    },
    "a contact of another lead": lambda listed: {
        "contact_id": listed.contacts[0],
        "lead_id": listed.sms.world.other_lead_id,
    },
    "a date beside nobody": lambda listed: {
        "user_id": listed.sms.unknown_id(known(listed.sms.world.user_id, "user")),
        "activity_at__lt": spelled(listed.midnight),
    },
    "a page": lambda listed: {"activity_at__lt": spelled(listed.midnight), "_skip": "1", "_limit": "4"},
    "a short page": lambda listed: {"activity_at__lt": spelled(listed.midnight), "_limit": "2"},
    "a window, both ends out": lambda listed: _window(listed, "activity_at", "gt", "lt"),
    "a window, both ends in": lambda listed: _window(listed, "activity_at", "gte", "lte"),
    "a window, its end in": lambda listed: _window(listed, "date_created", "gt", "lte"),
    "a window, its beginning in": lambda listed: _window(listed, "date_created", "gte", "lt"),
    "a window of creation, both ends out": lambda listed: _window(listed, "date_created", "gt", "lt"),
    "a later page of a contact": lambda listed: {"contact_id": listed.contacts[0], "_skip": "2", "_limit": "1"},
    "a later page of a user": lambda listed: {
        "user_id": known(listed.sms.world.user_id, "user"),
        "_skip": "1",
        "_limit": "50",
    },
    "a page of ids": lambda listed: {"activity_at__lt": spelled(listed.midnight), "_skip": "1", "_fields": "id"},
}


@rule("list.filters-together", "list.has-more")
@pytest.mark.parametrize("what", TOGETHER)
def test_no_filter_takes_the_effect_of_another(listed: ListedLead, what: str) -> None:
    """What all of them let through, but for what is skipped; what contradicts itself may be refused (S59)."""
    listed.need_new_filters()
    params = TOGETHER[what](listed)
    wanted = listed.holding(lambda entry: all(lets_through(entry, name, text) for name, text in params.items()))
    answer = listed.page(**params)
    if answer.refused and (not wanted or "_fields" in params):
        raise NotApplicable("the filters are refused together (see also question fields-parameter-on-get)")
    found, left = [str(entry.get("id")) for entry in entries(answer)], len(wanted) - int(params.get("_skip", 0))
    shown = min(max(left, 0), int(params.get("_limit", len(wanted))))
    told = ", ".join(params)
    claim_that(
        answer.accepted and {*found} <= {*wanted} and len(found) == shown,
        expected=f"with {told} the list holds {shown} of {listed.named(wanted)}",
        actual=f"it holds {listed.named(found)}" if answer.accepted else outcome(answer),
        of=answer,
        rule="list.filters-together",
        control=listed.whole,
    )
    claim_that(
        answer["has_more"] is (left > shown),
        expected=f"with {told} there is {'a' if left > shown else 'no'} further page",
        actual=as_found(answer, "has_more"),
        of=answer,
        rule="list.has-more",
    )
