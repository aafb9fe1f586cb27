"""Questions of the bytes of a body and the characters of a text."""

from __future__ import annotations

from tests.mock.mock_session import SMS, Reply, Session
from tests.mock.probes.probing import PROBES, code, outcome, taken

JSON = "application/json"
DEEP = b'{"status": "draft", "x": ' + b"[" * 500 + b"]" * 500 + b"}"


def raw(mock: Session, body: bytes, content_type: str = JSON) -> Reply:
    return mock.post(SMS, body, Content_Type=content_type)


PROBES["duplicate-keys"] = lambda mock: outcome(
    raw(mock, b'{"status": "draft", "text": "one", "text": "two"}'), key="text", first="one", last="two"
)
PROBES["deeply-nested-value"] = lambda mock: taken(raw(mock, DEEP))
PROBES["lone-surrogate-in-text"] = lambda mock: outcome(
    raw(mock, b'{"status": "draft", "text": "a\\ud800b"}'), key="text", replaced="a\ufffdb", kept="a\ud800b"
)
PROBES["nul-in-text"] = lambda mock: outcome(mock.create(text="a\0b"), key="text", kept="a\0b", removed="ab")
PROBES["carriage-return-in-text"] = lambda mock: outcome(
    mock.create(text="a\r\nb\rc"), key="text", kept="a\r\nb\rc", normalised="a\nb\nc"
)
PROBES["megabyte-of-text"] = lambda mock: code(mock.create(text="x" * 1_000_000))
PROBES["body-in-utf-16"] = lambda mock: taken(
    raw(mock, '{"status": "draft"}'.encode("utf-16"), f"{JSON}; charset=utf-16")
)
PROBES["byte-order-mark"] = lambda mock: taken(raw(mock, b'\xef\xbb\xbf{"status": "draft"}'))
PROBES["nan-in-body"] = lambda mock: taken(raw(mock, b'{"status": "draft", "x": NaN}'))
