"""Servers that are otherwise beside the messages: notifications, events, contacts, files, ids and requests at once."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from werkzeug.utils import secure_filename
from werkzeug.wrappers import Request, Response

from close_sms.mock import Behaviour
from close_sms.mock.calls import Call, Json
from close_sms.mock.errors import NO_OBJECT, Invalid, faulty_field, one_error
from close_sms.mock.things import Contact, Event, Lead, Sms, Task
from close_sms.mock.world import Owned
from tests.innocents.innocent import Now, innocent
from tests.innocents.layers import Inner, layer
from tests.innocents.limits import json_response

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

T = TypeVar("T", bound=Owned)

FORM_OF_A_USER = re.compile(r"user_[0-9A-Za-z]{42,}")
FORM = re.compile(r"[a-z]+_[0-9a-f]{24}")
FORMS_OF_ACTIVITIES = re.compile(r"acti_([0-9a-f]{24}|[0-9A-Za-z]{43,})")
A_MOMENT_S = 0.003


class NotifiesEverybody(Behaviour):
    """Each user of the organization gets a notification, which names its message in an object of its own."""

    def notify(self, sms: Sms) -> Task:
        for user in self.world.users.values():
            if user.organization_id == sms.organization_id:
                task = super().notify(sms)
                task.assigned_to = user.id
        return task

    def render_task(self, task: Task) -> Json:
        answer = super().render_task(task)
        return {**answer, "object": {"type": answer.pop("object_type"), "id": answer.pop("object_id")}}


class LogIsSilent(Behaviour):
    """The event log has nothing of messages."""

    def is_seen(self, event: Event, call: Call) -> bool:
        return False


class LogKnowsNoObjects(Behaviour):
    """The event log has no filter by object."""

    def candidates(self, call: Call) -> dict[str, Event]:
        call.query = {name: text for name, text in call.query.items() if name != "object_id"}
        return super().candidates(call)

    def is_event_asked_for(self, event: Event, wanted: Any) -> bool:
        return super().is_event_asked_for(event, {name: wanted[name] for name in wanted if name != "object_id"})


class NamesOneContact(Behaviour):
    """A lead shows the first of its contacts only, and none by its name."""

    def render_lead(self, lead: Lead) -> Json:
        answer = super().render_lead(lead)
        return {**answer, "contacts": answer["contacts"][:1]}

    def render_contact(self, contact: Contact) -> Json:
        answer = super().render_contact(contact)
        del answer["name"]
        return answer


class NamesNoContact(Behaviour):
    """The names of contacts are shown as empty."""

    def render_contact(self, contact: Contact) -> Json:
        return {**super().render_contact(contact), "name": ""}


class LeavesFilesOut(Behaviour):
    """Files that were not uploaded are left out."""

    def stored_attachments(self, attachments: list[Json]) -> list[Json]:
        return []


class MakesFileNamesSafe(Behaviour):
    """File names are made safe, and different from each other."""

    def stored_attachments(self, attachments: list[Json]) -> list[Json]:
        stored: list[Json] = []
        for item in super().stored_attachments(attachments):
            name, taken = secure_filename(item["filename"]) or "file", {each["filename"] for each in stored}
            stored.append({**item, "filename": f"{len(stored)}_{name}" if name in taken else name})
        return stored


class NullTextIsRefused(Behaviour):
    """A null text beside a template is one content too many."""

    def check_together(self, values: Json) -> None:
        super().check_together(values)
        if values.get("template_id") and values.get("text", "") is None:
            raise faulty_field("template", "Give either text or template_id.")


class NullTextIsAText(Behaviour):
    """A null text beside a template is a text that was given."""

    def build(self, values: Json, call: Call) -> Sms:
        sms = super().build(values, call)
        return replace(sms, text=None) if sms.template_id and values.get("text", "") is None else sms


class FiltersByOneId(Behaviour):
    """A filter takes one id, as on the old page."""

    def filter_by_id(self, rows: list[Sms], name: str, text: str) -> list[Sms]:
        return super().filter_by_id(rows, name, text) if "," not in text else []


class LooksAtTheFormOfIds(Behaviour):
    """Ids have a form: in a path one without it is a faulty request, and in a body it is all that is looked at."""

    def new_id(self, prefix: str) -> str:
        return f"{prefix}_{self.world.dice.getrandbits(96):024x}"

    def find_sms(self, call: Call) -> Sms:
        if not FORMS_OF_ACTIVITIES.fullmatch(call.key):
            raise one_error(400, "Malformed id.")
        return super().find_sms(call)

    def reference(self, shelf: dict[str, T], value: Any, call: Call, question: str) -> str | None:
        form = FORM_OF_A_USER if question == "unknown-user" else FORM
        if isinstance(value, str) and not form.fullmatch(value):
            raise Invalid(NO_OBJECT)
        return super().reference(shelf, value, call, question)


def one_put_at_a_time(app: WSGIApplication, _now: Now) -> WSGIApplication:
    """A PUT that meets another of the same message is put off with a 409."""
    lock, busy = Lock(), set[str]()

    def middle(request: Request, inner: Inner) -> Response:
        if request.method != "PUT":
            return inner()
        with lock:
            if request.path in busy:
                return json_response(409, {"error": "The message is being changed."})
            busy.add(request.path)
        try:
            time.sleep(A_MOMENT_S)
            return inner()
        finally:
            with lock:
                busy.discard(request.path)

    return layer(app, middle)


class Quiet(LogIsSilent, NamesOneContact, LeavesFilesOut, NullTextIsRefused):
    """Tells little of what is beside the messages."""


class Talkative(
    NotifiesEverybody, LogKnowsNoObjects, NamesNoContact, MakesFileNamesSafe, NullTextIsAText, FiltersByOneId
):
    """Tells more than is asked for, of what is beside the messages."""


innocent(
    "quiet-neighbours",
    "R36 R109 S7 S72",
    "That messages leave events is only observed (R109): the log has none. Files that were never uploaded are left out"
    " (S72), a lead shows one of its contacts, and contacts have no `name`. A null `text` beside a template is refused"
    " (S7).",
    behaviour=Quiet,
)
innocent(
    "talkative-neighbours",
    "D13 R36 R43 R88 S7 S56",
    "Whom a notification is for is not said (S56): each user has one. The event log has no filter by object. File names"
    " are made safe, names of contacts are empty. A null `text` beside a template is a text (S7). The filters are those"
    " of the old page and take one id (D13).",
    readings={"old-list-filters-only": "ignored"},
    behaviour=Talkative,
)
innocent(
    "ids-have-a-form",
    "R10 R102 S46",
    "A malformed id is a faulty request (R10), 400 is declared for GET, PUT and DELETE. In a body only the form of an"
    " id is looked at (S46). Of two PUTs of a message at once one is put off with a 409.",
    readings={"unknown-lead": "accepted", "unknown-contact": "accepted", "unknown-user": "accepted"},
    behaviour=LooksAtTheFormOfIds,
    around=one_put_at_a_time,
)
