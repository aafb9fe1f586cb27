"""Runs the contract with many seeds on the plain mock: each must pass, and no two may send the same.

python benchmarks/seeds.py [--seeds 50] [--jobs 2] [--depth standard]
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.bench import Told, collected, open_pool  # noqa: E402  (after the checkout's own packages can be found)


def run(seed: int) -> Told:
    """One run against a mock of its own."""
    return collected().run(seed=seed).told()


def main() -> None:
    """Run and tell; exit 1 where a run did not pass, or two sent the same."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=50, help="how many (50): 1, 2, 3 …")
    parser.add_argument("--jobs", type=int, default=2, help="processes side by side (2)")
    parser.add_argument("--depth", default="standard", help="smoke, standard or deep")
    known = parser.parse_args()
    begun = time.monotonic()
    seeds = range(1, known.seeds + 1)
    options = (f"--hypothesis-profile={known.depth}",)
    with open_pool(*options, jobs=known.jobs) as pool:
        found = dict(zip(seeds, pool.map(run, seeds), strict=True))
    failed = {seed: told for seed, told in found.items() if told.code}
    for seed, told in failed.items():
        print(f"--hypothesis-seed={seed}: {told.why}")
    different = len({told.said for told in found.values()})
    print(
        f"{len(found) - len(failed)} of {len(found)} runs at `{known.depth}` end with exit 0;"
        f" {different} different sets of messages; {time.monotonic() - begun:.0f} s"
    )
    sys.exit(bool(failed) or different < len(found))


if __name__ == "__main__":
    main()
