"""The marks by which a check says what it judges, and how a run selects by them."""

from __future__ import annotations

import fnmatch
from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

import pytest

from close_sms.profiles import PROFILES, allows
from close_sms.suggestions import did_you_mean


class Entry(Protocol):
    """What the selection needs to know of a rule or question of the register."""

    @property
    def profile(self) -> str:
        """The least profile in which it can be decided."""


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


def least_profile(item: pytest.Item, register: Mapping[str, Entry]) -> str:
    """The least profile in which the whole item can run."""
    named = [register[name].profile for name in (*ids(item, "rule"), *ids(item, "question"))]
    named += [str(found.args[0]) for found in item.iter_markers("profile")]
    return max(named, key=PROFILES.index)


def unknown_ids(items: Iterable[pytest.Item], register: Mapping[str, Entry]) -> list[str]:
    """Sentences about marks that name nothing of the register, one for all parameters of a check."""
    found = [
        (item.nodeid.partition("[")[0], mark, name)
        for item in items
        for mark in ("rule", "question")
        for name in ids(item, mark)
        if name not in register
    ]
    return [
        f"{check}: there is no {mark} {name!r}{did_you_mean(name, register) or '.'}"
        f" New ones go into schemas/{mark}s.yaml."
        for check, mark, name in dict.fromkeys(found)
    ]


def matches(name: str, pattern: str | None) -> bool:
    """Whether a rule or question id matches the `--rule` glob, or one of several with commas between them."""
    return pattern is None or any(fnmatch.fnmatchcase(name, each.strip()) for each in pattern.split(","))


def selected(
    item: pytest.Item, register: Mapping[str, Entry], run_profile: str, smoke: Collection[str], pattern: str | None
) -> bool:
    """Whether a run under this profile and `--rule` glob runs the item; `smoke` names the only ones, if any."""
    if smoke and short_name(item.nodeid) not in smoke:
        return False
    named = (*ids(item, "rule"), *ids(item, "question"))
    return allows(run_profile, least_profile(item, register)) and any(matches(name, pattern) for name in named)


def short_name(nodeid: str) -> str:
    """The name of an item with its file and without the folder: `test_status.py::test_draft_is_only_stored`."""
    path, colons, name = nodeid.partition("::")
    return path.rpartition("/")[2] + colons + name
