"""Servers whose answers have more around them, or are written otherwise, than the examples."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from flask import request as asked
from werkzeug.wrappers import Request, Response

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.dates import zone_of
from close_sms.mock.phones import display_form, normalised
from close_sms.mock.things import Contact, Event, Lead, PhoneNumber, Sms, Task, Template
from tests.innocents.innocent import innocent
from tests.innocents.layers import dressed

EXTRA: Mapping[str, Any] = {
    "_links": {"self": {"href": "/here/"}, "related": []},
    "_version": 3,
    "html": "<p></p>",
    "is_mms": False,
    "labels": ["a", None, {"b": 1}],
    "score": 0.5,
}
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Language": "en",
    "ETag": 'W/"5f3c"',
    "Link": '<https://developer.close.com/>; rel="help"',
    "Server": "close",
    "Set-Cookie": "session=none; Path=/; HttpOnly",
    "Strict-Transport-Security": "max-age=31536000",
    "Vary": "Accept, Accept-Encoding",
    "Via": "1.1 edge",
    "X-Request-Id": "req_5f3c",
}
WORTH_PACKING = 100


class ExtraKeys(Behaviour):
    """Undocumented keys everywhere but where a document says that there are no others."""

    def extra_keys(self, sms: Sms) -> Json:
        return {**super().extra_keys(sms), **EXTRA}

    def page(self, rows: list[Any], call: Call, render: Callable[[Any], Json]) -> Json:
        return {"object": "list", **super().page(rows, call, render), "page": {"rows": len(rows)}, "warnings": []}

    def render_event(self, event: Event) -> Json:
        return {**super().render_event(event), "sequence": event.object_id}

    def render_lead(self, lead: Lead) -> Json:
        return {**super().render_lead(lead), **EXTRA}

    def render_contact(self, contact: Contact) -> Json:
        return {**super().render_contact(contact), **EXTRA}

    def render_phone_number(self, phone: PhoneNumber) -> Json:
        return {**super().render_phone_number(phone), **EXTRA}

    def render_template(self, template: Template) -> Json:
        return {**super().render_template(template), **EXTRA}

    def render_task(self, task: Task) -> Json:
        return {**super().render_task(task), **EXTRA}

    def present(self, action: str, answer: Answer) -> Answer:
        if answer.status >= 400 and answer.body is not None:
            answer.body = {**answer.body, "id": None, "status": answer.status, "_type": "Error", "data": []}
        answer.headers.update(HEADERS)
        if answer.status == 401:
            answer.headers["WWW-Authenticate"] = 'Basic realm="api"'
        return answer


class ReversedKeys(Behaviour):
    def present(self, action: str, answer: Answer) -> Answer:
        answer.body = backwards(answer.body)
        return answer


class DisplaysOtherwise(Behaviour):
    """What only the examples show is different: spelling of numbers, names of countries, fractions of a cent."""

    def render_phone(self, number: str | None) -> str | None:
        if number is None:
            return None
        country, _, rest = display_form(normalised(number) or number).partition(" ")
        first, _, last = rest.replace("-", " ").partition(" ")
        return f"{country} ({first}) {last}".strip()

    def render_country(self, number: str | None) -> str | None:
        return {"US": "USA", "GB": "GBR", "DE": "DEU"}.get(super().render_country(number) or "")

    def cost(self, sms: Sms) -> str | None:
        return "0.7900"


def backwards(value: Any) -> Any:
    """The value with the keys of every object in the opposite order."""
    if isinstance(value, dict):
        return {key: backwards(value[key]) for key in reversed(value)}
    return [backwards(item) for item in value] if isinstance(value, list) else value


def with_escapes(_request: Request, response: Response) -> None:
    """JSON as PHP writes it: ASCII only, slashes escaped, printed in lines."""
    if response.mimetype == "application/json" and (body := response.get_data()):
        text = json.dumps(json.loads(body), indent=4).replace("/", "\\/")
        response.set_data(f"\n{text}\n")
        response.headers["Content-Type"] = "application/json;charset=UTF-8"


def packed(request: Request, response: Response) -> None:
    """Gzip where it is asked for and worth it."""
    body = response.get_data()
    if request.accept_encodings["gzip"] > 0 and len(body) > WORTH_PACKING:
        response.set_data(gzip.compress(body, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"


def in_pieces(request: Request, response: Response) -> None:
    """A body of unknown length in pieces of seven bytes, which cut through characters."""
    body = response.get_data()

    def pieces() -> Iterator[bytes]:
        return (body[start : start + 7] for start in range(0, len(body), 7))

    if body and request.method != "HEAD":
        response.headers.pop("Content-Length", None)
        response.headers["X-Accel-Buffering"] = "no"
        response.response = pieces()


class HonoursOffsets(Behaviour):
    """Every date is spelled in the offset that the caller names in `x-tz-offset`."""

    def render_date(self, moment: datetime | None) -> str | None:
        zone = zone_of(asked.headers.get("X-Tz-Offset"))
        return None if moment is None else moment.astimezone(zone).isoformat(timespec="microseconds")


innocent(
    "extra-keys-and-headers",
    "R75 R90 R108",
    "Responses may contain undocumented keys that clients must not rely on (overview/fields), and no list of headers"
    " is closed. Keys that are named in `_fields`, and the empty object of a delete, come without others (R75, R90)."
    " Bodies of errors are of any type.",
    behaviour=ExtraKeys,
)
innocent(
    "keys-in-another-order",
    "R76 R93",
    "The keys of a JSON object have no order; here they come in the opposite one.",
    behaviour=ReversedKeys,
)
innocent(
    "json-of-another-writer",
    "R6 S50",
    "JSON in ASCII with escaped slashes, indented, with line breaks around it, and a charset in the media type: it is"
    " application/json all the same (R6).",
    around=dressed(with_escapes),
)
innocent("gzip-if-asked-for", "R6", "An answer is packed for who takes that, as HTTP has it.", around=dressed(packed))
innocent("in-pieces", "R6", "No document says that an answer tells its length.", around=dressed(in_pieces))
innocent(
    "displays-otherwise",
    "R98 R103 S64",
    "`+1 (415) 444 5555` is an international display form too; the spelling is an example's. That a country has two"
    " letters is an example's, and null is allowed; `cost` is any string.",
    readings={"cost-of-logged": "text", "cost-before-sending": "text"},
    behaviour=DisplaysOtherwise,
)
innocent(
    "dates-in-the-callers-offset",
    "R15 R101",
    "The offset of dates in answers is an example's (R101); here it is the one that `x-tz-offset` names.",
    behaviour=HonoursOffsets,
)
