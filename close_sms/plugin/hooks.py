"""The pytest plugin: options, selection, judging each check, and the report at the end.

It sleeps until a run collects checks of the conformance suite, so that `pytest tests` is plain pytest.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import Any

import pytest

from close_sms import deviations
from close_sms.judgement import Result
from close_sms.marks import ids, is_check
from close_sms.plugin.depth import DEPTH, SEED, register_depths
from close_sms.plugin.ending import Ending, ending, untold
from close_sms.plugin.interruption import NAMES
from close_sms.plugin.options import add_options, check_depth, settings_of
from close_sms.plugin.session import Session, letter
from close_sms.plugin.usage_errors import report_usage_errors
from close_sms.register import Register
from close_sms.report import ReportError, make_room
from close_sms.run import Run, Watch
from close_sms.selection import name_single_checks, selected, smoke_checks, unknown_ids, unmatched
from close_sms.settings import CannotRun, Settings
from close_sms.waiting import waits

REGISTER = pytest.StashKey[Register]()
SESSION = pytest.StashKey[Session]()
ENDING = pytest.StashKey[Ending]()
RESULT = pytest.StashKey[Result]()
WATCH = pytest.StashKey[Watch]()

register_depths()


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Tell pytest of the options of the suite."""
    config = pluginmanager.get_plugin("pytestconfig")
    assert config is not None
    report_usage_errors(config)
    add_options(parser)


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
    check_depth(option.hypothesis_profile)


def install(config: pytest.Config, register: Register, watch: Watch) -> None:
    """Tell the plugin what the checks are held against, and what watches every exchange."""
    config.stash[REGISTER] = register
    config.stash[WATCH] = watch


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def _is_controller(config: pytest.Config) -> bool:
    return bool(getattr(config.option, "numprocesses", None)) and not _is_worker(config)


def pytest_sessionstart(session: pytest.Session) -> None:
    """The controller of pytest-xdist collects nothing itself, and only gathers what its workers report."""
    if _is_controller(session.config) and REGISTER in session.config.stash:
        _open_session(session.config, settings_of(session.config))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the checks that the profile and `--rule` select; those that wait come last."""
    checks = [item for item in items if is_check(item)]
    if REGISTER not in config.stash or (items and not checks):
        return
    known = config.stash[REGISTER]
    register = known.entries
    if wrong := unknown_ids(checks, known.rules, known.questions):
        raise pytest.UsageError(*wrong)
    settings = settings_of(config)
    asked = frozenset(name for item in checks for name in ids(item, "rule"))
    smoke = smoke_checks(config) if settings.depth == "smoke" else ()
    selection = None if name_single_checks(config.args) else settings.selection
    left = [item for item in checks if not selected(item, register, settings.profile, smoke, selection)]
    kept = [item for item in items if item not in left]
    if wrong := unmatched(settings.selection, register):  # what it was meant for would pass unseen
        raise pytest.UsageError(*wrong)
    config.hook.pytest_deselected(items=left)
    items[:] = sorted(kept, key=lambda item: waits(getattr(item, "obj", None)))
    _open_session(config, settings, asked)


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
    pyfuncitem.stash[RESULT] = mine.result(pyfuncitem)
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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the summary of a screen, or what a run that was ended early has found."""
    if ENDING in config.stash:
        terminalreporter.write_line("")
        terminalreporter.write_line(config.stash[ENDING].screen)
