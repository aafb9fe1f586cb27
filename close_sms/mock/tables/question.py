"""One question that the documents leave open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """One switch of the mock: its possible `readings` with their meanings, the default first."""

    name: str
    refs: str
    readings: Mapping[str, str]

    @property
    def default(self) -> str:
        """The reading that holds unless another is asked for."""
        return next(iter(self.readings))

    @property
    def alternatives(self) -> tuple[str, ...]:
        """Every other reading."""
        return tuple(self.readings)[1:]


Q = Question
"""The short name that keeps a table's lines short."""
