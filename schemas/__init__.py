"""The contract as data: JSON Schemas, the OpenAPI document, the registers, and the loaders of all three.

Nothing here knows of HTTP or of pytest; strategies, conformance and close_sms read from here.
"""

from schemas.entries import RegisterError
from schemas.loading import SchemaNotFound, fast_validator, names, openapi, schema, validator
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
    "NotCheckable",
    "NotObserved",
    "Problem",
    "Question",
    "RegisterError",
    "Rule",
    "SchemaNotFound",
    "explain",
    "fast_validator",
    "names",
    "not_checkable",
    "not_observed",
    "openapi",
    "questions",
    "rules",
    "schema",
    "validator",
]
