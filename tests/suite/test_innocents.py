"""No honest server is accused: each of the innocents passes, whatever it has chosen where the documents leave a choice.

`python benchmarks/innocents.py` runs them with many seeds, and more deeply.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future

import pytest

from tests.bench import EVERY_CHECK, Told, collected, open_pool
from tests.innocents import INNOCENTS


def run(name: str) -> Told:
    innocent = INNOCENTS[name]
    ran = collected().run(readings=innocent.readings, behaviour=innocent.behaviour, around=innocent.around)
    return ran.told()


@pytest.fixture(scope="module")
def runs() -> Iterator[dict[str, Future[Told]]]:
    """A run for each of them; two at a time."""
    with open_pool(*EVERY_CHECK) as pool:
        yield {name: pool.submit(run, name) for name in INNOCENTS}


@pytest.mark.parametrize("name", INNOCENTS)
def test_an_innocent_is_not_accused(name: str, runs: dict[str, Future[Told]]) -> None:
    told = runs[name].result()
    assert told.code == 0, told.why
