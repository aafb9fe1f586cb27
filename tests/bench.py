"""The checks of the suite, collected once and run against many mocks in one process.

A pytest session for each of hundreds of faults would collect the same checks hundreds of times.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from unittest import mock

import hypothesis.core
import pytest

from close_sms.assembly import report
from close_sms.clock import VirtualClock
from close_sms.credentials import Credentials
from close_sms.endpoint import Endpoint, embedded, mock_application
from close_sms.exchange import Exchange
from close_sms.judgement import Result
from close_sms.plugin.hooks import SESSION
from close_sms.plugin.session import Session
from close_sms.register import Register
from close_sms.run import Run
from close_sms.settings import Settings
from conformance.api.sms import Sms
from conformance.invariants import watcher
from conformance.lists.listed_lead import ListedLead

ROOT = Path(__file__).parents[1]
SMS = "activity/sms"
EVERY_CHECK = ("--hypothesis-profile=smoke", "-o", "smoke=")  # with few examples
Around = Callable[[Any, Callable[[], datetime]], Any]
SEEN = "ignore::pytest.PytestAssertRewriteWarning"  # in one process pytest meets its plugins a second time


@dataclass(frozen=True)
class Ran:
    """A run: its report, what each check found out, and how many requests each of them made.

    `said` is a digest of the texts and numbers that were sent, which follow from the seed, and not from the mock.
    """

    report: dict[str, Any]
    results: list[Result]
    requests: Counter[str]
    said: str

    @property
    def code(self) -> int:
        """The exit code."""
        return int(self.report["exit_code"])

    @property
    def broken(self) -> set[str]:
        """The ids of the rules that were violated."""
        return {found["rule"] for found in self.report["violations"]}

    @property
    def readings(self) -> dict[str, str]:
        """The observed reading of each question."""
        return {seen["question"]: seen["reading"] for seen in self.report["observations"]}

    @property
    def why(self) -> str:
        """What a failing test should show."""
        rules = self.report["rules"]
        undecided = [(rule["id"], rule["reason"]) for rule in rules if rule["verdict"] == "inconclusive"]
        violations = [
            (found["rule"], found["check"], found["expected"], found["actual"]) for found in self.report["violations"]
        ]
        return f"exit {self.code}; {violations=}; {undecided=}; errors={self.report['errors']}"

    def told(self) -> Told:
        """What of it can go to another process."""
        return Told(self.code, self.why, self.readings, self.said)

    @property
    def finders(self) -> set[str]:
        """The checks that found something broken."""
        return {result["check"] for result in self.results if result["violations"]}


class _Catch:
    """Keeps what pytest has collected."""

    def __init__(self) -> None:
        self.items: list[pytest.Function] = []
        self.session: Session | None = None

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.items = [item for item in session.items if isinstance(item, pytest.Function)]
        self.session = session.config.stash.get(SESSION, None)


class Bench:
    """The checks that pytest collects with these options; a process can have one depth only, Hypothesis's."""

    def __init__(self, *options: str) -> None:
        """Collect them; raises ValueError where there are none."""
        catch = _Catch()
        arguments = ["-c", str(ROOT / "pytest.ini"), "--rootdir", str(ROOT), "-q", "-p", "no:cacheprovider", "-W", SEEN]
        with contextlib.redirect_stdout(io.StringIO()) as told:
            pytest.main([*arguments, "--collect-only", *options, str(ROOT / "conformance")], [catch])
        if catch.session is None or not catch.items:
            raise ValueError(f"no checks were collected with {options}: {told.getvalue()[-500:]}")
        self.items = catch.items
        self.settings: Settings = catch.session.settings
        self.register: Register = catch.session.register

    def names(self) -> list[str]:
        """The names of the checks, as pytest selects them."""
        return [item.nodeid for item in self.items]

    def run(
        self,
        behaviour: type[Any] | None = None,
        *,
        readings: Mapping[str, str] | None = None,
        only: Collection[str] | None = None,
        seed: int | None = None,
        around: Around | None = None,
        shrinks: bool = False,
        until_broken: bool = False,
    ) -> Ran:
        """A run of the checks (or of those named) against a mock of its own; `around` stands in front of the mock.

        With `until_broken` it ends with the first check that finds something broken.
        """
        settings = self.settings if seed is None else replace(self.settings, seed=seed)
        hypothesis.core.global_force_seed = settings.seed  # as the option --hypothesis-seed does
        chosen = [item for item in self.items if only is None or item.nodeid in only]

        def opened(target: str, environment: Mapping[str, str]) -> Endpoint:
            clock = VirtualClock(datetime.now(UTC))
            app, variables = mock_application(now=clock.now, readings=readings, behaviour=behaviour)
            served = around(app, clock.now) if around else app
            return embedded(served, clock, Credentials.from_environment(variables))

        with mock.patch("close_sms.run.open_endpoint", opened):
            run = Run.begin(settings, watcher())
        run.shrinks = shrinks
        session = Session(settings, self.register, run=run)
        sms = Sms(run)
        self._judge(session, run, sms, chosen, until_broken)
        run.finish()
        session.collected.add_facts(session.facts())
        made: dict[str, Any] = dict(report(settings, self.register, session.collected))
        asked = Counter(exchange.check for exchange in run.client.recorder.tape)
        said = _digest(run.client.recorder.tape)
        _let_go(run, sms)
        return Ran(made, session.collected.results, asked, said)

    def _judge(
        self, session: Session, run: Run, sms: Sms, chosen: Sequence[pytest.Function], until_broken: bool
    ) -> None:
        given = {"run": run, "sms": sms, "listed": ListedLead(sms)}
        for item in chosen:
            parameters = item.callspec.params if hasattr(item, "callspec") else {}
            if unknown := {*item._fixtureinfo.argnames} - {*given, *parameters}:
                raise LookupError(
                    f"{item.nodeid} needs {', '.join(unknown)}: make it here as conformance/conftest.py does"
                )
            item.funcargs = {name: {**given, **parameters}[name] for name in item._fixtureinfo.argnames}
            item.session.items = list(chosen)
        for item in chosen:
            try:
                result = session.result(item)
            except Exception as error:  # an error of the suite is told, and the next fault has its turn
                session.collected.errors.append({"check": item.nodeid, "message": repr(error)})
                continue
            session.collected.results.append(result)
            session.collected.asked |= set(result["declares"])
            if until_broken and result["violations"]:
                break


def _digest(tape: Iterable[Exchange]) -> str:
    bodies = [exchange.posted or {} for exchange in tape if exchange.path.startswith(SMS)]
    said = [[body.get(name) for name in ("text", "remote_phone")] for body in bodies]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:12]


def _let_go(run: Run, sms: Sms) -> None:
    """Free what a run has gathered: Hypothesis keeps each state machine that it has seen, and with it the run."""
    run.client.recorder.tape.clear()
    vars(run.endpoint).clear()
    for part in (sms, run.client, run):
        vars(part).clear()


@dataclass(frozen=True)
class Told:
    """What is left of a run that comes from another process: exit code, why, the readings seen, and what was sent."""

    code: int
    why: str
    readings: dict[str, str]
    said: str


def open_pool(*options: str, jobs: int = 2) -> ProcessPoolExecutor:
    """Processes that have collected the checks with these options, for functions that use `collected()`.

    They are spawned and not forked, as the process that asks for them may have threads, such as those of pytest-xdist.
    """
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=collect, initargs=options)


_in_this_process: Bench | None = None


def collect(*options: str) -> None:
    """Collect the checks in this process, which can have one depth only, Hypothesis's."""
    global _in_this_process  # noqa: PLW0603  # a process of a pool has nothing else to keep its checks in
    _in_this_process = Bench(*options)


def collected() -> Bench:
    """The checks that `collect` has collected."""
    assert _in_this_process is not None
    return _in_this_process
