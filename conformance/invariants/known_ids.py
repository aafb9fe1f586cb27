"""What the endpoint has told of leads, contacts, users and so on, to each of the two organizations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from conformance.invariants.parsed_exchange import Activity, Seen


@dataclass
class KnownIds:
    """The ids of things that are not messages, and the lead of each contact, beside whether the other key was told."""

    ids: set[tuple[bool, str]] = field(default_factory=set)
    contacts: set[tuple[str, str]] = field(default_factory=set)

    def watch(self, seen: Seen) -> None:
        """Remember whose ids an answer tells that is not about messages."""
        if not seen.accepted or not isinstance(seen.body, dict) or "activity/" in seen.exchange.path:
            return
        contacts = _objects(seen.body.get("contacts"))
        for each in (seen.body, *contacts, *_objects(seen.body.get("organizations"))):
            told = (each.get("id"), each.get("organization_id"))
            self.ids |= {(seen.foreign, value) for value in told if isinstance(value, str)}
        if seen.exchange.path.startswith("lead/"):
            self.contacts |= {(str(seen.body.get("id")), str(each.get("id"))) for each in contacts}

    def include(self, seen: Seen, value: object) -> bool:
        """Whether it is an id that this caller's organization was told: what becomes of others is open (S46)."""
        return (seen.foreign, value) in self.ids

    def belongs(self, lead: object, contact: object) -> bool:
        """Whether the contact is of the lead."""
        return (lead, contact) in self.contacts


def _objects(value: Any) -> list[Activity]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
