"""Names as arguments of the strategies: those that are not known are refused."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable

from hypothesis.errors import InvalidArgument


def names_of(argument: str, given: str | Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    """The given name or names as a tuple, each once; raises InvalidArgument for one that is not known."""
    found = (given,) if isinstance(given, str) else tuple(dict.fromkeys(given))
    for name in found:
        if name not in known:
            raise InvalidArgument(f"{argument}={given!r}: unknown name {name!r}; {_instead(name, known)}")
    return found


def _instead(name: object, known: Collection[str]) -> str:
    near = difflib.get_close_matches(str(name), known, n=1)
    return f"did you mean {near[0]!r}?" if near else f"expected one of {', '.join(sorted(known))}"
