"""How the suite is started: the command, its folder, its end."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from close_sms import running
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
    assert passed == running.joined(given, CWD)


def test_every_option_of_the_suite_is_told_and_joined():
    """Also those of Hypothesis that choose depth and seed, which the plugin does not add."""
    adding = (ROOT / "close_sms" / "plugin.py").read_text("utf-8")
    added = set(re.findall(r'\badd\("(--[a-z-]+)"', adding)) | {"--hypothesis-profile", "--hypothesis-seed"}
    assert added == set(running.OPTIONS)
    for page in ("README.md", "close_sms/arguments.py"):
        text = (ROOT / page).read_text("utf-8")
        assert [option for option in running.OPTIONS if option not in text] == []


def test_the_command_starts_the_suite_from_its_own_folder():
    root = Path("/lib/close_sms/suite")
    assert [
        *(sys.executable, "-P", "-m", "pytest", "-c", f"{root}/pytest.ini", "--rootdir", f"{root}"),
        *("-p", "no:cacheprovider", "-x", "--report-dir=/work/reports/latest", f"{root}/conformance"),
    ] == running.command(["-x"], root, CWD)


@pytest.mark.parametrize("check", ["conformance/test_x.py::test_y[a b]", "conformance/test_x.py"])
def test_a_check_of_the_suite_is_run_alone(check):
    """As a Repeat line names it, from wherever it is copied to."""
    command = running.command([check, "--rule=a.b"], Path("/suite"), CWD)
    assert (f"/suite/{check}" in command, "/suite/conformance" in command) == (True, False)


@pytest.mark.parametrize(
    "given", [["--deselect", "conformance/test_x.py::y"], ["-k", "conformance/x"], ["conformance"]]
)
def test_what_names_no_check_to_run_is_left_alone(given):
    command = running.command(given, Path("/suite"), CWD)
    assert (command[-1], all(each in command for each in given)) == ("/suite/conformance", True)


def test_a_report_folder_is_only_given_once():
    command = running.command(["--report-dir", "out"], Path("/suite"), CWD)
    assert [each for each in command if each.startswith("--report-dir")] == ["--report-dir=/work/out"]


def test_pytest_may_keep_its_cache_in_a_checkout():
    root = Path(running.__file__).resolve().parents[1]
    assert "no:cacheprovider" not in running.command([], root, CWD)


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


@pytest.mark.parametrize(("body", "code"), [("assert True", 0), ("assert False", 1)])
def test_the_exit_code_is_that_of_pytest(body, code, tmp_path, monkeypatch):
    (a_suite(tmp_path / "suite") / "conformance" / "test_x.py").write_text(f"def test_x(): {body}")
    plugin = "def pytest_addoption(parser): parser.addoption('--report-dir')"
    (tmp_path / "suite" / "conftest.py").write_text(plugin)
    monkeypatch.setattr(running, "suite_root", lambda: tmp_path / "suite")
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.chdir(tmp_path)
    assert code == running.run(["-q"])


_SLOW = """
import sys
from close_sms import running
child = '''
import sys, time
print("up", flush=True)
try:
    time.sleep(20)
except KeyboardInterrupt:
    print("tidy")
    sys.exit(2)
'''
running.suite_root = lambda: None
running.command = lambda *_: [sys.executable, "-c", child]
sys.exit(running.run([]))
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
