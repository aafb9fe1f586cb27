"""What the documents count is as many as there are."""

from __future__ import annotations

from pathlib import Path

import pytest

import schemas
from tests.faults.bank import FAULTS
from tests.innocents import INNOCENTS

ROOT = Path(__file__).parents[2]
RULES, QUESTIONS = len(schemas.rules()), len(schemas.questions())


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("README.md", f"{len(FAULTS):,} planted faults the suite finds, and which of {len(INNOCENTS)} honest servers"),
        ("CHANGELOG.md", f"{RULES} rules, {QUESTIONS} questions"),
        ("CHANGELOG.md", f"{len(FAULTS):,} faults and {len(INNOCENTS)} honest variants of the mock"),
        ("docs/proof.md", f"{len(INNOCENTS)} honest variants of the mock (tests/innocents)"),
        ("docs/proof.md", f"another reading of each of the {QUESTIONS} questions"),
    ],
)
def test_the_page_tells_the_number(page: str, words: str) -> None:
    text = " ".join((ROOT / page).read_text(encoding="utf-8").split())
    assert words in text, f"{page} should say: {words}"
