"""Attacks on the Guard: what a clever body, header or order of requests might get past it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from close_sms.clock import VirtualClock
from close_sms.transports.guard import Forbidden, Guard
from close_sms.transports.ledger import Ledger

ROOT = "https://close.mock/api/v1"
SEND_TO, STRANGER, FICTION = "+15005550006", "+491701234567", "+14155550123"
FAR = "2026-06-01T00:00:00+00:00"
JSON = {"Content-Type": "application/json"}
SMS, OWN = "activity/sms/", "activity/sms/acti_1/"
DRAFT = {"status": "draft", "remote_phone": FICTION}

Handler = Callable[[httpx.Request], httpx.Response]


class House:
    """A guard before an endpoint that answers every write with the own message `acti_1`."""

    def __init__(self, profile: str, **stored: Any) -> None:
        self.left: list[httpx.Request] = []
        self.handler: Handler = lambda _: httpx.Response(200, json={"id": "acti_1", **stored})
        self.ledger = Ledger(httpx.MockTransport(self._answer), None)
        self.guard = Guard(
            self.ledger,
            profile=profile,
            send_to=SEND_TO,
            root_url=ROOT,
            clock=VirtualClock(datetime(2026, 1, 1, tzinfo=UTC)),
        )
        if stored:
            self.ledger.handle_request(httpx.Request("POST", f"{ROOT}/{SMS}"))
            self.passes("GET", OWN)
        self.left.clear()

    def passes(self, method: str, path: str, body: Any = None, headers: Any = JSON) -> bool:
        """Whether the request leaves; a body that is no bytes is sent as JSON."""
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        try:
            self.guard.handle_request(httpx.Request(method, f"{ROOT}/{path}", content=content, headers=headers))
        except Forbidden:
            return False
        except httpx.TransportError:
            return True
        return True

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.left.append(request)
        return self.handler(request)


def lost(_: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("lost")


def deep(levels: int, body: str) -> bytes:
    return ('{"a":' * levels + body + "}" * levels).encode()


@pytest.mark.parametrize(
    "body",
    [
        {"status": "draft", "status[]": "outbox"},
        {"status": "draft", "activity[status]": "outbox"},
        {"status": "draft", "_params": "status=outbox"},
        {"status": "draft", "_params": '{"status": "outbox"}'},
        {"status": "draft", "ｓｔａｔｕｓ": "outbox"},
        {"status": "draft", "sta\u200btus": "outbox"},
        {"status": "draft", "sta\u00adtus\u0000": "outbox"},
        {"ſtatus": "outbox", "status": "draft"},
        {"status": "ｏｕｔｂｏｘ"},
        {"status": "out\u2060box"},
        {"status": "OUT\ufeffBOX\n"},
        {"status": "𝐨𝐮𝐭𝐛𝐨𝐱"},
        {"status": {"value": "outbox"}},
        {"status": [["draft", "outbox"]]},
        {"status": "out\\u0062ox"},
        {"status": "out%62ox"},
        {"status": "out&#98;ox"},
        [{"status": "outbox"}],
        "outbox",
        b'{"status":"draft","status":"outbox"}',
        b'{"status":"outbox","status":"draft"}',
        b'\xef\xbb\xbf{"status":"outbox"}',
        b'{"status":"draft",/*"*/"status":"outbox"}',
        b"{'status': 'outbox'}",
        b'{"status":"draft"}\n{"status":"outbox"}',
        b'{"st\\u0061tus":"outb\\u006fx"}',
        b'{"status":"\\ud800outbox"}',
        '{"status":"outbox"}'.encode("utf-16"),
        '{"status":"outbox"}'.encode("utf-16-le"),
        '{"status":"outbox"}'.encode("utf-32-be"),
        deep(5, '{"status":"outbox"}'),
        deep(400, '{"status":"outbox"}'),
        deep(990, '{"status":"outbox"}'),
        deep(20_000, '{"status":"outbox"}'),
    ],
)
@pytest.mark.parametrize("profile", ["record", "schedule"])
@pytest.mark.parametrize("path", [SMS, OWN])
def test_no_spelling_of_outbox_leaves(profile: str, path: str, body: Any) -> None:
    house = House(profile, **DRAFT)
    assert not house.passes("POST" if path == SMS else "PUT", path, body)
    assert [] == house.left


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Encoding": "gzip"},
        {"Content_Encoding": "br"},
        {"Content-Type": "application/json; charset=utf-7"},
        {"Content-Type": "application/json; charset=cp037"},
        [("Content-Length", "4"), ("Transfer-Encoding", "chunked")],
        [("Content-Length", "4"), ("Content-Length", "31")],
        {"Transfer-Encoding": "gzip, chunked"},
        {"X-HTTP-Method": "DELETE"},
        {"X-HTTP-Method-Override": "MERGE"},
        {"X-Original-URL": "/api/v1/activity/sms/acti_theirs/"},
        {"Host": "elsewhere.example"},
        {"Upgrade": "h2c", "Connection": "Upgrade"},
    ],
)
def test_headers_that_change_what_is_read_do_not_leave(headers: Any) -> None:
    house = House("record", **DRAFT)
    assert not house.passes("POST", SMS, {"status": "draft", "text": "hello there"}, headers)


@pytest.mark.parametrize(
    "query", ["_method=DELETE", "_METHOD=put", "%5Fmethod=PUT", "a=1&_method=POST", "_HttpMethod=PUT"]
)
@pytest.mark.parametrize("path", [SMS, "activity/sms/acti_theirs/", OWN])
def test_no_query_turns_a_read_into_a_write(path: str, query: str) -> None:
    assert not House("record", **DRAFT).passes("GET", f"{path}?{query}")


def test_what_an_overridden_get_makes_is_in_the_ledger() -> None:
    house = House("record")
    assert house.passes("GET", SMS, {"status": "draft"}, {**JSON, "X-HTTP-Method-Override": "POST"})
    assert ["acti_1"] == house.ledger.ids("activity/sms")


def test_json_that_is_also_announced_as_a_form_is_no_harmless_json() -> None:
    body = {"status": "draft", "text": "&status=outbox&x="}
    headers = {"Content-Type": "application/json; a=b, application/x-www-form-urlencoded"}
    assert House("record").passes("POST", SMS, body)
    assert not House("record").passes("POST", SMS, body, headers)


@pytest.mark.parametrize("change", [{"send_in": 0}, {"send_in": 5, "text": "now"}, {"Send_In": None}])
def test_a_far_message_to_a_stranger_is_not_drawn_near(change: dict[str, Any]) -> None:
    house = House("schedule", status="scheduled", remote_phone=STRANGER, date_scheduled=FAR)
    assert not house.passes("PUT", OWN, change)


def test_a_far_message_to_a_stranger_with_a_near_delay_is_not_far() -> None:
    body = {"status": "scheduled", "date_scheduled": FAR, "send_in": 5, "remote_phone": STRANGER}
    assert not House("schedule").passes("POST", SMS, body)
    assert not House("send").passes("POST", SMS, body)


def test_a_number_that_was_changed_is_the_one_that_counts() -> None:
    house = House("send", status="draft", remote_phone=SEND_TO)
    house.handler = lambda _: httpx.Response(200, json={"id": "acti_1", "status": "draft", "remote_phone": STRANGER})
    assert house.passes("PUT", OWN, {"remote_phone": STRANGER})
    assert not house.passes("PUT", OWN, {"status": "outbox"})


@pytest.mark.parametrize(
    "answer",
    [
        lost,
        lambda _: httpx.Response(500),
        lambda _: httpx.Response(302, headers={"Location": "/"}),
        lambda _: httpx.Response(200, content=b"{}"),
        lambda _: httpx.Response(200, content=b"no json"),
        lambda _: httpx.Response(200, json={"id": "acti_2", "remote_phone": SEND_TO}),
        lambda _: httpx.Response(408),
    ],
)
def test_after_an_answer_that_does_not_show_the_number_nothing_is_sent(answer: Handler) -> None:
    house = House("send", status="draft", remote_phone=SEND_TO)
    house.handler = answer
    house.passes("PUT", OWN, {"remote_phone": STRANGER})
    assert not house.passes("PUT", OWN, {"status": "outbox"})
    assert house.passes("PUT", OWN, {"status": "outbox", "remote_phone": SEND_TO})


@pytest.mark.parametrize("status", ["outbox", "Queued", None, 3])
@pytest.mark.parametrize("answer", [lost, lambda _: httpx.Response(502), lambda _: httpx.Response(408)])
def test_after_a_write_that_may_have_sent_the_number_stays(answer: Handler, status: Any) -> None:
    house = House("send", status="draft", remote_phone=SEND_TO)
    house.handler = answer
    assert house.passes("PUT", OWN, {"status": status, "remote_phone": SEND_TO})
    assert not house.passes("PUT", OWN, {"remote_phone": STRANGER})


@pytest.mark.parametrize("status", ["Queued", None, 3])
def test_what_a_strange_status_may_have_sent_is_cancelled_at_the_end(status: Any) -> None:
    house = House("record", **DRAFT)
    house.handler = lost
    assert house.passes("PUT", OWN, {"status": status})
    assert ["acti_1"] == house.guard.pending()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        (method, f"{collection}/{name}/")
        for method in ("PUT", "DELETE", "PATCH", "POST", "HEAD", "OPTIONS")
        for collection, name in [("activity/sms", "acti_theirs"), ("lead", "lead_theirs"), ("contact", "cont_theirs")]
    ],
)
def test_foreign_objects_are_left_alone(method: str, path: str) -> None:
    assert not House("send", **DRAFT).passes(method, path, {"status": "draft"})


def test_a_foreign_message_in_a_list_does_not_become_own() -> None:
    house = House("send")
    entries = [{"id": "acti_theirs", "status": "draft", "remote_phone": SEND_TO}]
    house.handler = lambda _: httpx.Response(200, json={"data": entries})
    assert house.passes("GET", SMS)
    house.handler = lambda _: httpx.Response(200, json=entries[0])
    assert house.passes("POST", SMS, DRAFT)
    assert not house.passes("PUT", "activity/sms/acti_theirs/", {"status": "outbox"})
    assert not house.passes("DELETE", "activity/sms/acti_theirs/")


FULLWIDTH = {ord(c): ord(c) + 0xFEE0 for c in "abcdefghijklmnopqrstuvwxyz"}
LETTERS = st.sampled_from(
    [str.upper, str.title, lambda c: c.translate(FULLWIDTH), lambda c: c, lambda c: f"\\u{ord(c):04x}"]
)
BETWEEN = st.sampled_from(["", "", "", "\u200b", "\u00ad", "\u2060", "\ufeff", "\u0000", "\u202e"])


@st.composite
def disguised(draw: st.DrawFn, word: str) -> str:
    """The word as JSON text, each letter in one of its disguises."""
    written = []
    for letter in word:
        shown = draw(LETTERS)(letter)
        written.append(shown if shown.startswith("\\") else json.dumps(shown)[1:-1])
        written.append(json.dumps(draw(BETWEEN))[1:-1])
    return draw(st.sampled_from(["", " ", "\\t"])) + "".join(written)


@given(key=disguised("status"), value=disguised("outbox"), before=st.sampled_from(["", '"status":"draft",']))
def test_no_disguise_of_outbox_leaves(key: str, value: str, before: str) -> None:
    body = f'{{{before}"{key}":"{value}"}}'.encode()
    assert not House("schedule").passes("POST", SMS, body)
    assert not House("record", **DRAFT).passes("PUT", OWN, body)


@given(key=disguised("remote_phone"), late=st.booleans())
def test_no_second_number_leaves(key: str, late: bool) -> None:
    good, bad = f'"remote_phone":"{SEND_TO}"', f'"{key}":"{STRANGER}"'
    pairs = ",".join([good, bad] if late else [bad, good])
    house = House("send", status="draft", remote_phone=SEND_TO)
    for status in ("outbox", "Queued"):
        assert not house.passes("POST", SMS, f'{{"status":"{status}",{pairs}}}'.encode())
        assert not house.passes("PUT", OWN, f'{{"status":"{status}",{pairs}}}'.encode())


MISSING = object()
ODD = [MISSING, None, 3, True, "", "Queued", ["draft"], {"a": "draft"}, "error", "DRAFT ", "inbox sent"]


@pytest.mark.parametrize("status", ODD)
@pytest.mark.parametrize(
    ("profile", "number", "leaves"),
    [("record", FICTION, True), ("record", STRANGER, False), ("send", SEND_TO, True), ("send", STRANGER, False)],
)
def test_an_odd_status_reaches_nobody(profile: str, number: str, leaves: bool, status: object) -> None:
    body = {"remote_phone": number, "text": "hello"} | ({} if status is MISSING else {"status": status})
    leaves = leaves or status == "DRAFT "
    assert leaves == House(profile).passes("POST", SMS, body)
    if status is not MISSING:
        assert leaves == House(profile, status="draft", remote_phone=number).passes("PUT", OWN, {"status": status})


@pytest.mark.parametrize(
    ("profile", "method", "body", "headers"),
    [
        ("record", "POST", b"", JSON),
        ("record", "POST", b"{", JSON),
        ("record", "POST", b"[]", JSON),
        ("record", "POST", b"null", JSON),
        ("record", "POST", b'"draft"', JSON),
        ("record", "POST", b"\xff\xfe", JSON),
        ("record", "POST", {**DRAFT}, {}),
        ("record", "POST", {**DRAFT}, {"Content-Type": "text/plain"}),
        ("record", "POST", {**DRAFT}, {**JSON, "Authorization": "Basic nonsense"}),
        ("record", "POST", {**DRAFT, "remote_phone": STRANGER, "text": "outbox and scheduled"}, JSON),
        ("record", "POST", deep(20_000, "1"), JSON),
        (
            "record",
            "POST",
            b"status=draft&remote_phone=%2B14155550123",
            {"Content-Type": "application/x-www-form-urlencoded"},
        ),
        ("schedule", "POST", {"status": "scheduled", "date_scheduled": FAR, "remote_phone": STRANGER}, JSON),
        ("send", "POST", {"status": "outbox", "remote_phone": SEND_TO, "send_in": 59}, JSON),
        ("send", "POST", {"status": "outbox", "remote_phone": SEND_TO, "send_in": "x"}, JSON),
        ("send", "POST", {"status": "scheduled", "remote_phone": SEND_TO}, JSON),
        ("send", "POST", {"status": "scheduled", "remote_phone": SEND_TO, "date_scheduled": None}, JSON),
        ("send", "POST", {"status": "scheduled", "remote_phone": SEND_TO, "date_scheduled": FAR, "send_in": 9}, JSON),
        ("send", "PUT", {"status": "outbox", "remote_phone": SEND_TO}, JSON),
        ("record", "PUT", {"status": "draft", "send_in": 30}, JSON),
        ("record", "PUT", {"remote_phone": STRANGER}, JSON),
    ],
)
def test_what_the_suite_needs_leaves(profile: str, method: str, body: Any, headers: dict[str, str]) -> None:
    house = House(profile, **DRAFT)
    assert house.passes(method, SMS if method == "POST" else OWN, body, headers)
