"""Bodies of every size, depth, encoding and spelling are answered, and quickly."""

from __future__ import annotations

import json
import time

import pytest

from close_sms.mock import QUESTIONS
from tests.mock.mock_session import SMS, Reply, Session

JSON = "application/json"
OTHERS = {name: QUESTIONS[name].alternatives for name in ("duplicate-keys", "lone-surrogate-in-text")}


def raw(mock: Session, body: bytes | str, content_type: str = JSON) -> Reply:
    return mock.post(SMS, body.encode() if isinstance(body, str) else body, Content_Type=content_type)


def nested(levels: int, inner: str = "1") -> str:
    return '{"status": "draft", "strange": ' + '{"a": ' * levels + inner + "}" * levels + "}"


@pytest.mark.parametrize("readings", [{}, {name: readings[-1] for name, readings in OTHERS.items()}])
@pytest.mark.parametrize(
    ("levels", "status", "shallow"),
    [(98, 200, 200), (99, 200, 200), (100, 200, 400), (500, 200, 400), (900, 200, 400), (100_000, 400, 400)],
)
def test_depth(readings: dict[str, str], levels: int, status: int, shallow: int) -> None:
    lists = '{"status": "draft", "strange": ' + "[" * levels + "]" * levels + "}"
    for body in (nested(levels), nested(levels, r'"\ud83d\ude00"'), lists):
        assert raw(Session(readings), body).status == status
        assert raw(Session({**readings, "deeply-nested-value": "refused"}), body).status == shallow


@pytest.mark.parametrize("field", ["text", "status", "lead_id", "attachments", "send_in", "_params", "date_scheduled"])
@pytest.mark.parametrize("levels", [500, 100_000])
def test_depth_in_a_known_field(mock: Session, field: str, levels: int) -> None:
    body = f'{{"status": "draft", "{field}": {"[" * levels}{"]" * levels}}}'
    assert raw(mock, body).status == (200 if field == "_params" and levels == 500 else 400)
    assert mock.post(SMS, body.encode(), Content_Type=JSON, x_http_method_override="GET").status < 500


def test_depth_far_down_the_stack(mock: Session) -> None:
    def deeper(frames: int) -> int:
        return deeper(frames - 1) if frames else raw(mock, nested(500)).status

    assert deeper(600) == 200


@pytest.mark.parametrize("megabytes", [1, 3])
@pytest.mark.parametrize("unit", ["x", "é", "👋", '\\"', "\\ud83d\\ude00", "{{", "[", " ", "\\u0000", "\\r"])
def test_size(mock: Session, megabytes: int, unit: str) -> None:
    text = unit * (megabytes * 1_000_000 // len(unit.encode()))
    started = time.perf_counter()
    for body in (f'{{"status": "draft", "text": "{text}"}}', f'{{"status": "draft", "text": "{text}', f'{{"x{text}'):
        reply = raw(mock, body)
        assert reply.status == (200 if body.endswith("}") else 400)
    assert time.perf_counter() - started < 3
    assert mock.listed("?_limit=1")[0]["text"] == json.loads(f'"{text}"')


@pytest.mark.parametrize("text", ["{{" + " " * 300_000, "{{ " * 100_000, "{{" * 200_000, "{{ a }}" * 20_000])
def test_templates_are_merged_quickly(mock: Session, text: str) -> None:
    template = mock.template(text)["id"]
    started = time.perf_counter()
    assert mock.create(template_id=template).status == 200
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("limit", "characters", "status"),
    [("400", 99_999, 200), ("400", 100_001, 400), ("413", 900_000, 200), ("413", 1_000_001, 413)],
)
def test_the_size_that_a_reading_refuses(limit: str, characters: int, status: int) -> None:
    reply = Session({"megabyte-of-text": limit}).create(text="x" * characters)
    assert reply.status == status
    assert status == 200 or set(reply.body) == ({"errors", "field-errors"} if status == 400 else {"error"})


@pytest.mark.parametrize(
    ("content_type", "codec", "default", "utf_16"),
    [
        ("application/json; charset=utf-8", "utf-8", 200, 200),
        ("application/json; charset=utf-16", "utf-16", 400, 200),
        ("application/json;charset=UTF-16LE", "utf-16-le", 400, 200),
        ('application/json; charset="utf-16be"', "utf-16-be", 400, 200),
        ("application/json; charset=utf-16", "utf-8", 200, 400),
        ("application/json; charset=utf-16", "utf-32", 400, 400),
        ("application/json; charset=latin-1", "utf-8", 200, 200),
        ("application/json; charset=latin-1", "latin-1", 400, 400),
        ("application/json; charset=utf-7", "utf-8", 200, 200),
        ("application/json; charset=klingon", "utf-8", 200, 200),
        ("application/json; charset=", "utf-8", 200, 200),
        ("application/json; charset=utf-16\x80", "utf-8", 200, 400),
        ("application/json, text/plain", "utf-8", 415, 415),
        (";", "utf-8", 200, 200),
    ],
)
def test_charsets(content_type: str, codec: str, default: int, utf_16: int) -> None:
    for mock, status in ((Session(), default), (Session({"body-in-utf-16": "accepted"}), utf_16)):
        reply = raw(mock, '{"status": "draft", "text": "né 👋"}'.encode(codec, "replace"), content_type)
        assert reply.status == status
        assert status != 200 or codec == "latin-1" or reply.body["text"] == "né 👋"


@pytest.mark.parametrize("reading", QUESTIONS["lone-surrogate-in-text"].readings)
def test_lone_surrogates_everywhere(reading: str) -> None:
    mock = Session({"lone-surrogate-in-text": reading, "unknown-body-keys": "refused"})
    expected = 400 if reading == "refused" else 200
    assert mock.post("/lead/", b'{"name": "\\udfff", "contacts": [{"name": "\\ud800"}]}', Content_Type=JSON).status == (
        expected
    )
    assert mock.get("/lead/").status == mock.get("/contact/").status == 200
    for body in (
        '{"status": "draft", "\\ud800": 1}',
        '{"status": "\\ud800"}',
        '{"status": "draft", "user_id": "\\ud8"}',
    ):
        assert raw(mock, body).status == 400
    pairs = raw(mock, '{"status": "draft", "text": "\\ud83d\\ude00"}')
    assert pairs.body["text"] == "😀"
    params = b'{"_params": {"lead_id": "\\ud800", "_cursor": "\\ud800", "_fields": "\\ud800", "_limit": "1"}}'
    for path in (SMS, "/event/"):
        reply = mock.post(path, params, Content_Type=JSON, x_http_method_override="GET")
        assert reply.status == (400 if path == "/event/" else expected)


@pytest.mark.parametrize(
    ("reading", "status", "limit"), [("last", "sent", 2), ("first", "draft", 1), ("refused", None, None)]
)
def test_duplicate_keys_at_every_level(reading: str, status: str | None, limit: int | None) -> None:
    mock = Session({"duplicate-keys": reading})
    for number in range(3):
        mock.made(text=str(number))
    reply = raw(mock, '{"status": "draft", "text": "x", "status": "sent"}')
    params = b'{"_params": {"_limit": 1, "_limit": 2}}'
    page = mock.post(SMS, params, Content_Type=JSON, x_http_method_override="GET")
    if reading == "refused":
        assert reply.status == page.status == 400
    else:
        assert reply.body["status"] == status
        assert len(page.body["data"]) == limit


def test_line_breaks_and_nul_are_dealt_with_on_update_too() -> None:
    mock = Session({"nul-in-text": "removed", "carriage-return-in-text": "normalised"})
    assert mock.put(mock.made(), text="\0a\r\n\rb\0").body["text"] == "a\n\nb"


@pytest.mark.parametrize("reading", ["refused", "accepted"])
def test_the_byte_order_mark(reading: str) -> None:
    mock = Session({"byte-order-mark": reading})
    one, two = b"\xef\xbb\xbf", b"\xef\xbb\xbf" * 2
    assert raw(mock, one + b'{"status": "draft"}').status == (200 if reading == "accepted" else 400)
    assert raw(mock, two + b'{"status": "draft"}').status == raw(mock, one).status == 400
