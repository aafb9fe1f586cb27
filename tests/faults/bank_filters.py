"""Faults of lists: filters by lead, user and contact."""

from __future__ import annotations

from close_sms.mock import Behaviour
from close_sms.mock.behaviour.filtering import ID_FILTERS
from close_sms.mock.calls import Call
from close_sms.mock.things import Sms
from tests.faults.fault import fault


class Filters(Behaviour):
    """One filter by ids lets through other messages."""

    name = ""

    def other(self, rows: list[Sms], keys: list[str]) -> list[Sms]:
        return self.matching(rows, keys)

    def matching(self, rows: list[Sms], keys: list[str]) -> list[Sms]:
        """The messages that the filter should let through."""
        return super().filter_by_id(rows, self.name, ",".join(keys))

    def value(self, sms: Sms) -> str:
        """What a message has under the filter's key."""
        return str(getattr(sms, ID_FILTERS[self.name]) or "")

    def filter_by_id(self, rows: list[Sms], name: str, text: str) -> list[Sms]:
        if name != self.name or not text:
            return super().filter_by_id(rows, name, text)
        return self.other(rows, [key.strip() for key in text.split(",")])


@fault("list.by-lead", "the filter lead_id has no effect")
class LeadFilterIsIgnored(Filters):
    name = "lead_id"

    def other(self, rows: list[Sms], keys: list[str]) -> list[Sms]:
        return rows


@fault("list.by-lead", "of several leads the filter takes only the first")
class LeadFilterTakesTheFirst(Filters):
    name = "lead_id"

    def other(self, rows: list[Sms], keys: list[str]) -> list[Sms]:
        return self.matching(rows, keys[:1])


@fault("list.by-lead", "several leads are read as one id with commas")
class LeadsAreNotSplit(Filters):
    name = "lead_id"

    def other(self, rows: list[Sms], keys: list[str]) -> list[Sms]:
        return [sms for sms in rows if self.value(sms) == ",".join(keys)]


@fault("list.by-lead", "the filter lead_id takes the beginning of an id")
class LeadFilterMatchesPrefixes(Filters):
    name = "lead_id"

    def other(self, rows: list[Sms], keys: list[str]) -> list[Sms]:
        return [sms for sms in rows if self.value(sms).startswith(tuple(keys))]


@fault("list.by-lead", "the filter lead_id lets messages without a lead through")
class LeadFilterTakesTheUnattached(Filters):
    name = "lead_id"

    def other(self, rows: list[Sms], keys: list[str]) -> list[Sms]:
        return [sms for sms in rows if self.value(sms) in ("", *keys)]


@fault(("list.by-lead", "list.pages"), "a message comes as often as its lead is named in the filter")
class NamedTwiceComesTwice(Filters):
    name = "lead_id"

    def other(self, rows: list[Sms], keys: list[str]) -> list[Sms]:
        return [sms for key in keys for sms in rows if self.value(sms) == key]


@fault(("list.by-lead", "update.fields"), "the filter lead_id finds a message under its first lead for ever")
class MovedIsFoundUnderItsFirstLead(Filters):
    name = "lead_id"

    def store(self, sms: Sms) -> Sms:
        self.__dict__.setdefault("first", {}).setdefault(sms.id, sms.lead_id)
        return super().store(sms)

    def value(self, sms: Sms) -> str:
        return self.__dict__.get("first", {}).get(sms.id, sms.lead_id) or ""

    def other(self, rows: list[Sms], keys: list[str]) -> list[Sms]:
        return [sms for sms in rows if self.value(sms) in keys]


@fault(("list.by-lead", "stored.list"), "the filter lead_id leaves out messages without a contact")
class LeadFilterNeedsAContact(Filters):
    name = "lead_id"

    def other(self, rows: list[Sms], keys: list[str]) -> list[Sms]:
        return [sms for sms in self.matching(rows, keys) if sms.contact_id]


@fault("list.by-user", "the filter user_id has no effect")
class UserFilterIsIgnored(Filters):
    name = "user_id"

    def other(self, rows: list[Sms], keys: list[str]) -> list[Sms]:
        return rows


@fault("list.by-user", "the filter user_id compares created_by")
class UserFilterComparesTheCreator(Filters):
    name = "user_id"

    def value(self, sms: Sms) -> str:
        return sms.created_by or ""

    def other(self, rows: list[Sms], keys: list[str]) -> list[Sms]:
        return [sms for sms in rows if self.value(sms) in keys]


@fault("list.by-user", "of several users the filter takes only the last")
class UserFilterTakesTheLast(Filters):
    name = "user_id"

    def other(self, rows: list[Sms], keys: list[str]) -> list[Sms]:
        return self.matching(rows, keys[-1:])


@fault("list.by-user", "the filter user_id means the caller, whomever it names")
class UserFilterMeansTheCaller(Behaviour):
    def apply_filter(self, rows: list[Sms], name: str, text: str, call: Call) -> list[Sms]:
        return super().apply_filter(rows, name, call.caller.user_id if name == "user_id" and text else text, call)


@fault("list.by-user", "the filter user_id hides received messages")
class UserFilterHidesTheReceived(Filters):
    name = "user_id"

    def other(self, rows: list[Sms], keys: list[str]) -> list[Sms]:
        return [sms for sms in self.matching(rows, keys) if sms.direction == "outbound"]


@fault("list.by-contact", "the filter contact_id, alone of the newer ones, has no effect")
class ContactFilterIsIgnored(Filters):
    name = "contact_id"

    def other(self, rows: list[Sms], keys: list[str]) -> list[Sms]:
        return rows


@fault("list.by-contact", "of several contacts the filter takes only the first")
class ContactFilterTakesTheFirst(Filters):
    name = "contact_id"

    def other(self, rows: list[Sms], keys: list[str]) -> list[Sms]:
        return self.matching(rows, keys[:1])


@fault("list.by-contact", "the filter contact_id lets every message of the contact's lead through")
class ContactFilterTakesTheLead(Filters):
    name = "contact_id"

    def other(self, rows: list[Sms], keys: list[str]) -> list[Sms]:
        leads = {contact.lead_id for key, contact in self.world.contacts.items() if key in keys}
        return [sms for sms in rows if self.value(sms) in keys or sms.lead_id in leads]


@fault("list.by-contact", "the filter contact_id lets messages without a contact through")
class ContactFilterTakesTheUnattached(Filters):
    name = "contact_id"

    def other(self, rows: list[Sms], keys: list[str]) -> list[Sms]:
        return [sms for sms in rows if self.value(sms) in ("", *keys)]
