"""Runs the contract against every honest variant of the mock, with many seeds: none may be accused.

    python benchmarks/innocents.py [--seeds 20] [--deep 1] [--only NAME,…] [--jobs 2]

The variants are those of tests/innocents, and one for each other reading of a question.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from close_sms.mock import QUESTIONS  # noqa: E402  (after the checkout's own packages can be found)
from tests.bench import Told, collect, collected  # noqa: E402
from tests.innocents import INNOCENTS  # noqa: E402

READINGS = {f"{name}={reading}": {name: reading} for name, known in QUESTIONS.items() for reading in known.alternatives}


def run(name: str, seed: int) -> Told:
    """One run against one variant."""
    if name in READINGS:
        return collected().run(readings=READINGS[name], seed=seed).told()
    known = INNOCENTS[name]
    return collected().run(readings=known.readings, behaviour=known.behaviour, around=known.around, seed=seed).told()


def accused(names: Sequence[str], depth: str, seeds: int, jobs: int) -> list[str]:
    """A line for each run that did not pass, printed as it ends: many hundreds of runs take long."""
    failed = []
    with ProcessPoolExecutor(jobs, initializer=collect, initargs=(f"--hypothesis-profile={depth}",)) as pool:
        for seed in range(1, seeds + 1):
            for name, ran in zip(names, pool.map(run, names, [seed] * len(names)), strict=True):
                if ran.code:
                    failed.append(f"{name} at {depth} with seed {seed}: {ran.why}")
                    print(failed[-1], flush=True)
            print(f"{depth}, seed {seed}: {len(failed)} of {seed * len(names)} runs accused so far", flush=True)
    return failed


def main() -> None:
    """Run and tell; exit 1 where one is accused."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=20, help="how many at `standard` (20)")
    parser.add_argument("--deep", type=int, default=1, help="how many at `deep` (1)")
    parser.add_argument("--only", help="names of variants with commas between them; `readings` for all single readings")
    parser.add_argument("--jobs", type=int, default=2, help="processes side by side (2)")
    known = parser.parse_args()
    names = [*INNOCENTS, *READINGS] if known.only is None else known.only.split(",")
    names = [each for name in names for each in (READINGS if name == "readings" else (name,))]
    begun = time.monotonic()
    failed = accused(names, "standard", known.seeds, known.jobs) + accused(names, "deep", known.deep, known.jobs)
    print(f"{len(failed)} accused, {time.monotonic() - begun:.0f} s")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
