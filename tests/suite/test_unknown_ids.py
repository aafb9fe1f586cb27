"""Ids that nobody has are spelled like real ones, and nobody's indeed, whatever real ones look like."""

from __future__ import annotations

import json
from random import Random
from types import SimpleNamespace
from typing import Any, cast

import pytest

from conformance.api.sms import Sms

REAL = ["acti_12358hIUhaklslYoYSbtozZuUTyB2zO2nhm7iVSpZpp", "5f0c3a52-9d0e-4c35-8f7e-6a2b3c4d5e6f", "acti_aaaa"]
NUMBERS = ["1", "11", "1336", "acti_7", "99999999999"]


def unknown(like: str, *known: str) -> str:
    """What the suite invents, where these ids are known already."""
    client = SimpleNamespace(guard=SimpleNamespace(states=dict.fromkeys(known)), ledger=SimpleNamespace())
    client.ledger.add_unknown_id = lambda invented: invented
    return Sms.unknown_id(cast(Any, SimpleNamespace(client=client, _random=Random(1))), like)


@pytest.mark.parametrize("real", REAL + NUMBERS)
def test_there_are_too_many_such_ids_to_meet_a_real_one(real: str) -> None:
    invented = {unknown(real, real) for _ in range(2)} | {unknown(real, unknown(real))}
    assert real not in invented
    assert all(len(each) >= 13 for each in invented)
    assert len(invented) == 2


@pytest.mark.parametrize("real", NUMBERS)
def test_number_stays_a_number_that_an_integer_holds(real: str) -> None:
    tail = unknown(real).rpartition("_")[2]
    assert 10**16 <= json.loads(tail) < 2**63


def test_long_ids_keep_length_prefix_and_dashes() -> None:
    for real in REAL[:2]:
        invented = unknown(real)
        assert len(invented) == len(real)
        assert [c for c in invented if not c.isalnum()] == [c for c in real if not c.isalnum()]
        assert invented.partition("_")[0] == real.partition("_")[0] or "_" not in real
