"""Faults on what hardly anybody asks for: odd requests, and messages in a state that few are in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.things import Sms
from tests.faults.bank_filters import Filters
from tests.faults.bank_transport import crash
from tests.faults.fault import fault

LONG_ID = 100


@fault("transport.no-server-error", "a `_limit` or `_skip` that is no whole number crashes the server")
class OddPagesCrash(Behaviour):
    def list_page(self, call: Call) -> Json:
        asked = [call.query[name] for name in ("_limit", "_skip") if name in call.query]
        if not all(text.isdigit() for text in asked):
            raise crash()
        return super().list_page(call)


@fault("transport.no-server-error", "a long id in the path crashes the server")
class LongIdCrashes(Behaviour):
    def find_sms(self, call: Call) -> Sms:
        if len(call.key) > LONG_ID:
            raise crash()
        return super().find_sms(call)


@fault("transport.no-server-error", "a create with an explicit null for the lead crashes the server")
class NullLeadCrashes(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        if "lead_id" in call.body and call.body["lead_id"] is None:
            raise crash()
        return super().create_sms(call)


@fault("transport.no-server-error", "a `_skip` of more than 64 bits crashes the list")
class HugeSkipCrashesTheList(Behaviour):
    def skip(self, call: Call) -> int:
        if len(call.query.get("_skip", "")) > len(str(2**63)):
            raise crash()
        return super().skip(call)


@fault(("phones.malformed", "update.faulty-fields"), "numbers of more than 15 digits are stored")
class LongNumbersAreTaken(Behaviour):
    def phone(self, value: Any) -> str:
        return value if isinstance(value, str) and value[1:].isdigit() and len(value) > 16 else super().phone(value)


@fault(("phones.malformed", "update.faulty-fields"), "a telephone number without quotes loses its last digit")
class NumbersNeedQuotes(Behaviour):
    def phone(self, value: Any) -> str:
        number = isinstance(value, int) and not isinstance(value, bool)
        return f"+{value // 10}" if number else super().phone(value)


@fault(
    "scheduling.date-required", "a scheduled create without the key date_scheduled is accepted, one with null is not"
)
class DateMayBeAbsent(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        if call.body.get("status") == "scheduled":
            call.body.setdefault("date_scheduled", "2031-01-01T00:00:00+00:00")
        return super().create_sms(call)


@fault(("object.source", "object.never-null"), "a source that was posted as null is shown as null")
class NullSourceIsShown(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        answer = super().create_sms(call)
        shown = answer.body is not None and "source" in call.body and call.body["source"] is None
        return replace(answer, body={**answer.body, "source": None}) if shown and answer.body else answer


@fault("list.by-user", "of several users the filter takes only the first")
class UserFilterTakesTheFirst(Filters):
    name = "user_id"

    def other(self, rows: list[Sms], keys: list[str]) -> list[Sms]:
        return self.matching(rows, keys[:1])


@fault("conventions.fields", "the names in `_fields` are beginnings of names")
class FieldsAreBeginnings(Behaviour):
    def names_in(self, fields: str) -> set[str]:
        names = super().names_in(fields)
        long = ("_formatted", "_name")
        return names | {f"{name}{end}" for name in names for end in long}


@fault(("update.only-its-keys", "object.immutable"), "an edit sets the direction back to the default")
class EditResetsDirection(Behaviour):
    def edit(self, sms: Sms, edits: Json) -> Sms:
        return replace(super().edit(sms, edits), direction=self.default_direction(sms.status))


@fault("update.sent-locked", "what was really sent can be edited", profile="send")
class ReallySentCanBeEdited(Behaviour):
    def change_locked(self, sms: Sms, values: Json) -> Sms:
        if sms.status == "sent" and sms.cost and "status" not in values:
            return self.edit(sms, dict(values))
        return super().change_locked(sms, values)


@fault(
    "sending.draft-is-sent", "a message that was called back goes out with the text that it had then", profile="send"
)
class CalledBackKeepsItsText(Behaviour):
    texts: Mapping[str, str | None] = MappingProxyType({})

    def cancel(self, sms: Sms, values: Json) -> Sms:
        self.texts = {**self.texts, sms.id: sms.text}
        return super().cancel(sms, values)

    def sent(self, sms: Sms, at: datetime) -> Sms:
        return replace(super().sent(sms, at), text=self.texts.get(sms.id, sms.text))


@fault(("list.by-id", "list.filters-together"), "of more than twenty ids the rest is left out")
class TwentyIdsAreEnough(Behaviour):
    def filter_by_id(self, rows: list[Sms], name: str, text: str) -> list[Sms]:
        ids = text.split(",")
        return [] if name == "id__in" and len(ids) > 20 else super().filter_by_id(rows, name, text)


@fault("conventions.tz-offset", "zones east of Greenwich count as Greenwich for plain dates")
class ZonesEndInGreenwich(Behaviour):
    def filtered(self, rows: Iterable[Sms], call: Call) -> list[Sms]:
        offset = call.zone.utcoffset(None)
        east = offset is not None and offset.total_seconds() > 0
        return super().filtered(rows, replace(call, zone=UTC) if east else call)
