"""Claims over every exchange of a run, whatever check made it.

Each invariant takes an exchange and claims softly: the finding is kept and the check goes on. Those that compare
answers over time keep what they have seen in a `Memory`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import schemas
from close_sms.claims import claim_that, show
from close_sms.exchange import Exchange

NOISE = (429, 502, 503, 504)  # of the network between, or of our own pace; nothing of the endpoint's contract
OPERATIONS = ("create", "get", "update", "list")
NEVER_NULL = (
    "_type", "date_created", "date_updated", "direction", "id", "organization_id", "source", "status", "users",
)  # fmt: skip
IMMUTABLE = ("date_created", "direction", "created_by", "organization_id")
OWN_MOVES = {
    ("scheduled", "outbox"), ("scheduled", "sent"), ("scheduled", "error"), ("outbox", "sent"), ("outbox", "error"),
}  # fmt: skip
JSON_TYPE = re.compile(r"application/(json|[\w.+-]+\+json)\s*(;.*)?", re.IGNORECASE)

Activity = dict[str, Any]


def json_bodies(exchange: Exchange) -> None:
    """`transport.json`: what is answered is JSON and says so; a refusal may have no body."""
    if exchange.status in NOISE or 300 <= exchange.status < 400:
        return
    empty = not exchange.response_body.strip()
    if empty and (exchange.status >= 400 or exchange.operation == "delete"):
        return
    announced = exchange.response_headers.get("content-type", "")
    claim_that(
        JSON_TYPE.fullmatch(announced) is not None and _is_json(exchange),
        expected="a JSON body with the content type application/json",
        actual=f"content type {announced or 'missing'}, a body that is {'' if _is_json(exchange) else 'no '}JSON",
        of=exchange,
        rule="transport.json",
        soft=True,
    )


def no_server_error(exchange: Exchange) -> None:
    """`transport.no-server-error`: no 5xx but those of a network in between."""
    if exchange.status not in NOISE:
        claim_that(
            exchange.status < 500,
            expected="no server error (5xx)",
            actual=f"status code {exchange.status}",
            of=exchange,
            rule="transport.no-server-error",
            soft=True,
        )


def success_is_200(exchange: Exchange) -> None:
    """`transport.success-is-200`: the code of a success is 200 (that of a create is a question)."""
    if exchange.operation in ("list", "get", "update", "delete") and 200 <= exchange.status < 300:
        claim_that(
            exchange.status == 200,
            expected="a success has the status code 200",
            actual=f"status code {exchange.status}",
            of=exchange,
            rule="transport.success-is-200",
            soft=True,
        )


def list_shape(exchange: Exchange) -> None:
    """`list.shape`: `data` is a list of objects and `has_more` a boolean."""
    if exchange.operation != "list" or exchange.status != 200:
        return
    body = _parsed(exchange)
    data = body.get("data") if isinstance(body, dict) else None
    more = body.get("has_more") if isinstance(body, dict) else None
    claim_that(
        isinstance(data, list) and all(isinstance(entry, dict) for entry in data) and isinstance(more, bool),
        expected="`data` is a list of objects, `has_more` a boolean",
        actual=f"`data` is {show(data, 60)}, `has_more` is {show(more, 60)}",
        of=exchange,
        rule="list.shape",
        soft=True,
    )


def schema_of_activities(exchange: Exchange) -> None:
    """Every rule that has a place in activity.schema.json, on every activity of an answer."""
    for activity in activities(exchange):
        broken = {} if _fast().is_valid(activity) else _broken_rules(activity)
        for rule in dict.fromkeys(_rules_by_place().values()):
            if rule == "object.attachments" and not activity.get("attachments"):
                continue
            problem = broken.get(rule)
            claim_that(
                problem is None,
                expected=f"`{problem.pointer or 'the activity'}` satisfies {problem.schema_pointer}" if problem else "",
                actual=problem.message if problem else "",
                of=exchange,
                rule=rule,
                soft=True,
            )


def never_null(exchange: Exchange) -> None:
    """`object.never-null`: nine keys are never null."""
    for activity in activities(exchange):
        nulls = [name for name in NEVER_NULL if name in activity and activity[name] is None]
        claim_that(
            not nulls,
            expected="none of the nine keys is null: " + ", ".join(NEVER_NULL),
            actual="null: " + ", ".join(nulls),
            of=exchange,
            rule="object.never-null",
            soft=True,
        )


def formatted_numbers(exchange: Exchange) -> None:
    """`object.formatted-numbers`: the same digits as the number beside it, however spelled."""
    for activity in activities(exchange):
        for side in ("local", "remote"):
            number, shown = activity.get(f"{side}_phone"), activity.get(f"{side}_phone_formatted")
            if isinstance(number, str) and re.fullmatch(r"\+\d{8,15}", number):
                claim_that(
                    isinstance(shown, str) and re.sub(r"\D", "", shown) == number[1:],
                    expected=f"`{side}_phone_formatted` shows the digits of `{side}_phone` {number}",
                    actual=f"`{side}_phone_formatted` is {show(shown)}",
                    of=exchange,
                    rule="object.formatted-numbers",
                    soft=True,
                )


@dataclass
class Memory:
    """What earlier answers have said of each activity."""

    first: dict[str, Activity] = field(default_factory=dict)
    status: dict[str, Any] = field(default_factory=dict)

    def watch(self, exchange: Exchange) -> None:
        """The invariants over time, in one pass over the answer."""
        if exchange.operation == "create":
            self._own_id(exchange)
        for activity in activities(exchange):
            self._immutable(exchange, activity)
        self._own_moves(exchange)

    def _own_id(self, exchange: Exchange) -> None:
        for activity in activities(exchange):
            claim_that(
                activity.get("id") not in self.first,
                expected="a new activity has an id that no other has",
                actual=f"the id {show(activity.get('id'))} was given before",
                of=exchange,
                rule="object.own-id",
                soft=True,
            )

    def _immutable(self, exchange: Exchange, activity: Activity) -> None:
        first = self.first.setdefault(str(activity.get("id")), activity)
        if first is activity:
            return
        moved = [name for name in IMMUTABLE if name in activity and activity[name] != first.get(name, activity[name])]
        claim_that(
            not moved,
            expected=", ".join(f"`{name}` is still {show(first[name])}" for name in moved),
            actual=", ".join(f"`{name}` is {show(activity[name])}" for name in moved),
            of=exchange,
            rule="object.immutable",
            soft=True,
        )

    def _own_moves(self, exchange: Exchange) -> None:
        if exchange.operation not in ("create", "get", "update"):
            return
        for activity in activities(exchange):
            name, after = str(activity.get("id")), activity.get("status")
            before = self.status.get(name)
            self.status[name] = after
            # What an update has asked for is judged by its own rules; a fetch only looks.
            if exchange.operation == "get" and before is not None:
                claim_that(
                    before == after or (before, after) in OWN_MOVES,
                    expected=f"an activity last seen as {show(before)} has not moved to another status unasked",
                    actual=f"`status` is {show(after)}",
                    of=exchange,
                    rule="lifecycle.own-moves",
                    soft=True,
                )


def activities(exchange: Exchange) -> Iterator[Activity]:
    """The activities that a successful answer carries; a fetch limited by `_fields` carries none."""
    if exchange.operation not in OPERATIONS or not 200 <= exchange.status < 300 or "_fields=" in exchange.url:
        return
    body = _parsed(exchange)
    if exchange.operation != "list":
        yield body if isinstance(body, dict) else {}
    elif isinstance(body, dict) and isinstance(body.get("data"), list):
        yield from (entry for entry in body["data"] if isinstance(entry, dict))


@cache
def _rules_by_place() -> dict[str, str]:
    """Rule ids by their places in activity.schema.json (`/required`, `/properties/cost` …), as the register says."""
    return {
        place.partition("#")[2]: rule.id
        for rule in schemas.rules()
        for place in rule.schema
        if place.startswith("activity.schema.json#")
    }


def _broken_rules(activity: Activity) -> dict[str, schemas.Problem]:
    places = _rules_by_place()
    broken: dict[str, schemas.Problem] = {}
    for problem in schemas.explain("activity", activity):
        missing = problem.schema_pointer.endswith("activity.schema.json#/required")
        key = problem.pointer.split("/")[1] if problem.pointer else ""
        rule = places.get("/required" if missing or not key else f"/properties/{key}")
        broken.setdefault(rule or places["/required"], problem)
    return broken


def _fast() -> Any:
    return schemas.fast_validator("activity")


def _parsed(exchange: Exchange) -> Any:
    try:
        return exchange.json()
    except ValueError:
        return None


def _is_json(exchange: Exchange) -> bool:
    try:
        exchange.json()
    except ValueError:
        return False
    return True


def invariants() -> list[Any]:
    """All invariants of a run, with a memory of their own."""
    return [
        json_bodies,
        no_server_error,
        success_is_200,
        list_shape,
        schema_of_activities,
        never_null,
        formatted_numbers,
        Memory().watch,
    ]
