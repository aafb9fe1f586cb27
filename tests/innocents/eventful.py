"""Servers whose event log knows of things later, tells of more of them, or tells less of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import one_error
from close_sms.mock.things import Event, Sms
from close_sms.mock.world import USER_ID
from tests.innocents.innocent import innocent

FOLLOWS = timedelta(seconds=12)
INDEXED = timedelta(seconds=2)
EDITED = ("text", "remote_phone", "activity_at", "contact_id")


class LogFollowsLate(Behaviour):
    def is_seen(self, event: Event, call: Call) -> bool:
        return super().is_seen(event, call) and self.now() - event.date_updated >= FOLLOWS


class LogIsIndexed(Behaviour):
    """An object that the log does not know yet is not found."""

    def list_events(self, call: Call) -> Answer:
        asked = call.query.get("object_id")
        if asked in self.world.messages:
            told = self.world.histories.get(asked, {}).values()
            if not any(self.is_seen(event, call) for event in told):
                raise one_error(404, "Nothing is known of that object.")
        return super().list_events(call)

    def is_seen(self, event: Event, call: Call) -> bool:
        return super().is_seen(event, call) and self.now() - event.date_updated >= INDEXED


class EventPerField(Behaviour):
    """An event for each field that changed, and one more for what was worked out after an update."""

    def record(
        self,
        action: str,
        sms: Sms,
        states: tuple[Sms | None, Sms | None],
        call: Call | None = None,
        at: datetime | None = None,
    ) -> None:
        before, after = states
        if action != "updated" or before is None or after is None:
            super().record(action, sms, states, call, at)
            return
        for name in [name for name in EDITED if getattr(before, name) != getattr(after, name)][:-1]:
            step = replace(before, **{name: getattr(after, name)}, date_updated=after.date_updated)
            super().record(action, sms, (before, step), call, at)
            before = step
        super().record(action, sms, (before, after), call, at)

    def update_sms(self, call: Call) -> Answer:
        answer = super().update_sms(call)
        sms = self.world.messages.get(call.key)
        if sms is not None and call.body:
            done = self.world.messages[sms.id] = replace(sms, date_updated=self.moment())
            super().record("updated", done, (sms, done))
        return answer


class EventAloneTellsMore(Behaviour):
    """Who took part, and where more is to be found, is looked up for one event, but not for a page of them."""

    def get_event(self, call: Call) -> Answer:
        answer = super().get_event(call)
        if isinstance(answer.body.get("data"), dict):
            answer.body["data"] |= {"users": [USER_ID], "_links": {"self": "/"}}
        return answer


class LogWithoutFiles(Behaviour):
    """The data of an event is the object of the schema, which has no attachments."""

    def render_state(self, sms: Sms | None) -> Json | None:
        state = super().render_state(sms)
        return state and {key: value for key, value in state.items() if key != "attachments"}


class SentForEachAttempt(Behaviour):
    """`sent` is that a message was handed over: while it is in the outbox, and once more when it went out."""

    def dispatch(self, sms: Sms) -> Sms:
        handed = replace(sms, status="outbox")
        self.record("sent", handed, (handed, handed), at=sms.send_at or self.now())
        return super().dispatch(sms)


SEEN = "That messages leave events is only observed (R109)"
innocent("event-log-lags-long", "R106 R109", f"{SEEN}, not how soon: after 12 s.", behaviour=LogFollowsLate)
innocent("event-log-is-indexed", "R106 R109", f"{SEEN}, not how soon: at first a 404.", behaviour=LogIsIndexed)
innocent("event-per-field", "R109", f"{SEEN}, not how many: one for each field, and more.", behaviour=EventPerField)
innocent(
    "event-alone-tells-more",
    "R93 R109 S63",
    "More keys than the documented ones are allowed anywhere, and nothing says when `users` is filled (S63).",
    behaviour=EventAloneTellsMore,
)
innocent("log-without-files", "D10 R109", f"{SEEN}; the schema has no `attachments` (D10).", behaviour=LogWithoutFiles)
innocent(
    "sent-for-each-attempt",
    "R109 S32",
    f"{SEEN}, and not what `sent` says: one when it is handed over, one when it is out.",
    readings={"event-of-sending": "both"},
    behaviour=SentForEachAttempt,
)
