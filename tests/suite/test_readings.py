"""Whatever a mock has chosen where the documents leave a choice, it passes, and the report names the choice.

`python benchmarks/innocents.py --only readings` runs every other reading by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future

import pytest

import schemas
from close_sms.mock import QUESTIONS
from tests.bench import EVERY_CHECK, Told, collected, open_pool

# Refusing what others need hides the answers to others: there is nothing to schedule, to undo or to look up then.
HIDES_OTHERS = ("date-scheduled-key", "send-in-key")
BATCHES = 30
OTHERS = {name: known.alternatives[0] for name, known in QUESTIONS.items()}


def run(readings: Mapping[str, str]) -> Told:
    return collected().run(readings=readings).told()


def together(which: int) -> dict[str, str]:
    return {known.name: known.alternatives[which] for known in QUESTIONS.values() if known.name not in HIDES_OTHERS}


def batch(number: int) -> dict[str, str]:
    """A few other readings that stand far from each other in the register, and so hide each other seldom."""
    names = [name for name in OTHERS if name not in HIDES_OTHERS]
    return {name: OTHERS[name] for name in names[number::BATCHES]}


@pytest.fixture(scope="module")
def runs() -> Iterator[dict[str, Future[Told]]]:
    """A run for each set of readings; two at a time."""
    with open_pool(*EVERY_CHECK) as pool:
        found = {name: pool.submit(run, {name: OTHERS[name]}) for name in HIDES_OTHERS}
        found |= {f"batch {number}": pool.submit(run, batch(number)) for number in range(BATCHES)}
        found |= {str(which): pool.submit(run, together(which)) for which in (0, -1)}
        yield found


@pytest.mark.parametrize("number", range(BATCHES))
def test_other_readings_pass_and_are_reported(number: int, runs: dict[str, Future[Told]]) -> None:
    ran, readings = runs[f"batch {number}"].result(), batch(number)
    assert ran.code == 0, f"{readings}: {ran.why}"
    assert {name: ran.readings.get(name) for name in readings} == readings


@pytest.mark.parametrize("question", HIDES_OTHERS)
def test_reading_that_hides_others_passes_and_is_reported(question: str, runs: dict[str, Future[Told]]) -> None:
    ran = runs[question].result()
    assert ran.code == 0, ran.why
    assert ran.readings[question] == OTHERS[question]


@pytest.mark.parametrize("which", [0, -1], ids=["first", "last"])
def test_all_other_readings_together_pass(which: int, runs: dict[str, Future[Told]]) -> None:
    ran = runs[str(which)].result()
    assert ran.code == 0, ran.why
    readings = together(which)
    reported = {name for name, reading in readings.items() if ran.readings.get(name) == reading}
    assert len(reported) >= 80, sorted(set(readings) - reported)


def test_every_question_of_the_register_can_be_switched() -> None:
    assert set(QUESTIONS) == {question.id for question in schemas.questions()}
