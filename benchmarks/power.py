"""How surely a `standard` run finds each fault that depends on chance: the share of many seeds.

    python benchmarks/power.py [--seeds 100] [--only NAME,…] [--jobs 2]

A run asks the checks of the chapters whose rules the fault breaks, and all others where those find nothing.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.kill_matrix import own_checks  # noqa: E402  (after the checkout's own packages can be found)
from benchmarks.names import add_only  # noqa: E402
from tests.bench import collected, open_pool  # noqa: E402
from tests.faults.bank import FAULTS  # noqa: E402


def finds(name: str, seed: int) -> bool:
    """Whether a run with this seed finds the fault."""
    fault, bench = FAULTS[name], collected()
    return any(bench.run(fault.behaviour, seed=seed, only=only).broken for only in (own_checks(fault), None))


def main() -> None:
    """Run and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=100, help="how many (100)")
    add_only(parser, FAULTS, "names of faults with commas between them")
    parser.add_argument("--jobs", type=int, default=2, help="processes side by side (2)")
    known = parser.parse_args()
    names = known.only or [name for name, fault in FAULTS.items() if fault.chance]
    begun = time.monotonic()
    asked = [(name, seed) for name in names for seed in range(1, known.seeds + 1)]
    with open_pool("--hypothesis-profile=standard", jobs=known.jobs) as pool:
        found = list(pool.map(finds, *zip(*asked, strict=True)))
    print("| Fault | Found by |", "| --- | ---: |", sep="\n")
    for number, name in enumerate(names):
        share = sum(found[number * known.seeds : (number + 1) * known.seeds]) / known.seeds
        print(f"| {name}: {FAULTS[name].says} | {share:.2f} |")
    print(f"{len(asked)} runs, {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
