"""The mock as a WSGI application."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from wsgiref.handlers import format_date_time

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from close_sms.mock.behaviour import Behaviour
from close_sms.mock.calls import Answer, Call
from close_sms.mock.dates import zone_of
from close_sms.mock.errors import Refusal, one_error
from close_sms.mock.override import MethodOverride
from close_sms.mock.readings import resolve
from close_sms.mock.routes import ROOT, ROUTES
from close_sms.mock.seeding import new_world
from close_sms.mock.world import ACCESS_TOKEN, API_KEY, API_KEY_OTHER

WITH_BODY = ("POST", "PUT")


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
    for rule, actions in ROUTES.items():
        view = _view(mind, actions)
        methods = list(actions)
        app.add_url_rule(
            ROOT + rule, rule, view, methods=methods, strict_slashes=False, provide_automatic_options=False
        )
    app.register_error_handler(HTTPException, lambda error: _http_error(mind, error))
    app.wsgi_app = MethodOverride(app.wsgi_app)  # type: ignore[method-assign]
    return app


def _view(mind: Behaviour, actions: Mapping[str, str]) -> Callable[..., Response]:
    def view(key: str = "") -> Response:
        action = actions["GET" if request.method == "HEAD" else request.method]
        with mind.world.lock:
            try:
                answer = _answer(mind, action, key)
            except Refusal as refusal:
                answer = mind.refuse(refusal)
            return _response(mind, mind.present(action, answer))

    return view


def _answer(mind: Behaviour, action: str, key: str) -> Answer:
    if "//" in request.path:
        raise mind.unknown_url()
    if not request.path.endswith("/"):
        reading = mind.final_slash(request.method)
        if reading == "404":
            raise mind.unknown_url()
        if reading == "redirect":
            query = request.query_string.decode("latin-1")
            return Answer(308, {}, {"Location": f"{request.path}/{'?' if query else ''}{query}"})
    caller = mind.authenticate(request.headers.get("Authorization", ""))
    mind.settle()
    call = Call(action, caller, key, request.args.to_dict(), zone=zone_of(request.headers.get("X-Tz-Offset")))
    overridden = MethodOverride.FLAG in request.environ
    if request.method in WITH_BODY or (overridden and request.content_length):
        mind.check_content_type(request.headers.get("Content-Type", ""))
        call.body = mind.read_json(request.get_data())
    if overridden:
        _move_params(mind, call)
    answer: Answer = getattr(mind, action)(call)
    return answer


def _move_params(mind: Behaviour, call: Call) -> None:
    params = call.body.pop("_params", {})
    if not isinstance(params, dict):
        raise one_error(400, "_params must be a dict.")
    call.query = {**call.query, **{name: mind.query_value(value) for name, value in params.items()}}


def _response(mind: Behaviour, answer: Answer) -> Response:
    body = b"" if answer.body is None else json.dumps(answer.body, ensure_ascii=False).encode()
    response = Response(body, answer.status, mimetype="application/json")
    response.headers["Date"] = format_date_time(mind.now().timestamp())
    response.headers.update(mind.rate_limit_headers())
    response.headers.update(answer.headers)
    return response


def _http_error(mind: Behaviour, error: HTTPException) -> Response:
    code = error.code or 500
    texts = {404: "", 405: "The method is not allowed for the requested URL."}
    answer = mind.refuse(mind.unknown_url() if code == 404 else one_error(code, texts.get(code, error.name)))
    response = error.get_response()
    if "Allow" in response.headers:
        answer.headers["Allow"] = response.headers["Allow"]
    return _response(mind, mind.present("", answer))
