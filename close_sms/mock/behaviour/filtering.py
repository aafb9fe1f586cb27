"""The filters of the list of messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from operator import ge, gt, le, lt

from close_sms.mock.behaviour.rendering import Rendering
from close_sms.mock.calls import Call
from close_sms.mock.dates import END_OF_DAY, is_plain_date, parse_moment
from close_sms.mock.errors import Invalid, one_error
from close_sms.mock.things import Sms
from close_sms.mock.world import Owned

Bounds = list[tuple[Callable[[datetime, datetime], bool], datetime]]

BOUNDS: Mapping[str, Callable[[datetime, datetime], bool]] = {"gt": gt, "gte": ge, "lt": lt, "lte": le}
ID_FILTERS = {"id__in": "id", "lead_id": "lead_id", "contact_id": "contact_id", "user_id": "user_id"}
DATE_FILTERS = {f"{field}__{bound}": (field, bound) for field in ("date_created", "activity_at") for bound in BOUNDS}
VALUE_FILTERS = {*ID_FILTERS, "_type", "organization_id"}
FILTERS = VALUE_FILTERS | DATE_FILTERS.keys()
OLD_FILTERS = {"lead_id", "user_id", "date_created__gt", "date_created__lt"}
PARAMETERS = FILTERS | {"_limit", "_skip", "_fields", "_order_by"}


class Filtering(Rendering):
    """Which messages a list asks for."""

    def check_query(self, call: Call) -> None:
        """Refuse the parameters that a list does not know, in one reading."""
        strange = [name for name in call.query if name not in PARAMETERS]
        if strange and self.reads("unknown-query-parameter") == "refused":
            raise one_error(400, f"Unknown parameters: {', '.join(strange)}.")

    def filtered(self, rows: list[Sms], call: Call) -> list[Sms]:
        """The messages that every filter of the call lets through."""
        for name, text in call.query.items():
            rows = self.apply_filter(rows, name, text, call)
        return rows

    def apply_filter(self, rows: list[Sms], name: str, text: str, call: Call) -> list[Sms]:
        """The messages that one query parameter lets through; an unknown parameter lets all."""
        if name not in FILTERS or not self.is_honoured(name):
            return rows
        if name in DATE_FILTERS:
            field, bound = DATE_FILTERS[name]
            return self.filter_by_date(rows, field, bound, self.bound(name, text, call)) if text else rows
        if not text.strip():
            return self.filter_by_nothing(rows, name)
        if name == "_type":
            return self.filter_by_type(rows, text)
        if name == "organization_id":
            return [sms for sms in rows if sms.organization_id == text]
        self.check_known_ids(name, text, call)
        return self.filter_by_id(rows, name, text)

    def is_honoured(self, name: str) -> bool:
        """Whether a filter has an effect; refuses those that came after the old page, in one reading."""
        reading = "honoured" if name in OLD_FILTERS else self.reads("old-list-filters-only")
        if reading == "refused":
            raise one_error(400, f"{name} is not a filter of this resource.")
        return reading == "honoured"

    def filter_by_nothing(self, rows: list[Sms], name: str) -> list[Sms]:
        """The messages that a filter without a value lets through."""
        reading = self.reads("empty-filter")
        if reading == "refused":
            raise one_error(400, f"{name} must not be empty.")
        if reading == "ignored":
            return rows
        return self.filter_by_id(rows, name, "") if reading == "unattached" and name in ID_FILTERS else []

    def filter_by_type(self, rows: list[Sms], text: str) -> list[Sms]:
        """The messages, if `SMS` is one of the types; what the readings say, if all are of other activities."""
        if "SMS" in [kind.strip() for kind in text.split(",")]:
            return rows
        reading = self.reads("type-of-another-activity")
        if reading == "refused":
            raise one_error(400, f"_type={text} is not a type of this resource.")
        return rows if reading == "ignored" else []

    def check_known_ids(self, name: str, text: str, call: Call) -> None:
        """Refuse a filter by an id that names nothing of the organization's, in one reading."""
        world = self.world
        shelves: Mapping[str, Mapping[str, Owned]] = {
            "lead_id": world.leads,
            "contact_id": world.contacts,
            "user_id": world.users,
        }
        if name not in shelves or self.reads("unknown-id-in-filter") == "empty":
            return
        if any(world.own(shelves[name], key.strip(), call.organization_id) is None for key in text.split(",")):
            raise one_error(400, f"{name} names something that does not exist.")

    def filter_by_id(self, rows: list[Sms], name: str, text: str) -> list[Sms]:
        """The messages whose key is one of the ids; no id at all means null."""
        wanted, field = {key.strip() or None for key in text.split(",")}, ID_FILTERS[name]
        return [sms for sms in rows if getattr(sms, field) in wanted]

    def bound(self, name: str, text: str, call: Call) -> datetime:
        """The moment of a date bound in the caller's zone; a plain date means the start of that day."""
        reading = self.reads("plain-date-bound")
        if name.endswith("__lte") and is_plain_date(text) and reading != "start":
            if reading == "refused":
                raise one_error(400, f"{name} must be a date-time.")
            text += END_OF_DAY
        try:
            return parse_moment(text, call.zone, plain_dates=True)
        except Invalid as fault:
            raise one_error(400, f"{name}: {fault}") from None

    def bounds(self, field: str, call: Call) -> Bounds:
        """Every bound that a call sets to a date."""
        asked = [(bound, call.query.get(f"{field}__{bound}")) for bound in BOUNDS]
        return [(BOUNDS[bound], self.bound(f"{field}__{bound}", text, call)) for bound, text in asked if text]

    def is_within(self, moment: datetime, bounds: Bounds) -> bool:
        """Whether a moment is on the right side of every bound."""
        return all(compare(moment, bound) for compare, bound in bounds)

    def filter_by_date(self, rows: list[Sms], field: str, bound: str, moment: datetime) -> list[Sms]:
        """The messages on the right side of a date bound."""
        compare = BOUNDS[bound]
        return [sms for sms in rows if (value := getattr(sms, field)) is not None and compare(value, moment)]
