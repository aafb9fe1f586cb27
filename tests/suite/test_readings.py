"""Whatever a mock has chosen where the documents leave a choice, it passes, and the report names the choice."""

from __future__ import annotations

from pathlib import Path

import pytest

from close_sms.mock import QUESTIONS
from tests.conforming import conform

SWITCHED = (
    "create-success-code",
    "delete-answer-body",
    "error-body-of-a-faulty-field",
    "date-form",
    "id-prefixes",
    "formatted-number-spelling",
    "unknown-body-keys",
    "date-scheduled-key",
    "send-in-key",
    "local-phone-when-not-sending",
    "remote-phone-missing",
    "no-lead",
    "unknown-template",
    "blank-edges-of-text",
    "text-and-template",
    "date-sent-of-sent",
    "default-activity-at",
    "locked-edit-code",
    "draft-to-sent",
    "same-status-again",
    "date-scheduled-after-cancel",
    "send-in-on-update",
    "send-in-echoed",
    "list-order",
)
# Refusing a key that the prose needs leaves nothing to schedule or to undo, and so hides the answers of others.
HIDES_OTHERS = ("date-scheduled-key", "send-in-key")


def alternative(question: str) -> str:
    return QUESTIONS[question].alternatives[0]


@pytest.mark.parametrize("question", SWITCHED)
def test_another_reading_passes_and_is_reported(question: str, tmp_path: Path) -> None:
    reading = alternative(question)
    outcome = conform(tmp_path, readings={question: reading})
    assert outcome.code == 0, outcome.told()
    assert outcome.readings[question] == reading


@pytest.mark.parametrize("which", [0, -1], ids=["first", "last"])
def test_all_other_readings_together_pass(which: int, tmp_path: Path) -> None:
    readings = {known.name: known.alternatives[which] for known in QUESTIONS.values() if known.name not in HIDES_OTHERS}
    outcome = conform(tmp_path, readings=readings)
    assert outcome.code == 0, outcome.told()
    reported = {name for name, reading in readings.items() if outcome.readings.get(name) == reading}
    assert len(reported) >= 60, sorted(set(readings) - reported)


def test_every_question_of_the_register_can_be_switched() -> None:
    schemas = pytest.importorskip("schemas")
    assert set(QUESTIONS) == {question.id for question in schemas.questions()}
