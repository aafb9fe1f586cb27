"""Phone numbers: which number can be sent from."""

from __future__ import annotations

import pytest

from close_sms.claims import claim
from close_sms.judgement import NotApplicable
from close_sms.marks import rule
from conformance.bodies import ANOTHER_FICTIONAL, outbox, without
from conformance.subject import Sms


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


@rule("phones.foreign-refused")
def test_number_of_nobody_is_refused(sms: Sms) -> None:
    """A number that the organization does not have."""
    sms.refuses(outbox(local_phone=ANOTHER_FICTIONAL), control=outbox())


@rule("phones.external-refused")
def test_external_number_is_refused(sms: Sms) -> None:
    """A customer's own number that Close only shows as caller."""
    _claim_refused(sms, "external")


@rule("phones.virtual-refused")
def test_virtual_number_is_refused(sms: Sms) -> None:
    """A customer's own number behind another carrier."""
    _claim_refused(sms, "virtual")


def _claim_refused(sms: Sms, kind: str) -> None:
    number = sms.world.number(kind)
    if number is None:
        raise NotApplicable(f"the organization has no number of type `{kind}`")
    sms.refuses(outbox(local_phone=number), control=outbox())


@rule("phones.other-organization-refused")
def test_number_of_another_organization_is_refused(sms: Sms) -> None:
    """An internal number, but not of this organization."""
    if not sms.client.endpoint.credentials.other_key:
        raise NotApplicable("needs a key of another organization in CLOSE_API_KEY_OTHER")
    own = {number.get("number") for number in sms.world.numbers}
    for number in sms.world.numbers_elsewhere:
        if number.get("type") == "internal" and number.get("number") not in own:
            sms.refuses(outbox(local_phone=number["number"]), control=outbox())
            return
    raise NotApplicable("the other organization has no internal number of its own")
