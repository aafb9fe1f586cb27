"""Hands the register and the invariants to the plugin, and the checks their fixtures (all of session scope).

The benchmarks run checks without pytest's fixtures: one that comes here goes into tests/bench.py, too.
"""

from __future__ import annotations

import pytest

import schemas
from close_sms.plugin.hooks import install
from close_sms.register import Register
from close_sms.run import Run
from conformance.api.sms import Sms
from conformance.invariants import watcher
from conformance.lists.listed_lead import ListedLead
from strategies import MOVES


def pytest_configure(config: pytest.Config) -> None:
    """Install the contract; what is wrong in its files ends the run with one line."""
    try:
        register = Register(
            rules={rule.id: rule for rule in schemas.rules()},
            questions={question.id: question for question in schemas.questions()},
            not_checkable=schemas.not_checkable(),
            moves=MOVES,
        )
    except schemas.RegisterError as wrong:
        raise pytest.UsageError(str(wrong)) from wrong
    install(config, register, watcher())


@pytest.fixture(scope="session")
def sms(run: Run) -> Sms:
    """The SMS resource under test."""
    return Sms(run)


@pytest.fixture(scope="session")
def listed(sms: Sms) -> ListedLead:
    """A lead with a few messages to list and to filter."""
    return ListedLead(sms)
