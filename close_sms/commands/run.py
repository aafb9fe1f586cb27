"""``close-sms run``: the suite in a pytest process of its own."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import FrameType

from close_sms.commands import launched_pytest
from close_sms.exit_codes import ExitCode
from close_sms.places import REPORT, is_checkout, suite_root

# pytest takes a separate value that names a folder for the place of pytest.ini: hence the = form.
OPTIONS = (
    "--endpoint",
    "--profile",
    "--send-to",
    "--rule",
    "--settle",
    "--patience",
    "--deviations",
    "--report-dir",
    "--hypothesis-profile",
    "--hypothesis-seed",
)
_PATHS = ("--report-dir", "--deviations")


def run(arguments: Sequence[str]) -> int:
    """Run the suite with these arguments in the current folder; returns the exit code of pytest.

    130 after Ctrl-C and 143 after SIGTERM, which is handed on, both when pytest has tidied up. Raises
    SuiteNotFoundError.
    """
    child = subprocess.Popen(command(arguments, suite_root(), Path.cwd()), env=_environment())
    asked_to_end = False

    def end(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked_to_end
        asked_to_end = True
        child.send_signal(signal.SIGTERM)  # not SIGINT, of which a second one stops the tidying up

    before = signal.signal(signal.SIGTERM, end)
    try:
        code = _outlast(child)
    finally:
        signal.signal(signal.SIGTERM, before)
    return ExitCode.BY_SIGTERM if asked_to_end else code if code >= 0 else 128 - code


def _environment() -> dict[str, str]:
    """The user's own, with a place for Hypothesis's notes that is not the user's folder."""
    place = Path(tempfile.gettempdir()) / "close-sms-hypothesis"
    return {"HYPOTHESIS_STORAGE_DIRECTORY": str(place), **os.environ}


def _outlast(child: subprocess.Popen[bytes]) -> int:
    # Ctrl-C reaches pytest too, which then tidies up at the endpoint: wait, however often it comes.
    interrupted = False
    while True:
        try:
            code = child.wait()
        except KeyboardInterrupt:
            interrupted = True
        else:
            return ExitCode.BY_CTRL_C if interrupted else code


def command(arguments: Sequence[str], root: Path, cwd: Path) -> list[str]:
    """The command that runs the suite at ``root`` as if started in ``cwd``."""
    given = joined(arguments, cwd)
    if not any(argument.startswith("--report-dir=") for argument in given):
        given.append(f"--report-dir={cwd / REPORT}")
    cache = [] if is_checkout(root) else ["-p", "no:cacheprovider"]
    pytest = [sys.executable, "-P", "-m", "pytest", "-c", str(root / "pytest.ini"), "--rootdir", str(root)]
    return [*pytest, "-p", launched_pytest.__name__, *cache, *given]


def joined(arguments: Iterable[str], cwd: Path) -> list[str]:
    """The arguments with each of the suite's own options as ``--name=value``, and paths made absolute."""
    result: list[str] = []
    for argument in arguments:
        if result and result[-1] in OPTIONS and not argument.startswith("--"):
            result[-1] += f"={argument}"
        else:
            result.append(argument)
    return [_absolute(argument, cwd) for argument in result]


def _absolute(argument: str, cwd: Path) -> str:
    name, equals, value = argument.partition("=")
    return f"{name}={cwd / value}" if equals and value and name in _PATHS else argument
