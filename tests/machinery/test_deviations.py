"""The file of declared deviations: what it may say, and how a slip in it is told."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from close_sms import deviations
from close_sms.deviations import DeviationError

RULES = ("get.object", "update.date-updated")
LAST_DAY = date(2027, 3, 31)


def read(tmp_path: Path, *entries: str) -> dict[str, deviations.Deviation]:
    """The deviations of a file with these entries, each of them lines of YAML."""
    file = tmp_path / "known.yaml"
    listed = "".join("- " + entry.strip().replace("\n", "\n  ") + "\n" for entry in entries)
    file.write_text(f"deviations:\n{listed}", encoding="utf-8")
    return deviations.read(file, RULES)


def entry(rule: str = "get.object", expires: str = "2027-03-31") -> str:
    return f"rule: {rule}\nreason: ticket 4711\nexpires: {expires}"


@pytest.mark.parametrize(
    "expires",
    [
        "2027-03-31",
        "'2027-03-31'",
        "2027-03-31T00:00:00Z",
        "2027-03-31 23:59:59",
        "'2027-03-31T00:00:00Z'",
        "2027-03-31T23:30:00-08:00",
    ],
)
def test_a_deviation_holds_until_its_day_has_passed_however_that_is_written(tmp_path: Path, expires: str) -> None:
    declared = read(tmp_path, entry(expires=expires))["get.object"]
    assert [True, False] == [declared.holds(LAST_DAY), declared.holds(LAST_DAY + timedelta(days=1))]
    assert "declared deviation until 2027-03-31: ticket 4711" == str(declared)


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        (entry(expires="soon"), "entry 1: `expires` is 'soon', expected a day such as 2027-03-31"),
        (entry(expires=""), "entry 1: `expires` is None, expected a day such as 2027-03-31"),
        (entry(expires="2027-02-30"), "day is out of range for month"),
        (entry("get.objekt"), "entry 1: there is no rule 'get.objekt'; did you mean 'get.object'?"),
        (entry("[get.object]"), "entry 1: `rule` is ['get.object'], expected the id of one rule"),
        (entry("{get: object}"), "entry 1: `rule` is {'get': 'object'}, expected the id of one rule"),
        (entry("4711"), "entry 1: `rule` is 4711, expected the id of one rule"),
    ],
)
def test_a_slip_is_told_in_one_line_that_names_the_file_and_the_entry(tmp_path: Path, slip: str, told: str) -> None:
    with pytest.raises(DeviationError) as caught:
        read(tmp_path, slip)
    assert told in str(caught.value)
    assert f"--deviations={tmp_path / 'known.yaml'}: " in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_rule_is_declared_once_or_one_of_its_entries_would_count_for_nothing(tmp_path: Path) -> None:
    both = (entry(), entry("update.date-updated"), entry(expires="2028-01-01"))
    with pytest.raises(DeviationError, match=r"entry 3: get\.object is declared twice, first in entry 1; keep one"):
        read(tmp_path, *both)
    assert set(RULES) == set(read(tmp_path, *both[:2]))


@pytest.mark.parametrize(
    ("verdict", "days", "told"),
    [
        ("fail", 1, "its declared deviation expired on 2027-03-31: ticket 4711"),
        ("fail", 0, ""),
        ("pass", 0, "its declared deviation is no longer needed: ticket 4711"),
        ("not_applicable", 1, ""),
    ],
)
def test_what_a_deviation_does_not_count_for_is_told(tmp_path: Path, verdict: str, days: int, told: str) -> None:
    deviation = read(tmp_path, entry())["get.object"]
    assert deviation.remark(verdict, LAST_DAY + timedelta(days=days)) == told
