"""Faults on one path only: by token, after another request, or beside another field."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import Refusal, faulty_field
from close_sms.mock.things import PhoneNumber, Sms
from tests.faults.bank_isolation import by_token
from tests.faults.fault import fault

NEVER = timedelta(days=10_000)
OF_A_SUBSCRIBER = 7  # digits, in North America


@fault("list.filters-together", "date_created__lt has no effect beside date_created__gt")
class AfterBeatsBefore(Behaviour):
    def filtered(self, rows: list[Sms], call: Call) -> list[Sms]:
        query = dict(call.query)
        if "date_created__gt" in query:
            query.pop("date_created__lt", None)
        return super().filtered(rows, replace(call, query=query))


@fault("update.fields", "a PUT that names a status leaves the number")
class StatusKeepsTheNumber(Behaviour):
    def change(self, sms: Sms, values: Json) -> Sms:
        kept = "status" in values and sms.status == "draft"
        return super().change(sms, {name: each for name, each in values.items() if name != "remote_phone" or not kept})


class NeverSends(Behaviour):
    """Some messages that are to be sent never are."""

    def is_forgotten(self, sms: Sms) -> bool:
        return False

    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        entered = super().enter(sms, status, at, was_draft=was_draft)
        is_lost = entered.send_at is not None and self.is_forgotten(entered)
        return replace(entered, send_at=self.now() + NEVER) if is_lost else entered


@fault("scheduling.sent-at-date", "what a token schedules is never sent", profile="send")
class TokenSchedulesForNever(NeverSends):
    def is_forgotten(self, sms: Sms) -> bool:
        return sms.status == "scheduled" and by_token()


@fault("sending.sent", "what is to be sent after a refused request is never sent", profile="send")
class RefusalForgetsTheNext(NeverSends):
    was_refused = False

    def create_sms(self, call: Call) -> Answer:
        try:
            answer = super().create_sms(call)
        except Refusal:
            self.was_refused = True
            raise
        self.was_refused = False
        return answer

    def is_forgotten(self, sms: Sms) -> bool:
        return sms.status == "outbox" and self.was_refused


@fault("phones.foreign-refused", "numbers are compared by their last seven digits", profile="send")
class SubscribersAreCompared(Behaviour):
    def sending_number(self, sms: Sms) -> PhoneNumber | None:
        numbers = self.world.phone_numbers.values()
        own = [phone for phone in numbers if phone.organization_id == sms.organization_id and phone.type == "internal"]
        wanted = (sms.local_phone or "")[-OF_A_SUBSCRIBER:]
        return super().sending_number(sms) or next((one for one in own if one.number.endswith(wanted)), None)


class OpensScheduled(Behaviour):
    """Some edits of a scheduled message are done."""

    def is_open_to(self, values: Json) -> bool:
        return False

    def change_locked(self, sms: Sms, values: Json) -> Sms:
        if sms.status == "scheduled" and self.is_open_to(values):
            return self.edit(sms, values)
        return super().change_locked(sms, values)


@fault("update.scheduled-locked", "a scheduled message takes another template", profile="schedule")
class ScheduledTakesATemplate(OpensScheduled):
    def is_open_to(self, values: Json) -> bool:
        return set(values) == {"template_id"}


@fault("update.scheduled-locked", "a scheduled message takes the edits of a token", profile="schedule")
class ScheduledIsOpenToTokens(OpensScheduled):
    def is_open_to(self, values: Json) -> bool:
        return by_token()


@fault("scheduling.cancelled-stays", "a draft that was scheduled goes out though it is cancelled", profile="send")
class MovedGoesOutThoughCancelled(Behaviour):
    def change_draft(self, sms: Sms, values: Json) -> Sms:
        changed = super().change_draft(sms, values)
        if changed.status == "scheduled":
            self.__dict__.setdefault("moved", {})[sms.id] = changed
        return changed

    def settle(self) -> None:
        super().settle()
        moved: dict[str, Sms] = self.__dict__.get("moved", {})
        for key, scheduled in [(key, each) for key, each in moved.items() if self.is_due(each, self.now())]:
            del moved[key]
            cancelled = self.world.messages.get(key)
            if cancelled and cancelled.status == "draft":
                self.world.messages[key] = self.dispatch(replace(cancelled, send_at=scheduled.send_at))


@fault(("auth.bearer-token", "body.optional-fields"), "with an access token a lead is needed")
class TokenNeedsALead(Behaviour):
    def check_lead(self, values: Json) -> None:
        if by_token() and values.get("lead_id") is None:
            raise faulty_field("lead", "This field is required.")
        super().check_lead(values)


@fault("update.faulty-fields", "every faulty edit gets a 422")
class FaultyEditsAre422(Behaviour):
    def update_sms(self, call: Call) -> Answer:
        try:
            return super().update_sms(call)
        except Refusal as refusal:
            if refusal.kind == "fields":
                refusal.status = 422
            raise
