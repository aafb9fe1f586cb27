"""Which checks a run makes: by its profile, its depth, and the globs of `--rule`."""

from __future__ import annotations

import fnmatch
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Protocol

import pytest

from close_sms.marks import ids
from close_sms.profiles import PROFILES, allows
from close_sms.suggestions import did_you_mean


class Entry(Protocol):
    """What the selection needs to know of a rule or question of the register."""

    @property
    def profile(self) -> str:
        """The least profile in which it can be decided."""


def least_profile(item: pytest.Item, register: Mapping[str, Entry]) -> str:
    """The least profile in which the whole item can run."""
    named = [register[name].profile for name in (*ids(item, "rule"), *ids(item, "question"))]
    named += [str(found.args[0]) for found in item.iter_markers("profile")]
    return max(named, key=PROFILES.index)


def unknown_ids(items: Iterable[pytest.Item], rules: Collection[str], questions: Collection[str]) -> list[str]:
    """Sentences about marks that name no rule or question, one for all parameters of a check."""
    known = {"rule": rules, "question": questions}
    found = [
        (item.nodeid.partition("[")[0], mark, name)
        for item in items
        for mark in known
        for name in ids(item, mark)
        if name not in known[mark]
    ]
    return [
        f"{check}: there is no {mark} {name!r}{did_you_mean(name, known[mark]) or '.'}"
        f" New ones go into schemas/{mark}s.yaml; where it has left that file, the mark goes, too."
        for check, mark, name in dict.fromkeys(found)
    ]


def matches(name: str, selection: str | None) -> bool:
    """Whether a rule or question id matches the `--rule` glob, or one of several with commas between them."""
    return selection is None or any(fnmatch.fnmatchcase(name, each.strip()) for each in selection.split(","))


def selected(
    item: pytest.Item, register: Mapping[str, Entry], run_profile: str, smoke: Collection[str], selection: str | None
) -> bool:
    """Whether a run under this profile and `--rule` glob runs the item; `smoke` names the only ones, if any."""
    if smoke and short_name(item.nodeid) not in smoke:
        return False
    named = (*ids(item, "rule"), *ids(item, "question"))
    return allows(run_profile, least_profile(item, register)) and any(matches(name, selection) for name in named)


def short_name(nodeid: str) -> str:
    """The name of an item with its file and without the folder: `test_status.py::test_draft_is_only_stored`."""
    path, colons, name = nodeid.partition("::")
    return path.rpartition("/")[2] + colons + name


def smoke_checks(config: pytest.Config) -> frozenset[str]:
    """The short names of the checks that the depth smoke is made of (see benchmarks/smoke.py)."""
    name = config.getini("smoke")
    lines = Path(config.rootpath, name).read_text(encoding="utf-8").splitlines() if name else []
    return frozenset(line for line in lines if line and not line.startswith("#"))


def name_single_checks(places: Collection[str]) -> bool:
    """Whether single checks were asked for: they run for a rule that they do not declare, since invariants look on."""
    return all("::" in place for place in places)


def unmatched(selection: str | None, known: Collection[str]) -> list[str]:
    """A word on each glob of `--rule` that matches nothing."""
    found = []
    for glob in (selection or "*").split(","):
        if not any(matches(name, glob) for name in known):
            names = (*known, *(f"{name.partition('.')[0]}.*" for name in known))
            found.append(f"--rule={glob} matches no rule or question" + did_you_mean(glob, names, spelled="--rule={}"))
    return found
