"""What is shown of a request and of an answer where there is no room for all: the part that the claim is about."""

import json
import re
from collections.abc import Sequence
from typing import Any

from close_sms.report.text import clip, compact, one_line

_API = "/api/v1/"
_FIELD = re.compile(r"`(\w+)(?:/\w+)*`")
_ENTRIES = 2  # of a list that is too long
_ROOM = (80, 40, 24)  # characters that are left of a long value, tried in this order


def place(url: str, root: str = "") -> str:
    """The path below the root of the API, with its query: what a reader of the documentation calls it."""
    for start in (f"{root.rstrip('/')}/", _API):
        before, found, below = url.partition(start)
        if found and (start == _API or not before):
            return below
    return re.sub(r"^\w+://[^/]*", "", url)


def fields_named(*texts: str) -> tuple[str, ...]:
    """The fields that a claim names, between backticks."""
    return tuple(dict.fromkeys(name for text in texts for name in _FIELD.findall(text)))


def body_excerpt(body: Any, limit: int, fields: Sequence[str] = (), claim: str = "") -> str:
    """The body on one line of at most ``limit`` characters; of a long one the ``fields``, and else as much as fits.

    Of a list it is the entry whose id is in the ``claim``. Long values are cut in their middle, before fields are
    left out.
    """
    whole = one_line(compact(body))
    if len(whole) <= limit:
        return whole
    for room in _ROOM:
        picked = _picked(body, fields, claim, room)
        text = one_line(picked or compact(_shortened(body, room)))
        if len(text) <= limit:
            return text
    if isinstance(body, str):
        return _cut(text, limit)
    return (_first(body, limit) if isinstance(body, dict) and not picked else "") or clip(text, limit)


def _picked(body: Any, fields: Sequence[str], claim: str, room: int) -> str:
    """The fields of an object, or of an entry of its list; empty where it has none of them."""
    if not isinstance(body, dict):
        return ""
    named = [name for name in body if name in fields]
    if not named and isinstance(body.get("data"), list):
        return _picked_entry(body, fields, claim, room)
    # The fields of the claim have more room than all else.
    pairs = [f"{_json(name)}: {_json(_shortened(body[name], 2 * room))}" for name in named]
    return _with_rest("{", pairs, len(body) - len(named), "}") if pairs else ""


def _picked_entry(body: dict[str, Any], fields: Sequence[str], claim: str, room: int) -> str:
    entries = [entry for entry in body["data"] if isinstance(entry, dict)]
    meant = [entry for entry in entries if isinstance(entry.get("id"), str) and entry["id"] in claim] or entries
    shown = _picked(meant[0], ("id", *fields), claim, room) if meant else ""
    if not shown:
        return ""
    data = _with_rest("[", [shown], len(body["data"]) - 1, "]")
    return _with_rest("{", [f'"data": {data}'], len(body) - 1, "}")


def _first(body: dict[str, Any], limit: int) -> str:
    """As many fields from the beginning as fit; empty where there is no room for one."""
    pairs = [f"{_json(name)}: {_json(_shortened(value, _ROOM[-1]))}" for name, value in body.items()]
    shown = (one_line(_with_rest("{", pairs[:most], len(pairs) - most, "}")) for most in range(len(pairs) - 1, 0, -1))
    return next((text for text in shown if len(text) <= limit), "")


def _with_rest(opened: str, parts: list[str], rest: int, closed: str) -> str:
    return opened + ", ".join([*parts, *([f"… and {rest} more"] if rest else [])]) + closed


def _shortened(value: Any, room: int) -> Any:
    if isinstance(value, str):
        return _cut(value, room)
    if isinstance(value, dict):
        return {name: _shortened(inner, room) for name, inner in value.items()}
    if isinstance(value, list):
        rest = len(value) - _ENTRIES
        return [_shortened(inner, room) for inner in value[:_ENTRIES]] + ([f"… and {rest} more"] if rest > 0 else [])
    return value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _cut(text: str, room: int) -> str:
    """The text with its middle left out, where it is longer."""
    if len(text) <= room:
        return text
    end = (room - 1) // 2
    return f"{text[: room - 1 - end]}…{text[len(text) - end :]}"
