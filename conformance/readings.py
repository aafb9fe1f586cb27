"""How the probes put a name to what an endpoint does. Nobody is accused here."""

from __future__ import annotations

from typing import Any

from close_sms.client import Answer
from conformance.claims.comparing import instant


def accepted_or_refused(answer: Answer) -> str:
    """`accepted` or `refused`; else the status code as it is."""
    return "accepted" if answer.accepted else "refused" if answer.refused else f"other: {answer.status}"


def by_code(answer: Answer) -> str:
    """`accepted`, or the status code of the refusal."""
    return "accepted" if answer.accepted else str(answer.status)


def kept(answer: Answer, field: str, posted: Any, **others: Any) -> str:
    """`kept` where the field came back as posted, `refused`, or the name of the first of `others` that it equals."""
    if not answer.accepted:
        return accepted_or_refused(answer)
    value = answer[field]
    named = {"kept": posted, **others}
    for name, wanted in named.items():
        if value == wanted or (instant(wanted) is not None and instant(value) == instant(wanted)):
            return name.replace("_", "-")
    return f"other: {value!r}"


def moment(value: Any, **others: Any) -> str:
    """Which of the named date-times the value is (to the second), or `none`."""
    if value is None:
        return "none"
    found = instant(value)
    for name, other in others.items():
        wanted = instant(other)
        if found and wanted and abs((found - wanted).total_seconds()) < 1:
            return name
    return f"other: {value}"


def body_shape(answer: Answer) -> str:
    """Which of the shapes that clients have met the body of a refusal has."""
    if not answer.exchange.response_body.strip():
        return "no-body"
    for key, name in (("field-errors", "field-errors"), ("error", "error"), ("errors", "errors")):
        if key in answer.object:
            return name
    return "other: another JSON body"
