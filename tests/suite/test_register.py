"""The register and the checks know each other: what is claimed is registered, and nothing registered is idle."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import schemas

ROOT = Path(__file__).parents[2]
STATEMENTS = (ROOT / "docs" / "statements.md").read_text(encoding="utf-8").lower()
NUMBERS = re.compile(r"[RDS]\d+")


def words() -> set[str]:
    return {
        node.value
        for file in (*(ROOT / "conformance").rglob("*.py"), *(ROOT / "strategies").glob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_rule_is_named_by_a_check() -> None:
    named = words()
    by_schema = {rule.id for rule in schemas.rules() if rule.schema}
    assert {rule.id for rule in schemas.rules()} - named - by_schema == set()


def test_every_question_is_named_by_a_probe() -> None:
    named = words() | {f"draft-to-{status}" for status in ("sent", "inbox")}
    assert {question.id for question in schemas.questions()} - named == set()


def test_every_reference_stands_in_the_statements() -> None:
    entries = (*schemas.rules(), *schemas.questions(), *schemas.not_checkable(), *schemas.not_observed())
    missing = {ref for entry in entries for ref in entry.refs if f'id="{ref.lower()}"' not in STATEMENTS}
    assert missing == set()


def test_every_statement_disagreement_and_silence_is_claimed_asked_or_explained() -> None:
    asked = {ref for entry in (*schemas.questions(), *schemas.not_observed(), *schemas.rules()) for ref in entry.refs}
    left = {ref for entry in schemas.not_checkable() for ref in entry.refs}
    stated = {f"R{number}" for number in range(1, 111)}
    open_ = {f"D{number}" for number in range(1, 28)} | {f"S{number}" for number in range(1, 75)}
    assert stated - asked - left == set()
    assert open_ - asked - left == set()


def test_rules_speak_of_places_that_exist() -> None:
    for rule in schemas.rules():
        for place in rule.schema:
            file, _, pointer = place.partition("#")
            node = schemas.schema(file.removesuffix(".schema.json"))
            for step in pointer.strip("/").split("/"):
                node = node[step]
            assert node, place
