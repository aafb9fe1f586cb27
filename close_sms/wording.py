"""Words for what was sent and what came: values, answers, and what parts a refused request from its accepted twin."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from close_sms.client import Answer
from close_sms.exchange import Exchange

MISSING = object()  # in place of the value of a key that is not there
MOST_FAULTS, LONGEST_FAULT = 2, 80  # a control that differs in more is no twin, or no line could say in what


def outcome(answer: Answer) -> str:
    """The answer in a few words: its code and the start of its body."""
    return outcome_of(answer.exchange)


def outcome_of(exchange: Exchange) -> str:
    """The answer of an exchange in a few words."""
    body = exchange.response_body.strip()
    excerpt = body if len(body) <= 160 else body[:157] + "…"
    return f"status code {exchange.status}" + (f" with {excerpt}" if excerpt else " without a body")


def as_found(found: Answer | Mapping[str, Any], *names: str, limit: int = 200) -> str:
    """What these fields of an object are, in words; a key that is not there is told from one that is null."""
    fields = found.object if isinstance(found, Answer) else found
    return ", ".join(f"`{name}` is {show(fields.get(name, MISSING), limit)}" for name in names)


def show(value: object, limit: int = 200) -> str:
    """A value as a reader sees it best: repr, but for what JSON spells otherwise, cut to `limit` characters."""
    if value is None or value is MISSING or isinstance(value, bool):
        return "missing" if value is MISSING else json.dumps(value)
    text = repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def fault_of(answer: Answer, control: Answer) -> str:
    """What parts a request from its accepted twin, such as "`text` is null"; empty where that is no one thing."""
    found = differences(answer.exchange, control.exchange)
    if len(found) > MOST_FAULTS:
        return ""
    return ", ".join(
        f"{f'`{place}`' if place else 'the body'} is {show(value, LONGEST_FAULT) if value != '' else 'empty'}"
        for place, value in found
    )


def differences(refused: Exchange, control: Exchange) -> list[tuple[str, Any]]:
    """The places in which the bodies differ, such as `attachments/0/url`, and what the refused one has there.

    The place is empty where that is no JSON object. There are none where the two do not ask for the same thing.
    """
    if refused.operation != control.operation or control.posted is None:
        return []
    return [("", refused.request_body)] if refused.posted is None else [*_within("", refused.posted, control.posted)]


def _within(place: str, one: Any, other: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted({*one, *other}):
            yield from _within(f"{place}/{key}".lstrip("/"), one.get(key, MISSING), other.get(key, MISSING))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, (mine, its) in enumerate(zip(one, other, strict=True)):
            yield from _within(f"{place}/{number}", mine, its)
    elif one != other or isinstance(one, bool) != isinstance(other, bool):  # JSON tells true from 1
        yield place, one
