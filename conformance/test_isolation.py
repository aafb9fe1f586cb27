"""Organizations apart: what is of another one can be neither read, listed, changed, deleted nor used."""

from __future__ import annotations

from typing import Any

import pytest

from close_sms.claims import claim_status, claim_that
from close_sms.client import SMS, Answer
from close_sms.credentials import bearer
from close_sms.judgement import NotApplicable, Undecided
from close_sms.marks import profile, rule
from close_sms.wording import as_found, outcome, show
from conformance.api.bodies import ANOTHER_FICTIONAL, ANOTHER_TEXT, Body, message, scheduled, without
from conformance.api.sms import Sms
from conformance.claims.event_log import events, log_of
from conformance.lists.pages import entries
from strategies import ATTACHMENT, FICTIONAL, RECORDED

SECRET = "Of interest to the other organization only."  # noqa: S105 (a text, no password)
HIDDEN = (403, 404)  # S66
MORE: dict[str, Body] = {"sent": {"attachments": [ATTACHMENT]}}


def _made_elsewhere(sms: Sms, status: str = "draft") -> Answer:
    """A message of the other organization."""
    world = sms.elsewhere
    phones = {"local_phone": world.local_phone, "remote_phone": FICTIONAL}
    people = {"lead_id": world.lead_id, "contact_id": world.contact_id}
    body = {"status": status, "text": SECRET, **people, **phones}
    known = {name: value for name, value in body.items() if value is not None}
    more = MORE.get(status, {})
    answer = sms.client.create({**known, **more}, credential=world.credential)
    if more and answer.refused:  # see foreign-attachment-url
        answer = sms.client.create(known, credential=world.credential)
    if not answer.accepted or answer.id is None:
        raise Undecided(f"set-up: a draft of the other organization was answered {outcome(answer)}")
    return answer


def _credentials(sms: Sms) -> list[str | None]:
    """Our key, and our token where there is one that is not refused anyway."""
    token = sms.client.endpoint.credentials.token
    return [sms.client.credential, *([bearer(token)] if token and sms.owner_of_token else [])]


@rule("isolation.not-read")
def test_message_elsewhere_is_not_fetched(sms: Sms) -> None:
    """It is as unknown as if it did not exist, or forbidden, and what is answered tells nothing of it."""
    for status in RECORDED:
        theirs = _made_elsewhere(sms, status)
        sms.get(str(theirs.id), credential=sms.elsewhere.credential)  # what its owner has read may lie in a cache
        looks = [sms.get(str(theirs.id), credential=credential) for credential in _credentials(sms)]
        for answer in looks:
            claim_status(answer, *HIDDEN)
        others = [sms.get(str(theirs.id), params={"_fields": "text"}), sms.get_by_post({}, f"{SMS}{theirs.id}/")]
        for answer in (*looks, *others):
            claim_that(
                SECRET not in answer.exchange.response_body,
                expected="the refusal does not tell the text of the message",
                actual=outcome(answer),
                of=answer,
                control=theirs,
            )


@rule("isolation.not-read")
def test_message_elsewhere_is_not_in_the_log(sms: Sms) -> None:
    """The event log, where there is one, has nothing of it."""
    draft = _made_elsewhere(sms)
    log = log_of(sms, str(draft.id))
    told = events(log, str(draft.id))
    claim_that(not told, expected="no event of a message of another organization", actual=show(told), of=log)


OWNED_BY = ("lead_id", "contact_id", "user_id", "organization_id")
LONG_AGO = "2000-01-01T00:00:00+00:00"


@rule("isolation.not-listed")
def test_message_elsewhere_is_not_listed(sms: Sms) -> None:
    """Not by what it belongs to, not by its id, also beside our own, and not among all, whether a draft or received."""
    theirs = [_made_elsewhere(sms, status) for status in ("draft", "inbox")]
    ours = sms.need(message("draft"))
    ways: list[dict[str, Any]] = [{}, {"_skip": 1}, {"_limit": 100}, {"_type": "SMS"}, {"id__in": theirs[0].id}]
    ways += [{name: f"{ours[name]},{theirs[0][name]}"} for name in ("lead_id", "user_id")]
    ways += [{"id__in": f"{ours.id},{theirs[0].id}"}, {"activity_at__gt": LONG_AGO}, {"date_created__gt": LONG_AGO}]
    ways += [{name: theirs[0][name]} for name in OWNED_BY]
    ways += [{"lead_id": theirs[0]["lead_id"], "date_created__gt": LONG_AGO}]
    for answer in (*(sms.list(**params) for params in ways), sms.get_by_post({})):
        found = {entry.get("id") for entry in entries(answer)} & {each.id for each in theirs}
        claim_that(
            answer.refused or not found,
            expected="the list does not hold what is of another organization",
            actual=f"it holds {', '.join(map(str, found))}",
            of=answer,
            control=theirs[0],
        )


@rule("isolation.not-changed")
@pytest.mark.parametrize(
    "edit", [{"text": ANOTHER_TEXT}, {}, {"remote_phone": ANOTHER_FICTIONAL}], ids=["text", "nothing", "number"]
)
def test_message_elsewhere_is_not_changed(sms: Sms, edit: Body) -> None:
    """The update is refused, and the draft is there as it was."""
    draft = _made_elsewhere(sms)
    for credential in _credentials(sms):
        claim_status(sms.update(str(draft.id), edit, credential=credential), *HIDDEN)
    sms.client.send("POST", f"{SMS}{draft.id}/", body=edit, headers={"x-http-method-override": "PUT"})
    _claim_still_there(sms, draft)


@rule("isolation.not-deleted")
def test_message_elsewhere_is_not_deleted(sms: Sms) -> None:
    """The delete is refused, and the message is there as it was."""
    for status in RECORDED:
        theirs = _made_elsewhere(sms, status)
        for credential in _credentials(sms):
            claim_status(sms.delete(str(theirs.id), credential=credential), *HIDDEN)
        sms.client.send("POST", f"{SMS}{theirs.id}/", headers={"x-http-method-override": "DELETE"})
        _claim_still_there(sms, theirs)


def _claim_still_there(sms: Sms, draft: Answer) -> None:
    seen = sms.get(str(draft.id), credential=sms.elsewhere.credential)
    claim_that(
        seen.accepted and seen["text"] == SECRET,
        expected=f"to its own organization the message still has the text {SECRET!r}",
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
            if value == sms.world.user_id:
                raise NotApplicable("both keys are of one user, who belongs to both organizations")
    if value is None:
        raise Undecided(f"set-up: the other organization does not tell its {field}")
    return value, sms.unknown_id(value)


@rule("isolation.not-used")
@pytest.mark.parametrize("field", REFERENCES)
def test_reference_elsewhere_is_like_one_to_nobody(sms: Sms, field: str) -> None:
    """Whether unknown ids are refused is open (S46); one of another organization is treated no better."""
    values = _reference(sms, field)
    for status in RECORDED:
        _claim_no_better_in(sms, message(status), field, values)


@rule("isolation.not-used")
@profile("schedule")
@pytest.mark.parametrize("field", REFERENCES)
def test_reference_elsewhere_in_a_scheduled_message(sms: Sms, field: str) -> None:
    """The same for what will be sent."""
    _claim_no_better_in(sms, scheduled(), field, _reference(sms, field))


@rule("isolation.not-used")
@pytest.mark.parametrize("field", ["lead_id", "contact_id"])
def test_reference_elsewhere_in_an_update(sms: Sms, field: str) -> None:
    """The same by way of a PUT."""
    foreign, nobody = _reference(sms, field)
    answers = [sms.update(sms.need_id(message("draft")), {field: value}) for value in (foreign, nobody)]
    _claim_no_better(answers[0], answers[1], field)


def _referring(body: Body, field: str, value: str) -> Body:
    """The body with this id, and with nothing that contradicts it."""
    dropped = {"lead_id": ("contact_id",), "template_id": ("text",)}.get(field, ())
    return {**without(body, *dropped), field: value}


def _claim_no_better_in(sms: Sms, body: Body, field: str, values: tuple[str, str]) -> None:
    foreign = sms.create(_referring(body, field, values[0]))
    sms.undo(foreign)
    nobody = foreign  # what is refused is treated no better than anything
    if foreign.accepted:
        nobody = sms.create(_referring(body, field, values[1]))
        sms.undo(nobody)
    _claim_no_better(foreign, nobody, field)


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
        actual=as_found(foreign, "text"),
        of=foreign,
        control=nobody,
    )


@rule("isolation.not-read")
def test_their_key_does_not_see_our_message(sms: Sms) -> None:
    """The other way round."""
    ours = sms.need_id(message("draft"))
    answer = sms.client.send("GET", f"{SMS}{ours}/", credential=sms.elsewhere.credential)
    claim_status(answer, *HIDDEN)
