"""Faults of what a PUT may not change, and of its answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import Refusal, one_error
from close_sms.mock.things import Sms
from tests.faults.fault import fault


class Opens(Behaviour):
    """Messages of one status can be edited."""

    status = ""

    def change_locked(self, sms: Sms, values: Json) -> Sms:
        edits = {key: value for key, value in values.items() if key not in ("status", "send_in", "date_scheduled")}
        open_ = sms.status == self.status and edits and values.get("status", sms.status) == sms.status
        return self.edit(sms, edits) if open_ else super().change_locked(sms, values)


@fault("update.sent-locked", "a sent message can be edited")
class SentCanBeEdited(Opens):
    status = "sent"


@fault("update.inbox-locked", "a received message can be edited")
class InboxCanBeEdited(Opens):
    status = "inbox"


@fault("update.scheduled-locked", "a scheduled message can be edited", profile="schedule")
class ScheduledCanBeEdited(Opens):
    status = "scheduled"


@fault("update.outbox-locked", "a message in the outbox can be edited", profile="send")
class OutboxCanBeEdited(Opens):
    status = "outbox"


class Moves(Behaviour):
    """Messages of one status can be set to some other status."""

    status = ""
    targets: tuple[str, ...] = ()

    def change_locked(self, sms: Sms, values: Json) -> Sms:
        target: str = values.get("status", "")
        moves = sms.status == self.status and target in self.targets
        return replace(sms, status=target, send_at=None) if moves else super().change_locked(sms, values)


@fault("update.sent-locked", "a sent message can be set back to draft")
class SentCanBeDraft(Moves):
    status, targets = "sent", ("draft",)


@fault("update.inbox-locked", "a received message can be set to draft")
class InboxCanBeDraft(Moves):
    status, targets = "inbox", ("draft",)


@fault("update.inbox-locked", "a received message can be set to sent")
class InboxCanBeSent(Moves):
    status, targets = "inbox", ("sent",)


@fault("update.sent-locked", "a sent message can be set to inbox")
class SentCanBeInbox(Moves):
    status, targets = "sent", ("inbox",)


@fault("update.scheduled-locked", "a scheduled message can be set to sent or inbox", profile="schedule")
class ScheduledCanBeSent(Moves):
    status, targets = "scheduled", ("sent", "inbox")


@fault("update.outbox-locked", "a message in the outbox can be set to any other status", profile="send")
class OutboxCanBeMoved(Moves):
    status, targets = "outbox", ("scheduled", "sent", "inbox")


class RefusedButChanged(Behaviour):
    """The edit of a locked message is refused, but the text changes all the same."""

    status = ""

    def update_sms(self, call: Call) -> Answer:
        try:
            return super().update_sms(call)
        except Refusal:
            sms, text = self.world.messages.get(call.key), call.body.get("text")
            if sms is not None and sms.status == self.status and isinstance(text, str):
                self.store(replace(sms, text=text))
            raise


@fault("update.sent-locked", "the edit of a sent message is refused, but done")
class SentIsEditedInSecret(RefusedButChanged):
    status = "sent"


@fault("update.inbox-locked", "the edit of a received message is refused, but done")
class InboxIsEditedInSecret(RefusedButChanged):
    status = "inbox"


@fault("update.scheduled-locked", "the edit of a scheduled message is refused, but done", profile="schedule")
class ScheduledIsEditedInSecret(RefusedButChanged):
    status = "scheduled"


@fault("update.outbox-locked", "the edit of a message in the outbox is refused, but done", profile="send")
class OutboxIsEditedInSecret(RefusedButChanged):
    status = "outbox"


@fault(
    ("update.scheduled-locked", "scheduling.cancel"), "an edit turns a scheduled message to draft", profile="schedule"
)
class EditCancelsScheduled(Behaviour):
    def change_locked(self, sms: Sms, values: Json) -> Sms:
        if sms.status == "scheduled" and "text" in values and "status" not in values:
            return self.edit(self.cancel(sms, {"status": "draft"}), {"text": values["text"]})
        return super().change_locked(sms, values)


@fault("update.date-updated", "date_updated never moves")
class DateUpdatedStays(Behaviour):
    def touch(self, sms: Sms, call: Call) -> Sms:
        return replace(super().touch(sms, call), date_updated=sms.date_updated)


@fault("update.date-updated", "date_updated goes back by a minute")
class DateUpdatedGoesBack(Behaviour):
    def touch(self, sms: Sms, call: Call) -> Sms:
        return replace(super().touch(sms, call), date_updated=sms.date_updated - timedelta(minutes=1))


@fault(("update.date-updated", "stored.get"), "every answer shows date_created as date_updated")
class DateUpdatedIsDateCreated(Behaviour):
    def render(self, sms: Sms, action: str) -> Json:
        return super().render(replace(sms, date_updated=sms.date_created), action)


class AnswersPut(Behaviour):
    """The answer of a PUT is not the whole, new activity."""

    def other(self, before: Sms, answer: Json, call: Call) -> Json:
        return answer

    def update_sms(self, call: Call) -> Answer:
        before = self.world.messages.get(call.key)
        answer = super().update_sms(call)
        return answer if before is None else Answer(200, self.other(before, dict(answer.body or {}), call))


@fault(("update.whole-object", "object.required-keys"), "a PUT answers only the id and the fields that it contains")
class PutAnswersOnlyItsKeys(AnswersPut):
    def other(self, before: Sms, answer: Json, call: Call) -> Json:
        return {key: value for key, value in answer.items() if key == "id" or key in call.body}


@fault(("update.whole-object", "update.draft"), "a PUT answers the activity as it was before")
class PutAnswersTheOld(AnswersPut):
    def other(self, before: Sms, answer: Json, call: Call) -> Json:
        return self.render(before, call.action)


@fault(("update.whole-object", "object.required-keys"), "a PUT answers an empty object")
class PutAnswersNothing(AnswersPut):
    def other(self, before: Sms, answer: Json, call: Call) -> Json:
        return {}


@fault(("update.whole-object", "stored.get"), "a PUT answers another remote_phone than is stored")
class PutAnswersAnotherPhone(AnswersPut):
    def other(self, before: Sms, answer: Json, call: Call) -> Json:
        phone = "+14155550199"
        return {**answer, "remote_phone": phone, "remote_phone_formatted": self.render_phone(phone)}


class PutOnUnknown(Behaviour):
    """A PUT on an unknown id is not answered 404."""

    code = 200

    def update_sms(self, call: Call) -> Answer:
        if call.key not in self.world.messages:
            if self.code >= 400:
                raise one_error(self.code, "There is no such SMS.")
            return Answer(self.code, {})
        return super().update_sms(call)


@fault("update.unknown-id", "a PUT on an unknown id is answered 200")
class PutOnUnknownIs200(PutOnUnknown):
    pass


@fault("update.unknown-id", "a PUT on an unknown id is answered 400")
class PutOnUnknownIs400(PutOnUnknown):
    code = 400


@fault("update.unknown-id", "a PUT on an unknown id makes a draft")
class PutOnUnknownCreates(Behaviour):
    def update_sms(self, call: Call) -> Answer:
        if call.key not in self.world.messages:
            return self.create_sms(replace(call, body={**call.body, "status": "draft"}))
        return super().update_sms(call)
