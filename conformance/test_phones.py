"""Phone numbers: which number can be sent from."""

from __future__ import annotations

import pytest

from close_sms.claims import claim, claim_that
from close_sms.client import Answer
from close_sms.judgement import NotApplicable
from close_sms.marks import rule
from close_sms.waiting import Scenario, waiting
from close_sms.wording import as_found, show
from conformance.api.bodies import ANOTHER_FICTIONAL, Body, message, of_template, outbox, scheduled, without
from conformance.api.sms import Sms
from strategies import ATTACHMENT, FICTIONAL, LOCAL_PHONE, SEND_TO


@rule("phones.local-needed-to-send")
@pytest.mark.parametrize("how", ["absent", "null"])
def test_sending_without_local_phone_is_refused(sms: Sms, how: str) -> None:
    """There is nothing to send from."""
    body = without(outbox(), "local_phone") if how == "absent" else outbox(local_phone=None)
    sms.refuses(body, control=outbox())


@rule("phones.internal-sends")
def test_internal_number_sends(sms: Sms) -> None:
    """An internal number is accepted, and the message names it as its sender."""
    answer = sms.accepts(outbox())
    sms.undo(answer)
    claim(answer, local_phone=sms.world.local_phone)


@rule("phones.internal-sends")
@waiting
def test_message_leaves_from_the_number_that_was_given(sms: Sms) -> Scenario:
    """Also once it is sent."""
    created = sms.need(without(outbox(), "send_in"))
    yield sms.run.settings.settle
    claim(sms.get(str(created.id)), local_phone=sms.world.local_phone)


@rule("phones.foreign-refused")
def test_number_of_nobody_is_refused(sms: Sms) -> None:
    """A number that the organization does not have."""
    sms.refuses(outbox(local_phone=ANOTHER_FICTIONAL), control=outbox())


@rule("phones.foreign-refused", "phones.internal-sends")
def test_number_beside_an_own_one_is_refused(sms: Sms) -> None:
    """A number that differs from an own one in its last digit only; the next message, from the own one, is accepted."""
    sms.refuses(outbox(local_phone=_beside_an_own_one(sms, 1)), control=outbox())
    sms.undo(sms.accepts(outbox(), rule="phones.internal-sends"))


@rule("phones.foreign-refused")
def test_number_in_another_area_is_refused(sms: Sms) -> None:
    """A number that differs from an own one in the last digit of its area code only."""
    sms.refuses(outbox(local_phone=_beside_an_own_one(sms, 1 + OF_A_SUBSCRIBER)), control=outbox())


def _beside_an_own_one(sms: Sms, place: int) -> str:
    """The run's own number with another digit at this place, counted from its end: nobody's in the organization."""
    own = {str(number.get("number")) for number in sms.world.numbers}
    first = str(sms.value(LOCAL_PHONE))
    at = len(first) - place
    others = (first[:at] + str(digit) + first[at + 1 :] for digit in range(10))
    return next(each for each in others if each not in own)


@rule("phones.malformed")
def test_number_is_not_cut(sms: Sms) -> None:
    """One of more than 15 digits is none (R35); where it is accepted nevertheless, it is not made another one."""
    answer = sms.create(message("draft", remote_phone=TOO_LONG))
    claim_that(
        answer.refused or str(answer["remote_phone"]) == TOO_LONG,
        expected=f"`remote_phone` {TOO_LONG} is refused, or comes back",
        actual=as_found(answer, "remote_phone"),
        of=answer,
    )


@rule("phones.external-refused")
def test_external_number_is_refused(sms: Sms) -> None:
    """A customer's own number that Close only shows as caller."""
    _claim_refused(sms, "external")


@rule("phones.virtual-refused")
def test_virtual_number_is_refused(sms: Sms) -> None:
    """A customer's own number behind another carrier."""
    _claim_refused(sms, "virtual")


def _claim_refused(sms: Sms, kind: str) -> None:
    number = _of_kind(sms, kind)
    sms.refuses(outbox(local_phone=number), control=outbox())
    if sms.has_templates:
        sms.refuses(of_template(outbox(local_phone=number)), control=of_template(outbox()))
    if sms.takes_files("outbox"):
        sms.refuses(outbox(local_phone=number, attachments=[ATTACHMENT]), control=outbox(attachments=[ATTACHMENT]))


def _of_kind(sms: Sms, kind: str) -> str:
    number = sms.world.number(kind)
    if number is None:
        raise NotApplicable(f"the organization has no number of type `{kind}`")
    return number


@rule("phones.other-organization-refused")
def test_number_of_another_organization_is_refused(sms: Sms) -> None:
    """An internal number, but not of this organization."""
    sms.refuses(outbox(local_phone=_elsewhere(sms)), control=outbox())


def _elsewhere(sms: Sms) -> str:
    own = {number.get("number") for number in sms.world.numbers}
    for number in sms.elsewhere.numbers:
        if number.get("type") == "internal" and number.get("number") not in own:
            return str(number["number"])
    raise NotApplicable("the other organization has no internal number of its own")


RULES = {
    "none": "phones.local-needed-to-send",
    "nobody's": "phones.foreign-refused",
    "external": "phones.external-refused",
    "virtual": "phones.virtual-refused",
    "another organization's": "phones.other-organization-refused",
}
TOO_LONG = f"{FICTIONAL}456789"
OF_A_SUBSCRIBER = 7  # digits, in North America
SOON = 5.0  # seconds until a scheduled message is due


def _number(sms: Sms, whose: str) -> str | None:
    """The number; NotApplicable where the endpoint has none of the kind."""
    if whose in ("external", "virtual"):
        return _of_kind(sms, whose)
    if whose == "another organization's":
        return _elsewhere(sms)
    return None if whose == "none" else ANOTHER_FICTIONAL


@pytest.mark.parametrize("way", ["draft", "date", "draft with a date"])
@pytest.mark.parametrize("whose", [pytest.param(whose, marks=rule(judged)) for whose, judged in RULES.items()])
@waiting
def test_nothing_is_sent_from_a_number_that_cannot(sms: Sms, whose: str, way: str) -> Scenario:
    """By way of a draft or a date the number may be looked at late (S6), but such a message is not sent."""
    number, due = _number(sms, whose), {"date_scheduled": sms.ahead(SOON)}
    draft = message("draft", remote_phone=SEND_TO)
    begun = sms.create(_from(number, scheduled(**due) if way == "date" else draft))
    if begun.refused and way == "date" and _is_taken(sms, _from(number, scheduled())):
        raise NotApplicable(f"a date in {SOON:g} seconds is refused (S18)")
    if begun.accepted and way != "date":
        sms.update(
            str(begun.id), {"status": "scheduled", **due} if way == "draft with a date" else {"status": "outbox"}
        )
    yield SOON if "date" in way else 0.0
    if begun.accepted:
        yield max(sms.run.settings.settle, 4.0)
        _claim_not_sent(sms.get(str(begun.id)), number)
    else:
        claim_that(begun.refused, expected="a refusal", actual=f"status code {begun.status}", of=begun)


def _is_taken(sms: Sms, body: Body) -> bool:
    answer = sms.create(body)
    sms.undo(answer)
    return answer.accepted


def _from(number: str | None, body: Body) -> Body:
    return without(body, "local_phone") if number is None else {**body, "local_phone": number}


@rule("phones.local-needed-to-send")
@waiting
def test_draft_that_loses_its_number_is_not_sent(sms: Sms) -> Scenario:
    """The PUT that sends it takes its number away."""
    draft = sms.need_id(message("draft", remote_phone=SEND_TO))
    sms.update(draft, {"status": "outbox", "local_phone": None})
    yield max(sms.run.settings.settle, 4.0)
    _claim_not_sent(sms.get(draft), None)


def _claim_not_sent(seen: Answer, number: str | None) -> None:
    claim_that(
        seen["status"] != "sent" or seen["local_phone"] not in (None, number),
        expected=f"a message whose `local_phone` is {show(number)} is not sent from it",
        actual=as_found(seen, "status", "local_phone"),
        of=seen,
    )
