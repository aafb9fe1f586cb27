"""Fetch, list and delete, as far as the create page leans on them."""

from __future__ import annotations

import pytest

from close_sms.claims import claim, claim_accepted, claim_status, claim_that, need_permission
from close_sms.client import Answer
from close_sms.judgement import NotApplicable, Undecided
from close_sms.marks import profile, rule
from close_sms.wording import outcome
from conformance.api.bodies import ANOTHER_TEXT, TEXT, message, scheduled
from conformance.api.sms import Sms
from conformance.api.unknown_ids import EXAMPLE_ID, is_unguessable

STRANGERS = {"smoke": 1, "standard": 20, "deep": 60}  # as many, so that a fault of one answer in ten shows
GONE = (404, 410)  # the latter is how some servers know a deleted id (S30)
MALFORMED = (400, 404)  # an id that is not spelled like one of the endpoint's may be a faulty request (R10)


@rule("get.object", "transport.paths")
def test_fetch_answers_the_activity_of_the_id(sms: Sms) -> None:
    """The object of that id and no other, also when a later one is there."""
    created = sms.need(message("draft"))
    sms.need(message("draft", text=ANOTHER_TEXT))
    fetched = sms.get(str(created.id))
    claim_accepted(fetched, rule="transport.paths")
    claim_accepted(fetched)
    claim(fetched, id=created.id, text=TEXT)


@rule("get.unknown-id")
def test_fetch_of_an_unknown_id(sms: Sms) -> None:
    """An id that nobody has; without a profile that creates, one that is spelled like the page's example."""
    claim_status(sms.get(sms.unknown_id(EXAMPLE_ID)), *MALFORMED)


@rule("get.unknown-id")
@profile("record")
def test_fetch_of_an_id_one_letter_off(sms: Sms) -> None:
    """Ids that are spelled like a real one, and one that is cut."""
    real = sms.need_id(message("draft"))
    if is_unguessable(real):
        claim_status(sms.get(sms.client.ledger.add_unknown_id(real[:-1])), *MALFORMED)
    for _ in range(STRANGERS[sms.run.settings.depth]):
        claim_status(sms.get(sms.unknown_id(real)), 404)
    claim_status(sms.get(sms.unknown_id(real), params={"_fields": "id,text"}), *MALFORMED)  # D12


@rule("get.unknown-id", "transport.no-server-error")
@profile("record")
def test_fetch_of_the_id_of_something_else(sms: Sms) -> None:
    """A lead is no message; nor is an id with signs that ids do not have."""
    lead = str(sms.world.lead_id)
    if is_unguessable(lead):  # another, as a number, may be that of a message, too
        claim_status(sms.get(lead), *MALFORMED)
    sms.get(sms.client.ledger.add_unknown_id("acti_(no-such)*message"))  # no server error, the invariants say


@rule("transport.paths")
def test_collection_answers_get(sms: Sms) -> None:
    """The list is at the address of the create."""
    claim_status(sms.list(_limit=1), 200)


@rule("delete.gone", "delete.object-or-nothing", "transport.paths", "transport.success-is-200")
@pytest.mark.parametrize(
    "kind", ["draft", "of a template", "with a file", pytest.param("cancelled", marks=profile("schedule"))]
)
def test_deleted_message_is_gone(sms: Sms, kind: str) -> None:
    """A fetch of a deleted message finds nothing, whatever draft it was."""
    created = _draft_of_kind(sms, kind)
    deleted = sms.delete(str(created.id))
    need_permission(deleted)
    claim_that(
        deleted.accepted,
        expected="the path of an activity answers DELETE",
        actual=f"status code {deleted.status}",
        of=deleted,
        rule="transport.paths",
    )
    claim_status(deleted, 200, rule="transport.success-is-200")
    _claim_object_or_nothing(deleted)
    claim_status(sms.get(str(created.id)), *GONE)


def _draft_of_kind(sms: Sms, kind: str) -> Answer:
    match kind:
        case "of a template":
            return sms.need(sms.templated(message("draft")))
        case "with a file":
            return sms.need_with_file(message("draft"))
        case "cancelled":
            return sms.need_update(sms.need_id(scheduled()), {"status": "draft"})
    return sms.need(message("draft"))


@rule("update.unknown-id", "delete.gone")
def test_deleted_message_takes_no_update(sms: Sms) -> None:
    """It is unknown to a PUT, and neither that nor another create brings it back."""
    created = sms.need_id(message("draft"))
    deleted = sms.delete(created)
    need_permission(deleted)
    if not deleted.accepted:
        raise Undecided("a draft was not deleted (see delete.gone)")
    claim_status(sms.update(created, {"text": ANOTHER_TEXT}), *GONE, rule="update.unknown-id")
    sms.need(message("draft", text=ANOTHER_TEXT))
    claim_status(sms.get(created), *GONE, rule="delete.gone")


def _claim_object_or_nothing(deleted: Answer) -> None:
    claim_that(
        isinstance(deleted.json, dict) or not deleted.exchange.response_body.strip(),
        expected="a JSON object, or no body",
        actual=outcome(deleted),
        of=deleted,
        rule="delete.object-or-nothing",
    )


@rule("delete.gone", "delete.object-or-nothing")
@pytest.mark.parametrize("status", ["sent", "inbox"])
def test_deleted_logged_message_is_gone(sms: Sms, status: str) -> None:
    """Whether a logged message can be deleted is a question (delete-of-logged); if it is, it is gone."""
    created = sms.need_id(message(status))
    deleted = sms.delete(created)
    if not deleted.accepted:
        raise NotApplicable("a logged message is not deleted (question delete-of-logged)")
    _claim_object_or_nothing(deleted)
    claim_status(sms.get(created), *GONE, rule="delete.gone")


@rule("delete.unknown-id", "get.object")
def test_delete_of_an_unknown_id(sms: Sms) -> None:
    """An id that nobody has; what there is stays."""
    there = sms.need_id(message("draft"))
    claim_status(sms.delete(sms.unknown_id(there)), 404, rule="delete.unknown-id")
    claim_accepted(sms.get(there), rule="get.object")
