"""The checks bite: the depth `smoke` finds the faults of the bank, and each check fails on a fault of its own rule.

What finds what is read off docs/kill-matrix.md, which `python benchmarks/kill_matrix.py --write` makes with the whole
bank at `standard`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from close_sms.marks import ids, short_name
from tests.bench import collect, collected
from tests.faults.bank import FAULTS
from tests.faults.withdrawn import WITHDRAWN

MATRIX = (Path(__file__).parents[2] / "docs" / "kill-matrix.md").read_text(encoding="utf-8")
ROWS = {name: row for row in MATRIX.splitlines() if (name := row.removeprefix("| ").partition(":")[0]) in FAULTS}
QUICK = {name: check[1] for name, row in ROWS.items() if (check := re.search(r"\| `(test_[^|]*)` \|$", row))}
BITES: dict[str, str] = dict(re.findall(r"^- `(test_\w+\.py::.*)`: (\w+)$", MATRIX, flags=re.MULTILINE))


def broken(name: str | None) -> set[str]:
    """The rules that a run finds broken; without a name on the plain mock."""
    return collected().run(FAULTS[name].behaviour if name else None).broken


def missed(name: str) -> bool:
    """Whether smoke misses the fault: neither the check that is known to find it does, nor all of them together."""
    known = [item.nodeid for item in collected().items if short_name(item.nodeid) == QUICK[name]]
    behaviour = FAULTS[name].behaviour
    return not any(collected().run(behaviour, only=only).broken for only in (known, None))


def names() -> list[str]:
    """The short names of the checks that judge rules."""
    return [short_name(item.nodeid) for item in collected().items if ids(item, "rule")]


def idle(name: str) -> list[str]:
    """The checks that should say that this fault breaks one of their own rules, and do not."""
    checks = {item.nodeid: item for item in collected().items if BITES.get(short_name(item.nodeid)) == name}
    violations = collected().run(FAULTS[name].behaviour, only=list(checks)).report["violations"]
    blamed = {(each["check"], each["rule"]) for each in violations if each["rule"] in FAULTS[name].breaks}
    found = {check for check, rule in blamed if rule in ids(checks[check], "rule")}
    return sorted(set(checks) - found)


@pytest.fixture(scope="module")
def smoke() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(2, initializer=collect, initargs=("--hypothesis-profile=smoke",)) as pool:
        yield pool


@pytest.fixture(scope="module")
def standard() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(2, initializer=collect, initargs=("--hypothesis-profile=standard",)) as pool:
        yield pool


def test_smoke_finds_what_the_matrix_says(smoke: ProcessPoolExecutor) -> None:
    found = dict(zip(QUICK, smoke.map(missed, QUICK, chunksize=8), strict=True))
    assert [name for name, is_missed in found.items() if is_missed] == []


def test_smoke_accuses_the_plain_mock_of_nothing(smoke: ProcessPoolExecutor) -> None:
    assert smoke.submit(broken, None).result() == set()


def test_each_check_finds_its_rule_broken_by_a_fault(standard: ProcessPoolExecutor) -> None:
    faults = list(dict.fromkeys(BITES.values()))
    assert [check for left in standard.map(idle, faults, chunksize=4) for check in left] == []


def test_each_check_of_a_rule_has_such_a_fault(standard: ProcessPoolExecutor) -> None:
    assert set(standard.submit(names).result()) - set(BITES) == set()


def test_the_matrix_is_of_this_bank() -> None:
    assert set(ROWS) == set(FAULTS)
    assert not set(WITHDRAWN) & set(FAULTS)


def test_gaps_are_few_and_have_a_reason() -> None:
    gaps = [planted for planted in FAULTS.values() if planted.gap]
    assert len(gaps) <= len(FAULTS) // 50
