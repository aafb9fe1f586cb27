"""Bodies with one fault, drawn from the facets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from hypothesis.strategies import DrawFn, SearchStrategy

from strategies.creates import Body, Constraints, constrained
from strategies.facet import Facet, FaultyBody
from strategies.facets import FACETS
from strategies.fields import ALWAYS
from strategies.phone_numbers import fictional_phones
from strategies.short import Short


def faulty_bodies(facets: Iterable[Facet] = FACETS) -> SearchStrategy[FaultyBody]:
    """One-fault bodies of the facets.

    What is not to be sent has a remote number that belongs to nobody. Shrinks towards the first of the facets and its
    plainest fault. Raises InvalidArgument where there is no facet.
    """
    chosen = tuple(facets)
    if not chosen:
        raise InvalidArgument("facets: expected at least one facet")
    name = repr([facet.name for facet in chosen])
    return _drawn(Short(name, [(facet, _controls(facet), facet.values()) for facet in chosen]))


def _controls(facet: Facet) -> SearchStrategy[Body]:
    """Accepted bodies that hold what the facet spoils, before the facet's own fields are added."""
    spoilt = () if facet.key in facet.control or facet.key in (*ALWAYS, "status") else (facet.key,)
    absent = tuple({*facet.without, *facet.control} - {"send_in"})
    drawn = {"remote_phone": fictional_phones()} if facet.profile == "record" else {}
    return constrained(Constraints(without=absent, required=spoilt, drawn=drawn), facet.statuses)


@st.composite
def _drawn(draw: DrawFn, facets: Short[tuple[Facet, SearchStrategy[Body], SearchStrategy[Any]]]) -> FaultyBody:
    facet, controls, faults = facets.items[draw(st.integers(0, len(facets.items) - 1))]
    return facet.broken(draw(controls), draw(faults))
