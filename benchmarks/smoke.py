"""Chooses the checks of the depth `smoke`: the fewest requests that find every fault of the bank which they can find.

    python benchmarks/smoke.py [--jobs 2] [--add] [--only NAME,…] [--write]

All checks are run at the depth smoke against every fault, and once against the plain mock, which tells their costs. Of
them the checks with the fewest requests in all are chosen that decide every rule, and find every fault that needs
neither time nor chance: a set cover, solved exactly (needs the extra `bench`). The choice is then run by itself, with
one seed after the other, and what it misses, as some checks find more after others or with luck, is added. `--write`
puts it into conformance/smoke.txt; with `--add` what stands there is kept, and only added to, which is quicker. With
`--only` it is added to as every rule and these faults need it, and no other fault is tried: a minute for a new rule.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402  (after the checkout's own packages can be found)
from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: E402

from benchmarks.names import names_of  # noqa: E402
from close_sms.marks import short_name  # noqa: E402
from close_sms.waiting import waits  # noqa: E402
from tests.bench import EVERY_CHECK, collect, collected  # noqa: E402
from tests.faults.bank import FAULTS  # noqa: E402
from tests.faults.matrix import PAGE, read  # noqa: E402

LIST = ROOT / "conformance" / "smoke.txt"
HEAD = """\
# The checks of the depth smoke: the fewest requests that find every fault of the bank (tests/faults) which can be
# found without time and chance, and that decide every rule. Made by `python benchmarks/smoke.py --write`.
"""
SEEDS = range(1, 5)
PATIENCE = 60.0  # seconds for the solver, which tells the best cover that it has found by then


@dataclass(frozen=True)
class Costs:
    """Requests of each check, and of the shelf, which the first of its checks makes for all of them."""

    checks: Mapping[str, int]
    of_shelf: frozenset[str]
    shelf: int

    def of(self, chosen: Iterable[str]) -> int:
        """The requests of a choice."""
        found = set(chosen)
        return sum(self.checks[check] for check in found) + (self.shelf if found & self.of_shelf else 0)


def unhurried() -> set[str]:
    """The checks that wait for nothing."""
    return {item.nodeid for item in collected().items if not waits(item.obj)}


def finders(name: str) -> set[str]:
    """The checks that find the fault without waiting."""
    return collected().run(FAULTS[name].behaviour).finders & unhurried()


def missed(name: str, chosen: Sequence[str], known: set[str], seed: int) -> bool:
    """Whether the choice misses the fault: neither those of it that are known to find it do, nor all of it."""
    quick = unhurried() & set(chosen)
    behaviour = FAULTS[name].behaviour
    tries = [quick & known, quick]
    return not any(collected().run(behaviour, only=only, seed=seed, until_broken=True).broken for only in tries if only)


def plainly() -> tuple[Costs, dict[str, set[str]]]:
    """What the checks cost in requests, and the checks that decide each rule."""
    bench = collected()
    ran = bench.run()
    deciding: dict[str, set[str]] = {}
    for result in ran.results:
        for rule, said in result["rules"].items():
            if said["state"] == "pass":
                deciding.setdefault(rule, set()).add(result["check"])
    of_shelf = [item.nodeid for item in bench.items if "shelf" in item.fixturenames]
    costs = {check: ran.requests[check] for check in bench.names()}
    maker, second = of_shelf[:2]
    shelf = bench.run(only=of_shelf[1:]).requests[second] - costs[second]
    return Costs({**costs, maker: costs[maker] - shelf}, frozenset(of_shelf), shelf), deciding


def cover(wanted: Mapping[str, set[str]], costs: Costs, kept: Sequence[str] = ()) -> list[str]:
    """The cheapest checks that serve every wish; a wish is the checks that do, `kept` are there already."""
    checks = sorted({check for choice in wanted.values() for check in choice} | set(kept))
    place = {check: number for number, check in enumerate(checks)}
    shelf = len(checks)
    served = np.zeros((len(wanted), shelf + 1))
    for row, choice in enumerate(wanted.values()):
        served[row, [place[check] for check in choice]] = 1
    on_shelf = [place[check] for check in checks if check in costs.of_shelf]
    made = np.zeros((len(on_shelf), shelf + 1))
    for row, column in enumerate(on_shelf):
        made[row, [column, shelf]] = -1, 1  # none of them without the shelf
    lower = np.zeros(shelf + 1)
    lower[[place[check] for check in kept]] = 1
    price = [costs.checks[check] + 0.1 for check in checks] + [costs.shelf]  # of equal covers the one with fewer checks
    answer = milp(
        price,
        integrality=np.ones(shelf + 1),
        bounds=Bounds(lower, np.ones(shelf + 1)),
        constraints=[LinearConstraint(served, lb=1), LinearConstraint(made, lb=0)],
        options={"time_limit": PATIENCE},
    )
    return [check for check in checks if answer.x[place[check]] > 0.5]


def choose(pool: ProcessPoolExecutor, names: Sequence[str], kept: Sequence[str]) -> tuple[list[str], Costs]:
    """The choice that finds these faults, which has all that is to be kept, and what the checks cost."""
    costs, deciding = pool.submit(plainly).result()
    known = pool.submit(last_found).result() if kept else {}
    learned: set[str] = set()

    def learn(fresh: Sequence[str]) -> None:
        known.update(zip(fresh, pool.map(finders, fresh, chunksize=4), strict=True))
        learned.update(fresh)

    if not kept:
        learn(names)
    wanted = {name: found for name, found in known.items() if found}
    chosen = cover({**wanted, **deciding}, costs, kept=kept)
    for seed in SEEDS:
        names = [name for name in names if name not in learned or known[name]]  # what any check can find
        tried = pool.map(missed, names, repeat(chosen), [known.get(name, set()) for name in names], repeat(seed))
        lacking = [name for name, lacks in zip(names, tried, strict=True) if lacks]
        told = f"seed {seed} misses {', '.join(lacking) or 'none'}"
        print(f"{len(chosen)} checks, {costs.of(chosen)} requests; {told}", flush=True)
        learn([name for name in lacking if name not in learned])
        others = {name: more for name in lacking if (more := known[name] - set(chosen))}
        chosen = cover(others, costs, kept=chosen) if others else chosen
    return chosen, costs


def last_found() -> dict[str, set[str]]:
    """For each fault the check of smoke that found it when the matrix was made."""
    nodes = {short_name(item.nodeid): item.nodeid for item in collected().items}
    rows = read(PAGE.read_text(encoding="utf-8"))
    return {name: {nodes[row.quick]} for name, row in rows.items() if row.quick in nodes}


def present() -> list[str]:
    """The checks that are chosen now."""
    lines = set(LIST.read_text("utf-8").splitlines())
    return [item.nodeid for item in collected().items if short_name(item.nodeid) in lines]


def main() -> None:
    """Choose, and tell or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=2, help="processes side by side (2)")
    parser.add_argument("--add", action="store_true", help="keep the present choice, and add what it misses")
    parser.add_argument("--only", type=names_of(FAULTS), help="names of faults, with commas, to add what they need")
    parser.add_argument("--write", action="store_true", help="write conformance/smoke.txt")
    known = parser.parse_args()
    names = known.only or [name for name, fault in FAULTS.items() if not fault.chance and not fault.gap]
    begun = time.monotonic()
    with ProcessPoolExecutor(known.jobs, initializer=collect, initargs=EVERY_CHECK) as pool:
        chosen, costs = choose(pool, names, pool.submit(present).result() if known.add or known.only else [])
    lines = sorted(short_name(check) for check in chosen)
    text = HEAD + "".join(f"{line}\n" for line in lines)
    if known.write:
        LIST.write_text(text, encoding="utf-8")
    else:
        print(text)
    print(f"{len(chosen)} checks, about {costs.of(chosen)} requests, {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
