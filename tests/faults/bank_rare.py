"""More faults of what is stored: texts, numbers and dates of rare values."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote

from close_sms.mock import Behaviour
from close_sms.mock.calls import Call, Json
from close_sms.mock.errors import NO_DATE, NO_PHONE, Invalid, one_error
from close_sms.mock.things import Sms
from tests.faults.bank_stored import CreatedAt, Misreads, offset_of
from tests.faults.bank_texts import Spoils
from tests.faults.fault import fault


class SizeMatters(Spoils):
    """A text of exactly one size loses its last character."""

    size = 0

    def spoil(self, text: str) -> str:
        return text[:-1] if len(text) == self.size else text


@fault("stored.text", "a text of exactly 160 characters loses the last")
class TextOf160IsCut(SizeMatters):
    size = 160


@fault("stored.text", "a text of exactly 500 characters loses the last")
class TextOf500IsCut(SizeMatters):
    size = 500


@fault("stored.text", "a text ends after 255 characters")
class TextEndsAt255(Spoils):
    def spoil(self, text: str) -> str:
        return text[:255]


@fault(("transport.no-server-error", "stored.text"), "a text of exactly 256 characters crashes the server")
class TextOf256Crashes(Spoils):
    def spoil(self, text: str) -> str:
        if len(text) == 256:
            raise one_error(500, "Internal Server Error")
        return text


@fault("stored.text", "what looks like a percent code in a text is decoded")
class PercentIsDecoded(Spoils):
    def spoil(self, text: str) -> str:
        return unquote(text)


@fault("stored.text", "percent signs in a text are doubled")
class PercentIsDoubled(Spoils):
    def spoil(self, text: str) -> str:
        return text.replace("%", "%%")


@fault("stored.text", "a digit at the end of a text is lost")
class LastDigitIsLost(Spoils):
    def spoil(self, text: str) -> str:
        return text[:-1] if text[-1:].isdigit() and len(text) > 1 else text


@fault("stored.text", "emoji lose the tone of their skin")
class SkinTonesAreLost(Spoils):
    def spoil(self, text: str) -> str:
        return re.sub("[\U0001f3fb-\U0001f3ff]", "", text)


@fault("stored.text", "letters of full width become ASCII (NFKC)")
class FullWidthIsFolded(Spoils):
    def spoil(self, text: str) -> str:
        return "".join(unicodedata.normalize("NFKC", each) if "\uff00" <= each <= "\uffef" else each for each in text)


@fault("stored.text", "ideographs become question marks")
class IdeographsAreLost(Spoils):
    def spoil(self, text: str) -> str:
        return re.sub("[\u4e00-\u9fff]", "?", text)


@fault("stored.text", "marks that embed or isolate a direction are left out")
class DirectionMarksAreLost(Spoils):
    def spoil(self, text: str) -> str:
        return re.sub("[\u202a-\u202e\u2066-\u2069]", "", text)


@fault("stored.text", "a text that could be a formula gets an apostrophe")
class FormulasAreDefused(Spoils):
    def spoil(self, text: str) -> str:
        return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


@fault("stored.text", "links are made short")
class LinksAreShortened(Spoils):
    def spoil(self, text: str) -> str:
        return re.sub(r"https?://\S+", "https://clo.se/x1", text)


@fault("stored.text", "entities of HTML are resolved")
class EntitiesAreResolved(Spoils):
    def spoil(self, text: str) -> str:
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@fault("stored.text", "the words null and None become null")
class TheWordNullIsNull(Behaviour):
    def clean_text(self, value: Any, call: Call) -> str | None:
        return super().clean_text(None if value in ("null", "None") else value, call)


@fault("stored.text", "soft hyphens are left out")
class SoftHyphensAreLost(Spoils):
    def spoil(self, text: str) -> str:
        return text.replace("\u00ad", "")


@fault(("stored.fields", "body.nullable-fields"), "a null text becomes the word None")
class NullTextIsTheWordNone(Behaviour):
    def build(self, values: Json, call: Call) -> Sms:
        null = "text" in values and values["text"] is None and not values.get("template_id")
        return super().build({**values, "text": "None"} if null else values, call)


@fault("stored.fields", "a number of 15 digits loses the last")
class LongNumbersAreCut(Behaviour):
    def clean_remote_phone(self, value: Any, call: Call) -> str | None:
        phone = super().clean_remote_phone(value, call)
        return phone and phone[:15]


@fault("stored.fields", "a number of 8 digits or fewer is refused")
class ShortNumbersAreRefused(Behaviour):
    def clean_remote_phone(self, value: Any, call: Call) -> str | None:
        phone = super().clean_remote_phone(value, call)
        if phone and len(phone) <= 9:
            raise Invalid(NO_PHONE)
        return phone


@fault("stored.fields", "a number of another country than the US loses its country code for that of the US")
class EveryNumberIsAmerican(Behaviour):
    def clean_remote_phone(self, value: Any, call: Call) -> str | None:
        phone = super().clean_remote_phone(value, call)
        return phone and (phone if phone.startswith("+1") else f"+1{phone[3:]}")


@fault("stored.fields", "from the second message of a lead on, the contact is dropped")
class SecondOfALeadLosesContact(Behaviour):
    def build(self, values: Json, call: Call) -> Sms:
        sms = super().build(values, call)
        second = any(sms.lead_id and other.lead_id == sms.lead_id for other in self.world.messages.values())
        return replace(sms, contact_id=None) if second else sms


@fault("stored.instants", "a leap day becomes the first of March")
class LeapDayIsInMarch(Misreads):
    def misread(self, text: str, moment: datetime) -> datetime:
        return moment + timedelta(days=1) if (moment.month, moment.day) == (2, 29) else moment


@fault(("stored.instants", "body.optional-fields"), "a leap day is refused as activity_at")
class LeapDayIsNoDate(Misreads):
    fields = ("activity_at",)

    def misread(self, text: str, moment: datetime) -> datetime:
        if (moment.month, moment.day) == (2, 29):
            raise Invalid(NO_DATE)
        return moment


@fault("stored.instants", "of an offset with 45 minutes only 30 count")
class QuarterHoursAreLost(Misreads):
    def misread(self, text: str, moment: datetime) -> datetime:
        rest = abs(offset_of(text)) % timedelta(minutes=30)
        return moment + rest if offset_of(text) > timedelta() else moment - rest


@fault("stored.instants", "the last second of a minute becomes the first of the same minute")
class LastSecondIsTheFirst(Misreads):
    def misread(self, text: str, moment: datetime) -> datetime:
        return moment.replace(second=0) if moment.second == 59 else moment


@fault("stored.instants", "midnight becomes noon")
class MidnightIsNoon(Misreads):
    def misread(self, text: str, moment: datetime) -> datetime:
        return moment.replace(hour=12) if (moment.hour, moment.minute, moment.second) == (0, 0, 0) else moment


@fault("stored.instants", "dates in summer are an hour early")
class SummerIsAnHourEarly(Misreads):
    def misread(self, text: str, moment: datetime) -> datetime:
        return moment - timedelta(hours=1) if 4 <= moment.month <= 9 else moment


@fault("stored.instants", "moments before 1970 become 1970")
class NothingIsBefore1970(Misreads):
    def misread(self, text: str, moment: datetime) -> datetime:
        return max(moment, datetime(1970, 1, 1, tzinfo=moment.tzinfo))


@fault("stored.date-created", "date_created is at full minutes", gap="the clocks of both sides may differ by more")
class CreatedAtFullMinutes(CreatedAt):
    def otherwise(self, values: Json, now: datetime) -> datetime:
        return now.replace(second=0, microsecond=0)


@fault("stored.date-created", "a message made of a template has the template's date_created")
class CreatedWithTheTemplate(CreatedAt):
    def otherwise(self, values: Json, now: datetime) -> datetime:
        template = self.world.templates.get(values.get("template_id") or "")
        return now if template is None else template.date_created - timedelta(hours=1)


@fault("stored.date-created", "a received message has the date_created of its lead")
class InboxIsAsOldAsItsLead(CreatedAt):
    def otherwise(self, values: Json, now: datetime) -> datetime:
        lead = self.world.leads.get(values.get("lead_id") or "")
        return lead.date_created - timedelta(hours=1) if lead is not None and values["status"] == "inbox" else now
