"""Undo: a message in the outbox is called back before its seconds are over."""

from __future__ import annotations

import pytest

from close_sms.claims import claim, claim_accepted, one_of
from close_sms.client import Answer
from close_sms.judgement import NotApplicable
from close_sms.marks import rule
from close_sms.waiting import Punctual, Scenario, waiting
from close_sms.wording import outcome
from conformance.api.bodies import ANOTHER_TEXT, MERGE_FIELD, TEXT, Body, of_template, outbox, without
from conformance.api.credentials import by_token_of_same_user
from conformance.api.sms import Sms
from conformance.claims.sending import STILL_WAITS, claim_cancel, claim_sent_within_patience, need_in_time
from conformance.statuses import ATTEMPTED
from strategies import ATTACHMENT, LONGEST_DELAY

PERSONAL = f"Hello {MERGE_FIELD}! {TEXT}"
LATE = 31.0  # seconds after which `send_in=59` still has more than 20 to go, and is more than half over
DELAY = 6  # seconds of `send_in` that a check waits for

# How a message comes into the outbox.
WAYS: dict[str, Body] = {
    "created": outbox(),
    "of a template": of_template(outbox()),
    "without a lead": without(outbox(), "lead_id", "contact_id"),
}


@rule("undo.cancel", "undo.keeps-content", "sending.delay")
@pytest.mark.parametrize("way", WAYS)
def test_message_in_the_outbox_can_be_cancelled(sms: Sms, way: str) -> None:
    """Set back to `draft`, it is a draft again, with all that it had."""
    body = WAYS[way]
    before = sms.create({**body, "template_id": sms.world.template(PERSONAL)} if "template_id" in body else body)
    if before.refused and way != "created":
        raise NotApplicable(f"such a message is refused: {outcome(before)}")
    if before.accepted:
        claim(before, rule="sending.delay", status=STILL_WAITS)
    if before["status"] != "outbox":
        raise NotApplicable(f"the message was no longer in the outbox: {outcome(before)}")
    claim_cancel(sms, before, "undo.cancel", "undo.keeps-content")


@rule("undo.cancel", "undo.keeps-content", "sending.draft-to-outbox")
def test_mms_in_the_outbox_can_be_cancelled(sms: Sms) -> None:
    """With its attachment, and set to outbox again."""
    before = sms.create(outbox(attachments=[ATTACHMENT]))
    if before.refused or before["status"] != "outbox":
        raise NotApplicable(f"no MMS is in the outbox: {outcome(before)} (question foreign-attachment-url)")
    claim_cancel(sms, before, "undo.cancel", "undo.keeps-content")
    again = sms.update(str(before.id), {"status": "outbox"})
    sms.undo(again)
    claim_accepted(again, rule="sending.draft-to-outbox")


@rule("sending.delay", "undo.cancel")
@waiting
def test_message_in_the_outbox_can_be_cancelled_late(sms: Sms) -> Scenario:
    """As long as its seconds are not over, also if a template gave its text."""
    yield 0.0  # the others are started first
    before = sms.need(sms.templated(outbox()))
    yield Punctual(LATE)
    late = sms.get(str(before.id))
    need_in_time(sms, before, LONGEST_DELAY)
    claim(late, rule="sending.delay", status=STILL_WAITS)
    if late["status"] == "error":
        raise NotApplicable("the message was not to be called back any more: its sending failed")
    claim_cancel(sms, late, "undo.cancel", "undo.keeps-content", asked=before)


@rule("undo.not-sent", "undo.cancel", "update.draft")
@pytest.mark.parametrize("then", ["nothing", "nothing, by a token", "an edit", "another undo"])
@waiting
def test_cancelled_message_is_not_sent(sms: Sms, then: str) -> Scenario:
    """Cancelled within its seconds, it is still a draft when they are over, edited or not, of a template or not."""
    body = outbox(send_in=DELAY)
    created = _in_the_outbox(sms, sms.templated(body) if then == "another undo" else body)
    by = by_token_of_same_user(sms) if then in ("an edit", "nothing, by a token") else {}
    if then == "nothing, by a token" and not by:
        raise NotApplicable("there is no access token of the same user")
    cancelled = sms.update(str(created.id), {"status": "draft"}, **by)
    need_in_time(sms, created, DELAY - 1)
    claim_accepted(cancelled, rule="undo.cancel")
    claim(cancelled, status="draft")
    if then == "an edit":
        claim_accepted(sms.update(str(created.id), {"text": ANOTHER_TEXT}), rule="update.draft")
    elif then == "another undo":
        _undo_at_once(sms, str(created.id))
    yield DELAY + sms.run.settings.settle
    claim(sms.get(str(created.id)), status="draft")


def _in_the_outbox(sms: Sms, body: Body) -> Answer:
    created = sms.need(body)
    if created["status"] != "outbox":
        raise NotApplicable(f"the message was no longer in the outbox: {outcome(created)}")
    return created


def _undo_at_once(sms: Sms, draft: str) -> None:
    """Send a draft, and call it back before it has left: how long there is to do so is not documented (S15)."""
    sms.need_update(draft, {"status": "outbox"})
    undone = sms.update(draft, {"status": "draft"})
    if undone.refused or undone["status"] != "draft":
        raise NotApplicable(f"the message had left at once: {outcome(undone)}")


@rule("undo.not-sent", "sending.draft-is-sent")
@waiting
def test_cancelled_message_can_be_sent_again(sms: Sms) -> Scenario:
    """A cancelled message is a draft like any other: it is edited, and sent as edited."""
    created = _in_the_outbox(sms, outbox())
    cancelled = sms.update(str(created.id), {"status": "draft"})
    if not cancelled.accepted:
        need_in_time(sms, created, LONGEST_DELAY - 1)
    sms.need_accepted(cancelled)
    sms.need_update(str(created.id), {"text": ANOTHER_TEXT})
    answer = sms.update(str(created.id), {"status": "outbox"})
    claim_accepted(answer, rule="sending.draft-is-sent")
    claim(answer, rule="undo.not-sent", status=one_of("outbox", *ATTEMPTED))
    yield 0.0
    yield from claim_sent_within_patience(sms, str(created.id), rule="sending.draft-is-sent")
    claim(sms.get(str(created.id)), rule="sending.draft-is-sent", text=ANOTHER_TEXT)
