"""The register and the checks know each other: what is claimed is registered, and nothing registered is idle."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import schemas
import schemas.register
from close_sms import profiles

ROOT = Path(__file__).parents[2]
STATEMENTS = (ROOT / "docs" / "statements.md").read_text(encoding="utf-8")
NUMBERS = set(re.findall(r'<a id="\w+"></a>([RDS]\d+) ', STATEMENTS))
MARKS = dict(re.findall(r'<a id="\w+"></a>(R\d+) \| .* \| (\w+) \| .* \|$', STATEMENTS, flags=re.MULTILINE))
# Marked `observed`, and what is only observed is never a rule; no question leans on these either.
ONLY_OBSERVED = {"R114", "R116", "R117", "R120", "R122", "R127", "R129"}


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
    missing = {ref for entry in entries for ref in entry.refs if ref not in NUMBERS}
    assert missing == set()


def test_every_statement_disagreement_and_silence_is_claimed_asked_or_explained() -> None:
    asked = {ref for entry in (*schemas.questions(), *schemas.not_observed(), *schemas.rules()) for ref in entry.refs}
    left = {ref for entry in schemas.not_checkable() for ref in entry.refs}
    assert NUMBERS - asked - left == ONLY_OBSERVED
    assert {MARKS[number] for number in ONLY_OBSERVED} == {"observed"}


def test_rules_speak_of_places_that_exist() -> None:
    for rule in schemas.rules():
        for place in rule.schema:
            file, _, pointer = place.partition("#")
            node = schemas.schema(file.removesuffix(".schema.json"))
            for step in pointer.strip("/").split("/"):
                node = node[step]
            assert node, place


def test_the_register_and_the_machinery_know_the_same_profiles() -> None:
    assert schemas.register.PROFILES == profiles.PROFILES
