"""The checks of the suite, collected once and run against many mocks in one process.

A pytest session for each of hundreds of faults would collect the same checks hundreds of times.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from close_sms.assembly import Register, report
from close_sms.clock import VirtualClock
from close_sms.endpoint import Credentials, Endpoint, embedded, mock_application
from close_sms.plugin import SESSION
from close_sms.run import Run, Settings
from close_sms.session import Session
from conformance.invariants import watcher
from conformance.shelf import Shelf
from conformance.subject import Sms

ROOT = Path(__file__).parents[1]
SEEN = "ignore::pytest.PytestAssertRewriteWarning"  # in one process pytest meets its plugins a second time


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
        readings: Mapping[str, str] | None = None,
        only: Sequence[str] | None = None,
    ) -> dict[str, Any]:
        """The report of a run of the checks (or of those named) against a mock of its own."""
        chosen = [item for item in self.items if only is None or item.nodeid in only]

        def opened(target: str, environment: Mapping[str, str]) -> Endpoint:
            clock = VirtualClock(datetime.now(UTC))
            app, variables = mock_application(now=clock.now, readings=readings, behaviour=behaviour)
            return embedded(app, clock, Credentials.from_environment(variables))

        with mock.patch("close_sms.run.open_endpoint", opened):
            run = Run.begin(self.settings, watcher())
        session = Session(self.settings, self.register, run=run)
        self._judge(session, run, chosen)
        run.finish()
        session.collected.add_facts(session.facts())
        made: dict[str, Any] = dict(report(self.settings, self.register, session.collected))
        return made

    def _judge(self, session: Session, run: Run, chosen: Sequence[pytest.Function]) -> None:
        sms = Sms(run)
        given = {"run": run, "sms": sms, "shelf": Shelf(sms)}
        for item in chosen:
            parameters = item.callspec.params if hasattr(item, "callspec") else {}
            item.funcargs = {name: {**given, **parameters}[name] for name in item._fixtureinfo.argnames}
            item.session.items = list(chosen)
        for item in chosen:
            try:
                session.collected.results.append(session.judge(item).result())
            except Exception as error:  # an error of the suite is told, and the next fault has its turn
                session.collected.errors.append({"check": item.nodeid, "message": repr(error)})
            session.collected.asked |= (
                set(session.collected.results[-1]["declares"]) if session.collected.results else set()
            )
