"""The readings of the documents between which the mock can be switched: one table.

Each line is one question that the documents leave open, contradict themselves on, or only show in an example:
its name, the numbers of the disagreements (D), silences (S) and statements (R) behind it, and its possible
readings with what each means. The first reading is the default: what the documents come nearest to or,
where they are silent, the best recorded evidence.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """One switch of the mock: its possible `readings` with their meanings, the default first."""

    name: str
    refs: str
    readings: Mapping[str, str]

    @property
    def default(self) -> str:
        """The reading that holds unless another is asked for."""
        return next(iter(self.readings))

    @property
    def alternatives(self) -> tuple[str, ...]:
        """Every other reading."""
        return tuple(self.readings)[1:]


Q = Question
TABLE: tuple[Question, ...] = (
    # The answers and the way they travel
    Q("create-success-code", "D8", {"200": "as every documented example", "201": "as newer endpoints"}),
    Q(
        "delete-answer-body",
        "D18,R90",
        {"empty-object": "`{}`", "success-object": '`{"success": true}`', "no-body": "nothing at all"},
    ),
    Q(
        "error-body-of-a-faulty-field",
        "S47,R118",
        {
            "field-errors": "`errors` and `field-errors`",
            "error": "one text under `error`",
            "errors": "a list under `errors`",
            "no-body": "nothing at all",
        },
    ),
    Q(
        "not-found-bodies",
        "D22",
        {"alike": "unknown id and unknown URL: `error`", "different": "an unknown URL has `message` instead"},
    ),
    Q("second-delete", "S30", {"404": "unknown by now", "200": "deleting is idempotent", "410": "gone"}),
    Q(
        "missing-final-slash",
        "S52",
        {"served": "as with the slash", "redirect": "308 to the slash", "404": "an unknown URL"},
    ),
    Q(
        "wrong-content-type",
        "D7,R8",
        {"415": "unsupported format", "400": "a faulty request", "accepted": "the body is read as JSON"},
    ),
    Q("missing-content-type", "S50", {"accepted": "the body is read as JSON", "refused": "415"}),
    Q("content-type-charset", "S50", {"accepted": "the parameter is harmless", "refused": "415"}),
    Q("nan-in-body", "S49,R121", {"refused": "invalid JSON", "accepted": "NaN and Infinity are numbers"}),
    Q(
        "rate-limit-headers",
        "D20,R17",
        {"combined": "one `RateLimit`", "separate": "three `RateLimit-*`", "none": "no such header"},
    ),
    Q(
        "date-form",
        "R101",
        {
            "microseconds-offset": "`.167000+00:00`",
            "milliseconds": "`.167+00:00`",
            "no-fraction": "whole seconds",
            "zulu": "`.167000Z`",
        },
    ),
    Q("id-prefixes", "R102", {"as-in-the-example": "`acti_…`", "different": "new ids begin `acti-…`"}),
    Q(
        "formatted-number-spelling",
        "R103",
        {"as-in-the-example": "`+1 415-444-5555`", "different": "`+1.415.444.5555`"},
    ),
    Q("attachments-key-in-answers", "D10", {"present": "always a list", "absent": "no such key"}),
    Q("caller-id-keys-in-answers", "D11,R104", {"present": "both keys, null", "absent": "neither key"}),
    Q("send-in-echoed", "S16", {"absent": "no such key", "present": "the answer repeats it"}),
    # Which bodies are taken
    Q("error-status-on-create", "D1,S34,R22", {"accepted": "the enum counts", "refused": "the prose counts"}),
    Q("unknown-body-keys", "D4,R50", {"ignored": "the rest counts", "refused": "400: the body is closed"}),
    Q("created-by-id-key", "D5", {"accepted": "another name of `created_by`", "refused": "400"}),
    Q("date-scheduled-key", "D2", {"accepted": "the prose counts", "refused": "400: in no schema"}),
    Q("send-in-key", "D3", {"accepted": "the prose counts", "refused": "400: in no schema"}),
    Q(
        "local-phone-when-not-sending",
        "D6,S3,R111",
        {"optional": "only sending needs it", "required": "every create needs it"},
    ),
    Q(
        "remote-phone-missing",
        "S4",
        {"optional": "only sending needs it", "required": "every create needs it"},
    ),
    Q("no-lead", "S45", {"accepted": "messages may be unattached", "refused": "400"}),
    Q(
        "lead-from-contact",
        "S43",
        {"inferred": "the contact's lead", "none": "no lead", "refused": "400 without a lead"},
    ),
    Q("contact-of-another-lead", "S44", {"accepted": "the two are not compared", "refused": "400"}),
    Q("unknown-lead", "S46,R119", {"400": "a faulty field", "404": "not found", "accepted": "stored unseen"}),
    Q(
        "unknown-contact",
        "S46,R119",
        {"400": "a faulty field", "404": "not found", "accepted": "stored unseen"},
    ),
    Q(
        "unknown-user",
        "S46,S41",
        {"400": "a faulty field", "403": "not allowed", "404": "not found", "accepted": "stored unseen"},
    ),
    Q("other-organization-id", "S42", {"refused": "400", "ignored": "the key's organization counts"}),
    Q("null-direction", "D15,R42", {"accepted": "as if absent", "refused": "400"}),
    Q("null-source", "D15,R42", {"accepted": "as if absent", "refused": "400"}),
    Q("email-direction-words", "D24", {"refused": "400", "accepted": "`incoming` means `inbound`"}),
    Q("contrary-direction", "S55", {"accepted": "kept as given", "refused": "400"}),
    Q(
        "contrary-source",
        "S36",
        {"kept": "as posted", "normalised": "what the status implies", "refused": "400"},
    ),
    Q("more-than-ten-attachments", "D14,R49", {"refused": "400", "accepted": "no limit"}),
    Q("foreign-attachment-url", "S72", {"accepted": "any URL", "refused": "400 unless from the Files API"}),
    Q("phone-with-blanks", "S48", {"normalised": "to E.164", "kept": "as spelled", "refused": "400"}),
    Q("empty-text", "S9", {"kept": "stays empty", "none": "becomes null", "refused": "400"}),
    Q("blank-edges-of-text", "S9", {"kept": "as posted", "trimmed": "cut off", "refused": "400"}),
    Q("long-text", "S9", {"kept": "as posted", "truncated": "cut after 1000 characters", "refused": "400"}),
    Q("send-to-inbox-odd-value", "S55", {"refused": "400", "accepted": "as if absent"}),
    Q("send-to-inbox-on-draft", "S55", {"accepted": "ignored", "refused": "400 unless `inbox`"}),
    # What is derived
    Q("default-source-of-logged", "S35,R112", {"External": "handled elsewhere", "Close.io": "by Close"}),
    Q("default-source-of-draft", "S35", {"Close.io": "by Close", "External": "handled elsewhere"}),
    Q("default-source-of-outbox", "S35", {"Close.io": "by Close", "External": "handled elsewhere"}),
    Q("default-activity-at", "S37", {"created": "`date_created`", "none": "null"}),
    Q(
        "activity-at-after-sending",
        "S38",
        {"sent": "its `date_sent`", "created": "its `date_created`", "none": "null"},
    ),
    Q(
        "date-sent-of-sent",
        "S39,R113",
        {"created": "`date_created`", "activity": "`activity_at`", "none": "null"},
    ),
    Q(
        "date-sent-of-inbox",
        "S39",
        {"none": "null", "created": "`date_created`", "activity": "`activity_at`"},
    ),
    Q("date-created-input", "R115", {"kept": "as posted", "ignored": "now counts"}),
    Q("date-created-in-future", "S40", {"kept": "as posted", "ignored": "now counts", "refused": "400"}),
    # Templates
    Q("text-and-template", "S7", {"text": "the text", "template": "the template", "refused": "400"}),
    Q("unknown-template", "S10", {"400": "a faulty field", "404": "not found", "accepted": "stored unseen"}),
    Q("archived-template", "S10", {"rendered": "as ever", "refused": "400"}),
    Q(
        "unresolved-merge-field",
        "S10",
        {"empty": "becomes nothing", "kept": "stays written", "refused": "400"},
    ),
    Q("template-without-contact", "S11", {"rendered": "with no contact's values", "refused": "400"}),
    Q(
        "template-on-update",
        "S12",
        {
            "rendered": "the text is rendered anew",
            "stored": "only the reference changes",
            "ignored": "nothing changes",
            "refused": "400",
        },
    ),
    # Changing and deleting
    Q(
        "locked-edit-code",
        "S1",
        {
            "400": "a faulty request",
            "403": "not allowed",
            "404": "not found",
            "405": "not supported",
            "409": "conflict",
            "422": "unprocessable",
            "ignored": "200, nothing changes",
        },
    ),
    Q(
        "locked-edit-body",
        "S2",
        {
            "field-errors": "`field-errors` with `status`",
            "error": "one text under `error`",
            "errors": "a list under `errors`",
            "no-body": "nothing at all",
        },
    ),
    Q(
        "locked-harmless-edit",
        "S27",
        {"refused": "as any edit", "accepted": "lead, contact and user may move"},
    ),
    Q("draft-to-sent", "S22", {"refused": "400", "accepted": "logged as sent", "ignored": "stays a draft"}),
    Q(
        "draft-to-inbox",
        "S22",
        {"refused": "400", "accepted": "logged as received", "ignored": "stays a draft"},
    ),
    Q("same-status-again", "S24", {"accepted": "the status stays", "refused": "400"}),
    Q("create-only-key-on-update", "R56,D4", {"ignored": "the rest counts", "refused": "400"}),
    Q("delete-of-logged", "S28", {"accepted": "any status", "refused": "400 for `sent` and `inbox`"}),
    # Scheduling
    Q("date-scheduled-on-draft", "S19", {"kept": "as posted", "ignored": "stays null", "refused": "400"}),
    Q("date-scheduled-after-cancel", "S19", {"kept": "as it was", "cleared": "null"}),
    Q(
        "reschedule-in-one-put",
        "S20",
        {"refused": "only drafts", "accepted": "the date moves", "ignored": "200, nothing changes"},
    ),
    Q(
        "edit-and-schedule-in-one-put",
        "S25",
        {"accepted": "both happen", "ignored": "only the status changes", "refused": "400"},
    ),
    Q(
        "cancel-and-edit-in-one-put",
        "S26",
        {"refused": "only drafts", "accepted": "both happen", "ignored": "only the status changes"},
    ),
    Q("scheduled-in-the-past", "S18", {"refused": "400", "accepted": "sent at once"}),
    Q(
        "scheduled-without-offset",
        "S18",
        {"utc": "UTC or `x-tz-offset`", "elsewhere": "eight hours west of UTC", "refused": "400"},
    ),
    Q("scheduled-on-a-plain-date", "S18", {"accepted": "the start of that day", "refused": "400"}),
    Q(
        "scheduled-without-local-phone",
        "D6,S6",
        {"refused": "needed at once", "accepted": "needed when sent"},
    ),
    Q(
        "scheduled-to-outbox",
        "S21",
        {"refused": "only drafts", "accepted": "sent at once", "ignored": "200, nothing changes"},
    ),
    # Sending
    Q("send-in-zero", "S13", {"accepted": "no delay", "refused": "400"}),
    Q("send-in-negative", "S13", {"refused": "400", "accepted": "no delay"}),
    Q("send-in-decimal", "S13", {"refused": "400: whole seconds", "accepted": "parts of seconds count"}),
    Q("send-in-string", "S13", {"refused": "400", "accepted": "digits are read"}),
    Q("send-in-null", "S13", {"accepted": "as if absent", "refused": "400"}),
    Q("send-in-on-draft", "S14", {"accepted": "ignored unless `outbox`", "refused": "400 unless `outbox`"}),
    Q("send-in-on-update", "S15", {"delays": "as on create", "ignored": "sent at once", "refused": "400"}),
    Q("outbox-without-text", "S8", {"refused": "400", "accepted": "an empty message is sent"}),
    Q(
        "draft-to-outbox-without-local-phone",
        "S6",
        {"refused": "400", "accepted": "taken, and ends in `error`"},
    ),
    Q("sms-disabled-number", "S5", {"refused": "400", "accepted": "any internal number sends"}),
    Q(
        "refused-number-code",
        "S5",
        {"400": "a faulty field", "402": "not in the plan", "403": "not allowed", "404": "not found"},
    ),
    # Fetching and listing
    Q(
        "fields-parameter-on-get",
        "D12,R74",
        {"supported": "only the named keys", "ignored": "the whole object", "refused": "400"},
    ),
    Q(
        "contact-filter-on-list",
        "D13",
        {"supported": "filters", "ignored": "has no effect", "refused": "400"},
    ),
    Q("list-order", "S57,R126", {"newest-first": "falling `date_created`", "oldest-first": "rising"}),
)

QUESTIONS: Mapping[str, Question] = {question.name: question for question in TABLE}


def resolve(chosen: Mapping[str, str] | None = None) -> dict[str, str]:
    """Every question with the reading that holds; raises ValueError for a name that the table has not."""
    chosen = chosen or {}
    for name, reading in chosen.items():
        if name not in QUESTIONS:
            raise ValueError(f"unknown question {name!r}{_nearest(name, QUESTIONS)}")
        readings = QUESTIONS[name].readings
        if reading not in readings:
            known = ", ".join(readings)
            raise ValueError(f"unknown reading {reading!r} of {name!r}{_nearest(reading, readings)}; it knows: {known}")
    return {name: chosen.get(name, question.default) for name, question in QUESTIONS.items()}


def _nearest(name: str, known: Mapping[str, object]) -> str:
    nearest = difflib.get_close_matches(str(name), known, n=1, cutoff=0)
    return f"; did you mean {nearest[0]!r}?" if nearest else ""
