"""The OpenAPI document is valid, loads where it is to be used, and agrees with the borders."""

import json
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import validate

import schemas

FILE = schemas.FOLDER / "openapi.json"
DOCUMENT = json.loads(FILE.read_text("utf-8"))
SMS = {"list_sms", "create_sms", "get_sms", "update_sms", "delete_sms"}
TEMPLATES = {"create_sms_template", "update_sms_template", "delete_sms_template"}
PEOPLE = {"get_me", "create_lead", "delete_lead", "create_contact"}
OPERATIONS = SMS | TEMPLATES | PEOPLE | {"list_phone_numbers", "list_tasks"}
QUICK = settings(
    max_examples=60,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)


@pytest.fixture(scope="module")
def loaded() -> Any:
    return schemathesis.openapi.from_path(str(FILE))


def operations() -> list[tuple[str, dict[str, Any]]]:
    verbs = ("get", "post", "put", "delete")
    items = DOCUMENT["paths"].items()
    return [(path, item[verb]) for path, item in items for verb in verbs if verb in item]


def test_is_valid_openapi() -> None:
    validate(DOCUMENT, base_uri=FILE.as_uri())


def test_has_the_operations_that_the_suite_needs() -> None:
    assert {operation["operationId"] for _, operation in operations()} == OPERATIONS


def test_every_operation_and_parameter_has_a_source() -> None:
    for path, operation in operations():
        assert operation["x-source"], path
        for parameter in operation.get("parameters", []):
            assert parameter["x-source"], f"{path}: {parameter['name']}"
            assert parameter["description"], f"{path}: {parameter['name']}"


def test_every_operation_declares_the_three_refusals() -> None:
    for path, operation in operations():
        assert {"400", "401", "404"} <= operation["responses"].keys(), path


def test_links_lead_to_operations() -> None:
    links = [
        link["operationId"]
        for _, operation in operations()
        for response in operation["responses"].values()
        for link in response.get("links", {}).values()
    ]
    of_created = SMS | TEMPLATES | {"delete_lead"}
    assert set(links) == of_created - {"list_sms", "create_sms", "create_sms_template"}


def test_schemathesis_loads_every_operation(loaded: Any) -> None:
    found = {result.ok().definition.raw["operationId"] for result in loaded.get_all_operations()}
    assert found == OPERATIONS


@pytest.mark.parametrize(
    ("path", "method", "border"),
    [("/activity/sms/", "POST", "create-may-accept"), ("/activity/sms/{id}/", "PUT", "update-may-accept")],
)
def test_what_schemathesis_makes_of_it_lies_in_the_wide_border(
    loaded: Any, path: str, method: str, border: str
) -> None:
    @given(loaded[path][method].as_strategy())
    @QUICK
    def check(case: Any) -> None:
        assert schemas.explain(border, json.loads(json.dumps(case.body))) == []

    check()
