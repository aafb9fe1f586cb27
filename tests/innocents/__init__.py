"""The innocents, all of them: `INNOCENTS`, by name."""

from tests.innocents import (
    callers,
    clocks,
    delays,
    dress,
    filling,
    frameworks,
    latecomers,
    lifecycles,
    limits,
    moments,
    naming,
    refusals,
    sending,
    servers,
    spelling,
    strictness,
)
from tests.innocents.innocent import INNOCENTS, Innocent

__all__ = [
    "INNOCENTS",
    "Innocent",
    "callers",
    "clocks",
    "delays",
    "dress",
    "filling",
    "frameworks",
    "latecomers",
    "lifecycles",
    "limits",
    "moments",
    "naming",
    "refusals",
    "sending",
    "servers",
    "spelling",
    "strictness",
]
