"""The checks bite: the depth `smoke` finds the faults of the bank, and each check fails on a fault of its own rule.

What finds what is read off docs/kill-matrix.md, which `python benchmarks/kill_matrix.py --write` makes with the whole
bank at `standard`.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import pytest

from close_sms.marks import ids
from close_sms.selection import short_name
from tests.bench import collected, open_pool
from tests.faults.bank import FAULTS
from tests.faults.matrix import PAGE, read
from tests.faults.withdrawn import WITHDRAWN

ROWS = read(PAGE.read_text(encoding="utf-8"))
QUICK = {name: row.quick for name, row in ROWS.items() if row.quick}


def accused() -> set[str]:
    """The rules that a run on the plain mock finds broken."""
    return collected().run().broken


def missed(name: str) -> bool:
    """Whether smoke misses the fault: neither the check that is known to find it does, nor all of them together."""
    known = [item.nodeid for item in collected().items if short_name(item.nodeid) == QUICK[name]]
    behaviour = FAULTS[name].behaviour
    return not any(collected().run(behaviour, only=only, until_broken=True).broken for only in (known, None))


def functions() -> dict[str, list[str]]:
    """The checks that judge rules, by the function of which they are cases."""
    found: dict[str, list[str]] = {}
    for item in collected().items:
        if ids(item, "rule"):
            found.setdefault(item.nodeid.partition("[")[0], []).append(item.nodeid)
    return found


def bitten(function: str) -> bool:
    """Whether a fault makes the check say that one of its own rules is broken, which the fault does break."""
    checks = functions()[function]
    rules = {rule for item in collected().items if item.nodeid in checks for rule in ids(item, "rule")}
    breaking = [fault for fault in FAULTS.values() if rules & set(fault.breaks) and not fault.gap]
    return any(collected().run(fault.behaviour, only=checks).broken & rules & set(fault.breaks) for fault in breaking)


@pytest.fixture(scope="module")
def smoke() -> Iterator[ProcessPoolExecutor]:
    with open_pool("--hypothesis-profile=smoke") as pool:
        yield pool


@pytest.fixture(scope="module")
def standard() -> Iterator[ProcessPoolExecutor]:
    with open_pool("--hypothesis-profile=standard") as pool:
        yield pool


def test_smoke_finds_what_the_matrix_says(smoke: ProcessPoolExecutor) -> None:
    found = dict(zip(QUICK, smoke.map(missed, QUICK, chunksize=8), strict=True))
    assert [name for name, is_missed in found.items() if is_missed] == []


def test_smoke_accuses_the_plain_mock_of_nothing(smoke: ProcessPoolExecutor) -> None:
    assert smoke.submit(accused).result() == set()


def test_each_check_fails_on_a_fault_of_its_own_rule(standard: ProcessPoolExecutor) -> None:
    checks = list(standard.submit(functions).result())
    bites = dict(zip(checks, standard.map(bitten, checks, chunksize=4), strict=True))
    assert [check for check, is_bitten in bites.items() if not is_bitten] == []


def test_the_matrix_is_of_this_bank() -> None:
    assert set(ROWS) == set(FAULTS)
    assert not set(WITHDRAWN) & set(FAULTS)


def test_gaps_are_few_and_have_a_reason() -> None:
    gaps = [planted for planted in FAULTS.values() if planted.gap]
    assert len(gaps) <= len(FAULTS) // 50


def test_no_gap_is_found() -> None:
    assert [name for name, row in ROWS.items() if row.found and row.fault.gap] == []


FEW_WAYS = {"source"}  # a chapter of one rule, which hardly has five ways to be broken
CHAPTERS = sorted({rule.partition(".")[0] for fault in FAULTS.values() for rule in fault.breaks} - FEW_WAYS)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_each_chapter_has_faults_that_are_found_and_blamed_right(chapter: str) -> None:
    of_it = [name for name, fault in FAULTS.items() if any(rule.startswith(f"{chapter}.") for rule in fault.breaks)]
    assert sum(name in ROWS and ROWS[name].right for name in of_it) >= 5
