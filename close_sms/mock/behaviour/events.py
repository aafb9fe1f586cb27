"""The event log as it is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from close_sms.mock.behaviour.paging import Paging
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import one_error, unknown_id
from close_sms.mock.things import Event, Origin, Sms

OBJECT_TYPE = "activity.sms"
COMBINATIONS = frozenset(
    frozenset(names.split())
    for names in (
        "",
        "object_type object_id",
        "object_type action",
        "object_id action",
        "lead_id",
        "lead_id object_type",
        "lead_id object_type action",
        "lead_id user_id",
        "lead_id user_id object_type",
        "lead_id user_id object_type action",
        "user_id",
        "user_id object_id",
        "user_id object_id action",
        "user_id object_type",
        "user_id object_type action",
        "request_id",
    )
)
ORIGIN_KEYS = ("user_id", "api_key_id", "oauth_client_id", "oauth_scope", "request_id")
EVENT_FILTERS = frozenset(name for names in COMBINATIONS for name in names)


class Events(Paging):
    """GET /event/ and /event/{id}/."""

    def list_events(self, call: Call) -> Answer:
        """Answer the events that a call asks for, newest first."""
        self.check_event_log()
        wanted = {name: text for name, text in call.query.items() if name in EVENT_FILTERS}
        self.check_combination(wanted)
        bounds = self.bounds("date_updated", call)

        def asked(event: Event) -> bool:
            return self.is_event_asked_for(event, wanted) and self.is_within(event.date_updated, bounds)

        page, older, newer = self.event_page(call, asked)
        fields = call.query.get("_fields", "")
        data = [self.pick(self.render_event(event), fields) for event in page]
        return Answer(200, {"data": data, "cursor_next": older, "cursor_previous": newer})

    def get_event(self, call: Call) -> Answer:
        """Answer one event."""
        self.check_event_log()
        event = self.find(self.world.events, call, "Event")
        if not self.is_kept(event):
            raise unknown_id("Event")
        return Answer(200, self.pick(self.render_event(event), call.query.get("_fields", "")))

    def check_event_log(self) -> None:
        """Refuse to show the event log, in one reading."""
        if self.reads("event-log") == "refused":
            raise one_error(403, "You do not have permission to read the event log.")

    def check_combination(self, wanted: Mapping[str, str]) -> None:
        """Refuse filters that do not go together."""
        if frozenset(wanted) not in COMBINATIONS:
            raise one_error(400, f"This combination of filters is not supported: {', '.join(sorted(wanted))}.")

    def is_event_asked_for(self, event: Event, wanted: Mapping[str, str]) -> bool:
        """Whether an event passes the filters of a list."""
        return all(self.event_value(event, name) == text for name, text in wanted.items())

    def event_value(self, event: Event, name: str) -> str | None:
        """What a filter of that name is compared with."""
        if name == "object_type":
            return OBJECT_TYPE
        if name == "user_id":
            return event.origin.caller.user_id if event.origin else None
        if name == "request_id":
            return event.origin.request_id if event.origin else None
        value: str | None = getattr(event, name)
        return value

    def render_event(self, event: Event) -> Json:
        """An event with all its keys."""
        states = [self.render_state(state) for state in event.states]
        return {
            "id": event.id,
            "organization_id": event.organization_id,
            "object_type": OBJECT_TYPE,
            "object_id": event.object_id,
            "lead_id": event.lead_id,
            "action": event.action,
            "changed_fields": self.changed_fields(event, states),
            "previous_data": self.previous_data(event, states),
            "data": self.event_data(event, states),
            "date_created": self.render_date(event.date_created),
            "date_updated": self.render_date(event.date_updated),
            **self.origin_keys(event.origin),
        }

    def origin_keys(self, origin: Origin | None) -> Json:
        """The keys that tell of the request behind an event; null where the server acted by itself."""
        if origin is None:
            return {**dict.fromkeys(ORIGIN_KEYS), "meta": {"request_method": None, "request_path": None}}
        caller = {key: getattr(origin.caller, key) for key in ORIGIN_KEYS if key != "request_id"}
        meta = {"request_method": origin.method, "request_path": origin.path}
        return {**caller, "request_id": origin.request_id, "meta": meta}

    def render_state(self, sms: Sms | None) -> Json | None:
        """A state of a message as a fetch answered it then, None for none."""
        return None if sms is None else self.render(sms, "get_sms")

    def event_data(self, event: Event, states: Sequence[Json | None]) -> Json | None:  # noqa: ARG002
        """The message right after the event; None once it is deleted."""
        return states[-1]

    def previous_data(self, event: Event, states: Sequence[Json | None]) -> Json:
        """What the changed keys held before the event, or the whole message where that was its end."""
        before = states[0] or {}
        if event.action == "deleted":
            return before
        return {key: before.get(key) for key in self.changed_fields(event, states)}

    def changed_fields(self, event: Event, states: Sequence[Json | None]) -> list[str]:  # noqa: ARG002
        """The keys that any step of the event changed, by name; none where the message is new or gone."""
        steps = [(old, new) for old, new in pairwise(states) if old and new]
        return sorted({key for old, new in steps for key in old if old[key] != new.get(key)})
