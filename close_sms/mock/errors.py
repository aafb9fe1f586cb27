"""Refusals: how the mock says no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

REQUIRED = "This field is required."
NO_CHOICE = "Not a valid choice."
NO_OBJECT = "Object does not exist."
NO_DATE = "Invalid ISO 8601 datetime."
NO_PHONE = "Invalid phone number: E.164 format expected, such as +14155550123."
ONLY_DRAFTS = "Only drafts can be modified."

Kind = Literal["fields", "locked", "error", "url"]


class Invalid(Exception):
    """One value of a body is not acceptable; the text says why."""


class Refusal(Exception):
    """The request is answered with `status` and, before readings reshape it, with `body`.

    `kind` says what is refused: faulty `fields`, a `locked` message, an unknown `url`, or else (`error`).
    `headers` go with the answer.
    """

    def __init__(self, status: int, body: Mapping[str, Any], kind: Kind = "error") -> None:
        """Refuse with this status and body."""
        super().__init__(status, body)
        self.status = status
        self.body = dict(body)
        self.kind: Kind = kind
        self.headers: dict[str, str] = {}

    def texts(self) -> list[str]:
        """Everything that the body says, one sentence per entry, fields named."""
        fields = self.body.get("field-errors", {})
        texts = [f"{field}: {text}" for field, text in fields.items()]
        texts += self.body.get("errors", [])
        return texts + [self.body[key] for key in ("error", "message") if key in self.body]


def one_error(status: int, text: str) -> Refusal:
    """A refusal whose body is `{"error": text}`."""
    return Refusal(status, {"error": text})


def faulty_fields(faults: Mapping[str, Any], status: int = 400, kind: Kind = "fields") -> Refusal:
    """A refusal that names each faulty field."""
    return Refusal(status, {"errors": [], "field-errors": dict(faults)}, kind)


def faulty_field(field: str, text: str) -> Refusal:
    """A refusal of one field."""
    return faulty_fields({field: text})


def unknown_id(model: str) -> Refusal:
    """A 404 for an id that names nothing the caller may see."""
    return one_error(404, f"Empty query: {model} matching query does not exist.")
