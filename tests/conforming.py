"""Runs the conformance suite inside a test, against a mock with other readings or with a deviation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from close_sms.clock import VirtualClock
from close_sms.endpoint import Credentials, Endpoint, embedded, mock_application

ROOT = Path(__file__).parents[1]
SEEN = "ignore::pytest.PytestAssertRewriteWarning"  # in one process pytest meets its plugins a second time


@dataclass(frozen=True)
class Outcome:
    """Exit code and report of a run; the report is empty where none was written."""

    code: int
    report: dict[str, Any]

    @property
    def broken(self) -> set[str]:
        """Ids of the rules that were violated."""
        return {violation["rule"] for violation in self.report.get("violations", [])}

    @property
    def readings(self) -> dict[str, str]:
        """The observed reading of each question."""
        return {seen["question"]: seen["reading"] for seen in self.report.get("observations", [])}

    def told(self) -> str:
        """What a failing test should show."""
        undecided = [
            (rule["id"], rule["reason"]) for rule in self.report.get("rules", []) if rule["verdict"] == "inconclusive"
        ]
        violations = [
            (found["rule"], found["check"], found["expected"], found["actual"])
            for found in self.report.get("violations", [])
        ]
        return f"exit {self.code}; {violations=}; {undecided=}; errors={self.report.get('errors')}"


def conform(
    directory: Path,
    *options: str,
    readings: Mapping[str, str] | None = None,
    behaviour: type[Any] | None = None,
) -> Outcome:
    """Run the suite on an embedded mock; its report goes to `directory`."""

    def opened(target: str, environment: Mapping[str, str]) -> Endpoint:
        clock = VirtualClock(datetime.now(UTC))
        app, variables = mock_application(now=clock.now, readings=readings, behaviour=behaviour)
        return embedded(app, clock, Credentials.from_environment(variables))

    arguments = ["-c", str(ROOT / "pytest.ini"), "--rootdir", str(ROOT), "-q", "-p", "no:cacheprovider", "-W", SEEN]
    with mock.patch("close_sms.run.open_endpoint", opened):
        code = pytest.main([*arguments, f"--report-dir={directory}", *options, str(ROOT / "conformance")])
    file = directory / "report.json"
    return Outcome(int(code), json.loads(file.read_text(encoding="utf-8")) if file.exists() else {})
