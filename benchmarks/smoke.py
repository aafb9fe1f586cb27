"""Chooses the checks of the depth `smoke`: the fewest requests that find every fault of the bank which they can find.

    python benchmarks/smoke.py [--jobs 2] [--write]

All checks are run at the depth smoke against every fault, and once against the plain mock, which tells their costs. Of
them as few requests as can be are kept that find every fault without time and chance, and that decide every rule; the
choice is then run by itself, and what it misses is added. `--write` puts it into conformance/smoke.txt.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from close_sms.marks import short_name  # noqa: E402  (after the checkout's own packages can be found)
from close_sms.waiting import waits  # noqa: E402
from tests.bench import EVERY_CHECK, collect, collected  # noqa: E402
from tests.faults.bank import FAULTS  # noqa: E402

LIST = ROOT / "conformance" / "smoke.txt"
HEAD = """\
# The checks of the depth smoke: the fewest requests that find every fault of the bank (tests/faults) which can be
# found without time and chance, and that decide every rule. Made by `python benchmarks/smoke.py --write`.
"""
MOST_ROUNDS = 6


def finders(name: str, only: Sequence[str] | None = None) -> set[str]:
    """The checks that find the fault without waiting."""
    waiting = {item.nodeid for item in collected().items if waits(item.obj)}
    return collected().run(behaviour=FAULTS[name].behaviour, only=only).finders - waiting


def plainly() -> tuple[Counter[str], dict[str, set[str]]]:
    """What each check costs in requests, and the checks that decide each rule."""
    ran = collected().run()
    deciding: dict[str, set[str]] = {}
    for result in ran.results:
        for rule, said in result["rules"].items():
            if said["state"] == "pass":
                deciding.setdefault(rule, set()).add(result["check"])
    return ran.requests, deciding


def cover(wanted: Mapping[str, set[str]], costs: Mapping[str, int], kept: Sequence[str] = ()) -> list[str]:
    """The cheapest checks that serve every wish, greedily; a wish is the checks that do, `kept` are there already."""
    chosen = list(kept)
    open_ = {wish for wish, checks in wanted.items() if not checks & set(chosen)}
    while open_:
        served = Counter(check for wish in open_ for check in wanted[wish])
        best = max(served, key=lambda check: (served[check] / (1 + costs[check]), check))
        chosen.append(best)
        open_ -= {wish for wish in open_ if best in wanted[wish]}
    for check in sorted(chosen, key=lambda each: -costs[each]):  # what later ones have made needless
        rest = [each for each in chosen if each != check]
        if check not in kept and all(checks & set(rest) for checks in wanted.values()):
            chosen = rest
    return chosen


def choose(pool: ProcessPoolExecutor) -> tuple[list[str], Mapping[str, int]]:
    """The choice and what its checks cost."""
    names = [name for name, fault in FAULTS.items() if not fault.chance and not fault.gap]
    costs, deciding = pool.submit(plainly).result()
    wanted = {name: found for name, found in zip(names, pool.map(finders, names, chunksize=4), strict=True) if found}
    chosen = cover({**wanted, **deciding}, costs)
    for _ in range(MOST_ROUNDS):
        again = dict(zip(wanted, pool.map(finders, wanted, [chosen] * len(wanted), chunksize=4), strict=True))
        missed = {name: wanted[name] - set(chosen) for name, found in again.items() if not found}
        missed = {name: others for name, others in missed.items() if others}
        print(f"{len(chosen)} checks, {sum(costs[check] for check in chosen)} requests, {len(missed)} missed")
        if not missed:
            break
        chosen = cover(missed, costs, kept=chosen)
    return chosen, costs


def main() -> None:
    """Choose, and tell or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=2, help="processes side by side (2)")
    parser.add_argument("--write", action="store_true", help="write conformance/smoke.txt")
    known = parser.parse_args()
    begun = time.monotonic()
    with ProcessPoolExecutor(known.jobs, initializer=collect, initargs=EVERY_CHECK) as pool:
        chosen, costs = choose(pool)
    lines = sorted(short_name(check) for check in chosen)
    text = HEAD + "".join(f"{line}\n" for line in lines)
    if known.write:
        LIST.write_text(text, encoding="utf-8")
    else:
        print(text)
    requests = sum(costs[check] for check in chosen)
    print(f"{len(chosen)} checks, about {requests} requests, {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
