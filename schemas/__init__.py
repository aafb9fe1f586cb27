"""The contract as data: JSON Schemas, the OpenAPI document, the registers, and the loaders of all three.

Nothing here knows of HTTP or of pytest; strategies and conformance read from here.
"""

from schemas.entries import RegisterError
from schemas.loading import FOLDER, SchemaNotFound, fast_validator, is_valid, names, schema, validator
from schemas.problems import Problem, explain
from schemas.register import not_checkable, not_observed, questions, rules
from schemas.zones import Operation, may_accept, must_accept

__all__ = [
    "FOLDER",
    "Operation",
    "Problem",
    "RegisterError",
    "SchemaNotFound",
    "explain",
    "fast_validator",
    "is_valid",
    "may_accept",
    "must_accept",
    "names",
    "not_checkable",
    "not_observed",
    "questions",
    "rules",
    "schema",
    "validator",
]
