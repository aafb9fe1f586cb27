"""Small tools for plain text: wrapping, one-line values, and characters made harmless."""

import json
import re
import textwrap
from collections.abc import Iterator
from typing import Any

# Control characters, half surrogates, non-characters and direction overrides: they steer terminals, break XML
# or make a line read differently from what it says.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_CODE = re.compile("`([^`\n]+)`")


def printable(text: str) -> str:
    r"""The text with every character that no medium can carry safely written as ``\uXXXX``.

    That is also how JSON writes it, so that a JSON body inside a curl line stays the same body.
    """
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def clip(text: str, limit: int) -> str:
    """The text, cut to ``limit`` characters with ``…`` at its end when it is longer."""
    return text if len(text) <= limit else text[: max(limit - 1, 0)] + "…"


def plural(count: int, noun: str) -> str:
    """The count with its noun: ``1 rule``, ``2 rules``, ``1,000 rules``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def one_line(text: str) -> str:
    """The text with each run of white space as one space."""
    return " ".join(printable(text).split())


def last_line(text: str) -> str:
    """The last line that is not blank: of a traceback the error itself."""
    return ([line for line in text.splitlines() if line.strip()] or [""])[-1]


def spans(text: str) -> Iterator[tuple[str, bool]]:
    """The parts of a text, each with whether it is code, which stands between backticks."""
    for at, part in enumerate(_CODE.split(text)):
        if part:
            yield part, at % 2 == 1


def compact(body: Any) -> str:
    """A body on one line: text as it is, anything else as JSON; empty text for no body."""
    if body is None:
        return ""
    if isinstance(body, str):
        return printable(body)
    return printable(json.dumps(body, ensure_ascii=False))


def pretty(body: Any) -> str:
    """A body on as many lines as it takes: text as it is, anything else as indented JSON."""
    if body is None or isinstance(body, str):
        return printable(body or "")
    return printable(json.dumps(body, ensure_ascii=False, indent=2))


def wrapped(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """The text in lines of at most ``width``, never broken inside a word, number or URL."""
    return textwrap.wrap(
        one_line(text),
        max(width, len(first) + 20),
        initial_indent=first,
        subsequent_indent=" " * len(first) if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [first.rstrip()]
