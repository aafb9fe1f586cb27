"""The options of the suite, and the settings that they make."""

from __future__ import annotations

import argparse
import re

import hypothesis
import pytest

from close_sms.endpoint import MOCK
from close_sms.places import REPORT
from close_sms.plugin.depth import DEPTHS
from close_sms.plugin.usage_errors import report_folder
from close_sms.profiles import PROFILES
from close_sms.settings import PATIENCE, SETTLE, CannotRun, Settings


def add_options(parser: pytest.Parser) -> None:
    """Tell pytest of them; documents write them with `=`."""
    parser.addini("smoke", "file that lists the checks of the depth smoke; every check if it is empty", default="")
    group = parser.getgroup("close-sms", "conformance to Close's SMS API")
    add = group.addoption
    add("--endpoint", default=MOCK, metavar="URL", help="the API root (default: `mock`, the embedded mock)")
    add("--profile", help="read, record, schedule or send (default: send on the mock, record elsewhere)")
    sole = "the only number that messages may be sent to; needed for send off the mock"
    add("--send-to", metavar="NUMBER", help=sole)
    add("--rule", metavar="GLOB", help="run only the checks of these rules or questions, such as --rule='status.*'")
    add("--settle", type=float, default=SETTLE, metavar="SECONDS", help="how long to watch that nothing is sent (2)")
    waits = "how long to wait for a message to be sent (15)"
    add("--patience", type=float, default=PATIENCE, metavar="SECONDS", help=waits)
    add("--deviations", metavar="FILE", help="YAML file of declared deviations, each with rule, reason and expires")
    add("--report-dir", metavar="DIR", help=f"where the report goes (default: {REPORT})")


def check_depth(name: str) -> None:
    """Hypothesis itself meets an unknown profile with an internal error."""
    try:
        hypothesis.settings.get_profile(name)
    except hypothesis.errors.InvalidArgument as error:
        raise pytest.UsageError(f"--hypothesis-profile={name}: expected one of {', '.join(DEPTHS)}") from error


def settings_of(config: pytest.Config) -> Settings:
    """The run's settings; raises UsageError."""
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
        selection=option.rule,
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
    "report-dir": f"a folder, such as --report-dir={REPORT}",
}


def _need_values(option: argparse.Namespace) -> None:
    """Raise CannotRun where one of these options is given without a value."""
    for name, wanted in _WANTED.items():
        value = getattr(option, name.replace("-", "_"))
        if value is not None and not value.strip():
            raise CannotRun(f"--{name}= is empty: expected {wanted}; or leave the option out")
    if not all(glob.strip() for glob in (option.rule or "*").split(",")):
        raise CannotRun(f"--rule={option.rule} has an empty part: expected globs separated by single commas")
