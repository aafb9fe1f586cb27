"""From what the behaviour answers to what goes over the wire."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING
from wsgiref.handlers import format_date_time

from flask import Response

from close_sms.mock.calls import Answer, Json
from close_sms.mock.errors import one_error

if TYPE_CHECKING:
    from werkzeug.exceptions import HTTPException

    from close_sms.mock.behaviour import Behaviour

PAGE = "<!doctype html><title>Close</title><pre>{}</pre>"


def response_of(mind: Behaviour, answer: Answer) -> Response:
    """The response with an answer's status, headers and body."""
    body = b"" if answer.body is None else encoded(answer.body)
    if answer.html:
        body = PAGE.format(html.escape(body.decode())).encode()
    response = Response(body, answer.status, mimetype="text/html" if answer.html else "application/json")
    response.headers["Date"] = format_date_time(mind.now().timestamp())
    response.headers.update(mind.rate_limit_headers())
    response.headers.update(answer.headers)
    return response


def encoded(body: Json) -> bytes:
    """The JSON of a body in UTF-8; in ASCII where a text has no UTF-8, as half a surrogate pair has none."""
    try:
        return json.dumps(body, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(body).encode()


def answer_of_error(mind: Behaviour, error: HTTPException) -> Response:
    """The response to a request that no operation answered."""
    code = error.code or 500
    with mind.world.lock:
        refusal = mind.unknown_url() if code == 404 else one_error(code, error.name)
        return response_of(mind, mind.present("", mind.refuse(refusal)))
