"""What a run has found out about the event log, so that no check has to find it out again (see event_log.py)."""

from __future__ import annotations

from dataclasses import dataclass

from close_sms.client import Answer


@dataclass
class LogMemory:
    """`last` is the last log that could be read of a message, or how that was refused.

    `is_silent`: it was waited for an event of any message in vain.
    """

    last: Answer | None = None
    is_silent: bool = False
