"""Ctrl-C and SIGTERM: a run that is asked to end still deletes what it has made.

CI systems send SIGTERM when a job is cancelled, perhaps to all processes at once, or again after Ctrl-C.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Any

from close_sms.exit_codes import ExitCode

NAMES = {ExitCode.BY_CTRL_C: "Ctrl-C", ExitCode.BY_SIGTERM: "SIGTERM"}


class Terminable:
    """Makes of the first SIGTERM what Ctrl-C is: a KeyboardInterrupt.

    Later ones are ignored: by then the run tidies up, in a bounded time. Outside the main thread, where no signal
    arrives, it does nothing.
    """

    def __init__(self) -> None:
        """Nothing has arrived, and nothing is changed before `begin`."""
        self.code = ExitCode.BY_CTRL_C  # of a KeyboardInterrupt that is met
        self._tidies = False
        self._before: Any = None

    def begin(self) -> None:
        """From now on SIGTERM interrupts."""
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGTERM, self._interrupt)

    def tidies(self) -> None:
        """From now on SIGTERM is ignored."""
        self._tidies = True

    def end(self) -> None:
        """SIGTERM does again what it did before."""
        if self._before is not None:
            signal.signal(signal.SIGTERM, self._before)
            self._before = None

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        if not self._tidies:
            self._tidies = True
            self.code = ExitCode.BY_SIGTERM
            raise KeyboardInterrupt
