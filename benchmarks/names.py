"""Names on the command line of a benchmark: one that is unknown is answered with the nearest that is known."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Collection

from close_sms.suggestions import did_you_mean


def add_only(parser: ArgumentParser, known: Collection[str], told: str) -> None:
    """Add `--only`, which may be repeated: names with commas between them, as a list, or None without it."""
    parser.add_argument("--only", type=names_of(known), action="extend", metavar="NAME,…", help=told)


def names_of(known: Collection[str]) -> Callable[[str], list[str]]:
    """The `type` of an argument that takes known names with commas between them."""

    def names(text: str) -> list[str]:
        given = [name.strip() for name in text.split(",")]
        for name in given:
            if name not in known:
                raise ArgumentTypeError(f"there is no {name!r}{did_you_mean(name, known)}")
        return given

    return names
