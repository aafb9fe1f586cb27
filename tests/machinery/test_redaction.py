"""The Redactor: no secret survives in evidence, and nothing else is changed."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from close_sms.redaction import Redactor

KEY, TOKEN = "api_1a2b3c4d5e6f.7g8h9i0j", "tok+en/with?odd&signs="
REDACTOR = Redactor({"CLOSE_API_KEY": KEY, "CLOSE_ACCESS_TOKEN": TOKEN, "CLOSE_API_KEY_OTHER": ""})


def b64(text: str | bytes) -> str:
    return base64.b64encode(text if isinstance(text, bytes) else text.encode()).decode()


def lower_escapes(text: str) -> str:
    return quote(text, safe="").replace("%2B", "%2b").replace("%2F", "%2f").replace("%3F", "%3f")


SPELLINGS: list[Callable[[str], str]] = [
    lambda secret: secret,
    lambda secret: quote(secret, safe=""),
    quote,
    lambda secret: json.dumps({"text": secret}),
    lambda secret: json.dumps(secret).replace("/", "\\/"),
    html.escape,
    lambda secret: b64(f"{secret}:"),
    lambda secret: b64(f"user:{secret}"),
    lambda secret: b64(f"{secret}:password").rstrip("="),
    lambda secret: base64.urlsafe_b64encode(f"{secret}:x".encode()).decode(),
    lambda secret: f"/api/v1/activity/sms/{b64(secret)}/",
    lambda secret: f"a{b64(secret)}",
    lambda secret: b64(b"\xff\xfe" + secret.encode() + b"\xff"),
    lambda secret: secret.encode("utf-16-le").decode("latin-1"),
    lambda secret: secret.encode("utf-32-be").decode("latin-1"),
]


@pytest.mark.parametrize("spell", SPELLINGS)
@pytest.mark.parametrize(("name", "secret"), [("$CLOSE_API_KEY", KEY), ("$CLOSE_ACCESS_TOKEN", TOKEN)])
def test_every_spelling_of_a_secret_is_taken_out(name: str, secret: str, spell: Callable[[str], str]) -> None:
    shown = REDACTOR.text(f"before {spell(secret)} after")
    assert name in shown
    assert spell(secret) not in shown


@pytest.mark.parametrize("text", ["", "hello", '{"status": "draft"}', "c29tZSBvdGhlciB0ZXh0", "a\0b", "$CLOSE_API_KEY"])
def test_other_text_stays(text: str) -> None:
    assert text == REDACTOR.text(text)


@pytest.mark.parametrize(
    ("given_value", "shown"),
    [
        (f"Basic {b64(f'{KEY}:')}", "Basic $CLOSE_API_KEY:"),
        (f"basic {b64(f'{KEY}:{TOKEN}')}", "basic $CLOSE_API_KEY:$CLOSE_ACCESS_TOKEN"),
        (f"Basic {b64(f':{KEY}')}", "Basic :$CLOSE_API_KEY"),
        (f"Basic {b64(KEY)}", "Basic <near miss of $CLOSE_API_KEY>"),
        (f"Basic {b64(f'{KEY}x:')}", "Basic <near miss of $CLOSE_API_KEY>"),
        (f"Basic {b64(f'{KEY[:-1]}:')}", "Basic <near miss of $CLOSE_API_KEY>"),
        (f"Bearer {TOKEN}", "Bearer $CLOSE_ACCESS_TOKEN"),
        (f"Bearer {KEY}", "Bearer $CLOSE_API_KEY"),
        (f"Bearer {KEY} ", "Bearer <near miss of $CLOSE_API_KEY>"),
        (KEY, "<near miss of $CLOSE_API_KEY>"),
        ("Basic nonsense", "Basic nonsense"),
        (f"Basic {b64('somebody:else')}", f"Basic {b64('somebody:else')}"),
        ("", ""),
    ],
)
def test_credentials_are_shown_by_name(given_value: str, shown: str) -> None:
    assert shown == REDACTOR.authorization(given_value)


@pytest.mark.parametrize(
    "value",
    [f"Basic\t{b64(f'{KEY}:')}", b64(f"{KEY}:"), f"Digest x={b64(KEY)}", f"Basic {b64(bytes([255]) + KEY.encode())}"],
)
def test_odd_credentials_are_not_shown(value: str) -> None:
    shown = REDACTOR.authorization(value)
    assert "CLOSE_API_KEY" in shown
    assert b64(KEY)[:12] not in shown


def test_headers_are_lower_case_joined_and_without_secrets() -> None:
    given_headers = [("X-A", "1"), ("x-a", KEY), ("Cookie", "a=b"), ("Set-Cookie", KEY), ("Proxy-Authorization", KEY)]
    shown = {
        "x-a": "1, $CLOSE_API_KEY",
        "cookie": "***",
        "set-cookie": "***",
        "proxy-authorization": "<near miss of $CLOSE_API_KEY>",
    }
    assert shown == REDACTOR.headers(given_headers)


def test_a_short_secret_is_taken_out_of_credentials_only() -> None:
    redactor = Redactor({"CLOSE_API_KEY": "key"})
    assert "the key of it" == redactor.text("the key of it")
    assert "Bearer $CLOSE_API_KEY" == redactor.authorization("Bearer key")


def test_without_secrets_nothing_is_changed() -> None:
    assert f"x {KEY}" == Redactor({}).text(f"x {KEY}")


@given(before=st.text(), after=st.text(), spell=st.sampled_from(SPELLINGS))
def test_no_surroundings_hide_a_secret(before: str, after: str, spell: Callable[[str], str]) -> None:
    assert KEY not in REDACTOR.text(f"{before}{spell(KEY)}{after}").replace("\0", "")


@given(before=st.text("abcXYZ019+/-_", max_size=9), head=st.binary(max_size=9), tail=st.binary(max_size=9))
def test_no_alignment_of_base64_hides_a_secret(before: str, head: bytes, tail: bytes) -> None:
    encoded = b64(head + KEY.encode() + tail)
    shown = REDACTOR.text(f"{before}{encoded}")
    assert "$CLOSE_API_KEY" in shown
    assert encoded not in shown
