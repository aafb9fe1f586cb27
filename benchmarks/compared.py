"""The contract beside the Schemathesis command line, on the same served faults and honest variants in the same run.

    python benchmarks/compared.py [--faults 20] [--write]

Both are given the server's address, its key and the project's OpenAPI document; Schemathesis runs all its phases and
checks, the contract runs at `standard` with the profile `record`. The faults are every n-th of the bank which shows at
`record` and needs no chance, whoever finds them. A fault counts as found by Schemathesis where it fails in a way
(check and operation) in which it does not fail on the plain mock with the same seed; what it says of the plain mock and
of the honest variants are false alarms. `--write` puts the table into docs/compared.md.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import waitress.server  # noqa: E402  (after the checkout's own packages can be found)

from close_sms.endpoint import mock_application  # noqa: E402
from tests.faults.bank import FAULTS  # noqa: E402
from tests.innocents import INNOCENTS  # noqa: E402

TABLE = ROOT / "docs" / "compared.md"
SEED = 1
HONEST = ("the plain mock", "strict", "lenient", "closed-bodies", "first-alternatives", "like-django")
TOOLS = ("contract", "schemathesis")


@dataclass
class Served:
    """A mock at an address, and how many requests it has answered."""

    url: str
    variables: Mapping[str, str]
    requests: int = 0


@dataclass
class Told:
    """What one tool said of one server: what failed, after how many requests and seconds."""

    failures: set[str]
    requests: int
    seconds: float


@dataclass
class Sum:
    """One tool's row: what it found and whom it accused, requests and seconds over all servers."""

    found: list[str] = field(default_factory=list)
    accused: list[str] = field(default_factory=list)
    requests: int = 0
    seconds: float = 0.0


@contextmanager
def served(behaviour: type[Any] | None, readings: Mapping[str, str] | None, around: Any) -> Iterator[Served]:
    """Serve such a mock at a free port of this machine."""

    def now() -> datetime:
        return datetime.now(UTC)

    app, variables = mock_application(now=now, behaviour=behaviour, readings=readings)
    inner = around(app, now) if around else app

    def counted(environment: Any, respond: Any) -> Any:
        place.requests += 1
        return inner(environment, respond)

    server = waitress.server.create_server(counted, host="127.0.0.1", port=0, threads=4)
    place = Served(f"http://127.0.0.1:{server.effective_port}/api/v1", variables)
    threading.Thread(target=server.run, daemon=True).start()
    try:
        yield place
    finally:
        server.close()


def contract(place: Served, directory: Path) -> set[str]:
    """The rules that the contract finds broken; an error of its own counts as a failure, too."""
    options = [f"--endpoint={place.url}", "--profile=record", f"--hypothesis-seed={SEED}", f"--report-dir={directory}"]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
    ran = subprocess.run(command, cwd=ROOT, env={**os.environ, **place.variables}, capture_output=True, check=False)
    file = directory / "report.json"
    if ran.returncode not in (0, 1, 6) or not file.exists():
        return {f"exit {ran.returncode}"}
    return {found["rule"] for found in json.loads(file.read_text("utf-8"))["violations"]}


def schemathesis(place: Served, directory: Path) -> set[str]:
    """The kinds of failure that Schemathesis finds, each with its operation."""
    document, report = ROOT / "schemas" / "openapi.json", directory / "st.json"
    options = ["--checks", "all", "--seed", str(SEED), "--report", "json", "--report-json-path", str(report)]
    login = ["--url", place.url, "--auth", f"{place.variables['CLOSE_API_KEY']}:"]
    command = [str(Path(sys.executable).with_name("st")), "--no-color", "run", str(document), *login, *options]
    subprocess.run(command, cwd=directory, capture_output=True, check=False)
    failures = json.loads(report.read_text("utf-8"))["failures"]
    return {f"{failure['type']} of {each}" for failure in failures for each in failure["operations"]}


def ask(tool: str, behaviour: type[Any] | None, readings: Mapping[str, str] | None = None, around: Any = None) -> Told:
    """What the tool says of a server of its own."""
    run = {"contract": contract, "schemathesis": schemathesis}[tool]
    with served(behaviour, readings, around) as place, tempfile.TemporaryDirectory() as directory:
        begun = time.monotonic()
        failures = run(place, Path(directory))
        return Told(failures, place.requests, time.monotonic() - begun)


def compare(faults: Sequence[str]) -> dict[str, Sum]:
    """Both tools on all servers."""
    sums = {tool: Sum() for tool in TOOLS}
    plain: dict[str, set[str]] = {}
    for name in HONEST:
        known = INNOCENTS.get(name)
        variant = (known.behaviour, known.readings, known.around) if known else (None, None, None)
        for tool in TOOLS:
            told = ask(tool, *variant)
            plain.setdefault(tool, told.failures)
            _add(sums[tool], told)
            sums[tool].accused += [f"{name}: {failure}" for failure in sorted(told.failures)]
            print(f"{tool} on {name}: {len(told.failures)} failures, {told.seconds:.0f} s", flush=True)
    for name in faults:
        for tool in TOOLS:
            told = ask(tool, FAULTS[name].behaviour)
            _add(sums[tool], told)
            if told.failures - plain[tool]:
                sums[tool].found.append(name)
            print(f"{tool} on {name}: {sorted(told.failures - plain[tool])[:3]}, {told.seconds:.0f} s", flush=True)
    return sums


def _add(row: Sum, told: Told) -> None:
    row.requests += told.requests
    row.seconds += told.seconds


def table(sums: Mapping[str, Sum], faults: Sequence[str]) -> str:
    """The comparison as a Markdown page."""
    servers = len(faults) + len(HONEST)
    rows = [
        f"| {tool} | {len(row.found)} of {len(faults)} | {len(row.accused)} on"
        f" {len({each.partition(':')[0] for each in row.accused})} of {len(HONEST)} | {row.requests / servers:.0f} |"
        f" {row.seconds / servers:.0f} |"
        for tool, row in sums.items()
    ]
    signs = [
        f"| {name}: {FAULTS[name].says} | "
        + " | ".join("yes" if name in sums[tool].found else "no" for tool in TOOLS)
        + " |"
        for name in faults
    ]
    return "\n".join([HEAD, *rows, FAULTS_HEAD, *signs, BETTER])


HEAD = """# Compared with Schemathesis

The contract and the command line of [Schemathesis](https://schemathesis.io) on the same faults, served over HTTP in the
same run. Made by `python benchmarks/compared.py --write`, where the terms of the comparison are explained.

| Tool | Faults found | False alarms, on honest servers | Requests a server | Seconds a server |
| --- | ---: | ---: | ---: | ---: |"""
FAULTS_HEAD = """
| Fault | Contract | Schemathesis |
| --- | --- | --- |"""
BETTER = """
## What Schemathesis does better

- It needs an OpenAPI document and nothing else: it tests any API in a minute, this contract knows one.
- It covers every operation of a document by default, also those around messages (`/lead/`, `/contact/`,
  `/sms_template/`) of which this contract uses what it needs.
- It generates for parameters, headers and cookies as well as for bodies, runs with several workers, and shrinks every
  failure; over HTTP the contract generates few examples and does not shrink.
- It learns links between operations by itself, and its reports (HAR, VCR, Allure …) fit more tools.

Its false alarms above are not its fault: an OpenAPI document cannot say that two pages contradict each other, or
that a page is silent. Both can run in one CI job; `conformance/test_breadth.py` runs
Schemathesis's generators through the client of this contract and judges their cases by the three zones.
"""


def main() -> None:
    """Compare, and tell or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faults", type=int, default=20, help="how many faults (20)")
    parser.add_argument("--write", action="store_true", help="write docs/compared.md")
    known = parser.parse_args()
    fit = [name for name, fault in FAULTS.items() if fault.profile == "record" and not fault.chance and not fault.gap]
    faults = fit[:: max(1, len(fit) // known.faults)][: known.faults]
    text = table(compare(faults), faults)
    if known.write:
        TABLE.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
