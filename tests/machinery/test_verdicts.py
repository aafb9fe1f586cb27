"""From what checks found to verdicts and the exit code."""

from __future__ import annotations

import pytest

from close_sms.judgement import Result, RuleResult
from close_sms.profiles import PROFILES, allows
from close_sms.verdicts import Tally, exit_code, tally


def result(check: str, **states: str) -> Result:
    rules = {rule: said(state, f"{state} in {check}") for rule, state in states.items()}
    return {"check": check, "declares": [*rules], "rules": rules, "violations": [], "observations": [], "moves": []}


def said(state: str, reason: str = "") -> RuleResult:
    return {"state": state, "claims": 1, "failed": int(state == "fail"), "reason": reason}


@pytest.mark.parametrize(
    ("states", "verdict"),
    [
        (["pass", "fail", "inconclusive"], "fail"),
        (["pass", "inconclusive"], "inconclusive"),
        (["not_applicable", "pass", "unreached"], "pass"),
        (["not_applicable", "unreached"], "inconclusive"),
        (["not_applicable"], "not_applicable"),
        ([], "inconclusive"),
    ],
)
def test_the_worst_word_that_was_said_is_the_verdict(states: list[str], verdict: str) -> None:
    for order in (states, states[::-1]):
        heard = Tally()
        for state in order:
            heard.add("check", said(state, state))
        assert verdict == heard.verdict()[0]


def test_the_first_reason_of_the_verdict_stays() -> None:
    results = [result("a", rule="pass"), result("b", rule="fail"), result("c", rule="fail", other="pass")]
    found = tally(results)
    assert ("fail", "fail in b") == found["rule"].verdict()
    assert (["a", "b", "c"], 3, 2) == (found["rule"].checks, found["rule"].claims, found["rule"].failed)
    assert ("pass", "pass in c") == found["other"].verdict()


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("least", PROFILES)
def test_a_profile_allows_itself_and_what_is_less(profile: str, least: str) -> None:
    order = {"read": 0, "record": 1, "schedule": 2, "send": 3}
    assert (order[profile] >= order[least]) == allows(profile, least)


@pytest.mark.parametrize(
    ("verdicts", "violations", "errors", "code"),
    [
        (["pass"], 0, 0, 0),
        (["pass", "not_applicable", "excluded"], 0, 0, 0),
        (["pass"], 1, 0, 1),
        (["pass", "inconclusive"], 2, 1, 1),
        (["pass"], 0, 1, 3),
        (["inconclusive"], 0, 1, 3),
        (["pass", "inconclusive"], 0, 0, 6),
        (["not_applicable"], 0, 0, 6),
        (["excluded"], 0, 0, 6),
        ([], 0, 0, 6),
    ],
)
def test_exit_code(verdicts: list[str], violations: int, errors: int, code: int) -> None:
    assert code == exit_code(verdicts, violations, errors)
