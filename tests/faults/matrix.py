"""docs/kill-matrix.md: a row for each fault, measured by benchmarks/kill_matrix.py; read and written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.faults.bank import FAULTS
from tests.faults.fault import Fault
from tests.faults.withdrawn import WITHDRAWN

PAGE = Path(__file__).parents[2] / "docs" / "kill-matrix.md"
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

| Fault | Breaks | Found by | At request | Blamed right | Smoke |
| --- | --- | --- | ---: | --- | --- |"""
WITHDRAWN_HEAD = """
## Withdrawn

Faults that were written and taken back, because an honest server could do what they do:
"""


@dataclass(frozen=True)
class Row:
    """What was measured of one fault; the rest of its row is what the bank says of it.

    `checks` is how many found it at `standard`, and `first` the first of them; `smoke` is the check of smoke that finds
    it, in backticks, or why none does.
    """

    name: str
    checks: int
    first: str
    number: int
    right: bool
    smoke: str

    @property
    def fault(self) -> Fault:
        """The fault of the bank."""
        return FAULTS[self.name]

    @property
    def found(self) -> bool:
        """Whether any check found it at `standard`."""
        return self.checks > 0

    @property
    def quick(self) -> str:
        """The check of smoke that finds it, if any does."""
        return self.smoke.strip("`") if self.smoke.startswith("`") else ""

    @property
    def is_well(self) -> bool:
        """Whether it is blamed right, and found by smoke if it needs neither time nor chance."""
        return self.right and self.smoke != "no"

    def line(self) -> str:
        """The row of the table."""
        cells = (
            f"{self.name}: {self.fault.says}",
            ", ".join(self.fault.breaks),
            f"{self.checks}: `{self.first}`" if self.found else self.fault.gap or "nothing",
            str(self.number or ""),
            "yes" if self.right else "no",
            self.smoke,
        )
        return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def read(page: str) -> dict[str, Row]:
    """The rows of a page whose faults are in the bank, by their names."""
    lines = [line for line in page.splitlines() if line.startswith("| ") and line[2:].partition(":")[0] in FAULTS]
    return {row.name: row for row in map(_row, lines)}


def _row(line: str) -> Row:
    named, _, by, number, right, smoke = line.removeprefix("| ").removesuffix(" |").split(" | ")
    found = re.fullmatch(r"(\d+): `(.*)`", by)
    checks, first = (int(found[1]), found[2]) if found else (0, "")
    return Row(named.partition(":")[0], checks, first, int(number or 0), right == "yes", smoke)


def rates(rows: Mapping[str, Row]) -> list[str]:
    """The rates in words."""
    killed = [row for row in rows.values() if row.found]
    blamed = [row for row in killed if row.right]
    quick = [row for row in killed if row.quick]
    slow = [row for row in killed if row.smoke in ("time", "chance")]
    gaps = [row for row in rows.values() if row.fault.gap]
    return [
        f"{len(rows)} faults; {len(killed)} found at `standard` ({len(killed) / len(rows):.1%}),"
        f" {len(blamed)} of them blamed on a rule that they break ({len(blamed) / max(1, len(killed)):.1%});"
        f" {len(gaps)} known gaps",
        f"`smoke` finds {len(quick)} of them ({len(quick) / max(1, len(killed)):.1%});"
        f" {len(slow)} of the others need time or chance",
    ]


def written(rows: Mapping[str, Row]) -> str:
    """The page, its rows in the order of the bank."""
    told = [f"- {rate}" for rate in rates(rows)]
    lines = [rows[name].line() for name in FAULTS if name in rows]
    taken_back = [f"- {name}: {reason}" for name, reason in WITHDRAWN.items()]
    return "\n".join([HEAD, *told, FIRST, *lines, WITHDRAWN_HEAD, *taken_back, ""])
