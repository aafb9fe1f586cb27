"""Faults of lists: filters by id, type and organization."""

from __future__ import annotations

from close_sms.mock import Behaviour
from close_sms.mock.calls import Call
from close_sms.mock.errors import one_error
from close_sms.mock.things import Sms
from tests.faults.bank_filters import Filters
from tests.faults.fault import fault


@fault("list.by-id", "of several ids the filter id__in takes only the first")
class IdFilterTakesTheFirst(Filters):
    name = "id__in"

    def other(self, rows: list[Sms], keys: list[str]) -> list[Sms]:
        return self.matching(rows, keys[:1])


@fault("list.by-id", "the filter id__in takes no more than two ids")
class IdFilterTakesTwo(Filters):
    name = "id__in"

    def other(self, rows: list[Sms], keys: list[str]) -> list[Sms]:
        return self.matching(rows, keys[:2])


@fault("list.by-id", "the filter id__in takes the beginning of an id")
class IdFilterMatchesPrefixes(Filters):
    name = "id__in"

    def other(self, rows: list[Sms], keys: list[str]) -> list[Sms]:
        return [sms for sms in rows if self.value(sms).startswith(tuple(keys))]


@fault("list.by-id", "one unknown id empties the filter id__in")
class OneUnknownIdEmptiesAll(Filters):
    name = "id__in"

    def other(self, rows: list[Sms], keys: list[str]) -> list[Sms]:
        found = self.matching(rows, keys)
        return found if {sms.id for sms in found} == set(keys) else []


@fault("list.by-id", "the filter id__in leaves out what it names, and nothing else")
class IdFilterExcludes(Filters):
    name = "id__in"

    def other(self, rows: list[Sms], keys: list[str]) -> list[Sms]:
        return [sms for sms in rows if sms.id not in keys]


@fault(("delete.gone", "list.by-id"), "the filter id__in finds deleted messages")
class IdFilterFindsTheDeleted(Filters):
    name = "id__in"

    def remove(self, sms: Sms) -> None:
        self.__dict__.setdefault("ghosts", {})[sms.id] = sms
        super().remove(sms)

    def other(self, rows: list[Sms], keys: list[str]) -> list[Sms]:
        ghosts = self.__dict__.get("ghosts", {})
        return self.matching(rows, keys) + [ghosts[key] for key in keys if key in ghosts]


class Types(Behaviour):
    """The filter `_type` lets through other messages."""

    def other(self, rows: list[Sms], kinds: list[str]) -> list[Sms]:
        return super().filter_by_type(rows, ",".join(kinds))

    def filter_by_type(self, rows: list[Sms], text: str) -> list[Sms]:
        return self.other(rows, [kind.strip() for kind in text.split(",")])


@fault("list.by-type", "the filter _type=SMS lets nothing through")
class TypeSmsIsEmpty(Types):
    def other(self, rows: list[Sms], kinds: list[str]) -> list[Sms]:
        return [] if "SMS" in kinds else super().other(rows, kinds)


@fault("list.by-type", "the filter _type=SMS is refused")
class TypeSmsIsRefused(Types):
    def other(self, rows: list[Sms], kinds: list[str]) -> list[Sms]:
        if "SMS" in kinds:
            raise one_error(400, "_type: not a valid choice.")
        return super().other(rows, kinds)


@fault("list.by-type", "several types are read as one with commas")
class TypesAreNotSplit(Types):
    def other(self, rows: list[Sms], kinds: list[str]) -> list[Sms]:
        return [] if len(kinds) > 1 else super().other(rows, kinds)


@fault("list.by-type", "of several types only the first counts")
class TypeFilterTakesTheFirst(Types):
    def other(self, rows: list[Sms], kinds: list[str]) -> list[Sms]:
        return super().other(rows, kinds[:1])


@fault("list.by-type", "a message with attachments is not of the type SMS")
class TypeSmsLeavesOutMms(Types):
    def other(self, rows: list[Sms], kinds: list[str]) -> list[Sms]:
        return [sms for sms in super().other(rows, kinds) if not sms.attachments]


@fault("list.by-type", "a received message is not of the type SMS")
class TypeSmsLeavesOutTheReceived(Types):
    def other(self, rows: list[Sms], kinds: list[str]) -> list[Sms]:
        return [sms for sms in super().other(rows, kinds) if sms.status != "inbox"]


class Organizations(Behaviour):
    """The filter `organization_id` lets through other messages."""

    def other(self, rows: list[Sms], text: str, call: Call) -> list[Sms]:
        return super().apply_filter(rows, "organization_id", text, call)

    def apply_filter(self, rows: list[Sms], name: str, text: str, call: Call) -> list[Sms]:
        ours = name == "organization_id" and text
        return self.other(rows, text, call) if ours else super().apply_filter(rows, name, text, call)


@fault("list.by-organization", "the filter by the own organization lets nothing through")
class OwnOrganizationIsEmpty(Organizations):
    def other(self, rows: list[Sms], text: str, call: Call) -> list[Sms]:
        return []


@fault("list.by-organization", "the filter by the own organization is refused")
class OwnOrganizationIsRefused(Organizations):
    def other(self, rows: list[Sms], text: str, call: Call) -> list[Sms]:
        raise one_error(400, "organization_id is not a filter of this resource.")


@fault("list.by-organization", "the filter organization_id, alone of the newer ones, has no effect")
class OrganizationFilterIsIgnored(Organizations):
    def other(self, rows: list[Sms], text: str, call: Call) -> list[Sms]:
        return rows


@fault("list.by-organization", "the filter organization_id compares user_id")
class OrganizationFilterComparesTheUser(Organizations):
    def other(self, rows: list[Sms], text: str, call: Call) -> list[Sms]:
        return [sms for sms in rows if sms.user_id == text]


@fault(
    "list.by-organization",
    "the filter organization_id lets only what has a lead through",
    gap="needs a walk over the whole account",
)
class OrganizationFilterNeedsALead(Organizations):
    def other(self, rows: list[Sms], text: str, call: Call) -> list[Sms]:
        return [sms for sms in super().other(rows, text, call) if sms.lead_id]
