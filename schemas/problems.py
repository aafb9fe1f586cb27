"""Why an instance does not satisfy a schema: the errors of jsonschema, put for people."""

from __future__ import annotations

import reprlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from jsonschema.exceptions import ValidationError, relevance

from schemas.loading import SUFFIX, shared_schema, validator

DISCRIMINATOR = "status"


@dataclass(frozen=True, slots=True)
class Problem:
    """One error: where in the instance, where in the schemas, what is wrong, and the value found there.

    `pointer` is a JSON pointer; that of a missing key names the key, and `value` is then None.
    `schema_pointer` is a location such as `activity.schema.json#/properties/status/enum`.
    """

    pointer: str
    schema_pointer: str
    message: str
    value: Any


def explain(name: str, instance: Any) -> list[Problem]:
    """The problems of an instance with a schema (short name), one for each place in it, most telling first.

    A valid instance has none. Of a `oneOf` by status, only the branch of the instance's own status speaks.
    Raises SchemaNotFound.
    """
    places: dict[str, Problem] = {}
    for error in sorted(_flat(validator(name).iter_errors(instance)), key=relevance, reverse=True):
        problem = _problem(name, error)
        places.setdefault(problem.pointer, problem)
    return list(places.values())


def _flat(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """The errors, each `oneOf` replaced by what its fitting branch says."""
    found = list(errors)
    plain = [error for error in found if error.validator != "oneOf"]
    yield from plain
    for error in found:
        if error.validator == "oneOf":
            branch = _branch(error)
            if branch:
                yield from _flat(branch)
            elif not plain:
                yield error


def _branch(error: ValidationError) -> list[ValidationError]:
    """The errors of the branch that is meant: the one with the fewest, among those that take the status."""
    branches: dict[Any, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.schema_path[0], []).append(inner)
    fitting = [branch for branch in branches.values() if not any(map(_about_status, branch))]
    return min(fitting, key=len, default=[])


def _about_status(error: ValidationError) -> bool:
    path = list(error.absolute_path)
    if error.validator == "required":
        path.append(_missing(error))
    return path == [DISCRIMINATOR]


def _problem(name: str, error: ValidationError) -> Problem:
    path, value = list(error.absolute_path), error.instance
    if error.validator == "required":
        path, value = [*path, _missing(error)], None
    return Problem(_pointer(path), _location(name, list(error.absolute_schema_path)), _message(error), value)


def _missing(error: ValidationError) -> str:
    """The key that a `required` error misses; jsonschema gives it in the message only."""
    keys = cast("list[str]", error.validator_value)
    return next(key for key in keys if error.message.startswith(repr(key)))


def _message(error: ValidationError) -> str:
    shown = reprlib.repr(error.instance)
    meaning = error.schema.get("description") if isinstance(error.schema, dict) else None
    if error.validator in ("pattern", "not", "oneOf") and meaning:
        return f"{shown} does not fit. Expected: {meaning}"
    return str(error.message)


def _pointer(path: Iterable[str | int]) -> str:
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def _location(name: str, path: list[Any]) -> str:
    """The path as a location; it begins anew in each file that is referred to as a whole."""
    file, steps, node = name, list[Any](), cast("Any", shared_schema(name))
    for part in path:  # jsonschema leaves `$ref` out of its paths
        whole = _whole_file(node) if isinstance(node, dict) and part not in node else None
        if whole:
            file, steps, node = whole, [], shared_schema(whole)
        node = _child(node, part)
        steps.append(part)
    return f"{file}{SUFFIX}#{_pointer(steps)}"


def _whole_file(node: dict[str, Any]) -> str | None:
    target = str(node.get("$ref", ""))
    return target.removesuffix(SUFFIX) if target.endswith(SUFFIX) else None


def _child(node: Any, part: Any) -> Any:
    if isinstance(node, dict):
        return node.get(part)
    return node[part] if isinstance(node, list) else None
