"""The JSON Schemas and the OpenAPI document of this folder, loaded, and validators over them."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator
from referencing import Registry, Resource

FOLDER = Path(__file__).resolve().parent
SUFFIX = ".schema.json"


class SchemaNotFound(LookupError):
    """There is no schema of that name; the message lists the names that there are."""


def names() -> tuple[str, ...]:
    """The short names of all schemas, sorted: `activity` stands for `activity.schema.json`."""
    return tuple(sorted(path.name.removesuffix(SUFFIX) for path in FOLDER.glob("*" + SUFFIX)))


def schema(name: str) -> dict[str, Any]:
    """A schema by its short name, as a copy that may be changed; raises SchemaNotFound."""
    return copy.deepcopy(shared_schema(name))


@cache
def shared_schema(name: str) -> dict[str, Any]:
    """A schema by its short name, not to be changed; raises SchemaNotFound."""
    if name not in names():
        raise SchemaNotFound(f"no schema {name!r}; expected one of: {', '.join(names())}")
    return _read(name + SUFFIX)


@cache
def validator(name: str) -> Validator:
    """The validator of a schema that explains well, for single verdicts; raises SchemaNotFound."""
    return Draft202012Validator(shared_schema(name), registry=_registry())


@cache
def fast_validator(name: str) -> jsonschema_rs.Draft202012Validator:
    """The validator of a schema that decides some hundred times faster; raises SchemaNotFound.

    Its verdict is that of `validator`, but its schema paths are others: explain a refusal with `explain`.
    """
    return jsonschema_rs.Draft202012Validator(shared_schema(name), registry=_fast_registry())


def is_valid(name: str, instance: Any) -> bool:
    """Whether the instance satisfies the schema, by the faster validator where it can; raises SchemaNotFound."""
    try:
        return bool(fast_validator(name).is_valid(instance))
    except UnicodeEncodeError:  # half a surrogate pair, which only Python's texts can hold
        return bool(validator(name).is_valid(instance))


def _read(file: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((FOLDER / file).read_text(encoding="utf-8"))
    return content


@cache
def _registry() -> Registry[Any]:
    resources = [(name + SUFFIX, Resource.from_contents(shared_schema(name))) for name in names()]
    return Registry().with_resources(resources)


@cache
def _fast_registry() -> jsonschema_rs.Registry:
    return jsonschema_rs.Registry([(name + SUFFIX, shared_schema(name)) for name in names()])
