"""Bodies per second, and how many invalid bodies break one rule only, beside Schemathesis on the same schema.

    python benchmarks/generation.py [bodies of each kind, 500 by default]

Both generators run in turns in this process, each body is drawn by a Hypothesis test that only keeps it. Times are of
the processor, without the first use of each generator. Faults are the different places of a body for
which `schemas.explain` says that no reading accepts it; a case of Schemathesis may be negative outside its body.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import schemathesis  # noqa: E402  # after the checkout's own packages can be found
from hypothesis import HealthCheck, Phase, given, settings  # noqa: E402
from hypothesis.strategies import SearchStrategy  # noqa: E402
from schemathesis.generation import GenerationMode  # noqa: E402

import schemas  # noqa: E402
from strategies import bodies, faulty_bodies, sampled  # noqa: E402

TURNS = 3
WARM_UP = 50


def ours() -> dict[str, SearchStrategy[Any]]:
    """Our two generators; placeholders read as their samples."""
    return {"valid": bodies().map(sampled), "invalid": faulty_bodies().map(lambda faulty: sampled(faulty.body))}


def theirs() -> dict[str, SearchStrategy[Any]]:
    """Schemathesis's two generators for the body of a create."""
    operation = schemathesis.openapi.from_path(ROOT / "schemas" / "openapi.json")["/activity/sms/"]["POST"]
    modes = {"valid": GenerationMode.POSITIVE, "invalid": GenerationMode.NEGATIVE}
    return {
        kind: operation.as_strategy(generation_mode=mode).map(lambda case: case.body) for kind, mode in modes.items()
    }


def draw(strategy: SearchStrategy[Any], count: int) -> tuple[list[Any], float]:
    """So many bodies, or as many as there are, and the seconds they took."""
    found: list[Any] = []

    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def keep(body: Any) -> None:
        found.append(body)

    start = time.process_time()
    keep()
    return found, time.process_time() - start


def measure(strategy: SearchStrategy[Any], count: int) -> tuple[list[Any], float]:
    """The bodies of all turns, and bodies per second in the best of them."""
    draw(strategy, WARM_UP)
    turns = [draw(strategy, count) for _ in range(TURNS)]
    return [body for found, _ in turns for body in found], max(len(found) / seconds for found, seconds in turns)


def share(found: list[Any], right: Callable[[int], bool]) -> float:
    """The part of the bodies whose number of faults is right, from 0 to 1."""
    return sum(right(faults(body)) for body in found) / len(found)


def faults(body: Any) -> int:
    """In how many places the body is as no reading accepts it."""
    return len({problem.pointer for problem in schemas.explain("create-may-accept", body)})


ROWS: dict[str, dict[str, Callable[[int], bool]]] = {
    "valid": {"accepted by some reading": lambda count: count == 0},
    "invalid": {"accepted by no reading": lambda count: count > 0, "with exactly one fault": lambda count: count == 1},
}


def main(count: int) -> None:
    """Measure and print a table."""
    print(f"{TURNS} x {count} bodies of each kind; Schemathesis {schemathesis.__version__}")
    print(f"{'':<32}{'ours':>12}{'Schemathesis':>14}{'ratio':>8}")
    mine, other = ours(), theirs()
    for kind, rights in ROWS.items():
        (our_bodies, our_speed), (their_bodies, their_speed) = (measure(of[kind], count) for of in (mine, other))
        print(f"{kind + ' bodies per second':<32}{our_speed:>12.0f}{their_speed:>14.0f}{our_speed / their_speed:>8.1f}")
        for says, right in rights.items():
            our_share, their_share = share(our_bodies, right), share(their_bodies, right)
            ratio = f"{our_share / their_share:.1f}" if their_share else "-"
            print(f"{'  of them ' + says:<32}{our_share:>12.0%}{their_share:>14.0%}{ratio:>8}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
