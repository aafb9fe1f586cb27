"""What fewer requests would find, and how many a smaller bank would need.

    python benchmarks/frugality.py [--jobs 2]

All checks are run at the depth smoke against every fault that needs no chance, and once against the plain mock, as
benchmarks/smoke.py does; what it says of a choice is a sum of costs, so that a run may take some more. Half an hour.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.covering import Costs, Wishes, cover, most  # noqa: E402  (after the checkout's own can be found)
from benchmarks.smoke import certain_faults, finders, plainly  # noqa: E402
from tests.bench import EVERY_CHECK, open_pool  # noqa: E402

LIMITS = (100, 150, 200, 300, 400, 500, 700)
BANKS = (150, 300, 500, 750)
SAMPLES = 8


def told(found: Wishes, decided: Wishes, costs: Costs) -> Iterator[str]:
    """The lines of the page."""
    alike = Costs(dict.fromkeys(costs.checks, 1), frozenset(), 0)
    yield f"{len(found)} faults can be found without waiting and chance; {len(decided)} rules are to be decided."
    yield f"No choice of fewer than {len(cover(found, alike))} checks finds them all."
    least = [costs.of(cover(wanted, costs)) for wanted in (found, decided, {**found, **decided})]
    yield "The fewest requests are {} to find them all, {} to decide every rule, and {} for both.".format(*least)
    yield "\n| Requests | Found at most | With every rule decided |\n| ---: | ---: | ---: |"
    for limit in LIMITS:
        yield f"| {limit} | {share(found, {}, costs, limit)} | {share(found, decided, costs, limit)} |"
    yield "\n| Faults in a bank | Requests that find them all |\n| ---: | ---: |"
    for size in BANKS:
        draws = [random.Random(seed).sample(sorted(found), size) for seed in range(SAMPLES)]
        needed = [costs.of(cover({name: found[name] for name in draw}, costs)) for draw in draws]
        yield f"| {size} | {min(needed)} to {max(needed)} |"


def share(found: Wishes, needed: Wishes, costs: Costs, limit: int) -> str:
    """How many of the faults can be found within so many requests."""
    chosen = most(found, needed, costs, limit)
    if chosen is None:
        return "too few"
    number = sum(not choice.isdisjoint(chosen) for choice in found.values())
    return f"{number} ({number / len(found):.0%})"


def main() -> None:
    """Learn, and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=2, help="processes side by side (2)")
    known = parser.parse_args()
    begun = time.monotonic()
    names = certain_faults()
    with open_pool(*EVERY_CHECK, jobs=known.jobs) as pool:
        costs, decided = pool.submit(plainly).result()
        seen = dict(zip(names, pool.map(finders, names, chunksize=4), strict=True))
    for line in told({name: checks for name, checks in seen.items() if checks}, decided, costs):
        print(line, flush=True)
    print(f"{time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
