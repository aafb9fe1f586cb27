"""Every fault of the bank against the checks: which of them find it, at which request, and whether it is blamed right.

    python benchmarks/kill_matrix.py [--jobs 2] [--only NAME,…] [--write]

Each fault is run at `standard` against the checks of the chapters of the rules that it breaks, against all others where
those do not name a rule that it breaks, and at `smoke` against all of smoke, with two seeds: what only one of them
finds is luck. What found the faults that are named with `--only` is printed, and without names what was missed or
blamed on another rule, and the rates. `--write` writes docs/kill-matrix.md; with `--only` it puts the rows of these
faults into the page, and the other rows stay as they are.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.names import add_only  # noqa: E402  (after the checkout's own packages can be found)
from close_sms.marks import ids  # noqa: E402
from close_sms.selection import short_name  # noqa: E402
from close_sms.settings import CannotRun  # noqa: E402
from close_sms.waiting import waits  # noqa: E402
from tests.bench import collected, open_pool  # noqa: E402
from tests.faults.bank import FAULTS  # noqa: E402
from tests.faults.fault import Fault  # noqa: E402
from tests.faults.matrix import PAGE, Row, rates, read, written  # noqa: E402

SEEDS = (1, 0)  # of smoke


@dataclass(frozen=True)
class Trial:
    """What one run found of one fault: the broken rules, the checks that said so, and the first request that showed it.

    `waited` says that only checks found it that wait for something.
    """

    rules: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    number: int = 0
    waited: bool = False

    @property
    def found(self) -> bool:
        """Whether anything was found."""
        return bool(self.rules)

    def blames(self, fault: Fault) -> bool:
        """Whether a rule that the fault breaks is named."""
        return bool(set(self.rules) & set(fault.breaks))


def chapters(rules: Iterable[str]) -> set[str]:
    """The chapters of rules."""
    return {rule.partition(".")[0] for rule in rules}


def own_checks(fault: Fault) -> list[str]:
    """The checks of the chapters whose rules the fault breaks."""
    return [item.nodeid for item in collected().items if chapters(ids(item, "rule")) & chapters(fault.breaks)]


def at_standard(name: str) -> Trial:
    """Run one fault against the checks of its own chapters, and against all where that does not do."""
    fault = FAULTS[name]
    first = against(fault, own_checks(fault))
    return first if first.blames(fault) else against(fault, None)


def at_smoke(name: str) -> Trial:
    """Run one fault against all of smoke until a check finds something; nothing, where another seed finds nothing."""
    fault = FAULTS[name]
    first = against(fault, None, seed=SEEDS[0], until_broken=True)
    if not first.found:
        return first
    finders = [item.nodeid for item in collected().items if short_name(item.nodeid) in first.checks]
    again = against(fault, finders, seed=SEEDS[1], until_broken=True)
    return again if again.found else against(fault, None, seed=SEEDS[1], until_broken=True)


def against(fault: Fault, only: Sequence[str] | None, *, seed: int = 0, until_broken: bool = False) -> Trial:
    """Run it against these checks, or all; one with which no run can begin is found by none of them."""
    try:
        ran = collected().run(fault.behaviour, only=only, seed=seed, until_broken=until_broken)
    except CannotRun:
        return Trial()
    violations = ran.report["violations"]
    checks = dict.fromkeys(found["check"] for found in violations)
    waiting = {item.nodeid for item in collected().items if waits(item.obj)}
    return Trial(
        tuple(dict.fromkeys(found["rule"] for found in violations)),
        tuple(short_name(check) for check in checks),
        min((found["number"] for found in violations), default=0),
        bool(checks) and set(checks) <= waiting,
    )


def trials(names: Sequence[str], depth: str, trial: Callable[[str], Trial], jobs: int) -> list[Trial]:
    """What each fault's trial found, in processes of their own: one can have one depth only."""
    with open_pool(f"--hypothesis-profile={depth}", jobs=jobs) as pool:
        return list(pool.map(trial, names, chunksize=4))


def row(name: str, standard: Trial, smoke: Trial) -> Row:
    """What the matrix says of it."""
    fault = FAULTS[name]
    why_not = "chance" if fault.chance else "time" if standard.waited else "no"
    return Row(
        name,
        len(standard.checks),
        standard.checks[0] if standard.found else "",
        standard.number,
        standard.blames(fault),
        f"`{smoke.checks[0]}`" if smoke.found else why_not,
    )


def told(measured: Row, standard: Trial) -> list[str]:
    """What found the fault, a line each, or that nothing did."""
    fault = measured.fault
    blamed = "right" if measured.right else f"on {', '.join(standard.rules)}"
    missed = f"MISSED: {fault.gap or 'no check finds it'}"
    return [
        f"{fault.name} ({', '.join(fault.breaks)}): {fault.says}",
        f"    found at request {measured.number}, blamed {blamed}, by" if measured.found else f"    {missed}",
        *(f"        {check}" for check in standard.checks),
        f"    smoke: {measured.smoke}",
    ]


def main() -> None:
    """Run the bank, or a part of it, and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=2, help="processes side by side (2)")
    add_only(parser, FAULTS, "names of faults with commas between them")
    parser.add_argument("--write", action="store_true", help="write docs/kill-matrix.md, or the rows of --only in it")
    known = parser.parse_args()
    names = known.only or list(FAULTS)
    begun = time.monotonic()
    standard = dict(zip(names, trials(names, "standard", at_standard, known.jobs), strict=True))
    smoke = dict(zip(names, trials(names, "smoke", at_smoke, known.jobs), strict=True))
    rows = {name: row(name, standard[name], smoke[name]) for name in names}
    for name in names:
        if known.only or not rows[name].is_well:
            print(*told(rows[name], standard[name]), sep="\n")
    if known.write:
        rows = {**(read(PAGE.read_text("utf-8")) if known.only else {}), **rows}
        PAGE.write_text(written(rows), encoding="utf-8")
    if known.write or not known.only:
        print(*rates(rows), sep="\n")
    print(f"{time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
