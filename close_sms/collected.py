"""What a run has collected for its report."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from close_sms.judgement import Result


@dataclass
class Collected:
    """What came in from the checks, in this process or from xdist workers."""

    results: list[Result] = field(default_factory=list)
    errors: list[dict[str, str]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)

    def add_facts(self, facts: Mapping[str, Any]) -> None:
        """Take over what one process counted; processes run side by side, so the longest duration counts."""
        mine = self.facts
        self.asked |= set(facts["asked"])
        self.errors += facts["errors"]
        counted = {key: mine.get(key, 0) + facts[key] for key in ("requests", "created", "sent")}
        self.facts = {
            **facts,
            **counted,
            "started": min(mine.get("started", facts["started"]), facts["started"]),
            "duration_s": max(mine.get("duration_s", 0.0), facts["duration_s"]),
            "leftovers": [*mine.get("leftovers", []), *facts["leftovers"]],
        }


def error_entry(doing: str, error: Exception) -> dict[str, str]:
    """An error of the suite itself, as the report tells it."""
    return {"check": doing, "message": "".join(traceback.format_exception(error))}
