"""Servers that refuse whatever may be refused, and servers that take whatever may be taken."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import phonenumbers

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.dates import has_offset, is_plain_date
from close_sms.mock.errors import NO_DATE, NO_PHONE, Invalid, one_error
from close_sms.mock.phones import normalised
from close_sms.mock.things import Sms
from tests.innocents.innocent import innocent

TEN_DIGITS = re.compile(r"[2-9][0-9]{9}")
MOST_SKIPPED = 10_000
FIRST_YEAR = 2000


class OwnNumbersOnly(Behaviour):
    """A `local_phone` is an internal number of the organization, whatever the status."""

    def clean_local_phone(self, value: Any, call: Call) -> str | None:
        number = super().clean_local_phone(value, call)
        if number is not None:
            phone = self.world.number_of(call.organization_id, normalised(number))
            if phone is None or not self.may_send_from(phone):
                raise Invalid("The number has to be associated with a Phone Number of type internal.")
        return number


class Strict(OwnNumbersOnly):
    """Refuses, beyond the readings, dates without an offset, numbers that cannot be, and acting for others."""

    def dated(self, value: Any) -> Any:
        if isinstance(value, str) and not has_offset(value):
            raise Invalid(NO_DATE)
        return value

    def clean_activity_at(self, value: Any, call: Call) -> datetime | None:
        return super().clean_activity_at(self.dated(value), call)

    def clean_date_created(self, value: Any, call: Call) -> datetime | None:
        return super().clean_date_created(self.dated(value), call)

    def bound(self, name: str, text: str, call: Call) -> datetime:
        if not is_plain_date(text) and not has_offset(text):
            raise one_error(400, f"{name}: {NO_DATE}")
        return super().bound(name, text, call)

    def phone(self, value: Any) -> str:
        number = super().phone(value)
        try:
            possible = phonenumbers.is_possible_number(phonenumbers.parse(number))
        except phonenumbers.NumberParseException:
            possible = False
        if not possible:
            raise Invalid(NO_PHONE)
        return number

    def clean_user_id(self, value: Any, call: Call) -> str | None:
        self.check_own(value, call)
        return super().clean_user_id(value, call)

    def clean_created_by(self, value: Any, call: Call) -> str | None:
        self.check_own(value, call)
        return super().clean_created_by(value, call)

    def check_own(self, value: Any, call: Call) -> None:
        if isinstance(value, str) and value in self.world.users and value != call.caller.user_id:
            raise one_error(403, "Only an admin may act for others.")

    def update_sms(self, call: Call) -> Answer:
        sms = self.find_sms(call)
        if not call.body and not self.may_modify(sms):
            raise self.locked()
        return super().update_sms(call)

    def skip(self, call: Call) -> int:
        skip = super().skip(call)
        if skip > MOST_SKIPPED:
            raise one_error(400, f"The skip you set is larger than the maximum (max_skip = {MOST_SKIPPED}).")
        return skip


class Lenient(Behaviour):
    """Takes, beyond the readings, national numbers and a PUT that repeats the status of what is no draft."""

    def phone(self, value: Any) -> str:
        bare = re.sub(r"\D", "", value) if isinstance(value, str) else ""
        national = isinstance(value, str) and not value.strip().startswith("+") and TEN_DIGITS.fullmatch(bare)
        return super().phone(f"+1{bare}" if national else value)

    def change_locked(self, sms: Sms, values: Json) -> Sms:
        return sms if values == {"status": sms.status} else super().change_locked(sms, values)


REFUSED_IN_BODIES = """error-status-on-create unknown-body-keys created-by-id-key no-lead lead-from-contact
contact-of-another-lead other-organization-id null-direction null-source email-direction-words contrary-direction
contrary-source more-than-ten-attachments foreign-attachment-url attachments-without-text phone-with-blanks empty-text
blank-edges-of-text long-text send-to-inbox-odd-value send-to-inbox-on-draft create-only-key-on-update nul-in-text
carriage-return-in-text nan-in-body duplicate-keys deeply-nested-value lone-surrogate-in-text byte-order-mark
text-and-template archived-template unresolved-merge-field template-without-contact date-created-in-future
fields-on-create send-in-zero send-in-negative send-in-decimal send-in-string send-in-null send-in-on-draft
send-in-on-update date-scheduled-on-draft edit-and-schedule-in-one-put cancel-and-edit-in-one-put scheduled-in-the-past
scheduled-without-offset scheduled-on-a-plain-date same-status-again outbox-without-text sms-disabled-number"""

REFUSED_ON_THE_WIRE = """missing-content-type content-type-charset unknown-query-parameter limit-of-zero empty-filter
unknown-id-in-filter type-of-another-activity order-by-parameter unknown-name-in-fields delete-of-logged
delete-of-waiting"""

STRICT = dict.fromkeys(REFUSED_IN_BODIES.split(), "refused")
NEEDED = {"local-phone-when-not-sending": "required", "remote-phone-missing": "required"}

ACCEPTED = """error-status-on-create created-by-id-key no-lead contact-of-another-lead unknown-lead unknown-contact
unknown-user unknown-template null-direction null-source email-direction-words more-than-ten-attachments
foreign-attachment-url attachments-without-text send-to-inbox-odd-value send-to-inbox-on-draft draft-to-sent
draft-to-inbox draft-to-error edit-of-a-failed-message same-status-again delete-of-logged delete-of-waiting nan-in-body
deeply-nested-value body-in-utf-16 byte-order-mark wrong-content-type missing-content-type content-type-charset
patch-on-an-activity cancel-and-edit-in-one-put edit-and-schedule-in-one-put scheduled-in-the-past
scheduled-on-a-plain-date scheduled-without-local-phone send-in-zero send-in-negative send-in-decimal send-in-string
send-in-null send-in-on-draft outbox-without-text draft-to-outbox-without-local-phone sms-disabled-number"""

LENIENT = {
    **dict.fromkeys(ACCEPTED.split(), "accepted"),
    "other-organization-id": "ignored",
    "phone-with-blanks": "normalised",
    "duplicate-keys": "first",
    "lone-surrogate-in-text": "kept",
    "unresolved-merge-field": "kept",
    "template-on-update": "stored",
    "send-in-on-update": "delays",
    "options-on-the-collection": "200",
    "largest-limit": "larger",
    "skip-beyond-everything": "empty",
    "order-by-parameter": "honoured",
    "empty-filter": "ignored",
    "type-of-another-activity": "ignored",
    "second-delete": "200",
    "reschedule-in-one-put": "ignored",
    "scheduled-to-outbox": "ignored",
}

innocent(
    "closed-bodies",
    "D1 D2 D3 D4 D5 D15 D24 S3 S4 S7 S9 S36 S43 S44 S45 S48 S55 S72 S73",
    "SPEC-09 closes the bodies (D4), and neither `date_scheduled` (D2) nor `send_in` (D3) is in a schema, so that"
    " nothing can be scheduled. Whatever else the silences leave open in a body is refused with a 400 (R10).",
    readings={**STRICT, **NEEDED, "date-scheduled-key": "refused", "send-in-key": "refused"},
)
innocent(
    "strict",
    "D4 D6 S3 S4 S5 S9 S13 S14 S15 S18 S19 S24 S28 S41 S45 S47 S48 S50 S52 S54 S58 S59",
    "As closed bodies, but with the two keys that the prose needs; strict on the wire too. A date-time is RFC 3339's"
    " and has an offset; a number must be possible (S47, S48); who acts for others is forbidden (S41); an empty PUT on"
    " what cannot be modified is refused (S1); the largest `_skip` is 10000 (S58).",
    readings={
        **STRICT,
        **NEEDED,
        **dict.fromkeys(REFUSED_ON_THE_WIRE.split(), "refused"),
        "missing-final-slash": "404",
        "accept-of-another-kind": "406",
        "head-on-the-collection": "405",
        "megabyte-of-text": "413",
        "post-on-an-activity": "404",
    },
    behaviour=Strict,
)
innocent(
    "lenient",
    "D1 D5 D7 D14 D15 D24 S3 S4 S6 S8 S9 S10 S13 S14 S18 S22 S23 S24 S26 S30 S46 S48 S49 S53 S54 S55 S58 S59",
    "Whatever the documents leave open is taken. A number without a plus is read as one of the US (S48), a PUT that"
    " repeats the status changes nothing (S24). What is no draft stays as it is (R58, R66 to R68).",
    readings=LENIENT,
    behaviour=Lenient,
)
innocent(
    "own-numbers-only",
    "D6 S3 S5 R33",
    "The create page says that the number you choose has to be associated with an internal Phone Number, and does not"
    " say that this holds for sending only (D6): drafts and logged messages are held to it too. Null stays allowed.",
    behaviour=OwnNumbersOnly,
)


class NothingBefore2000(Behaviour):
    def clean_activity_at(self, value: Any, call: Call) -> datetime | None:
        moment = super().clean_activity_at(value, call)
        if moment and moment.year < FIRST_YEAR:
            raise Invalid("Too long ago.")
        return moment


innocent(
    "nothing-before-2000",
    "S37 R46",
    "How long ago a message may have been is not said; here it is not before 2000.",
    behaviour=NothingBefore2000,
)
