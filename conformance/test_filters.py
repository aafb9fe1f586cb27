"""Filters of the list: what each lets through is what a reader of the whole list would pick by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from close_sms.claims import claim_that
from close_sms.judgement import NotApplicable
from close_sms.marks import rule
from close_sms.waiting import Scenario, waiting
from close_sms.wording import as_found, outcome
from conformance.api.bodies import message
from conformance.api.sms import Sms
from conformance.api.unknown_ids import is_unguessable
from conformance.lists.filters import by, known
from conformance.lists.listed_lead import ListedLead
from conformance.lists.pages import PAUSES, entries


@rule("list.by-lead")
def test_list_by_lead(listed: ListedLead, sms: Sms) -> None:
    """One lead, and where a filter takes several (D13) the same one named twice, and two with a comma between them."""
    listed.claim_filtered(by("lead_id", listed.lead), lead_id=listed.lead)
    if listed.reads_new_filters != "honoured":
        return
    listed.claim_filtered(by("lead_id", listed.lead), lead_id=f"{listed.lead},{listed.lead}")
    other = sms.need(message("draft", lead_id=sms.world.other_lead_id, contact_id=None))
    for _ in sms.looks(PAUSES):
        both = sms.list(lead_id=f"{sms.world.other_lead_id},{listed.lead}", _limit=100)
        missing = {*listed.ids, str(other.id)} - {str(entry.get("id")) for entry in entries(both)}
        if not missing:
            break
    claim_that(
        both.accepted and not missing,
        expected="by two leads the list holds the messages of both",
        actual=f"{len(missing)} of them are missing: {listed.named(sorted(missing))}"
        if both.accepted
        else outcome(both),
        of=both,
        control=listed.whole,
    )


@rule("list.by-user")
def test_list_by_user(listed: ListedLead, sms: Sms) -> None:
    """The caller's messages; so it is beside an unknown user, if a filter takes several (D13, S59)."""
    user = known(sms.world.user_id, "user")
    listed.claim_filtered(by("user_id", user), user_id=user)
    if listed.reads_new_filters != "honoured":
        return
    for named in (f"{user},{sms.unknown_id(user)}", f"{sms.unknown_id(user)},{user}"):
        listed.claim_beside_nobody(by("user_id", user), user_id=named)


@rule("list.by-user")
@waiting
def test_list_by_user_lacks_what_is_nobodys(sms: Sms) -> Scenario:
    """A draft whose user was taken away, if an edit can do so, is in no user's list: the invariants claim it."""
    user = known(sms.world.user_id, "user")
    draft = sms.need_id(message("draft"))
    sms.update(draft, {"user_id": None})
    yield sum(PAUSES)
    answer = sms.list(user_id=user)
    claim_that(
        answer.accepted,
        expected="a list by user needs no lead",
        actual=outcome(answer),
        of=answer,
        rule="list.by-user",
    )


@rule("list.by-contact")
@pytest.mark.parametrize("which", [(0,), (1,), (0, 1)], ids=["one", "the other", "both"])
def test_list_by_contact(listed: ListedLead, which: tuple[int, ...]) -> None:
    """One contact, the other, and both with a comma between them."""
    listed.need_new_filters()
    chosen = [listed.contacts[number] for number in which]
    listed.claim_filtered(by("contact_id", *chosen), contact_id=",".join(chosen))


A_FEW = 10  # ids in one filter


@rule("list.by-id")
@pytest.mark.parametrize(
    "which",
    [(2,), (0, 3, 5), (6, 1), (*[3] * 27, 1, 5, 8)],
    ids=["one", "three", "two, the later first", "thirty"],
)
def test_list_by_id(listed: ListedLead, which: tuple[int, ...]) -> None:
    """One id, and several with commas between them."""
    listed.need_new_filters()
    chosen = [listed.ids[number] for number in which]
    if len(chosen) > A_FEW and listed.page(id__in=",".join(chosen)).refused:
        raise NotApplicable(f"{len(chosen)} ids are refused, and how many may be named is not said (S59)")
    listed.claim_filtered(by("id", *chosen), id__in=",".join(chosen))


@rule("list.by-id")
def test_list_by_an_id_beside_an_unknown_one(listed: ListedLead, sms: Sms) -> None:
    """The unknown one may be refused (S59), but does not hide the other."""
    listed.need_new_filters()
    chosen = listed.ids[2]
    listed.claim_beside_nobody(by("id", chosen), id__in=f"{sms.unknown_id(chosen)},{chosen}")


@rule("delete.gone", "list.has-more")
def test_list_by_the_id_of_a_deleted_message(listed: ListedLead, sms: Sms) -> None:
    """It is in no list, once the lists have caught up."""
    listed.need_new_filters()
    deleted = sms.need_id(message("draft"))
    if not sms.delete(deleted).accepted:
        raise NotApplicable("a draft was not deleted (see delete.gone)")
    for _ in sms.looks(PAUSES):
        answer = sms.list(id__in=deleted)
        if not entries(answer):
            break
    claim_that(
        not entries(answer), expected=f"the deleted {deleted} is in no list", actual="it is in the list", of=answer
    )
    kept = listed.ids[2]
    page = sms.list(id__in=f"{deleted},{kept}", _limit=1)
    claim_that(
        page.refused or page["has_more"] is False,
        expected=f"of {kept} and the deleted {deleted} there is no further page",
        actual=as_found(page, "has_more"),
        of=page,
        rule="list.has-more",
    )


@rule("list.by-type")
def test_list_by_type(listed: ListedLead) -> None:
    """Messages are of the kind SMS, also beside another kind, if that is taken (S61)."""
    listed.need_new_filters()
    listed.claim_filtered(by("_type", "SMS"), _type="SMS")
    if not listed.page(_type="Call,SMS").refused:
        listed.claim_filtered(by("_type", "SMS"), _type="Call,SMS")


@rule("list.by-organization")
def test_list_by_organization(listed: ListedLead, sms: Sms) -> None:
    """All messages are of the key's organization."""
    listed.need_new_filters()
    organization = known(sms.world.organization_id, "organization")
    listed.claim_filtered(by("organization_id", organization), organization_id=organization)


ALMOST: dict[str, Callable[[ListedLead], dict[str, str]]] = {
    "list.by-lead": lambda listed: {"lead_id": listed.lead[:-1]},
    "list.by-user": lambda listed: {"user_id": str(listed.answers[0]["user_id"])[:-1]},
    "list.by-contact": lambda listed: {"contact_id": listed.contacts[0][:-1]},
    "list.by-id": lambda listed: {"id__in": listed.ids[0][:-1]},
    "list.by-organization": lambda listed: {"organization_id": str(listed.answers[0]["organization_id"])[:-1]},
}


@pytest.mark.parametrize("name", [pytest.param(name, marks=rule(name)) for name in ALMOST])
def test_list_by_an_id_that_is_cut(listed: ListedLead, name: str) -> None:
    """A part of an id is the id of nobody: it may be refused (S59), but lets nothing through."""
    if name not in ("list.by-lead", "list.by-user"):
        listed.need_new_filters()
    [(parameter, cut)] = ALMOST[name](listed).items()
    if not is_unguessable(cut):
        raise NotApplicable(f"{cut!r} may be the id of somebody else, as ids are that count up")
    answer = listed.page(**{parameter: cut})
    found = [str(entry.get("id")) for entry in entries(answer)]
    claim_that(
        answer.refused or (answer.accepted and not found),
        expected="an id that is cut by one letter lets nothing through",
        actual=f"it lets {listed.named(found)} through" if answer.accepted else outcome(answer),
        of=answer,
        control=listed.whole,
    )
