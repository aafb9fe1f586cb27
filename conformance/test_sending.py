"""Sending: what `outbox` does, and the seconds by which it is put off."""

from __future__ import annotations

from datetime import timedelta

import pytest

from close_sms.claims import claim, claim_accepted, claim_that, one_of
from close_sms.judgement import NotApplicable
from close_sms.marks import rule
from close_sms.waiting import Punctual, Scenario, waiting
from close_sms.wording import as_found, outcome
from conformance.api.bodies import TEXT, message, outbox, scheduled, without
from conformance.api.credentials import created_by_token
from conformance.api.sms import Sms
from conformance.claims.comparing import instant
from conformance.claims.sending import (
    CARRIER_SKEW,
    STILL_WAITS,
    TOO_LATE,
    claim_listed_as_sent,
    claim_not_too_late,
    claim_sent_within_patience,
    claim_stays_as_sent,
    need_in_time,
)
from conformance.statuses import ATTEMPTED
from strategies import ATTACHMENT, FACETS, LONGEST_DELAY, SEND_TO

LONG_TEXT = " ".join([TEXT] * 4)  # two parts, as it has more than the 160 characters of one
LIVELY_TEXT = f"{LONG_TEXT} \U0001f44b\U0001f3fd"  # the same with an emoji
LOOK = 10.0  # seconds after which what is delayed for long is looked at
OFTEN = 2.0  # seconds between looks at what is delayed
SHORT = 5  # the shortest `send_in` that is looked at
DELAYS = (20, 59)  # the next one where the endpoint answers too slowly to be asked within the first
SENDING_FACETS = {facet.name: facet for facet in FACETS if facet.rule == "sending.delay-limit"}


@rule("sending.accepted")
def test_outbox_is_accepted(sms: Sms) -> None:
    """`outbox` is a value of `status`."""
    answer = sms.accepts(outbox())
    sms.undo(answer)
    claim(answer, status=one_of("outbox", *ATTEMPTED))


@rule("sending.delay-limit")
@pytest.mark.parametrize("seconds", [1, 30, 59])
def test_send_in_below_60_is_accepted(sms: Sms, seconds: int) -> None:
    """The longest documented delay, and shorter ones."""
    sms.undo(sms.accepts(outbox(send_in=seconds)))


@pytest.mark.parametrize("name", [pytest.param(name, marks=rule(facet.rule)) for name, facet in SENDING_FACETS.items()])
def test_send_in_of_60_or_more_is_refused(sms: Sms, name: str) -> None:
    """However it is written."""
    faulty = SENDING_FACETS[name].example(outbox())
    sms.refuses(faulty.body, faulty.control)


@rule("sending.sent", "sending.accepted", "update.sent-locked")
@waiting
def test_message_in_the_outbox_is_sent(sms: Sms) -> Scenario:
    """Without `send_in` it leaves at once, and whole; a list shows it by itself. Another was refused before."""
    lead = sms.world.other_lead_id
    sms.create(without(outbox(), "status"))
    created = sms.create(without(outbox(text=LIVELY_TEXT, lead_id=lead, contact_id=None), "send_in"))
    claim_accepted(created, rule="sending.accepted")
    yield 0.0
    yield from claim_listed_as_sent(sms, str(created.id), lead)
    sent = sms.get(str(created.id))
    claim(sent, text=LIVELY_TEXT, rule="sending.sent")
    if sent["status"] == "sent":  # a failed one may be sent again
        sms.update(str(created.id), {"status": "outbox"})
        claim(sms.get(str(created.id)), status=one_of(*ATTEMPTED), rule="update.sent-locked")
    claim_stays_as_sent(sms, str(created.id))


@rule("sending.delay")
@waiting
def test_send_in_delays_the_sending(sms: Sms) -> Scenario:
    """Not before the seconds are over, and soon after, however often it is looked at."""
    for delay in DELAYS:
        yield 0.0  # the others are started first
        created = sms.accepts(without(outbox(send_in=delay), "contact_id"))
        claim(created, status=STILL_WAITS)
        look = min(delay - 2, delay * 3 / 4)
        yield Punctual(look)
        early = sms.get(str(created.id))
        if sms.since(created) < delay:
            break
    need_in_time(sms, created, delay)
    claim_that(
        early["status"] in ("outbox", "error"),
        expected=f"{look:g} s after a create with send_in={delay} the message still waits in the outbox, or has failed",
        actual=as_found(early, "status"),
        of=early,
        control=created,
    )
    yield delay - look
    yield from claim_sent_within_patience(sms, str(created.id), every=OFTEN)
    sent = sms.get(str(created.id))
    left, begun = instant(sent["date_sent"]), instant(created["date_created"])
    if sent["status"] == "sent" and left and begun:
        claim_that(
            left - begun >= timedelta(seconds=delay) - CARRIER_SKEW,
            expected=f"`date_sent` is {delay} s after `date_created` {created['date_created']}",
            actual=as_found(sent, "date_sent"),
            of=sent,
        )


@rule("sending.delay")
@waiting
def test_short_send_in_delays_the_sending(sms: Sms) -> Scenario:
    """A few seconds, too; the message is called back before they are over."""
    yield 0.0  # the others are started first
    created = sms.accepts(outbox(send_in=SHORT))
    yield Punctual(SHORT / 2)
    early = sms.get(str(created.id))
    in_time = sms.since(created) < SHORT
    sms.undo(early)
    if not in_time:
        raise NotApplicable(f"the endpoint answers too slowly to be asked within {SHORT} s")
    claim(early, status=STILL_WAITS)


@rule("sending.delay")
@waiting
def test_send_in_delays_what_a_token_sends(sms: Sms) -> Scenario:
    """It is looked at and called back."""
    yield 0.0  # the others are started first
    created = sms.need_accepted(created_by_token(sms, outbox()))
    yield Punctual(LOOK)
    early = sms.get(str(created.id))
    sms.undo(early)
    need_in_time(sms, created, LONGEST_DELAY)
    claim(early, status=STILL_WAITS)


@rule("sending.delay")
@waiting
def test_send_in_delays_what_has_an_attachment(sms: Sms) -> Scenario:
    """It is looked at and called back."""
    yield 0.0  # the others are started first
    created = sms.create(outbox(attachments=[ATTACHMENT]))
    if created.refused:
        raise NotApplicable(f"an attachment is refused (question foreign-attachment-url): {outcome(created)}")
    yield Punctual(LOOK)
    early = sms.get(str(created.id))
    sms.undo(early)
    need_in_time(sms, created, LONGEST_DELAY)
    claim(early, status=STILL_WAITS)


@rule("sending.sent")
@waiting
def test_message_of_a_template_in_the_outbox_is_sent(sms: Sms) -> Scenario:
    """As other messages are."""
    created = sms.need(without(sms.templated(outbox()), "send_in"))
    yield 0.0
    yield from claim_sent_within_patience(sms, str(created.id))


@rule("sending.draft-to-outbox", "sending.draft-is-sent")
@waiting
def test_draft_can_be_sent(sms: Sms) -> Scenario:
    """A draft that is set to `outbox` leaves at once, also if a template gave its text."""
    body = message("draft", remote_phone=SEND_TO)
    draft = sms.need(sms.templated(body))
    answer = sms.update(str(draft.id), {"status": "outbox"})
    claim_accepted(answer)
    claim(answer, status=one_of("outbox", *ATTEMPTED))
    yield 0.0
    yield from claim_sent_within_patience(sms, str(draft.id), rule="sending.draft-is-sent")


@rule("sending.draft-is-sent", "sending.draft-to-outbox", "update.outbox-locked")
@waiting
def test_edited_draft_is_sent_as_edited(sms: Sms) -> Scenario:
    """What leaves is the text as it was last edited; an edit that comes too late neither counts nor stops it."""
    draft = _once_scheduled(sms)
    sms.need_update(draft, {"text": LIVELY_TEXT})
    claim_accepted(sms.update(draft, {"status": "outbox"}), rule="sending.draft-to-outbox")
    sms.update(draft, {"text": TOO_LATE})
    yield 0.0
    yield from claim_sent_within_patience(sms, draft)
    sent = sms.get(draft)
    if sent["status"] == "sent":  # a failed one may be open to edits
        claim_not_too_late(sent, "update.outbox-locked")
        claim(sent, text=LIVELY_TEXT)


@rule("sending.draft-to-outbox")
def test_once_scheduled_draft_can_be_sent(sms: Sms) -> None:
    """A draft like any other; it is called back at once."""
    once = _once_scheduled(sms)
    answer = sms.update(once, {"status": "outbox"})
    sms.undo(answer)
    claim_accepted(answer)
    claim(answer, status=one_of("outbox", *ATTEMPTED))


def _once_scheduled(sms: Sms) -> str:
    """A draft that had a date before; a plain one where none is taken."""
    once = sms.create(scheduled())
    if once.refused:
        return sms.need_id(message("draft", remote_phone=SEND_TO))
    sms.need_update(str(once.id), {"status": "draft"})
    return str(once.id)
