"""Questions of the wire: methods, paths, headers, other kinds of content, odd bodies, and the shapes of errors."""

from __future__ import annotations

import json

import pytest

from close_sms.claims import observe
from close_sms.client import SMS, Answer
from close_sms.credentials import basic, bearer
from close_sms.marks import question
from conformance.api.bodies import ANOTHER_TEXT, TEXT, message, without
from conformance.api.credentials import own_key
from conformance.api.sms import Sms
from conformance.api.unknown_ids import EXAMPLE_ID
from conformance.readings import accepted_or_refused, body_shape, by_code

JSON = "application/json"


@question("post-on-an-activity", "put-on-the-collection", "patch-on-an-activity")
def test_undocumented_methods(sms: Sms) -> None:
    """What the paths answer to methods that no page lists."""
    draft = sms.need_id(message("draft"))
    for name, method, path, body in (
        ("post-on-an-activity", "POST", f"{SMS}{draft}/", {}),
        ("put-on-the-collection", "PUT", SMS, {}),
        ("patch-on-an-activity", "PATCH", f"{SMS}{draft}/", {"text": ANOTHER_TEXT}),
    ):
        answer = sms.client.send(method, path, body=body)
        observe(name, by_code(answer), answer)


@question("head-on-the-collection", "options-on-the-collection")
def test_methods_without_effect(sms: Sms) -> None:
    """HEAD and OPTIONS."""
    for method in ("HEAD", "OPTIONS"):
        answer = sms.client.send(method, SMS)
        observe(f"{method.lower()}-on-the-collection", str(answer.status), answer)


@question("not-found-bodies", "missing-final-slash", "rate-limit-headers")
def test_paths_and_headers(sms: Sms) -> None:
    """What can be seen without writing anything."""
    nobody = sms.get(sms.unknown_id(EXAMPLE_ID))
    nowhere = sms.client.send("GET", "no_such_resource/")
    observe("not-found-bodies", "alike" if nobody.object.keys() == nowhere.object.keys() else "different", nowhere)
    bare = sms.client.send("GET", SMS.rstrip("/"), params={"_limit": 1})
    reading = "served" if bare.accepted else "redirect" if 300 <= bare.status < 400 else str(bare.status)
    observe("missing-final-slash", reading, bare)
    headers = {name.lower() for name in sms.list(_limit=1).exchange.response_headers}
    separate = headers & {"ratelimit-limit", "x-rate-limit-limit"}
    observe("rate-limit-headers", "combined" if "ratelimit" in headers else "separate" if separate else "none", bare)


@question("accept-of-another-kind")
def test_accept(sms: Sms) -> None:
    """A browser's wish."""
    answer = sms.client.send("GET", SMS, params={"_limit": 1}, headers={"Accept": "text/html"})
    kind = answer.exchange.response_headers.get("content-type", "")
    reading = str(answer.status) if not answer.accepted else "html" if "html" in kind else "json"
    observe("accept-of-another-kind", reading, answer)


@question("wrong-content-type", "missing-content-type", "content-type-charset", "nan-in-body")
def test_content_types(sms: Sms) -> None:
    """The same body, announced in other ways; and a constant that JSON does not have."""
    whole = json.dumps(sms.filled(message("draft")))
    wrong = _posted(sms, whole.encode(), "text/plain")
    observe("wrong-content-type", by_code(wrong), wrong)
    for name, body, announced in (
        ("missing-content-type", whole, None),
        ("content-type-charset", whole, f"{JSON}; charset=utf-8"),
        ("nan-in-body", f'{{"x_unknown_key": NaN, {whole[1:]}', JSON),
    ):
        answer = _posted(sms, body.encode(), announced)
        observe(name, accepted_or_refused(answer), answer)


@question("key-as-bearer", "password-beside-key")
def test_credentials_at_the_edge(sms: Sms) -> None:
    """A key in the other scheme, and a key with a password."""
    key = own_key(sms)
    for name, credential in (("key-as-bearer", bearer(key)), ("password-beside-key", basic(key, "password"))):
        answer = sms.client.send("GET", SMS, params={"_limit": 1}, credential=credential)
        observe(
            name, "accepted" if answer.accepted else "refused" if answer.status == 401 else str(answer.status), answer
        )


@question("error-body-of-a-faulty-field")
def test_error_body(sms: Sms) -> None:
    """The shape of the body when `status` is missing."""
    answer = sms.create(without(message("draft"), "status"))
    observe("error-body-of-a-faulty-field", body_shape(answer), answer)


# question: (text, the reading of a text that comes back otherwise)
TEXTS: dict[str, tuple[str, str]] = {
    "lone-surrogate-in-text": ("half \ud83d of a pair", "replaced"),
    "nul-in-text": ("before\0after", "removed"),
    "carriage-return-in-text": ("one\r\ntwo", "normalised"),
}


@pytest.mark.parametrize("name", [pytest.param(name, marks=question(name)) for name in TEXTS])
def test_odd_text(sms: Sms, name: str) -> None:
    """A character that some stores cannot hold."""
    text, otherwise = TEXTS[name]
    answer = _posted(sms, json.dumps(sms.filled(message("draft", text=text))).encode())
    reading = accepted_or_refused(answer)
    if answer.accepted:
        reading = "kept" if answer["text"] == text else otherwise
    observe(name, reading, answer)


@question("megabyte-of-text")
def test_megabyte_of_text(sms: Sms) -> None:
    """A million characters; the message would make every list of its lead long."""
    answer = sms.create(message("draft", text="x" * 1_000_000))
    if answer.accepted and answer.id:
        sms.delete(answer.id)
    observe("megabyte-of-text", by_code(answer))  # no evidence: nobody reads a million letters


@question("duplicate-keys")
def test_duplicate_keys(sms: Sms) -> None:
    """The same key twice, with two texts."""
    whole = json.dumps(sms.filled(without(message("draft"), "text")))
    body = f'{{"text": {json.dumps(TEXT)}, "text": {json.dumps(ANOTHER_TEXT)}, {whole[1:]}'
    answer = _posted(sms, body.encode())
    reading = accepted_or_refused(answer)
    if answer.accepted:
        reading = {TEXT: "first", ANOTHER_TEXT: "last"}.get(str(answer["text"]), "other: another text")
    observe("duplicate-keys", reading, answer)


@question("deeply-nested-value")
def test_deeply_nested_value(sms: Sms) -> None:
    """An unknown key whose value is a list in a list in a list …"""
    whole = json.dumps(sms.filled(message("draft")))
    answer = _posted(sms, f'{{"x_unknown_key": {"[" * 500}{"]" * 500}, {whole[1:]}'.encode())
    observe("deeply-nested-value", accepted_or_refused(answer))  # no evidence: a report 500 levels deep helps nobody


# question: (how the body is encoded, how it is announced)
ENCODINGS: dict[str, tuple[str, str]] = {
    "body-in-utf-16": ("utf-16", "application/json; charset=utf-16"),
    "byte-order-mark": ("utf-8-sig", JSON),
}


@pytest.mark.parametrize("name", [pytest.param(name, marks=question(name)) for name in ENCODINGS])
def test_encoding(sms: Sms, name: str) -> None:
    """The same body in other bytes."""
    encoding, announced = ENCODINGS[name]
    body = json.dumps(sms.filled(message("draft"))).encode(encoding)
    answer = _posted(sms, body, announced)
    observe(name, accepted_or_refused(answer), answer)


def _posted(sms: Sms, body: bytes, announced: str | None = JSON) -> Answer:
    headers = {} if announced is None else {"Content-Type": announced}
    return sms.client.send("POST", SMS, content=body, headers=headers)
