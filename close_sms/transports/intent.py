"""What a write may do to a message, judged from the very bytes that leave.

The judgement errs on the side of harm: servers differ in which of two equal keys they take, whether they
strip or fold a value, and which charset they read. Whatever some of them could take for `outbox` counts as
`outbox`.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any
from urllib.parse import unquote

from close_sms.transports.address import folded

HARMLESS = ("inbox", "sent", "draft")
SETTLED = (*HARMLESS, "error")  # what cannot send leaves these as they are, in whatever order
SENDING = ("outbox", "scheduled")
JSON_TYPE = re.compile(r"\s*application/(json|[\w.-]+\+json)\s*(;[^,]*)?", re.IGNORECASE)
CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s\"';,]*)", re.IGNORECASE)
ASCII_LIKE = ("utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin-1", "latin1")
WIDE = ("utf-16", "utf-16-le", "utf-16-be", "utf-16le", "utf-16be", "utf-32", "utf-32-le", "utf-32-be")
ESCAPE = re.compile(r"\\+u\{?([0-9a-fA-F]{2,6})\}?|\\x([0-9a-fA-F]{2})|=([0-9a-fA-F]{2})")
SOFT_BREAK = re.compile(r"=\r?\n")
PHONE_IN_TEXT = re.compile(r"remote_phone([^\w+]*)([\w+]*)(.{0,40})", re.DOTALL)
NUMBER = re.compile(r"\+[\d ().-]{7,}")
NAMED_NUMBERS = ("remote_phone", "remote_phone_formatted", "local_phone", "local_phone_formatted", "text")
RECIPIENTS = ("to", "phone", "recipient", "recipients")
MOST_JUDGED = 2_000_000  # bytes


class Kind(IntEnum):
    """What a write may do, from harmless to worst."""

    HARMLESS = 0
    AMBIGUOUS = 1
    SCHEDULES = 2
    SENDS = 3


@dataclass(frozen=True)
class Intent:
    """What a body and a query string together ask for.

    `says` shows it in words. `is_json` is true of a JSON object that is also announced as one, `empty` of
    no body and of `{}`, `by_query` where the query names a sending status. `phones` are all values
    given for `remote_phone`, `dates` those for `date_scheduled` and `send_in`, wherever they stand; `strays`
    are numbers under other names. `mentions` are the sending statuses that the bytes could spell, unless it
    is plain what they say. `hidden` says why the bytes cannot be judged, if so.
    """

    kind: Kind
    says: str
    is_json: bool = False
    empty: bool = False
    by_query: bool = False
    phones: tuple[Any, ...] = ()
    top_phones: int = 0
    dates: tuple[Any, ...] = ()
    top_dates: int = 0
    strays: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    hidden: str = ""

    @property
    def one_phone(self) -> str | None:
        """The one `remote_phone` that every server would read, if there is one."""
        return _only(self.phones, self.top_phones)

    @property
    def one_date(self) -> str | None:
        """The one `date_scheduled` that every server would read, if there is one."""
        return _only(self.dates, self.top_dates)


@dataclass(frozen=True)
class Pair:
    """A key and its value, somewhere in the body."""

    key: str
    value: Any
    exact: bool  # at the top, and spelled as documented

    @staticmethod
    def of(key: str, value: Any, top: bool) -> Pair:
        """The pair with its key folded."""
        folded = fold(key)
        return Pair(folded, value, top and folded == key)


class _Pairs(list[tuple[str, Any]]):
    """A JSON object with all its keys, equal ones too."""


def intent(body: bytes, headers: list[tuple[str, str]], query: bytes, *, creates: bool) -> Intent:
    """The worst that some server could take it for; `creates` says that a missing status is no edit."""
    hidden = _hidden(body, headers)
    parsed = None if hidden else _parse(body)
    is_object = isinstance(parsed, _Pairs)
    is_json = is_object and _announced_as_json(headers)
    asked = _plain_text(query.decode("ascii", errors="replace"))
    pairs = list(_pairs(parsed))
    kind = max(_kind(pairs, is_json=is_json, creates=creates), _named_in(asked))
    texts = _readings(body) if kind == Kind.AMBIGUOUS or not is_json else []
    seven_bit = [_plain_text(body.decode("utf-7", errors="ignore"))] if texts else []
    unparsed = [asked] if is_json else [*texts, asked]
    phones, dates = _under(pairs, "remote_phone"), _under(pairs, "date_scheduled")
    delays = ["?" for text in unparsed if "date_scheduled" in text or "send_in" in text]
    return Intent(
        kind=kind,
        says=_says(pairs, asked, is_object=is_object) if body.strip() or asked else "",
        is_json=is_json,
        empty=not body.strip() or (is_object and not parsed),
        by_query=_named_in(asked) > Kind.AMBIGUOUS,
        phones=(*(pair.value for pair in phones), *_phones_in(unparsed)),
        top_phones=sum(pair.exact for pair in phones),
        dates=(*(pair.value for pair in (*dates, *_under(pairs, "send_in"))), *delays),
        top_dates=sum(pair.exact for pair in dates),
        strays=tuple(_strays(pairs)),
        mentions=tuple(word for word in SENDING if any(word in text for text in (*texts, *seven_bit))),
        hidden=hidden,
    )


def fold(text: str) -> str:
    """The text as the most lenient server reads it: plain letters, no control characters, case folded."""
    plain = unicodedata.normalize("NFKC", text)
    if not plain.isprintable():  # a text with a control character never is; asking so is far quicker
        plain = "".join(c for c in plain if unicodedata.category(c)[0] != "C")
    return plain.strip().casefold()


def _only(values: tuple[Any, ...], top: int) -> str | None:
    return values[0] if len(values) == top == 1 and isinstance(values[0], str) else None


def _values(headers: list[tuple[str, str]], wanted: str) -> list[str]:
    return [value for name, value in headers if folded(name) == wanted]


def _hidden(body: bytes, headers: list[tuple[str, str]]) -> str:
    encodings = _values(headers, "content-encoding")
    lengths, transfers = _values(headers, "content-length"), _values(headers, "transfer-encoding")
    if len(lengths) + len(transfers) > 1 or any(value.strip().lower() != "chunked" for value in transfers):
        return "servers may differ in where its body ends"
    charsets = CHARSET.findall(" ".join(_values(headers, "content-type")).lower())
    if any(value.strip().lower() not in ("", "identity") for value in encodings):
        return f"its body is encoded ({', '.join(encodings)})"
    if strange := [name for name in charsets if name not in (*ASCII_LIKE, *WIDE)]:
        return f"its charset {strange[0]!r} may turn the body into another text"
    if b"content-transfer-encoding" in body.lower():
        return "a part of its body may be encoded"
    return f"its body has more than {MOST_JUDGED} bytes" if len(body) > MOST_JUDGED else ""


def _announced_as_json(headers: list[tuple[str, str]]) -> bool:
    """Whether there is one Content-Type, and it is JSON: else a server may read the body as a form."""
    types = _values(headers, "content-type")
    if len(types) != 1 or not JSON_TYPE.fullmatch(types[0]):
        return False
    return all(charset.lower() in ASCII_LIKE for charset in CHARSET.findall(types[0]))


def _parse(body: bytes) -> Any:
    """The JSON value with every pair of every object, or None; servers detect UTF-16 and UTF-32 as we do."""
    try:
        return json.loads(body, object_pairs_hook=_Pairs)
    except (ValueError, RecursionError):
        return None


def _nodes(value: Any) -> Iterator[Any]:
    """The value and all that it holds, at any depth; not by recursion, which a deep body would exhaust."""
    waiting = [value]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, list):
            waiting += [item[1] for item in node] if isinstance(node, _Pairs) else node


def _pairs(value: Any) -> Iterator[Pair]:
    for node in _nodes(value):
        if isinstance(node, _Pairs):
            yield from (Pair.of(key, inner, node is value) for key, inner in node)


def _words(value: Any) -> Iterator[str]:
    for node in _nodes(value):
        if isinstance(node, _Pairs):
            yield from (fold(key) for key, _ in node)
        elif not isinstance(node, list):
            yield fold(node) if isinstance(node, str) else json.dumps(node)


def _under(pairs: list[Pair], key: str) -> list[Pair]:
    return [pair for pair in pairs if pair.key == key]


def _kind(pairs: list[Pair], *, is_json: bool, creates: bool) -> Kind:
    statuses = _under(pairs, "status")
    asking = [pair for pair in pairs if "status" in pair.key or pair.key.startswith("_")]
    named = max((_named_in(word) for pair in asking for word in _words(pair.value)), default=Kind.HARMLESS)
    if named > Kind.AMBIGUOUS:
        return named
    if not is_json or not statuses:
        return Kind.AMBIGUOUS if creates or not is_json else Kind.HARMLESS
    return Kind.HARMLESS if _is_one_harmless(statuses) else Kind.AMBIGUOUS


def _is_one_harmless(statuses: list[Pair]) -> bool:
    only = statuses[0]
    return len(statuses) == 1 and only.exact and isinstance(only.value, str) and fold(only.value) in HARMLESS


def _named_in(text: str) -> Kind:
    """Whether a status or a query names a sending one."""
    if "outbox" in text:
        return Kind.SENDS
    return Kind.SCHEDULES if "scheduled" in text else Kind.HARMLESS


def _says(pairs: list[Pair], asked: str, *, is_object: bool) -> str:
    if _named_in(asked):
        return f"with the query {asked.splitlines()[0][:80]!r}"
    if not is_object:
        return "with a body that is no JSON object"
    words = [word[:40] for pair in _under(pairs, "status") for word in _words(pair.value)]
    return "with " + (f"status {', '.join(words)}" if words else "no status")


def _strays(pairs: list[Pair]) -> Iterator[str]:
    for pair in pairs:
        if pair.key not in NAMED_NUMBERS:
            yield from (word for word in _words(pair.value) if NUMBER.match(word) or pair.key in RECIPIENTS)


def _readings(body: bytes) -> list[str]:
    """The texts that the bytes may stand for."""
    charsets = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
    texts = {body.replace(b"\0", b"").decode("latin-1")}
    texts |= {body[at:].decode(charset, errors="ignore") for charset in charsets for at in (0, 1)}
    return [_plain_text(text) for text in texts]


def _plain_text(text: str) -> str:
    """The text folded, and again with its escapes undone: those of JSON, HTML, quoted-printable and forms."""
    layers = [text]
    for _ in range(4):
        layers.append(html.unescape(unquote(ESCAPE.sub(_character, SOFT_BREAK.sub("", layers[-1])))))
        if layers[-1] == layers[-2]:
            break
    return "\n".join(dict.fromkeys(map(fold, layers)))


def _character(found: re.Match[str]) -> str:
    code = int(next(group for group in found.groups() if group), 16)
    return chr(code) if code <= 0x10FFFF else ""


def _phones_in(texts: list[str]) -> Iterator[str]:
    """What texts that are no JSON object give for `remote_phone`; `?` where no number can be read.

    Where a number is escaped it is read from the layer that has it unescaped.
    """
    for text in texts:
        *escaped, last = text.split("\n")
        for gap, word, rest in (found for layer in escaped for found in PHONE_IN_TEXT.findall(layer)):
            if word and not set(gap) & set("%\\&"):
                yield _spelled(word, rest)
        for _, word, rest in PHONE_IN_TEXT.findall(last):
            yield _spelled(word, rest) or "?"


def _spelled(word: str, rest: str) -> str:
    return re.sub(r"[ ().-]", "", word + re.split(r"[^\d ().-]", rest)[0])
