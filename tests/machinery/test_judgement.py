"""What one check says of the rules that it judges, and of those that it came across."""

from __future__ import annotations

from datetime import UTC, datetime

from close_sms.exchange import Exchange
from close_sms.judgement import Finding, Judgement

OWN, INVARIANT, OTHER = "status.draft-stored", "object.keys", "object.own-id"
EXPIRED = "the token has expired"


def failed(judgement: Judgement, rule: str) -> None:
    exchange = Exchange(1, "a check", "GET", "", "", {}, "", 401, {}, "{}", datetime(2026, 1, 1, tzinfo=UTC), 0.1)
    judgement.count(rule, False)
    judgement.record(Finding(rule, "a check", "expected", "actual", exchange))


def test_what_is_taken_back_is_neither_broken_nor_kept() -> None:
    judgement = Judgement("a check", (OWN,))
    for rule in (OWN, INVARIANT):
        failed(judgement, rule)
    judgement.count(INVARIANT, True)
    judgement.count(OTHER, True)
    judgement.take_back(EXPIRED)
    result = judgement.result()
    assert {OWN: {"state": "inconclusive", "claims": 0, "failed": 0, "reason": EXPIRED}} == result["rules"]
    assert [] == result["violations"]
