"""Taking secrets out of evidence: a credential is replaced by the name of the variable that holds it."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote

SHARED = 8  # so many characters in common with a secret make a wrong credential a near miss
BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")
WHOLE = re.compile(r"[A-Za-z0-9+/]*")
ESCAPED_BYTE = re.compile(r"%[0-9A-F]{2}")
COOKIES = ("cookie", "set-cookie")


class Redactor:
    """Replaces secrets by `$NAME`, wherever they occur: plain, quoted for a URL or for JSON, or in base64.

    A secret of fewer than 8 characters is taken out of the Authorization header only: in a body it might be
    an ordinary word, and the evidence would change its meaning.
    """

    def __init__(self, secrets: Mapping[str, str]) -> None:
        """Take out the values of `secrets`, given by the names of their variables; empty values are none."""
        self._secrets = {name: value for name, value in secrets.items() if value}
        self._long = {name: value for name, value in self._secrets.items() if len(value) >= SHARED}
        self._spellings = {spelling: f"${name}" for name, value in self._long.items() for spelling in _spellings(value)}
        self._cores = {core: name for name, value in self._long.items() for core in _cores(value.encode())}
        longest_first = sorted(self._spellings, key=len, reverse=True)
        self._plain = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def text(self, text: str) -> str:
        """The text without secrets."""
        safe = self._safe(text)
        if "\0" not in safe:
            return safe
        # UTF-16 and UTF-32 read as bytes: every character with zeros around it.
        plain = safe.replace("\0", "")
        without = self._safe(plain)
        return safe if without == plain else without

    def headers(self, headers: Iterable[tuple[str, str]]) -> dict[str, str]:
        """Headers by lower-case name, several of a name joined by a comma, without secrets and cookies."""
        shown: dict[str, str] = {}
        for name, value in headers:
            key = name.lower()
            safe = self._header(key, value)
            shown[key] = f"{shown[key]}, {safe}" if key in shown else safe
        return shown

    def authorization(self, value: str) -> str:
        """An Authorization header without secrets.

        A known credential is shown by its name (`Basic $CLOSE_API_KEY:`, decoded), one that is close to a
        secret as a near miss, and any other as it is.
        """
        scheme, space, given = value.partition(" ")
        decoded = _decoded(given) if scheme.lower() == "basic" else ""
        parts = decoded.split(":", 1) if ":" in decoded else [given]
        named = [self._named(part) for part in parts]
        if close := self._near([value, decoded], named):
            return f"{scheme} <near miss of ${close}>" if space else f"<near miss of ${close}>"
        return self.text(value) if named == parts else f"{scheme} {':'.join(named)}"

    def _safe(self, text: str) -> str:
        if self._plain is None:
            return text
        text = self._plain.sub(lambda found: self._spellings[found.group()], text)
        folded = _one_alphabet(text)
        return BASE64.sub(self._encoded, text) if any(core in folded for core in self._cores) else text

    def _header(self, name: str, value: str) -> str:
        if name in COOKIES:
            return "***"
        credential = name in ("authorization", "proxy-authorization")
        return self.authorization(value) if credential else self.text(value)

    def _named(self, part: str) -> str:
        return next((f"${name}" for name, value in self._secrets.items() if value == part), part)

    def _near(self, texts: list[str], named: list[str]) -> str | None:
        """The name of the secret that a part of the credential which is no secret itself comes close to."""
        exact = any(name.startswith("$") and name[1:] in self._secrets for name in named)
        judged = [part for part in named if part[1:] not in self._secrets] if exact else texts
        secrets = self._secrets.items()
        return next((name for name, secret in secrets if any(_shares(secret, text) for text in judged)), None)

    def _encoded(self, found: re.Match[str]) -> str:
        token = _one_alphabet(found.group())
        return next((f"${name}" for core, name in self._cores.items() if core in token), found.group())


def _one_alphabet(text: str) -> str:
    """Base64 as RFC 4648 first has it, where it may have been spelled for URLs."""
    return text.replace("-", "+").replace("_", "/")


def _spellings(secret: str) -> set[str]:
    encoded = {
        encode(text.encode()).decode().rstrip("=")
        for text in (f"{secret}:", f":{secret}")
        for encode in (base64.b64encode, base64.urlsafe_b64encode)
    }
    quoted = {quote(secret), quote(secret, safe="")}
    quoted |= {ESCAPED_BYTE.sub(lambda found: found.group().lower(), text) for text in quoted}
    written = {json.dumps(secret)[1:-1], json.dumps(secret)[1:-1].replace("/", "\\/"), html.escape(secret)}
    return {secret, *quoted, *written, *encoded}


def _cores(secret: bytes) -> set[str]:
    """What base64 shows of the secret whatever stands around it: one text for each of three alignments."""
    whole = {before: base64.b64encode(b"\0" * before + secret).decode() for before in range(3)}
    return {text[-(-before * 8 // 6) : (before + len(secret)) * 8 // 6] for before, text in whole.items()}


def _shares(secret: str, text: str) -> bool:
    size = min(SHARED, len(secret))
    return any(secret[at : at + size] in text for at in range(len(secret) - size + 1))


def _decoded(text: str) -> str:
    """What the text stands for in base64, as far as it is any; bytes that are no UTF-8 are shown as such."""
    raw = text.strip().rstrip("=").replace("-", "+").replace("_", "/")
    if not WHOLE.fullmatch(raw):
        return ""
    raw = raw[:-1] if len(raw) % 4 == 1 else raw
    return base64.b64decode(raw + "=" * (-len(raw) % 4)).decode(errors="backslashreplace")
