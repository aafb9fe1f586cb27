"""The mock as a WSGI application."""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import parse_qsl, quote

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from close_sms.mock.answering import answer_of_error, response_of
from close_sms.mock.behaviour import Behaviour
from close_sms.mock.calls import Answer, Call
from close_sms.mock.dates import zone_of
from close_sms.mock.errors import Refusal, one_error
from close_sms.mock.override import MethodOverride
from close_sms.mock.readings import resolve
from close_sms.mock.routes import ROOT, ROUTES, WITH_BODY
from close_sms.mock.seeding import new_world
from close_sms.mock.things import NOBODY
from close_sms.mock.world import ACCESS_TOKEN, API_KEY, API_KEY_OTHER


def create_app(
    *,
    now: Callable[[], datetime],
    readings: Mapping[str, str] | None = None,
    behaviour: type[Behaviour] = Behaviour,
) -> Flask:
    """A new mock, with a world of its own, as a Flask application.

    `now` tells the time, aware of its zone. `readings` chooses, by question, other readings of the documents
    than the default ones; an unknown name raises ValueError. `behaviour` may be a subclass with deviations.
    `app.config` has API_KEY, API_KEY_OTHER and ACCESS_TOKEN; `app.extensions["behaviour"]` is the behaviour.
    """
    chosen = resolve(readings)
    mind = behaviour(new_world(now()), now, chosen)
    app = Flask("close_sms.mock", static_folder=None)
    app.config.update(API_KEY=API_KEY, API_KEY_OTHER=API_KEY_OTHER, ACCESS_TOKEN=ACCESS_TOKEN)
    app.config.update(PROPAGATE_EXCEPTIONS=False)
    app.extensions["behaviour"] = mind
    app.url_map.merge_slashes = False
    for rule in ROUTES:
        # A rule without methods takes every one: the behaviour decides which of them a path has.
        app.url_map.add(Rule(ROOT + rule, endpoint=rule, strict_slashes=False))
        app.view_functions[rule] = _view(mind, rule)
    app.register_error_handler(HTTPException, lambda error: answer_of_error(mind, error))
    app.wsgi_app = MethodOverride(app.wsgi_app)  # type: ignore[method-assign]
    return app


def _view(mind: Behaviour, rule: str) -> Callable[..., Response]:
    def view(key: str = "") -> Response:
        request.get_data()  # before the lock, so that a slow client holds up nobody else
        call = Call("", NOBODY, key, _query(), rule=rule, method=request.method, path=request.path)
        with mind.world.lock:
            try:
                answer = _answer(mind, call)
            except Refusal as refusal:
                answer = mind.refuse(refusal)
                answer.headers.update(refusal.headers)
            return response_of(mind, mind.present(call.action, answer))

    return view


def _query() -> dict[str, str]:
    """The query's parameters, of equal ones the first; any byte may stand in a query."""
    pairs = parse_qsl(request.query_string.decode(errors="replace"), keep_blank_values=True)
    return dict(reversed(pairs))


def _answer(mind: Behaviour, call: Call) -> Answer:
    if "//" in call.path:
        raise mind.unknown_url()
    if not call.path.endswith("/"):
        reading = mind.final_slash(call.method)
        if reading == "404":
            raise mind.unknown_url()
        if reading == "redirect":
            return Answer(308, {}, {"Location": _with_slash()})
    call.action = mind.action(call.rule, call.method)
    call.caller = mind.authenticate(request.headers.get("Authorization", ""))
    call.zone = zone_of(request.headers.get("X-Tz-Offset"))
    mind.settle()
    html = call.method in ("GET", "HEAD") and mind.answers_in_html(request.headers.get("Accept", ""))
    _read_body(mind, call)
    answer: Answer = getattr(mind, call.action)(call)
    answer.html = html
    return answer


def _with_slash() -> str:
    query = quote(request.query_string, safe=string.punctuation)
    return f"{quote(request.path)}/{'?' if query else ''}{query}"


def _read_body(mind: Behaviour, call: Call) -> None:
    overridden, raw = MethodOverride.FLAG in request.environ, request.get_data()
    if call.method in WITH_BODY or (overridden and raw):
        content_type = request.headers.get("Content-Type", "")
        mind.check_size(len(raw))
        mind.check_content_type(content_type)
        call.body = mind.read_json(mind.in_utf_8(raw, content_type))
    if overridden:
        _move_params(mind, call)


def _move_params(mind: Behaviour, call: Call) -> None:
    params = call.body.pop("_params", {})
    if not isinstance(params, dict):
        raise one_error(400, "_params must be a dict.")
    call.query = {**call.query, **{name: mind.query_value(value) for name, value in params.items()}}
