"""What parts a refused request from its control, the accepted twin that is alike but for the fault."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from close_sms.exchange import Exchange

ABSENT = object()


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
            yield from _within(f"{place}/{key}".lstrip("/"), one.get(key, ABSENT), other.get(key, ABSENT))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, (mine, its) in enumerate(zip(one, other, strict=True)):
            yield from _within(f"{place}/{number}", mine, its)
    elif one != other or isinstance(one, bool) != isinstance(other, bool):  # JSON tells true from 1
        yield place, one
