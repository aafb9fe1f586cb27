"""The registers load, agree with the documents beside them, and refuse malformed entries in words."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

import schemas
from schemas.loading import FOLDER, SUFFIX
from schemas.register import read_questions, read_rules

STATEMENTS = (FOLDER.parent / "docs" / "statements.md").read_text(encoding="utf-8")
RULE: dict[str, Any] = {
    "id": "status.required",
    "says": "It is needed.",
    "level": "stated",
    "refs": ["R20"],
    "source": "sms/create: status",
    "profile": "record",
}
QUESTION: dict[str, Any] = {
    "id": "empty-text",
    "asks": "May it be empty?",
    "refs": ["S9"],
    "profile": "record",
    "readings": {"kept": "yes", "refused": "no, any 4xx"},
}
BAD_RULES = [
    ({"level": "seen"}, r"\(status\.required\): level: expected one of stated, documented, found 'seen'"),
    ({"profile": "write"}, "profile: expected one of read, record, schedule, send, found 'write'"),
    ({"id": "Status"}, "id: expected the form chapter.name-of-the-rule, found 'Status'"),
    ({"refs": []}, r"refs: expected a list of at least one text, found \[\]"),
    ({"refs": "R20"}, "refs: expected a list of at least one text, found 'R20'"),
    ({"refs": ["R0"]}, "refs: expected texts of the form .*, found 'R0'"),
    ({"refs": ["R1", "R1"]}, "refs: 'R1' is given twice"),
    ({"says": ""}, "says: expected a text, found ''"),
    ({"says": 5}, r"says: expected a text, found 5 \(put it in quotes\)"),
    ({"source": None}, r"source: expected a text, found None \(put it in quotes\)"),
    ({"schema": ["activity#/type"]}, "schema: expected texts of the form .*, found 'activity#/type'"),
    ({"severity": "high"}, "severity: unknown key; expected only id, says, "),
]
BAD_QUESTIONS = [
    ({"readings": {"kept": "yes"}}, "readings: expected a mapping of at least two names to meanings"),
    ({"readings": {200: "a", 201: "b"}}, r"readings: expected a name .* found 200: 'a' \(put it in quotes\)"),
    ({"readings": {"a": "b", "none": None}}, r"readings: .* found 'none': None \(put it in quotes\)"),
    ({"level": "stated"}, "level: unknown key"),
    ({"id": "a.b"}, "id: expected the form name-of-the-question, found 'a.b'"),
]
Write = Callable[[Any], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(content: Any) -> Path:
        path = tmp_path / "register.yaml"
        path.write_text(content if isinstance(content, str) else yaml.safe_dump(content), encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(("change", "complaint"), BAD_RULES)
def test_a_malformed_rule_is_refused(write: Write, change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(schemas.RegisterError, match=complaint) as caught:
        read_rules(write({"rules": [{**RULE, **change}]}))
    assert str(caught.value).startswith("register.yaml: rules, entry 1")


@pytest.mark.parametrize("key", RULE)
def test_a_rule_without_a_needed_key_is_refused(write: Write, key: str) -> None:
    with pytest.raises(schemas.RegisterError, match=f": {key}: "):
        read_rules(write({"rules": [{name: value for name, value in RULE.items() if name != key}]}))


@pytest.mark.parametrize(("change", "complaint"), BAD_QUESTIONS)
def test_a_malformed_question_is_refused(write: Write, change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(schemas.RegisterError, match=complaint):
        read_questions(write({"questions": [{**QUESTION, **change}]}))


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("rules: [", "not readable as YAML"),
        ("- a", "expected the keys rules and perhaps not_checkable, found: list"),
        ({"rule": []}, "expected the keys rules and perhaps not_checkable, found: rule"),
        ({"rules": {}}, "rules: expected a list, found dict"),
        ({"rules": ["status.required"]}, "entry 1: expected a mapping, found 'status.required'"),
        ({"rules": [RULE, RULE]}, r"entry 2 \(status.required\): id: 'status.required' is given twice"),
        ({"rules": [RULE], "not_checkable": [{"refs": ["R1"], "says": "x"}]}, "reason: this key is missing"),
    ],
)
def test_a_malformed_register_is_refused(write: Write, content: Any, complaint: str) -> None:
    with pytest.raises(schemas.RegisterError, match=complaint):
        read_rules(write(content))


def test_a_missing_register_is_refused(tmp_path: Path) -> None:
    with pytest.raises(schemas.RegisterError, match=r"rules\.yaml: not readable"):
        read_rules(tmp_path / "rules.yaml")


def test_optional_keys_default_to_nothing(write: Write) -> None:
    ((rule,), left) = read_rules(write({"rules": [RULE]}))
    assert (rule.refs, rule.schema, left) == (("R20",), (), ())


def test_the_rules_load_once() -> None:
    assert schemas.rules() is schemas.rules()
    assert schemas.rules()
    assert schemas.not_checkable()


def test_the_questions_load() -> None:
    assert schemas.questions()
    assert schemas.not_observed()


def test_every_ref_is_a_statement() -> None:
    in_rules = [rule.refs for rule in schemas.rules()] + [left.refs for left in schemas.not_checkable()]
    in_questions = [entry.refs for entry in schemas.questions()] + [left.refs for left in schemas.not_observed()]
    refs = {ref for refs in in_rules + in_questions for ref in refs}
    assert {ref for ref in refs if f'<a id="{ref.lower()}"></a>' not in STATEMENTS} == set()


def test_every_location_of_a_rule_exists() -> None:
    for rule in schemas.rules():
        for location in rule.schema:
            file, _, pointer = location.partition(f"{SUFFIX}#")
            node: Any = schemas.schema(file)
            for part in pointer.split("/")[1:]:
                assert part in node, f"{rule.id}: {location}"
                node = node[part]


def test_the_statements_are_numbered_without_gaps() -> None:
    anchors = re.findall(r'^\| <a id="([a-z])(\d+)"></a>(\w+) \|', STATEMENTS, flags=re.MULTILINE)
    assert all(f"{letter}{number}" == shown.lower() for letter, number, shown in anchors)
    for letter in "rds":
        numbers = sorted(int(number) for kind, number, _ in anchors if kind == letter)
        assert numbers == list(range(1, len(numbers) + 1))
