"""Authentication: both schemes, and everything that is no valid credential."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from close_sms.claims import claim_accepted, claim_status, claim_that, need_permission
from close_sms.client import SMS, Answer
from close_sms.credentials import basic, bearer
from close_sms.judgement import NotApplicable
from close_sms.marks import profile, rule
from close_sms.waiting import Scenario, waiting
from close_sms.wording import outcome, show
from conformance.api.bodies import ANOTHER_TEXT, SCHEDULE, TEXT, message, outbox, scheduled, without
from conformance.api.credentials import (
    by_token,
    by_token_of_same_user,
    created_by_token,
    need_same_user,
    own_key,
    own_token,
)
from conformance.api.sms import Sms
from conformance.claims.sending import claim_sent_within_patience
from conformance.lists.pages import PAUSES, entries
from strategies import SEND_TO

LOOK = {"_limit": 1}
NOT_SHOWN = (403, 404)  # a colleague's role may see less
TIMES = 12  # so that with the other requests of the check a token that tires after twenty is found


def _listed(sms: Sms, credential: str | None) -> Answer:
    return sms.client.send("GET", SMS, params=LOOK, credential=credential)


@rule("auth.basic-key")
def test_api_key_as_basic_user_name_is_accepted(sms: Sms) -> None:
    """An API key as user name, with an empty password."""
    claim_status(_listed(sms, basic(own_key(sms))), 200)


@rule("auth.bearer-token")
def test_access_token_as_bearer_is_accepted(sms: Sms) -> None:
    """An OAuth access token, for reading."""
    answer = _listed(sms, bearer(own_token(sms)))
    claim_that(
        answer.status == 200,
        expected="status code 200, as CLOSE_ACCESS_TOKEN is taken for valid (or is it mistyped or expired?)",
        actual=outcome(answer),
        of=answer,
    )


@rule("auth.bearer-token")
@profile("record")
def test_access_token_can_create(sms: Sms) -> None:
    """An OAuth access token, for writing."""
    claim_accepted(sms.create(message("draft"), credential=bearer(own_token(sms))))


@rule("auth.bearer-token", "body.optional-fields")
@profile("record")
def test_token_needs_no_more_than_a_key(sms: Sms) -> None:
    """A message without a lead is accepted of both, if at all (S45)."""
    body = without(message("draft"), "lead_id", "contact_id")
    by_key, by = sms.create(body), by_token_of_same_user(sms)
    if not by_key.accepted or not by:
        raise NotApplicable("a message without a lead is refused of the key, too, or no token is of the same user")
    answer = sms.create(body, **by)
    need_permission(answer)
    claim_accepted(answer)


@rule("auth.bearer-token")
@profile("record")
def test_life_of_messages_by_token(sms: Sms) -> None:
    """All that a key can do, a token can do, with the same effect (which the invariants claim)."""
    by = by_token(sms)
    whose = {"user_id": sms.owner_of_token} if sms.owner_of_token else {}
    theirs = sms.need(message("inbox"))
    fetched = sms.get(str(theirs.id), **by)
    if by_token_of_same_user(sms) or fetched.status not in NOT_SHOWN:
        claim_accepted(fetched)
    sms.update(str(theirs.id), {"text": ANOTHER_TEXT}, **by)
    sms.get(str(theirs.id))
    made = sms.create(message("sent", source="External", **whose), **by)
    claim_accepted(made)
    draft = sms.create(message("draft", remote_phone=SEND_TO, **whose), **by)
    claim_accepted(draft)
    for text in (TEXT, ANOTHER_TEXT):
        claim_accepted(sms.update(str(draft.id), {"text": text}, **by))
    for _ in range(TIMES):
        claim_accepted(sms.get(str(draft.id), **by))
    deleted = sms.delete(str(draft.id), **by)
    need_permission(deleted)
    claim_that(deleted.accepted, expected="the delete is accepted", actual=outcome(deleted), of=deleted)
    sms.get(str(made.id))


@rule("auth.bearer-token", "scheduling.accepted")
def test_token_can_schedule(sms: Sms) -> None:
    """And take back what it has scheduled, as a new message or as a draft."""
    created = created_by_token(sms, scheduled())
    claim_accepted(created)
    for move in ({"status": "draft"}, SCHEDULE, {"status": "draft"}):
        claim_accepted(sms.update(str(created.id), move, **by_token(sms)), rule="auth.bearer-token")


@rule("auth.bearer-token", "sending.sent")
@waiting
def test_token_can_send(sms: Sms) -> Scenario:
    """A new message, and a draft."""
    created = created_by_token(sms, without(outbox(), "send_in"))
    claim_accepted(created)
    by = by_token(sms)
    draft = sms.need_id(message("draft", remote_phone=SEND_TO))
    sent = sms.update(draft, {"status": "outbox"}, **by)
    need_same_user(sms, sent)
    claim_accepted(sent)
    far = sms.create(scheduled(), **by) if sms.takes("date_scheduled") else None
    yield sms.run.settings.settle
    if far is not None and far.accepted:  # that it still waits is claimed by the invariant of own moves
        sms.undo(sms.get(str(far.id)))
    yield from claim_sent_within_patience(sms, str(created.id), rule="sending.sent")


@rule("auth.bearer-token")
@profile("record")
def test_token_filters(sms: Sms) -> None:
    """A list that a token asks for is of the lead that it names."""
    lead = sms.world.other_lead_id
    sms.need(message("draft"))
    answer = sms.client.send("GET", SMS, params={"lead_id": lead}, credential=bearer(own_token(sms)))
    leads = {entry.get("lead_id") for entry in entries(answer)}
    claim_that(
        answer.accepted and leads <= {lead},
        expected=f"with lead_id={lead} the list holds messages of that lead only",
        actual=f"it holds messages of {show(leads)}" if answer.accepted else outcome(answer),
        of=answer,
    )
    by = by_token_of_same_user(sms)
    if not by:
        return
    mine = {"lead_id": sms.world.lead_id, "_limit": 100}
    for _ in sms.looks(PAUSES):
        with_key = sms.list(**mine)
        with_token = sms.client.send("GET", SMS, params=mine, **by)
        if _ids(with_key) == _ids(with_token):
            break
    claim_that(
        _ids(with_key) == _ids(with_token),
        expected="a token lists what the key does",
        actual=f"{len(_ids(with_token))} entries instead of {len(_ids(with_key))}",
        of=with_token,
        control=with_key,
    )


@rule("auth.bearer-token")
@profile("record")
def test_token_limits(sms: Sms) -> None:
    """A page that a token asks for is as long as it says, at most."""
    for _ in range(2):
        sms.need(message("draft"))
    page = {"lead_id": sms.world.lead_id, "_limit": 1}
    answer = sms.client.send("GET", SMS, params=page, credential=bearer(own_token(sms)))
    claim_that(
        answer.accepted and len(entries(answer)) <= 1,
        expected="with _limit=1 the list has one entry at most",
        actual=f"it has {len(entries(answer))}" if answer.accepted else outcome(answer),
        of=answer,
    )


def _ids(listed: Answer) -> set[object]:
    return {entry.get("id") for entry in entries(listed)}


@rule("auth.bearer-token")
@profile("record")
def test_token_can_override_the_method(sms: Sms) -> None:
    """Where a POST with a key stands for a GET, so does one with a token."""
    by = by_token(sms)
    with_key, with_token = sms.get_by_post(LOOK), sms.get_by_post(LOOK, **by)
    claim_that(
        with_token.accepted or not with_key.accepted,
        expected="the POST that stands for a GET is accepted, as it is with a key",
        actual=outcome(with_token),
        of=with_token,
        control=with_key,
    )


@rule("auth.missing")
def test_no_credentials(sms: Sms) -> None:
    """No Authorization header at all."""
    claim_status(_listed(sms, None), 401)


def _altered(secret: str, at: int) -> str:
    letter = secret[at]
    swapped = "b" if letter != "b" else "c"
    return secret[:at] + swapped + secret[at + 1 :] if at != -1 else secret[:-1] + swapped


WRONG: dict[str, Callable[[str], str]] = {
    "empty": lambda _: "",
    "truncated": lambda secret: secret[:-1],
    "half": lambda secret: secret[: len(secret) // 2],
    "last character altered": lambda secret: _altered(secret, -1),
    "middle character altered": lambda secret: _altered(secret, len(secret) // 2),
    "one character more": lambda secret: secret + "x",
    "other case": str.swapcase,
    "other": lambda _: "api_0000000000000000000000.0000000000000000000000",
}


@rule("auth.wrong")
@pytest.mark.parametrize("kind", WRONG)
def test_wrong_api_key(sms: Sms, kind: str) -> None:
    """A key that is almost the right one, or none at all."""
    _claim_refused_as_unknown(sms, basic(WRONG[kind](own_key(sms))))


@rule("auth.wrong")
@pytest.mark.parametrize("kind", [kind for kind in WRONG if kind != "empty"])
def test_wrong_access_token(sms: Sms, kind: str) -> None:
    """A token that is almost the right one."""
    _claim_refused_as_unknown(sms, bearer(WRONG[kind](own_token(sms))))


@rule("auth.wrong")
@pytest.mark.parametrize("user", ["", "api"])
def test_api_key_as_password(sms: Sms, user: str) -> None:
    """The key belongs in the place of the user name."""
    _claim_refused_as_unknown(sms, basic(user, password=own_key(sms)))


@rule("auth.wrong")
def test_wrong_api_key_beside_fields(sms: Sms) -> None:
    """What is asked for makes no key right; that `_fields` is no parameter of lists (D12) may be told first."""
    params = {**LOOK, "_fields": "id"}
    claim_status(sms.client.send("GET", SMS, params=params, credential=basic(WRONG["other"](""))), 400, 401)


def _claim_refused_as_unknown(sms: Sms, credential: str) -> None:
    claim_status(_listed(sms, credential), 401)


MALFORMED = ("Basic", "Basic !!!", "Basic Og", "Basic //79Og==", "Bearer", "nonsense", "Digest username=api")


@rule("auth.malformed")
@pytest.mark.parametrize("header", MALFORMED)
def test_malformed_header(sms: Sms, header: str) -> None:
    """A header from which no credential can be read; a faulty request (400) or no credential (401)."""
    claim_status(_listed(sms, header), 400, 401)


@rule("auth.malformed")
@pytest.mark.parametrize("header", ["{}", "Basic {}"])
def test_key_as_it_is(sms: Sms, header: str) -> None:
    """The right key, but neither in a scheme nor in base64."""
    claim_status(_listed(sms, header.format(own_key(sms))), 400, 401)


@rule("auth.missing")
@profile("record")
def test_unknown_activity_asks_for_credentials(sms: Sms) -> None:
    """Whether an activity exists is nothing to tell to anybody."""
    unknown = sms.unknown_id(str(sms.need(message("draft")).id))
    claim_status(sms.get(unknown, credential=None), 401)


@rule("auth.wrong", "auth.missing")
@profile("record")
@pytest.mark.parametrize("operation", ["create", "get", "update", "delete"])
def test_every_operation_asks_for_credentials(sms: Sms, operation: str) -> None:
    """Without credentials and with a wrong key no operation answers, and none has an effect."""
    draft = sms.need(message("draft"))
    sms.get(str(draft.id))  # what somebody has read may lie in a cache
    nobody = WRONG["other"]("")
    for judged, credential in (("auth.missing", None), ("auth.wrong", basic(nobody)), ("auth.wrong", bearer(nobody))):
        answer = _operate(sms, operation, str(draft.id), credential)
        claim_status(answer, 401, rule=judged)
    after = sms.get(str(draft.id))
    claim_that(
        after.accepted and after["text"] == draft["text"],
        expected="the message is still there, with its text",
        actual=outcome(after),
        of=after,
        rule="auth.wrong",
    )


def _operate(sms: Sms, operation: str, draft: str, credential: str | None) -> Answer:
    options: dict[str, Any] = {"credential": credential}
    match operation:
        case "create":
            return sms.create(message("draft"), **options)
        case "update":
            return sms.update(draft, {"text": ANOTHER_TEXT}, **options)
        case "delete":
            return sms.delete(draft, **options)
        case _:
            return sms.get(draft, **options)
