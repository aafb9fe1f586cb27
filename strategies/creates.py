"""Bodies of a create that every reading accepts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from hypothesis.strategies import DrawFn, SearchStrategy

from strategies.fields import ABSENT, CONTENTS, FIELDS, STATUSES, Field, Impossible, fields_of
from strategies.known_names import names_of
from strategies.short import Short

Body = dict[str, Any]
Choice = tuple[tuple[str, Any], ...]
Variant = tuple[Body, tuple[SearchStrategy[Choice], ...]]
"""What is the same in all bodies, and strategies that choose the rest: names with values or strategies of values."""
CHOICES = 127
"""So many Hypothesis chooses from evenly."""
OPTIONAL = tuple(name for name in FIELDS if name != "status")


@dataclass(frozen=True)
class Constraints:
    """How the fields of a body are asked to be; `drawn` gives other values to fields that are always there."""

    without: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    drawn: Mapping[str, SearchStrategy[Any]] = field(default_factory=dict)

    def of(self, name: str, known: Field) -> Field:
        """The field as asked for; raises Impossible."""
        if name in self.without:
            return known.omitted()
        if name in self.drawn:
            return Field(self.drawn[name])
        if name in self.required or (name == "send_in" and known.value is not ABSENT):
            return known.given()
        return known


def bodies(
    *,
    status: str | Iterable[str] | None = None,
    without: str | Iterable[str] = (),
    required: str | Iterable[str] = (),
) -> SearchStrategy[Body]:
    """Bodies of the zone must-accept, with placeholders to be filled; optional fields absent, null or given.

    `status`: one or several of the five, any by default. `without`: fields that are absent. `required`: fields that
    are there and not null.
    `local_phone`, `remote_phone` and `lead_id` are always there. What is sent goes to SEND_TO, and `outbox` has a
    `send_in` unless `without` names it. Shrinks towards the fewest fields, and `send_in` towards 59.
    Raises InvalidArgument for unknown names and for combinations that no body of the zone has.
    """
    constraints = Constraints(
        without=names_of("without", without, OPTIONAL), required=names_of("required", required, OPTIONAL)
    )
    for name in constraints.without:
        if name in constraints.required:
            raise InvalidArgument(f"without={name!r}: the field is asked for too, by required")
    return constrained(constraints, status)


def constrained(constraints: Constraints, status: str | Iterable[str] | None = None) -> SearchStrategy[Body]:
    """The bodies of `bodies`, for constraints that do not contradict each other; raises InvalidArgument."""
    return _drawn(Short(f"status={status!r}, {constraints}", _variants(status, constraints)))


def _variants(status: str | Iterable[str] | None, constraints: Constraints) -> list[Variant]:
    """Those of the statuses and contents in which all of them can be met; raises InvalidArgument where none is left."""
    asked = STATUSES if status is None else names_of("status", status, STATUSES)
    found: list[Variant] = []
    for each in asked:
        possible, hindrance = _variants_of(each, constraints)
        if not possible and (status is not None):
            raise InvalidArgument(f"no body of the status {each!r} is surely accepted: {hindrance}")
        found.extend(possible)
    if not found:
        raise InvalidArgument(f"no body is surely accepted, whatever its status: {hindrance}")
    return found


def _variants_of(status: str, constraints: Constraints) -> tuple[list[Variant], str]:
    found, hindrances = list[Variant](), list[str]()
    for content in CONTENTS[status]:
        try:
            variant = _variant(status, content, constraints)
        except Impossible as hindrance:
            hindrances.append(str(hindrance))
        else:
            found.extend([variant] * (2 if content == "text" else 1))  # most messages have a text
    return found, "; ".join(dict.fromkeys(hindrances))


def _variant(status: str, content: str, constraints: Constraints) -> Variant:
    same: Body = {"status": status}
    rows: list[list[tuple[str, Any]]] = []
    for name, known in fields_of(status, content).items():
        options = _options(name, known, constraints, content)
        if len(options) > 1 or isinstance(options[0], SearchStrategy):
            rows.append([(name, option) for option in options])
        elif options[0] is not ABSENT:
            same[name] = options[0]
    return same, tuple(_choices(rows))


def _options(name: str, known: Field, constraints: Constraints, content: str) -> tuple[Any, ...]:
    try:
        return constraints.of(name, known).options()
    except Impossible as hindrance:
        raise Impossible(f"{name} {hindrance} ({content} as content)") from None


def _choices(rows: Sequence[Sequence[tuple[str, Any]]]) -> Iterator[SearchStrategy[Choice]]:
    """One option of each row, in few draws: each draw costs as much as the rest of a field."""
    group: list[Choice] = [()]
    for row in rows:
        if len(group) * len(row) > CHOICES:
            yield st.sampled_from(group)
            group = [()]
        group = [(*chosen, option) for chosen in group for option in row]
    yield st.sampled_from(group)


@st.composite
def _drawn(draw: DrawFn, variants: Short[Variant]) -> Body:
    same, choices = variants.items[draw(st.integers(0, len(variants.items) - 1))]
    body = dict(same)
    for choice in choices:
        for name, option in draw(choice):
            value = draw(option) if isinstance(option, SearchStrategy) else option
            if value is not ABSENT:
                body[name] = value
    return body
