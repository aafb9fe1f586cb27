"""How a body becomes an object: size, encoding, JSON and what standard JSON leaves open."""

from __future__ import annotations

import json
import re
from typing import Any

from close_sms.mock.behaviour.part import Part
from close_sms.mock.calls import Json
from close_sms.mock.errors import one_error
from close_sms.mock.nesting import containers, depth, on_a_fresh_stack

SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
LONE = re.compile("[\ud800-\udfff]")
UTF_16 = re.compile(r"charset\s*=\s*\"?utf-?16(?:-?([lb]e))?\b", re.IGNORECASE)
BYTE_ORDER_MARK = "\ufeff"
NOT_JSON = "The request contains invalid JSON."
MEGABYTE = 1_000_000
MOST_LEVELS = 100


class Bodies(Part):
    """From the bytes of a request to a JSON object; every other body is refused."""

    def check_size(self, size: int) -> None:
        """Refuse a body of too many bytes."""
        if size > MEGABYTE and self.reads("megabyte-of-text") == "413":
            raise one_error(413, "The request is too large.")

    def in_utf_8(self, raw: bytes, content_type: str) -> bytes:
        """The body in UTF-8: as it came, unless its charset says otherwise and the readings listen to that."""
        charset = UTF_16.search(content_type)
        if charset is None or self.reads("body-in-utf-16") == "refused":
            return raw
        try:
            return raw.decode(f"utf-16-{charset[1]}" if charset[1] else "utf-16").removeprefix(BYTE_ORDER_MARK).encode()
        except ValueError:
            raise one_error(400, NOT_JSON) from None

    def read_json(self, raw: bytes) -> Json:
        """The object that a body holds; refuses every other body."""
        try:
            text = self.without_mark(raw.decode())
            body = self.parse(text)
            if not isinstance(body, dict):
                raise one_error(400, "JSON data must be a dict.")
            if text.count("[") + text.count("{") > MOST_LEVELS:
                self.check_depth(depth(body))
            if SURROGATE.search(text):
                self.mend_surrogates(body)
        except (ValueError, RecursionError):
            raise one_error(400, NOT_JSON) from None
        return body

    def without_mark(self, text: str) -> str:
        """The text of a body without the byte order mark that the readings may skip."""
        return text.removeprefix(BYTE_ORDER_MARK) if self.reads("byte-order-mark") == "accepted" else text

    def parse(self, text: str) -> Any:
        """The value that a JSON text stands for; raises ValueError or RecursionError."""
        pairs = None if self.reads("duplicate-keys") == "last" else self.pairs

        def loads() -> Any:
            return json.loads(text, parse_constant=self.constant, object_pairs_hook=pairs)

        try:
            return loads()
        except RecursionError:
            return on_a_fresh_stack(loads)

    def constant(self, name: str) -> float:
        """The value of NaN, Infinity or -Infinity, which standard JSON does not have."""
        if self.reads("nan-in-body") == "refused":
            raise ValueError(name)
        return float(name)

    def pairs(self, pairs: list[tuple[str, Any]]) -> Json:
        """The object of these pairs, of which some may have the same key."""
        first = dict(reversed(pairs))
        if len(first) < len(pairs) and self.reads("duplicate-keys") == "refused":
            raise ValueError("duplicate key")
        return first

    def check_depth(self, levels: int) -> None:
        """Refuse a body that is nested in too many levels."""
        if levels > MOST_LEVELS and self.reads("deeply-nested-value") == "refused":
            raise one_error(400, f"JSON data must not be nested in more than {MOST_LEVELS} levels.")

    def mend_surrogates(self, body: Json) -> None:
        """Replace every half of a surrogate pair in the body or, in other readings, refuse it or leave it."""
        if self.reads("lone-surrogate-in-text") == "kept":
            return
        for container in containers(body):
            if isinstance(container, dict):
                items = {self.mended(key): self.mended(value) for key, value in container.items()}
                container.clear()
                container.update(items)
            else:
                container[:] = [self.mended(item) for item in container]

    def mended(self, value: Any) -> Any:
        """A value, which, if it is a text, has no half of a surrogate pair."""
        if not isinstance(value, str) or not LONE.search(value):
            return value
        if self.reads("lone-surrogate-in-text") == "refused":
            raise ValueError("half a surrogate pair")
        return LONE.sub("\ufffd", value)
