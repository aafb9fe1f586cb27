"""Lists: order and pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from close_sms.mock.behaviour.filtering import Filtering
from close_sms.mock.calls import Call, Json
from close_sms.mock.errors import one_error
from close_sms.mock.things import Sms

INTEGER = re.compile(r"-?[0-9]+")
MOST_DIGITS = 18
MOST_ROWS = 100
MOST_ROWS_OF_LARGER = 100_000
MOST_SKIPPED = 250_000
ORDERS = ("date_created", "activity_at")

T = TypeVar("T")


class Listing(Filtering):
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
        if skip > MOST_SKIPPED and self.reads("skip-beyond-everything") == "400":
            raise one_error(400, f"The skip you set is larger than the maximum (max_skip = {MOST_SKIPPED}).")
        return skip

    def limit(self, call: Call) -> int:
        """How many rows to answer at most."""
        return self.limit_up_to(self.largest_limit(), call, MOST_ROWS)

    def largest_limit(self) -> int:
        """The largest `_limit` that is accepted."""
        reading = self.reads("largest-limit")
        return MOST_ROWS_OF_LARGER if reading == "larger" else int(reading)

    def limit_up_to(self, most: int, call: Call, default: int) -> int:
        """The `_limit` of a call, which may be `most` at most."""
        limit = self.integer(call, "_limit", default)
        if limit > most:
            raise one_error(400, f"The limit you set is larger than the maximum ({most}).")
        return limit or self.limit_of_zero(default)

    def limit_of_zero(self, default: int) -> int:
        """How many rows `_limit=0` stands for."""
        reading = self.reads("limit-of-zero")
        if reading == "refused":
            raise one_error(400, "_limit must be an integer of 1 or more.")
        return default if reading == "default" else 0

    def integer(self, call: Call, name: str, default: int) -> int:
        """A query value that must be a whole number of zero or more."""
        text = call.query.get(name)
        if text is None:
            return default
        if not INTEGER.fullmatch(text):
            return self.no_number(name, default)
        if text.startswith("-") and text.strip("-0"):
            return self.negative_number(name)
        return 10**MOST_DIGITS if len(text) > MOST_DIGITS else int(text)

    def no_number(self, name: str, default: int) -> int:
        """What a query value counts as that should be a number and is none."""
        if name == "_limit" and self.reads("limit-that-is-no-number") == "default":
            return default
        raise one_error(400, f"{name} must be an integer of 0 or more.")

    def negative_number(self, name: str) -> int:
        """What a negative query value counts as."""
        if name == "_skip" and self.reads("negative-skip") == "zero":
            return 0
        raise one_error(400, f"{name} must be an integer of 0 or more.")

    def list_page(self, call: Call) -> Json:
        """The page of messages that a call asks for."""
        self.check_query(call)
        rows = list(self.world.all_own(self.world.messages, call.organization_id))
        rows = [sms for sms in self.filtered(rows, call) if self.is_listed(sms, call)]
        return self.page(self.in_order(rows, call), call, lambda sms: self.render(sms, call.action))

    def is_listed(self, sms: Sms, call: Call) -> bool:  # noqa: ARG002
        """Whether a message that passed every filter is in the list."""
        return True

    def in_order(self, rows: Iterable[Sms], call: Call) -> list[Sms]:
        """The messages in the order that `_order_by` names or, where that has no effect, in the usual one."""
        text, reading = call.query.get("_order_by", ""), self.reads("order-by-parameter")
        if not text or reading == "ignored":
            return self.order(rows)
        if reading == "refused" or text.removeprefix("-") not in ORDERS:
            raise one_error(400, f"_order_by={text} is not supported by this resource.")
        return self.order_by(rows, text.removeprefix("-"), falling=text.startswith("-"))

    def order(self, rows: Iterable[Sms]) -> list[Sms]:
        """The messages by `date_created`; of two at the same moment the one stored later is newer."""
        return self.order_by(rows, "date_created", falling=self.reads("list-order") == "newest-first")

    def order_by(self, rows: Iterable[Sms], field: str, *, falling: bool) -> list[Sms]:
        """The messages by a date and their place in the order of creation; those without the date come last."""

        def place(sms: Sms) -> tuple[datetime, int]:
            return getattr(sms, field), sms.number

        messages = list(rows)
        dated = [sms for sms in messages if getattr(sms, field) is not None]
        return sorted(dated, key=place, reverse=falling) + [sms for sms in messages if getattr(sms, field) is None]
