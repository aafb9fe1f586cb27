"""What a run is held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from close_sms.deviations import Deviation


@dataclass(frozen=True)
class Register:
    """The rules and questions that a run is held against (see schemas/), and the documented moves between statuses."""

    rules: Mapping[str, Any]
    questions: Mapping[str, Any]
    not_checkable: Sequence[Any]
    moves: Sequence[Any] = ()
    deviations: Mapping[str, Deviation] = field(default_factory=dict)

    @property
    def excluded(self) -> dict[str, str]:
        """The reason of each declared deviation that still counts, by rule id."""
        return {rule: str(known) for rule, known in self.deviations.items() if known.holds(date.today())}

    @property
    def entries(self) -> dict[str, Any]:
        """Rules and questions by id."""
        return {**self.rules, **self.questions}
