"""Reading the fields of an SMS body, one method each."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, TypeVar

from close_sms.mock.behaviour.texts import Texts
from close_sms.mock.calls import Call, Json
from close_sms.mock.dates import has_offset, is_plain_date, parse_moment
from close_sms.mock.errors import NO_DATE, NO_OBJECT, REQUIRED, Invalid, one_error, unknown_id
from close_sms.mock.world import Owned

STATUSES = ("inbox", "draft", "scheduled", "outbox", "sent", "error")
DIRECTIONS = ("inbound", "outbound")
EMAIL_WORDS = {"incoming": "inbound", "outgoing": "outbound"}
SOURCES = ("Close.io", "External")
SEND_IN_LIMIT = 60
MOST_DIGITS = 9
ELSEWHERE = timezone(timedelta(hours=-8))

T = TypeVar("T", bound=Owned)


class Fields(Texts):
    """The values of create and update bodies."""

    def clean_status(self, value: Any, _call: Call) -> str:
        """One of the six statuses."""
        if value is None:
            raise Invalid(REQUIRED)
        return self.choice(value, STATUSES)

    def clean_direction(self, value: Any, _call: Call) -> str | None:
        """A direction; None where null counts as absent."""
        if value is None and self.reads("null-direction") == "accepted":
            return None
        if self.reads("email-direction-words") == "accepted" and isinstance(value, str):
            value = EMAIL_WORDS.get(value, value)
        return self.choice(value, DIRECTIONS)

    def clean_source(self, value: Any, _call: Call) -> str | None:
        """A source; None where null counts as absent."""
        if value is None and self.reads("null-source") == "accepted":
            return None
        return self.choice(value, SOURCES)

    def clean_local_phone(self, value: Any, _call: Call) -> str | None:
        """A number in E.164 format, or None."""
        return None if value is None else self.phone(value)

    def clean_remote_phone(self, value: Any, _call: Call) -> str | None:
        """A number in E.164 format, or None."""
        return None if value is None else self.phone(value)

    def clean_attachments(self, value: Any, _call: Call) -> list[Json]:
        """The attachments, an empty list for null."""
        return self.attachments(value)

    def clean_activity_at(self, value: Any, _call: Call) -> datetime | None:
        """A moment, or None."""
        return None if value is None else parse_moment(self.string(value))

    def clean_date_created(self, value: Any, _call: Call) -> datetime | None:
        """A moment that the readings accept, None where now counts."""
        if value is None:
            return None
        moment = parse_moment(self.string(value))
        future = moment > self.now()
        reading = self.reads("date-created-in-future" if future else "date-created-input")
        if reading == "refused":
            raise Invalid("date_created cannot be set.")
        return moment if reading == "kept" else None

    def clean_date_scheduled(self, value: Any, call: Call) -> datetime | None:
        """The moment to send at, or None."""
        if value is None:
            return None
        text = self.string(value)
        plain = is_plain_date(text)
        if plain and self.reads("scheduled-on-a-plain-date") == "refused":
            raise Invalid(NO_DATE)
        reading = self.reads("scheduled-without-offset")
        if reading == "refused" and not plain and not has_offset(text):
            raise Invalid("The date-time needs a UTC offset.")
        zone = ELSEWHERE if reading == "elsewhere" and call.zone is UTC else call.zone
        return parse_moment(text, zone, plain_dates=True)

    def clean_send_in(self, value: Any, _call: Call) -> float | None:
        """The delay of sending in seconds, None for none."""
        if value is None:
            if self.reads("send-in-null") == "refused":
                raise Invalid("Value must be of int type.")
            return None
        seconds = self.number(value)
        if not self.is_delay(seconds):
            raise Invalid(f"Value must be at least 0 and less than {SEND_IN_LIMIT}.")
        if seconds == 0 and self.reads("send-in-zero") == "refused":
            raise Invalid("Value must be greater than 0.")
        if seconds % 1 and self.reads("send-in-decimal") == "refused":
            raise Invalid("Value must be of int type.")
        return seconds

    def is_delay(self, seconds: float) -> bool:
        """Whether `send_in` may have that many seconds: fewer than 60."""
        negative = seconds < 0 and self.reads("send-in-negative") == "refused"
        return seconds < SEND_IN_LIMIT and not negative

    def number(self, value: Any) -> float:
        """A finite number; booleans are none, strings only where a reading says so."""
        if isinstance(value, str) and self.reads("send-in-string") == "accepted":
            value = int(value) if value.isascii() and value.isdigit() and len(value) <= MOST_DIGITS else None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise Invalid("Value must be of int type.")
        try:
            seconds = float(value)
        except OverflowError:
            seconds = math.inf
        if not math.isfinite(seconds):
            raise Invalid("Value must be of int type.")
        return seconds

    def clean_lead_id(self, value: Any, call: Call) -> str | None:
        """The id of one of the organization's leads, or None."""
        return self.reference(self.world.leads, value, call, "unknown-lead")

    def clean_contact_id(self, value: Any, call: Call) -> str | None:
        """The id of one of the organization's contacts, or None."""
        return self.reference(self.world.contacts, value, call, "unknown-contact")

    def clean_user_id(self, value: Any, call: Call) -> str | None:
        """The id of one of the organization's users, or None."""
        return self.reference(self.world.users, value, call, "unknown-user")

    def clean_created_by(self, value: Any, call: Call) -> str | None:
        """The id of one of the organization's users, or None."""
        return self.reference(self.world.users, value, call, "unknown-user")

    def clean_template_id(self, value: Any, call: Call) -> str | None:
        """The id of one of the organization's SMS Templates, or None."""
        return self.reference(self.world.templates, value, call, "unknown-template")

    def clean_organization_id(self, value: Any, call: Call) -> str:
        """The caller's organization, whatever else may be named."""
        other = value is not None and self.string(value) != call.organization_id
        if other and self.reads("other-organization-id") == "refused":
            raise Invalid(NO_OBJECT)
        return call.organization_id

    def reference(self, shelf: dict[str, T], value: Any, call: Call, question: str) -> str | None:
        """An id that names something of the organization's; `question` says what happens if it does not."""
        if value is None:
            return None
        key, reading = self.string(value), self.reads(question)
        if reading == "accepted" or self.world.own(shelf, key, call.organization_id) is not None:
            return key
        if reading == "400":
            raise Invalid(NO_OBJECT)
        text = "You do not have permission to do that."
        raise (unknown_id(question.removeprefix("unknown-").title()) if reading == "404" else one_error(403, text))
