"""The exit codes of a run and of the command ``close-sms`` (see README, exit codes)."""

from enum import IntEnum


class ExitCode(IntEnum):
    """How it ended; those above 128 as a shell tells of a process that a signal has ended."""

    KEPT = 0
    BROKEN = 1
    SUITE_ERROR = 3
    CANNOT_RUN = 4
    UNDECIDED = 6
    BY_CTRL_C = 130
    BY_BROKEN_PIPE = 141
    BY_SIGTERM = 143
