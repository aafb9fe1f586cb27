"""The checks bite: the depth `smoke` against every fault of the bank, in seconds.

`python benchmarks/kill_matrix.py` runs the whole bank at `standard`, too, and writes docs/kill-matrix.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from tests.bench import collect, collected
from tests.faults.bank import FAULTS
from tests.faults.withdrawn import WITHDRAWN

SMOKE = ("--hypothesis-profile=smoke",)
MATRIX = (Path(__file__).parents[2] / "docs" / "kill-matrix.md").read_text(encoding="utf-8")
ROWS = {name: row for row in MATRIX.splitlines() if (name := row.removeprefix("| ").partition(":")[0]) in FAULTS}
QUICK = [name for name, row in ROWS.items() if row.endswith("| yes |")]
Found = tuple[set[str], set[str]]


def run(name: str | None) -> Found:
    """The rules that a run finds broken, and the checks that say so; without a name on the plain mock."""
    ran = collected().run(FAULTS[name].behaviour if name else None)
    return ran.broken, ran.finders


def names() -> list[str]:
    return [item.nodeid for item in collected().items]


@pytest.fixture(scope="module")
def pool() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(2, initializer=collect, initargs=SMOKE) as processes:
        yield processes


@pytest.fixture(scope="module")
def found(pool: ProcessPoolExecutor) -> dict[str, Found]:
    """What smoke finds of each fault that it is known to find."""
    return dict(zip(QUICK, pool.map(run, QUICK, chunksize=8), strict=True))


def test_smoke_finds_what_the_matrix_says(found: dict[str, Found]) -> None:
    assert [name for name, (broken, _) in found.items() if not broken] == []


def test_smoke_accuses_the_plain_mock_of_nothing(pool: ProcessPoolExecutor) -> None:
    assert pool.submit(run, None).result() == (set(), set())


def test_each_check_of_smoke_finds_a_fault(pool: ProcessPoolExecutor, found: dict[str, Found]) -> None:
    finders = Counter(check for _, checks in found.values() for check in checks)
    assert [check for check in pool.submit(names).result() if not finders[check]] == []


def test_the_matrix_is_of_this_bank() -> None:
    assert set(ROWS) == set(FAULTS)
    assert not set(WITHDRAWN) & set(FAULTS)


def test_gaps_are_few_and_have_a_reason() -> None:
    gaps = [planted for planted in FAULTS.values() if planted.gap]
    assert len(gaps) <= len(FAULTS) // 50
