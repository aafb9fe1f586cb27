"""The fault bank: complete, well named, and each fault shows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from close_sms.mock import Behaviour
from tests.faults.bank import CHAPTERS, FAULTS, MODULES
from tests.faults.fault import Fault
from tests.faults.trial import PARTS, parts_for, shows, trial

RULES = yaml.safe_load((Path(__file__).parents[2] / "schemas" / "rules.yaml").read_text("utf-8"))["rules"]
IDS = {rule["id"] for rule in RULES}
PLAIN = {part: trial(Behaviour, part) for part in PARTS}


def test_every_rule_is_the_main_rule_of_a_fault() -> None:
    assert {fault.breaks[0] for fault in FAULTS.values()} == IDS


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_names_and_rules_of_a_fault(fault: Fault) -> None:
    assert FAULTS[fault.name] is fault
    assert set(fault.breaks) <= IDS
    assert len(set(fault.breaks)) == len(fault.breaks)
    assert fault.says
    assert issubclass(fault.behaviour, Behaviour)


def test_behaviours_and_sentences_are_unique() -> None:
    assert len({fault.behaviour for fault in FAULTS.values()}) == len(FAULTS)
    assert len({fault.says for fault in FAULTS.values()}) == len(FAULTS)


def test_every_module_is_a_chapter_and_has_faults() -> None:
    assert sorted(CHAPTERS) == MODULES
    assert {fault.behaviour.__module__ for fault in FAULTS.values()} == {f"tests.faults.{name}" for name in MODULES}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_shows_in_its_profile(fault: Fault) -> None:
    assert any(shows(fault.behaviour, part, PLAIN[part]) for part in parts_for(fault)), (
        f"{fault.name} shows in no part of the trial: let one of tests/faults/parts_*.py ask for what it changes"
    )


@pytest.mark.parametrize(
    "fault", [fault for fault in FAULTS.values() if fault.profile != "record"], ids=lambda f: f.name
)
def test_a_fault_of_sending_does_not_show_before(fault: Fault) -> None:
    assert not shows(fault.behaviour, "logged", PLAIN["logged"])


class TellsMore(Behaviour):
    """A header that no part asks for."""

    def rate_limit_headers(self) -> Mapping[str, str]:
        return {**super().rate_limit_headers(), "X-Served-By": "another"}


@pytest.mark.parametrize("part", PARTS)
def test_a_fault_of_any_header_shows(part: str) -> None:
    assert shows(TellsMore, part, PLAIN[part])


def test_the_plain_mock_is_the_same_each_time_and_never_crashes() -> None:
    for part, heard in PLAIN.items():
        assert trial(Behaviour, part) == heard
        assert not [answer for answer in heard if isinstance(answer, tuple) and answer[2] >= 500]
