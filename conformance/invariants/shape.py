"""What every activity and every list looks like."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

import schemas
from close_sms.wording import as_found
from conformance.claims.phone_display import is_usual, shows
from conformance.invariants.parsed_exchange import Activity, Seen

NEVER_NULL = (
    "_type", "date_created", "date_updated", "direction", "id", "organization_id", "source", "status", "users",
)  # fmt: skip
WAITING = ("scheduled", "outbox")  # to be sent from a number of the account
FILE = "activity.schema.json#"


def list_shape(seen: Seen) -> None:
    """`list.shape`: `data` is a list of objects and `has_more` a boolean."""
    if seen.operation != "list" or not seen.accepted or not seen.wants_json:
        return
    body = seen.body if isinstance(seen.body, dict) else {}
    data, more = body.get("data"), body.get("has_more")
    seen.claim(
        "list.shape",
        isinstance(data, list) and all(isinstance(entry, dict) for entry in data) and isinstance(more, bool),
        "`data` is a list of objects, `has_more` a boolean",
        as_found(body, "data", "has_more", limit=60),
    )


def schema_of_activities(seen: Seen) -> None:
    """Every rule that has a place in activity.schema.json, on every activity of an answer."""
    for activity in seen.activities:
        broken = {} if schemas.is_valid("activity", activity) else _broken_rules(activity)
        for rule in dict.fromkeys(_rules_by_place().values()):
            if rule == "object.attachments" and not activity.get("attachments"):
                continue
            seen.claim(rule, rule not in broken, *(_words(broken[rule]) if rule in broken else ("", "")))


def never_null(seen: Seen) -> None:
    """`object.never-null`: nine keys are never null."""
    for activity in seen.activities:
        nulls = [name for name in NEVER_NULL if name in activity and activity[name] is None]
        seen.claim(
            "object.never-null",
            not nulls,
            "none of the nine keys is null: " + ", ".join(NEVER_NULL),
            "null: " + ", ".join(nulls),
        )


def formatted_numbers(seen: Seen) -> None:
    """`object.formatted-numbers`: the digits of the number beside it, however spelled.

    Null is honest for a number that an endpoint may not know how to display, but not for one of its own.
    """
    for activity in seen.activities:
        for side in ("local", "remote"):
            number, shown = activity.get(f"{side}_phone"), activity.get(f"{side}_phone_formatted")
            if isinstance(number, str) and re.fullmatch(r"\+\d{8,15}", number):
                is_own = side == "local" and activity.get("status") in WAITING
                is_open = shown is None and not is_own and not is_usual(number)
                seen.claim(
                    "object.formatted-numbers",
                    is_open or shows(shown, number),
                    f"`{side}_phone_formatted` shows the digits of `{side}_phone` {number}",
                    as_found(activity, f"{side}_phone_formatted"),
                )


INVARIANTS = (list_shape, schema_of_activities, never_null, formatted_numbers)


@cache
def _rules_by_place() -> Mapping[str, str]:
    """Rule ids by their places in activity.schema.json (`/required`, `/properties/cost` …), as the register says."""
    places = ((place, rule.id) for rule in schemas.rules() for place in rule.schema)
    return {place.removeprefix(FILE): rule for place, rule in places if place.startswith(FILE)}


def _broken_rules(activity: Activity) -> dict[str, list[schemas.Problem]]:
    places = _rules_by_place()
    broken: dict[str, list[schemas.Problem]] = {}
    for problem in schemas.explain("activity", activity):
        key = problem.pointer.split("/")[1] if problem.pointer else ""
        rule = places.get("/required" if _is_missing(problem) or not key else f"/properties/{key}")
        broken.setdefault(rule or places["/required"], []).append(problem)
    return broken


def _is_missing(problem: schemas.Problem) -> bool:
    return problem.schema_pointer == f"{FILE}/required"


def _words(problems: Sequence[schemas.Problem]) -> tuple[str, str]:
    """What was expected, and what came: all keys that are missing, else the first of the problems."""
    missing = [f"`{problem.pointer[1:]}`" for problem in problems if _is_missing(problem)]
    if len(missing) == 1:
        return f"the key {missing[0]}", "it is missing"
    if missing:
        return f"the keys {', '.join(missing)}", "they are missing"
    first = problems[0]
    place = f"`{first.pointer[1:]}`" if first.pointer else "the activity"
    return f"{place} satisfies {first.schema_pointer}", first.message
