"""SIGTERM is what Ctrl-C is, once, and only for a while."""

from __future__ import annotations

import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from close_sms.plugin.interruption import Terminable

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")


def terminate() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def test_the_first_sigterm_interrupts_and_others_are_ignored() -> None:
    before = signal.getsignal(signal.SIGTERM)
    signals = Terminable()
    assert 130 == signals.code
    signals.begin()
    try:
        with pytest.raises(KeyboardInterrupt):
            terminate()
        terminate()
        assert 143 == signals.code
    finally:
        signals.end()
    assert before == signal.getsignal(signal.SIGTERM)


def test_what_tidies_up_is_not_interrupted() -> None:
    signals = Terminable()
    signals.begin()
    try:
        signals.tidies()
        terminate()
    finally:
        signals.end()
    assert 130 == signals.code


def test_another_thread_changes_nothing() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with ThreadPoolExecutor() as pool:
        signals = Terminable()
        pool.submit(signals.begin).result()
        assert before == signal.getsignal(signal.SIGTERM)
        pool.submit(signals.end).result()
