"""Servers on which creating, editing and deleting leave other traces."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.things import Event, Origin, Sms
from tests.innocents.innocent import innocent

LONG = timedelta(seconds=20)


class Gone(Behaviour):
    """What was deleted is gone, for whoever fetches it too; what was created says where it is."""

    def get_sms(self, call: Call) -> Answer:
        if self.was_deleted(call):
            raise self.gone()
        return super().get_sms(call)

    def create_sms(self, call: Call) -> Answer:
        answer = super().create_sms(call)
        answer.headers["Location"] = f"{call.path}{(answer.body or {}).get('id', '')}/"
        return answer


class NoTraceOfNothing(Behaviour):
    """A PUT that says what is so already changes nothing, no date and no event either."""

    def change(self, sms: Sms, values: Json) -> Sms:
        changed = super().change(sms, values)
        return sms if changed == sms else changed


class Merges(Behaviour):
    def takes_up(self, last: Event, action: str, origin: Origin | None, now: datetime) -> bool:
        return last.action == action == "updated" and now - last.date_updated <= LONG


class ByLastChange(Behaviour):
    def order(self, rows: Iterable[Sms]) -> list[Sms]:
        return sorted(rows, key=lambda sms: (sms.date_updated, sms.id), reverse=True)


class SaysWhyCancelled(Behaviour):
    def cancel(self, sms: Sms, values: Json) -> Sms:
        cancelled = super().cancel(sms, values)
        return replace(cancelled, error_message="Cancelled by the user.") if cancelled != sms else cancelled


class DatedFromTheOutboxOn(Behaviour):
    """`date_sent` is when a message was handed over, until it is called back."""

    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        entered = super().enter(sms, status, at, was_draft=was_draft)
        return replace(entered, date_sent=self.now()) if status == "outbox" else entered

    def cancel(self, sms: Sms, values: Json) -> Sms:
        return replace(super().cancel(sms, values), date_sent=None)


class NoFields(Behaviour):
    """`_fields` is a parameter of nothing that has to do with SMS activities."""

    def fields_reading(self, call: Call) -> str:
        return "ignored"

    def list_sms(self, call: Call) -> Answer:
        call.query = {name: text for name, text in call.query.items() if name != "_fields"}
        return super().list_sms(call)


innocent(
    "created-201-deleted-410",
    "D8 D18 S30",
    "201 with a `Location` is what newer resources answer (D8). A delete answers an object that says so (D18); what is"
    " deleted is gone to a second DELETE and to a GET, which S30 leaves open.",
    readings={"create-success-code": "201", "delete-answer-body": "success-object", "second-delete": "410"},
    behaviour=Gone,
)
innocent(
    "deletes-again",
    "R91 S28 S29 S30",
    "A second DELETE of the same id succeeds (S30), an id that never was stays a 404 (R91). A message that is deleted"
    " while it waits is sent all the same (S29).",
    readings={"second-delete": "200", "deleted-message-is-sent": "sent"},
)
innocent(
    "locked-edits-without-effect",
    "R58 R66 R67 R68 S1 S20 S21 S22 S23 S26",
    "That what is no draft cannot be modified is kept: it is not. Which code says so is open (S1): 200 with the object"
    " as it is. An illegal target of a draft is left out just so (S22).",
    readings={
        "locked-edit-code": "ignored",
        "edit-of-a-failed-message": "ignored",
        "reschedule-in-one-put": "ignored",
        "scheduled-to-outbox": "ignored",
        "cancel-and-edit-in-one-put": "ignored",
        "draft-to-sent": "ignored",
        "draft-to-inbox": "ignored",
        "draft-to-error": "ignored",
    },
)
innocent(
    "no-trace-of-nothing",
    "R54 R69 R106 S24",
    "A PUT with a new text moves `date_updated` (R69). Of one with the old values nothing is said (S24): here nothing"
    " happens, and no event comes of it.",
    behaviour=NoTraceOfNothing,
)
innocent(
    "same-create-is-one",
    "S69",
    "No key of idempotency exists (S69). Here a user's POST that repeats the one just before answers its message again,"
    " as long as that is unchanged.",
    readings={"same-create-twice": "one"},
)
innocent(
    "merged-events",
    "R106 R108 S70",
    "Quick successive changes may be merged into one event (api/resources/events): `date_updated` moves, `date_created`"
    " stays. A sending is an `updated` and a `sent` (S70).",
    readings={"merged-events": "merged", "event-of-sending": "both", "outbox-on-the-way": "passed"},
    behaviour=Merges,
)
innocent(
    "newest-change-first",
    "R78 S57",
    "The order of the list is not said (S57). Here what changed last comes first.",
    readings={"order-by-parameter": "refused"},
    behaviour=ByLastChange,
)
innocent(
    "oldest-first",
    "R78 S57",
    "The order of the list is not said (S57). Here it rises, unless `_order_by` says otherwise.",
    readings={"list-order": "oldest-first", "order-by-parameter": "honoured", "largest-limit": "1000"},
)
innocent(
    "no-fields-parameter",
    "D12 R74 R75 R86 S62",
    "`_fields` is no parameter of SMS activities on their pages and in SPEC-05 (D12), and has no effect.",
    behaviour=NoFields,
)
innocent(
    "fields-with-more",
    "D12 R75 S62",
    "Which keys come whatever `_fields` names is not said (S62): the id, the type and the organization.",
    readings={"fields-that-always-come": "more", "fields-on-create": "ignored", "unknown-name-in-fields": "refused"},
)
innocent(
    "texts-normalised",
    "S9 S48 R69",
    "What becomes of whitespace, of an empty and of a very long text is not said (S9): outer blanks are cut off, line"
    " ends become line feeds, an empty text null, a long one is cut. Other characters stay as they are.",
    readings={
        "blank-edges-of-text": "trimmed",
        "carriage-return-in-text": "normalised",
        "empty-text": "none",
        "long-text": "truncated",
        "lone-surrogate-in-text": "replaced",
    },
)
innocent(
    "cancelled-with-a-reason",
    "S19 S33 S35",
    "What a cancel does besides setting the status is not said (S19). It leaves in `error_message` why the message was"
    " not sent.",
    behaviour=SaysWhyCancelled,
)
innocent(
    "dated-from-the-outbox-on",
    "S19 S35",
    "What `date_sent` is while a message is on its way is not said. Here it is when it was handed over, and null again"
    " when it is called back.",
    behaviour=DatedFromTheOutboxOn,
)
