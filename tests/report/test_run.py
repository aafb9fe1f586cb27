"""How the suite is started: the command, its folder, its end."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from close_sms.commands import run
from close_sms.suite_root import SuiteNotFoundError, is_checkout, suite_root

CWD = Path("/work")
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("given", "passed"),
    [
        (["--endpoint", "http://x/"], ["--endpoint=http://x/"]),
        (["--endpoint=http://x/"], ["--endpoint=http://x/"]),
        (["--send-to", "+15005550006", "-x"], ["--send-to=+15005550006", "-x"]),
        (["--hypothesis-seed", "-1"], ["--hypothesis-seed=-1"]),
        (["--endpoint", "--profile", "read"], ["--endpoint", "--profile=read"]),
        (["--endpoint"], ["--endpoint"]),
        (["-k", "direction", "--durations", "3"], ["-k", "direction", "--durations", "3"]),
        (["--report-dir", "out"], ["--report-dir=/work/out"]),
        (["--report-dir=/else/out"], ["--report-dir=/else/out"]),
        (["--report-dir="], ["--report-dir="]),
        (["--deviations", "known.yaml"], ["--deviations=/work/known.yaml"]),
        (["--rule", "a.*"], ["--rule=a.*"]),
    ],
)
def test_own_options_are_joined_and_paths_made_absolute(given, passed):
    assert passed == run.joined(given, CWD)


def test_every_option_of_the_suite_is_told_and_joined():
    """Also those of Hypothesis that choose depth and seed, which the plugin does not add."""
    adding = (ROOT / "close_sms" / "plugin" / "hooks.py").read_text("utf-8")
    added = set(re.findall(r'\badd\(\s*"(--[a-z-]+)"', adding)) | {"--hypothesis-profile", "--hypothesis-seed"}
    assert added == set(run.OPTIONS)
    for page in ("README.md", "close_sms/commands/arguments.py"):
        text = (ROOT / page).read_text("utf-8")
        assert [option for option in run.OPTIONS if option not in text] == []


def test_the_command_starts_the_suite_from_its_own_folder():
    root = Path("/lib/close_sms/suite")
    assert [
        *(sys.executable, "-P", "-m", "pytest", "-c", f"{root}/pytest.ini", "--rootdir", f"{root}"),
        *(
            "-p",
            "close_sms.commands.launched_pytest",
            "-p",
            "no:cacheprovider",
            "-x",
            "--report-dir=/work/reports/latest",
        ),
    ] == run.command(["-x"], root, CWD)


def test_a_report_folder_is_only_given_once():
    command = run.command(["--report-dir", "out"], Path("/suite"), CWD)
    assert [each for each in command if each.startswith("--report-dir")] == ["--report-dir=/work/out"]


def test_pytest_may_keep_its_cache_in_a_checkout():
    root = Path(run.__file__).resolve().parents[2]
    assert "no:cacheprovider" not in run.command([], root, CWD)


def a_suite(folder):
    (folder / "conformance").mkdir(parents=True)
    (folder / "pytest.ini").touch()
    return folder


def test_the_suite_is_found_in_the_package_else_around_it(tmp_path):
    package = tmp_path / "close_sms"
    with pytest.raises(SuiteNotFoundError, match="Install close-sms-conformance again"):
        suite_root(package)
    around = a_suite(tmp_path)
    assert (around, True) == (suite_root(package), is_checkout(around, package))
    inside = a_suite(package / "suite")
    assert (inside, False) == (suite_root(package), is_checkout(inside, package))


@pytest.fixture
def start(tmp_path, monkeypatch, capfd):
    """Runs a suite of two tests from a folder of the user's; gives the exit code and what was shown."""
    suite, user = a_suite(tmp_path / "suite"), tmp_path / "user"
    (suite / "conftest.py").write_text("def pytest_addoption(parser): parser.addoption('--report-dir')")
    (suite / "conformance" / "test_x.py").write_text("def test_x(): pass")
    (suite / "conformance" / "test_y.py").write_text("def test_y(): pass")
    (user / "x").mkdir(parents=True)
    (user / "x" / "test_own.py").write_text("def test_own(): pass")
    (user / "out.xml").touch()
    monkeypatch.setattr(run, "suite_root", lambda: suite)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.chdir(user)

    def started(*arguments):
        return run.run([*arguments, "-q", "-rA"]), capfd.readouterr().out

    return started


@pytest.mark.parametrize(("body", "code"), [("assert True", 0), ("assert False", 1)])
def test_the_exit_code_is_that_of_pytest(body, code, tmp_path, start):
    (tmp_path / "suite" / "conformance" / "test_x.py").write_text(f"def test_x(): {body}")
    assert code == start()[0]


@pytest.mark.parametrize(
    ("arguments", "run"),
    [
        ([], ["test_x", "test_y"]),
        (["conformance/test_x.py"], ["test_x"]),
        (["-x", "conformance/test_y.py::test_y"], ["test_y"]),
        (["conformance/test_y.py", "conformance/test_x.py", "-k", "x"], ["test_x"]),
        (["../suite/conformance/test_x.py"], ["test_x"]),
        (["x"], ["test_own", "test_x", "test_y"]),
        (["x", "conformance"], ["test_own", "test_x", "test_y"]),
        # What follows an option is its value, though it may be called like a file.
        (["-k", "x"], ["test_x"]),
        (["--junitxml", "out.xml"], ["test_x", "test_y"]),
        (["--ignore", "../suite/conformance/test_x.py"], ["test_y"]),
    ],
)
def test_the_whole_suite_is_run_where_no_path_is_named(arguments, run, start):
    """A path is the user's, else the suite's: the report names checks so, and an installed suite lies elsewhere."""
    assert run == sorted(set(re.findall(r"test_(?:x|y|own)$", start(*arguments)[1], re.MULTILINE)))


def test_a_path_that_nobody_has_is_told(start):
    code, shown = start("conformance/test_z.py")
    assert code == 4, shown


_SLOW = """
import sys
from close_sms.commands import run
child = '''
import signal, sys, time
signal.signal(signal.SIGTERM, signal.default_int_handler)
print("up", flush=True)
try:
    time.sleep(20)
except KeyboardInterrupt:
    print("tidy")
    sys.exit(2)
'''
run.suite_root = lambda: None
run.command = lambda *_: [sys.executable, "-c", child]
sys.exit(run.run([]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="process groups are those of POSIX")
@pytest.mark.parametrize(("number", "whole_group", "code"), [(signal.SIGINT, True, 130), (signal.SIGTERM, False, 143)])
def test_an_end_lets_pytest_tidy_up_first(number, whole_group, code):
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", _SLOW],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    ) as process:
        assert process.stdout.readline() == "up\n"
        time.sleep(0.1)
        (os.killpg if whole_group else os.kill)(process.pid, number)
        out, err = process.communicate(timeout=15)
    assert (code, "tidy\n", "") == (process.returncode, out, err)
