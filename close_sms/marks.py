"""The marks by which a check says what it judges."""

from __future__ import annotations

import pytest


def rule(*ids: str) -> pytest.MarkDecorator:
    """Mark a check with the ids of the rules that it judges; the first is the one that plain claims mean."""
    return pytest.mark.rule(*ids)


def question(*ids: str) -> pytest.MarkDecorator:
    """Mark a probe with the ids of the questions that it observes."""
    return pytest.mark.question(*ids)


def profile(name: str) -> pytest.MarkDecorator:
    """Mark a check, or one of its parameters, that needs a higher profile than its rules say."""
    return pytest.mark.profile(name)


def ids(item: pytest.Item, mark: str) -> tuple[str, ...]:
    """The ids that the item's marks of this name list, in order of nearness."""
    return tuple(dict.fromkeys(name for found in item.iter_markers(mark) for name in found.args))


def is_check(item: pytest.Item) -> bool:
    """Whether the item is a check or a probe of the conformance suite."""
    return bool(ids(item, "rule") or ids(item, "question"))
