"""Names on the command line of a benchmark: known ones are taken, others are told in words."""

from __future__ import annotations

from argparse import ArgumentTypeError

import pytest

from benchmarks.names import names_of

KNOWN = ("user_filter_is_ignored", "lead_filter_is_ignored", "cost_is_a_number")


def test_known_names_are_taken_in_the_order_given() -> None:
    assert names_of(KNOWN)("cost_is_a_number, user_filter_is_ignored") == ["cost_is_a_number", "user_filter_is_ignored"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("user_filter_ignored", "there is no 'user_filter_ignored'; did you mean 'user_filter_is_ignored'"),
        ("cost_is_a_number,", "there is no ''$"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(text: str, told: str) -> None:
    with pytest.raises(ArgumentTypeError, match=told):
        names_of(KNOWN)(text)
