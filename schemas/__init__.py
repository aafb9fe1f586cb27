"""The contract as data: JSON Schemas, the OpenAPI document, the registers, and the loaders of all three.

Nothing here knows of HTTP or of pytest; strategies and conformance read from here.
"""

from schemas.entries import RegisterError
from schemas.loading import FOLDER, SchemaNotFound, fast_validator, is_valid, names, openapi, schema, validator
from schemas.problems import Problem, explain
from schemas.register import (
    NotCheckable,
    NotObserved,
    Question,
    Rule,
    not_checkable,
    not_observed,
    questions,
    rules,
)

__all__ = [
    "FOLDER",
    "NotCheckable",
    "NotObserved",
    "Problem",
    "Question",
    "RegisterError",
    "Rule",
    "SchemaNotFound",
    "explain",
    "fast_validator",
    "is_valid",
    "names",
    "not_checkable",
    "not_observed",
    "openapi",
    "questions",
    "rules",
    "schema",
    "validator",
]
