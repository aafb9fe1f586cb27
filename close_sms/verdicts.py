"""From what checks found to one verdict per rule, and from verdicts to the exit code.

A rule is `fail` if any check failed it, else `excluded` if it failed only as a declared deviation, else `inconclusive`
if any check could not decide it, else `pass` if any passed it, else `not_applicable`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from close_sms.exit_codes import ExitCode
from close_sms.judgement import Result, RuleResult

ORDER = ("fail", "excluded", "inconclusive", "pass", "unreached", "not_applicable")


@dataclass
class Tally:
    """What all checks together say of one rule."""

    claims: int = 0
    failed: int = 0
    checks: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)

    def add(self, check: str, said: RuleResult) -> None:
        """Count one check's word; the first reason of each state is kept."""
        self.claims += said["claims"]
        self.failed += said["failed"]
        self.checks.append(check)
        self.reasons.setdefault(said["state"], said["reason"])

    def verdict(self) -> tuple[str, str]:
        """Verdict and reason; a rule that no check reached is inconclusive."""
        for state in ORDER:
            if state in self.reasons:
                return ("inconclusive" if state == "unreached" else state), self.reasons[state]
        return "inconclusive", "no check of this run judged the rule"


def tally(results: Iterable[Result]) -> Mapping[str, Tally]:
    """Sum up the results by rule."""
    rules: dict[str, Tally] = defaultdict(Tally)
    for result in results:
        for rule, said in result["rules"].items():
            rules[rule].add(result["check"], said)
    return rules


def excluding(result: Result, declared: Mapping[str, str]) -> Result:
    """The result with what broke a rule with a declared deviation (id to reason) taken out of the violations."""
    if not any(said["state"] == "fail" and rule in declared for rule, said in result["rules"].items()):
        return result
    rules: dict[str, RuleResult] = {
        rule: {**said, "state": "excluded", "reason": declared[rule]}
        if said["state"] == "fail" and rule in declared
        else said
        for rule, said in result["rules"].items()
    }
    violations = [found for found in result["violations"] if found["rule"] not in declared]
    return {**result, "rules": rules, "violations": violations}


def exit_code(verdicts: Iterable[str], violations: int, errors: int) -> ExitCode:
    """The exit code of a run."""
    found = set(verdicts)
    if violations:
        return ExitCode.BROKEN
    if errors:
        return ExitCode.SUITE_ERROR
    is_kept = "pass" in found and "inconclusive" not in found
    return ExitCode.KEPT if is_kept else ExitCode.UNDECIDED
