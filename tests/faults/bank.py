"""Every fault of the bank, by name, chapter by chapter; each module holds one chapter of the rules, or a part of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tests.faults import (
    bank_answers,
    bank_attachments,
    bank_authentication,
    bank_body,
    bank_bounds,
    bank_chance,
    bank_concurrency,
    bank_conventions,
    bank_creates,
    bank_credentials,
    bank_edits,
    bank_event_data,
    bank_events,
    bank_filters,
    bank_isolation,
    bank_kinds,
    bank_lifecycle,
    bank_limits,
    bank_locks,
    bank_messages,
    bank_methods,
    bank_numbers,
    bank_objects,
    bank_paging,
    bank_phones,
    bank_rare,
    bank_relations,
    bank_rendering,
    bank_scheduling,
    bank_sending,
    bank_showing,
    bank_status,
    bank_stored,
    bank_templates,
    bank_texts,
    bank_together,
    bank_transport,
    bank_updates,
    bank_waiting,
    bank_zones,
)
from tests.faults.fault import REGISTER, Fault

CHAPTERS: Final = (
    bank_transport,
    bank_methods,
    bank_conventions,
    bank_zones,
    bank_authentication,
    bank_credentials,
    bank_body,
    bank_status,
    bank_creates,
    bank_phones,
    bank_numbers,
    bank_templates,
    bank_rendering,
    bank_attachments,
    bank_stored,
    bank_texts,
    bank_rare,
    bank_scheduling,
    bank_sending,
    bank_waiting,
    bank_updates,
    bank_locks,
    bank_edits,
    bank_messages,
    bank_paging,
    bank_limits,
    bank_filters,
    bank_kinds,
    bank_bounds,
    bank_together,
    bank_answers,
    bank_objects,
    bank_showing,
    bank_lifecycle,
    bank_relations,
    bank_concurrency,
    bank_isolation,
    bank_events,
    bank_event_data,
    bank_chance,
)
FAULTS: Final[Mapping[str, Fault]] = {
    name: fault
    for chapter in CHAPTERS
    for name, fault in REGISTER.items()
    if fault.behaviour.__module__ == chapter.__name__
}
