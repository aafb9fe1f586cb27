"""The header `x-http-method-override`, by which a POST stands for another method."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class MethodOverride:
    """WSGI middleware: a POST with the header becomes the method that the header names."""

    FLAG: Final = "close_sms.overridden"
    METHODS: Final = frozenset({"GET", "PUT", "DELETE", "PATCH"})

    def __init__(self, inner: WSGIApplication) -> None:
        """Stand before `inner`."""
        self.inner = inner

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        method = environ.get("HTTP_X_HTTP_METHOD_OVERRIDE", "").strip().upper()
        if environ["REQUEST_METHOD"] == "POST" and method in self.METHODS:
            environ["REQUEST_METHOD"] = method
            environ[self.FLAG] = True
        return self.inner(environ, start_response)
