"""How requests are read and answers are dressed, whatever they are about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from close_sms.mock.behaviour.bodies import Bodies
from close_sms.mock.behaviour.paths import Paths
from close_sms.mock.calls import Answer, Json
from close_sms.mock.errors import Refusal, one_error

WRONG_TYPE = "Please send valid JSON with a 'Content-Type: application/json' header."


class Wire(Paths, Bodies):
    """Paths, content types, JSON, headers and the shapes of errors."""

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

    def answers_in_html(self, accept: str) -> bool:
        """Whether a GET with that Accept header is answered with HTML; refuses it where it takes no JSON."""
        wanted = parse_accept_header(accept, MIMEAccept)
        if not wanted or wanted["application/json"] > 0:
            return False
        reading = self.reads("accept-of-another-kind")
        if reading == "406":
            raise one_error(406, "The API answers in application/json.")
        return reading == "html" and wanted["text/html"] > 0

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
