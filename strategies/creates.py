"""Bodies of a create that every reading accepts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from hypothesis.strategies import DrawFn, SearchStrategy

import schemas
from strategies.arguments import Short, names_of
from strategies.fields import ABSENT, ALWAYS, CONTENTS, FIELDS, STATUSES, Field, Impossible, fields_of
from strategies.placeholders import sampled

Body = dict[str, Any]
Choice = tuple[tuple[str, Any], ...]
Variant = tuple[Body, tuple[SearchStrategy[Choice], ...]]
"""What is the same in all bodies, and strategies that choose the rest: names with values or strategies of values."""
CHOICES = 127
"""So many Hypothesis chooses from evenly."""
NARROW = "create-must-accept"
OPTIONAL = tuple(name for name in FIELDS if name != "status")


@dataclass(frozen=True)
class Wishes:
    """How the fields of a body are asked to be; `drawn` gives other values to fields that are always there."""

    without: tuple[str, ...] = ()
    only: tuple[str, ...] | None = None
    required: tuple[str, ...] = ()
    fixed: Mapping[str, object] = field(default_factory=dict)
    drawn: Mapping[str, SearchStrategy[Any]] = field(default_factory=dict)

    def of(self, name: str, known: Field) -> Field:
        """The field as asked for; raises Impossible."""
        if name in self.without:
            return known.omitted()
        if name in self.drawn:
            return Field(self.drawn[name])
        if name in self.fixed:
            return known.fixed(self.fixed[name])
        if name in self.required or (name == "send_in" and known.value is not ABSENT):
            return known.given()
        kept = self.only is None or name in self.only or name in ALWAYS
        return known if kept else known.omitted()


def bodies(
    *,
    status: str | Iterable[str] | None = None,
    without: str | Iterable[str] = (),
    only: str | Iterable[str] | None = None,
    required: str | Iterable[str] = (),
    with_: Mapping[str, object] | None = None,
) -> SearchStrategy[Body]:
    """Bodies of the zone must-accept, with placeholders to be filled; optional fields absent, null or given.

    `status`: one or several of the five, any by default. `without`: fields that are absent. `only`: the optional fields
    that may be there. `required`: fields that are there and not null. `with_`: fields with these very values.
    `local_phone`, `remote_phone` and `lead_id` are always there. What is sent goes to SEND_TO, and `outbox` has a
    `send_in` unless `without` names it. Shrinks towards the fewest fields, and `send_in` towards 59.
    Raises InvalidArgument for unknown names and for combinations that no body of the zone has.
    """
    wishes = Wishes(
        without=names_of("without", without, OPTIONAL),
        only=None if only is None else names_of("only", only, OPTIONAL),
        required=names_of("required", required, OPTIONAL),
        fixed=dict(with_ or {}),
    )
    names_of("with_", wishes.fixed, OPTIONAL)
    _contradictions(wishes)
    drawn = wished(wishes, status)
    return drawn.map(_inside) if wishes.fixed else drawn


def wished(wishes: Wishes, status: str | Iterable[str] | None = None) -> SearchStrategy[Body]:
    """The bodies of `bodies`, for wishes that do not contradict each other; raises InvalidArgument."""
    return _drawn(Short(f"status={status!r}, {wishes}", _variants(status, wishes)))


def _contradictions(wishes: Wishes) -> None:
    for name in wishes.without:
        if name in wishes.required or name in wishes.fixed:
            raise InvalidArgument(f"without={name!r}: the field is asked for too, by required or with_")
    for name in wishes.required:
        if name in wishes.fixed and wishes.fixed[name] is None:
            raise InvalidArgument(f"required={name!r}: with_ makes the field null")


def _variants(status: str | Iterable[str] | None, wishes: Wishes) -> list[Variant]:
    """Those of the statuses and contents in which all wishes can be met; raises InvalidArgument where none is left."""
    asked = STATUSES if status is None else names_of("status", status, STATUSES)
    found: list[Variant] = []
    for each in asked:
        possible, hindrance = _variants_of(each, wishes)
        if not possible and (status is not None):
            raise InvalidArgument(f"no body of the status {each!r} is surely accepted: {hindrance}")
        found.extend(possible)
    if not found:
        raise InvalidArgument(f"no body is surely accepted, whatever its status: {hindrance}")
    return found


def _variants_of(status: str, wishes: Wishes) -> tuple[list[Variant], str]:
    found, hindrances = list[Variant](), list[str]()
    for content in CONTENTS[status]:
        try:
            variant = _variant(status, content, wishes)
        except Impossible as hindrance:
            hindrances.append(str(hindrance))
        else:
            found.extend([variant] * (2 if content == "text" else 1))  # most messages have a text
    return found, "; ".join(dict.fromkeys(hindrances))


def _variant(status: str, content: str, wishes: Wishes) -> Variant:
    same: Body = {"status": status}
    open_: list[list[tuple[str, Any]]] = []
    for name, known in fields_of(status, content).items():
        options = _options(name, known, wishes, content)
        if len(options) > 1 or isinstance(options[0], SearchStrategy):
            open_.append([(name, option) for option in options])
        elif options[0] is not ABSENT:
            same[name] = options[0]
    return same, tuple(_choices(open_))


def _options(name: str, known: Field, wishes: Wishes, content: str) -> tuple[Any, ...]:
    try:
        return wishes.of(name, known).options()
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


def _inside(body: Body) -> Body:
    """The body, if the values that were asked for left it in the zone; raises InvalidArgument."""
    if not schemas.is_valid(NARROW, sampled(body)):
        wrong = schemas.explain(NARROW, body)[0]
        raise InvalidArgument(f"with_ leaves what every reading accepts, at {wrong.pointer}: {wrong.message}")
    return body
