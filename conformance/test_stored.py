"""What was stored comes back: in the answer of the create, when fetched, and in the list."""

from __future__ import annotations

import pytest

from close_sms.claims import claim_that, show
from close_sms.marks import rule
from close_sms.waiting import Scenario, waiting
from conformance.bodies import ANOTHER_FICTIONAL, ANOTHER_TEXT, LOGGED, TEXT, message
from conformance.comparing import KEPT, claim_fields_kept, claim_same_activity
from conformance.invariants.history import LIST_LAG
from conformance.shelf import entries
from conformance.subject import Sms
from strategies import CONTACT, USER


@rule("stored.fields")
@pytest.mark.parametrize("status", LOGGED)
def test_plain_fields_come_back(sms: Sms, status: str) -> None:
    """The plainest message of each status, with its user named."""
    body = message(status, user_id=USER, created_by=USER, contact_id=CONTACT)
    claim_fields_kept(sms.given(body), sms.filled(body), fields=KEPT)


@rule("stored.fields")
@pytest.mark.parametrize("status", ["inbox", "sent"])
def test_source_of_a_logged_message_comes_back(sms: Sms, status: str) -> None:
    """`External` is what the page's example logs with; other pairs are a question (contrary-source)."""
    claim_fields_kept(sms.given(message(status, source="External")), {"source": "External"}, fields=["source"])


@rule("stored.get")
def test_fetch_answers_what_an_update_answered(sms: Sms) -> None:
    """After an update, too."""
    draft = sms.given_id(message("draft"))
    updated = sms.given_update(draft, {"text": ANOTHER_TEXT, "remote_phone": ANOTHER_FICTIONAL})
    claim_same_activity(sms.get(draft), updated, why="as the PUT answered it")


@rule("stored.get")
def test_fetch_tells_two_messages_apart(sms: Sms) -> None:
    """Each id answers with its own message, also when they are fetched in turns."""
    pair = [sms.given(message(status, text=f"{TEXT} ({status})")) for status in ("sent", "inbox")]
    for created in (*pair, *pair, *pair):
        claim_same_activity(sms.get(str(created.id)), created, why="as the create answered it")


@rule("stored.list", "delete.gone")
@waiting
def test_list_shows_what_a_fetch_shows(sms: Sms) -> Scenario:
    """The list of a lead holds its messages as they are, edits included, and none that was deleted; it may lag."""
    lead = sms.world.other_lead_id
    held = {status: sms.given_id(message(status, lead_id=lead, contact_id=None)) for status in LOGGED}
    deleted = sms.given_id(message("draft", lead_id=lead, contact_id=None, text="To be deleted."))
    sms.given_update(held["draft"], {"text": ANOTHER_TEXT})
    gone = sms.delete(deleted).accepted
    yield LIST_LAG.total_seconds() + 0.5
    for each in held.values():
        sms.get(each)
    listed = sms.list(lead_id=lead, _limit=100)
    found = {str(entry.get("id")): entry for entry in entries(listed)}
    for status, each in held.items():
        claim_that(
            each in found,
            expected=f"the list of the lead holds its `{status}` message {each}",
            actual=f"it holds {show(list(found))}",
            of=listed,
            rule="stored.list",
        )
    claim_that(
        not gone or deleted not in found,
        expected=f"the list of the lead does not hold the deleted message {deleted}",
        actual="it holds it",
        of=listed,
        rule="delete.gone",
    )


@rule("stored.date-created")
@pytest.mark.parametrize("status", LOGGED)
def test_date_created_is_now(sms: Sms, status: str) -> None:
    """A message that names no creation entered Close now, even if it took place long ago (claimed by the invariant)."""
    sms.given(message(status, activity_at="2019-08-07T06:05:04+00:00"))
