"""What a write asks for, as the most lenient server reads it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from close_sms.transports.intent import Intent, Kind, fold, intent

JSON = [("content-type", "application/json")]
PHONE, OTHER = "+14155550123", "+14155550199"
DATE = "2026-06-01T00:00:00Z"


def asked(body: Any, *, creates: bool = True, query: bytes = b"", headers: list[tuple[str, str]] = JSON) -> Intent:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return intent(content, headers, query, creates=creates)


@pytest.mark.parametrize(
    ("body", "create", "edit"),
    [
        ({"status": "draft"}, Kind.HARMLESS, Kind.HARMLESS),
        ({"status": "inbox"}, Kind.HARMLESS, Kind.HARMLESS),
        ({"status": " SENT\t"}, Kind.HARMLESS, Kind.HARMLESS),
        ({"status": "draft", "text": "outbox and scheduled"}, Kind.HARMLESS, Kind.HARMLESS),
        ({"text": "x"}, Kind.AMBIGUOUS, Kind.HARMLESS),
        ({}, Kind.AMBIGUOUS, Kind.HARMLESS),
        ({"status": None}, Kind.AMBIGUOUS, Kind.AMBIGUOUS),
        ({"Status": "draft"}, Kind.AMBIGUOUS, Kind.AMBIGUOUS),
        ({"a": {"status": "draft"}}, Kind.AMBIGUOUS, Kind.AMBIGUOUS),
        (b'{"status":"draft","status":"draft"}', Kind.AMBIGUOUS, Kind.AMBIGUOUS),
        (["status"], Kind.AMBIGUOUS, Kind.AMBIGUOUS),
        (b"", Kind.AMBIGUOUS, Kind.AMBIGUOUS),
        ({"status": "scheduled"}, Kind.SCHEDULES, Kind.SCHEDULES),
        ({"status": ["draft", {"scheduled": 1}]}, Kind.SCHEDULES, Kind.SCHEDULES),
        ({"status": "outbox"}, Kind.SENDS, Kind.SENDS),
        ({"status": "scheduled,OUTBOX"}, Kind.SENDS, Kind.SENDS),
        ({"status": "draft", "new_status": "outbox"}, Kind.SENDS, Kind.SENDS),
        ({"status": "draft", "_params": "status=outbox"}, Kind.SENDS, Kind.SENDS),
    ],
)
def test_kind(body: Any, create: Kind, edit: Kind) -> None:
    assert (create, edit) == (asked(body).kind, asked(body, creates=False).kind)


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        (b"", Kind.HARMLESS),
        (b"status=out%62ox", Kind.SENDS),
        (b"status=out%2562ox", Kind.SENDS),
        (b"x=Scheduled", Kind.SCHEDULES),
    ],
)
def test_kind_of_a_query(query: bytes, kind: Kind) -> None:
    found = asked({"status": "draft"}, query=query)
    assert (kind, kind > Kind.AMBIGUOUS) == (found.kind, found.by_query)


@pytest.mark.parametrize(
    ("body", "phone", "date"),
    [
        ({"remote_phone": PHONE, "date_scheduled": DATE}, PHONE, DATE),
        ({"remote_phone": [PHONE], "date_scheduled": 5}, None, None),
        ({"a": {"remote_phone": PHONE, "date_scheduled": DATE}}, None, None),
        ({"Remote_Phone": PHONE, "Date_Scheduled": DATE}, None, None),
        (f'{{"remote_phone":"{PHONE}","remote_phone":"{PHONE}"}}'.encode(), None, None),
        ({"remote_phone": PHONE, "a": [{"ＲＥＭＯＴＥ_phone": OTHER}]}, None, None),
        ({"date_scheduled": DATE, "send_in": 5}, None, None),
        ({}, None, None),
    ],
)
def test_the_one_number_and_date_that_every_server_reads(body: Any, phone: str | None, date: str | None) -> None:
    found = asked(body)
    assert (phone, date) == (found.one_phone, found.one_date)


@pytest.mark.parametrize(
    ("body", "phones"),
    [
        (b"remote_phone=%2B14155550123", {PHONE}),
        (b'{"remote_phone": "+1 (415) 555-0123"', {PHONE}),
        (b"remote_phone=", {"?"}),
        (b"status=draft", set()),
    ],
)
def test_numbers_of_a_body_that_is_no_json(body: bytes, phones: set[str]) -> None:
    assert phones == set(asked(body, headers=[]).phones)


@pytest.mark.parametrize("body", [{"to": OTHER}, {"a": {"x": [OTHER]}}, {"recipients": [OTHER]}])
def test_numbers_under_other_names_are_strays(body: Any) -> None:
    assert {OTHER} == set(asked({"local_phone": PHONE, **body}).strays)


@pytest.mark.parametrize(
    ("headers", "is_json"),
    [
        (JSON, True),
        ([("Content-Type", "application/json; charset=UTF-8")], True),
        ([("Content-Type", "application/vnd.api+json")], True),
        ([], False),
        ([*JSON, ("content_type", "text/plain")], False),
        ([("content-type", "application/json;, application/x-www-form-urlencoded")], False),
        ([("content-type", "application/json; charset=utf-16")], False),
    ],
)
def test_json_is_what_is_announced_so_and_only_so(headers: list[tuple[str, str]], is_json: bool) -> None:
    assert is_json == asked({"status": "draft"}, headers=headers).is_json


@pytest.mark.parametrize(
    ("headers", "body", "reason"),
    [
        ([("Content-Encoding", "gzip")], b"", "its body is encoded (gzip)"),
        (
            [("Content-Type", "text/plain; charset=utf-7")],
            b"",
            "its charset 'utf-7' may turn the body into another text",
        ),
        (
            [("Content-Length", "1"), ("Transfer-Encoding", "chunked")],
            b"x",
            "servers may differ in where its body ends",
        ),
        ([], b"Content-Transfer-Encoding: base64", "a part of its body may be encoded"),
        ([], b" " * 2_000_001, "its body has more than 2000000 bytes"),
        ([("Content-Encoding", "identity"), ("Transfer-Encoding", "chunked")], b"", ""),
    ],
)
def test_what_cannot_be_judged_is_hidden(headers: list[tuple[str, str]], body: bytes, reason: str) -> None:
    assert reason == asked(body, headers=headers).hidden


@pytest.mark.parametrize("levels", [100, 400, 700, 5_000])
def test_deep_bodies_are_judged(levels: int) -> None:
    found = asked(b'{"a":' * levels + b'{"status":"outbox"}' + b"}" * levels)
    assert found.kind == Kind.SENDS or found.mentions == ("outbox",)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("ＯｕｔＢｏｘ", "outbox"),
        ("out\u200bbox", "outbox"),
        (" out\u0000box\n", "outbox"),
        ("ſtatus", "status"),
        ("Straße", "strasse"),
    ],
)
def test_fold_reads_as_the_most_lenient_server(text: str, plain: str) -> None:
    assert plain == fold(text)


@given(st.binary(), st.sampled_from(JSON), st.binary(max_size=9), st.booleans())
def test_any_bytes_are_judged(body: bytes, header: tuple[str, str], query: bytes, creates: bool) -> None:
    assert asked(body, headers=[header], query=query, creates=creates).kind in Kind
