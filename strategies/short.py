"""What Hypothesis prints of long arguments: a short name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Short(Generic[T]):
    """Items under a short name, which is what Hypothesis prints of them."""

    def __init__(self, name: str, items: Sequence[T]) -> None:
        """The items, printed as the name."""
        self.items = items
        self._name = name

    def __repr__(self) -> str:
        """The name."""
        return self._name
