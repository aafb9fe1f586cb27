"""Questions of lists and fetches: which parameters are honoured, and how."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from close_sms.claims import observe
from close_sms.client import Answer
from close_sms.judgement import NotApplicable
from close_sms.marks import question
from conformance.api.bodies import message
from conformance.api.sms import Sms
from conformance.api.unknown_ids import UNKNOWN_TAIL
from conformance.claims.comparing import documented_keys
from conformance.lists.listed_lead import ListedLead
from conformance.lists.pages import entries, moment_of
from conformance.readings import accepted_or_refused
from strategies import FICTIONAL

HUGE = 1_000_000_000


@question("old-list-filters-only")
def test_new_filters(listed: ListedLead) -> None:
    """Whether the filters count that came after the old page."""
    observe("old-list-filters-only", listed.reads_new_filters, listed.page(id__in=listed.ids[0]))


@question("list-order", "order-by-parameter")
def test_order(listed: ListedLead) -> None:
    """The order of the list, and of one that is asked for the other order."""
    observe("list-order", _order(listed.whole), listed.whole)
    ordered = listed.page(_order_by="date_created")
    reading = accepted_or_refused(ordered)
    if ordered.accepted:
        same = [entry.get("id") for entry in entries(ordered)] == [entry.get("id") for entry in entries(listed.whole)]
        reading = "honoured" if _order(ordered) == "oldest-first" else "ignored" if same else "other: another order"
    observe("order-by-parameter", reading, ordered)


def _order(answer: Answer) -> str:
    dates = [moment_of(entry, "date_created") for entry in entries(answer)]
    orders = {"newest-first": sorted(dates, reverse=True), "oldest-first": sorted(dates)}
    return next((name for name, order in orders.items() if dates == order), "other: mixed")


# question: (query, the reading of an accepted list by how many entries it has; None stands for any other number)
PAGES: dict[str, tuple[dict[str, Any], dict[int | None, str]]] = {
    "limit-of-zero": ({"_limit": 0}, {0: "empty", None: "default"}),
    "limit-that-is-no-number": ({"_limit": "many"}, {None: "default"}),
    "negative-skip": ({"_skip": -1}, {None: "zero"}),
    "unknown-query-parameter": ({"x_unknown": 1, "_limit": 1}, {None: "ignored"}),
    "unknown-id-in-filter": ({"lead_id": "lead_" + UNKNOWN_TAIL}, {0: "empty", None: "other: not empty"}),
}


@pytest.mark.parametrize("name", [pytest.param(name, marks=question(name)) for name in PAGES])
def test_page(sms: Sms, name: str) -> None:
    """One list, and how much of it comes."""
    query, readings = PAGES[name]
    answer = sms.list(**query)
    reading = accepted_or_refused(answer)
    if answer.accepted:
        reading = readings.get(len(entries(answer)), readings[None])
    observe(name, reading, answer)


@question("largest-limit", "skip-beyond-everything")
def test_maxima(sms: Sms) -> None:
    """The round numbers that servers choose."""
    for limit in (1000, 200, 100):
        answer = sms.list(_limit=limit + 1)
        if answer.accepted:
            observe("largest-limit", {1000: "larger", 200: "1000", 100: "200"}[limit], answer)
            break
    else:
        observe("largest-limit", "100", answer)
    beyond = sms.list(_skip=HUGE)
    observe("skip-beyond-everything", "empty" if beyond.accepted else str(beyond.status), beyond)
    sms.list(_skip=2**64)  # more than the integers of a database: whatever it answers, it must not fail


@question("empty-filter")
def test_empty_filter(sms: Sms) -> None:
    """`lead_id=` may mean none, all, or nothing at all."""
    answer = sms.list(lead_id="", _limit=20)
    reading = accepted_or_refused(answer)
    if answer.accepted:
        leads = {entry.get("lead_id") for entry in entries(answer)}
        reading = "empty" if not leads else "unattached" if leads == {None} else "ignored"
    observe("empty-filter", reading, answer)


@question("type-of-another-activity")
def test_another_type(listed: ListedLead) -> None:
    """`_type=Call`, of which this list has none."""
    answer = listed.page(_type="Call")
    reading = accepted_or_refused(answer)
    if answer.accepted:
        reading = "ignored" if entries(answer) else "empty"
    observe("type-of-another-activity", reading, answer)


@question("plain-date-bound")
def test_plain_date_as_upper_bound(listed: ListedLead) -> None:
    """Whether the whole day is meant: a message in the middle of a day tells it in every zone."""
    day = listed.midnight + timedelta(days=2)
    answer = listed.page(activity_at__lte=day.strftime("%Y-%m-%d"))
    reading = accepted_or_refused(answer)
    if answer.accepted:
        reading = "end" if listed.ids[5] in {entry.get("id") for entry in entries(answer)} else "start"
    observe("plain-date-bound", reading, answer)


@question("fields-parameter-on-get", "fields-that-always-come", "unknown-name-in-fields", "fields-on-create")
def test_fields(sms: Sms) -> None:
    """How many keys come back, which others than the named ones, and what an unknown name does."""
    draft = sms.need_id(message("draft"))
    limited = sms.get(draft, params={"_fields": "text,status"})
    observe("fields-parameter-on-get", _limits(limited), limited)
    if _limits(limited) == "supported":
        beside = set(limited.object) - {"text", "status"}
        reading = "none" if not beside else "id" if beside == {"id"} else "more"
        observe("fields-that-always-come", reading, limited)
        unknown = sms.get(draft, params={"_fields": "text,x_unknown"})
        observe("unknown-name-in-fields", "ignored" if unknown.accepted else accepted_or_refused(unknown), unknown)
    created = sms.create(message("draft"), params={"_fields": "id,text"})
    observe("fields-on-create", _limits(created), created)


def _limits(answer: Answer) -> str:
    if not answer.accepted:
        return accepted_or_refused(answer)
    return "ignored" if set(documented_keys()) <= set(answer.object) else "supported"


@question("foreign-id-code")
def test_foreign_id(sms: Sms) -> None:
    """The id of another organization's message."""
    world = sms.elsewhere
    phones = {"local_phone": world.local_phone, "remote_phone": FICTIONAL}
    draft = sms.client.create({"status": "draft", "lead_id": world.lead_id, **phones}, credential=world.credential)
    if draft.id is None:
        raise NotApplicable("the other organization takes no draft")
    answer = sms.get(draft.id)
    observe("foreign-id-code", str(answer.status), answer)


@question("id-of-another-activity")
def test_id_of_a_note(sms: Sms) -> None:
    """A note is an activity, but no message."""
    note = sms.client.send("POST", "activity/note/", body={"lead_id": sms.world.lead_id, "note": "A note."})
    if not note.accepted or note.id is None:
        raise NotApplicable("the endpoint takes no notes")
    answer = sms.get(note.id, params={"_fields": "id"})  # of a note: no message to hold it against
    observe("id-of-another-activity", str(answer.status), answer)
