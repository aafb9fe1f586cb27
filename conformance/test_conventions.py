"""What holds for every resource of the API: methods, unknown URLs, `_fields`, method override, zones, limits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from close_sms.claims import claim, claim_status, claim_that
from close_sms.client import SMS, Answer
from close_sms.judgement import NotApplicable
from close_sms.marks import rule
from close_sms.wording import as_found, outcome, show
from conformance.api.bodies import message, scheduled
from conformance.api.sms import Sms
from conformance.claims.comparing import UNSETTLED, changed_keys, claim_same_instant, documented_keys, instant
from conformance.lists.listed_lead import ListedLead
from conformance.lists.pages import entries, spelled
from strategies import FAR, SEND_TO


@rule("transport.unknown-url")
@pytest.mark.parametrize("above", ["", "activity/"])
def test_unknown_url(sms: Sms, above: str) -> None:
    """A resource that no API has."""
    claim_status(sms.client.send("GET", f"{above}no_such_resource/"), 404)


@rule("transport.unknown-url")
def test_unknown_url_below_an_activity(sms: Sms) -> None:
    """An activity has nothing below it."""
    claim_status(sms.client.send("GET", f"{SMS}{sms.need_id(message('draft'))}/no_such_resource/"), 404)


@rule("transport.methods")
def test_post_on_an_activity(sms: Sms) -> None:
    """The path of an activity takes GET, PUT and DELETE."""
    draft = sms.need_id(message("draft"))
    claim_status(sms.client.send("POST", f"{SMS}{draft}/", body={}), 404, 405)


@rule("transport.methods")
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_update_of_the_collection(sms: Sms, method: str) -> None:
    """The path of all activities takes GET and POST; an update of many would be a feature of its own (S53).

    Nothing but `{}` is sent: whatever more might change messages that are not the run's own.
    """
    claim_status(sms.client.send(method, SMS, body={}), 400, 404, 405)


@rule("conventions.rate-limit")
def test_limits_are_told(sms: Sms) -> None:
    """Where a limit is told, it is told in the documented form (claimed by the invariants)."""
    if "ratelimit" not in sms.list(_limit=1).exchange.response_headers:
        raise NotApplicable("no `RateLimit` header came (question rate-limit-headers)")


QUERIES: dict[str, Callable[[ListedLead], dict[str, Any]]] = {
    "a page": lambda _: {"_limit": 3, "_skip": 1, "_fields": "id,text"},
    "dates": lambda listed: {"activity_at__gte": spelled(listed.midnight), "_skip": 1},
    "ids": lambda listed: {"id__in": ",".join(listed.ids[1:4])},
}


@rule("conventions.method-override")
@pytest.mark.parametrize("what", QUERIES)
def test_post_stands_for_a_get(listed: ListedLead, sms: Sms, what: str) -> None:
    """The query under `_params`, the method in the header."""
    query = QUERIES[what](listed)
    usual = listed.page(**query)
    if usual.refused:  # question fields-parameter-on-get
        query.pop("_fields", None)
        usual = listed.page(**query)
    if usual.refused:
        raise NotApplicable("the same GET is refused, too (question old-list-filters-only)")
    _claim_same_page(sms.get_by_post({"lead_id": listed.lead, **query}), usual)


def _claim_same_page(answer: Answer, usual: Answer) -> None:
    claim_that(
        answer.status == usual.status and _comparable(answer) == _comparable(usual),
        expected=f"what the GET with the same query answers: status code {usual.status}, {_comparable(usual)}",
        actual=f"status code {answer.status}, {_comparable(answer)}" if answer.accepted else outcome(answer),
        of=answer,
        control=usual,
    )


@rule("conventions.method-override")
def test_post_stands_for_a_fetch(listed: ListedLead, sms: Sms) -> None:
    """On the path of a message, too; and nothing is made of it."""
    before = listed.page()
    answer, usual = sms.get_by_post({}, f"{SMS}{listed.ids[0]}/"), sms.get(listed.ids[0])
    claim_that(
        answer.accepted and not changed_keys(answer.object, usual.object, but=UNSETTLED),
        expected="the message that a GET answers",
        actual=show(answer.object) if answer.accepted else outcome(answer),
        of=answer,
        control=usual,
    )
    after = listed.page()
    claim_that(
        _comparable(after) == _comparable(before),
        expected=f"the list of the lead stays as it was, with {len(entries(before))} entries",
        actual=f"it has {len(entries(after))}",
        of=after,
        control=before,
    )


@rule("conventions.method-override", "conventions.tz-offset")
def test_post_that_stands_for_a_get_has_its_zone(listed: ListedLead, sms: Sms) -> None:
    """The header `x-tz-offset` counts for its plain dates as for those of a GET."""
    listed.need_new_filters()
    query = {"lead_id": listed.lead, "activity_at__gte": listed.midnight.strftime("%Y-%m-%d")}
    for hours in ("12.75", "-10"):
        usual = sms.client.send("GET", SMS, params=query, headers={"x-tz-offset": hours})
        if usual.refused:
            raise NotApplicable("the same GET is refused, too (see list.plain-dates)")
        _claim_same_page(sms.get_by_post(query, headers={"x-tz-offset": hours}), usual)


@rule("list.limit-maximum")
def test_huge_limit_is_refused_of_a_post_that_stands_for_a_get(sms: Sms) -> None:
    """A way around the GET is none around its maximum."""
    claim_status(sms.get_by_post({"_limit": 1_000_000_000, "lead_id": sms.world.lead_id}), 400)


@rule("auth.missing")
def test_overridden_get_asks_for_credentials(sms: Sms) -> None:
    """A POST that stands for a GET is no way around them."""
    claim_status(sms.get_by_post({"_limit": 1}, credential=None), 401)


def _comparable(answer: Answer) -> tuple[list[Any], Any]:
    """What may be compared: whose entries they are, how many fields they have, and whether there are more."""
    return [(entry.get("id"), len(entry)) for entry in entries(answer)], answer["has_more"]


@pytest.mark.parametrize(
    "where",
    [
        pytest.param("fetch", marks=rule("conventions.fields")),
        pytest.param("list", marks=rule("conventions.fields", "list.has-more")),
    ],
)
def test_fields_limit_the_keys(listed: ListedLead, sms: Sms, where: str) -> None:
    """Two sets of names: each is there with its values, and neither has what only the other names (S62).

    So it is with all the others, in a list on the second page.
    """
    first = ("text", "status", "remote_phone", "date_scheduled")
    second = ("direction", "date_created", "lead_id", "error_message", "local_phone_formatted")
    one, other = _limited(listed, sms, where, first), _limited(listed, sms, where, second)
    whole = entries(listed.whole) if where == "list" else [sms.get(listed.ids[0]).object]
    for answer, names in ((one, first), (other, second)):
        _claim_named(answer, names, _rows(answer, where), whole, listed)
    beside = _beside(one, where, first), _beside(other, where, second)
    claim_that(
        beside[0] == beside[1],
        expected="besides the named keys the same few come whatever is named",
        actual=f"{sorted(beside[0])} with {','.join(first)}, {sorted(beside[1])} with {','.join(second)}",
        of=one,
        control=other,
    )
    if where == "list":
        page = _named(listed, sms, where, first, _limit=len(whole) - 1)
        claim(page, rule="list.has-more", has_more=True)
    known = {name for name in (*documented_keys(), "attachments") if all(name in row for row in whole)}
    rest = tuple(sorted(known - {*first, *second}))
    third = _named(listed, sms, where, rest, _skip=1)
    _claim_named(third, rest, _rows(third, where), whole[1:] if where == "list" else whole, listed)
    claim_that(
        _beside(third, where, rest) <= beside[0],
        expected=f"besides the other keys none but {sorted(beside[0])} come",
        actual=str(sorted(_beside(third, where, rest))),
        of=third,
        control=one,
    )


def _claim_named(
    answer: Answer, names: tuple[str, ...], rows: list[dict[str, Any]], whole: list[dict[str, Any]], listed: ListedLead
) -> None:
    wanted = [_values(row, names) for row in whole]
    found = [_values(row, names) for row in rows]
    odd = [row for row in found if row not in wanted]
    claim_that(
        sorted(map(repr, found)) == sorted(map(repr, wanted)),
        expected=f"_fields={','.join(names)} answers "
        + (show(wanted[0]) if len(wanted) == 1 else f"these fields of the same {len(wanted)} entries"),
        actual=f"it answers {show(next(iter(odd), found))}",
        of=answer,
        control=listed.whole,
    )


def _values(row: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """What the row has under these names; of what may still be worked out only that it is there."""
    free = (*UNSETTLED, "attachments")
    return {name: "there" if name in free and name in row else row.get(name, "missing") for name in names}


def _beside(answer: Answer, where: str, names: tuple[str, ...]) -> set[str]:
    """The keys of all rows that were not named."""
    return {name for row in _rows(answer, where) for name in row} - set(names)


def _limited(listed: ListedLead, sms: Sms, where: str, names: tuple[str, ...]) -> Answer:
    answer = _named(listed, sms, where, names)
    rows = _rows(answer, where)
    if answer.refused or (rows and all(set(documented_keys()) <= set(row) for row in rows)):
        raise NotApplicable("`_fields` is refused or ignored there (question fields-parameter-on-get)")
    return answer


def _named(listed: ListedLead, sms: Sms, where: str, names: tuple[str, ...], **page: int) -> Answer:
    named = {"_fields": ",".join(names)}
    return listed.page(**named, **page) if where == "list" else sms.get(listed.ids[0], params=named)


def _rows(answer: Answer, where: str) -> list[dict[str, Any]]:
    return entries(answer) if where == "list" else [answer.object]


@rule("conventions.tz-offset-scheduling")
@pytest.mark.parametrize(("hours", "is_templated"), [("5", False), ("-2.5", True)], ids=["5", "-2.5"])
def test_date_without_an_offset_is_meant_in_the_zone_of_the_header(sms: Sms, hours: str, is_templated: bool) -> None:
    """The same local time is another moment in another zone, also of a message of a template."""
    local = (sms.now() + timedelta(days=32)).strftime("%Y-%m-%dT12:00:00")
    body = scheduled(date_scheduled=local)
    body = sms.templated(body) if is_templated else body
    answer = sms.create(body, headers={"x-tz-offset": hours})
    if answer.refused:
        told = f"with x-tz-offset: {hours} `date_scheduled` {local} is accepted, as it is without"
        sms.refused_as(answer, body, expected=told)
    _claim_zone(sms, answer, local, hours)


@rule("conventions.tz-offset-scheduling")
def test_draft_is_scheduled_in_the_zone_of_the_header(sms: Sms) -> None:
    """The same where a draft is scheduled."""
    local = (sms.now() + timedelta(days=33)).strftime("%Y-%m-%dT12:00:00")
    draft = sms.need_id(message("draft", remote_phone=SEND_TO))
    change = {"status": "scheduled", "date_scheduled": local}
    zone = {"x-tz-offset": "5"}
    answer = sms.update(draft, change, headers=zone)
    if answer.refused:
        twin = scheduled(date_scheduled=local)
        sms.refused_as(answer, twin, expected="a date that a create takes is taken in a PUT", headers=zone)
    _claim_zone(sms, answer, local, "5")


def _claim_zone(sms: Sms, answer: Answer, local: str, hours: str) -> None:
    sms.undo(answer)
    sms.need_prose_keys(answer, {"date_scheduled": local})
    if answer.refused:
        raise NotApplicable("a date-time without an offset is refused (question scheduled-without-offset)")
    there = datetime.fromisoformat(local).replace(tzinfo=timezone(timedelta(hours=float(hours))))
    claim_that(
        answer.accepted and instant(answer["date_scheduled"]) == there,
        expected=f"with x-tz-offset: {hours} `date_scheduled` {local} is the moment {there.isoformat()}",
        actual=as_found(answer, "date_scheduled"),
        of=answer,
    )


@rule("scheduling.date-kept")
def test_zone_of_the_header_moves_no_date_with_an_offset(sms: Sms) -> None:
    """A date-time that has an offset of its own is the moment that it says."""
    answer = sms.accepts(scheduled(), headers={"x-tz-offset": "5"})
    sms.undo(answer)
    claim_same_instant(answer, "date_scheduled", sms.value(FAR))
