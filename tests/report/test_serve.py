"""The mock over HTTP: what is printed, what is logged, how it ends."""

import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import types
import urllib.request
from pathlib import Path

import pytest

from close_sms import cli
from close_sms.commands import serve

ROOT = Path(__file__).parents[2]
KEYS = {"CLOSE_API_KEY": "api_key", "CLOSE_API_KEY_OTHER": "api other", "CLOSE_ACCESS_TOKEN": "token"}


def app(environ, start_response):
    """Answers every request with its own body."""
    start_response("201 Created", [("Content-Type", "text/plain")])
    return [environ["wsgi.input"].read()]


def logged(method="POST", path="/api/v1/activity/sms/", query="", body=b""):
    """The line that a request leaves, and what the app answered."""
    lines = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "wsgi.input": io.BytesIO(body),
    }
    answer = b"".join(serve.RequestLog(app, lines.append)(environ, lambda *_: None))
    assert body == answer
    (line,) = lines
    return re.sub(r"\d+ ms$", "N ms", line)


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        ({"body": b'{"status": "outbox"}'}, "POST /api/v1/activity/sms/ status=outbox -> 201 N ms"),
        ({"body": b'{"text": "status=sent"}'}, "POST /api/v1/activity/sms/ -> 201 N ms"),
        ({"body": b'{"status": null}'}, "POST /api/v1/activity/sms/ status=null -> 201 N ms"),
        ({"body": b"no json"}, "POST /api/v1/activity/sms/ -> 201 N ms"),
        ({"body": b"\xff"}, "POST /api/v1/activity/sms/ -> 201 N ms"),
        ({"body": b"[" * 100_000}, "POST /api/v1/activity/sms/ -> 201 N ms"),
        ({"body": b"[]"}, "POST /api/v1/activity/sms/ -> 201 N ms"),
        ({"query": "send_to_inbox=true"}, "POST /api/v1/activity/sms/?send_to_inbox=true -> 201 N ms"),
        ({"method": "GET", "path": "/a b\n/\xc3\xa9"}, "GET /a%20b%0A/%C3%A9 -> 201 N ms"),
        ({"body": b'{"status": "a\\n\\u001b"}'}, "POST /api/v1/activity/sms/ status=a \\u001b -> 201 N ms"),
    ],
)
def test_each_request_leaves_one_line(asked, line):
    assert line == logged(**asked)


def test_a_crash_of_the_app_is_logged_as_500():
    lines = []

    def crash(*_):
        raise RuntimeError

    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "wsgi.input": io.BytesIO()}
    with pytest.raises(RuntimeError):
        serve.RequestLog(crash, lines.append)(environ, lambda *_: None)
    assert lines[0].startswith("GET / -> 500 ")


def test_the_greeting_can_be_pasted(monkeypatch):
    monkeypatch.setattr(serve, "starter", lambda: "pytest")
    text = serve.greeting("http://127.0.0.1:8000/api/v1", KEYS)
    assert "\nexport CLOSE_API_KEY=api_key\nexport CLOSE_API_KEY_OTHER='api other'\n" in text
    assert "\npytest --endpoint=http://127.0.0.1:8000/api/v1 --profile=send --send-to=+15005550006" in text


def fake_endpoint(monkeypatch, **answers):
    """Put an endpoint module in place whose mock is ``app``; returns the calls."""
    calls = []

    def mock_application(readings):
        calls.append(dict(readings))
        if "error" in answers:
            raise ValueError(answers["error"])
        return app, KEYS

    module = types.SimpleNamespace(mock_application=mock_application)
    monkeypatch.setitem(sys.modules, "close_sms.endpoint", module)
    return calls


def test_readings_reach_the_mock(monkeypatch):
    calls = fake_endpoint(monkeypatch)
    monkeypatch.setattr(serve, "serve", lambda *_: None)
    assert cli.main(["serve", "--reading", "a=b", "--reading=c=d=e"]) == 0
    assert calls == [{"a": "b", "c": "d=e"}]


def test_an_unknown_reading_gives_one_line_and_4(monkeypatch, capsys):
    fake_endpoint(monkeypatch, error="no question 'a'; did you mean 'b'?")
    assert cli.main(["serve", "--reading", "a=b"]) == 4
    assert capsys.readouterr().err == "close-sms serve: no question 'a'; did you mean 'b'?\n"


def test_a_port_in_use_gives_one_line_and_4(monkeypatch, capsys):
    fake_endpoint(monkeypatch)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert cli.main(["serve", f"--port={port}"]) == 4
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert f"cannot listen on 127.0.0.1 port {port}: Address already in use" in err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_mock_is_served_and_ends_quietly(number):
    script = """
from tests.report.test_serve import app, KEYS
from close_sms.commands.serve import serve
serve(app, KEYS, "127.0.0.1", 0)
"""
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        first = process.stdout.readline()
        root = first.removeprefix("The mock is served at ").strip()
        body = json.dumps({"status": "draft"}).encode()
        with urllib.request.urlopen(f"{root}/activity/sms/", data=body, timeout=10) as answer:
            assert body == answer.read()
        while "activity" not in (line := process.stdout.readline()):
            pass
        assert line.startswith("POST /api/v1/activity/sms/ status=draft -> 201 ")
        process.send_signal(number)
        try:
            out, err = process.communicate(timeout=15)
        finally:
            process.kill()
    assert (process.returncode, out, err) == (0, "", "")
