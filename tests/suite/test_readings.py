"""Whatever a mock has chosen where the documents leave a choice, it passes, and the report names the choice."""

from __future__ import annotations

from pathlib import Path

import pytest

from close_sms.mock import QUESTIONS
from tests.conforming import conform

ALTERNATIVES = [(question.name, reading) for question in QUESTIONS.values() for reading in question.alternatives]
ALL = {question.name: question.alternatives[0] for question in QUESTIONS.values()}


@pytest.mark.parametrize(("question", "reading"), ALTERNATIVES, ids=lambda value: value)
def test_reading_passes_and_is_reported(question: str, reading: str, tmp_path: Path) -> None:
    outcome = conform(tmp_path, f"--rule={question}", readings={question: reading})
    assert outcome.readings.get(question) == reading, outcome.told()
    assert not outcome.broken, outcome.told()
