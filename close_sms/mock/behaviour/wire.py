"""How requests are read and answers are dressed, whatever they are about."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from close_sms.mock.behaviour.part import Part
from close_sms.mock.calls import Answer, Json
from close_sms.mock.errors import Refusal, one_error

SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
NOT_JSON = "The request contains invalid JSON."
WRONG_TYPE = "Please send valid JSON with a 'Content-Type: application/json' header."


class Wire(Part):
    """Paths, content types, JSON, headers and the shapes of errors."""

    def final_slash(self, method: str) -> str:
        """What a known path without its final slash gets: `served`, `redirect` or `404`."""
        reading = self.reads("missing-final-slash")
        return "served" if reading == "redirect" and method not in ("GET", "HEAD") else reading

    def unknown_url(self) -> Refusal:
        """The refusal of a URL that names nothing."""
        key = "error" if self.reads("not-found-bodies") == "alike" else "message"
        return Refusal(404, {key: "The requested URL was not found."}, "url")

    def check_content_type(self, header: str) -> None:
        """Refuse a body that is not announced as JSON; `header` is empty where none was sent."""
        kind, _, parameters = header.partition(";")
        kind = kind.strip().lower()
        if not kind:
            if self.reads("missing-content-type") == "refused":
                raise one_error(415, WRONG_TYPE)
        elif kind != "application/json":
            reading = self.reads("wrong-content-type")
            if reading != "accepted":
                raise one_error(int(reading), WRONG_TYPE)
        elif parameters.strip() and self.reads("content-type-charset") == "refused":
            raise one_error(415, WRONG_TYPE)

    def read_json(self, raw: bytes) -> Json:
        """The object that a body holds; refuses every other body."""
        try:
            text = raw.decode()
            body = json.loads(text, parse_constant=self.constant)
            if SURROGATE.search(text):
                json.dumps(body, ensure_ascii=False).encode()
        except (ValueError, RecursionError):
            raise one_error(400, NOT_JSON) from None
        if not isinstance(body, dict):
            raise one_error(400, "JSON data must be a dict.")
        return body

    def constant(self, name: str) -> float:
        """The value of NaN, Infinity or -Infinity, which standard JSON does not have."""
        if self.reads("nan-in-body") == "refused":
            raise ValueError(name)
        return float(name)

    def query_value(self, value: Any) -> str:
        """A value under `_params` of a body as it would stand in a URL."""
        if isinstance(value, list):
            return ",".join(self.query_value(item) for item in value if not isinstance(item, list))
        if isinstance(value, dict):
            raise one_error(400, "_params must hold plain values.")
        if value is None or isinstance(value, bool):
            return "" if value is None else str(value).lower()
        return str(value)

    def rate_limit_headers(self) -> Mapping[str, str]:
        """The headers that announce a limit; the mock itself limits nobody."""
        reading = self.reads("rate-limit-headers")
        if reading == "combined":
            return {"RateLimit": "limit=100, remaining=99, reset=1"}
        if reading == "separate":
            return {"RateLimit-Limit": "100", "RateLimit-Remaining": "99", "RateLimit-Reset": "1"}
        return {}

    def refuse(self, refusal: Refusal) -> Answer:
        """The answer to a refused request, in the shape that the readings give it."""
        if refusal.kind in ("fields", "locked"):
            locked = refusal.kind == "locked"
            shape = self.reads("locked-edit-body" if locked else "error-body-of-a-faulty-field")
            return Answer(refusal.status, self.error_body(refusal, shape))
        return Answer(refusal.status, refusal.body)

    def error_body(self, refusal: Refusal, shape: str) -> Json | None:
        """The body of a refusal as `field-errors`, `error`, `errors` or `no-body`."""
        texts = refusal.texts()
        bodies: dict[str, Json | None] = {
            "field-errors": refusal.body,
            "error": {"error": "; ".join(texts)},
            "errors": {"errors": texts},
            "no-body": None,
        }
        return bodies[shape]

    def present(self, action: str, answer: Answer) -> Answer:  # noqa: ARG002
        """The last look at every answer before it leaves; `action` is empty if none was understood."""
        return answer
