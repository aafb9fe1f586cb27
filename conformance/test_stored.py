"""What was stored comes back: in the answer of the create, when fetched, and in the list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given

from close_sms.claims import claim_that, show
from close_sms.client import Answer
from close_sms.judgement import Undecided
from close_sms.marks import cases, rule, thorough
from close_sms.waiting import Scenario, waiting
from conformance.bodies import ANOTHER_FICTIONAL, ANOTHER_TEXT, LOGGED, TEXT, Body, message
from conformance.comparing import (
    KEPT,
    claim_fields_kept,
    claim_same_activity,
    claim_same_instant,
    instant,
)
from conformance.subject import Sms
from strategies import CONTACT, NOTABLE_DATE_TIMES, NOTABLE_TEXTS, USER, bodies, phones

CLOCKS_MAY_DIFFER = timedelta(minutes=5)
LIST_LAG = (0.0, 0.5, 1.5, 3.0)


@rule("stored.fields", "stored.get", "stored.text", "stored.instants")
@given(body=bodies(status=LOGGED))
def test_message_comes_back(sms: Sms, body: Body) -> None:
    """Any valid message, in the answer of its create and when fetched."""
    created = sms.given(body)
    posted = sms.filled(body)
    claim_fields_kept(created, posted, fields=KEPT, rule="stored.fields")
    _claim_text(created, posted)
    _claim_instants(created, posted)
    fetched = sms.get(str(created.id))
    claim_same_activity(fetched, created, rule="stored.get", why="as the create answered it")


@rule("stored.text")
@pytest.mark.parametrize("name", cases(NOTABLE_TEXTS, smoke=list(NOTABLE_TEXTS)[::12]))
def test_notable_text_comes_back(sms: Sms, name: str) -> None:
    """Texts that matter by name: alphabets, emoji, lengths of one and two segments …"""
    created = sms.given(message("draft", text=NOTABLE_TEXTS[name]))
    _claim_text(created, {"text": NOTABLE_TEXTS[name]})
    _claim_text(sms.get(str(created.id)), {"text": NOTABLE_TEXTS[name]})


@rule("stored.text")
@pytest.mark.parametrize("name", cases(NOTABLE_TEXTS, smoke=[]))
def test_notable_text_comes_back_from_an_update(sms: Sms, name: str) -> None:
    """The same texts by way of a PUT, on one draft after the other."""
    draft = sms.given_id(message("draft"))
    _claim_text(sms.given_update(draft, {"text": NOTABLE_TEXTS[name]}), {"text": NOTABLE_TEXTS[name]})


@rule("stored.get")
def test_fetch_answers_what_an_update_answered(sms: Sms) -> None:
    """After an update, too."""
    draft = sms.given_id(message("draft"))
    updated = sms.given_update(draft, {"text": ANOTHER_TEXT, "remote_phone": ANOTHER_FICTIONAL})
    claim_same_activity(sms.get(draft), updated, why="as the PUT answered it")


@rule("stored.instants")
@pytest.mark.parametrize("name", cases(NOTABLE_DATE_TIMES, smoke=list(NOTABLE_DATE_TIMES)[:2]))
def test_notable_date_time_comes_back(sms: Sms, name: str) -> None:
    """Moments that matter by name: leap days, year ends in other zones, fractions …"""
    posted = {"activity_at": NOTABLE_DATE_TIMES[name], "date_created": NOTABLE_DATE_TIMES[name]}
    created = sms.given(message("inbox", **posted))
    _claim_instants(created, posted)
    _claim_instants(sms.get(str(created.id)), posted)


@rule("stored.fields")
@given(number=phones())
def test_number_of_any_country_comes_back(sms: Sms, number: str) -> None:
    """A number in E.164 is what was posted."""
    claim_fields_kept(sms.given(message("inbox", remote_phone=number)), {"remote_phone": number}, fields=KEPT)


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


@thorough()
@rule("stored.get")
def test_fetch_tells_two_messages_apart(sms: Sms) -> None:
    """Each id answers with its own message, also when they are fetched in turns."""
    pair = [sms.given(message("sent", text=f"{TEXT} ({number})")) for number in (1, 2)]
    for created in (*pair, *pair):
        claim_same_activity(sms.get(str(created.id)), created, why="as the create answered it")


@rule("stored.list")
@waiting
def test_list_shows_what_a_fetch_shows(sms: Sms) -> Scenario:
    """The list of a lead holds its messages, each as a fetch answers it; it may lag a little behind (5.1)."""
    wanted = {status: sms.given(message(status, lead_id=sms.world.other_lead_id, contact_id=None)) for status in LOGGED}
    yield LIST_LAG[0]
    for pause in LIST_LAG[1:]:
        listed = _listed(sms)
        if all(created.id in listed for created in wanted.values()):
            break
        yield pause
    pages = [sms.list(lead_id=sms.world.other_lead_id, _limit=4, _skip=skip) for skip in (0, 4, 8)]
    paged = {key: entry for page in pages for key, entry in _listed(sms, page).items()}
    answer = sms.list(lead_id=sms.world.other_lead_id)
    for status, created in wanted.items():
        claim_that(
            created.id in paged and paged[created.id] == _listed(sms, answer).get(created.id),
            expected=f"page by page the list holds the `{status}` message {created.id} as it does in one piece",
            actual=f"{show(paged.get(created.id))} page by page, {show(_listed(sms, answer).get(created.id))} in one",
            of=pages[0],
            control=answer,
        )
        fetched = sms.get(str(created.id))
        entry = _listed(sms, answer).get(created.id)
        claim_that(
            entry is not None,
            expected=f"the list of the lead holds its `{status}` message {created.id}",
            actual=f"it holds {show(list(_listed(sms, answer)))}",
            of=answer,
        )
        entry = entry or {}
        changed = [key for key in KEPT_IN_LIST if entry.get(key) != fetched[key]]
        claim_that(
            not changed,
            expected="as a fetch answers it: " + ", ".join(f"`{key}` {show(fetched[key], 60)}" for key in changed),
            actual=", ".join(f"`{key}` {show(entry.get(key), 60)}" for key in changed),
            of=answer,
        )


KEPT_IN_LIST = (*KEPT, "id", "status", "date_created", "activity_at", "source")


def _listed(sms: Sms, answer: Answer | None = None) -> dict[Any, Any]:
    answer = answer or sms.list(lead_id=sms.world.other_lead_id)
    data = answer["data"]
    if not answer.accepted or not isinstance(data, list):
        raise Undecided(f"the list was answered {answer.status} without `data`")
    return {entry.get("id"): entry for entry in data if isinstance(entry, dict)}


@rule("stored.date-created")
@pytest.mark.parametrize("status", LOGGED)
def test_date_created_is_now(sms: Sms, status: str) -> None:
    """A message that names no creation entered Close now, even if it took place long ago."""
    created = sms.given(message(status, activity_at="2019-08-07T06:05:04+00:00"))
    moment = instant(created["date_created"])
    claim_that(
        moment is not None and abs(moment - sms.now()) < CLOCKS_MAY_DIFFER,
        expected=f"`date_created` is within {CLOCKS_MAY_DIFFER} of {sms.now().isoformat(timespec='seconds')}",
        actual=f"`date_created` is {show(created['date_created'])}",
        of=created,
    )


def _claim_text(answer: Answer, posted: Body) -> None:
    claim_fields_kept(answer, posted, fields=["text"], rule="stored.text")


def _claim_instants(answer: Answer, posted: Body) -> None:
    """`activity_at` is kept; `date_created` may be ignored (question date-created-input), but not garbled."""
    if posted.get("activity_at") is not None:
        claim_same_instant(answer, "activity_at", posted["activity_at"], rule="stored.instants")
    found, created = instant(answer["date_created"]), instant(posted.get("date_created"))
    if found and created:
        claim_that(
            abs(found - created) < timedelta(seconds=1) or abs(found - answer.exchange.started) < CLOCKS_MAY_DIFFER,
            expected=f"`date_created` is the moment {posted['date_created']}, or now where it is ignored",
            actual=f"`date_created` is {show(answer['date_created'])}",
            of=answer,
            rule="stored.instants",
        )
