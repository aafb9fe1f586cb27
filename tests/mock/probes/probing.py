"""What probes are made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.mock.mock_session import OUTBOX, Reply, Session

Probe = Callable[[Session], str]
PROBES: dict[str, Probe] = {}
PAST, FUTURE = "2020-01-01T00:00:00Z", "2026-06-01T08:00:00Z"
SCHEDULED = {**OUTBOX, "status": "scheduled", "date_scheduled": FUTURE}
DRAFT = {**OUTBOX, "status": "draft"}
IMAGE = {"content_type": "image/png", "filename": "a.png", "url": "https://x.example/a"}


def probe(question: str) -> Callable[[Probe], Probe]:
    def keep(function: Probe) -> Probe:
        PROBES[question] = function
        return function

    return keep


def taken(reply: Reply, word: str = "accepted") -> str:
    return "refused" if reply.refused else word


def code(reply: Reply) -> str:
    return str(reply.status) if reply.refused else "accepted"


def shape(reply: Reply) -> str:
    if reply.body is None:
        return "no-body"
    return "field-errors" if "field-errors" in reply.body else next(iter(reply.body))


def outcome(reply: Reply, **words: object) -> str:
    """The word whose value the answer has under `key`, or refused."""
    if reply.refused:
        return "refused"
    key = words.pop("key")
    value = reply.body.get(key)
    return next(word.replace("_", "-") for word, expected in words.items() if expected == value)


def on_create(question: str, word: str = "accepted", **body: Any) -> None:
    PROBES[question] = lambda mock: taken(mock.create(**{**DRAFT, **body}), word)


def on_draft(question: str, **body: Any) -> None:
    PROBES[question] = lambda mock: taken(mock.put(mock.made(**DRAFT), **body))
