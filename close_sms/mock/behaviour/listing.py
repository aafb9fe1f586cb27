"""Lists: filters, order and pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from operator import ge, gt, le, lt
from typing import TypeVar

from close_sms.mock.behaviour.rendering import Rendering
from close_sms.mock.calls import Call, Json
from close_sms.mock.dates import parse_moment
from close_sms.mock.errors import Invalid, one_error
from close_sms.mock.things import Sms

INTEGER = re.compile(r"-?[0-9]{1,18}")
MOST_ROWS = 100
MOST_SKIPPED = 250_000
BOUNDS: Mapping[str, Callable[[datetime, datetime], bool]] = {"gt": gt, "gte": ge, "lt": lt, "lte": le}
ID_FILTERS = {"id__in": "id", "lead_id": "lead_id", "contact_id": "contact_id", "user_id": "user_id"}

T = TypeVar("T")


class Listing(Rendering):
    """Which rows a list answers, in which order and how many at a time."""

    def page(self, rows: list[T], call: Call, render: Callable[[T], Json]) -> Json:
        """One page of the rows: `data` and `has_more`."""
        skip, limit = self.skip(call), self.limit(call)
        data = [render(row) for row in rows[skip : skip + limit]]
        if call.query.get("_fields"):
            data = [self.pick(row, call.query["_fields"]) for row in data]
        return {"data": data, "has_more": self.has_more(len(rows), skip, limit)}

    def has_more(self, rows: int, skip: int, limit: int) -> bool:
        """Whether a row follows the page."""
        return rows > skip + limit

    def skip(self, call: Call) -> int:
        """How many rows to leave out."""
        skip = self.integer(call, "_skip", 0)
        if skip > MOST_SKIPPED:
            raise one_error(400, f"The skip you set is larger than the maximum (max_skip = {MOST_SKIPPED}).")
        return skip

    def limit(self, call: Call) -> int:
        """How many rows to answer at most."""
        limit = self.integer(call, "_limit", MOST_ROWS)
        if limit > MOST_ROWS:
            raise one_error(400, f"The limit you set is larger than the maximum ({MOST_ROWS}).")
        return limit

    def integer(self, call: Call, name: str, default: int) -> int:
        """A query value that must be a whole number of zero or more."""
        text = call.query.get(name)
        if text is None:
            return default
        if not INTEGER.fullmatch(text) or int(text) < 0:
            raise one_error(400, f"{name} must be an integer of 0 or more.")
        return int(text)

    def list_page(self, call: Call) -> Json:
        """The page of messages that a call asks for."""
        rows = list(self.world.all_own(self.world.messages, call.organization_id))
        rows = self.order([sms for sms in self.filtered(rows, call) if self.is_listed(sms, call)])
        return self.page(rows, call, lambda sms: self.render(sms, call.action))

    def is_listed(self, sms: Sms, call: Call) -> bool:  # noqa: ARG002
        """Whether a message that passed every filter is in the list."""
        return True

    def order(self, rows: Iterable[Sms]) -> list[Sms]:
        """The messages by `date_created`; of two at the same moment the one stored later is newer."""
        newest_first = self.reads("list-order") == "newest-first"
        return sorted(rows, key=lambda sms: (sms.date_created, sms.number), reverse=newest_first)

    def filtered(self, rows: list[Sms], call: Call) -> list[Sms]:
        """The messages that every filter of the call lets through."""
        for name, text in call.query.items():
            rows = self.apply_filter(rows, name, text, call)
        return rows

    def apply_filter(self, rows: list[Sms], name: str, text: str, call: Call) -> list[Sms]:
        """The messages that one query parameter lets through; an unknown parameter lets all."""
        if name in ID_FILTERS:
            return self.filter_by_id(rows, name, text)
        if name == "_type":
            return rows if "SMS" in text.split(",") else []
        if name == "organization_id":
            return [sms for sms in rows if sms.organization_id == text]
        field, _, bound = name.partition("__")
        if field in ("date_created", "activity_at") and bound in BOUNDS and text:
            return self.filter_by_date(rows, field, bound, self.bound(name, text, call))
        return rows

    def filter_by_id(self, rows: list[Sms], name: str, text: str) -> list[Sms]:
        """The messages whose key is one of the ids; no id at all means null."""
        if name == "contact_id":
            reading = self.reads("contact-filter-on-list")
            if reading == "refused":
                raise one_error(400, "contact_id is not a filter of this resource.")
            if reading == "ignored":
                return rows
        wanted = {key.strip() or None for key in text.split(",")}
        return [sms for sms in rows if getattr(sms, ID_FILTERS[name]) in wanted]

    def bound(self, name: str, text: str, call: Call) -> datetime:
        """The moment of a date bound; a plain date means the start of that day in the caller's zone."""
        try:
            return parse_moment(text, call.zone, plain_dates=True)
        except Invalid as fault:
            raise one_error(400, f"{name}: {fault}") from None

    def filter_by_date(self, rows: list[Sms], field: str, bound: str, moment: datetime) -> list[Sms]:
        """The messages on the right side of a date bound."""
        compare = BOUNDS[bound]
        return [sms for sms in rows if (value := getattr(sms, field)) is not None and compare(value, moment)]
