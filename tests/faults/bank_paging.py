"""Faults of lists: the default page, and the borders of pages."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TypeVar

from close_sms.mock import Behaviour
from close_sms.mock.behaviour.filtering import FILTERS
from close_sms.mock.calls import Call, Json
from close_sms.mock.things import Sms
from tests.faults.fault import fault

T = TypeVar("T")


def of_messages(call: Call) -> bool:
    """Whether the call asks for the list of messages."""
    return call.action == "list_sms"


class DefaultPage(Behaviour):
    """A page holds another number of entries where no `_limit` is given."""

    default = 100

    def limit(self, call: Call) -> int:
        return self.default if of_messages(call) and "_limit" not in call.query else super().limit(call)


@fault("list.default-page", "a page holds 50 entries by default")
class DefaultIsFifty(DefaultPage):
    default = 50


@fault("list.default-page", "a page holds 99 entries by default")
class DefaultIsNinetyNine(DefaultPage):
    default = 99


@fault("list.default-page", "a page holds 101 entries by default")
class DefaultIsOneHundredAndOne(DefaultPage):
    default = 101


@fault("list.default-page", "a page holds everything by default")
class DefaultIsEverything(DefaultPage):
    default = 1_000_000


@fault("list.default-page", "a list that is filtered holds no more than 5 entries by default")
class FilteredPageIsShort(Behaviour):
    def limit(self, call: Call) -> int:
        filtered = of_messages(call) and "_limit" not in call.query and any(name in FILTERS for name in call.query)
        return 5 if filtered else super().limit(call)


@fault("list.default-page", "a list without `_skip` and `_limit` begins with the second entry")
class BeginsWithTheSecond(Behaviour):
    def skip(self, call: Call) -> int:
        bare = of_messages(call) and not {"_skip", "_limit"} & set(call.query)
        return 1 if bare else super().skip(call)


@fault("list.default-page", "a list without `_skip` and `_limit` is the last page")
class DefaultIsTheLastPage(Behaviour):
    def page(self, rows: list[T], call: Call, render: Callable[[T], Json]) -> Json:
        bare = of_messages(call) and not {"_skip", "_limit"} & set(call.query)
        return super().page(rows[-100:] if bare else rows, call, render)


@fault(
    ("list.default-page", "list.pages"),
    "a list without any filter hides messages that are older than a day",
    gap="needs a walk over the whole account",
)
class UnfilteredHidesTheOld(Behaviour):
    def is_listed(self, sms: Sms, call: Call) -> bool:
        filtered = any(name in FILTERS for name in call.query)
        return filtered or self.now() - sms.date_created < timedelta(days=1)


class Skips(Behaviour):
    """A page begins at another entry than `_skip` says."""

    def other(self, skip: int, limit: int) -> int:
        return skip

    def skip(self, call: Call) -> int:
        skip = super().skip(call)
        return self.other(skip, self.limit(call)) if of_messages(call) and skip else skip


@fault("list.pages", "each page repeats the last entry of the one before")
class PageRepeatsAnEntry(Skips):
    def other(self, skip: int, limit: int) -> int:
        return skip - 1


@fault("list.pages", "each page begins one entry too late")
class PageBeginsLate(Skips):
    def other(self, skip: int, limit: int) -> int:
        return skip + 1


@fault("list.pages", "`_skip` has no effect")
class SkipIsIgnored(Skips):
    def other(self, skip: int, limit: int) -> int:
        return 0


@fault("list.pages", "`_skip` counts pages")
class SkipCountsPages(Skips):
    def other(self, skip: int, limit: int) -> int:
        return skip * limit


@fault("list.pages", "`_skip` is rounded down to whole pages")
class SkipIsRounded(Skips):
    def other(self, skip: int, limit: int) -> int:
        return skip - skip % limit if limit else skip


class Rows(Behaviour):
    """The pages are cut from other rows than the filters let through."""

    def other(self, rows: list[Sms], call: Call) -> list[Sms]:
        return rows

    def in_order(self, rows: Iterable[Sms], call: Call) -> list[Sms]:
        return self.other(super().in_order(rows, call), call)


@fault("list.pages", "each page is cut from an order of its own")
class PagesHaveNoOrder(Rows):
    count = 0

    def other(self, rows: list[Sms], call: Call) -> list[Sms]:
        self.count += 1
        return random.Random(self.count).sample(rows, len(rows))


@fault("list.pages", "the pages after the first are cut from the list turned round")
class LaterPagesAreTurned(Rows):
    def other(self, rows: list[Sms], call: Call) -> list[Sms]:
        return rows[::-1] if self.skip(call) else rows


@fault("list.pages", "entries of the same moment as the last one of the page before are lost")
class EqualMomentsAreLost(Behaviour):
    def page(self, rows: list[T], call: Call, render: Callable[[T], Json]) -> Json:
        page, skip = super().page(rows, call, render), self.skip(call)
        if not of_messages(call) or not 0 < skip <= len(rows):
            return page
        last = render(rows[skip - 1])["date_created"]
        return {**page, "data": [row for row in page["data"] if row.get("date_created", "") != last]}


@fault("list.pages", "a message comes as often as it has attachments")
class AttachmentsDoubleEntries(Rows):
    def other(self, rows: list[Sms], call: Call) -> list[Sms]:
        return [sms for sms in rows for _ in range(max(1, len(sms.attachments)))]


@fault("list.pages", "a message that was edited comes twice")
class EditedComeTwice(Rows):
    edited: frozenset[str] = frozenset()

    def touch(self, sms: Sms, call: Call) -> Sms:
        self.edited |= {sms.id}
        return super().touch(sms, call)

    def other(self, rows: list[Sms], call: Call) -> list[Sms]:
        return [sms for sms in rows for _ in range(2 if sms.id in self.edited else 1)]


@fault(("list.pages", "list.has-more"), "filters are applied to a page after it was cut")
class FiltersComeAfterThePage(Behaviour):
    def list_page(self, call: Call) -> Json:
        every = {name: text for name, text in call.query.items() if name not in FILTERS}
        call, asked = Call(call.action, call.caller, query=every, zone=call.zone), call
        own: list[Sms] = list(self.world.all_own(self.world.messages, call.organization_id))
        rows, skip, limit = self.in_order(own, call), self.skip(call), self.limit(call)
        cut = self.filtered(rows[skip : skip + limit], asked)
        data = [self.pick(self.render(sms, call.action), call.query.get("_fields", "")) for sms in cut]
        return {"data": data, "has_more": len(data) == limit}


@fault("list.pages", "a list has nothing beyond its hundredth entry")
class ListEndsAtAHundred(Rows):
    def other(self, rows: list[Sms], call: Call) -> list[Sms]:
        return rows[:100]


@fault("list.pages", "the last entry of every page but the last is lost")
class LastOfAPageIsLost(Behaviour):
    def list_page(self, call: Call) -> Json:
        page = super().list_page(call)
        return {**page, "data": page["data"][:-1]} if page["has_more"] else page
