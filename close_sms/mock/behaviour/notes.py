"""Notes: as little of them as shows that they are another kind of activity."""

from __future__ import annotations

from typing import Any

from close_sms.mock.behaviour.crm import Crm
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import NO_OBJECT, REQUIRED, Invalid
from close_sms.mock.things import Note


class Notes(Crm):
    """POST, GET and DELETE on notes."""

    def create_note(self, call: Call) -> Answer:
        """Answer a new note on a lead."""
        values = self.clean(call, ("lead_id", "note"), required=("lead_id",), prefix="clean_note_")
        note = Note(
            id=self.new_id("acti"),
            organization_id=call.organization_id,
            lead_id=values["lead_id"],
            note=values.get("note"),
            user_id=call.caller.user_id,
            date_created=self.moment(),
        )
        self.world.notes[note.id] = note
        return Answer(200, self.render_note(note))

    def clean_note_lead_id(self, value: Any, call: Call) -> str:
        """The id of one of the organization's leads."""
        if not self.string(value):
            raise Invalid(REQUIRED)
        if self.world.own(self.world.leads, value, call.organization_id) is None:
            raise Invalid(NO_OBJECT)
        return str(value)

    def clean_note_note(self, value: Any, _call: Call) -> str | None:
        """A text, or None."""
        return None if value is None else self.string(value)

    def get_note(self, call: Call) -> Answer:
        """Answer one note."""
        note = self.find(self.world.notes, call, "Note")
        return Answer(200, self.pick(self.render_note(note), call.query.get("_fields", "")))

    def get_sms(self, call: Call) -> Answer:
        """Answer a GET on one message or, in one reading, on another activity."""
        other = self.world.own(self.world.notes, call.key, call.organization_id)
        if other is not None and self.reads("id-of-another-activity") == "200":
            return self.get_note(call)
        return super().get_sms(call)

    def delete_note(self, call: Call) -> Answer:
        """Delete a note."""
        del self.world.notes[self.find(self.world.notes, call, "Note").id]
        return Answer(200, {})

    def render_note(self, note: Note) -> Json:
        """A note as an activity."""
        date, name = self.render_date(note.date_created), self.render_name(note.user_id)
        answer: Json = {"_type": "Note", "contact_id": None, "users": []}
        for key in ("id", "organization_id", "lead_id", "note", "user_id"):
            answer[key] = getattr(note, key)
        answer.update(created_by=note.user_id, updated_by=note.user_id)
        answer.update(user_name=name, created_by_name=name, updated_by_name=name)
        return {**answer, "activity_at": date, "date_created": date, "date_updated": date}
