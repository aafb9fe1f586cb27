"""The readings of the documents between which the mock can be switched: one table, written down by chapters.

Each line is one question that the documents leave open, contradict themselves on, or only show in an example:
its name, the numbers of the disagreements (D), silences (S) and statements (R) behind it, and its possible
readings with what each means. The first reading is the default: what the documents come nearest to or,
where they are silent, the best recorded evidence.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from close_sms.mock.tables import activity, bodies, changing, derived, encoding, events, listing, methods, sending, wire
from close_sms.mock.tables.question import Question

CHAPTERS = (wire, methods, encoding, bodies, activity, derived, changing, sending, listing, events)
TABLE: tuple[Question, ...] = tuple(question for chapter in CHAPTERS for question in chapter.TABLE)

QUESTIONS: Mapping[str, Question] = {question.name: question for question in TABLE}


def resolve(chosen: Mapping[str, str] | None = None) -> dict[str, str]:
    """Every question with the reading that holds; raises ValueError for a name that the table has not."""
    chosen = chosen or {}
    for name, reading in chosen.items():
        if name not in QUESTIONS:
            raise ValueError(f"unknown question {name!r}{_nearest(name, QUESTIONS)}")
        readings = QUESTIONS[name].readings
        if reading not in readings:
            told = f"{', '.join(readings)}{_nearest(reading, readings)}"
            raise ValueError(f"unknown reading {reading!r} of question {name!r}; expected one of {told}")
    return {name: chosen.get(name, question.default) for name, question in QUESTIONS.items()}


def _nearest(name: str, known: Mapping[str, object]) -> str:
    nearest = difflib.get_close_matches(str(name), known, n=1)
    return f"; did you mean {nearest[0]!r}?" if nearest else ""
