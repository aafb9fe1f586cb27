"""Whole servers: as the open-sourced framework, the old page and the newest page have them, and one with no more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from close_sms.mock import QUESTIONS, Behaviour
from close_sms.mock.calls import Answer, Json
from close_sms.mock.errors import Refusal
from close_sms.mock.things import Sms
from tests.innocents.innocent import Now, innocent
from tests.innocents.layers import Inner, layer
from tests.innocents.lifecycles import NoFields
from tests.innocents.limits import json_response

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

OF_DOCUMENTS = {"lead", "contact", "user", "template"}


class LikeFmr(Behaviour):
    """Faults of the document layer come without `errors`, those of a list by index."""

    def refuse(self, refusal: Refusal) -> Answer:
        faults = refusal.body.get("field-errors")
        if faults is None or refusal.kind == "locked":
            return super().refuse(refusal)
        if "attachments" in faults:
            faults = {**faults, "attachments": {"errors": {"0": faults["attachments"]}}}
        body: Json = {"field-errors": faults}
        return Answer(refusal.status, body if OF_DOCUMENTS & set(faults) else {"errors": [], **body})

    def rate_limit_headers(self) -> Mapping[str, str]:
        older = {"X-Rate-Limit-Limit": "160", "X-Rate-Limit-Remaining": "159", "X-Rate-Limit-Reset": "7.52"}
        return {**older, **super().rate_limit_headers(), "Vary": "Accept"}


def without_chunks(app: WSGIApplication, _now: Now) -> WSGIApplication:
    def middle(request: Request, inner: Inner) -> Response:
        if "chunked" in request.headers.get("Transfer-Encoding", "").lower():
            return json_response(400, {"error": "Chunked Transfer-Encoding is not supported."})
        return inner()

    return layer(app, middle)


class OldPage(NoFields):
    """The activity object of the old page, on which the newer keys are not."""

    def extra_keys(self, sms: Sms) -> Json:
        media = [self.render_attachment(sms, item) for item in sms.attachments]
        return {"attachments": media} if media else {}


class NewestPage(Behaviour):
    def extra_keys(self, sms: Sms) -> Json:
        ours = sms.direction == "outbound" and sms.local_phone is not None
        chosen = sms.status in ("outbox", "scheduled", "sent") and ours
        return {
            **super().extra_keys(sms),
            "caller_id_mode": "fixed" if ours else None,
            "caller_id_reason": "context" if chosen else None,
        }


class KeysWhereShown(Behaviour):
    """`attachments` is in the answers of list and fetch only, and only where there are some."""

    def render(self, sms: Sms, action: str) -> Json:
        answer = super().render(sms, action)
        if action not in ("list_sms", "get_sms") or not sms.attachments:
            answer.pop("attachments", None)
        return answer


class KeysWhereRead(Behaviour):
    """`attachments` is in the answers of list and fetch only, with or without any."""

    def render(self, sms: Sms, action: str) -> Json:
        answer = super().render(sms, action)
        if action not in ("list_sms", "get_sms"):
            answer.pop("attachments", None)
        return answer


class Bare(Behaviour):
    """No events, no tasks, no notes: their URLs are unknown."""

    def action(self, rule: str, method: str) -> str:
        if rule.startswith(("/event/", "/task/", "/activity/note/")):
            raise self.unknown_url()
        return super().action(rule, method)


innocent(
    "like-fmr",
    "D4 D7 D12 D19 D20 S49 S50 S51 S53 S57 S58 S59 S66 S67 R118 R123 R124 R125",
    "What flask-mongorest and cleancat do, which recordings show in production: 400 for a wrong content type (D7), HTML"
    " for who wants it (S51), 404 for a POST on an item (S53), `field-errors` with and without `errors`.",
    readings={
        "wrong-content-type": "400",
        "post-on-an-activity": "404",
        "accept-of-another-kind": "html",
        "rate-limit-headers": "separate",
        "options-on-the-collection": "200",
        "merged-events": "merged",
    },
    behaviour=LikeFmr,
    around=without_chunks,
)
innocent(
    "old-page",
    "D1 D4 D5 D11 D12 D13 D14",
    "The page of before 2026: four filters, the others without effect (D13), no `_fields` (D12), no `caller_id_*`"
    " (D11), five statuses (D1), attachments without a limit (D14).",
    readings={
        "old-list-filters-only": "ignored",
        "error-status-on-create": "refused",
        "more-than-ten-attachments": "accepted",
        "caller-id-keys-in-answers": "absent",
    },
    behaviour=OldPage,
)
innocent(
    "newest-page",
    "D10 D11 D12 R104",
    "`sms/get/llms.txt`: `caller_id_mode` and `caller_id_reason` have values, `attachments` is always a list.",
    behaviour=NewestPage,
)
innocent(
    "attachments-where-shown",
    "D10 D11 R87 R88",
    "The examples of list and fetch carry `attachments`, those of create and update and the schema do not (D10).",
    readings={"caller-id-keys-in-answers": "absent"},
    behaviour=KeysWhereShown,
)
innocent(
    "attachments-where-read",
    "D10 D11 R87 R88",
    "The same where list and fetch carry `attachments` also of messages without any, and an edit of what is locked is"
    " answered 200 without an effect.",
    readings={"locked-edit-code": "ignored"},
    behaviour=KeysWhereRead,
)
innocent(
    "bare",
    "R43 S56 S67 S70 R109",
    "The SMS pages name neither events nor tasks nor notes. Here there are none to be read; how an Inbox Notification"
    " is read is not said (S56).",
    readings={"event-log": "absent"},
    behaviour=Bare,
)

KEPT = {
    "date-scheduled-key": "accepted",
    "send-in-key": "accepted",
    "same-create-twice": "two",
    "phone-with-blanks": "refused",
    "nul-in-text": "refused",
    "reschedule-in-one-put": "ignored",
    "scheduled-to-outbox": "ignored",
    "plain-date-bound": "end",
    "event-of-sending": "both",
    "date-form": "zulu",
}
LAST_KEPT = {
    "delete-answer-body": "success-object",
    "rate-limit-headers": "separate",
    "template-on-update": "stored",
    "plain-date-bound": "end",
    "event-of-sending": "updated",
}
NEVER = {
    "limit-that-is-no-number": "refused",
    "negative-skip": "refused",
    "id-of-another-activity": "404",
    "locked-harmless-edit": "refused",
}
FIRST = {question.name: question.alternatives[0] for question in QUESTIONS.values()}
LAST = {question.name: question.alternatives[-1] for question in QUESTIONS.values()}
TOGETHER = "Of every question of the readings table that is open by a D or S the"

innocent(
    "first-alternatives",
    "D5 D7 D8 D13 D18 D20 S1 S2 S9 S18 S32 S52 S57",
    f"{TOGETHER} first alternative, so that 201 is answered, 403 refuses, only the old filters work, there is no event"
    " log, and so on. Alternatives that a stated rule decides against are left out.",
    readings={**FIRST, **KEPT, **NEVER},
)
innocent(
    "last-alternatives",
    "D2 D3 D7 D13 D18 D20 S1 S2 S9 S30 S47 S69",
    f"{TOGETHER} last alternative: no `date_scheduled` and no `send_in` (D2, D3), 410, errors without bodies, and so"
    " on. Alternatives that a stated rule decides against are left out.",
    readings={**LAST, **LAST_KEPT, **NEVER},
)
