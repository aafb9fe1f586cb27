"""A ledger file read back: what earlier runs have made and not deleted yet (see transports/ledger.py)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from close_sms.cleanup.deletion import KINDS
from close_sms.noise import UNHEARD
from close_sms.resources import WRITABLE

EVENTS = ("about_to", "created", "not_created", "deleted")


class BookError(Exception):
    """The file cannot be read as a ledger: the text says which, where, and what to do."""


@dataclass(frozen=True)
class Thing:
    """An object that was made at `endpoint`; `by` which credential, and whose (`user`), where the book tells."""

    kind: str
    id: str
    endpoint: str
    by: str | None
    user: str | None


@dataclass
class Book:
    """What a ledger file tells; what goes with its lead, such as a contact, is not told apart."""

    things: dict[tuple[str, str, str], Thing] = field(default_factory=dict)
    _in_doubt: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def left(self) -> list[Thing]:
        """What was made and not deleted, in the order in which it was made."""
        return list(self.things.values())

    @property
    def in_doubt(self) -> dict[tuple[str, str], int]:
        """By endpoint and kind, how many objects may have been made though no answer told."""
        return {place: count for place, count in self._in_doubt.items() if count > 0}

    def add(self, event: str, line: dict[str, Any], endpoint: str) -> None:
        """Take over one line."""
        kind, place = line[event], (endpoint, line[event])
        if event == "about_to":
            self._in_doubt[place] += 1
        elif event == "not_created":
            self._in_doubt[place] -= line.get("status") not in UNHEARD
        elif event == "deleted":
            self.things.pop((*place, line["id"]), None)
        else:
            self._in_doubt[place] -= 1
            if kind in KINDS:
                self.things[*place, line["id"]] = Thing(kind, line["id"], endpoint, line.get("by"), line.get("user"))


def read(path: Path) -> Book:
    """The book in the file; raises BookError."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BookError(
            f"{path}: no such ledger; give the ledger.jsonl of a run, or its folder (the embedded mock has none)"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise BookError(f"{path}: cannot be read: {error}") from None
    book, endpoint = Book(), None
    for number, line in _lines(path, text):
        where = f"{path}: line {number}"
        if "began" in line and isinstance(line.get("endpoint"), str):
            endpoint = line["endpoint"]
            continue
        event = _event(where, line)
        if endpoint is None:
            raise BookError(
                f"{where}: expected a line before it that names the endpoint; a run writes such a line first"
            )
        book.add(event, line, endpoint)
    return book


def _lines(path: Path, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise BookError(
                f"{path}: line {number} is not a JSON object; if a run was killed while writing it, remove the line"
            )
        yield number, found


def _event(where: str, line: dict[str, Any]) -> str:
    """Which event the line is; raises BookError where it is none that a ledger has."""
    event = next((event for event in EVENTS if event in line), None)
    if event is None:
        raise BookError(
            f"{where}: expected one of {', '.join(('began', *EVENTS))}, found {', '.join(line) or 'nothing'}"
        )
    if line[event] not in WRITABLE:
        raise BookError(f"{where}: {event} {line[event]!r}, expected one of {', '.join(WRITABLE)}")
    if event in ("created", "deleted") and not isinstance(line.get("id"), str):
        raise BookError(f"{where}: id {line.get('id')!r}, expected a string")
    return event
