"""Opening an endpoint: its URL, its credentials, its time limits, and the embedded one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import flask
import httpx
import pytest
import respx

from close_sms.clock import SystemClock, VirtualClock
from close_sms.credentials import Credentials
from close_sms.endpoint import MOCK_ROOT, embedded, open_endpoint

ENVIRONMENT = {"CLOSE_API_KEY": "api_x"}
NOBODY = Credentials(None, None, None)


@pytest.mark.parametrize(
    ("target", "root"),
    [
        ("https://api.close.com/api/v1", "https://api.close.com/api/v1"),
        ("https://api.close.com/api/v1/", "https://api.close.com/api/v1"),
        ("HTTPS://API.close.com:443/api/v1//", "https://api.close.com/api/v1"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("http://[::1]:8000/api/v1", "http://[::1]:8000/api/v1"),
    ],
)
def test_url_is_brought_into_one_spelling(target: str, root: str) -> None:
    endpoint = open_endpoint(target, ENVIRONMENT)
    assert (endpoint.root, endpoint.embedded) == (root, False)
    assert isinstance(endpoint.clock, SystemClock)


@pytest.mark.parametrize(
    ("target", "parts"),
    [
        ("", ["does not begin with https://", "--endpoint=https://api.close.com/api/v1"]),
        ("api.close.com/api/v1", ["does not begin with", "such as --endpoint=https://api.close.com/api/v1"]),
        ("ftp://api.close.com/", ["--endpoint=ftp://api.close.com/", "does not begin with"]),
        ("https://", ["names no host"]),
        ("https:///api/v1", ["names no host"]),
        ("https://h/api/v1?x=1", ["no query", "--endpoint=https://h/api/v1"]),
        ("https://h/api/v1#x", ["no fragment"]),
        ("https://h:99999/", ["is not a URL"]),
        ("https://h/api/v1/activity/sms/", ["not the API root above it", "--endpoint=https://h/api/v1"]),
        ("https://h/api//v1", ["its path contains"]),
        ("https://h/%61pi", ["its path contains"]),
    ],
)
def test_unusable_url_is_refused_with_a_better_one(target: str, parts: list[str]) -> None:
    with pytest.raises(ValueError, match="expected `mock` or the root of an API") as caught:
        open_endpoint(target, ENVIRONMENT)
    assert [part for part in parts if part not in str(caught.value)] == []


def test_credential_in_a_url_is_refused_and_not_repeated() -> None:
    with pytest.raises(ValueError, match="CLOSE_API_KEY") as caught:
        open_endpoint("https://api_secret:@h/api/v1", ENVIRONMENT)
    assert "api_secret" not in str(caught.value)
    assert "--endpoint=https://h/api/v1" in str(caught.value)


@pytest.mark.parametrize(
    "environment", [{}, {"CLOSE_API_KEY": " ", "CLOSE_ACCESS_TOKEN": ""}, {"CLOSE_API_KEY_OTHER": "x"}]
)
def test_missing_credentials_are_told_by_their_variables(environment: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="neither CLOSE_API_KEY nor CLOSE_ACCESS_TOKEN is set"):
        open_endpoint("https://h/api/v1", environment)


def test_credentials_come_from_the_environment() -> None:
    environment = {"CLOSE_API_KEY": "k\n", "CLOSE_ACCESS_TOKEN": "", "CLOSE_API_KEY_OTHER": "o"}
    found = Credentials.from_environment(environment)
    assert found == Credentials("k", None, "o")
    assert repr(found) == "Credentials(key, other_key)"


SECRET = "s3cret"


@pytest.mark.parametrize("name", ["CLOSE_API_KEY", "CLOSE_ACCESS_TOKEN", "CLOSE_API_KEY_OTHER"])
@pytest.mark.parametrize(
    ("value", "says"),
    [
        (f"Bearer {SECRET}", "begins with 'Bearer'"),
        (f"basic\t{SECRET}", "begins with 'basic'"),
        (f"{SECRET} {SECRET}", "contains white space"),
        (f"{SECRET}\n{SECRET}", "contains white space"),
        (f"{SECRET}\N{ZERO WIDTH SPACE}", "contains a character that no header can carry"),
        (f"{SECRET}ü", "contains a character that no header can carry"),
        (f"{SECRET}\x7f", "contains a character that no header can carry"),
        (f"{SECRET}\udcff", "contains a character that no header can carry"),
    ],
    ids=["Bearer", "Basic", "space", "lines", "zero width", "accent", "control", "no UTF-8"],
)
def test_what_can_be_no_credential_is_told_without_it(name: str, value: str, says: str) -> None:
    with pytest.raises(ValueError, match=f"{name} {says}") as caught:
        open_endpoint("https://h/api/v1", {**ENVIRONMENT, name: value})
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("value", ["1|aB-._~+/=", "Bearers", "{x}:y"])
def test_every_visible_character_may_be_in_a_credential(value: str) -> None:
    assert open_endpoint("https://h/api/v1", {"CLOSE_ACCESS_TOKEN": value}).credentials.token == value


# --- embedded --------------------------------------------------------------------------------------------


def application() -> flask.Flask:
    app = flask.Flask(__name__)

    @app.route("/api/v1/echo/", methods=["GET", "POST", "PUT", "DELETE"])
    def echo() -> Any:
        request = flask.request
        body = request.get_data(as_text=True)
        return {"method": request.method, "body": body, "query": request.args}

    @app.route("/api/v1/broken/")
    def broken() -> Any:
        raise RuntimeError("broken")

    return app


def test_embedded_application_is_reached_without_a_network() -> None:
    endpoint = embedded(application(), VirtualClock(datetime(2026, 1, 1, tzinfo=UTC)), NOBODY)
    assert (endpoint.root, endpoint.embedded) == (MOCK_ROOT, True)
    with httpx.Client(transport=endpoint.transport) as client:
        answer = client.post(f"{MOCK_ROOT}/echo/", params={"q": "ä"}, content="😀".encode())
    assert answer.json() == {"method": "POST", "body": "😀", "query": {"q": "ä"}}


def test_an_error_of_the_application_is_an_answer() -> None:
    endpoint = embedded(application(), SystemClock(), NOBODY)
    with httpx.Client(transport=endpoint.transport) as client:
        assert client.get(f"{MOCK_ROOT}/broken/").status_code == 500
        assert client.get(f"{MOCK_ROOT}/unknown/").status_code == 404


def test_embedded_endpoints_keep_apart_and_no_calls() -> None:
    endpoints = [embedded(application(), SystemClock(), NOBODY) for _ in range(2)]
    assert endpoints[0].transport is not endpoints[1].transport
    router = endpoints[0].transport.handler.__self__  # type: ignore[attr-defined]
    assert isinstance(router, respx.Router)
    with httpx.Client(transport=endpoints[0].transport) as client, ThreadPoolExecutor(4) as pool:
        answers = pool.map(lambda n: client.get(f"{MOCK_ROOT}/echo/?n={n}").json(), range(40))
        assert [answer["query"]["n"] for answer in answers] == [str(n) for n in range(40)]
    assert len(router.calls) == 0


@pytest.mark.skipif(
    not (Path(__file__).parents[2] / "close_sms/mock/app.py").exists(),
    reason="the mock is not part of this checkout",
)
def test_the_mock_opens_with_credentials_of_its_own() -> None:
    endpoint = open_endpoint("mock", {"CLOSE_API_KEY": "a real one"})
    assert endpoint.embedded
    assert isinstance(endpoint.clock, VirtualClock)
    assert endpoint.credentials.key not in (None, "a real one")
    with httpx.Client(transport=endpoint.transport) as client:
        answer = client.get(f"{endpoint.root}/me/", auth=(str(endpoint.credentials.key), ""))
    assert answer.status_code == 200


# --- the network -----------------------------------------------------------------------------------------


class Quiet(WSGIRequestHandler):
    """A request handler without a log."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the standard library's name)
        pass


@pytest.fixture
def served() -> Iterator[str]:
    with make_server("127.0.0.1", 0, application(), handler_class=Quiet) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/api/v1"
        server.shutdown()
        thread.join()


def test_an_endpoint_on_the_network_is_reached(served: str) -> None:
    endpoint = open_endpoint(served, ENVIRONMENT)
    with httpx.Client(transport=endpoint.transport) as client:
        assert client.get(f"{endpoint.root}/echo/").json()["method"] == "GET"


def test_time_limits_are_the_endpoints_own_and_shorter_before_the_first_answer(served: str) -> None:
    endpoint = open_endpoint(served, ENVIRONMENT)
    limits = []
    with httpx.Client(transport=endpoint.transport, timeout=0.001) as client:
        for _ in range(2):
            limits.append(client.get(f"{endpoint.root}/echo/").request.extensions["timeout"])
    assert [(limit["connect"], limit["read"]) for limit in limits] == [(4.0, 5.0), (5.0, 15.0)]


def test_a_closed_port_is_told_at_once() -> None:
    endpoint = open_endpoint("http://127.0.0.1:9/api/v1", ENVIRONMENT)
    begun = time.monotonic()
    with httpx.Client(transport=endpoint.transport) as client, pytest.raises(httpx.ConnectError):
        client.get(f"{endpoint.root}/me/")
    assert time.monotonic() - begun < 2
