"""What Schemathesis makes of the OpenAPI document, fitted to the run's own lead and numbers.

Its cases are only stimuli: they go through our own client, and our own schemas say in which zone a body lies. A body
that some reading accepts accuses nobody, whatever Schemathesis thinks of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any

import httpx
from hypothesis.strategies import SearchStrategy

import schemas
from close_sms.client import Answer
from conformance.api.bodies import message
from conformance.api.sms import Sms
from conformance.claims.comparing import instant, is_number
from strategies import (
    CONTACT,
    FAR,
    FICTIONAL,
    LEAD,
    LOCAL_PHONE,
    LONGEST_DELAY,
    ORGANIZATION,
    SEND_TO,
    SENDING,
    TEMPLATE,
    USER,
    sampled,
)

PLACEHOLDERS = {
    "lead_id": LEAD,
    "contact_id": CONTACT,
    "user_id": USER,
    "created_by": USER,
    "organization_id": ORGANIZATION,
    "template_id": TEMPLATE,
    "local_phone": LOCAL_PHONE,
}
LONG_AGO, PAST = "1971", "2020-01-02T03:04:05+00:00"
# What takes the place of a number where some reading takes one for a text (S47), so that the rest can be judged.
IN_WORDS = {
    "text": "5",
    "local_phone": LOCAL_PHONE,
    "remote_phone": FICTIONAL,
    "activity_at": PAST,
    "date_created": PAST,
    "date_scheduled": FAR,
}
OPERATIONS: dict[str, schemas.Operation] = {"POST": "create", "PUT": "update"}
PATHS = {"POST": "/activity/sms/", "PUT": "/activity/sms/{id}/", "GET": "/activity/sms/"}
RULES = {
    "direction": "direction.enum",
    "source": "source.enum",
    "remote_phone": "phones.malformed",
    "send_in": "sending.delay-limit",
}
DATES = ("activity_at", "date_created")


@cache
def document() -> Any:
    """The OpenAPI document as Schemathesis reads it (imported here: only this chapter needs it)."""
    import schemathesis  # noqa: PLC0415

    return schemathesis.openapi.from_path(schemas.FOLDER / "openapi.json")


@cache
def machine() -> Any:
    """Schemathesis's state machine of the operations on messages, a class."""
    return document().include(tag="sms").as_state_machine()


@cache
def cases(method: str, *, valid: bool) -> SearchStrategy[Any]:
    """Cases of the operation on messages with this method, in Schemathesis's positive or negative mode."""
    from schemathesis.generation import GenerationMode  # noqa: PLC0415

    mode = GenerationMode.POSITIVE if valid else GenerationMode.NEGATIVE
    found: SearchStrategy[Any] = document()[PATHS[method]][method].as_strategy(generation_mode=mode)
    return found


def fitted(body: Any) -> Any:
    """The body with ids and numbers that exist, dates that are over, and nothing that reaches a stranger."""
    if not isinstance(body, Mapping):
        return body
    worded = {name: IN_WORDS.get(name, value) if is_number(value) else value for name, value in body.items()}
    known = {
        name: PLACEHOLDERS.get(name, value) if isinstance(value, str) and value else value
        for name, value in worded.items()
    }
    sending = known.get("status") in SENDING
    if str(known.get("remote_phone")).startswith("+"):
        known["remote_phone"] = SEND_TO if sending else FICTIONAL
    if instant(known.get("date_scheduled")) is not None:
        known["date_scheduled"] = FAR
    if known.get("status") == "outbox":
        known.setdefault("send_in", LONGEST_DELAY)
    for name in DATES:
        if instant(known.get(name)) is not None and not LONG_AGO < str(known[name]) < PAST:
            known[name] = PAST
    if known.get("template_id") is not None and known.get("text") is not None:
        del known["text"]
    return known


def send(sms: Sms, case: Any, body: Any, path: str) -> Answer:
    """The answer to a case with this body; what would be sent is taken back at once."""
    given: dict[str, Any] = {}
    if isinstance(body, bytes):
        given = {"content": body, "headers": {"Content-Type": "application/json"}}
    elif case.method in OPERATIONS:
        given = {"body": sms.filled(body)}
    answer = sms.client.send(case.method, path, params=_plain(case.query), **given)
    if case.method == "POST":
        sms.undo(answer)
    return answer


def _plain(query: Any) -> dict[str, Any] | None:
    if not isinstance(query, Mapping):
        return None
    return {str(name): ",".join(map(str, value)) if isinstance(value, list) else value for name, value in query.items()}


def must_accept(method: str, body: Any) -> bool:
    """Whether every reading accepts the body."""
    return schemas.must_accept(OPERATIONS[method], sampled(body))


def problem(method: str, body: Any) -> schemas.Problem | None:
    """Why no reading accepts the body; None where some does."""
    operation = OPERATIONS[method]
    if schemas.may_accept(operation, sampled(body)):
        return None
    return next(iter(schemas.explain(f"{operation}-may-accept", body)), None)


def words(found: schemas.Problem) -> str:
    """What is wrong with the body."""
    return f"{f'`{found.pointer[1:]}`' if found.pointer else 'the body'}: {found.message}"


def rule_of(method: str, found: schemas.Problem) -> str:
    """The rule that an endpoint breaks which accepts a body with this problem."""
    key = found.pointer.split("/")[1] if found.pointer else ""
    if method == "PUT":
        return "update.status-values" if key == "status" else "update.faulty-fields"
    absent = found.schema_pointer.endswith("/required")
    empty = absent or found.value is None
    return {
        "": "body.object",
        "status": "status.required" if absent else "status.null" if empty else "status.enum",
        "date_scheduled": "scheduling.date-required" if empty else "scheduling.date-malformed",
        "local_phone": "phones.local-needed-to-send" if empty else "phones.malformed",
        "attachments": _rule_of_attachments(found, absent=absent),
        **dict.fromkeys(DATES, "body.date-times" if isinstance(found.value, str) else "body.types"),
    }.get(key, RULES.get(key, "body.types"))


def _rule_of_attachments(found: schemas.Problem, *, absent: bool) -> str:
    if found.pointer.count("/") < 3:
        return "body.types"
    return "attachments.keys" if absent else "attachments.content-type"


def completed(body: Any) -> Any:
    """The body of a create with what no document can do without, so that most chains begin with a message."""
    return {**message("draft"), **body} if isinstance(body, Mapping) else body


def as_httpx(answer: Answer) -> httpx.Response:
    """The answer as Schemathesis takes it."""
    exchange = answer.exchange
    kind = exchange.response_headers.get("content-type", "")
    return response(exchange.status, exchange.response_body, kind, exchange.elapsed_s)


def response(status: int, body: str, kind: str = "application/json", elapsed_s: float = 0.0) -> httpx.Response:
    """An answer as Schemathesis takes it."""
    made = httpx.Response(
        status,
        headers={"content-type": kind},
        content=body.encode(),
        request=httpx.Request("GET", "https://close.mock"),
    )
    made.elapsed = timedelta(seconds=elapsed_s)
    return made
