"""Whatever is sent, the mock never answers with an error of its own; threads do not harm it."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote, urlencode

from hypothesis import given, settings
from hypothesis import strategies as st

from close_sms.mock import QUESTIONS
from tests.mock.mock_session import OUTBOX, SMS, Session

FIELDS = """status activity_at attachments contact_id created_by date_created date_scheduled direction lead_id
local_phone organization_id remote_phone send_in source template_id text user_id created_by_id _params name contacts
phones emails is_shared"""
NAMES = """_skip _limit _fields _type id__in lead_id contact_id user_id organization_id send_to_inbox number
date_created__gt date_created__lte activity_at__gte activity_at__lt object_id is_complete"""
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
OTHERS = {question.name: question.alternatives[0] for question in QUESTIONS.values()}
TAKING = {name: "accepted" for name, question in QUESTIONS.items() if "accepted" in question.readings}
SESSIONS = [Session(), Session(OTHERS), Session(TAKING)]


def sent(session: Session, method: str, path: str, body: Any, query: dict[str, str], **headers: str) -> None:
    text = "?" + urlencode(query, errors="surrogatepass")
    reply = session.ask(method, path + text, body, **headers)
    assert reply.status < 500, (method, path, body, query, reply)


@settings(max_examples=150, deadline=None)
@given(
    session=st.sampled_from(SESSIONS),
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"]),
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


def test_threads_share_one_world(mock: Session) -> None:
    def work(number: int) -> str:
        sms = mock.made(**OUTBOX, send_in=59)
        mock.put(sms, status="draft")
        mock.put(sms, text=str(number))
        return str(mock.fetch(sms).body["text"])

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, range(80))) == [str(number) for number in range(80)]
    assert len({sms["id"] for sms in mock.listed()}) == 81
