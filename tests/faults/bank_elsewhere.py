"""More faults beside the messages: what a token cannot do, what is let across a border, told of or made beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from flask import request

from close_sms.mock import Behaviour
from close_sms.mock.behaviour.recording import States
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import Refusal
from close_sms.mock.override import MethodOverride
from close_sms.mock.things import Event, Sms
from tests.faults.bank_event_data import Renders as RendersEvents
from tests.faults.bank_events import Notes
from tests.faults.bank_isolation import Crosses, ListsTheForeign, by_token
from tests.faults.fault import fault


@fault(("templates.rendered", "auth.bearer-token"), "with an access token merge fields stay as written")
class TokenRendersNothing(Behaviour):
    def merge(self, text: str | None, sms: Sms) -> str | None:
        return text if by_token() else super().merge(text, sms)


@fault(("auth.bearer-token", "list.by-lead"), "with an access token filters are ignored")
class TokenFiltersNothing(Behaviour):
    def filtered(self, rows: Iterable[Sms], call: Call) -> list[Sms]:
        return list(rows) if by_token() else super().filtered(rows, call)


@fault("isolation.not-read", "a received message of another organization can be fetched")
class ForeignInboxIsFetched(Crosses):
    def may(self, sms: Sms, call: Call) -> bool:
        return sms.status == "inbox"


@fault("isolation.not-read", "a sent message of another organization can be fetched")
class ForeignSentIsFetched(Crosses):
    def may(self, sms: Sms, call: Call) -> bool:
        return sms.status == "sent"


@fault("isolation.not-deleted", "a received message of another organization can be deleted")
class ForeignInboxIsDeleted(Crosses):
    action_name = "delete_sms"

    def may(self, sms: Sms, call: Call) -> bool:
        return sms.status == "inbox"


@fault("isolation.not-deleted", "a sent message of another organization can be deleted")
class ForeignSentIsDeleted(Crosses):
    action_name = "delete_sms"

    def may(self, sms: Sms, call: Call) -> bool:
        return sms.status == "sent"


@fault("isolation.not-deleted", "a message of another organization can be deleted with an access token")
class ForeignIsDeletedByToken(Crosses):
    action_name = "delete_sms"

    def may(self, sms: Sms, call: Call) -> bool:
        return by_token()


@fault("isolation.not-listed", "filters by dates show the messages of every organization")
class ForeignIsListedByDates(ListsTheForeign):
    def leaks(self, sms: Sms, call: Call) -> bool:
        return any(name.startswith(("date_created__", "activity_at__")) for name in call.query)


@fault("isolation.not-listed", "the filter contact_id finds messages of another organization's contact")
class ForeignIsListedByContact(ListsTheForeign):
    def leaks(self, sms: Sms, call: Call) -> bool:
        return "contact_id" in call.query


@fault("isolation.not-listed", "the filter _type shows the messages of every organization")
class ForeignIsListedByType(ListsTheForeign):
    def leaks(self, sms: Sms, call: Call) -> bool:
        return "_type" in call.query


@fault("isolation.not-listed", "a page of a given _limit shows the messages of every organization")
class ForeignIsListedByLimit(ListsTheForeign):
    def leaks(self, sms: Sms, call: Call) -> bool:
        return "_limit" in call.query and all(name.startswith("_") for name in call.query)


@fault("isolation.not-listed", "a POST that stands for a GET lists the messages of every organization")
class ForeignIsListedByPost(ListsTheForeign):
    def leaks(self, sms: Sms, call: Call) -> bool:
        return MethodOverride.FLAG in request.environ


@fault("isolation.not-listed", "with several ids the filter id__in finds those of every organization")
class ForeignIsListedAsSecondId(ListsTheForeign):
    def leaks(self, sms: Sms, call: Call) -> bool:
        return "," in call.query.get("id__in", "")


@fault("events.created", "a create with send_to_inbox=true leaves no event")
class NotifiedIsNotNoted(Notes):
    action_name = "created"

    def times(self, sms: Sms, states: States) -> int:
        return int(request.args.get("send_to_inbox") != "true")


class EditIsNotNoted(Notes):
    """An update that changes this field leaves no event."""

    action_name = "updated"
    field = ""

    def times(self, sms: Sms, states: States) -> int:
        before, after = states
        return int(getattr(before, self.field, None) == getattr(after, self.field, None))


@fault("events.updated", "an edit of the number leaves no event")
class NumberEditIsNotNoted(EditIsNotNoted):
    field = "remote_phone"


class TokenIsNotNoted(Notes):
    """What an access token does leaves no event, as far as it is this."""

    def times(self, sms: Sms, states: States) -> int:
        return int(not by_token())


@fault("events.updated", "an update with an access token leaves no event")
class UpdateByTokenIsNotNoted(TokenIsNotNoted):
    action_name = "updated"


@fault("events.deleted", "a delete with an access token leaves no event")
class DeleteByTokenIsNotNoted(TokenIsNotNoted):
    action_name = "deleted"


class DeleteIsNotNoted(Notes):
    """The delete of a message in this status leaves no event."""

    action_name = "deleted"
    status = ""

    def times(self, sms: Sms, states: States) -> int:
        return int(sms.status != self.status)


@fault("events.deleted", "the delete of a received message leaves no event")
class DeleteOfInboxIsNotNoted(DeleteIsNotNoted):
    status = "inbox"


class NotesRefusedUpdates(Behaviour):
    """The event is written before the update is refused; of messages of one status, or of any."""

    status: str | None = None

    def update_sms(self, call: Call) -> Answer:
        try:
            return super().update_sms(call)
        except Refusal:
            sms = self.world.messages.get(call.key)
            if sms is not None and self.status in (None, sms.status):
                self.record("updated", sms, (sms, replace(sms, text="refused")), call)
            raise


@fault("events.updated", "a refused update leaves an event")
class RefusedUpdateIsNoted(NotesRefusedUpdates):
    pass


@fault("events.updated", "a refused update of a message that was sent leaves an event")
class RefusedUpdateOfASentIsNoted(NotesRefusedUpdates):
    status = "sent"


@fault("events.updated", "a faulty update of a draft leaves an event")
class FaultyUpdateOfADraftIsNoted(NotesRefusedUpdates):
    status = "draft"


class ListsFewerFields(RendersEvents):
    """Some keys are missing in changed_fields."""

    def lists(self, name: str, states: Sequence[Json | None]) -> bool:
        return True

    def other(self, event: Json, states: Sequence[Json | None]) -> Json:
        return {**event, "changed_fields": [name for name in event["changed_fields"] if self.lists(name, states)]}


@fault("events.updated", "changed_fields lacks what was null before")
class ChangedFieldsLackFormerNulls(ListsFewerFields):
    def lists(self, name: str, states: Sequence[Json | None]) -> bool:
        return (states[0] or {}).get(name) is not None


@fault("events.updated", "changed_fields lists no number beside a text")
class ChangedFieldsAreOne(RendersEvents):
    def other(self, event: Json, states: Sequence[Json | None]) -> Json:
        names = event["changed_fields"]
        return {**event, "changed_fields": [n for n in names if n != "remote_phone"] if "text" in names else names}


@fault("events.data", "the `data` of an event of the past is the message as it is now")
class DataIsLive(Behaviour):
    def event_data(self, event: Event, states: Sequence[Json | None]) -> Json | None:
        sms = self.world.messages.get(event.object_id)
        return super().event_data(event, states) if sms is None else self.render(sms, "get_sms")


@fault("events.data", "the `data` of an event has no date_scheduled", profile="schedule")
class DataHasNoSchedule(Behaviour):
    def event_data(self, event: Event, states: Sequence[Json | None]) -> Json | None:
        data = super().event_data(event, states)
        return data and {**data, "date_scheduled": None}


class StaysUnrendered(Behaviour):
    """Merge fields of some messages stay as written."""

    def stays(self, sms: Sms) -> bool:
        return False

    def merge(self, text: str | None, sms: Sms) -> str | None:
        return text if self.stays(sms) else super().merge(text, sms)


@fault("templates.rendered", "merge fields of scheduled messages stay as written", profile="schedule")
class ScheduledIsNotRendered(StaysUnrendered):
    def stays(self, sms: Sms) -> bool:
        return sms.status == "scheduled"


@fault("templates.rendered", "merge fields of messages in the outbox stay as written", profile="send")
class OutboxIsNotRendered(StaysUnrendered):
    def stays(self, sms: Sms) -> bool:
        return sms.status == "outbox"
