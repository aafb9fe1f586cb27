"""Scheduling: messages that go out at a date, and their cancellation."""

from __future__ import annotations

import itertools
from datetime import timedelta, timezone
from typing import Any

import pytest

from close_sms.claims import claim, claim_accepted, claim_refused, claim_that, one_of
from close_sms.client import Answer
from close_sms.judgement import NotApplicable
from close_sms.marks import rule
from close_sms.waiting import Punctual, Scenario, waiting
from close_sms.wording import as_found, outcome
from conformance.api.bodies import ANOTHER_TEXT, SCHEDULE, Body, message, of_template, scheduled, without
from conformance.api.credentials import by_token, by_token_of_same_user
from conformance.api.sms import Sms
from conformance.claims.comparing import claim_same_instant, instant
from conformance.claims.sending import (
    CARRIER_SKEW,
    TOO_LATE,
    claim_cancel,
    claim_not_too_late,
    claim_sent_within_patience,
    claim_stays_as_sent,
    need_in_time,
)
from strategies import ATTACHMENT, FACETS, FAR, SEND_TO, TEMPLATE

SOON = 8.0  # seconds ahead: enough for a slow endpoint to answer before the date has come
SOONER_OR_LATER = (SOON, 30.0, 90.0)  # the next one where the endpoint answers too slowly to be asked before the first
BY_OAUTH = "by an access token"
A_YEAR = timedelta(days=370).total_seconds()
SCHEDULING_FACETS = {facet.name: facet for facet in FACETS if facet.rule.startswith("scheduling.")}


@rule("scheduling.accepted")
@pytest.mark.parametrize("days", [31, 34])
def test_scheduled_message_is_accepted(sms: Sms, days: int) -> None:
    """A date far ahead."""
    answer = sms.accepts(scheduled(date_scheduled=sms.ahead(timedelta(days=days).total_seconds())))
    sms.undo(answer)
    claim(answer, status="scheduled")


SPELLINGS = {
    "UTC": "2098-12-31T23:30:00+00:00",
    "Z": "2098-12-31T23:30:00Z",
    "ahead of UTC": "2099-01-01T05:15:00+05:45",
    "as far ahead as there is": "2099-01-01T13:30:00+14:00",
    "behind UTC": "2098-12-31T20:00:00.250000-03:30",
}


@rule("scheduling.date-kept", "scheduling.accepted")
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_date_comes_back_as_the_same_moment(sms: Sms, spelling: str) -> None:
    """Whatever its offset. An upper limit of dates is not documented either way: then the year is next."""
    value = _near(sms, SPELLINGS[spelling])
    answer = sms.accepts(scheduled(date_scheduled=value), rule="scheduling.accepted")
    fetched = sms.get(str(answer.id))
    sms.undo(answer)
    for seen in (answer, fetched):
        claim_same_instant(seen, "date_scheduled", value)


@rule("scheduling.date-kept")
def test_message_for_next_year_is_kept_or_refused(sms: Sms) -> None:
    """A date so far ahead may be refused, but not forgotten."""
    value = sms.ahead(A_YEAR)
    answer = sms.create(scheduled(date_scheduled=value))
    if answer.refused:
        raise NotApplicable(f"a date a year ahead is refused: {outcome(answer)}")
    fetched = sms.get(str(answer.id))
    sms.undo(answer)
    claim_same_instant(fetched, "date_scheduled", value)


def _near(sms: Sms, value: str) -> str:
    """The same spelling some weeks from now, as no document says how far ahead a date may be."""
    return (sms.now() + timedelta(days=32)).strftime("%Y-%m-%d") + value[10:]


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=rule(facet.rule)) for name, facet in SCHEDULING_FACETS.items()]
)
def test_faulty_date_is_refused(sms: Sms, name: str) -> None:
    """Without a date, or with one that is none, nothing can be scheduled."""
    faulty = SCHEDULING_FACETS[name].example(scheduled())
    sms.refuses(faulty.body, faulty.control)


# What a server might take for the date that is missing; whether it may stand beside a date is open.
SEEM_TO_SAY_THE_DATE: dict[str, Body] = {
    "another date": scheduled(activity_at="2024-05-06T07:08:09+00:00"),
    "a template": of_template(scheduled()),
    "a delay": scheduled(send_in=30),
}


@rule("scheduling.date-required")
@pytest.mark.parametrize("what", SEEM_TO_SAY_THE_DATE)
def test_nothing_stands_for_a_date(sms: Sms, what: str) -> None:
    """A scheduled message needs its own date."""
    sms.refuses(without(SEEM_TO_SAY_THE_DATE[what], "date_scheduled"), scheduled())


@rule("scheduling.draft-to-scheduled")
def test_draft_can_be_scheduled(sms: Sms) -> None:
    """A draft that is given a date."""
    draft = sms.need(message("draft", remote_phone=SEND_TO))
    edit = SCHEDULE
    answer = sms.update(str(draft.id), edit)
    sms.undo(answer)
    sms.need_prose_keys(answer, edit)
    claim_accepted(answer)
    claim(answer, status="scheduled")
    claim_same_instant(answer, "date_scheduled", sms.value(FAR))


# What more the draft has, and what of a PUT is no date.
NO_DATES: dict[str, tuple[Body, tuple[Body, ...]]] = {
    "absent": ({}, ({},)),
    "null": ({"activity_at": "2024-05-06T07:08:09+00:00"}, ({"date_scheduled": None},)),
    "absent, with a text": ({}, ({"text": ANOTHER_TEXT},)),
    "malformed": ({}, tuple({"date_scheduled": value} for value in ("not a date", True, ""))),
}


@rule("scheduling.draft-needs-date")
@pytest.mark.parametrize("how", NO_DATES)
def test_draft_without_a_date_cannot_be_scheduled(sms: Sms, how: str) -> None:
    """The control is another draft that gets its date; a token makes no difference."""
    more, edits = NO_DATES[how]
    ways = [{}, by_token_of_same_user(sms)] if how == "absent" else [{}]
    twin = sms.need(message("draft", remote_phone=SEND_TO, **more))
    control = sms.need_update(str(twin.id), SCHEDULE)
    sms.undo(control)
    draft = sms.need(message("draft", remote_phone=SEND_TO, **more))
    for edit, options in itertools.product(edits, ways):
        answer = sms.update(str(draft.id), {"status": "scheduled", **edit}, **options)
        sms.undo(answer)
        claim_refused(answer, control)
    claim(sms.get(str(draft.id)), status="draft")


# How a message comes to be scheduled: the body of a create, and whether it is a draft at first.
WAYS: dict[str, tuple[Body, bool]] = {
    "created": ({}, False),
    "from a draft": ({}, True),
    "with an attachment": ({"attachments": [ATTACHMENT]}, True),
    "of a template": ({"text": None, "template_id": TEMPLATE}, False),
}


@rule("scheduling.cancel", "scheduling.cancel-keeps-content", "scheduling.draft-to-scheduled")
@pytest.mark.parametrize("way", WAYS)
def test_scheduled_message_can_be_cancelled(sms: Sms, way: str) -> None:
    """Set back to `draft`, it is a draft again, with all that it had; so it is the second time.

    An edit before that is refused, or has no effect.
    """
    more, is_draft = WAYS[way]
    body = {name: value for name, value in {**scheduled(), **more}.items() if value is not None}
    before = _drafted(sms, body) if is_draft else sms.need(body)
    sms.update(str(before.id), {"text": ANOTHER_TEXT})  # claimed by the invariant of locked messages
    claim_cancel(sms, before, "scheduling.cancel", "scheduling.cancel-keeps-content")
    again = sms.update(str(before.id), SCHEDULE)
    claim_accepted(again, rule="scheduling.draft-to-scheduled")
    claim_cancel(sms, again, "scheduling.cancel", "scheduling.cancel-keeps-content")


def _drafted(sms: Sms, body: Body) -> Answer:
    draft = sms.create({**without(body, "date_scheduled"), "status": "draft"})
    if draft.refused and "attachments" in body:
        raise NotApplicable(f"an attachment was refused with {draft.status} (question foreign-attachment-url)")
    answer = sms.update(str(draft.id), SCHEDULE)
    sms.need_prose_keys(answer, SCHEDULE)
    if answer.refused and "attachments" in body and not sms.world.sends_mms:
        raise NotApplicable("the number cannot send an MMS, so that none can be scheduled (S72)")
    claim_accepted(answer, rule="scheduling.draft-to-scheduled")
    return answer


def _soon(sms: Sms, way: str = "created", seconds: float = SOON, **by: Any) -> Answer:
    """A message for a few seconds from now. How near a date may be is open (S18)."""
    if way in ("created", BY_OAUTH):
        answer = sms.create(scheduled(date_scheduled=sms.ahead(seconds)), **by)
    else:
        draft = _cancelled_and_edited(sms) if way == "edited after a cancel" else _templated_draft(sms)
        answer = sms.update(draft, {"status": "scheduled", "date_scheduled": sms.ahead(seconds)})
        if answer.refused:
            twin = scheduled(date_scheduled=sms.ahead(seconds))
            expected, moved = "a date that a create takes is taken in a PUT", "scheduling.draft-to-scheduled"
            sms.refused_as(answer, twin, expected=expected, rule=moved)
    return _taken(answer, seconds)


def _templated_draft(sms: Sms) -> str:
    """A draft of a template, where there are templates."""
    return sms.need_id(sms.templated(message("draft", remote_phone=SEND_TO)))


def _cancelled_and_edited(sms: Sms) -> str:
    cancelled = sms.need_id(scheduled())
    sms.need_update(cancelled, {"status": "draft"})
    sms.need_update(cancelled, {"text": ANOTHER_TEXT})
    return cancelled


def _taken(answer: Answer, seconds: float) -> Answer:
    if answer.refused:
        raise NotApplicable(f"a date {seconds:g} s ahead was refused: {outcome(answer)} (S18)")
    return answer


@rule("scheduling.sent-at-date", "scheduling.draft-to-scheduled", "update.scheduled-locked", "update.sent-locked")
@pytest.mark.parametrize("way", ["created", BY_OAUTH, "from a draft", "edited after a cancel"])
@waiting
def test_scheduled_message_goes_out_at_its_date(sms: Sms, way: str) -> Scenario:
    """Not before, and soon after, as it was scheduled; another message of its lead that is for later stays."""
    by = by_token(sms) if way == BY_OAUTH else {}  # without a token, nothing is scheduled
    other = sms.need(scheduled())
    for seconds in SOONER_OR_LATER:
        yield 0.0  # the others are started first
        created = _soon(sms, way, seconds, **by)
        yield Punctual(seconds / 2)
        early = sms.get(str(created.id))
        if sms.since(created) < seconds - 2:
            break
    need_in_time(sms, created, seconds - 2)
    claim(early, status=one_of("scheduled", "outbox", "error"))
    sms.update(str(created.id), {"text": TOO_LATE})
    yield seconds / 2
    yield from claim_sent_within_patience(sms, str(created.id))
    sent = sms.get(str(created.id))
    sms.get(str(other.id))  # claimed by the invariant of own moves
    sms.undo(other)
    left, due = instant(sent["date_sent"]), instant(created["date_scheduled"])
    if sent["status"] == "sent" and left and due:
        claim_that(
            left >= due - CARRIER_SKEW,
            expected=f"`date_sent` is not before `date_scheduled` {created['date_scheduled']}",
            actual=as_found(sent, "date_sent"),
            of=sent,
        )
    if sent["status"] == "sent":  # a failed one may be open to edits
        claim_not_too_late(sent, "update.scheduled-locked")
        claim(sent, text=created["text"])
        claim_stays_as_sent(sms, str(created.id))


@rule("scheduling.sent-at-date")
@waiting
def test_date_in_the_zone_of_the_header_is_kept_to(sms: Sms) -> Scenario:
    """A message whose date has no offset goes out at that time in the zone that the header names.

    Also where a template gave its text.
    """
    there = (sms.now() + timedelta(seconds=SOON)).astimezone(timezone(timedelta(hours=5)))
    body = scheduled(date_scheduled=there.strftime("%Y-%m-%dT%H:%M:%S"))
    created = sms.create(sms.templated(body), headers={"x-tz-offset": "5"})
    if not created.accepted or instant(created["date_scheduled"]) != there.replace(microsecond=0):
        sms.undo(created)
        raise NotApplicable("no date without an offset is taken (see conventions.tz-offset-scheduling)")
    yield SOON
    yield from claim_sent_within_patience(sms, str(created.id))


@rule("scheduling.cancelled-stays", "scheduling.cancel")
@pytest.mark.parametrize("then", ["nothing", "an edit", "another date", "another cancel"])
@waiting
def test_cancelled_message_is_not_sent_at_its_date(sms: Sms, then: str) -> Scenario:
    """Cancelled before its date, it is not sent at it, whatever was done to the draft since."""
    created = _soon(sms, "from a draft" if then == "an edit" else "created")
    _cancel_soon(sms, created)
    if then == "an edit":
        sms.need_update(str(created.id), {"text": ANOTHER_TEXT})
    elif then == "another date":
        sms.need_update(str(created.id), SCHEDULE)
    elif then == "another cancel":
        date = {"status": "scheduled", "date_scheduled": sms.ahead(SOON)}
        _cancel_soon(sms, _taken(sms.update(str(created.id), date), SOON))
    yield SOON + sms.run.settings.settle
    later = sms.get(str(created.id))
    sms.undo(later)
    claim(later, status=one_of("scheduled", "error") if then == "another date" else "draft")


def _cancel_soon(sms: Sms, waits: Answer) -> None:
    """Cancel what has some seconds left to its date; what is due so soon may be at its carrier already (S31)."""
    cancelled = sms.update(str(waits.id), {"status": "draft"})
    need_in_time(sms, waits, SOON - 2)
    if cancelled.refused:
        raise NotApplicable(f"a message that is due in {SOON:g} s cannot be called back: {outcome(cancelled)} (S31)")
    claim_accepted(cancelled, rule="scheduling.cancel")
    claim(cancelled, status="draft")
