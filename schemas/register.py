"""The registers of this folder: rules.yaml and questions.yaml, read into plain, frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from schemas.entries import Entry, RegisterError
from schemas.loading import FOLDER

LEVELS = ("stated", "documented")
PROFILES = ("read", "record", "schedule", "send")


@dataclass(frozen=True, slots=True)
class Rule:
    """One testable statement; `schema` holds the locations (`file#/pointer`) that say the same in the JSON Schemas."""

    id: str
    says: str
    level: str
    refs: tuple[str, ...]
    source: str
    profile: str
    schema: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotCheckable:
    """Statements that cannot be checked from outside, and why."""

    refs: tuple[str, ...]
    says: str
    reason: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the documentation leaves open; `readings` maps each answer's name to its meaning."""

    id: str
    asks: str
    refs: tuple[str, ...]
    profile: str
    readings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NotObserved:
    """Open points that a run does not observe, and why."""

    refs: tuple[str, ...]
    reason: str


@cache
def rules() -> tuple[Rule, ...]:
    """The rules, in the order of rules.yaml; raises RegisterError."""
    return read_rules(FOLDER / "rules.yaml")[0]


@cache
def not_checkable() -> tuple[NotCheckable, ...]:
    """The statements of rules.yaml that no run can check; raises RegisterError."""
    return read_rules(FOLDER / "rules.yaml")[1]


@cache
def questions() -> tuple[Question, ...]:
    """The questions, in the order of questions.yaml; raises RegisterError."""
    return read_questions(FOLDER / "questions.yaml")[0]


@cache
def not_observed() -> tuple[NotObserved, ...]:
    """The open points of questions.yaml that no run observes; raises RegisterError."""
    return read_questions(FOLDER / "questions.yaml")[1]


def read_rules(path: Path) -> tuple[tuple[Rule, ...], tuple[NotCheckable, ...]]:
    """A file in the form of rules.yaml; raises RegisterError with file, entry and what is wrong."""
    lists = _lists(path, "rules", "not_checkable")
    found = tuple(_rule(entry) for entry in lists["rules"])
    _unique(lists["rules"], [rule.id for rule in found])
    return found, tuple(_not_checkable(entry) for entry in lists["not_checkable"])


def read_questions(path: Path) -> tuple[tuple[Question, ...], tuple[NotObserved, ...]]:
    """A file in the form of questions.yaml; raises RegisterError with file, entry and what is wrong."""
    lists = _lists(path, "questions", "not_observed")
    found = tuple(_question(entry) for entry in lists["questions"])
    _unique(lists["questions"], [question.id for question in found])
    return found, tuple(_not_observed(entry) for entry in lists["not_observed"])


def _rule(entry: Entry) -> Rule:
    entry.only("id", "says", "level", "refs", "source", "profile", "schema")
    return Rule(
        id=entry.id(r"[a-z]+(-[a-z]+)*\.[a-z0-9]+(-[a-z0-9]+)*", "chapter.name-of-the-rule"),
        says=entry.text("says"),
        level=entry.choice("level", LEVELS),
        refs=entry.refs(),
        source=entry.text("source"),
        profile=entry.choice("profile", PROFILES),
        schema=entry.texts("schema", optional=True, pattern=r"[a-z-]+\.schema\.json#(/.+)?"),
    )


def _not_checkable(entry: Entry) -> NotCheckable:
    entry.only("refs", "says", "reason")
    return NotCheckable(entry.refs(), entry.text("says"), entry.text("reason"))


def _question(entry: Entry) -> Question:
    entry.only("id", "asks", "refs", "profile", "readings")
    return Question(
        id=entry.id(r"[a-z0-9]+(-[a-z0-9]+)*", "name-of-the-question"),
        asks=entry.text("asks"),
        refs=entry.refs(),
        profile=entry.choice("profile", PROFILES),
        readings=MappingProxyType(entry.mapping("readings")),
    )


def _not_observed(entry: Entry) -> NotObserved:
    entry.only("refs", "reason")
    return NotObserved(entry.refs(), entry.text("reason"))


def _lists(path: Path, needed: str, optional: str) -> dict[str, list[Entry]]:
    """The two lists of a register, as entries that know where they stand."""
    content = _parsed(path)
    if not isinstance(content, dict) or needed not in content or set(content) - {needed, optional}:
        found = ", ".join(map(str, content)) if isinstance(content, dict) else type(content).__name__
        raise RegisterError(f"{path.name}: expected the keys {needed} and perhaps {optional}, found: {found}")
    for key, value in content.items():
        if not isinstance(value, list):
            raise RegisterError(f"{path.name}: {key}: expected a list, found {type(value).__name__}")
    return {
        key: [Entry(path.name, key, number, value) for number, value in enumerate(content.get(key, []), 1)]
        for key in (needed, optional)
    }


def _parsed(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise RegisterError(f"{path.name}: not readable as YAML: {error}") from error


def _unique(entries: list[Entry], ids: list[str]) -> None:
    for number, (entry, id_) in enumerate(zip(entries, ids, strict=True)):
        if id_ in ids[:number]:
            raise entry.error("id", f"{id_!r} is given twice; every id must be its own")
