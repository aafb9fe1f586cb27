"""Organizations apart: what is of another one can be neither read, listed, changed, deleted nor used."""

from __future__ import annotations

from typing import Any

import pytest

from close_sms.claims import claim_status, claim_that, outcome, show
from close_sms.client import SMS, Answer
from close_sms.judgement import Undecided
from close_sms.marks import rule
from conformance.bodies import ANOTHER_TEXT, FICTIONAL, Body, message, without
from conformance.shelf import entries
from conformance.subject import UNKNOWN_TAIL, Sms

SECRET = "Of interest to the other organization only."  # noqa: S105 (a text, no password)
HIDDEN = (403, 404)  # S66


def _draft_elsewhere(sms: Sms) -> Answer:
    """A draft of the other organization."""
    world = sms.elsewhere
    phones = {"local_phone": world.local_phone, "remote_phone": FICTIONAL}
    body = {"status": "draft", "lead_id": world.lead_id, "text": SECRET, **phones}
    answer = sms.client.create(
        {name: value for name, value in body.items() if value is not None}, credential=world.credential
    )
    if not answer.accepted or answer.id is None:
        raise Undecided(f"set-up: a draft of the other organization was answered {outcome(answer)}")
    return answer


def _seen_there(sms: Sms, draft: Answer) -> Answer:
    return sms.get(str(draft.id), credential=sms.elsewhere.credential)


@rule("isolation.not-read")
def test_message_elsewhere_is_not_fetched(sms: Sms) -> None:
    """It is as unknown as if it did not exist, or forbidden."""
    claim_status(sms.get(str(_draft_elsewhere(sms).id)), *HIDDEN)


@rule("isolation.not-listed")
@pytest.mark.parametrize("by", ["lead_id", "id__in", "nothing"])
def test_message_elsewhere_is_not_listed(sms: Sms, by: str) -> None:
    """Not by its lead, not by its id, and not among all."""
    draft = _draft_elsewhere(sms)
    params = {"lead_id": {"lead_id": draft["lead_id"]}, "id__in": {"id__in": draft.id}}.get(by, {})
    answer = sms.list(**params)
    found = [entry.get("id") for entry in entries(answer)]
    claim_that(
        answer.refused or draft.id not in found,
        expected=f"the list does not hold {draft.id}, which is of another organization",
        actual="it holds it",
        of=answer,
        control=draft,
    )


@rule("isolation.not-changed")
@pytest.mark.parametrize("edit", [{"text": ANOTHER_TEXT}, {}], ids=["text", "nothing"])
def test_message_elsewhere_is_not_changed(sms: Sms, edit: Body) -> None:
    """The update is refused, and the draft is there as it was."""
    draft = _draft_elsewhere(sms)
    claim_status(sms.update(str(draft.id), edit), *HIDDEN)
    _claim_still_there(sms, draft)


@rule("isolation.not-deleted")
def test_message_elsewhere_is_not_deleted(sms: Sms) -> None:
    """The delete is refused, and the draft is there as it was."""
    draft = _draft_elsewhere(sms)
    claim_status(sms.delete(str(draft.id)), *HIDDEN)
    _claim_still_there(sms, draft)


def _claim_still_there(sms: Sms, draft: Answer) -> None:
    seen = _seen_there(sms, draft)
    claim_that(
        seen.accepted and seen["text"] == SECRET,
        expected=f"to its own organization the draft still has the text {SECRET!r}",
        actual=outcome(seen),
        of=seen,
        control=draft,
    )


REFERENCES = ("lead_id", "contact_id", "user_id", "template_id")


def _reference(sms: Sms, field: str) -> tuple[str, str]:
    """An id of the other organization, and one of nobody that is spelled like it."""
    world = sms.elsewhere
    match field:
        case "lead_id":
            value: str | None = world.lead_id
        case "contact_id":
            value = world.contact_id
        case "template_id":
            value = world.template(SECRET)
        case _:
            value = world.user_id
    if value is None:
        raise Undecided(f"set-up: the other organization does not tell its {field}")
    return value, f"{value.rpartition('_')[0] or value[:4]}_{UNKNOWN_TAIL}"


@rule("isolation.not-used")
@pytest.mark.parametrize("field", REFERENCES)
def test_reference_elsewhere_is_like_one_to_nobody(sms: Sms, field: str) -> None:
    """Whether unknown ids are refused is open (S46); one of another organization is treated no better."""
    foreign, nobody = _reference(sms, field)
    answers = [sms.create(_referring(field, value)) for value in (foreign, nobody)]
    _claim_no_better(answers[0], answers[1], field)


@rule("isolation.not-used")
@pytest.mark.parametrize("field", ["lead_id", "contact_id"])
def test_reference_elsewhere_in_an_update(sms: Sms, field: str) -> None:
    """The same by way of a PUT."""
    foreign, nobody = _reference(sms, field)
    answers = [sms.update(sms.given_id(message("draft")), {field: value}) for value in (foreign, nobody)]
    _claim_no_better(answers[0], answers[1], field)


def _referring(field: str, value: str) -> dict[str, Any]:
    """A draft that names this id, and nothing that contradicts it."""
    dropped = {"lead_id": ("contact_id",), "template_id": ("text",)}.get(field, ())
    return {**without(message("draft"), *dropped), field: value}


def _claim_no_better(foreign: Answer, nobody: Answer, field: str) -> None:
    claim_that(
        nobody.accepted or not foreign.accepted,
        expected=f"a `{field}` of another organization is refused, as one of nobody is",
        actual=outcome(foreign),
        of=foreign,
        control=nobody,
    )
    claim_that(
        SECRET not in str(foreign["text"]),
        expected="nothing of the other organization shows",
        actual=f"`text` is {show(foreign['text'])}",
        of=foreign,
        control=nobody,
    )


@rule("isolation.not-read")
def test_their_key_does_not_see_our_message(sms: Sms) -> None:
    """The other way round."""
    ours = sms.given_id(message("draft"))
    answer = sms.client.send("GET", f"{SMS}{ours}/", credential=sms.elsewhere.credential)
    claim_status(answer, *HIDDEN)
