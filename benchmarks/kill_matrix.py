"""Every fault of the bank against the checks: which of them find it, at which request, and whether it is blamed right.

    python benchmarks/kill_matrix.py [--jobs 2] [--only NAME,…] [--write]

Each fault is run at `standard` against the checks of the chapters of the rules that it breaks, against all others where
those do not name a rule that it breaks, and at `smoke` against all of smoke, with two seeds: what only one of them
finds is luck. What found the faults that are named with `--only` is printed, and without names what was missed or
blamed on another rule, and the rates. `--write` puts the table into docs/kill-matrix.md.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.names import names_of  # noqa: E402  (after the checkout's own packages can be found)
from close_sms.marks import ids, short_name  # noqa: E402
from close_sms.run import CannotRun  # noqa: E402
from close_sms.waiting import waits  # noqa: E402
from tests.bench import collect, collected  # noqa: E402
from tests.faults.bank import FAULTS  # noqa: E402
from tests.faults.fault import Fault  # noqa: E402
from tests.faults.withdrawn import WITHDRAWN  # noqa: E402

DEPTHS = ("standard", "smoke")
SEEDS = (1, 0)  # of smoke
TABLE = ROOT / "docs" / "kill-matrix.md"


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
        set(checks) <= waiting,
    )


def matrix(names: Sequence[str], jobs: int) -> dict[str, dict[str, Trial]]:
    """For each depth every fault's trial; each depth has processes of its own."""
    found: dict[str, dict[str, Trial]] = {}
    for depth, trial in zip(DEPTHS, (at_standard, at_smoke), strict=True):
        with ProcessPoolExecutor(jobs, initializer=collect, initargs=(f"--hypothesis-profile={depth}",)) as pool:
            found[depth] = dict(zip(names, pool.map(trial, names, chunksize=4), strict=True))
    return found


def rates(found: dict[str, dict[str, Trial]]) -> list[str]:
    """The rates in words."""
    standard, smoke = found["standard"], found["smoke"]
    names = list(standard)
    killed = [name for name in names if standard[name].found]
    blamed = [name for name in killed if standard[name].blames(FAULTS[name])]
    quick = [name for name in killed if smoke[name].found]
    slow = [name for name in killed if not smoke[name].found and not is_plain(name, standard[name])]
    gaps = [name for name in names if FAULTS[name].gap]
    return [
        f"{len(names)} faults; {len(killed)} found at `standard` ({len(killed) / len(names):.1%}),"
        f" {len(blamed)} of them blamed on a rule that they break ({len(blamed) / max(1, len(killed)):.1%});"
        f" {len(gaps)} known gaps",
        f"`smoke` finds {len(quick)} of them ({len(quick) / max(1, len(killed)):.1%});"
        f" {len(slow)} of the others need time or chance",
    ]


def is_plain(name: str, told: Trial) -> bool:
    """Whether the fault was found without time and without chance."""
    return told.found and not told.waited and not FAULTS[name].chance


def is_well(name: str, found: dict[str, dict[str, Trial]]) -> bool:
    """Whether the fault is blamed right, and found by smoke if it needs neither time nor chance."""
    standard, smoke = (found[depth][name] for depth in DEPTHS)
    return standard.blames(FAULTS[name]) and (smoke.found or not is_plain(name, standard))


def told(name: str, found: dict[str, dict[str, Trial]]) -> list[str]:
    """What found the fault, a line each, or that nothing did."""
    fault, standard = FAULTS[name], found["standard"][name]
    blamed = "right" if standard.blames(fault) else f"on {', '.join(standard.rules)}"
    missed = f"MISSED: {fault.gap or 'no check finds it'}"
    return [
        f"{name} ({', '.join(fault.breaks)}): {fault.says}",
        f"    found at request {standard.number}, blamed {blamed}, by" if standard.found else f"    {missed}",
        *(f"        {check}" for check in standard.checks),
        f"    smoke: {by_smoke(fault, found)}",
    ]


def by_smoke(fault: Fault, found: dict[str, dict[str, Trial]]) -> str:
    """The check of smoke that finds the fault first, or why none does."""
    standard, smoke = (found[depth][fault.name] for depth in DEPTHS)
    if smoke.found:
        return f"`{smoke.checks[0]}`"
    return "chance" if fault.chance else "time" if standard.waited else "no"


def table(found: dict[str, dict[str, Trial]]) -> str:
    """The matrix as a Markdown page."""
    rows = [
        "| Fault | Breaks | Found by | At request | Blamed right | Smoke |",
        "| --- | --- | --- | ---: | --- | --- |",
    ]
    for name, told in found["standard"].items():
        fault = FAULTS[name]
        by = f"{len(told.checks)}: `{told.checks[0]}`" if told.found else fault.gap or "nothing"
        sign = "yes" if told.blames(fault) else "no"
        breaks = ", ".join(fault.breaks)
        cells = [f"{name}: {fault.says}", breaks, by, str(told.number or ""), sign, by_smoke(fault, found)]
        rows.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    taken_back = [f"- {name}: {reason}" for name, reason in WITHDRAWN.items()]
    told = [f"- {rate}" for rate in rates(found)]
    return "\n".join([HEAD, *told, FIRST, *rows, WITHDRAWN_HEAD, *taken_back, ""])


HEAD = """# The kill matrix

Every fault of the bank (tests/faults), run at `standard` against the checks of the chapters whose rules it breaks
(against all, where those do not name a rule that it breaks), and against all of `smoke` with two seeds. Made by
`python benchmarks/kill_matrix.py --write`.
"""
FIRST = """
Most faults were written before their writer had read a check. The first run over them all, on 969 faults and before
anything was mended, found 782 (80.7 %), and named a rule that the fault breaks for 755; of the 550 that the checks had
never met it found 368 (66.9 %). What it missed was mended as the rule wanted it, or withdrawn as told below, or stands
here as a gap.
"""
WITHDRAWN_HEAD = """
## Withdrawn

Faults that were written and taken back, because an honest server could do what they do:
"""


def main() -> None:
    """Run the bank and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=2, help="processes side by side (2)")
    parser.add_argument("--only", type=names_of(FAULTS), help="names of faults with commas between them")
    parser.add_argument("--write", action="store_true", help="write docs/kill-matrix.md")
    known = parser.parse_args()
    names = known.only or list(FAULTS)
    begun = time.monotonic()
    found = matrix(names, known.jobs)
    if known.write:
        TABLE.write_text(table(found), encoding="utf-8")
    shown = known.only or [name for name in names if not is_well(name, found)]
    print(*(line for name in shown for line in told(name, found)), sep="\n")
    print(*([] if known.only else rates(found)), f"{time.monotonic() - begun:.0f} s", sep="\n")


if __name__ == "__main__":
    main()
