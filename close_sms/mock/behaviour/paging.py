"""Pages of the event log, by cursors."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice

from close_sms.mock.behaviour.listing import Listing
from close_sms.mock.calls import Call
from close_sms.mock.dates import parse_moment
from close_sms.mock.errors import Invalid, one_error
from close_sms.mock.things import Event

MOST_EVENTS = 50
MEMORY = timedelta(days=30)
OLDER, NEWER = "<", ">"


class Paging(Listing):
    """Which events of the log are on a page."""

    def event_page(self, call: Call, asked: Callable[[Event], bool]) -> tuple[list[Event], str | None, str | None]:
        """The events that are asked for on one page, newest first, with the cursors of the next and the previous one.

        The next page is the older one; a cursor is None where there is no such page.
        """
        limit, (side, moment) = self.event_limit(call), self.cursor(call)
        log, newer = self.candidates(call).values(), side == NEWER
        rows = (event for event in (log if newer else reversed(log)) if self.is_beside(event, side, moment))
        page = list(islice((event for event in rows if asked(event) and self.is_seen(event, call)), limit + 1))
        page, more = page[:limit][:: -1 if newer else 1], len(page) > limit
        if not page:
            return [], None, None
        older_page = self.cursor_of(OLDER, page[-1]) if more or newer else None
        newer_page = self.cursor_of(NEWER, page[0]) if (more if newer else side) else None
        return page, older_page, newer_page

    def candidates(self, call: Call) -> dict[str, Event]:
        """The events, oldest first, among which are those that a call asks for."""
        key = call.query.get("object_id")
        return self.world.events if key is None else self.world.histories.get(key, {})

    def event_limit(self, call: Call) -> int:
        """How many events to answer at most."""
        return self.limit_up_to(MOST_EVENTS, call, MOST_EVENTS)

    def is_seen(self, event: Event, call: Call) -> bool:
        """Whether the caller may see an event: one of the organization's that is not too old."""
        return event.organization_id == call.organization_id and self.is_kept(event)

    def is_kept(self, event: Event) -> bool:
        """Whether the log still has an event: it remembers thirty days."""
        return self.now() - event.date_updated <= MEMORY

    def is_beside(self, event: Event, side: str, moment: datetime | None) -> bool:
        """Whether an event is on that side of a cursor; everything is where there is no cursor."""
        if moment is None:
            return True
        return event.date_updated > moment if side == NEWER else event.date_updated < moment

    def cursor(self, call: Call) -> tuple[str, datetime | None]:
        """Which side of which moment a call's `_cursor` points to."""
        text = call.query.get("_cursor")
        if not text:
            return "", None
        try:
            place = base64.b64decode(text.encode(), b"-_", validate=True).decode()
            if place[:1] in (OLDER, NEWER):
                return place[0], parse_moment(place[1:])
        except (binascii.Error, ValueError, Invalid):
            pass
        raise one_error(400, "Invalid cursor.")

    def cursor_of(self, side: str, event: Event) -> str:
        """The cursor that points to that side of an event."""
        return base64.urlsafe_b64encode(f"{side}{event.date_updated.isoformat()}".encode()).decode()
