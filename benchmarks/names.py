"""Names on the command line of a benchmark: one that is unknown is answered with the nearest that is known."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Callable, Collection
from difflib import get_close_matches


def names_of(known: Collection[str]) -> Callable[[str], list[str]]:
    """The `type` of an argument that takes known names with commas between them."""

    def names(text: str) -> list[str]:
        given = [name.strip() for name in text.split(",")]
        for name in given:
            if name not in known:
                nearest = get_close_matches(name, known, n=1, cutoff=0)
                raise ArgumentTypeError(f"there is no {name!r}; the nearest name is {', '.join(nearest)}")
        return given

    return names
