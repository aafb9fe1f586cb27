"""The event log as it is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from close_sms.mock.behaviour.part import Part
from close_sms.mock.calls import Call
from close_sms.mock.things import Event, Origin, Sms

QUICK = timedelta(seconds=5)
"""How long after its last change an event of updates still takes up another one."""

States = tuple[Sms | None, Sms | None]


class Recording(Part):
    """What of a message's life becomes an event."""

    def record(
        self, action: str, sms: Sms, states: States, call: Call | None = None, at: datetime | None = None
    ) -> None:
        """Note what happened to a message, with its states before and after.

        It was done by a request or, without a `call`, by the server itself at that moment.
        """
        now, origin = self.world.moment(at or self.now()), None if call is None else self.origin(call)
        history = self.world.histories.get(sms.id, {})
        last = next(reversed(history.values()), None)
        if last is not None and self.takes_up(last, action, origin, now):
            event = replace(last, states=(*last.states, states[-1]), lead_id=sms.lead_id)
            self.write(replace(event, date_updated=now, origin=origin))
        else:
            self.write(self.new_event(action, sms, states, origin, now))

    def new_event(self, action: str, sms: Sms, states: States, origin: Origin | None, now: datetime) -> Event:
        """An event of what happened to a message at that moment."""
        return Event(
            id=self.new_id("ev"),
            organization_id=sms.organization_id,
            object_id=sms.id,
            lead_id=sms.lead_id,
            action=action,
            states=states,
            date_created=now,
            date_updated=now,
            origin=origin,
        )

    def origin(self, call: Call) -> Origin:
        """The request behind an event; all events of a request share its `request_id`."""
        call.request_id = call.request_id or self.new_id("req")
        return Origin(call.caller, call.method, call.path, call.request_id)

    def takes_up(self, last: Event, action: str, origin: Origin | None, now: datetime) -> bool:
        """Whether an update becomes a part of the message's last event, another quick update of the same user."""
        if last.action != action or action != "updated" or self.reads("merged-events") == "separate":
            return False
        if last.origin is None or origin is None or last.origin.caller.user_id != origin.caller.user_id:
            return False
        return now - last.date_updated <= QUICK

    def write(self, event: Event) -> None:
        """Put an event, new or grown, at the end of the log."""
        for log in (self.world.events, self.world.histories.setdefault(event.object_id, {})):
            log.pop(event.id, None)
            log[event.id] = event
