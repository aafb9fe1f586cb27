"""Every fault of the bank, by name; each module holds one chapter of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tests.faults import (
    bank_answers,
    bank_authentication,
    bank_body,
    bank_chance,
    bank_lifecycle,
    bank_locks,
    bank_messages,
    bank_objects,
    bank_phones,
    bank_scheduling,
    bank_sending,
    bank_status,
    bank_stored,
    bank_templates,
    bank_texts,
    bank_transport,
    bank_updates,
)
from tests.faults.fault import REGISTER, Fault

CHAPTERS: Final = (
    bank_transport,
    bank_authentication,
    bank_body,
    bank_status,
    bank_phones,
    bank_templates,
    bank_stored,
    bank_texts,
    bank_scheduling,
    bank_sending,
    bank_updates,
    bank_locks,
    bank_messages,
    bank_answers,
    bank_objects,
    bank_lifecycle,
    bank_chance,
)
FAULTS: Final[Mapping[str, Fault]] = dict(REGISTER)
