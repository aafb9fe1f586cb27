"""Fetching, listing and deleting messages."""

from __future__ import annotations

from close_sms.mock.behaviour.entering import LOGGED
from close_sms.mock.behaviour.listing import Listing
from close_sms.mock.behaviour.updating import Updating
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import Refusal, faulty_field, one_error, unknown_id
from close_sms.mock.things import Sms


class Messages(Updating, Listing):
    """GET and DELETE on messages."""

    def list_sms(self, call: Call) -> Answer:
        """Answer a GET on the collection."""
        self.check_fields(call)
        return Answer(200, self.list_page(call))

    def get_sms(self, call: Call) -> Answer:
        """Answer a GET on one message."""
        self.check_fields(call)
        return Answer(200, self.shown(self.find_sms(call), call))

    def delete_sms(self, call: Call) -> Answer:
        """Answer a DELETE on one message."""
        if self.was_deleted(call):
            return self.second_delete()
        sms = self.find_sms(call)
        self.check_delete(sms)
        self.end(sms, call)
        return Answer(200, self.delete_body())

    def end(self, sms: Sms, call: Call) -> None:
        """Remove a message by a request, which the event log notes."""
        self.remove(sms)
        self.record("deleted", sms, (sms, None), call)

    def check_delete(self, sms: Sms) -> None:
        """Refuse to delete what may not be deleted."""
        if sms.status in LOGGED and self.reads("delete-of-logged") == "refused":
            raise faulty_field("status", "A logged message cannot be deleted.")
        if sms.status == "scheduled" and self.reads("delete-of-waiting") == "refused":
            raise faulty_field("status", "A scheduled message cannot be deleted.")

    def is_still_sent(self, sms: Sms) -> bool:
        """Whether a message goes out although it is being deleted."""
        return sms.send_at is not None and self.reads("deleted-message-is-sent") == "sent"

    def remove(self, sms: Sms) -> None:
        """Forget a message, its notification, and that it was waiting to be sent."""
        world = self.world
        if self.is_still_sent(sms):
            world.ghosts[sms.id] = sms
        world.pending.discard(sms.id)
        world.deleted.add((sms.organization_id, sms.id))
        del world.messages[sms.id]
        for task in [task for task in world.tasks.values() if task.object_id == sms.id]:
            del world.tasks[task.id]

    def delete_body(self) -> Json | None:
        """The body of a successful delete."""
        bodies: dict[str, Json | None] = {
            "empty-object": {},
            "success-object": {"success": True},
            "no-body": None,
        }
        return bodies[self.reads("delete-answer-body")]

    def was_deleted(self, call: Call) -> bool:
        """Whether the id in the path was one of the organization's messages."""
        return (call.organization_id, call.key) in self.world.deleted

    def second_delete(self) -> Answer:
        """What the delete of a deleted message answers."""
        reading = self.reads("second-delete")
        if reading == "200":
            return Answer(200, self.delete_body())
        raise self.gone() if reading == "410" else unknown_id("SMS")

    def gone(self) -> Refusal:
        """The refusal of an id that named something once."""
        return one_error(410, "The SMS was deleted.")
