"""Faults of several requests at once: in each, a request lets others in where it should not."""

from __future__ import annotations

import time
from dataclasses import replace

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import Refusal, one_error
from close_sms.mock.things import Sms
from tests.faults.fault import fault

PAUSE_S = 0.02


def busy() -> Refusal:
    """The answer of a server that cannot do two things at once."""
    return one_error(500, "Internal Server Error")


class LetsIn(Behaviour):
    """While a request is answered, others may begin and end."""

    def let_in(self, share: float = 1.0) -> None:
        """Let other requests in for a moment."""
        self.world.lock.release()
        time.sleep(PAUSE_S * share)
        self.world.lock.acquire()


@fault(("concurrency.creates", "object.own-id"), "messages that are created at once get the same id")
class CreatesShareAnId(LetsIn):
    last = 0

    def new_id(self, prefix: str) -> str:
        if prefix != "acti":
            return super().new_id(prefix)
        number = self.last + 1
        self.let_in()
        self.last = number
        return f"acti_{number:043d}"


class MixesCreates(LetsIn):
    """Messages that are created at once get some fields of the latest of them."""

    fields: tuple[str, ...] = ()
    latest: Json = {}  # noqa: RUF012

    def build(self, values: Json, call: Call) -> Sms:
        self.latest = values
        self.let_in()
        mixed = {field: self.latest[field] for field in self.fields if field in self.latest and field in values}
        return super().build({**values, **mixed}, call)


@fault("concurrency.creates", "messages that are created at once get each other's text")
class CreatesMixTexts(MixesCreates):
    fields = ("text",)


@fault("concurrency.creates", "messages that are created at once get each other's number")
class CreatesMixNumbers(MixesCreates):
    fields = ("remote_phone",)


@fault("concurrency.creates", "messages that are created at once get each other's status")
class CreatesMixStatus(MixesCreates):
    fields = ("status",)


@fault(("concurrency.creates", "get.object"), "of messages that are created at once only the last is kept")
class CreatesAreLost(LetsIn):
    def store(self, sms: Sms) -> Sms:
        if sms.id not in self.world.messages:
            known = dict(self.world.messages)
            self.let_in()
            self.world.messages = known
            self.world.pending &= set(known)
        return super().store(sms)


@fault("concurrency.creates", "a create answers the newest message, which may be another's")
class CreateAnswersTheNewest(LetsIn):
    def create_sms(self, call: Call) -> Answer:
        answer = super().create_sms(call)
        self.let_in()
        own: list[Sms] = list(self.world.all_own(self.world.messages, call.organization_id))
        return Answer(answer.status, self.shown(own[-1], call)) if own else answer


@fault(("concurrency.creates", "transport.no-server-error"), "a second create at the same time crashes the server")
class SecondCreateCrashes(LetsIn):
    is_busy = False

    def create_sms(self, call: Call) -> Answer:
        if self.is_busy:
            raise busy()
        self.is_busy = True
        try:
            self.let_in()
            return super().create_sms(call)
        finally:
            self.is_busy = False


@fault(("concurrency.updates", "update.only-its-keys"), "of updates at the same time only the last stays")
class UpdatesAreLost(LetsIn):
    def find_sms(self, call: Call) -> Sms:
        sms = super().find_sms(call)
        if call.action == "update_sms":
            self.let_in()
        return sms


@fault("concurrency.updates", "an update that meets another of the same message is answered 200, but not done")
class SecondUpdateIsSkipped(LetsIn):
    busy_ids: frozenset[str] = frozenset()

    def update_sms(self, call: Call) -> Answer:
        if call.key in self.busy_ids:
            return self.get_sms(call)
        self.busy_ids |= {call.key}
        try:
            self.let_in()
            return super().update_sms(call)
        finally:
            self.busy_ids -= {call.key}


@fault("concurrency.updates", "updates at the same time all do what the last of them says")
class UpdatesShareTheirBody(LetsIn):
    body: Json = {}  # noqa: RUF012

    def update_sms(self, call: Call) -> Answer:
        self.body = call.body
        self.let_in()
        call.body = self.body
        return super().update_sms(call)


@fault(("concurrency.updates", "update.fields"), "updates of several drafts at the same time all change the last one")
class UpdatesShareTheirDraft(LetsIn):
    key = ""

    def update_sms(self, call: Call) -> Answer:
        self.key = call.key
        self.let_in()
        call.key = self.key
        return super().update_sms(call)


@fault(("concurrency.updates", "transport.no-server-error"), "a second update of a message at once crashes the server")
class SecondUpdateCrashes(LetsIn):
    busy_ids: frozenset[str] = frozenset()

    def update_sms(self, call: Call) -> Answer:
        if call.key in self.busy_ids:
            raise busy()
        self.busy_ids |= {call.key}
        try:
            self.let_in()
            return super().update_sms(call)
        finally:
            self.busy_ids -= {call.key}


class Meets(LetsIn):
    """An edit and a cancel of a scheduled message meet."""

    def is_waiting(self, call: Call) -> Sms | None:
        """The message of an update, if it is scheduled."""
        sms = self.world.messages.get(call.key)
        own = sms is not None and sms.organization_id == call.organization_id and sms.status == "scheduled"
        return sms if own else None

    def store_again(self, call: Call, sms: Sms) -> Answer:
        """Answer an update with a message that was not its result."""
        return Answer(200, self.shown(self.store(sms), call))


@fault(
    "concurrency.cancel-or-edit", "an edit that meets a cancel schedules the message again, edited", profile="schedule"
)
class EditUndoesTheCancel(Meets):
    def update_sms(self, call: Call) -> Answer:
        before, edits = self.is_waiting(call), "status" not in call.body
        self.let_in(0.5 if edits else 0.2)
        answer, now = super().update_sms(call), self.world.messages[call.key]
        stale = before is not None and edits and now.status == "draft"
        return self.store_again(call, replace(now, status="scheduled")) if stale else answer


@fault(
    "concurrency.cancel-or-edit", "a cancel undoes the edits that come right after it, though 200", profile="schedule"
)
class CancelUndoesTheEdit(Meets):
    def update_sms(self, call: Call) -> Answer:
        before, edits = self.is_waiting(call), "status" not in call.body
        if edits:
            self.let_in(0.5)
        answer = super().update_sms(call)
        if before is None or edits:
            return answer
        self.let_in(2)
        now = self.world.messages.get(call.key)
        return answer if now is None else self.store_again(call, replace(now, text=before.text))


@fault("concurrency.cancel-or-edit", "an edit that meets a cancel is refused, but done", profile="schedule")
class RefusedEditIsDone(Meets):
    def update_sms(self, call: Call) -> Answer:
        before, edits = self.is_waiting(call), "status" not in call.body
        self.let_in(0.5 if edits else 0.2)
        now, text = self.world.messages.get(call.key), call.body.get("text")
        if before is not None and now is not None and now.status == "draft" and isinstance(text, str):
            self.store(replace(now, text=text))
            raise self.locked()
        return super().update_sms(call)


@fault("concurrency.cancel-or-edit", "a refused edit undoes a cancel that came meanwhile", profile="schedule")
class RefusedEditUndoesTheCancel(Meets):
    def update_sms(self, call: Call) -> Answer:
        before, edits = self.is_waiting(call), "status" not in call.body
        self.let_in(0.5 if edits else 0.2)
        if before is not None and edits:
            self.store(before)
            raise self.locked()
        return super().update_sms(call)


@fault(
    ("concurrency.cancel-or-edit", "transport.no-server-error"),
    "an edit that meets a cancel crashes the server",
    profile="schedule",
)
class EditAndCancelCrash(Meets):
    def update_sms(self, call: Call) -> Answer:
        before, edits = self.is_waiting(call), "status" not in call.body
        self.let_in(0.5 if edits else 0.2)
        now = self.world.messages.get(call.key)
        if before is not None and edits and now is not None and now.status != before.status:
            raise busy()
        return super().update_sms(call)
