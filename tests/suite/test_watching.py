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

ROOT = "https://close.mock/api/v1/"
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def exchange(path: str, query: dict[str, str], answer: Any) -> Exchange:
    url = f"{ROOT}{path}?{urlencode(query)}"
    headers = {"content-type": "application/json"}
    return Exchange(1, "a check", "GET", url, {}, "", 200, headers, json.dumps(answer), NOW, 0.01)


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
    claim_change(seen, {"status": status, "text": "a"}, {"text": "b"}, {"status": status, "text": "c"}, due=None)
    assert claims == []
