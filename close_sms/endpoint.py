"""The endpoint under test: a URL on the network, or the mock embedded behind a respx router."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx
import respx

from close_sms.clock import Clock, SystemClock, VirtualClock
from close_sms.credentials import KEY, OTHER_KEY, TOKEN, Credentials

if TYPE_CHECKING:
    from close_sms.mock import Behaviour

MOCK = "mock"
MOCK_SEND_TO = "+15005550006"  # what the mock may send to, and nobody has
MOCK_ROOT = "https://close.mock/api/v1"
EXAMPLE = "https://api.close.com/api/v1"
TIMEOUT = httpx.Timeout(15.0, connect=5.0)
FIRST_TIMEOUT = httpx.Timeout(5.0, connect=4.0)  # an unreachable endpoint is told within 10 seconds

Application = Callable[..., Any]  # a WSGI application


@dataclass
class Endpoint:
    """An API root (without a slash at its end) and how to reach it; `embedded` says that it is in process."""

    root: str
    transport: httpx.BaseTransport
    clock: Clock
    credentials: Credentials
    embedded: bool


def open_endpoint(target: str, environment: Mapping[str, str]) -> Endpoint:
    """The endpoint that `target` names: `mock`, or the URL of an API root; sends nothing.

    Raises ValueError, with a sentence for the user, for a URL that cannot be one and for missing credentials.
    """
    if target.strip().lower() == MOCK:
        clock = VirtualClock(datetime.now(UTC).replace(microsecond=0))
        app, variables = mock_application(now=clock.now)
        return embedded(app, clock, Credentials.from_environment(variables))
    root = _root(target)
    credentials = Credentials.from_environment(environment)
    if not credentials.key and not credentials.token:
        raise ValueError(
            f"{root} needs credentials, and neither CLOSE_API_KEY nor CLOSE_ACCESS_TOKEN is set;"
            " export one of them, or leave --endpoint out to run against the embedded mock"
        )
    return Endpoint(root, _Network(), SystemClock(), credentials, embedded=False)


def embedded(app: Application, clock: Clock, credentials: Credentials) -> Endpoint:
    """An endpoint that is a WSGI application in this process, reached through a respx router."""
    router = _Router(assert_all_called=False)
    router.route().mock(side_effect=respx.WSGIHandler(app))
    return Endpoint(MOCK_ROOT, httpx.MockTransport(router.handler), clock, credentials, embedded=True)


def mock_application(
    now: Callable[[], datetime] | None = None,
    readings: Mapping[str, str] | None = None,
    behaviour: type[Behaviour] | None = None,
) -> tuple[Application, dict[str, str]]:
    """The mock's WSGI application and the environment variables that hold its credentials.

    `now` tells it the time, by default the system's; `readings` and `behaviour` are those of `mock.create_app`.
    """
    from close_sms import mock

    variables = {KEY: mock.API_KEY, TOKEN: mock.ACCESS_TOKEN, OTHER_KEY: mock.API_KEY_OTHER}
    app = mock.create_app(now=now or SystemClock().now, readings=readings, behaviour=behaviour or mock.Behaviour)
    return app, variables


class _Router(respx.Router):
    """A router that keeps no calls: the Recorder does, and a run has thousands."""

    def record(self, *args: object, **named: object) -> None:
        pass


class _Network(httpx.BaseTransport):
    """The network, with time limits of its own: shorter ones until the endpoint has answered once."""

    def __init__(self) -> None:
        self._inner = httpx.HTTPTransport()
        self._answered = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        timeout = TIMEOUT if self._answered else FIRST_TIMEOUT
        request.extensions = {**request.extensions, "timeout": timeout.as_dict()}
        response = self._inner.handle_request(request)
        self._answered = True
        return response

    def close(self) -> None:
        self._inner.close()


def _root(target: str) -> str:
    """The API root in its one spelling; raises ValueError."""
    try:
        url = httpx.URL(target.strip())
    except httpx.InvalidURL as error:
        raise _unusable(target, f"it is not a URL ({error})", EXAMPLE) from None
    if url.scheme not in ("http", "https"):
        guess = f"https://{target.strip()}" if "://" not in target and "." in target else EXAMPLE
        raise _unusable(target, "it does not begin with https:// or http://", guess)
    if url.port is not None and not 0 < url.port < 65536:
        raise _unusable(target, f"it is not a URL (port {url.port} is not in 1 to 65535)", EXAMPLE)
    if not url.host:
        raise _unusable(target, "it names no host", EXAMPLE)
    if url.userinfo:
        bare = str(url.copy_with(username=None, password=None))
        raise _unusable(
            "a URL with a credential in it", "credentials come from the environment only (CLOSE_API_KEY)", bare
        )
    if "?" in target or "#" in target:
        bare = str(url.copy_with(query=None, fragment=None))
        raise _unusable(target, "the root of an API has no query and no fragment", bare)
    path = url.raw_path.decode().rstrip("/")
    if path.endswith("/activity/sms"):
        better = str(url).rstrip("/").removesuffix("/activity/sms")
        raise _unusable(target, "it is the path of the SMS activities, not the API root above it", better)
    if "//" in path or "%" in path or ".." in path:
        raise _unusable(target, "its path contains `//`, `%` or `..`", EXAMPLE)
    return str(url.copy_with(path=path or "/")).rstrip("/")


def _unusable(target: str, why: str, instead: str) -> ValueError:
    return ValueError(
        f"--endpoint={target}: {why}; expected `mock` or the root of an API, such as --endpoint={instead}"
    )
