"""Where a request goes: below the API root and nowhere else, in the one spelling that cannot be misread.

Servers, proxies and frameworks differ in how they read `..`, `//`, `%2f` or `;`. Only plain segments are let through
(unreserved characters and `!$'()*+:=@`, no two dots in a row), so that what is judged here is what every one of them
serves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import httpx

from close_sms.resources import COLLECTIONS, MESSAGES

NOWHERE = "no_such_resource"  # asked for, also beneath other places, to see how an unknown URL is answered
SINGLE = ("me", NOWHERE, f"activity/{NOWHERE}")
PLAIN_SIGNS = r"[A-Za-z0-9_~!$'()*+:=@-]+"
SEGMENT = rf"{PLAIN_SIGNS}(?:\.{PLAIN_SIGNS})*"  # a dot stands between two others
PLAIN = re.compile(rf"(?:{SEGMENT}/)*{SEGMENT}/?")
# Headers by which some servers take another method, host or path than the request line says.
DIVERTING = (
    "x-http-method",
    "x-method-override",
    "x-original-url",
    "x-original-uri",
    "x-original-host",
    "x-rewrite-url",
    "x-forwarded-host",
    "x-forwarded-prefix",
    "x-forwarded-path",
    "x-forwarded-uri",
    "x-host",
    "forwarded",
    "upgrade",
)
# Query keys by which some servers take another method.
METHOD_KEYS = ("_method", "_httpmethod", "_http_method")
OVERRIDE = "x-http-method-override"


class ElsewhereError(Exception):
    """The request does not go to a place that the suite knows; the text says why."""


@dataclass(frozen=True)
class Address:
    """A known place below the API root: a collection, or one of its items."""

    resource: str
    item: str | None = None

    @property
    def path(self) -> str:
        """The path below the root."""
        return f"{self.resource}/{self.item}/" if self.item else f"{self.resource}/"

    @property
    def is_sms(self) -> bool:
        """Whether it is the SMS collection or one of its activities."""
        return self.resource == MESSAGES


def address(request: httpx.Request, root: httpx.URL) -> Address:
    """The place that the request goes to; raises ElsewhereError."""
    _same_origin(request, root)
    _not_diverted(request)
    prefix = _path(root).rstrip("/") + "/"
    path = _path(request.url)
    if not path.startswith(prefix):
        raise ElsewhereError(f"the path {path} is not below the API root {prefix}")
    below = path.removeprefix(prefix)
    if not PLAIN.fullmatch(below):
        raise ElsewhereError(
            f"the path /{below} has more than plain segments (letters, digits, `_-~!$'()*+:=@`, single dots between"
            " them), and servers differ in how they read it"
        )
    return _known(below)


def overrides(request: httpx.Request) -> list[str]:
    """Every method that an override header names, in capitals."""
    values = [value for name, value in request.headers.multi_items() if folded(name) == OVERRIDE]
    return [method.strip().upper() for value in values for method in value.split(",")]


def _same_origin(request: httpx.Request, root: httpx.URL) -> None:
    origin, expected = _origin(request.url), _origin(root)
    if origin != expected:
        raise ElsewhereError(f"{origin} is not the endpoint {expected}")
    hosts = [value.lower() for name, value in request.headers.multi_items() if folded(name) == "host"]
    if any(host not in _netlocs(root) for host in hosts) or len(hosts) > 1:
        raise ElsewhereError(f"the Host header {', '.join(hosts)} is not that of the endpoint {expected}")


def _origin(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.host}:{url.port or _port(url)}"


def _port(url: httpx.URL) -> int:
    return 443 if url.scheme == "https" else 80


def _netlocs(root: httpx.URL) -> tuple[str, str]:
    host = root.netloc.decode().lower()
    return host, host if root.port else f"{host}:{_port(root)}"


def _not_diverted(request: httpx.Request) -> None:
    for name in request.headers:
        if folded(name) in DIVERTING:
            raise ElsewhereError(f"the header {name} may lead the request elsewhere")
    for key in request.url.params:
        if key.strip().lower() in METHOD_KEYS or folded(key) in (*DIVERTING, OVERRIDE):
            raise ElsewhereError(f"the query key {key} may turn the request into another one")
    if "target" in request.extensions:
        raise ElsewhereError("the extension `target` would replace the path on the wire")


def folded(header: str) -> str:
    """The name of a header as CGI and WSGI have it."""
    return header.strip().lower().replace("_", "-")


def _path(url: httpx.URL) -> str:
    return url.raw_path.decode("ascii", errors="replace").partition("?")[0]


def _known(below: str) -> Address:
    path = below.rstrip("/")
    if path in SINGLE or path in COLLECTIONS:
        return Address(path)
    if path.endswith(f"/{NOWHERE}") and _known(path.removesuffix(f"/{NOWHERE}")).item:
        return Address(path)
    resource, _, item = path.rpartition("/")
    if resource in COLLECTIONS:
        return Address(resource, item)
    raise ElsewhereError(f"/{below} is no path that the suite uses")
