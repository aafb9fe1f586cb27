"""Whatever is sent, the mock never answers with an error of its own; threads do not harm it."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote, urlencode

from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder

from close_sms.mock import QUESTIONS
from tests.mock.mock_session import OUTBOX, SMS, Session

FIELDS = """status activity_at attachments contact_id created_by date_created date_scheduled direction lead_id
local_phone organization_id remote_phone send_in source template_id text user_id created_by_id _params name contacts
phones emails is_shared note"""
NAMES = """_skip _limit _fields _type id__in lead_id contact_id user_id organization_id send_to_inbox number _order_by
date_created__gt date_created__lte activity_at__gte activity_at__lt object_id object_type action request_id _cursor
date_updated__gt is_complete"""
WORDS = ["", "draft", "scheduled", "outbox", "2026-06-01", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"]
WORDS += ["+15005550006", "true", "1", "-1", "1e400", "nan", "\ud800", "\x00", "٣", "acti_x", "9" * 5000]
TEXTS = st.sampled_from(WORDS) | st.text(st.characters(), max_size=12)
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS | st.sampled_from([10**400, 1e308, -1])
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=6
)
ITEMS = st.dictionaries(st.sampled_from(["content_type", "filename", "url", "phone", "type", "email", "name"]), VALUES)
BODIES = st.dictionaries(st.sampled_from(FIELDS.split()) | TEXTS, VALUES | st.lists(ITEMS, max_size=2), max_size=5)
PATHS = ["/activity/sms/", "/lead/", "/contact/", "/sms_template/", "/task/", "/phone_number/", "/me/"]
PATHS += ["/activity/note/", "/event/"]
METHODS = ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"]
OTHERS = {question.name: question.alternatives[0] for question in QUESTIONS.values()}
TAKING = {name: "accepted" for name, question in QUESTIONS.items() if "accepted" in question.readings}
LAST = {question.name: question.alternatives[-1] for question in QUESTIONS.values()}
SESSIONS = [Session(), Session(OTHERS), Session(TAKING), Session(LAST)]
JUNK = st.sampled_from(
    ["", "%zz", "%ff%00", "%ed%a0%80", "\xed\xa0\x80", "\xff=\xfe", "&&==;", "_limit=%D9%A1&_limit=1"]
)


def sent(session: Session, method: str, path: str, body: Any, query: dict[str, str], **headers: str) -> None:
    text = "?" + urlencode(query, errors="surrogatepass")
    reply = session.ask(method, path + text, body, **headers)
    assert reply.status < 500, (method, path, body, query, reply)


@settings(max_examples=150, deadline=None)
@given(
    session=st.sampled_from(SESSIONS),
    method=st.sampled_from(METHODS),
    path=st.sampled_from(PATHS),
    key=st.sampled_from(["", "x/"]) | TEXTS.map(lambda text: quote(text, safe="", errors="surrogatepass") + "/"),
    body=BODIES,
    query=st.dictionaries(st.sampled_from(NAMES.split()), TEXTS, max_size=3),
    override=st.sampled_from(["", "GET", "PUT", "DELETE", "get", "TRACE"]),
)
def test_no_request_breaks_it(
    session: Session, *, method: str, path: str, key: str, body: Any, query: dict[str, str], override: str
) -> None:
    sent(session, method, path + key, body, query, x_http_method_override=override)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SESSIONS), st.sampled_from(["draft", "scheduled", "outbox", "sent"]), BODIES, BODIES)
def test_no_message_breaks_it(session: Session, status: str, first: dict[str, Any], second: dict[str, Any]) -> None:
    reply = session.post(SMS, {**OUTBOX, "date_scheduled": "2026-05-01T12:00:30Z", **first, "status": status})
    assert reply.status < 500
    if reply.status < 300:
        session.later(1)
        assert session.put(reply.body, **second).status < 500
        assert session.fetch(reply.body).status == 200


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(SESSIONS), st.binary(max_size=40) | TEXTS.map(lambda text: json.dumps([text]).encode()), TEXTS)
def test_no_bytes_break_it(session: Session, raw: bytes, header: str) -> None:
    text = header.encode("utf-8", "replace").decode("latin-1").translate({10: None, 13: None})
    for method, path in (("POST", SMS), ("PUT", f"{SMS}acti_x/"), ("POST", "/lead/")):
        reply = session.ask(method, path, raw, Content_Type=text, X_Tz_Offset=text)
        assert 400 <= reply.status < 500


@settings(max_examples=150, deadline=None)
@given(
    session=st.sampled_from(SESSIONS),
    method=st.sampled_from([*METHODS, "get", "BREW", ""]),
    path=st.sampled_from([*PATHS, "/activity/sms", "/activity/sms/acti_x\n", "//", "/nothing\xff/"]),
    query=st.lists(JUNK, max_size=3).map("&".join),
    raw=st.binary(max_size=20) | BODIES.map(json.dumps).map(str.encode),
    headers=st.fixed_dictionaries(
        {},
        optional={
            "CONTENT_LENGTH": st.sampled_from(["", "x", "-1", "1", "999999"]),
            "CONTENT_TYPE": st.sampled_from(["application/json", "application/json, text/html", "multipart/form-data"]),
            "HTTP_HOST": st.sampled_from(["", "a b", "[::", "x:y", "\xff"]),
            "HTTP_ACCEPT": st.sampled_from(["", "text/html", "*/*;q=x", ",;=", "\xff", "a/b/c;q=2"]),
            "HTTP_X_TZ_OFFSET": st.sampled_from(["-2.5", "23.999999999", "nan", "-4, -5", "\xff", "9" * 5000]),
            "HTTP_X_HTTP_METHOD_OVERRIDE": st.sampled_from(["GET", "PUT", "DELETE", "HEAD", "\xff"]),
            "HTTP_UPGRADE": st.just("websocket"),
            "HTTP_CONNECTION": st.just("Upgrade"),
            "HTTP_TRANSFER_ENCODING": st.just("chunked"),
        },
    ),
)
def test_no_environment_breaks_it(
    session: Session, *, method: str, path: str, query: str, raw: bytes, headers: dict[str, str]
) -> None:
    environ = EnvironBuilder(headers={"Authorization": session.authorization}, data=raw).get_environ()
    environ |= {"REQUEST_METHOD": method, "PATH_INFO": f"/api/v1{path}", "QUERY_STRING": query, **headers}
    told: list[str] = []
    body = b"".join(session.app(environ, lambda status, *_: told.append(status)))
    assert int(told[0][:3]) < 500
    assert body.startswith((b"{", b"<!doctype html>")) or not body


def test_threads_share_one_world(mock: Session) -> None:
    def work(number: int) -> str:
        sms = mock.made(**OUTBOX, send_in=59)
        mock.put(sms, status="draft")
        mock.put(sms, text=str(number))
        return str(mock.fetch(sms).body["text"])

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, range(80))) == [str(number) for number in range(80)]
    assert len({sms["id"] for sms in mock.listed()}) == 81


def test_threads_do_not_mix_up_readings_of_all_kinds() -> None:
    usual = ("same-create-twice", "event-log", "event-of-sending")
    mock, other = Session({**LAST, **{name: QUESTIONS[name].default for name in usual}}), Session(OTHERS)
    lead = mock.lead()["id"]
    whole = {**OUTBOX, "lead_id": lead, "status": "draft"}

    def work(number: int) -> int:
        sms = mock.made(**whole)
        replies = [mock.put(sms, text=str(number)), mock.put(sms, status="outbox"), mock.get("/event/"), mock.get(SMS)]
        replies += [other.create(**OUTBOX), mock.delete(sms) if number % 2 else mock.fetch(sms)]
        mock.later(0.5)
        return max(reply.status for reply in replies)

    with ThreadPoolExecutor(8) as pool:
        assert max(pool.map(work, range(60))) < 500
    mock.later(60)
    for sms in mock.listed(f"?lead_id={lead}"):
        assert (
            mock.events(f"?object_type=activity.sms&object_id={sms['id']}&_limit=50")[0]["data"] == mock.fetch(sms).body
        )
