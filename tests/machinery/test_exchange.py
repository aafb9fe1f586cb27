"""Exchanges as evidence: their data, their curl line, and what is taken out of them."""

import base64
import json
import shutil
import subprocess
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from close_sms.exchange import Exchange
from close_sms.redaction import Redactor

KEY = "api_1a2b3c4d5e6f7g8h.9i0jklmnopqr"
TOKEN = "tok-ABCDEFGHIJKLMNOP"
OTHER = "api_zzzzzzzz99999999.other/+key"
REDACTOR = Redactor({"CLOSE_API_KEY": KEY, "CLOSE_ACCESS_TOKEN": TOKEN, "CLOSE_API_KEY_OTHER": OTHER})
ROOT = "https://api.close.com/api/v1"


def exchange(**changes: Any) -> Exchange:
    fields: dict[str, Any] = {
        "number": 1,
        "check": "set-up",
        "method": "POST",
        "url": f"{ROOT}/activity/sms/",
        "root": ROOT,
        "request_headers": {"content-type": "application/json"},
        "request_body": '{"status": "draft"}',
        "status": 200,
        "response_headers": {},
        "response_body": "{}",
        "started": datetime(2026, 1, 1, tzinfo=UTC),
        "elapsed_s": 0.1,
    }
    return Exchange(**{**fields, **changes})


def basic(text: str) -> str:
    return "Basic " + base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "root",
    [
        "https://api.close.com/api/v1",
        "http://127.0.0.1:8000",
        "http://127.0.0.1:8000/root",
        "http://127.0.0.1:8000/event/v1",
        "http://127.0.0.1:8000/lead",
        "http://127.0.0.1:8000/task/api/v1/api/v1",
        "http://127.0.0.1:8000/activity",
        "http://[::1]:8000/api/v1",
    ],
)
@pytest.mark.parametrize("below", ["activity/sms/acti_x/", "activity/sms", "lead/lead_x/", "me/", "api/v1/me/", ""])
def test_path_is_below_the_root_whatever_the_root_is_called(root: str, below: str) -> None:
    assert exchange(url=f"{root}/{below}?_fields=id", root=root).path == below


@pytest.mark.parametrize("path", ["elsewhere", "api/v10/me/", "me/"])
def test_path_that_is_not_below_the_root_is_the_whole_of_it(path: str) -> None:
    assert exchange(url=f"https://api.close.com/{path}").path == path


@pytest.mark.parametrize(
    ("method", "path", "operation"),
    [
        ("POST", "activity/sms/", "create"),
        ("POST", "activity/sms", "create"),
        ("GET", "activity/sms/?_limit=1", "list"),
        ("GET", "activity/sms/acti_x/", "get"),
        ("PUT", "activity/sms/acti_x/", "update"),
        ("DELETE", "activity/sms/acti_x/", "delete"),
        ("PUT", "activity/sms/", "PUT activity/sms/"),
        ("POST", "lead/", "POST lead/"),
        ("GET", "me/", "GET me/"),
    ],
)
def test_operation(method: str, path: str, operation: str) -> None:
    assert exchange(method=method, url=f"{ROOT}/{path}").operation == operation


def test_overridden_method_is_no_plain_operation() -> None:
    assert exchange(request_headers={"x-http-method-override": "GET"}).operation == "POST activity/sms/ as GET"


@pytest.mark.parametrize("body", ["", "<html>", "NaN", '{"a": Infinity}', "[" * 100_000])
def test_what_is_no_json_raises_value_error_and_is_shown_as_text(body: str) -> None:
    shown = exchange(response_body=body)
    with pytest.raises(ValueError, match=r"."):
        shown.json()
    assert shown.response()["body"] == body


def test_parts_are_plain_data() -> None:
    shown = exchange(response_headers={"date": "now"}, response_body='{"id": "acti_x"}')
    assert shown.request()["body"] == {"status": "draft"}
    assert shown.response() == {"status": 200, "headers": {"date": "now"}, "body": {"id": "acti_x"}}


def test_equal_keys_are_not_hidden_by_parsing() -> None:
    body = '{"status": "draft", "status": "sent"}'
    assert exchange(request_body=body).request()["body"] == body


# --- secrets ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("secret", [KEY, TOKEN, OTHER])
@pytest.mark.parametrize("form", ["{0}", '{{"a": "x{0}y"}}', "?key={0}&b=1"])
def test_secrets_are_taken_out_of_text(secret: str, form: str) -> None:
    assert secret not in REDACTOR.text(form.format(secret))


@pytest.mark.parametrize("text", [f"{KEY}:", f":{KEY}", f"user:{KEY}", KEY])
def test_secrets_are_taken_out_of_base64(text: str) -> None:
    encoded = base64.b64encode(text.encode()).decode()
    shown = REDACTOR.text(f'{{"authorization": "Basic {encoded}"}}')
    assert encoded.rstrip("=") not in shown
    assert "$CLOSE_API_KEY" in shown


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (basic(f"{KEY}:"), "Basic $CLOSE_API_KEY:"),
        (basic(f"{OTHER}:"), "Basic $CLOSE_API_KEY_OTHER:"),
        (f"Bearer {TOKEN}", "Bearer $CLOSE_ACCESS_TOKEN"),
        (f"Bearer {KEY}", "Bearer $CLOSE_API_KEY"),
        (basic(f":{KEY}"), "Basic :$CLOSE_API_KEY"),
        (basic(f"{KEY}:pass"), "Basic $CLOSE_API_KEY:pass"),
        (basic(f"{KEY}x:"), "Basic <near miss of $CLOSE_API_KEY>"),
        (basic(f"{KEY[:-1]}:"), "Basic <near miss of $CLOSE_API_KEY>"),
        (basic(f"{KEY}:{TOKEN[:-1]}"), "Basic <near miss of $CLOSE_ACCESS_TOKEN>"),
        (f"Bearer {TOKEN[:8]}", "Bearer <near miss of $CLOSE_ACCESS_TOKEN>"),
        (TOKEN, "<near miss of $CLOSE_ACCESS_TOKEN>"),
        (basic("wrong:"), basic("wrong:")),
        ("Bearer wrong", "Bearer wrong"),
        ("Basic !!!", "Basic !!!"),
        ("Basic", "Basic"),
        ("", ""),
    ],
)
def test_authorization_names_the_credential(sent: str, shown: str) -> None:
    assert REDACTOR.headers([("Authorization", sent)]) == {"authorization": shown}


def test_short_secret_stays_out_of_bodies_but_not_out_of_the_header() -> None:
    short = Redactor({"CLOSE_API_KEY": "in", "CLOSE_ACCESS_TOKEN": ""})
    assert short.text('{"status": "inbox"}') == '{"status": "inbox"}'
    assert short.authorization(basic("in:")) == "Basic $CLOSE_API_KEY:"


def test_cookies_and_repeated_headers() -> None:
    shown = REDACTOR.headers([("Set-Cookie", "session=1"), ("X-A", "1"), ("x-a", TOKEN)])
    assert shown == {"set-cookie": "***", "x-a": "1, $CLOSE_ACCESS_TOKEN"}


@given(st.text(), st.sampled_from([KEY, TOKEN, OTHER]), st.text())
def test_no_text_around_a_secret_lets_it_through(before: str, secret: str, after: str) -> None:
    assert secret not in REDACTOR.text(before + secret + after)


@given(st.text(alphabet=KEY, max_size=40), st.text(alphabet=KEY, max_size=5))
def test_no_authorization_shows_eight_characters_of_a_secret(user: str, password: str) -> None:
    for text in (f"{user}:{password}", f"{KEY[2:15]}{user}:{password}", f"{user}:{password}{KEY[9:]}"):
        shown = REDACTOR.authorization(basic(text))
        decoded = base64.b64decode(shown.removeprefix("Basic ")) if shown == basic(text) else shown.encode()
        assert not any(KEY[at : at + 8].encode() in decoded for at in range(len(KEY) - 7))


# --- curl ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("authorization", "shown"),
    [
        ("Basic $CLOSE_API_KEY:", '-u "$CLOSE_API_KEY:"'),
        ("Basic $CLOSE_API_KEY_OTHER:", '-u "$CLOSE_API_KEY_OTHER:"'),
        ("Basic $CLOSE_API_KEY:it's", "-u \"$CLOSE_API_KEY\"':it'\"'\"'s'"),
        ("Bearer $CLOSE_ACCESS_TOKEN", '-H "Authorization: Bearer $CLOSE_ACCESS_TOKEN"'),
        ("Basic <near miss of $CLOSE_API_KEY>", "-H 'Authorization: Basic <near miss of $CLOSE_API_KEY>'"),
        ("Bearer $(reboot)", "-H 'Authorization: Bearer $(reboot)'"),
        ("", "-H 'Authorization;'"),
    ],
)
def test_curl_takes_the_credential_from_a_variable(authorization: str, shown: str) -> None:
    line = exchange(request_headers={"authorization": authorization}).curl()
    assert f" {shown} " in line + " "


def test_curl_without_credential_has_none() -> None:
    line = exchange().curl()
    assert "-u" not in line
    assert "Authorization" not in line


def test_curl_shows_needed_headers_only() -> None:
    headers = {
        "host": "api.close.com",
        "accept": "application/json",
        "user-agent": "x",
        "content-length": "2",
        "content-type": "application/json",
        "x-tz-offset": "-4",
        "x-empty": "",
    }
    line = exchange(request_headers=headers, request_body="{}").curl()
    expected = "-H 'Content-Type: application/json' -H 'X-Tz-Offset: -4' -H 'X-Empty;'"
    assert line == f"curl -X POST '{ROOT}/activity/sms/' {expected} --data-raw '{{}}'"


def test_curl_sends_no_content_type_of_its_own() -> None:
    assert "-H 'Content-Type:'" in exchange(request_headers={}).curl()


def run(line: str, *, env: dict[str, str] | None = None) -> list[bytes]:
    """The arguments that curl gets of a shell, and its standard input."""
    script = 'curl() { for word; do printf "%s\\0" "$word"; done; cat; }\n' + line
    done = subprocess.run(["sh", "-c", script], input=b"", capture_output=True, env=env, check=True)
    return done.stdout.split(b"\0")


@settings(max_examples=40)
@given(body=st.text(st.characters(exclude_categories=["Cs"])), query=st.text(st.characters(codec="ascii")))
def test_curl_line_carries_any_text_through_a_shell(body: str, query: str) -> None:
    query = query.replace("\0", "").replace("\n", "")
    line = exchange(request_body=body, url=f"{ROOT}/activity/sms/?q={query}").curl()
    words = run(line)
    assert f"{ROOT}/activity/sms/?q={query}".encode() in words
    if b"--data-raw" in words:
        assert words[words.index(b"--data-raw") + 1] == body.encode()
    elif body:
        assert b"\0".join(words[words.index(b"--data-binary") + 2 :]) == body.encode()


def test_curl_line_expands_the_variables_only() -> None:
    line = exchange(
        request_headers={"authorization": "Basic $CLOSE_API_KEY:"},
        request_body=json.dumps({"text": "$HOME `id`"}),
    ).curl()
    words = run(line, env={"CLOSE_API_KEY": "secret", "PATH": "/usr/bin:/bin"})
    assert words[words.index(b"-u") + 1] == b"secret:"
    assert b'{"text": "$HOME `id`"}' in words


def test_curl_pipes_bytes_that_are_no_text() -> None:
    raw = b"-\xff\x00%s\n'"
    words = run(exchange(request_body="?", raw_body=raw).curl())
    assert b"\0".join(words[words.index(b"--data-binary") + 2 :]) == raw


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_curl_knows_the_options() -> None:
    line = exchange(method="HEAD", url="http://127.0.0.1:9/a[1]?{x}", request_body="").curl()
    done = subprocess.run(["sh", "-c", line], capture_output=True, check=False)
    assert done.returncode == 7  # it could not connect, and had no complaint about the line
