"""What lives in front of an application: functions that see each request and answer as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from tests.innocents.innocent import Around

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Inner = Callable[[], Response]
Middle = Callable[[Request, Inner], Response]

COLLECTIONS = {
    "api", "v1", "activity", "sms", "note", "event", "me", "phone_number", "lead", "contact", "sms_template", "task"
}  # fmt: skip


def layer(app: WSGIApplication, middle: Middle) -> WSGIApplication:
    """`app` behind `middle`, which answers a request by itself or by what the application answers."""

    def layered(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def inner() -> Response:
            return Response.from_app(app, environ, buffered=True)

        return middle(Request(environ), inner)(environ, start_response)

    return layered


def dressed(dress: Callable[[Request, Response], None]) -> Around:
    """A layer that changes every answer in place and remembers nothing."""

    def around(app: WSGIApplication, _now: object) -> WSGIApplication:
        def middle(request: Request, inner: Inner) -> Response:
            response = inner()
            dress(request, response)
            return response

        return layer(app, middle)

    return around


def group_of(request: Request) -> str:
    """The endpoint group of a request: its method and its path, in which ids are not told apart."""
    parts = [part if part in COLLECTIONS else "*" for part in request.path.split("/") if part]
    return f"{request.method} /{'/'.join(parts)}"
