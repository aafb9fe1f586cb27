"""The Guard: nothing that the profile forbids leaves, ever.

The property tests hold it against lenient readers written here, apart from the guard's own code: each takes
the bytes that left for a message in another way, and none of them may find one that would be sent where it
must not.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from itertools import count
from threading import Barrier, Event
from typing import Any
from urllib.parse import parse_qsl, unquote

import httpx
import pytest
from hypothesis import assume, event, example, given
from hypothesis import strategies as st

from close_sms.clock import VirtualClock
from close_sms.profiles import PROFILES
from close_sms.transports.guard import Forbidden, Guard
from close_sms.transports.ledger import Ledger

ROOT = "https://close.mock/api/v1"
START = datetime(2026, 1, 1, tzinfo=UTC)
SEND_TO = "+15005550006"
FOREIGN = "+491701234567"
FICTION = "+14155550123"
FAR = "2026-03-01T00:00:00+00:00"
SOON = "2026-01-02T00:00:00+00:00"
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
BOLD = "".join(chr(0x1D41A + ord(letter) - ord("a")) for letter in "outbox")  # mathematical letters
OWN = "acti_1"  # the first message that the fake endpoint makes
THEIRS = "acti_theirs"
INVENTED = "acti_invented"


class Endpoint:
    """A fake endpoint that believes every word, and keeps what has reached it."""

    def __init__(self) -> None:
        theirs = {"id": THEIRS, "status": "draft", "remote_phone": SEND_TO}
        self.messages: dict[str, dict[str, Any]] = {THEIRS: theirs}
        self.seen: list[httpx.Request] = []
        self.answer: Callable[[httpx.Request], httpx.Response] | None = None
        self._numbers = count(1)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        return self.believe(request) if self.answer is None else self.answer(request)

    def believe(self, request: httpx.Request) -> httpx.Response:
        """Do as the request says."""
        parts = request.url.path.removeprefix("/api/v1/").strip("/").split("/")
        if parts[:2] != ["activity", "sms"]:
            return httpx.Response(200, json={"id": f"{parts[0]}_{next(self._numbers)}"})
        if len(parts) == 2 and request.method == "GET":
            return httpx.Response(200, json={"data": list(self.messages.values()), "has_more": False})
        known = parts[2] if len(parts) == 3 else f"acti_{next(self._numbers)}"
        body = _plain(request.content)
        self.messages[known] = {"remote_phone": None, **self.messages.get(known, {}), **body, "id": known}
        return httpx.Response(200, json=self.messages[known])


def _plain(content: bytes) -> dict[str, Any]:
    try:
        body = json.loads(content or b"{}")
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


class House:
    """A guard before the fake endpoint."""

    def __init__(self, profile: str = "send", send_to: str | None = SEND_TO) -> None:
        self.endpoint = Endpoint()
        self.ledger = Ledger(httpx.MockTransport(self.endpoint), None)
        self.ledger.add_unknown_id(INVENTED)
        self.guard = Guard(
            self.ledger,
            profile=profile,
            send_to=send_to,
            root_url=ROOT,
            clock=VirtualClock(START),
        )

    def send(
        self, method: str, path: str, body: Any = None, *, content: bytes | None = None, headers: Any = None
    ) -> httpx.Response:
        if body is not None:
            content, headers = json.dumps(body).encode(), headers or JSON
        request = httpx.Request(method, f"{ROOT}/{path}", content=content, headers=headers)
        return self.guard.handle_request(request)

    def own(self, **fields: Any) -> str:
        """An own message, made whatever the profile."""
        made = self.endpoint.messages
        name = f"acti_own{len(made)}"
        made[name] = {"id": name, "status": "draft", "remote_phone": SEND_TO, **fields}
        self.endpoint.answer = lambda _: httpx.Response(200, json=made[name])
        self.ledger.handle_request(httpx.Request("POST", f"{ROOT}/activity/sms/"))
        self.endpoint.answer = None
        self.send("GET", f"activity/sms/{name}/")
        self.endpoint.seen.clear()
        return name

    def refused(self, method: str, path: str, body: Any = None, **options: Any) -> Forbidden:
        """The refusal of a request that must not leave."""
        before = len(self.endpoint.seen)
        with pytest.raises(Forbidden) as caught:
            self.send(method, path, body, **options)
        assert len(self.endpoint.seen) == before
        return caught.value


def outbox(**changes: Any) -> dict[str, Any]:
    return {
        "status": "outbox",
        "remote_phone": SEND_TO,
        "local_phone": "+15550001111",
        "text": "Hi",
        **changes,
    }


def scheduled(date: Any = FAR, **changes: Any) -> dict[str, Any]:
    return outbox(status="scheduled", date_scheduled=date, **changes)


def lets(profile: str, method: str, path: str, body: Any = None, **options: Any) -> bool:
    """Whether a fresh guard lets the request through."""
    try:
        House(profile).send(method, path, body, **options)
    except Forbidden:
        return False
    return True


def needed(refusal: Forbidden) -> str | None:
    """The least profile that would allow it, as the refusal says; None where none would."""
    said = re.search(r"--profile=(\w+)(?: with --send-to=NUMBER)? would allow it\.$", str(refusal))
    assert said or str(refusal).endswith(" No profile allows it.")
    return said and said[1]


def least(method: str, path: str, body: Any = None, **options: Any) -> str | None:
    """The least profile that lets it through; every higher one does too, and the guard says the same."""
    allowed = [lets(profile, method, path, body, **options) for profile in PROFILES]
    assert allowed == sorted(allowed)
    found = PROFILES[allowed.index(True)] if True in allowed else None
    if not allowed[0]:
        assert needed(House("read").refused(method, path, body, **options)) == found
    return found


# --- places ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "me/",
        "phone_number/",
        "phone_number/phon_1/",
        "activity/sms/",
        "activity/sms",
        "activity/sms/acti_1/",
        "activity/sms/acti.1/",
        "lead/lead_1/",
        "contact/",
        "sms_template/smstmpl_1/",
        "task/",
        "task/?_type=incoming_sms&object_id=acti_1",
    ],
)
def test_known_places_may_be_read(path: str) -> None:
    assert least("GET", path) == "read"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "./%2e/me/",
        "activity/sms/%2e%2e/",
        "activity//sms/",
        "activity/sms/acti_1%2Fsend/",
        "activity/sms/acti_1/send/",
        "activity/sms/;x/",
        "activity/sms/acti..1/",
        "activity/sms/.acti_1/",
        "activity/sms/acti_1./",
        "activity/sms.json",
        "activity%2Fsms/",
        "me/me_1/",
        "activity/call/",
        "activity/",
        "bulk_action/",
        "lead/merge/x/",
        "activity/sms/acti_1\\",
        "ACTIVITY/SMS/",
        "../v2/me/",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_other_places_are_out_of_reach(method: str, path: str) -> None:
    assert least(method, path, None if method == "GET" else outbox()) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://close.mock/api/v1/me/",
        "https://close.mock:444/api/v1/me/",
        "https://evil.mock/api/v1/me/",
        "https://close.mock.evil/api/v1/me/",
        "https://close.mock/api/v2/me/",
        "https://close.mock/api/v1me/",
    ],
)
def test_other_origins_are_out_of_reach(url: str) -> None:
    with pytest.raises(Forbidden, match="No profile allows it"):
        House().guard.handle_request(httpx.Request("GET", url))


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.mock"},
        {"X-Original-URL": "/x"},
        {"X_Rewrite_URL": "/x"},
        {"X-Forwarded-Host": "evil.mock"},
        {"X-Method-Override": "POST"},
        {"X-HTTP-Method": "POST"},
        [("Host", "close.mock"), ("Host", "evil.mock")],
    ],
)
def test_headers_cannot_lead_elsewhere(headers: Any) -> None:
    assert least("GET", "me/", headers=headers) is None


def test_the_default_port_may_be_named() -> None:
    House().guard.handle_request(httpx.Request("GET", "https://close.mock:443/api/v1/me/"))
    assert lets("read", "GET", "me/", headers={"Host": "close.mock:443"})


def test_the_path_on_the_wire_cannot_be_replaced() -> None:
    request = httpx.Request("GET", f"{ROOT}/me/", extensions={"target": b"/api/v1/activity/sms/"})
    with pytest.raises(Forbidden):
        House().guard.handle_request(request)


def test_what_was_judged_is_what_leaves() -> None:
    house = House("record")
    request = httpx.Request("POST", f"{ROOT}/activity/sms/", json={"status": "draft"})
    request.stream = httpx.ByteStream(json.dumps(outbox()).encode())
    house.guard.handle_request(request)
    assert b"".join(house.endpoint.seen[0].stream) == b'{"status":"draft"}'  # type: ignore[arg-type]


# --- profiles --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "profile"),
    [
        ({"status": "draft", "remote_phone": FOREIGN}, "record"),
        ({"status": "inbox", "remote_phone": FOREIGN, "text": "scheduled in the outbox"}, "record"),
        ({"status": " SENT "}, "record"),
        ({"status": "sent", "remote_phone": FOREIGN, "date_scheduled": SOON}, "record"),
        (scheduled(), "schedule"),
        (scheduled(remote_phone=FOREIGN), "schedule"),
        (scheduled(SOON), "send"),
        (scheduled("tomorrow"), "send"),
        (scheduled(None), "send"),
        (scheduled("2027-01-01T00:00:00"), "send"),
        (scheduled("2027-01-01"), "send"),
        (scheduled("2026-01-30T23:59:59+00:00"), "send"),
        (scheduled("2026-01-31T00:00:01Z"), "schedule"),
        (scheduled("2026-01-31T01:00:00+14:00"), "send"),
        (scheduled("9999-12-31T23:59:59-12:00"), "send"),
        (scheduled([FAR]), "send"),
        (scheduled(SOON, remote_phone=FOREIGN), None),
        (outbox(), "send"),
        (outbox(status="OUTBOX\n"), "send"),
        (outbox(status=["outbox"]), "send"),
        (outbox(remote_phone=FOREIGN), None),
        (outbox(remote_phone=FICTION), None),
        (outbox(remote_phone=[SEND_TO]), None),
        (outbox(remote_phone=f" {SEND_TO}"), None),
        (outbox(remote_phone=None), None),
        (outbox(to=FOREIGN), None),
        (outbox(to=["491701234567"]), None),
        (outbox(remotePhone=FOREIGN), None),
        (outbox(deep={"remote_phone": SEND_TO}), None),
        ({"status": "outbox", "_params": {"remote_phone": SEND_TO}}, None),
        ({"status": "outbox"}, None),
        ({"_params": {"status": "outbox"}, "status": "draft", "remote_phone": SEND_TO}, "send"),
        ({"status": "draft", "x": [{"Status": "Outbox"}]}, None),
        ({"status": {"scheduled": 1}, "remote_phone": FICTION}, None),
        ({"status": "\uff4futbox", "remote_phone": FOREIGN}, None),
        # of these nobody knows what they do
        ({}, "record"),
        ({"text": "Hi"}, "record"),
        ({"status": None, "remote_phone": FICTION}, "record"),
        ({"status": "error", "remote_phone": None}, "record"),
        ({"status": "nonsense", "remote_phone": SEND_TO}, "record"),
        ({"status": ["draft"]}, "record"),
        ({"status": "nonsense", "remote_phone": FOREIGN}, None),
        ({"status": 5, "to": FOREIGN}, None),
        ({"status": None, "text": "The outbox", "remote_phone": FICTION}, None),
        ({"status": None, "text": "The outbox", "remote_phone": SEND_TO}, "send"),
        ({"Status": "draft", "remote_phone": FOREIGN}, None),
        ([{"status": "draft"}], "record"),
        ([{"status": "draft", "remote_phone": FOREIGN}], None),
        ("outbox", None),
        (7, "record"),
    ],
)
def test_least_profile_of_a_create(body: Any, profile: str | None) -> None:
    assert least("POST", "activity/sms/", body) == profile
    assert least("POST", "activity/sms", body) == profile


@pytest.mark.parametrize(
    ("content", "headers", "profile"),
    [
        (b"", {}, "record"),
        (b'{"status": "draft"', JSON, "record"),
        (b'{"status": "dr\xff"}', JSON, "record"),
        (b'{"status": "outbox"', JSON, None),
        (b'{"status": "\\u006futbox", "remote_phone": "+491701234567"}', JSON, None),
        (b'{"st\\u0061tus": "\\u006futbox"', JSON, None),
        (b'{"status": "draft", "status": "outbox"}', JSON, None),
        (b'{"status": "outbox", "status": "draft"}', JSON, None),
        (b'{"status": "draft", "status": "sent", "remote_phone": "+491701234567"}', JSON, None),
        (
            b'{"status": "outbox", "remote_phone": "+15005550006", "remote_phone": "+491701234567"}',
            JSON,
            None,
        ),
        (b'{"status": "outbox", "remote_phone": "+15005550006"}', {}, None),
        (b'{"status": "outbox", "remote_phone": "+15005550006"}', {"Content-Type": "text/plain"}, None),
        (b'{"status": "draft"}', {"Content-Type": "text/plain"}, "record"),
        (b'{"status": "draft"}', {}, "record"),
        (b'{"status": "draft"}', {"Content-Type": "application/json; charset=utf-8"}, "record"),
        (b'{"status": "draft"}', {"Content-Type": "application/json; charset=utf-7"}, None),
        (b'{"status": "draft"}', {"Content-Type": "application/json; charset=cp037"}, None),
        (b'{"status": "draft"}', {**JSON, "Content-Encoding": "gzip"}, None),
        (gzip.compress(b'{"status": "outbox"}', mtime=0), {**JSON, "content_encoding": "gzip"}, None),
        (b'{"status": "draft", "x": "&status=outbox&"}', FORM, None),
        (b'{"status": "draft", "remote_phone": "+491701234567"}', {"Content-Type": "text/plain"}, None),
        (b"status=out%62ox", FORM, None),
        (b"status=out%2562ox", FORM, None),
        (b"status=draft&remote_phone=%2B14155550123", FORM, "record"),
        (b"status=draft&remote_phone=%2B491701234567", FORM, None),
        (b"<status>&#111;utbox</status>", {"Content-Type": "text/xml"}, None),
        (b"status: out=62ox", {"Content-Type": "message/rfc822"}, None),
        (b"Content-Transfer-Encoding: base64\n\nb3V0Ym94", {"Content-Type": "multipart/form-data"}, None),
        (json.dumps(outbox()).encode("utf-16"), JSON, None),
        (
            json.dumps(outbox()).encode("utf-16-be"),
            {"Content-Type": "application/json; charset=utf-16"},
            None,
        ),
        (json.dumps(outbox(remote_phone=FOREIGN)).encode("utf-16"), JSON, None),
        (b"x" + json.dumps(outbox()).encode("utf-16-le"), JSON, None),
        (b"status=scheduled", {}, None),
        (b"x" + f"status={BOLD}".encode("utf-16-le"), FORM, None),
        (f"status={BOLD}".encode("utf-32-be"), FORM, None),
        (b"[" * 100_000, JSON, "record"),
    ],
)
def test_least_profile_of_raw_bytes(content: bytes, headers: dict[str, str], profile: str | None) -> None:
    if b"\xff\xfe" in content[:2] and FOREIGN.encode("utf-16-le") not in content:
        profile = "send"  # announced as JSON, and read as UTF-16 by everybody: a plain outbox
    assert least("POST", "activity/sms/", content=content, headers=headers) == profile


@pytest.mark.parametrize(
    ("query", "profile"),
    [
        ("send_to_inbox=true", "record"),
        ("status=outbox", None),
        ("status=OUTBOX", None),
        ("status=out%62ox", None),
        ("_params=%7B%22status%22%3A%22scheduled%22%7D", None),
        ("status=outbox&remote_phone=%2B491701234567", None),
    ],
)
def test_least_profile_of_a_query(query: str, profile: str) -> None:
    assert least("POST", f"activity/sms/?{query}", {"status": "draft", "remote_phone": SEND_TO}) == profile
    assert least("GET", f"activity/sms/?{query}") == "read"


@pytest.mark.parametrize(
    ("method", "path", "body", "override", "profile"),
    [
        ("POST", "activity/sms/", {"_params": {"_limit": 1}}, "GET", "record"),
        ("GET", "activity/sms/", outbox(), "POST", None),
        ("GET", "activity/sms/", {"status": "draft"}, "POST", "record"),
        ("GET", "me/", None, "GET", "record"),
        ("GET", "me/", None, "POST", None),
        ("GET", f"activity/sms/{THEIRS}/", None, "DELETE", None),
        ("POST", f"activity/sms/{THEIRS}/", {"text": "x"}, "PUT", None),
        ("POST", f"activity/sms/{INVENTED}/", {"text": "x"}, "PUT", "record"),
        ("POST", f"activity/sms/{INVENTED}/", outbox(), "PUT", None),
        ("POST", "activity/sms/", outbox(), "GET", None),
        ("POST", "activity/sms/", {"status": "draft"}, "BREW", None),
        ("POST", "activity/sms/", {"status": "draft"}, "GET, DELETE", None),
    ],
)
@pytest.mark.parametrize("name", ["x-http-method-override", "X_HTTP_METHOD_OVERRIDE"])
def test_an_overridden_method_is_judged_as_both(  # noqa: PLR0917 (a table)
    name: str, method: str, path: str, body: Any, override: str, profile: str | None
) -> None:
    assert least(method, path, body, headers={**JSON, name: override}) == profile


@pytest.mark.parametrize(
    ("method", "path", "body", "profile"),
    [
        ("DELETE", f"activity/sms/{THEIRS}/", None, None),
        ("DELETE", f"activity/sms/{INVENTED}/", None, "record"),
        ("DELETE", "activity/sms/", None, None),
        ("DELETE", f"activity/sms/{INVENTED}/?status=outbox", None, None),
        ("DELETE", f"activity/sms/{INVENTED}/", outbox(), None),
        ("DELETE", "lead/lead_9/", None, None),
        ("DELETE", f"lead/{INVENTED}/", None, None),
        ("PUT", f"activity/sms/{THEIRS}/", {"text": "x"}, None),
        ("PUT", f"activity/sms/{INVENTED}/", {"text": "x"}, "record"),
        ("PUT", f"activity/sms/{INVENTED}/", {"status": "outbox"}, None),
        ("PUT", f"activity/sms/{INVENTED}/", outbox(), "send"),
        ("PUT", "lead/lead_9/", {"name": "x"}, None),
        ("POST", "lead/", {"name": "x", "contacts": [{"name": "y"}]}, "record"),
        ("POST", "lead/", {"name": "x", "activities": [{"status": "outbox"}]}, None),
        (
            "POST",
            "contact/",
            {"lead_id": "lead_1", "phones": [{"phone": FOREIGN, "type": "mobile"}]},
            "record",
        ),
        ("POST", "sms_template/", {"name": "x", "text": "A call is scheduled."}, "record"),
        ("POST", "phone_number/", {}, None),
        ("POST", "task/", {}, None),
        ("POST", "me/", {}, None),
        # methods that are not supported there
        ("HEAD", "activity/sms/", None, "record"),
        ("OPTIONS", "activity/sms/", None, "record"),
        ("HEAD", f"activity/sms/{THEIRS}/", None, None),
        ("PATCH", f"activity/sms/{INVENTED}/", {"text": "x"}, "record"),
        ("PATCH", f"activity/sms/{INVENTED}/", outbox(), None),
        ("PATCH", f"activity/sms/{INVENTED}/", {"date_scheduled": FAR}, None),
        ("PATCH", f"activity/sms/{THEIRS}/", {"text": "x"}, None),
        ("PUT", "activity/sms/", {}, "record"),
        ("PUT", "activity/sms/", {"text": "x"}, None),
        ("PATCH", "activity/sms/?id__in=acti_theirs", {"text": "x"}, None),
        ("POST", f"activity/sms/{INVENTED}/", {"status": "draft", "remote_phone": FICTION}, "record"),
        ("POST", f"activity/sms/{INVENTED}/", outbox(), None),
        ("POST", f"activity/sms/{THEIRS}/", {"status": "draft"}, None),
        ("TRACE", "activity/sms/", None, None),
        ("BREW", "activity/sms/", None, None),
    ],
)
def test_least_profile_of_methods(method: str, path: str, body: Any, profile: str | None) -> None:
    assert least(method, path, body) == profile


# --- what it remembers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "body", "profile"),
    [
        ({}, {"text": "outbox"}, "record"),
        ({}, {"status": "draft"}, "record"),
        ({}, {"status": "outbox"}, "send"),
        ({"remote_phone": FOREIGN}, {"status": "outbox"}, None),
        ({"remote_phone": None}, {"status": "outbox"}, None),
        ({"remote_phone": FOREIGN}, {"status": "outbox", "remote_phone": SEND_TO}, "send"),
        ({}, {"status": "outbox", "remote_phone": FOREIGN}, None),
        ({}, {"status": "scheduled", "date_scheduled": FAR}, "schedule"),
        ({}, {"status": "scheduled", "date_scheduled": SOON}, "send"),
        ({}, {"status": "scheduled"}, "send"),
        ({"remote_phone": FOREIGN}, {"status": "scheduled"}, None),
        ({"remote_phone": FOREIGN}, {"date_scheduled": SOON}, "record"),
        ({"status": "scheduled", "remote_phone": FOREIGN}, {"date_scheduled": SOON}, None),
        ({"status": "scheduled", "remote_phone": FOREIGN}, {"date_scheduled": FAR}, "schedule"),
        ({"status": "scheduled", "remote_phone": FOREIGN}, {"status": "draft"}, "record"),
        ({"status": "scheduled"}, {"remote_phone": FOREIGN}, None),
        ({"status": "scheduled"}, {"remote_phone": None}, None),
        ({"status": "outbox"}, {"status": "draft", "remote_phone": FOREIGN}, None),
        ({"status": "outbox"}, {"remote_phone": SEND_TO}, "record"),
        ({"status": "outbox"}, {"text": "x"}, "record"),
        ({"status": "unheard-of"}, {"remote_phone": FOREIGN}, None),
        ({"remote_phone": FICTION}, {"remote_phone": FOREIGN}, "record"),
    ],
)
def test_least_profile_of_an_update(fields: dict[str, Any], body: Any, profile: str | None) -> None:
    def lets_update(name: str) -> bool:
        house = House(name)
        own = house.own(**fields)
        try:
            house.send("PUT", f"activity/sms/{own}/", body)
        except Forbidden:
            return False
        return True

    allowed = PROFILES[PROFILES.index(profile) :] if profile else ()
    assert tuple(name for name in PROFILES if lets_update(name)) == allowed


def test_a_new_number_counts_only_after_an_answer_has_shown_it() -> None:
    house = House()
    own = house.own()
    for code, told in ((400, {}), (200, {"id": own}), (200, "?")):
        house.endpoint.answer = lambda _, code=code, told=told: httpx.Response(code, json=told)
        house.send("PUT", f"activity/sms/{own}/", {"remote_phone": FOREIGN})
        assert "not known for sure" in str(house.refused("PUT", f"activity/sms/{own}/", {"status": "outbox"}))
    house.endpoint.answer = None
    house.send("GET", f"activity/sms/{own}/")
    house.send("PUT", f"activity/sms/{own}/", {"status": "outbox"})


def test_a_number_stays_unknown_after_a_lost_answer() -> None:
    house = House()
    own = house.own()
    house.endpoint.answer = _lose
    with pytest.raises(httpx.ReadTimeout):
        house.send("PUT", f"activity/sms/{own}/", {"remote_phone": FOREIGN})
    house.refused("PUT", f"activity/sms/{own}/", {"status": "outbox"})


def _lose(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("lost", request=request)


def test_an_answer_about_another_message_tells_nothing() -> None:
    house = House()
    own, other = house.own(remote_phone=FOREIGN), house.own()
    house.endpoint.answer = lambda _: httpx.Response(200, json=house.endpoint.messages[other])
    house.send("GET", f"activity/sms/{own}/")
    house.refused("PUT", f"activity/sms/{own}/", {"status": "outbox"})


def test_an_invented_id_that_turns_out_to_exist_is_left_alone() -> None:
    house = House()
    house.ledger.add_unknown_id(THEIRS)
    house.send("DELETE", f"activity/sms/{INVENTED}/")
    house.send("GET", "activity/sms/")
    house.refused("DELETE", f"activity/sms/{THEIRS}/")


def test_lists_tell_only_what_was_never_seen() -> None:
    house = House()
    own = house.own(text="new")
    data = [{"id": own, "text": "old"}, {"id": "acti_9"}, 3]
    house.endpoint.answer = lambda _: httpx.Response(200, json={"data": data})
    house.send("GET", "activity/sms/")
    assert house.guard.states[own]["text"] == "new"
    assert house.guard.states["acti_9"] == {"id": "acti_9"}


def test_partial_answers_do_not_erase_what_was_seen() -> None:
    house = House()
    own = house.own()
    house.endpoint.answer = lambda _: httpx.Response(200, json={"text": "x"})
    house.send("GET", f"activity/sms/{own}/?_fields=text")
    assert house.guard.states[own]["remote_phone"] == SEND_TO


def test_own_objects_may_be_deleted_twice() -> None:
    house = House("record")
    lead = house.send("POST", "lead/", {"name": "x"}).json()["id"]
    for _ in range(2):
        house.send("DELETE", f"lead/{lead}/")


# --- what is pending, and what was sent ------------------------------------------------------------------


def test_pending_messages_are_those_that_may_still_be_sent() -> None:
    house = House()
    for body in (outbox(), scheduled(), {"status": "draft"}, outbox(), {"status": "sent"}):
        house.send("POST", "activity/sms/", body)
    assert house.guard.pending() == ["acti_1", "acti_2", "acti_4"]
    house.send("PUT", "activity/sms/acti_1/", {"status": "draft"})
    house.send("DELETE", "activity/sms/acti_2/")
    assert house.guard.pending() == ["acti_4"]


def test_foreign_messages_are_never_pending() -> None:
    house = House()
    house.endpoint.messages[THEIRS]["status"] = "outbox"
    house.send("GET", "activity/sms/")
    assert house.guard.pending() == []


def test_a_send_without_an_answer_is_pending_until_an_answer_shows_otherwise() -> None:
    house = House()
    own = house.own()
    house.endpoint.answer = _lose
    with pytest.raises(httpx.ReadTimeout):
        house.send("PUT", f"activity/sms/{own}/", {"status": "outbox"})
    assert house.guard.pending() == [own]
    house.endpoint.answer = lambda _: httpx.Response(400, json={})
    house.send("PUT", f"activity/sms/{own}/", {"status": "outbox"})
    assert house.guard.pending() == [own]
    house.endpoint.answer = None
    house.endpoint.messages[own]["status"] = "sent"
    house.send("GET", f"activity/sms/{own}/")
    assert house.guard.pending() == []
    assert house.guard.sent() == 1


def test_a_refused_send_is_not_pending() -> None:
    house = House()
    own = house.own()
    house.endpoint.answer = lambda _: httpx.Response(400, json={})
    house.send("PUT", f"activity/sms/{own}/", {"status": "outbox"})
    assert house.guard.pending() == []


def test_sent_counts_what_was_asked_to_be_sent_and_was() -> None:
    house = House()
    own = house.send("POST", "activity/sms/", outbox()).json()["id"]
    house.send("POST", "activity/sms/", {"status": "sent", "remote_phone": FOREIGN})
    assert house.guard.sent() == 0
    house.endpoint.messages[own]["status"] = "sent"
    house.send("GET", f"activity/sms/{own}/")
    assert house.guard.sent() == 1


def test_a_number_cannot_change_between_judgement_and_request() -> None:
    """While one thread sends a draft, another changes its number: it has to wait, and is refused then."""
    house = House()
    own = house.own()
    sending, changed = Event(), Event()

    def slowly(request: httpx.Request) -> httpx.Response:
        if b"outbox" in request.content:
            sending.set()
            changed.wait(0.2)
        return house.endpoint.believe(request)

    def change() -> None:
        sending.wait(5)
        house.refused("PUT", f"activity/sms/{own}/", {"remote_phone": FOREIGN})
        changed.set()

    house.endpoint.answer = slowly
    with ThreadPoolExecutor(1) as pool:
        changing = pool.submit(change)
        house.send("PUT", f"activity/sms/{own}/", {"status": "outbox"})
        changing.result()
    assert house.endpoint.messages[own]["remote_phone"] == SEND_TO


def test_an_answer_from_before_a_change_does_not_hide_it() -> None:
    """A slow GET has seen the old number; the change, whose answer is lost, has to wait for it."""
    house = House()
    own = house.own()
    looking, changed = Event(), Event()

    def slowly(request: httpx.Request) -> httpx.Response:
        answer = house.endpoint.believe(request)
        if request.method != "GET":
            return _lose(request)
        looking.set()
        changed.wait(0.2)
        return answer

    def change() -> None:
        looking.wait(5)
        with pytest.raises(httpx.ReadTimeout):
            house.send("PUT", f"activity/sms/{own}/", {"remote_phone": FOREIGN})
        changed.set()

    house.endpoint.answer = slowly
    with ThreadPoolExecutor(1) as pool:
        changing = pool.submit(change)
        house.send("GET", f"activity/sms/{own}/")
        changing.result()
    house.refused("PUT", f"activity/sms/{own}/", {"status": "outbox"})


def test_edits_that_cannot_send_go_side_by_side() -> None:
    """Two edits of one draft are under way at once; what its number is now is unknown until the draft is seen again."""
    house = House()
    own = house.own()
    both = Barrier(2)

    def together(request: httpx.Request) -> httpx.Response:
        answer = house.endpoint.believe(request)
        both.wait(5)
        return answer

    house.endpoint.answer = together
    edits: list[dict[str, Any]] = [{"text": "another"}, {"remote_phone": FOREIGN}]
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(house.send, "PUT", f"activity/sms/{own}/", edit) for edit in edits]:
            assert done.result().is_success
    house.endpoint.answer = None
    assert "not known for sure" in str(house.refused("PUT", f"activity/sms/{own}/", {"status": "outbox"}))
    house.send("GET", f"activity/sms/{own}/")
    assert FOREIGN in str(house.refused("PUT", f"activity/sms/{own}/", {"status": "outbox"}))


def test_a_draft_is_not_sent_while_its_number_is_being_changed() -> None:
    """The change is under way, and its answer might come too late."""
    house = House()
    own = house.own()
    changing, sent = Event(), Event()

    def slowly(request: httpx.Request) -> httpx.Response:
        changing.set()
        sent.wait(5)
        return house.endpoint.believe(request)

    house.endpoint.answer = slowly
    with ThreadPoolExecutor(1) as pool:
        change = pool.submit(house.send, "PUT", f"activity/sms/{own}/", {"remote_phone": FOREIGN})
        changing.wait(5)
        house.refused("PUT", f"activity/sms/{own}/", {"status": "outbox"})
        sent.set()
        assert change.result().is_success


# --- what it says ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("profile", "send_to", "body", "needs", "parts"),
    [
        (
            "read",
            None,
            {"status": "draft"},
            "record",
            ["POST /activity/sms/ with status draft", "--profile=record"],
        ),
        (
            "record",
            None,
            outbox(),
            "send",
            ["status outbox", "to a person", "--profile=send with --send-to=NUMBER"],
        ),
        ("send", SEND_TO, outbox(remote_phone=FOREIGN), None, [FOREIGN, f"not --send-to={SEND_TO}"]),
        ("send", None, outbox(), None, ["no --send-to is given"]),
        ("schedule", None, scheduled(SOON), "send", ["at least 30 days ahead", "--profile=send"]),
        ("record", None, scheduled(), "schedule", ["--profile=schedule would allow it"]),
        ("record", None, "outbox", None, ["no JSON object", "mentions outbox", "No profile"]),
    ],
)
def test_a_refusal_says_what_why_and_what_would_allow_it(
    profile: str, send_to: str | None, body: Any, needs: str | None, parts: list[str]
) -> None:
    refusal = House(profile, send_to).refused("POST", "activity/sms/", body)
    assert needed(refusal) == needs
    assert [part for part in parts if part not in str(refusal)] == []


def test_unknown_profile_is_refused() -> None:
    with pytest.raises(ValueError, match="expected one of read, record, schedule, send"):
        House("wirte")


# --- properties ------------------------------------------------------------------------------------------

Message = list[tuple[str, Any]]  # keys and values as some server reads them


def readings(request: httpx.Request) -> Iterator[Message]:
    """The messages that lenient servers may see in a request."""
    raw = request.content
    query = [*parse_qsl(request.url.query.decode()), *parse_qsl(unquote(request.url.query.decode()))]
    is_json = "json" in request.headers.get("content-type", "")
    for charset in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "latin-1", *(() if is_json else ("utf-7",))):
        text = raw.decode(charset, errors="replace")
        yield [*_flat(text), *query]
        if not is_json:
            yield [*parse_qsl(text), *query]
            yield [*parse_qsl(unquote(text)), *query]


def _flat(text: str) -> Message:
    """Every pair of a JSON text, at any depth."""
    pairs: Message = []

    def keep(found: Message) -> Message:
        pairs.extend(found)
        return found

    try:
        json.loads(text, object_pairs_hook=keep)
    except ValueError:
        return []
    return pairs


def values(message: Message, name: str) -> list[Any]:
    return [value for key, value in message if key.strip().lower() == name]


def asks_to_send(message: Message) -> bool:
    return any("outbox" in json.dumps(value, ensure_ascii=False).lower() for value in values(message, "status"))


def asks_to_schedule(message: Message) -> bool:
    return any("scheduled" in json.dumps(value, ensure_ascii=False).lower() for value in values(message, "status"))


STATUSES = st.sampled_from(
    [
        "outbox",
        "scheduled",
        "draft",
        "inbox",
        "sent",
        "error",
        "OutBox",
        " outbox\t",
        "Scheduled ",
        None,
        1,
        True,
        "",
        ["outbox"],
        {"outbox": "draft"},
        {"status": "scheduled"},
        "out\u200bbox",
        "draft,outbox",
    ]
)
KEYS = st.sampled_from(
    ["status", "Status", "STATUS ", " status", "text", "remote_phone", "Remote_Phone", "to", "_params"]
)
NUMBERS = st.sampled_from([SEND_TO, FOREIGN, FICTION, None, [FOREIGN], f" {SEND_TO}", ""])
DATES = st.sampled_from([FAR, SOON, None, "soon", [FAR]])


@st.composite
def pairs(draw: st.DrawFn) -> list[tuple[str, Any]]:
    """Keys and values of a body, equal keys included."""
    found = draw(st.lists(st.tuples(KEYS, st.one_of(STATUSES, NUMBERS)), max_size=3))
    found += draw(st.lists(st.tuples(st.just("status"), STATUSES), max_size=2))
    found += draw(st.lists(st.tuples(st.just("remote_phone"), NUMBERS), max_size=2))
    found += draw(st.lists(st.tuples(st.just("date_scheduled"), DATES), max_size=1))
    return draw(st.permutations(found))


def spelled(found: list[tuple[str, Any]], *, ascii_only: bool) -> str:
    """The body as JSON text with all its keys."""
    inner = ", ".join(f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=ascii_only)}" for k, v in found)
    return f"{{{inner}}}"


def escaped(text: str) -> str:
    return text.replace("outbox", "\\u006futbox").replace("status", "st\\u0061tus")


def form(text: str) -> str:
    return "&".join(f"{key}={value}" for key, value in _flat(text))


WRAPPED: list[Callable[[str], str]] = [
    lambda text: text,
    escaped,
    form,
    lambda text: form(text).replace("o", "%6f"),
    lambda text: f'{{"_params": {text}}}',
    lambda text: f"[{text}]",
    lambda text: text[:-1],
    lambda text: text + "x",
    lambda text: f'{{"status": "draft", "text": {text}}}',
    lambda text: '{"status": "draft", "text": "&' + form(text) + '&"}',
]
ENCODED: list[Callable[[str], bytes]] = [
    lambda text: text.encode(),
    lambda text: text.encode(),
    lambda text: text.encode("utf-16"),
    lambda text: text.encode("utf-16-le"),
    lambda text: text.encode("utf-16-be"),
    lambda text: text.encode("utf-7"),
]
TYPES = ["application/json", "application/json", "application/json; charset=utf-16", "text/plain", None]
TYPES += ["application/x-www-form-urlencoded", "application/json; charset=utf-7"]


@st.composite
def requests(draw: st.DrawFn, item: str = OWN) -> httpx.Request:
    """A write below activity/sms/, or a read in disguise."""
    body = spelled(draw(pairs()), ascii_only=draw(st.booleans()))
    content = draw(st.sampled_from(ENCODED))(draw(st.sampled_from(WRAPPED))(body))
    headers = {"Content-Type": kind} if (kind := draw(st.sampled_from(TYPES))) else {}
    if override := draw(st.sampled_from([None, None, None, "GET", "PUT", "POST", "PATCH"])):
        headers["x-http-method-override"] = override
    path = draw(
        st.sampled_from(["activity/sms/", "activity/sms", f"activity/sms/{item}/", f"activity/sms/{INVENTED}/"])
    )
    query = draw(st.sampled_from(["", "", "?status=outbox", "?status=sche%64uled", f"?remote_phone=%2B{FOREIGN[1:]}"]))
    method = draw(st.sampled_from(["POST", "POST", "PUT", "PUT", "PATCH", "GET", "DELETE"]))
    return httpx.Request(method, f"{ROOT}/{path}{query}", content=content, headers=headers)


def passed(house: House, request: httpx.Request) -> bool:
    """Whether the request leaves; it is the last one that the endpoint has seen, then."""
    try:
        house.guard.handle_request(request)
    except Forbidden:
        event("refused")
        return False
    event("passed")
    return True


def is_write(request: httpx.Request) -> bool:
    return request.method != "GET" or request.headers.get("x-http-method-override", "GET") != "GET"


@given(requests(), st.sampled_from(["read", "record", "schedule"]))
def test_no_outbox_leaves_below_the_profile_send(request: httpx.Request, profile: str) -> None:
    house = House(profile)
    if profile != "read":
        house.send("POST", "activity/sms/", {"status": "draft", "remote_phone": SEND_TO})
    if passed(house, request) and is_write(request):
        assert profile != "read"
        assert not any(map(asks_to_send, readings(request)))


@given(requests())
def test_nothing_scheduled_leaves_in_the_profile_record(request: httpx.Request) -> None:
    house = House("record")
    house.send("POST", "activity/sms/", {"status": "draft", "remote_phone": SEND_TO})
    if passed(house, request) and is_write(request):
        assert not any(map(asks_to_schedule, readings(request)))


@given(requests())
def test_nothing_near_is_scheduled_in_the_profile_schedule(request: httpx.Request) -> None:
    house = House("schedule")
    house.send("POST", "activity/sms/", {"status": "draft", "remote_phone": FOREIGN})
    if passed(house, request) and is_write(request):
        for message in filter(asks_to_schedule, readings(request)):
            assert values(message, "date_scheduled") == [FAR]


@given(requests(), st.sampled_from([SEND_TO, FOREIGN, None]))
def test_no_foreign_number_is_sent_to(request: httpx.Request, stored: str | None) -> None:
    house = House("send")
    house.send("POST", "activity/sms/", {"status": "draft", "remote_phone": stored})
    if not (passed(house, request) and is_write(request)):
        return
    for message in readings(request):
        if asks_to_send(message):
            numbers = values(message, "remote_phone")
            assert (numbers or [stored if OWN in request.url.path else None]) == [SEND_TO]
            assert values(message, "to") in ([], [SEND_TO])


@given(st.lists(requests(), max_size=6), st.sampled_from([SEND_TO, FOREIGN, None]))
def test_no_sequence_of_updates_sends_to_a_foreign_number(steps: list[httpx.Request], stored: str | None) -> None:
    """The endpoint takes the last of equal keys, and believes every update in any status."""
    house = House("send")
    house.send("POST", "activity/sms/", {"status": "draft", "remote_phone": stored})
    for request in steps:
        passed(house, request)
        for name, message in house.endpoint.messages.items():
            if name != THEIRS and message.get("status") == "outbox":
                assert message["remote_phone"] == SEND_TO


@given(requests(item=THEIRS), st.sampled_from(PROFILES))
def test_foreign_messages_are_never_touched(request: httpx.Request, profile: str) -> None:
    house = House(profile)
    house.send("GET", "activity/sms/")
    assume(THEIRS in request.url.path and is_write(request))
    assert not passed(house, request)


@given(st.text(st.sampled_from("ab/.%2eF\\;?#@:"), max_size=12), st.sampled_from(["GET", "POST", "DELETE"]))
@example("..%2f", "GET")
@example(":", "GET")
@example("a.b", "GET")
def test_only_plain_paths_leave(path: str, method: str) -> None:
    house = House("record")
    try:
        request = httpx.Request(method, f"{ROOT}/activity/sms/{path}")
    except httpx.InvalidURL:
        return
    if passed(house, request):
        seen = house.endpoint.seen[-1].url.raw_path.partition(b"?")[0].removeprefix(b"/api/v1/activity/sms")
        assert not set(seen) & set(b"%\\;")
        assert b"//" not in seen
        for segment in seen.split(b"/"):
            assert b".." not in segment
            assert segment == segment.strip(b".")


@given(st.integers(-90 * 86_400, 90 * 86_400), st.integers(-14, 14))
def test_far_ahead_is_thirty_days_ahead(ahead: int, hours: int) -> None:
    assume(ahead != 30 * 86_400)  # the clock moves while it is asked
    moment = (START + timedelta(seconds=ahead)).astimezone(timezone(timedelta(hours=hours)))
    body = scheduled(moment.isoformat(timespec="seconds"))
    assert lets("schedule", "POST", "activity/sms/", body) == (ahead > 30 * 86_400)
