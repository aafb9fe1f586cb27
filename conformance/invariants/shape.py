"""What every activity and every list looks like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import schemas
from close_sms.claims import show
from conformance.displayed import is_usual, shows
from conformance.invariants.seen import Activity, Seen

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
        f"`data` is {show(data, 60)}, `has_more` is {show(more, 60)}",
    )


def schema_of_activities(seen: Seen) -> None:
    """Every rule that has a place in activity.schema.json, on every activity of an answer."""
    for activity in seen.activities:
        broken = {} if schemas.is_valid("activity", activity) else _broken_rules(activity)
        for rule in dict.fromkeys(_rules_by_place().values()):
            if rule == "object.attachments" and not activity.get("attachments"):
                continue
            problem = broken.get(rule)
            seen.claim(
                rule,
                problem is None,
                f"`{problem.pointer or 'the activity'}` satisfies {problem.schema_pointer}" if problem else "",
                problem.message if problem else "",
            )


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
                    f"`{side}_phone_formatted` is {show(shown)}",
                )


INVARIANTS = (list_shape, schema_of_activities, never_null, formatted_numbers)


@cache
def _rules_by_place() -> Mapping[str, str]:
    """Rule ids by their places in activity.schema.json (`/required`, `/properties/cost` …), as the register says."""
    places = ((place, rule.id) for rule in schemas.rules() for place in rule.schema)
    return {place.removeprefix(FILE): rule for place, rule in places if place.startswith(FILE)}


def _broken_rules(activity: Activity) -> dict[str, schemas.Problem]:
    places = _rules_by_place()
    broken: dict[str, schemas.Problem] = {}
    for problem in schemas.explain("activity", activity):
        missing = problem.schema_pointer == f"{FILE}/required"
        key = problem.pointer.split("/")[1] if problem.pointer else ""
        rule = places.get("/required" if missing or not key else f"/properties/{key}")
        broken.setdefault(rule or places["/required"], problem)
    return broken
