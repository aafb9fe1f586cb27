"""How many faults of the bank the suite finds, each by the checks of its own rule, and whether it blames that rule.

    python benchmarks/kill_rate.py [--jobs N] [pytest options, such as --hypothesis-seed=1]

Prints every fault that was not found or was blamed on another rule, and the rates.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.conforming import conform
from tests.faults.bank import FAULTS


def found(name: str, options: list[str]) -> tuple[str, int, bool]:
    """The fault's name, the run's exit code, and whether its main rule is among the violations."""
    planted = FAULTS[name]
    rule = planted.breaks[0]
    with tempfile.TemporaryDirectory() as place, contextlib.redirect_stdout(io.StringIO()):
        outcome = conform(Path(place), f"--rule={rule}", *options, behaviour=planted.behaviour)
        if rule not in outcome.broken:  # what an invariant sees may show in the checks of another rule only
            outcome = conform(Path(place), *options, behaviour=planted.behaviour)
    return name, outcome.code, rule in outcome.broken


def main() -> None:
    """Run the whole bank."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=2, help="processes side by side (default: 2)")
    known, options = parser.parse_known_args()
    begun = time.monotonic()
    with ProcessPoolExecutor(known.jobs) as pool:
        results = list(pool.map(found, FAULTS, [options] * len(FAULTS)))
    killed = [name for name, code, _ in results if code == 1]
    blamed = [name for name, _, right in results if right]
    for name, code, right in results:
        if not right:
            said = "blamed on another rule" if code == 1 else f"not found (exit {code})"
            print(f"{name}: {said}; {FAULTS[name].says}; {FAULTS[name].gap or 'no known gap'}")
    print(
        f"{len(results)} faults, {len(killed)} found ({len(killed) / len(results):.1%}),"
        f" {len(blamed)} blamed on their own rule ({len(blamed) / len(results):.1%}), {time.monotonic() - begun:.0f} s"
    )


if __name__ == "__main__":
    main()
