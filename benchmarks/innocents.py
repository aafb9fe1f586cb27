"""Runs the contract against every honest variant of the mock, with many seeds: none may be accused.

    python benchmarks/innocents.py [--seeds 20] [--deep 1] [--only NAME,…] [--rule GLOB,…] [--jobs 2]

The variants are those of tests/innocents, and one for each other reading of a question. With `--rule` only the checks
of these rules are run, which takes a second for each variant.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.names import add_only  # noqa: E402  (after the checkout's own packages can be found)
from close_sms.mock import QUESTIONS  # noqa: E402
from tests.bench import Told, collected, open_pool  # noqa: E402
from tests.innocents import INNOCENTS  # noqa: E402

BROKEN = ("plain-date-bound=refused",)  # observed where it comes, but a rule decides against it (R84)
READINGS = {
    key: {name: reading}
    for name, known in QUESTIONS.items()
    for reading in known.alternatives
    if (key := f"{name}={reading}") not in BROKEN
}


def run(name: str, seed: int) -> Told:
    """One run against one variant."""
    if name in READINGS:
        return collected().run(readings=READINGS[name], seed=seed).told()
    known = INNOCENTS[name]
    return collected().run(readings=known.readings, behaviour=known.behaviour, around=known.around, seed=seed).told()


def visit(names: Sequence[str], depth: str, seeds: int, jobs: int, rules: str | None) -> Counter[str]:
    """How many runs passed, were undecided, or accused; those that did not pass are told as they end."""
    seen: Counter[str] = Counter()
    chosen = [f"--rule={rules}"] if rules else []
    with open_pool(f"--hypothesis-profile={depth}", *chosen, jobs=jobs) as pool:
        for seed in range(1, seeds + 1):
            for name, ran in zip(names, pool.map(run, names, [seed] * len(names)), strict=True):
                verdict = {0: "passed", 6: "undecided"}.get(ran.code, "accused")
                seen[verdict] += 1
                if ran.code:
                    print(f"{verdict}: {name} at {depth} with seed {seed}: {ran.why}", flush=True)
            print(f"{depth}, seed {seed}: {told(seen)} so far", flush=True)
    return seen


def told(seen: Counter[str]) -> str:
    """The counts in words."""
    return f"{seen.total()} runs, {seen['accused']} accused, {seen['undecided']} undecided"


def main() -> None:
    """Run and tell; exit 1 where one is accused."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=20, help="how many at `standard` (20)")
    parser.add_argument("--deep", type=int, default=1, help="how many at `deep` (1)")
    add_only(
        parser,
        [*INNOCENTS, *READINGS, "readings"],
        "names of variants with commas between them; `readings` for all single readings",
    )
    parser.add_argument("--rule", metavar="GLOB,…", help="only the checks of these rules or questions")
    parser.add_argument("--jobs", type=int, default=2, help="processes side by side (2)")
    known = parser.parse_args()
    given = known.only or [*INNOCENTS, "readings"]
    names = [each for name in given for each in (READINGS if name == "readings" else (name,))]
    begun = time.monotonic()
    seen = visit(names, "standard", known.seeds, known.jobs, known.rule)
    seen += visit(names, "deep", known.deep, known.jobs, known.rule)
    print(f"{told(seen)}, {time.monotonic() - begun:.0f} s")
    sys.exit(bool(seen["accused"]))


if __name__ == "__main__":
    main()
