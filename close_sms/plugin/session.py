"""One conformance session inside pytest: the run, and what its checks have found so far."""

from __future__ import annotations

import functools
import time
from dataclasses import dataclass, field
from typing import Any

import pytest

from close_sms.collected import Collected, error_entry
from close_sms.endpoint import MOCK
from close_sms.exit_codes import ExitCode
from close_sms.judgement import Judgement, Result
from close_sms.marks import ids
from close_sms.noise import Noise, Transient
from close_sms.plugin.absorbing import absorb
from close_sms.plugin.depth import stop_after_failure
from close_sms.plugin.interruption import Terminable
from close_sms.register import Register
from close_sms.run import Run
from close_sms.selection import matches
from close_sms.settings import Settings
from close_sms.suggestions import did_you_mean
from close_sms.verdicts import excluding
from close_sms.waiting import waits


@dataclass(eq=False)  # each is one of its own, so that it has a hash: old pytests keep their plugins in a set
class Session:
    """Runs the checks of one process and collects what came in from all of them."""

    settings: Settings
    register: Register
    run: Run | None = None  # None in the controller of pytest-xdist, which only collects
    collected: Collected = field(default_factory=Collected)
    asked: frozenset[str] = frozenset()  # rules that the checks judge which pytest was asked for
    begun: float = field(default_factory=time.monotonic)
    errors: list[dict[str, str]] = field(default_factory=list)  # of the end of the run; they ride on its facts
    signals: Terminable = field(default_factory=Terminable)
    interrupted: ExitCode | None = None  # where the run was asked to end before its end
    selected: int = 0  # how many checks the run was to make

    def result(self, item: pytest.Function) -> Result:
        """What a check found out, but for declared deviations, with what shows it again; raises as `judge` does."""
        assert self.run is not None
        return excluding(self.run.with_scripts(self.judge(item).result()), self.register.excluded)

    def judge(self, item: pytest.Function) -> Judgement:
        """Run one check and return its judgement; raises only errors of the suite itself.

        Where an answer was lost on the way or came too late, and the endpoint is there, the check is run once more.
        """
        assert self.run is not None
        judgement = self._tried(item, self._judgement(item))
        if judgement.findings:
            return judgement
        if isinstance(judgement.doubt, Noise | Transient):
            self.run.check_endpoint_alive(judgement.undecided)
        if self.run.lost or not isinstance(judgement.doubt, Transient):
            return judgement
        judgement.undecided, judgement.doubt = "", None
        return self._tried(item, judgement, anew=True)

    def _tried(self, item: pytest.Function, judgement: Judgement, *, anew: bool = False) -> Judgement:
        """The judgement of a check, without what was refused to a credential that has expired."""
        assert self.run is not None
        judgement = self._judge(item, judgement, anew=anew)
        self._need_known_names(judgement)
        if judgement.findings or judgement.undecided:
            self.run.check_credential_expired(judgement)
        return judgement

    def _need_known_names(self, judgement: Judgement) -> None:
        """What the register has not would be left out of the report without a word."""
        for does, names, known in (
            ("claims a rule", judgement.claims, self.register.rules),
            ("observes a question", judgement.observations, self.register.questions),
        ):
            for name in names:
                if name not in known:
                    told = f"{judgement.check} {does} {name!r}, which is not in the register"
                    raise LookupError(told + did_you_mean(name, known))

    def _judge(self, item: pytest.Function, judgement: Judgement, *, anew: bool = False) -> Judgement:
        assert self.run is not None
        if self.run.lost:
            judgement.undecided = self.run.lost
            return judgement
        try:
            if waits(item.obj):
                if anew:
                    self.run.room.admit(judgement, functools.partial(item.obj, **_arguments(item)))
                self._start_all(item)
                judgement = self.run.room.finish(item.nodeid)
            else:
                stop_after_failure(item.obj, shrink=self.run.shrinks)
                with self.run.judge(judgement):
                    item.obj(**_arguments(item))
        except Exception as error:
            if waits(item.obj) and item.nodeid in self.run.room:
                judgement = self.run.room.judgement(item.nodeid)
            is_told = judgement.findings or judgement.undecided or judgement.not_applicable
            # After any of them the examples end early, and Hypothesis may complain of that; what was found stands.
            if not absorb(judgement, error) and not is_told:
                raise
        return judgement

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Collect what a check found, wherever it ran; an error of the suite itself is told as such."""
        result = getattr(report, "close_sms", None)
        if result is not None and report.when == "call":
            self.collected.results.append(result)
        elif report.failed:
            self.collected.errors.append({"check": report.nodeid, "message": report.longreprtext})

    def finish(self) -> None:
        """Delete what the run has made and count what it did; an error in that does not cost the report."""
        assert self.run is not None
        try:
            self.run.finish(hurried=bool(self.interrupted))
        except Exception as error:
            self.errors.append(error_entry("clean-up", error))
        finally:
            self.signals.end()
        self.collected.add_facts(self.facts())

    def facts(self) -> dict[str, Any]:
        """What the report says of the run as a whole."""
        assert self.run is not None
        client = self.run.client
        return {
            "endpoint": MOCK if self.run.endpoint.embedded else self.run.endpoint.root,
            "started": self.run.started.isoformat(timespec="seconds"),
            "duration_s": round(time.monotonic() - self.begun, 3),
            "requests": client.requests,
            "created": client.ledger.created,
            "sent": client.guard.sent(),
            "leftovers": self.run.leftovers,
            "asked": sorted(self.asked),
            "errors": self.errors,
        }

    def _judgement(self, item: pytest.Item) -> Judgement:
        assert self.run is not None
        rules = tuple(name for name in ids(item, "rule") if matches(name, self.settings.selection))
        return Judgement(item.nodeid, rules or ids(item, "rule"))

    def _start_all(self, first: pytest.Function) -> None:
        """Start every waiting check of the session, so that their waits run side by side."""
        assert self.run is not None
        for item in first.session.items:
            if isinstance(item, pytest.Function) and waits(item.obj) and item.nodeid not in self.run.room:
                start = functools.partial(item.obj, **_arguments(item, first))
                self.run.room.admit(self._judgement(item), start)


def _arguments(item: pytest.Function, through: pytest.Function | None = None) -> dict[str, Any]:
    """The fixtures and parameters of a check; `through` lends its request to a check that has not been set up."""
    names = item._fixtureinfo.argnames
    if through is None or set(names) <= set(item.funcargs):
        return {name: item.funcargs[name] for name in names}
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    return {name: parameters[name] if name in parameters else through._request.getfixturevalue(name) for name in names}


def letter(result: Result) -> tuple[str, str, str]:
    """Category, progress letter and word of a check's result for pytest's own progress display."""
    states = {said["state"] for said in result["rules"].values()}
    for state, shown in (
        ("fail", ("failed", "F", "BROKEN")),
        ("excluded", ("excluded", "x", "EXCLUDED")),
        ("inconclusive", ("not decided", "i", "NOT DECIDED")),
        ("pass", ("passed", ".", "KEPT")),
        ("not_applicable", ("not applicable", "-", "NOT APPLICABLE")),
    ):
        if state in states:
            return shown
    return ("observed", ".", "OBSERVED") if not states else ("not decided", "i", "NOT DECIDED")
