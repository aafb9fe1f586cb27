"""Servers that tidy up: what they do to messages beside what they are asked for."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from close_sms.mock import Behaviour
from close_sms.mock.calls import Call, Json
from close_sms.mock.errors import one_error
from close_sms.mock.things import Sms
from tests.innocents.innocent import innocent

SOON = timedelta(seconds=3)


class ComposesLetters(Behaviour):
    """Letters and their marks are composed on the way in."""

    def clean_text(self, value: Any, call: Call) -> str | None:
        text = super().clean_text(value, call)
        return text and unicodedata.normalize("NFC", text)


class ForgetsTheTemplate(Behaviour):
    """A template is used up when its content has become the text."""

    def render(self, sms: Sms, action: str) -> Json:
        return {**super().render(sms, action), "template_id": None}


class MarksAsDeleted(Behaviour):
    """A delete is an update first."""

    def remove(self, sms: Sms) -> None:
        self.record("updated", sms, (sms, replace(sms, date_updated=self.moment())))
        super().remove(sms)


class Touches(Behaviour):
    """A job looks at each new message after a while, and notes that it has."""

    def render(self, sms: Sms, action: str) -> Json:
        looked = sms.date_created + SOON
        if max(sms.date_updated, looked) == looked and self.now() >= looked:
            sms = replace(sms, date_updated=looked)
        return super().render(sms, action)


class ReadsNumbers(Behaviour):
    """A number may stand for a text of its digits, or for the seconds since 1970."""

    def clean_text(self, value: Any, call: Call) -> str | None:
        return super().clean_text(str(value) if is_number(value) else value, call)

    def phone(self, value: Any) -> str:
        return super().phone(f"+{value}" if is_number(value) else value)

    def clean_activity_at(self, value: Any, call: Call) -> datetime | None:
        return datetime.fromtimestamp(value, UTC) if is_number(value) else super().clean_activity_at(value, call)


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


class KnowsOneType(Behaviour):
    """The list knows no other type of activity."""

    def filter_by_type(self, rows: list[Sms], text: str) -> list[Sms]:
        if text != "SMS":
            raise one_error(400, f"_type={text} is not a type of this resource.")
        return rows


innocent(
    "letters-are-composed",
    "R51",
    "A server may normalise what it stores, and letters with composed marks are the same letters (Unicode, NFC).",
    behaviour=ComposesLetters,
)
innocent(
    "template-is-used-up",
    "R36 R51",
    "The content of a template becomes the text (R36). That the message then names the template is only an example's.",
    behaviour=ForgetsTheTemplate,
)
innocent(
    "deletes-are-updates-first",
    "R109",
    "What events there are of a message beside the documented ones is not said: here a delete sets a mark before.",
    behaviour=MarksAsDeleted,
)
innocent(
    "a-job-touches-messages",
    "R51",
    "What moves `date_updated` beside updates is not said: here a job that runs some seconds after a create.",
    behaviour=Touches,
)
innocent(
    "one-type-only",
    "R85 S61",
    "What another type in `_type` does is not said (S61): here it is refused, also beside SMS.",
    behaviour=KnowsOneType,
)
innocent(
    "reads-numbers",
    "R10 S47",
    "What a number in place of a text does is not said (S47): here it is read as its digits, or as seconds since 1970.",
    behaviour=ReadsNumbers,
)
