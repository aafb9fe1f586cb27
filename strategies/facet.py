"""One-fault bodies: the control, which every reading accepts, with one thing changed that no reading accepts."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from strategies.creates import Body
from strategies.fields import ABSENT, RECORDED, SENDING

Kind = Literal["missing", "null", "type", "enum", "format", "boundary"]


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to be wrong: `kind` of fault at the JSON `pointer`, refused by the rule with the id `rule`.

    `faults`: what stands at the pointer instead, plainest first, ABSENT for nothing; `more`: further faults.
    `statuses`: those of the bodies that it is tried on. `control`: fields that the control has for it. `without`:
    fields that the control lacks.
    """

    name: str
    rule: str
    pointer: str
    kind: Kind
    faults: tuple[Any, ...] = field(compare=False, repr=False)
    statuses: tuple[str, ...] = RECORDED
    control: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    without: tuple[str, ...] = ()
    more: SearchStrategy[Any] | None = field(default=None, compare=False, repr=False)

    @property
    def profile(self) -> Literal["record", "send"]:
        """The least profile that may send its bodies: a faulty server might send what it should refuse."""
        return "send" if set(self.statuses) & set(SENDING) else "record"

    @property
    def key(self) -> str:
        """The field of the body that is wrong, or holds what is wrong."""
        return self.pointer.split("/")[1]

    def example(self, base: Mapping[str, Any]) -> FaultyBody:
        """The base, an accepted body of one of `statuses`, with the plainest fault; always the same."""
        return self.broken(base, self.faults[0])

    def broken(self, base: Mapping[str, Any], fault: Any) -> FaultyBody:
        """The base with this fault, and as its control without it. The base itself stays as it is."""
        kept = {name: value for name, value in base.items() if name not in self.without}
        control = copy.deepcopy({**kept, **self.control})
        return FaultyBody(_put(copy.deepcopy(control), self.pointer, copy.deepcopy(fault)), self, control)

    def values(self) -> SearchStrategy[Any]:
        """The faults; shrinks towards the plainest."""
        plain = st.sampled_from(self.faults)
        return plain if self.more is None else st.one_of(plain, self.more)


@dataclass(frozen=True, slots=True)
class FaultyBody:
    """A body with one fault, the facet that it breaks, and its control: the same body without the fault."""

    body: Body
    facet: Facet
    control: Body


def _put(body: Body, pointer: str, fault: Any) -> Body:
    """The body, changed: the fault at the pointer, or no key there for ABSENT."""
    *way, last = [int(step) if step.isdigit() else step for step in pointer.split("/")[1:]]
    place: Any = body
    for step in way:
        place = place[step]
    if fault is ABSENT:
        place.pop(last, None)
    else:
        place[last] = fault
    return body
