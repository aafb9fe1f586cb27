"""Faults of the event log: what an event shows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.things import Event, Sms
from tests.faults.fault import fault


class Renders(Behaviour):
    """Events are shown otherwise."""

    action_name = "updated"

    def other(self, event: Json, states: Sequence[Json | None]) -> Json:
        return event

    def render_event(self, event: Event) -> Json:
        answer = super().render_event(event)
        states = [self.render_state(state) for state in event.states]
        return self.other(answer, states) if event.action == self.action_name else answer


@fault("events.updated", "changed_fields of an update is empty")
class ChangedFieldsAreEmpty(Renders):
    def other(self, event: Json, states: Sequence[Json | None]) -> Json:
        return {**event, "changed_fields": []}


@fault("events.updated", "changed_fields of an update lists every key")
class ChangedFieldsAreAll(Renders):
    def other(self, event: Json, states: Sequence[Json | None]) -> Json:
        return {**event, "changed_fields": sorted(event["data"] or {})}


@fault("events.updated", "changed_fields of an update lacks `text`")
class ChangedFieldsLackText(Renders):
    def other(self, event: Json, states: Sequence[Json | None]) -> Json:
        return {**event, "changed_fields": [key for key in event["changed_fields"] if key != "text"]}


@fault("events.updated", "previous_data of an update has the new values")
class PreviousDataIsNew(Renders):
    def other(self, event: Json, states: Sequence[Json | None]) -> Json:
        new = event["data"] or {}
        return {**event, "previous_data": {key: new.get(key) for key in event["previous_data"]}}


@fault("events.updated", "previous_data of an update is empty")
class PreviousDataIsEmpty(Renders):
    def other(self, event: Json, states: Sequence[Json | None]) -> Json:
        return {**event, "previous_data": {}}


@fault("events.updated", "previous_data of an update has the values at the creation")
class PreviousDataIsTheFirst(Renders):
    def other(self, event: Json, states: Sequence[Json | None]) -> Json:
        history = self.world.histories.get(event["object_id"], {})
        first = self.render_state(next(iter(history.values())).states[-1]) if history else None
        return {**event, "previous_data": {key: (first or {}).get(key) for key in event["previous_data"]}}


@fault("events.deleted", "the data of a delete is the message")
class DeletedHasData(Renders):
    action_name = "deleted"

    def other(self, event: Json, states: Sequence[Json | None]) -> Json:
        return {**event, "data": states[0]}


@fault("events.deleted", "the data of a delete is an empty object")
class DeletedDataIsEmpty(Renders):
    action_name = "deleted"

    def other(self, event: Json, states: Sequence[Json | None]) -> Json:
        return {**event, "data": {}}


@fault("events.deleted", "the data of a delete holds the id")
class DeletedDataIsTheId(Renders):
    action_name = "deleted"

    def other(self, event: Json, states: Sequence[Json | None]) -> Json:
        return {**event, "data": {"id": event["object_id"]}}


@fault("events.data", "the data of an update is the message before it")
class DataIsStale(Renders):
    def other(self, event: Json, states: Sequence[Json | None]) -> Json:
        return {**event, "data": states[0]}


@fault("events.data", "the data of a create is null")
class CreatedDataIsNull(Renders):
    action_name = "created"

    def other(self, event: Json, states: Sequence[Json | None]) -> Json:
        return {**event, "data": None}


@fault("events.data", "the data of an update has only the keys that changed")
class DataIsOnlyTheChange(Renders):
    def other(self, event: Json, states: Sequence[Json | None]) -> Json:
        return {**event, "data": {key: (event["data"] or {}).get(key) for key in ["id", *event["changed_fields"]]}}


@fault("events.data", "the data of a create is JSON in a text")
class CreatedDataIsText(Renders):
    action_name = "created"

    def other(self, event: Json, states: Sequence[Json | None]) -> Json:
        return {**event, "data": json.dumps(event["data"])}


class OtherStates(Behaviour):
    """The data of events shows another state of the message, or another message."""

    def shown_state(self, sms: Sms) -> Sms:
        return sms

    def event_data(self, event: Event, states: Sequence[Json | None]) -> Json | None:
        state = event.states[-1]
        return None if state is None else self.render_state(self.shown_state(state))


@fault("events.data", "the data of events is the newest message")
class DataIsTheNewest(OtherStates):
    def shown_state(self, sms: Sms) -> Sms:
        own: list[Sms] = list(self.world.all_own(self.world.messages, sms.organization_id))
        return own[-1] if own else sms


@fault("events.data", "the texts in the data of events end after 50 characters")
class DataTextIsCut(OtherStates):
    def shown_state(self, sms: Sms) -> Sms:
        return replace(sms, text=sms.text and sms.text[:50])


@fault("events.data", "the data of events shows every message as a draft")
class DataIsAlwaysADraft(OtherStates):
    def shown_state(self, sms: Sms) -> Sms:
        return replace(sms, status="draft")


@fault("events.data", "the data of events has other keys than a fetch: none of the derived ones")
class DataLacksTheDerived(Behaviour):
    def event_data(self, event: Event, states: Sequence[Json | None]) -> Json | None:
        data = states[-1]
        return data and {key: value for key, value in data.items() if not key.endswith(("_formatted", "_iso", "_name"))}


@fault(("events.data", "events.updated"), "an event that is fetched by its id is the newest of its message")
class EventIsTheNewest(Behaviour):
    def get_event(self, call: Call) -> Answer:
        event = self.world.events.get(call.key)
        history = self.world.histories.get(event.object_id, {}) if event is not None else {}
        call.key = list(history)[-1] if history else call.key
        return super().get_event(call)
