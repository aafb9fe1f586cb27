"""Ctrl-C works in what the tests start, also where a shell lets its background jobs, and all they start, ignore it."""

from __future__ import annotations

import signal

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
