"""The schema files are valid, hang together, and say where each property comes from."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import schemas
from schemas.loading import FOLDER, SUFFIX

# The report is a file of our own, which no page describes.
OF_THE_PAGE = [name for name in schemas.names() if name != "report"]
FILES = [name + SUFFIX for name in OF_THE_PAGE] + ["openapi.json"]
STATEMENTS = (FOLDER.parent / "docs" / "statements.md").read_text(encoding="utf-8")


def read(file: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((FOLDER / file).read_text(encoding="utf-8"))
    return content


def nodes(node: Any, at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object in a document, with its JSON pointer."""
    if isinstance(node, dict):
        yield at, node
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in children:
        yield from nodes(child, f"{at}/{str(key).replace('~', '~0').replace('/', '~1')}")


def target(file: str, ref: str) -> Any:
    """What a reference in a file leads to."""
    other, _, pointer = ref.partition("#")
    found: Any = read(other or file)
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        found = found[int(key) if isinstance(found, list) else key]
    return found


def properties(file: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The properties that a file declares, with their places; branches of a schema only narrow them."""
    for at, node in nodes(read(file)):
        if isinstance(node.get("properties"), dict) and (file == "openapi.json" or "/oneOf/" not in at):
            for name, value in node["properties"].items():
                yield f"{at}/properties/{name}", value


@pytest.mark.parametrize("name", schemas.names())
def test_satisfies_the_metaschema(name: str) -> None:
    Draft202012Validator.check_schema(schemas.schema(name))
    assert schemas.schema(name)["$schema"] == Draft202012Validator.META_SCHEMA["$id"]


@pytest.mark.parametrize("name", OF_THE_PAGE)
def test_is_identified_by_its_file_name(name: str) -> None:
    assert schemas.schema(name)["$id"] == name + SUFFIX


@pytest.mark.parametrize("file", [*FILES, "report.schema.json"])
def test_every_reference_leads_somewhere(file: str) -> None:
    for at, node in nodes(read(file)):
        if isinstance(ref := node.get("$ref"), str):
            assert target(file, ref) is not None, f"{at}: {ref}"


@pytest.mark.parametrize("file", FILES)
def test_every_property_has_a_description_and_a_source(file: str) -> None:
    for at, declared in properties(file):
        wanting = {"description", "x-source"} - declared.keys()
        said = target(file, declared["$ref"]) if wanting and "$ref" in declared else declared
        assert said.get("description"), at
        assert re.search(r"\[(seed|docs|observed)\]", said["x-source"]), at
        assert re.search(r"\b[RDS]\d+\b", said["x-source"]), at


@pytest.mark.parametrize("file", FILES)
def test_sources_name_statements_that_exist(file: str) -> None:
    for at, node in nodes(read(file)):
        for number in re.findall(r"\b[RDS]\d+\b", str(node.get("x-source", ""))):
            assert f'<a id="{number.lower()}"></a>' in STATEMENTS, f"{at}: {number}"


def test_branches_only_narrow_declared_properties() -> None:
    for name in ("create-may-accept", "create-must-accept", "update-may-accept", "update-must-accept"):
        whole = schemas.schema(name)
        for branch in whole["oneOf"]:
            assert branch["properties"].keys() <= whole["properties"].keys()


def test_all_17_inputs_and_35_response_fields_are_declared() -> None:
    assert len(schemas.schema("create-may-accept")["properties"]) == 17
    activity = schemas.schema("activity")
    beyond_the_page = {"attachments", "caller_id_mode", "caller_id_reason"}
    assert len(activity["properties"].keys() - beyond_the_page) == 35
    assert len(activity["required"]) == 27


def test_a_schema_is_a_copy() -> None:
    schemas.schema("activity").clear()
    assert schemas.schema("activity")


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(schemas.SchemaNotFound, match=r"no schema 'activities'; expected one of: activity, "):
        schemas.validator("activities")
