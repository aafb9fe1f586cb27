"""What a ledger file tells: what was made and is not deleted yet, where, by whom."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from close_sms.cleanup.ledger_file import BookError, Thing, read

HERE, THERE = "https://here/api/v1", "https://there/api/v1"
BEGAN = {"began": "2026-11-30T10:48:13+00:00", "endpoint": HERE}


def written(tmp_path: Path, *lines: dict[str, Any] | str) -> Path:
    book = tmp_path / "ledger.jsonl"
    texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    book.write_text("".join(f"{text}\n" for text in texts))
    return book


def made(kind: str, own: str, number: int, **more: str) -> list[dict[str, Any]]:
    return [{"about_to": kind, "number": number}, {"created": kind, "id": own, "number": number, **more}]


def test_what_was_made_and_not_deleted_is_left(tmp_path: Path) -> None:
    book = read(
        written(
            tmp_path,
            BEGAN,
            *made("lead", "lead_1", 1, by="Basic $CLOSE_API_KEY:", user="user_1"),
            *made("activity/sms", "acti_1", 2),
            *made("sms_template", "t_1", 3),
            {"deleted": "activity/sms", "id": "acti_1"},
            {**BEGAN, "endpoint": THERE},
            *made("lead", "lead_1", 1),
            {**BEGAN},
            {"deleted": "sms_template", "id": "t_1"},
        )
    )
    assert [
        Thing("lead", "lead_1", HERE, "Basic $CLOSE_API_KEY:", "user_1"),
        Thing("lead", "lead_1", THERE, None, None),
    ] == book.left


def test_what_goes_with_its_lead_is_not_told_apart(tmp_path: Path) -> None:
    book = read(written(tmp_path, BEGAN, *made("contact", "cont_1", 1), *made("activity/note", "acti_1", 2)))
    assert [] == book.left


def test_creates_without_an_answer_are_in_doubt(tmp_path: Path) -> None:
    lines = [
        *({"about_to": "lead", "number": number} for number in (1, 2, 3, 4)),
        {"not_created": "lead", "number": 1, "status": 400},
        {"not_created": "lead", "number": 2, "status": 503},
        {"not_created": "lead", "number": 3, "status": 0},
        {"about_to": "activity/sms", "number": 5},
    ]
    book = read(written(tmp_path, BEGAN, *lines))
    assert {(HERE, "lead"): 2, (HERE, "activity/sms"): 1} == book.in_doubt


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"created": "le', "line 2 is not a JSON object"),
        ("[1]", "line 2 is not a JSON object"),
        ('{"created": "user", "id": "user_1"}', "line 2: created 'user'"),
        ('{"created": "lead", "id": 7}', "line 2: id 7, expected a string"),
        ('{"made": "lead"}', "line 2: expected one of"),
    ],
)
def test_what_no_ledger_has_is_refused_with_its_line(tmp_path: Path, line: str, says: str) -> None:
    with pytest.raises(BookError, match=says):
        read(written(tmp_path, BEGAN, line))


def test_a_book_without_a_heading_tells_of_no_endpoint(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="line 1: expected a line before it that names the endpoint"):
        read(written(tmp_path, *made("lead", "lead_1", 1)))


def test_a_missing_book_is_told(tmp_path: Path) -> None:
    with pytest.raises(BookError, match=r"ledger\.jsonl: no such ledger"):
        read(tmp_path / "ledger.jsonl")
