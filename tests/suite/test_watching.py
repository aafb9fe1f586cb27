"""What the invariants claim of single exchanges."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest

from close_sms.exchange import Exchange
from close_sms.judgement import Judgement, judging
from conformance.invariants import watcher
from conformance.invariants.changes import claim_change
from conformance.invariants.consistency import Habits
from conformance.invariants.known_ids import KnownIds
from conformance.invariants.normalisation import claim_within_leeway
from conformance.invariants.parsed_exchange import Seen
from conformance.lists.pages import LIST_LAG

ROOT = "https://close.mock/api/v1"
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def exchange(path: str, query: dict[str, str], answer: Any) -> Exchange:
    url = f"{ROOT}/{path}?{urlencode(query)}"
    headers = {"content-type": "application/json"}
    return Exchange(1, "a check", "GET", url, ROOT, {}, "", 200, headers, json.dumps(answer), NOW, 0.01)


def broken(*exchanges: Exchange) -> set[str]:
    """The rules that a watcher finds broken when it sees these exchanges."""
    watch = watcher()
    with judging(Judgement("a check", ())) as judgement:
        for each in exchanges:
            watch(each)
    return set(judgement.findings)


@pytest.mark.parametrize(
    ("value", "is_claimed"),
    [("lead_a", True), ("lead_b,lead_a", True), ("", False), (" ", False), ("\t", False), ("lead_a,", False),
     ("lead_a\x00", False), ("\x85", False)],
)  # fmt: skip
def test_entries_are_held_against_a_filter_that_can_be_read_in_one_way_only(value: str, is_claimed: bool) -> None:
    listed = exchange("activity/sms/", {"lead_id": value}, {"data": [{"lead_id": "lead_other"}], "has_more": False})
    assert ("list.by-lead" in broken(listed)) is is_claimed


@pytest.mark.parametrize("status", [["draft"], {"is": "draft"}, 5, None])
def test_a_status_of_a_wrong_type_is_left_to_the_schema_of_answers(status: object) -> None:
    claims: list[object] = []
    seen: Any = SimpleNamespace(moment=datetime.now(UTC), claim=lambda *claim: claims.append(claim))
    before, after = {"status": status, "text": "a"}, {"status": status, "text": "c"}
    claim_change(seen, before, {"text": "b"}, after, due=None, known_ids=KnownIds())
    assert claims == []


LONG = "-".join(map(str, range(430)))


@pytest.mark.parametrize(
    ("field", "posted", "found", "holds"),
    [
        ("text", " Hi  Ann\r\n", "Hi Ann", True),
        ("text", "Hi\rAnn", "Hi", False),
        ("text", "e\u0301", "\xe9", True),
        ("text", "", None, True),
        ("text", "", "None", False),
        ("text", None, "Hi", False),
        ("text", "Hi {{ contact.name }}", "Hi Ann", True),
        ("text", "Hi\x00Ann", "Hi", True),
        ("text", LONG, LONG, True),
        ("text", LONG, LONG[:1000], True),
        ("text", LONG, LONG[:157] + "...", True),
        ("text", LONG, LONG[-1000:], False),
        ("text", LONG, "", False),
        ("text", " " * 1001, "", True),
        ("remote_phone", "+1 (415) 555-0123", "+14155550123", True),
        ("remote_phone", "(415) 555-0123", "+14155550123", True),
        ("remote_phone", "+1 (415) 555-0123", "+1", False),
        ("remote_phone", "+1 415 555 0123 ext. 4", "+14155550123", True),
        ("remote_phone", "+1 415 555 0123", None, True),
        ("date_scheduled", "2027-02-03", "2027-02-02T10:00:00+00:00", True),
        ("date_scheduled", "2027-02-03", "2027-03-02T00:00:00+00:00", False),
        ("date_scheduled", "2027-02-03T04:05:06", "2027-02-03T14:05:06+00:00", True),
        ("date_scheduled", "2027-02-03T04:05:06", "2027-02-10T04:05:06+00:00", False),
        ("date_scheduled", "2027-02-03T04:05:06+02:00", "2027-02-03T02:05:06Z", True),
        ("date_scheduled", "2027-02-03T04:05:06+02:00", "2027-02-03T04:05:06Z", False),
        ("date_scheduled", "2026-05-01", "2026-05-09T00:00:00Z", True),
        ("date_scheduled", "next week", "2026-05-01T12:00:00Z", True),
        ("date_scheduled", "2027-02-03", None, True),
    ],
)
def test_what_may_be_trimmed_cut_or_spelled_anew_stays_what_it_is(
    field: str, posted: object, found: object, holds: bool
) -> None:
    claims: list[bool] = []
    seen: Any = SimpleNamespace(moment=NOW, claim=lambda rule, holds, *told: claims.append(holds))
    claim_within_leeway(seen, {"text": "a", field: posted}, {"text": "a", field: found})
    assert all(claims) is holds


JSON = {"content-type": "application/json"}


def created(number: int, posted: dict[str, Any], answer: dict[str, Any]) -> Exchange:
    made = json.dumps({"id": f"acti_{number}", **answer})
    url = f"{ROOT}/activity/sms/"
    return Exchange(number, "a check", "POST", url, ROOT, JSON, json.dumps(posted), 200, JSON, made, NOW, 0.01)


def fetched_later(number: int, answer: dict[str, Any]) -> Exchange:
    found = json.dumps({"id": f"acti_{number}", **answer})
    url = f"{ROOT}/activity/sms/acti_{number}/"
    return Exchange(100 + number, "a check", "GET", url, ROOT, JSON, "", 200, JSON, found, NOW + 2 * LIST_LAG, 0.01)


THEN, NOW_ALMOST, TODAY = "2024-05-06T07:08:09+00:00", "2026-05-01T11:59:58+00:00", NOW.isoformat()
FILES = [{"url": "https://app.close.com/go/file/a", "filename": "a.png", "content_type": "image/png"}]


@pytest.mark.parametrize(
    ("field", "value", "shown", "breaks"),
    [
        ("date_created", THEN, (THEN, THEN), ""),
        ("date_created", THEN, (TODAY, TODAY), ""),
        ("date_created", THEN, (THEN, TODAY), "stored.instants"),
        ("date_created", THEN, (TODAY, THEN), "stored.instants"),
        ("date_created", NOW_ALMOST, (NOW_ALMOST, TODAY), ""),
        ("attachments", FILES, (FILES, FILES), ""),
        ("attachments", FILES, ([], []), ""),
        ("attachments", FILES, ([], FILES), "attachments.come-back"),
        ("attachments", FILES, (FILES, []), "attachments.come-back"),
        ("attachments", FILES * 11, (FILES * 11, FILES * 10), ""),
    ],
)
def test_what_is_done_with_one_message_is_done_with_its_like(
    field: str, value: object, shown: tuple[object, object], breaks: str
) -> None:
    posted = {"status": "sent", field: value}
    watch = Habits().watch
    with judging(Judgement("a check", ())) as judgement:
        for number, each in enumerate(shown):
            watch(Seen(created(number, posted, {field: each if field == "date_created" else []})))
        for number, each in enumerate(shown):
            watch(Seen(fetched_later(number, {field: each})))
    assert set(judgement.findings) == ({breaks} if breaks else set())
