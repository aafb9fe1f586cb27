"""Faults of the event log: what is noted, how often and of which message."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from close_sms.mock import Behaviour
from close_sms.mock.behaviour.recording import States
from close_sms.mock.calls import Call, Json
from close_sms.mock.things import Event, Sms
from tests.faults.bank_isolation import by_token
from tests.faults.fault import fault

Page = tuple[list[Event], str | None, str | None]


class Notes(Behaviour):
    """What happens to messages is noted otherwise: `times` times, under another action or of another message."""

    action_name = ""

    def times(self, sms: Sms, states: States) -> int:
        return 1

    def name(self, action: str) -> str:
        return action

    def of(self, sms: Sms) -> Sms:
        return sms

    def record(
        self, action: str, sms: Sms, states: States, call: Call | None = None, at: datetime | None = None
    ) -> None:
        if action != self.action_name:
            super().record(action, sms, states, call, at)
            return
        for _ in range(self.times(sms, states)):
            super().record(self.name(action), self.of(sms), states, call, at)


class NotNoted(Notes):
    """Something is not noted."""

    def times(self, sms: Sms, states: States) -> int:
        return 0


class NotedTwice(Notes):
    """Something is noted twice."""

    def times(self, sms: Sms, states: States) -> int:
        return 2


class NotedOfTheNewest(Notes):
    """Something is noted of the message that was noted before."""

    last: Sms | None = None

    def of(self, sms: Sms) -> Sms:
        before, self.last = self.last, sms
        return before or sms


@fault("events.created", "a create leaves no event")
class CreatedIsNotNoted(NotNoted):
    action_name = "created"


@fault("events.created", "a create leaves two events")
class CreatedIsNotedTwice(NotedTwice):
    action_name = "created"


@fault("events.created", "a create leaves an event of the message that was created before")
class CreatedIsOfAnother(NotedOfTheNewest):
    action_name = "created"


@fault("events.created", "only drafts leave an event when they are created")
class OnlyCreatedDraftsAreNoted(Notes):
    action_name = "created"

    def times(self, sms: Sms, states: States) -> int:
        return int(sms.status == "draft")


@fault("events.created", "the event of a create is an `updated`")
class CreatedIsCalledUpdated(Notes):
    action_name = "created"

    def name(self, action: str) -> str:
        return "updated"


@fault("events.created", "events have the object_type `sms`")
class ObjectTypeIsShort(Behaviour):
    def render_event(self, event: Event) -> Json:
        return {**super().render_event(event), "object_type": "sms"}


@fault("events.created", "the event of a create is noted only when another message is created")
class CreatedComesLate(Behaviour):
    waiting: tuple[Any, ...] = ()

    def record(
        self, action: str, sms: Sms, states: States, call: Call | None = None, at: datetime | None = None
    ) -> None:
        if action == "created":
            held, self.waiting = self.waiting, (action, sms, states, call, at)
            if held:
                super().record(*held)
            return
        super().record(action, sms, states, call, at)


@fault(("events.created", "events.updated"), "a delete takes the earlier events of its message out of the log")
class DeleteErasesTheLog(Behaviour):
    def end(self, sms: Sms, call: Call) -> None:
        for key in self.world.histories.pop(sms.id, {}):
            del self.world.events[key]
        super().end(sms, call)


@fault(("events.created", "events.updated"), "what is done with an access token leaves no event")
class TokenLeavesNoEvent(Behaviour):
    def record(
        self, action: str, sms: Sms, states: States, call: Call | None = None, at: datetime | None = None
    ) -> None:
        if call is None or not by_token():
            super().record(action, sms, states, call, at)


@fault("events.updated", "an update leaves no event")
class UpdatedIsNotNoted(NotNoted):
    action_name = "updated"


@fault("events.updated", "an update leaves two events")
class UpdatedIsNotedTwice(NotedTwice):
    action_name = "updated"


@fault("events.updated", "an update leaves an event of the message that was updated before")
class UpdatedIsOfAnother(NotedOfTheNewest):
    action_name = "updated"


@fault("events.updated", "the event of an update is a `created`")
class UpdatedIsCalledCreated(Notes):
    action_name = "updated"

    def name(self, action: str) -> str:
        return "created"


@fault("events.updated", "the cancelling of a scheduled message leaves no event", profile="schedule")
class CancelIsNotNoted(Notes):
    action_name = "updated"

    def times(self, sms: Sms, states: States) -> int:
        before = states[0]
        return int(before is None or before.status != "scheduled")


@fault("events.updated", "the scheduling of a draft leaves no event", profile="schedule")
class SchedulingIsNotNoted(Notes):
    action_name = "updated"

    def times(self, sms: Sms, states: States) -> int:
        return int(sms.status != "scheduled")


@fault("events.updated", "the log comes oldest first")
class LogIsOldestFirst(Behaviour):
    def event_page(self, call: Call, asked: Callable[[Event], bool]) -> Page:
        page, older, newer = super().event_page(call, asked)
        return page[::-1], older, newer


@fault("events.deleted", "a delete leaves no event")
class DeletedIsNotNoted(NotNoted):
    action_name = "deleted"


@fault("events.deleted", "a delete leaves two events")
class DeletedIsNotedTwice(NotedTwice):
    action_name = "deleted"


@fault("events.deleted", "a delete leaves an event of the message that was deleted before")
class DeletedIsOfAnother(NotedOfTheNewest):
    action_name = "deleted"


@fault("events.deleted", "only the delete of a draft leaves an event")
class OnlyDeletedDraftsAreNoted(Notes):
    action_name = "deleted"

    def times(self, sms: Sms, states: States) -> int:
        return int(sms.status == "draft")


@fault("events.deleted", "the event of a delete is an `updated`")
class DeletedIsCalledUpdated(Notes):
    action_name = "deleted"

    def name(self, action: str) -> str:
        return "updated"
