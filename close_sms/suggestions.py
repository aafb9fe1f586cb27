"""What somebody may have meant who named something that is not known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def did_you_mean(word: object, names: Iterable[str], spelled: str = "{!r}") -> str:
    """``; did you mean 'that'?`` where one of the names is near to the word, else nothing.

    `spelled` is how to show the name. It is the end of a sentence: whatever else is to be said comes before or after.
    """
    near = difflib.get_close_matches(str(word), list(names), n=1)
    return f"; did you mean {spelled.format(near[0])}?" if near else ""
