"""Faults planted in the mock are found: exit 1, and the broken rule's own id under `violations`.

One fault of each rule here; `python benchmarks/kill_rate.py` runs the whole bank.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conforming import conform
from tests.faults.bank import FAULTS

FIRST = {planted.breaks[0]: name for name, planted in reversed(FAULTS.items()) if not planted.gap}


@pytest.mark.parametrize("rule", FIRST)
def test_fault_of_the_rule_is_found(rule: str, tmp_path: Path) -> None:
    outcome = conform(tmp_path, f"--rule={rule}", behaviour=FAULTS[FIRST[rule]].behaviour)
    assert outcome.code == 1, outcome.told()
    assert rule in outcome.broken, outcome.told()


def test_gaps_are_few_and_have_a_reason() -> None:
    gaps = [planted for planted in FAULTS.values() if planted.gap]
    assert len(gaps) <= len(FAULTS) // 50
