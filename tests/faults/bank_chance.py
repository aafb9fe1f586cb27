"""Faults that show now and then only."""

from __future__ import annotations

from typing import Any

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import one_error
from close_sms.mock.things import Sms
from tests.faults.fault import fault


class NowAndThen(Behaviour):
    """Every tenth time something is wrong."""

    count = 0

    def is_turn(self) -> bool:
        self.count += 1
        return self.count % 10 == 0


@fault("transport.no-server-error", "every tenth answer about messages is a server error", chance=True)
class EveryTenthCrashes(NowAndThen):
    def present(self, action: str, answer: Answer) -> Answer:
        if action.endswith("_sms") and self.is_turn():
            return Answer(500, {"error": "Internal Server Error"})
        return answer


@fault(("stored.text", "stored.get", "stored.list"), "every tenth text that is shown is cut", chance=True)
class EveryTenthTextIsCut(NowAndThen):
    def render(self, sms: Sms, action: str) -> Json:
        answer = super().render(sms, action)
        return {**answer, "text": answer["text"] and answer["text"][:-1]} if self.is_turn() else answer


@fault(("stored.get", "get.object"), "every tenth message is not stored", chance=True)
class EveryTenthIsNotStored(NowAndThen):
    def create_sms(self, call: Call) -> Answer:
        before = set(self.world.messages)
        answer = super().create_sms(call)
        for key in set(self.world.messages) - before if self.is_turn() else set():
            self.world.pending.discard(key)
            del self.world.messages[key]
        return answer


@fault(("direction.others-default-outbound", "direction.inbox-defaults-inbound"), "every tenth is wrong", chance=True)
class EveryTenthDirectionIsWrong(NowAndThen):
    def build(self, values: Json, call: Call) -> Sms:
        sms = super().build(values, call)
        if "direction" not in values and self.is_turn():
            sms.direction = "inbound" if sms.direction == "outbound" else "outbound"
        return sms


@fault(("phones.malformed", "body.types", "status.enum"), "every tenth faulty create is accepted", chance=True)
class EveryTenthFaultIsTaken(NowAndThen):
    def create_sms(self, call: Call) -> Answer:
        try:
            return super().create_sms(call)
        except Exception:
            if not self.is_turn():
                raise
            call.body = {"status": "draft"}
            return super().create_sms(call)


@fault("auth.wrong", "every tenth wrong credential is accepted", chance=True)
class EveryTenthKeyIsTaken(NowAndThen):
    def authenticate(self, header: str) -> Any:
        try:
            return super().authenticate(header)
        except Exception:
            if not header or not self.is_turn():
                raise
            return next(iter(self.world.keys.values()))


@fault("get.unknown-id", "every tenth unknown id is a 400", chance=True)
class EveryTenthUnknownIs400(NowAndThen):
    def find_sms(self, call: Call) -> Sms:
        if call.key not in self.world.messages and self.is_turn():
            raise one_error(400, "There is no such SMS.")
        return super().find_sms(call)
