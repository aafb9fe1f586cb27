"""Lists: their shape, their pages and what is in them."""

from __future__ import annotations

from typing import Any

import pytest

from close_sms.claims import claim_status, claim_that
from close_sms.client import Answer
from close_sms.marks import rule
from close_sms.wording import as_found, outcome
from conformance.api.bodies import message
from conformance.api.sms import Sms
from conformance.api.unknown_ids import UNKNOWN_TAIL
from conformance.lists.listed_lead import ListedLead, differ
from conformance.lists.pages import PAUSES, entries

PAGE = 100  # the documented default of `_limit`
HUGE = 1_000_000_000


@rule("list.shape", "list.has-more")
def test_list_has_its_shape(sms: Sms) -> None:
    """`data` and `has_more` (claimed by the invariant on every list)."""
    claim_status(sms.list(_limit=1), 200, rule="list.shape")
    # Of a lead without messages, or refused (S59).
    nothing = sms.list(lead_id="lead_" + UNKNOWN_TAIL)
    if nothing.accepted and not entries(nothing):
        _claim_more(nothing, False, "a list without entries")


@rule("list.pages", "list.has-more")
@pytest.mark.parametrize("size", [1, 2, 3, "one less", "all", "one more"])
def test_pages_put_together_are_the_list(listed: ListedLead, size: int | str) -> None:
    """Page by page nothing is lost, nothing comes twice, and the last page says so."""
    whole = entries(listed.whole)
    limit = size if isinstance(size, int) else len(whole) + {"one less": -1, "all": 0, "one more": 1}[size]
    found: list[dict[str, Any]] = []
    for skip in range(0, len(whole), limit):
        page = listed.page(_limit=limit, _skip=skip)
        _claim_page(page, whole[skip : skip + limit], f"_limit={limit} and _skip={skip}", listed)
        _claim_more(page, skip + limit < len(whole), f"_limit={limit} and _skip={skip} of {len(whole)} entries")
        found += entries(page)
    claim_that(
        len(found) == len(whole),
        expected=f"the pages of {limit} hold {len(whole)} entries together",
        actual=f"they hold {len(found)}",
        of=page,
        control=listed.whole,
    )


@rule("list.pages", "list.has-more")
@pytest.mark.parametrize("beyond", [-1, 0, 1])
def test_page_at_the_end(listed: ListedLead, beyond: int) -> None:
    """The last entry alone, and what comes behind it: nothing."""
    whole = entries(listed.whole)
    skip = len(whole) + beyond
    page = listed.page(_skip=skip)
    _claim_page(page, whole[skip:], f"_skip={skip} of {len(whole)} entries", listed)
    _claim_more(page, False, f"_skip={skip} of {len(whole)} entries")


def _claim_page(page: Answer, wanted: list[dict[str, Any]], told: str, listed: ListedLead) -> None:
    found = entries(page)
    ids, wanted_ids = ([str(entry.get("id")) for entry in each] for each in (found, wanted))
    same = ids == wanted_ids and not any(map(differ, found, wanted))
    if page.accepted and not same:
        listed.need_steady()
    claim_that(
        page.accepted and same,
        expected=f"the page of {told} holds what the whole has there: {listed.named(wanted_ids)}",
        actual=f"it holds {listed.named(ids)}" if page.accepted else outcome(page),
        of=page,
        rule="list.pages",
        control=listed.whole,
    )


def _claim_more(page: Answer, more: bool, told: str) -> None:
    claim_that(
        page["has_more"] is more,
        expected=f"`has_more` is {more} for {told}",
        actual=as_found(page, "has_more"),
        of=page,
        rule="list.has-more",
    )


@rule("list.default-page", "list.has-more")
def test_page_without_a_limit(sms: Sms) -> None:
    """The first hundred entries of a lead with more than a hundred messages."""
    crowded = _crowded(sms)
    first = _settled(sms, crowded)
    entries_of = {name: [entry.get("id") for entry in entries(answer)] for name, answer in first.items()}
    claim_that(
        len(entries_of["plain"]) == PAGE,
        expected=f"without `_limit` the list of {crowded} messages holds {PAGE} entries",
        actual=f"it holds {len(entries_of['plain'])}",
        of=first["plain"],
        rule="list.default-page",
    )
    claim_that(
        entries_of["plain"] == entries_of["spelled out"],
        expected=f"the page without parameters is that of _limit={PAGE} and _skip=0",
        actual="another one",
        of=first["plain"],
        rule="list.default-page",
        control=first["spelled out"],
    )
    _claim_more(first["plain"], True, f"the first page of {crowded} messages")
    claim_that(
        not set(entries_of["plain"]) & set(entries_of["next"]) and bool(entries_of["next"]),
        expected="the next page goes on with other entries",
        actual=f"it holds {len(entries_of['next'])}, {len(set(entries_of['plain']) & set(entries_of['next']))} again",
        of=first["next"],
        rule="list.default-page",
        control=first["plain"],
    )


def _crowded(sms: Sms) -> int:
    """How many messages the run's lead has at least, when it has more than a page of them."""
    held = sms.left_on_the_lead()
    missing = PAGE + 1 - len(held)
    for number in range(missing):
        sms.need(message("draft", text=f"Message {number} of a crowd."))
    return len(held) + max(missing, 0)


def _settled(sms: Sms, count: int) -> dict[str, Answer]:
    """Three looks at the crowd, when its list has caught up (nothing is said of how soon)."""
    for _ in sms.looks(PAUSES):
        following = sms.list(lead_id=sms.world.lead_id, _skip=PAGE, _limit=PAGE)
        if len(entries(following)) >= min(count - PAGE, PAGE):
            break
    return {
        "plain": sms.list(lead_id=sms.world.lead_id),
        "spelled out": sms.list(lead_id=sms.world.lead_id, _limit=PAGE, _skip=0),
        "next": following,
    }


@rule("list.limit-maximum")
@pytest.mark.parametrize("limit", [HUGE, 2**32 + 1])
def test_huge_limit_is_refused(sms: Sms, limit: int) -> None:
    """A page of a thousand million entries is above any maximum, also of the list of a lead."""
    claim_status(sms.list(_limit=limit), 400)
    claim_status(sms.list(_limit=limit, lead_id=sms.world.lead_id), 400)
    claim_status(sms.list(_limit=limit, _fields="id"), 400)
    claim_status(sms.list(_limit=limit, _skip=1), 400)
