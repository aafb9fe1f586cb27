"""In which of the three zones (docs/architecture.md) a request body lies, by the schemas that bound them."""

from __future__ import annotations

from typing import Any, Literal

from schemas.loading import is_valid

Operation = Literal["create", "update"]


def must_accept(operation: Operation, body: Any) -> bool:
    """Whether every reading of the documents accepts the body: to refuse it is a violation."""
    return is_valid(f"{operation}-must-accept", body)


def may_accept(operation: Operation, body: Any) -> bool:
    """Whether some reading of the documents accepts the body: where none does, to accept it is a violation."""
    return is_valid(f"{operation}-may-accept", body)
