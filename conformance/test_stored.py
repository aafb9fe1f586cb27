"""What was stored comes back: in the answer of the create, when fetched, and in the list."""

from __future__ import annotations

import pytest

from close_sms.claims import claim_that
from close_sms.client import Answer
from close_sms.judgement import NotApplicable
from close_sms.marks import profile, rule
from close_sms.waiting import Scenario, waiting
from close_sms.wording import as_found, outcome, show
from conformance.api.bodies import ANOTHER_FICTIONAL, ANOTHER_TEXT, TEXT, Body, message, outbox, scheduled, without
from conformance.api.sms import Sms
from conformance.claims.comparing import AS_POSTED, claim_fields_kept, claim_same_activity
from conformance.lists.listed_lead import ListedLead
from conformance.lists.pages import PAUSES, entries
from strategies import ATTACHMENT, CONTACT, RECORDED, USER


@rule("stored.fields")
@pytest.mark.parametrize("status", RECORDED)
def test_plain_fields_come_back(sms: Sms, status: str) -> None:
    """The plainest message of each status, with its user named."""
    body = message(status, user_id=USER, created_by=USER, contact_id=CONTACT)
    claim_fields_kept(sms.need(body), sms.filled(body), fields=AS_POSTED)


@rule("stored.fields")
@pytest.mark.parametrize("status", ["inbox", "sent"])
def test_source_of_a_logged_message_comes_back(sms: Sms, status: str) -> None:
    """`External` is what the page's example logs with; other pairs are a question (contrary-source)."""
    claim_fields_kept(sms.need(message(status, source="External")), {"source": "External"}, fields=["source"])


TO_SEND = {"scheduled": scheduled(), "outbox": outbox()}


@rule("stored.fields")
@profile("send")
@pytest.mark.parametrize("status", TO_SEND)
@waiting
def test_fields_of_a_message_to_send_come_back(sms: Sms, status: str) -> Scenario:
    """All of them; a file, too, where files are taken and a draft shows them (S72)."""
    body = {**TO_SEND[status], "user_id": USER, "created_by": USER}
    with_file = sms.create({**body, "attachments": [ATTACHMENT]})
    made = with_file if with_file.accepted else sms.need(body)
    sms.undo(made)
    claim_fields_kept(made, sms.filled(body), fields=AS_POSTED)
    draft = sms.create(message("draft", attachments=[ATTACHMENT]))
    if not (with_file.accepted and draft.accepted):
        return
    yield sms.run.settings.settle  # they may be fetched first
    shown, found = sms.get(str(draft.id)), sms.get(str(made.id))
    claim_that(
        bool(found["attachments"]) or not shown["attachments"],
        expected=f"the file of the `{status}` message comes back, as that of a draft does",
        actual=as_found(found, "attachments"),
        of=found,
        control=shown,
    )


# What a server decides, as an export could have it that is posted again.
OWNED = {
    "_type": "Call",
    "cost": 1,
    "users": None,
    "date_updated": "2001-02-03T04:05:06+00:00",
    "remote_phone_formatted": "+1 201-555-0199",
    "local_phone_formatted": "+1 201-555-0198",
}


@rule("object.own-id", "object.type", "object.cost", "object.users", "object.formatted-numbers", "stored.get")
@pytest.mark.parametrize("way", ["create", "update"])
def test_keys_of_the_server_are_not_taken_over(sms: Sms, way: str) -> None:
    """Whether a body may have them is open (D4, R50); where it may, they decide nothing, as the invariants claim.

    Where it may not have them all, it may still have one of them.
    """
    exported, draft = sms.need(message("sent")), sms.need(message("draft"))
    owned = {**OWNED, "id": exported.id}
    answer = _posted_again(sms, way, draft, {**(exported if way == "create" else draft).object, **owned}, exported)
    if answer.refused:
        for key, value in owned.items():
            plain = message("draft") if way == "create" else {}
            _posted_again(sms, way, draft, {**plain, key: value}, exported)
    claim_same_activity(sms.get(str(exported.id)), exported, rule="stored.get", why="as its own create answered it")


def _posted_again(sms: Sms, way: str, draft: Answer, body: Body, exported: Answer) -> Answer:
    answer = sms.create(body) if way == "create" else sms.update(str(draft.id), body)
    claim_that(
        not answer.accepted or answer.id != exported.id,
        expected=f"the message does not become {exported.id}, which is another one",
        actual="it has that id",
        of=answer,
        rule="object.own-id",
        control=exported,
    )
    if answer.accepted:
        sms.get(str(answer.id))
    return answer


@rule("stored.get")
def test_fetch_answers_what_an_update_answered(sms: Sms) -> None:
    """After an update, too."""
    draft = sms.need_id(message("draft"))
    updated = sms.need_update(draft, {"text": ANOTHER_TEXT, "remote_phone": ANOTHER_FICTIONAL})
    claim_same_activity(sms.get(draft), updated, why="as the PUT answered it")


@rule("stored.get")
def test_fetch_tells_two_messages_apart(sms: Sms) -> None:
    """Each id answers with its own message, also when they are fetched in turns."""
    pair = [sms.need(message(status, text=f"{TEXT} ({status})")) for status in ("sent", "inbox")]
    for created in (*pair, *pair, *pair):
        claim_same_activity(sms.get(str(created.id)), created, why="as the create answered it")


@rule("stored.list", "delete.gone")
@waiting
def test_list_shows_what_a_fetch_shows(sms: Sms) -> Scenario:
    """The list of a lead holds its messages as they are, edits included, and none that was deleted; it may lag."""
    lead = sms.world.other_lead_id
    held = {status: sms.need_id(message(status, lead_id=lead, contact_id=None)) for status in RECORDED}
    deleted = sms.need_id(message("draft", lead_id=lead, contact_id=None, text="To be deleted."))
    sms.need_update(held["draft"], {"text": ANOTHER_TEXT})
    gone = sms.delete(deleted).accepted
    for each in held.values():
        sms.get(each)
    for pause in PAUSES:
        yield pause
        listed = sms.list(lead_id=lead, _limit=100)
        found = {str(entry.get("id")): entry for entry in entries(listed)}
        if {*held.values()} <= {*found} and not (gone and deleted in found):
            break
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


@rule("stored.list")
@profile("schedule")
def test_message_that_waits_is_listed(sms: Sms) -> None:
    """Scheduled far ahead, it is in the list of its lead as any other."""
    lead = sms.world.other_lead_id
    made = sms.need(scheduled(lead_id=lead, contact_id=None))
    for _ in sms.looks(PAUSES):
        answer = sms.list(lead_id=lead, _limit=100)
        if made.id in [entry.get("id") for entry in entries(answer)]:
            break
    sms.undo(made)
    claim_that(
        made.id in [entry.get("id") for entry in entries(answer)],
        expected=f"the list of the lead holds its `scheduled` message {made.id}",
        actual=f"it holds {show([entry.get('id') for entry in entries(answer)])}",
        of=answer,
        control=made,
    )


@rule("stored.list")
def test_message_without_a_lead_is_listed(listed: ListedLead, sms: Sms) -> None:
    """Whether a message may lack a lead is open (question no-lead); one that is stored is listed, with its dates."""
    listed.need_new_filters()
    then = "2024-05-06T07:08:09+00:00"
    body = without(message("sent", activity_at=then, date_created=then), "lead_id", "contact_id")
    created = sms.create(body)
    if created.refused:
        raise NotApplicable(f"a message without a lead is refused: {outcome(created)}")
    for _ in sms.looks(PAUSES):
        answer = sms.list(id__in=str(created.id))
        if entries(answer):
            break
    claim_that(
        [entry.get("id") for entry in entries(answer)] == [created.id],
        expected=f"with id__in={created.id} the list holds the message, which has no lead",
        actual=f"it has {len(entries(answer))} entries",
        of=answer,
        control=created,
    )


@rule("stored.date-created")
@pytest.mark.parametrize("status", RECORDED)
def test_date_created_is_now(sms: Sms, status: str) -> None:
    """A message that names no creation entered Close now, even if it took place long ago (claimed by the invariant)."""
    sms.need(message(status, activity_at="2019-08-07T06:05:04+00:00"))
