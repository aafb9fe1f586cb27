"""A request as one line for a shell, with the credential as a variable."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping

VARIABLE = re.compile(r"\$CLOSE_[A-Z_]+")
OWN_HEADERS = (
    "host",
    "content-length",
    "connection",
    "accept-encoding",
    "user-agent",
    "transfer-encoding",
    "cookie",
)
USUAL = {"accept": ("*/*", "application/json")}
PLAIN = re.compile(r"[A-Za-z0-9 :._/+=,@%-]*")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def command(method: str, url: str, headers: Mapping[str, str], body: bytes) -> str:
    """The curl line that sends this request again; `headers` are redacted, with lower-case names.

    A body that a command line cannot carry (control characters, no UTF-8) is piped in from `printf`.
    """
    words = ["curl", *_method(method), *(["--globoff"] if re.search(r"[\[\]{}]", url) else []), _quoted(url)]
    words += _credential(headers.get("authorization"))
    words += [word for name, value in headers.items() for word in _header(name, value)]
    if not body:
        return " ".join(words)
    if "content-type" not in headers:
        words += ["-H", _quoted("Content-Type:")]  # or curl would call it a form
    text = _as_argument(body)
    if text is not None:
        return " ".join([*words, "--data-raw", _quoted(text)])
    return f"printf {_octal(body)} | {' '.join([*words, '--data-binary', '@-'])}"


def _method(method: str) -> list[str]:
    return ["-X", shlex.quote(method), *(["--head"] if method == "HEAD" else [])]


def _credential(value: str | None) -> list[str]:
    if value is None:
        return []
    scheme, _, given = value.partition(" ")
    if scheme.lower() == "basic" and ":" in given and VARIABLE.search(given) and "<" not in given:
        return ["-u", _with_variables(given)]
    header = f"Authorization: {value}" if value else "Authorization;"
    return ["-H", _quoted(header) if "<near miss" in value else _with_variables(header)]


def _header(name: str, value: str) -> Iterator[str]:
    if name == "authorization" or name in OWN_HEADERS or value in USUAL.get(name, ()):
        return
    title = "-".join(part.capitalize() for part in name.split("-"))
    yield from ("-H", _quoted(f"{title}: {value}" if value else f"{title};"))


def _with_variables(text: str) -> str:
    """A shell word in which the names of credentials stay variables and all else is literal."""
    if PLAIN.fullmatch(VARIABLE.sub("", text)):
        return f'"{text}"'
    literals, names = VARIABLE.split(text), VARIABLE.findall(text)
    pieces = [_quoted(literals[0]) if literals[0] else ""]
    for name, literal in zip(names, literals[1:], strict=True):
        pieces += [f'"{name}"', _quoted(literal) if literal else ""]
    return "".join(pieces)


def _quoted(text: str) -> str:
    escaped = text.replace("'", "'\"'\"'")
    return f"'{escaped}'"


def _as_argument(body: bytes) -> str | None:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return None
    return None if CONTROL.search(text) else text


def _octal(body: bytes) -> str:
    safe = "".join(chr(b) if 32 <= b < 127 and chr(b) not in "\\%'-" else f"\\{b:03o}" for b in body)
    return f"'{safe}'"
