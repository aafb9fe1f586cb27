"""Any valid message: accepted whatever its optional fields are, and kept as it was posted.

What comes back is claimed by the invariants (conformance/invariants), on every answer.
"""

from __future__ import annotations

import pytest
from hypothesis import given

from close_sms.claims import claim_accepted
from close_sms.judgement import NotApplicable
from close_sms.marks import rule
from conformance.api.bodies import Body, message, scheduled
from conformance.api.sms import Sms
from conformance.claims.comparing import claim_same_instant
from strategies import NOTABLE_DATE_TIMES, NOTABLE_TEXTS, bodies, notable_phones

LONG_AGO = "1961-04-12T06:07:00+00:00"
KEPT_RULES = ("stored.fields", "stored.text", "stored.instants", "stored.get", "stored.date-created")
RULES = ("body.optional-fields", "body.nullable-fields", "status.logged-and-draft", "direction.given-is-kept")


@rule(*RULES, "status.inbox-is-logged", "status.sent-is-logged", "direction.inbox-defaults-inbound", *KEPT_RULES)
@given(body=bodies(status=("inbox", "sent")))
def test_any_logged_message(sms: Sms, body: Body) -> None:
    """Messages that came in or went out elsewhere."""
    _accepted_and_fetched(sms, body)


@rule(*RULES, "status.draft-is-stored", "direction.others-default-outbound", *KEPT_RULES)
@given(body=bodies(status="draft"))
def test_any_draft(sms: Sms, body: Body) -> None:
    """Messages that are to be edited and sent later."""
    _accepted_and_fetched(sms, body)


def _accepted_and_fetched(sms: Sms, body: Body) -> None:
    if sms.lacks_template(body):
        return
    sms.control(message(str(body["status"])))  # a plain message of the status is accepted: only the rest differs
    sms.get(str(sms.accepts(body).id))


def _notable(name: str) -> Body:
    """A text that matters, with a moment and a number that do."""
    at, count = list(NOTABLE_TEXTS).index(name), len(NOTABLE_TEXTS)
    moment = list(NOTABLE_DATE_TIMES.values())[at % len(NOTABLE_DATE_TIMES)]
    return {"text": NOTABLE_TEXTS[name], "activity_at": moment, "remote_phone": notable_phones(count)[at]}


@rule("stored.text", "stored.instants", "stored.fields", "stored.get", "body.optional-fields")
@pytest.mark.parametrize("name", NOTABLE_TEXTS)
def test_notable_message(sms: Sms, name: str) -> None:
    """Texts that matter by name (alphabets, emoji, lengths of segments), moments (leap days, zones) and numbers."""
    notable = _notable(name)
    created = sms.create(message("inbox", **notable, date_created=notable["activity_at"]))
    claim_accepted(created, rule="body.optional-fields")
    sms.get(str(created.id))


@rule("stored.instants")
def test_moment_before_1970_is_kept(sms: Sms) -> None:
    """Whether there can be one is open; where it is accepted, it does not become another one."""
    answer = sms.create(message("sent", activity_at=LONG_AGO))
    if answer.refused:
        raise NotApplicable("a moment before 1970 is refused")
    claim_same_instant(answer, "activity_at", LONG_AGO)


@rule("scheduling.date-kept")
def test_moment_to_be_sent_at_in_summer_is_kept(sms: Sms) -> None:
    """In the next July, and far east. How far ahead it may be is open; where it is accepted, it is that moment."""
    now = sms.now()
    july = f"{now.year + (now.month > 5)}-07-01T00:30:00+14:00"
    answer = sms.create(scheduled(date_scheduled=july))
    sms.undo(answer)
    if answer.refused:
        raise NotApplicable(f"a message to be sent at {july} is refused")
    claim_same_instant(answer, "date_scheduled", july)


@rule("stored.instants")
def test_zone_of_the_header_moves_no_moment_with_an_offset(sms: Sms) -> None:
    """A moment that has an offset of its own is the one that it says, as the invariants claim."""
    sms.create(message("sent", activity_at="2024-05-06T07:08:09+02:00"), headers={"x-tz-offset": "-5"})


@rule("stored.text", "stored.instants", "update.fields", "stored.get")
@pytest.mark.parametrize("name", NOTABLE_TEXTS)
def test_notable_edit(sms: Sms, name: str) -> None:
    """The same by way of a PUT, on one draft after the other."""
    draft = sms.draft_for("notable edits")
    sms.need_update(draft, _notable(name))
    sms.get(draft)
