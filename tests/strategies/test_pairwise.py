"""Every two choices of a create that may meet do so, in messages that every reading accepts."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations, product
from typing import Any

import pytest

import schemas
from strategies import RECORDED, sampled, together
from strategies.pairwise import CHOICES, CONTENTS, chosen, surely_accepted

STATUSES = [RECORDED, ("scheduled",), ("outbox",)]
Pair = frozenset[tuple[str, str]]


def pairs(choices: Mapping[str, Any]) -> set[Pair]:
    """Any two of the choices."""
    return {frozenset(two) for two in combinations([(name, repr(value)) for name, value in choices.items()], 2)}


def possible(statuses: tuple[str, ...]) -> set[Pair]:
    """Two choices that may meet in a message of one of the statuses, whatever its content."""
    found: set[Pair] = set()
    for status, content, to_inbox in product(statuses, CONTENTS, (False, True)):
        accepted = surely_accepted(status, content, to_inbox=to_inbox)
        if content not in accepted["content"] or to_inbox not in accepted["to_inbox"]:
            continue
        free = {**CHOICES, **accepted, "status": (status,), "content": (content,), "to_inbox": (to_inbox,)}
        for (one, values), (other, others) in combinations(free.items(), 2):
            found |= {frozenset({(one, repr(a)), (other, repr(b))}) for a, b in product(values, others)}
    return found


@pytest.mark.parametrize("statuses", STATUSES, ids=str)
def test_every_two_choices_that_may_meet_do_so_and_no_others(statuses: tuple[str, ...]) -> None:
    assert set().union(*map(pairs, chosen(*statuses))) == possible(statuses)


@pytest.mark.parametrize("statuses", STATUSES, ids=str)
def test_every_reading_accepts_them_if_it_takes_attachments(statuses: tuple[str, ...]) -> None:
    for message in together(*statuses):
        plain = {name: value for name, value in message.body.items() if name != "attachments"}
        assert schemas.must_accept("create", sampled(plain)), message


def test_a_missing_pair_would_be_seen() -> None:
    assert set().union(*map(pairs, chosen("outbox")[1:])) < possible(("outbox",))
