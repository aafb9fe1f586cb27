"""The word that a run leaves which could not run (exit 4), in the place of the report of a run before.

A CI that publishes what lies there would else show that everything was kept.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from close_sms.commands.run import OPTIONS
from close_sms.places import CHECKS, REPORT
from close_sms.report import write_none


def report_usage_errors(config: pytest.Config) -> None:
    """Leave the word when pytest ends with a usage error, wherever it comes from: its own as well, of any option."""
    config.add_cleanup(lambda: _leave_word(config, sys.exception()))


def _leave_word(config: pytest.Config, error: BaseException | None) -> None:
    if not isinstance(error, pytest.UsageError):
        return
    asked, places = _asked([*shlex.split(os.environ.get("PYTEST_ADDOPTS", "")), *config.invocation_params.args])
    if asked is None or asked.collect_only or not _is_of_the_suite(places, config):
        return
    if asked.report_dir is None or asked.report_dir.strip():  # the current folder is not meant by an empty one
        with contextlib.suppress(OSError):  # that nothing can be written there may be the very reason
            write_none(report_folder(config, asked.report_dir), _reason(error))


def report_folder(config: pytest.Config, given: str | None) -> Path:
    """Where the report goes, as `--report-dir` is given; relative to where pytest was called."""
    return config.rootpath / REPORT if given is None else config.invocation_params.dir / given


def _asked(words: Sequence[str]) -> tuple[argparse.Namespace | None, list[str]]:
    """The options that matter here and all other words, also where pytest cannot read its command line."""
    reader = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    for name in (*OPTIONS, "-c", "--config-file", "--rootdir", "-k", "-m", "-o", "-p", "-n", "-W"):
        reader.add_argument(name)
    reader.add_argument("--collect-only", "--co", action="store_true")
    try:
        return reader.parse_known_args(words)
    except argparse.ArgumentError:
        return None, []


def _is_of_the_suite(words: Sequence[str], config: pytest.Config) -> bool:
    """Whether the suite was to run: `pytest tests` leaves its report alone."""
    here, suite = config.invocation_params.dir, config.rootpath / CHECKS
    paths = [here / word.partition("::")[0] for word in words if not word.startswith("-")]
    places = [path.resolve() for path in paths if path.exists() or path.parent != here]
    return not places or any(place == suite or suite in place.parents or place in suite.parents for place in places)


def _reason(error: pytest.UsageError) -> str:
    """What the error says, without the usage that pytest puts around an error of its own."""
    text = "; ".join(map(str, error.args))
    return text.partition(": error: ")[2].partition("\n")[0] if text.startswith("usage: ") else text
