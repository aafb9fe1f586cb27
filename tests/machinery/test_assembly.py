"""What a report says of violations: which comes first, and the command that repeats it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from close_sms import assembly
from close_sms.assembly import repeat_command
from close_sms.register import Register
from close_sms.settings import Settings

FOUND: Any = {"check": "conformance/test_status.py::test_draft_is_only_stored[x]", "declares": ["status.draft-stored"]}


HERE = Path.cwd()


def settings(**changes: Any) -> Settings:
    asked = {"target": "mock", "profile": None, "send_to": None, "settle": 2.0, "patience": 15.0, **changes}
    return Settings.checked(**asked, selection=None, report_dir=HERE / "reports/latest", depth="standard", seed=0)


def test_only_what_differs_from_a_plain_run_is_said() -> None:
    assert repeat_command(settings(), "status.draft-stored", FOUND) == (
        "pytest --rule=status.draft-stored --hypothesis-seed=0 --report-dir=reports/repeat"
    )


def test_waits_and_the_endpoint_are_said() -> None:
    asked = settings(
        target="https://api.example.com/v1", profile="send", send_to="+15005550006", settle=0.5, patience=60
    )
    assert repeat_command(asked, "status.draft-stored", FOUND) == (
        "pytest --rule=status.draft-stored --endpoint=https://api.example.com/v1 --profile=send --send-to=+15005550006"
        " --hypothesis-seed=0 --settle=0.5 --patience=60 --report-dir=reports/repeat"
    )


@pytest.mark.parametrize(
    ("used", "instead"),
    [
        (HERE / "reports/latest", "reports/repeat"),
        (HERE / "out", "out-repeat"),
        (HERE / "out-repeat", "out-repeat"),
        (HERE / "reports/repeat", "reports/repeat"),
        (Path("/somewhere/else"), "/somewhere/else-repeat"),
        (HERE, f"{HERE}-repeat"),
        (Path("/"), "/repeat"),
    ],
)
def test_the_report_under_study_is_not_overwritten(used: Path, instead: str) -> None:
    command = repeat_command(replace(settings(), report_dir=used), "status.draft-stored", FOUND)
    assert command.endswith(f" --report-dir={instead}")


def test_an_invariant_is_repeated_by_the_check_that_it_looked_on_at(monkeypatch: pytest.MonkeyPatch) -> None:
    one = "'conformance/test_status.py::test_draft_is_only_stored[a b]' --rule=object.keys --hyp"
    found = {**FOUND, "check": "conformance/test_status.py::test_draft_is_only_stored[a b]"}
    assert repeat_command(settings(), "object.keys", found).startswith(f"pytest {one}")
    monkeypatch.setattr(assembly, "starter", lambda: "close-sms run")
    assert repeat_command(settings(), "object.keys", found).startswith(f"close-sms run {one}")


def broken(check: str, declares: list[str], *found: tuple[str, int]) -> Any:
    violations = [
        {"rule": rule, "check": check, "expected": f"expected {rule}", "actual": check, "number": number}
        for rule, number in found
    ]
    return {"check": check, "declares": declares, "violations": violations}


def test_what_the_checks_of_a_rule_found_comes_before_what_others_came_across() -> None:
    rules: Any = {rule: SimpleNamespace(says="", source="", refs=()) for rule in ("object.keys", "status.draft-stored")}
    register = Register(rules=rules, questions={}, not_checkable=(), moves=())
    results = [
        broken("test_a.py::test_other", ["get.object"], ("status.draft-stored", 3), ("object.keys", 4)),
        broken("test_b.py::test_own", ["status.draft-stored"], ("status.draft-stored", 9)),
    ]
    told = [(each["rule"], each["number"]) for each in assembly._violations(settings(), register, results)]
    assert told == [("status.draft-stored", 9), ("status.draft-stored", 3), ("object.keys", 4)]
