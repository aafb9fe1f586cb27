"""Chooses the checks of the depth `smoke`: the fewest requests that find every fault of the bank which they can find.

    python benchmarks/smoke.py [--jobs 2] [--add] [--only NAME,…] [--write]

All checks are run at the depth smoke against every fault, and once against the plain mock, which tells their costs. Of
them the checks with the fewest requests in all are chosen that decide every rule, under each profile that can, and find
every fault that needs neither time nor chance: a set cover (benchmarks/covering.py). The choice is then run by itself,
with one seed after the other, and what it misses, as some checks find more after others or with luck, is added.
`--write` puts it into conformance/smoke.txt; with `--add` what stands there is kept, and only added to, which is
quicker. With `--only` it is added to as every rule and these faults need it, and no other fault is tried: half a minute
for a new rule.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.covering import Costs, Wishes, cover  # noqa: E402  (after the checkout's own packages can be found)
from benchmarks.names import add_only  # noqa: E402
from close_sms.profiles import PROFILES  # noqa: E402
from close_sms.selection import short_name  # noqa: E402
from close_sms.waiting import waits  # noqa: E402
from tests.bench import EVERY_CHECK, Ran, collected, open_pool  # noqa: E402
from tests.faults.bank import FAULTS  # noqa: E402
from tests.faults.matrix import PAGE, read  # noqa: E402

LIST = ROOT / "conformance" / "smoke.txt"
HEAD = """\
# The checks of the depth smoke: few requests that find every fault of the bank (tests/faults) which can be found
# without time and chance, and that decide every rule, under each profile that can. Made by
# `python benchmarks/smoke.py --write`; with `--only` what was once chosen stays.
"""
SEEDS = range(1, 5)


def certain_faults() -> list[str]:
    """The faults of the bank that do not depend on chance, but for the known gaps."""
    return [name for name, fault in FAULTS.items() if not fault.chance and not fault.gap]


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
    of_listed_lead = [item.nodeid for item in bench.items if "listed" in item.fixturenames]
    costs = {check: ran.requests[check] for check in bench.names()}
    maker, second = of_listed_lead[:2]
    listed_lead = bench.run(only=of_listed_lead[1:]).requests[second] - costs[second]
    return Costs({**costs, maker: costs[maker] - listed_lead}, frozenset(of_listed_lead), listed_lead), deciders(ran)


def deciders(ran: Ran | None = None) -> dict[str, set[str]]:
    """The checks that decide each rule in a run against the plain mock."""
    deciding: dict[str, set[str]] = {}
    for result in (ran or collected().run()).results:
        for rule, said in result["rules"].items():
            if said["state"] == "pass":
                deciding.setdefault(rule, set()).add(result["check"])
    return deciding


def under_each_profile() -> Wishes:
    """The checks that decide each rule under each profile, but for `send`; those of an empty endpoint are few."""
    wishes: dict[str, set[str]] = {}
    for profile in PROFILES[:-1]:
        options = (*EVERY_CHECK, f"--profile={profile}")
        with open_pool(*options, jobs=1) as pool:
            deciding = pool.submit(deciders).result()
        wishes |= {f"{rule} with --profile={profile}": checks for rule, checks in deciding.items()}
    return wishes


def choose(pool: ProcessPoolExecutor, names: Sequence[str], kept: Sequence[str]) -> tuple[list[str], Costs]:
    """The choice that finds these faults, which has all that is to be kept, and what the checks cost."""
    costs, deciding = pool.submit(plainly).result()
    deciding |= under_each_profile()
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
    add_only(parser, FAULTS, "names of faults, with commas, to add what they need")
    parser.add_argument("--write", action="store_true", help="write conformance/smoke.txt")
    known = parser.parse_args()
    names = known.only or certain_faults()
    begun = time.monotonic()
    with open_pool(*EVERY_CHECK, jobs=known.jobs) as pool:
        chosen, costs = choose(pool, names, pool.submit(present).result() if known.add or known.only else [])
    lines = sorted(short_name(check) for check in chosen)
    fresh = [line for line in lines if line not in LIST.read_text("utf-8").splitlines()]
    print(f"not in {LIST.name} until now:", *(fresh or ["none"]), sep="\n  ")
    text = HEAD + "".join(f"{line}\n" for line in lines)
    if known.write:
        LIST.write_text(text, encoding="utf-8")
    else:
        print(text)
    told = f"about {costs.of(chosen)} requests beside all others, some more by themselves"
    print(f"{len(chosen)} checks, {told}, {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
