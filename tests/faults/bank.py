"""Every fault of the bank, by name, chapter by chapter; each module holds one chapter of the rules, or a part of it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Final

from tests.faults.fault import REGISTER, Fault

PLAIN: Final = (
    "bank_transport",
    "bank_authentication",
    "bank_body",
    "bank_status",
    "bank_phones",
    "bank_templates",
    "bank_stored",
    "bank_strangers",
    "bank_texts",
    "bank_scheduling",
    "bank_sending",
    "bank_updates",
    "bank_locks",
    "bank_messages",
    "bank_answers",
    "bank_objects",
    "bank_lifecycle",
    "bank_chance",
)
LISTS: Final = ("bank_paging", "bank_limits", "bank_filters", "bank_kinds", "bank_bounds", "bank_filters_together")
AROUND: Final = (
    "bank_methods",
    "bank_conventions",
    "bank_zones",
    "bank_attachments",
    "bank_isolation",
    "bank_concurrency",
    "bank_events",
    "bank_excused",
    "bank_event_data",
)
RARE: Final = (
    "bank_credentials",
    "bank_creates",
    "bank_numbers",
    "bank_rendering",
    "bank_rare",
    "bank_waiting",
    "bank_undoing",
    "bank_edits",
    "bank_showing",
    "bank_relations",
    "bank_elsewhere",
    "bank_odd",
    "bank_beside",
    "bank_later",
    "bank_together",
    "bank_ways",
    "bank_alike",
    "bank_paths",
)
"""On one path only, on rare values, or on messages that a request is not about."""

CHAPTERS: Final = (*PLAIN, *LISTS, *AROUND, *RARE)
"""The modules in the order in which the rows of docs/kill-matrix.md follow each other."""

MODULES: Final = sorted(file.stem for file in Path(__file__).parent.glob("bank_*.py"))
"""The modules there are; all are imported, so that a test sees what CHAPTERS has forgotten."""

for _module in MODULES:
    import_module(f"tests.faults.{_module}")

FAULTS: Final[Mapping[str, Fault]] = {
    name: fault
    for chapter in CHAPTERS
    for name, fault in REGISTER.items()
    if fault.behaviour.__module__ == f"tests.faults.{chapter}"
}
