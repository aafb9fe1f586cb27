"""The pytest plugin: options, selection, judging each check, and the report at the end.

It sleeps until a run collects checks of the conformance suite, so that `pytest tests` is plain pytest.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Collection, Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from close_sms import deviations
from close_sms.assembly import Register
from close_sms.endpoint import MOCK
from close_sms.judgement import Result
from close_sms.marks import ids, is_check, matches, selected, unknown_ids
from close_sms.plugin.depth import DEPTH, DEPTHS, SEED, register_depths
from close_sms.plugin.ending import Ending, ending, untold
from close_sms.plugin.interruption import NAMES
from close_sms.plugin.session import Session, letter
from close_sms.plugin.usage_errors import REPORTS, look_out, report_folder
from close_sms.profiles import PROFILES
from close_sms.report import ReportError, make_room
from close_sms.run import PATIENCE, SETTLE, CannotRun, Run, Settings, Watch
from close_sms.suggestions import did_you_mean
from close_sms.verdicts import excusing
from close_sms.waiting import waits

REGISTER = pytest.StashKey[Register]()
SESSION = pytest.StashKey[Session]()
ENDING = pytest.StashKey[Ending]()
RESULT = pytest.StashKey[Result]()
WATCH = pytest.StashKey[Watch]()

register_depths()


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """The options of the suite; documents write them with `=`."""
    config = pluginmanager.get_plugin("pytestconfig")
    assert config is not None
    look_out(config)
    parser.addini("smoke", "file that lists the checks of the depth smoke; every check if it is empty", default="")
    group = parser.getgroup("close-sms", "conformance to Close's SMS API")
    add = group.addoption
    add("--endpoint", default=MOCK, metavar="URL", help="the API root (default: `mock`, the embedded mock)")
    add("--profile", help="read, record, schedule or send (default: send on the mock, record elsewhere)")
    add(
        "--send-to", metavar="NUMBER", help="the only number that messages may be sent to; needed for send off the mock"
    )
    add("--rule", metavar="GLOB", help="run only the checks of these rules or questions, such as --rule='status.*'")
    add("--settle", type=float, default=SETTLE, metavar="SECONDS", help="how long to watch that nothing is sent (2)")
    add(
        "--patience",
        type=float,
        default=PATIENCE,
        metavar="SECONDS",
        help="how long to wait for a message to be sent (15)",
    )
    add("--deviations", metavar="FILE", help="YAML file of declared deviations, each with rule, reason and expires")
    add("--report-dir", metavar="DIR", help="where the report goes (default: reports/latest)")


def pytest_configure(config: pytest.Config) -> None:
    """Register the marks; give the run a fixed seed and the depth `standard` unless told otherwise."""
    for line in (
        "rule(*ids): rules that the check judges",
        "question(*ids): questions that the probe observes",
        "profile(name): least profile of the check, where it is higher than its rules say",
    ):
        config.addinivalue_line("markers", line)
    option = config.option
    if option.hypothesis_seed is None:
        option.hypothesis_seed = str(SEED)
    if option.hypothesis_profile is None:
        option.hypothesis_profile = DEPTH
    _check_depth(option.hypothesis_profile)


def _check_depth(name: str) -> None:
    """Hypothesis itself meets an unknown profile with an internal error."""
    try:
        hypothesis.settings.get_profile(name)
    except hypothesis.errors.InvalidArgument as error:
        raise pytest.UsageError(f"--hypothesis-profile={name}: expected one of {', '.join(DEPTHS)}") from error


def install(config: pytest.Config, register: Register, watch: Watch) -> None:
    """Tell the plugin what the checks are held against, and what watches every exchange."""
    config.stash[REGISTER] = register
    config.stash[WATCH] = watch


def _settings(config: pytest.Config) -> Settings:
    try:
        return _asked_for(config)
    except CannotRun as reason:
        raise pytest.UsageError(str(reason)) from reason


def _asked_for(config: pytest.Config) -> Settings:
    """The run's settings from pytest's options, paths from where pytest was called; raises CannotRun."""
    option, here = config.option, config.invocation_params.dir
    _need_values(option)
    seed, depth = option.hypothesis_seed, option.hypothesis_profile
    if depth not in DEPTHS:
        raise CannotRun(f"--hypothesis-profile={depth}: expected one of {', '.join(DEPTHS)}")
    if not re.fullmatch("-?[0-9]+", str(seed)):
        raise CannotRun(f"--hypothesis-seed={seed}: expected a whole number")
    return Settings.checked(
        target=option.endpoint,
        profile=option.profile,
        send_to=option.send_to,
        settle=option.settle,
        patience=option.patience,
        pattern=option.rule,
        report_dir=report_folder(config, option.report_dir),
        deviations=here / option.deviations if option.deviations is not None else None,
        depth=depth,
        seed=int(seed),
    )


# What an option wants that is no use empty: a variable of a CI that is not set must not turn into another run.
_WANTED = {
    "rule": "the id of a rule or question, or a glob of them, such as --rule='direction.*'",
    "profile": f"one of {', '.join(PROFILES)}",
    "deviations": "a YAML file of declared deviations",
    "report-dir": f"a folder, such as --report-dir={REPORTS}",
}


def _need_values(option: argparse.Namespace) -> None:
    """Raise CannotRun where one of these options is given without a value."""
    for name, wanted in _WANTED.items():
        value = getattr(option, name.replace("-", "_"))
        if value is not None and not value.strip():
            raise CannotRun(f"--{name}= is empty: expected {wanted}; or leave the option out")
    if not all(glob.strip() for glob in (option.rule or "*").split(",")):
        raise CannotRun(f"--rule={option.rule} has an empty part: expected globs separated by single commas")


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def _is_controller(config: pytest.Config) -> bool:
    return bool(getattr(config.option, "numprocesses", None)) and not _is_worker(config)


def pytest_sessionstart(session: pytest.Session) -> None:
    """The controller of pytest-xdist collects nothing itself, and only gathers what its workers report."""
    if _is_controller(session.config) and REGISTER in session.config.stash:
        _open_session(session.config, _settings(session.config))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the checks that the profile and `--rule` select; those that wait come last."""
    checks = [item for item in items if is_check(item)]
    if REGISTER not in config.stash or (items and not checks):
        return
    register = config.stash[REGISTER].entries
    if wrong := unknown_ids(checks, register):
        raise pytest.UsageError(*wrong)
    settings = _settings(config)
    asked = frozenset(name for item in checks for name in ids(item, "rule"))
    smoke = _smoke(config) if settings.depth == "smoke" else ()
    pattern = None if _are_named(config.args) else settings.pattern
    left = [item for item in checks if not selected(item, register, settings.profile, smoke, pattern)]
    kept = [item for item in items if item not in left]
    if slips := _slips(settings.pattern, register):  # what it was meant for would pass unseen
        raise pytest.UsageError(*slips)
    config.hook.pytest_deselected(items=left)
    items[:] = sorted(kept, key=lambda item: waits(getattr(item, "obj", None)))
    _open_session(config, settings, asked)


def _are_named(places: Collection[str]) -> bool:
    """Whether single checks were asked for: they run for a rule that they do not declare, since invariants look on."""
    return all("::" in place for place in places)


def _smoke(config: pytest.Config) -> frozenset[str]:
    """The checks that the depth smoke is made of (see benchmarks/smoke.py)."""
    name = config.getini("smoke")
    lines = Path(config.rootpath, name).read_text(encoding="utf-8").splitlines() if name else []
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _open_session(config: pytest.Config, settings: Settings, asked: frozenset[str] = frozenset()) -> None:
    register = config.stash[REGISTER]
    try:
        declared = deviations.read(settings.deviations, register.rules) if settings.deviations else {}
    except deviations.DeviationError as reason:
        raise pytest.UsageError(str(reason)) from reason
    mine = Session(settings, replace(register, deviations=declared), asked=asked)
    config.stash[SESSION] = mine
    config.pluginmanager.register(mine, "close-sms-session")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Open the endpoint once it is known that checks will run; what is wrong ends the run with exit code 4."""
    config = session.config
    if SESSION not in config.stash or config.option.collectonly:
        return
    # Violations are told by the summary, in the words of the contract and not of a traceback.
    config.option.tbstyle = "no"
    if terminal := config.pluginmanager.get_plugin("terminalreporter"):
        terminal.reportchars = ""
    mine = config.stash[SESSION]
    try:
        make_room(mine.settings.report_dir)
    except ReportError as reason:
        del config.stash[SESSION]
        raise pytest.UsageError(f"--report-dir={reason}") from reason
    if _is_controller(config) or not session.items:
        return
    try:
        mine.run = Run.begin(mine.settings, config.stash[WATCH])
    except CannotRun as reason:
        del config.stash[SESSION]
        raise pytest.UsageError(str(reason)) from reason


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """Let Ctrl-C and SIGTERM end the checks early, and not the clean-up that follows."""
    mine = session.config.stash.get(SESSION, None)
    if mine is None or mine.run is None:
        return (yield)
    mine.selected = len(session.items)
    try:
        mine.signals.begin()
        return (yield)
    except pytest.Session.Interrupted:  # pytest's own, as after an error while collecting
        raise
    except KeyboardInterrupt:
        mine.interrupted = mine.signals.code
        if terminal := session.config.pluginmanager.get_plugin("terminalreporter"):
            terminal.ensure_newline()
            terminal.write_line(f"{NAMES[mine.interrupted]}: cleaning up; press Ctrl-C again to stop")
            terminal.flush()
        return True
    finally:
        mine.signals.tidies()


@pytest.fixture(scope="session")
def run(request: pytest.FixtureRequest) -> Run:
    """The run: its settings, its client, its world and its clock."""
    begun = request.config.stash[SESSION].run
    assert begun is not None
    return begun


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a check and let its judgement ride on pytest's report."""
    if not is_check(pyfuncitem) or SESSION not in pyfuncitem.config.stash:
        return None
    mine = pyfuncitem.config.stash[SESSION]
    assert mine.run is not None
    result = mine.run.retold(mine.judge(pyfuncitem).result())
    pyfuncitem.stash[RESULT] = excusing(result, mine.register.excused)  # or pytest would count it as failed
    return True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Put the judgement on the report, where pytest-xdist carries it along."""
    made = yield
    if made.when == "call" and RESULT in item.stash:
        made.close_sms = item.stash[RESULT]  # type: ignore[attr-defined]
        if item.stash[RESULT]["violations"]:
            made.outcome = "failed"
    return made


def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, str] | None:
    """Show kept, broken, not decided and not applicable checks each with a letter of their own."""
    result = getattr(report, "close_sms", None)
    return letter(result) if result is not None and report.when == "call" else None


@pytest.hookimpl(wrapper=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> Generator[None, None, None]:
    """Clean up, write the report and decide the exit code."""
    config, mine = session.config, session.config.stash.get(SESSION, None)
    if mine is not None and mine.run is not None:
        mine.finish()
    if _is_worker(config) and mine is not None:
        config.workeroutput["close_sms"] = mine.collected.facts  # type: ignore[attr-defined]
    yield
    if mine is not None:
        mine.collected.asked |= mine.asked
    if mine is None or _is_worker(config) or config.option.collectonly:
        return
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    if int(exitstatus) not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED):
        if terminal and mine.errors:
            terminal.write(f"\n{untold(mine)}")
        return
    width, color = (min(terminal._tw.fullwidth, 120), terminal._tw.hasmarkup) if terminal else (80, False)
    config.stash[ENDING] = ending(mine, width, color=color)
    session.exitstatus = config.stash[ENDING].code


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what an xdist worker counted."""
    facts = getattr(node, "workeroutput", {}).get("close_sms")
    if facts and SESSION in node.config.stash:
        node.config.stash[SESSION].collected.add_facts(facts)


def _slips(pattern: str | None, known: Collection[str]) -> list[str]:
    """A word on each glob of `--rule` that matches nothing."""
    found = []
    for glob in (pattern or "*").split(","):
        if not any(matches(name, glob) for name in known):
            names = (*known, *(f"{name.partition('.')[0]}.*" for name in known))
            found.append(f"--rule={glob} matches no rule or question" + did_you_mean(glob, names, spelled="--rule={}"))
    return found


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the summary of a screen, or what a run that was ended early has found."""
    if ENDING in config.stash:
        terminalreporter.write_line("")
        terminalreporter.write_line(config.stash[ENDING].screen)
