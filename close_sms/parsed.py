"""Reading answers whose shape is not known."""

from __future__ import annotations

from typing import Any

import httpx


def object_of(response: httpx.Response) -> dict[str, Any]:
    """The JSON object of an answer; an empty one where it has none."""
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def text_of(found: object, key: str) -> str | None:
    """The text under a key of an object; None where there is none, or it is no object."""
    value = found.get(key) if isinstance(found, dict) else None
    return value if isinstance(value, str) else None
