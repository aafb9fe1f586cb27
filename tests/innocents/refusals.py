"""Servers that refuse what must be refused with other codes, other bodies, or after looking at other things first."""

from __future__ import annotations

from typing import Any

from flask import request as asked

from close_sms.mock import Behaviour
from close_sms.mock.behaviour.updating import UPDATE_FIELDS
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import Refusal
from close_sms.mock.things import Sms
from tests.innocents.innocent import innocent

ANY = "Bodies of errors are of any type (SPEC-05) or of none (SPEC-09); only the status code is dependable."


class TransitionsLikeEdits(Behaviour):
    """An illegal transition gets the code of an edit of what is no draft; a delete that is refused is forbidden."""

    def draft_target(self, sms: Sms, values: Json) -> str:
        try:
            return super().draft_target(sms, values)
        except Refusal as refusal:
            raise Refusal(int(self.reads("locked-edit-code")), refusal.body, "locked") from None

    def check_delete(self, sms: Sms) -> None:
        try:
            super().check_delete(sms)
        except Refusal as refusal:
            raise Refusal(403, refusal.body, "locked") from None


class ProblemBodies(Behaviour):
    def refuse(self, refusal: Refusal) -> Answer:
        texts = refusal.texts()
        body: Json = {"type": "about:blank", "title": "Refused", "status": refusal.status, "detail": "; ".join(texts)}
        fields = refusal.body.get("field-errors", {})
        body["invalid_params"] = [{"name": name, "reason": text} for name, text in fields.items()]
        return Answer(refusal.status, {**body, "instance": asked.path, "id": "err_1"})


class NoBodies(Behaviour):
    def refuse(self, refusal: Refusal) -> Answer:
        return Answer(refusal.status, None)


class BareBodies(Behaviour):
    """An error is a JSON text, or a JSON list of texts where fields are faulty."""

    def refuse(self, refusal: Refusal) -> Answer:
        texts: Any = refusal.texts()
        return Answer(refusal.status, texts if refusal.kind in ("fields", "locked") else texts[0])


class BodyFirst(Behaviour):
    """A PUT's body is read before the message is looked for."""

    def update_sms(self, call: Call) -> Answer:
        self.check_update_keys(call.body)
        self.clean(call, UPDATE_FIELDS)
        return super().update_sms(call)


CODES = "D7 S1 S2 S5 S22 S24 S28 S30 S46 S66 S71"
OPEN = "Which code has a refused edit or transition (S1), an unknown id in a body (S46), a number that cannot send"

innocent(
    "conflicts-409",
    CODES,
    f"{OPEN} (S5), another's id (S66), a wrong media type (D7) is open; a delete that is refused (S28) is forbidden"
    " (R11). What is faulty in itself stays a 400 (R10).",
    readings={
        "locked-edit-code": "409",
        "locked-edit-body": "error",
        "same-status-again": "refused",
        "delete-of-waiting": "refused",
        "unknown-lead": "404",
        "unknown-contact": "404",
        "unknown-user": "404",
        "unknown-template": "404",
        "refused-number-code": "404",
        "wrong-content-type": "400",
        "foreign-id-code": "403",
        "accept-of-another-kind": "406",
        "error-body-of-a-faulty-field": "error",
        "not-found-bodies": "different",
    },
    behaviour=TransitionsLikeEdits,
)
innocent(
    "unprocessable-422",
    CODES,
    f"{OPEN} (S5) is open; a delete that is refused (S28) is forbidden (R11). What is faulty in itself stays a 400"
    " (R10).",
    readings={
        "locked-edit-code": "422",
        "locked-edit-body": "errors",
        "delete-of-logged": "refused",
        "unknown-user": "403",
        "refused-number-code": "402",
        "megabyte-of-text": "413",
        "missing-content-type": "refused",
        "second-delete": "410",
        "error-body-of-a-faulty-field": "errors",
    },
    behaviour=TransitionsLikeEdits,
)
innocent(
    "forbidden-403",
    "R11 S1 S5 S22 S28 S41 S46 S66",
    "What the caller may not do is 403 (R11), and editing, turning or deleting what is no draft is that (S1 names it).",
    readings={
        "locked-edit-code": "403",
        "locked-edit-body": "error",
        "delete-of-logged": "refused",
        "delete-of-waiting": "refused",
        "refused-number-code": "403",
        "unknown-user": "403",
        "event-log": "refused",
    },
    behaviour=TransitionsLikeEdits,
)
innocent("problem-bodies", "S2 S47 D22", f"{ANY} Here RFC 9457's keys, `status` too.", behaviour=ProblemBodies)
innocent("errors-without-bodies", "S2 S47 D22", f"{ANY} Here there is none.", behaviour=NoBodies)
innocent("errors-as-texts", "S2 S47 D22", f"{ANY} Here a JSON text or a list of texts.", behaviour=BareBodies)
innocent(
    "body-first",
    "R10 R71 S1",
    "A request that is wrong in two ways is refused for either: a faulty body is a 400 (R10) before the id is looked up"
    " (R71) and before the status is looked at (S1).",
    behaviour=BodyFirst,
)
