"""Set cover over the checks: the fewest requests that serve every wish, or the most wishes within so many requests.

A wish is a fault to be found or a rule to be decided, and is told by the checks that serve it. Solved exactly, or as
well as the solver can within its patience (needs the extra `bench`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

PATIENCE = 60.0  # seconds for the solver, which tells the best that it has found by then
OF_A_CHECK = 0.1  # added to the price of a check: of equal covers the one with fewer checks

Wishes = Mapping[str, set[str]]


@dataclass(frozen=True)
class Costs:
    """Requests of each check, and of the listed lead, which the first of its checks makes for all of them."""

    checks: Mapping[str, int]
    of_listed_lead: frozenset[str]
    listed_lead: int

    def of(self, chosen: Iterable[str]) -> int:
        """The requests of a choice."""
        found = set(chosen)
        return sum(self.checks[check] for check in found) + (self.listed_lead if found & self.of_listed_lead else 0)


def cover(wanted: Wishes, costs: Costs, kept: Iterable[str] = ()) -> list[str]:
    """The cheapest checks that serve every wish; `kept` are there already. ValueError where nothing serves one."""
    chosen = _chosen(wanted, {}, costs, kept=kept)
    if chosen is None:
        raise ValueError(f"nothing serves {', '.join(wish for wish, choice in wanted.items() if not choice)}")
    return chosen


def most(wished: Wishes, needed: Wishes, costs: Costs, limit: int) -> list[str] | None:
    """The checks that serve all that is needed, and of the wishes as many as they can with so many requests.

    None where the limit is too low for what is needed.
    """
    return _chosen(needed, wished, costs, limit=limit)


def _chosen(
    needed: Wishes, wished: Wishes, costs: Costs, *, kept: Iterable[str] = (), limit: float = np.inf
) -> list[str] | None:
    """Solved as a linear program over yes and no: each check, the listed lead, and each wish that is forgone."""
    choices = [*needed.values(), *wished.values()]
    checks = sorted(set(kept).union(*choices))
    place = {check: number for number, check in enumerate(checks)}
    listed_lead = len(checks)
    width = listed_lead + 1 + len(wished)
    served = np.zeros((len(choices), width))
    for row, choice in enumerate(choices):
        served[row, [place[check] for check in choice]] = 1
    served[len(needed) :, listed_lead + 1 :] = np.eye(len(wished))
    of_listed_lead = [place[check] for check in checks if check in costs.of_listed_lead]
    made = np.zeros((len(of_listed_lead), width))
    for row, column in enumerate(of_listed_lead):
        made[row, [column, listed_lead]] = -1, 1  # none of them without the listed lead
    requests = np.zeros(width)
    requests[: listed_lead + 1] = [*(costs.checks[check] for check in checks), costs.listed_lead]
    price = requests.copy()
    price[:listed_lead] += OF_A_CHECK
    price[listed_lead + 1 :] = price.sum() + 1  # no saving is worth a wish
    least = np.zeros(width)
    least[[place[check] for check in kept]] = 1
    answer = milp(
        price,
        integrality=np.ones(width),
        bounds=Bounds(least, np.ones(width)),
        constraints=[
            LinearConstraint(served, lb=1),
            LinearConstraint(made, lb=0),
            LinearConstraint(requests[np.newaxis, :], ub=limit),
        ],
        options={"time_limit": PATIENCE},
    )
    return None if answer.x is None else [check for check in checks if answer.x[place[check]] > 0.5]
