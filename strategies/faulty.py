"""Bodies with one fault, drawn from the facets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from hypothesis.strategies import DrawFn, SearchStrategy

from strategies.arguments import Short, names_of
from strategies.creates import Body, Wishes, wished
from strategies.facet import Facet, FaultyBody
from strategies.facets import FACETS
from strategies.fields import ALWAYS
from strategies.phone_numbers import fictional_phones

BY_NAME: Final = {facet.name: facet for facet in FACETS}


def faulty_bodies(facets: Iterable[Facet | str] | None = None, rule: str | None = None) -> SearchStrategy[FaultyBody]:
    """One-fault bodies of the facets (themselves or their names; all by default) and of the rule, if one is named.

    What is not to be sent has a remote number that belongs to nobody. Shrinks towards the first of the facets and its
    plainest fault. Raises InvalidArgument for unknown names and where no facet is left.
    """
    chosen = _chosen(facets, rule)
    name = repr([facet.name for facet in chosen])
    return _drawn(Short(name, [(facet, _controls(facet), facet.values()) for facet in chosen]))


def faults_of(rule: str) -> tuple[Facet, ...]:
    """The facets that the rule refuses; raises InvalidArgument for a rule that has none."""
    names_of("rule", rule, {facet.rule for facet in FACETS})
    return tuple(facet for facet in FACETS if facet.rule == rule)


def _chosen(facets: Iterable[Facet | str] | None, rule: str | None) -> list[Facet]:
    given = FACETS if facets is None else [_named(facet) for facet in facets]
    chosen = [facet for facet in given if rule is None or facet in faults_of(rule)]
    if not chosen:
        raise InvalidArgument(f"facets={facets!r}, rule={rule!r}: expected at least one facet")
    return chosen


def _named(facet: Facet | str) -> Facet:
    return BY_NAME[names_of("facets", facet, BY_NAME)[0]] if isinstance(facet, str) else facet


def _controls(facet: Facet) -> SearchStrategy[Body]:
    """Accepted bodies that hold what the facet spoils, before the facet's own fields are added."""
    spoilt = () if facet.key in facet.control or facet.key in (*ALWAYS, "status") else (facet.key,)
    absent = tuple({*facet.without, *facet.control} - {"send_in"})
    drawn = {"remote_phone": fictional_phones()} if facet.profile == "record" else {}
    return wished(Wishes(without=absent, required=spoilt, drawn=drawn), facet.statuses)


@st.composite
def _drawn(draw: DrawFn, facets: Short[tuple[Facet, SearchStrategy[Body], SearchStrategy[Any]]]) -> FaultyBody:
    facet, controls, faults = facets.items[draw(st.integers(0, len(facets.items) - 1))]
    return facet.broken(draw(controls), draw(faults))
