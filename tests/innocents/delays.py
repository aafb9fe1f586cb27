"""Servers on which the consequence of a request shows a little later, elsewhere than in its own answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.things import Event, Sms, Task
from tests.innocents.innocent import Now, innocent

LAGS_S = (0.4, 1.5, 0.9, 1.2)
LONG_LAGS_S = (8.0, 5.0, 9.0, 3.0)
LONG_AGO = datetime.min.replace(tzinfo=UTC)
LOOKUP = timedelta(seconds=2)
EVENT_LAG = timedelta(seconds=3)
TASK_LAG = timedelta(seconds=4)


class Journal(dict[str, Sms]):
    """Messages by id, with every version of each and since when an index has it."""

    def __init__(self, messages: dict[str, Sms], now: Now, lags: Sequence[float]) -> None:
        super().__init__(messages)
        self.now, self.lags = now, lags
        self.versions: dict[str, list[tuple[datetime, Sms | None]]] = {
            key: [(LONG_AGO, sms)] for key, sms in messages.items()
        }

    def __setitem__(self, key: str, sms: Sms) -> None:
        super().__setitem__(key, sms)
        self.note(key, sms)

    def __delitem__(self, key: str) -> None:
        super().__delitem__(key)
        self.note(key, None)

    def note(self, key: str, sms: Sms | None) -> None:
        versions = self.versions.setdefault(key, [])
        lag = self.lags[(len(self.versions) + len(versions)) % len(self.lags)]
        versions.append((self.now() + timedelta(seconds=lag), sms))

    def indexed(self) -> Iterator[Sms]:
        """The messages as the index has them by now."""
        now = self.now()
        for versions in self.versions.values():
            sms = next((sms for since, sms in reversed(versions) if since <= now), None)
            if sms is not None:
                yield sms


class ListsLag(Behaviour):
    """Lists come from an index; fetching by id does not."""

    lags: Sequence[float] = LAGS_S

    def __init__(self, *parts: object) -> None:
        super().__init__(*parts)  # type: ignore[arg-type]
        self.journal = Journal(self.world.messages, self.now, self.lags)
        self.world.messages = self.journal

    def list_page(self, call: Call) -> Json:
        self.check_query(call)
        rows = [sms for sms in self.journal.indexed() if sms.organization_id == call.organization_id]
        rows = self.in_order(self.filtered(rows, call), call)
        return self.page(rows, call, lambda sms: self.render(sms, call.action))


class ListsLagLong(ListsLag):
    lags = LONG_LAGS_S


class CountriesLater(Behaviour):
    """What is looked up elsewhere is null until two seconds after the last change."""

    def render(self, sms: Sms, action: str) -> Json:
        answer = super().render(sms, action)
        if self.now() - sms.date_updated < LOOKUP:
            answer.update(local_country_iso=None, remote_country_iso=None, cost=None)
        return answer

    def names_of_users(self, sms: Sms) -> Json:
        known = self.now() - sms.date_updated >= LOOKUP
        return {key: name if known else None for key, name in super().names_of_users(sms).items()}


class EventsLag(Behaviour):
    def is_seen(self, event: Event, call: Call) -> bool:
        return super().is_seen(event, call) and self.now() - event.date_updated >= EVENT_LAG


class NotificationsLater(Behaviour):
    """The notification is made by a worker, for nobody in particular."""

    def notified_user(self, sms: Sms) -> str | None:
        return None

    def is_task_asked_for(self, task: Task, call: Call) -> bool:
        return super().is_task_asked_for(task, call) and self.now() - task.date_created >= TASK_LAG

    def get_task(self, call: Call) -> Answer:
        task = self.world.tasks.get(call.key)
        if task is not None and self.now() - task.date_created < TASK_LAG:
            raise self.no_such_thing({}, call.key, "Task")
        return super().get_task(call)


innocent(
    "lists-lag",
    "R76 R81 S57",
    "No document says when a list knows of a create, an edit, a sending or a delete. This one reads an index, which"
    " follows within 1.5 s; a fetch by id is always up to date, as R72 and R73 ask.",
    behaviour=ListsLag,
)
innocent(
    "lists-lag-long",
    "R76 R81 S57",
    "The same of an index that is busy, and follows within nine seconds.",
    behaviour=ListsLagLong,
)
innocent(
    "countries-later",
    "R93 R94 R95 S64 S65",
    "Countries and `cost` are required keys that may be null, and names may be missing or null. They are looked up in"
    " the background and null until two seconds after a change. The formatted numbers come at once (R103).",
    readings={"cost-of-logged": "text", "cost-before-sending": "text"},
    behaviour=CountriesLater,
)
innocent(
    "event-log-lags",
    "R106 R108 R109",
    "Nothing is said of when an event can be read. The log follows within three seconds.",
    behaviour=EventsLag,
)
innocent(
    "notifications-later",
    "R43 S56",
    "Which user an Inbox Notification is for, how it is read and when it is there is not said (S56). It belongs to"
    " nobody and shows after four seconds.",
    behaviour=NotificationsLater,
)
