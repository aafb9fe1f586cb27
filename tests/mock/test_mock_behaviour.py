"""A defect is planted by overriding one decision."""

from collections.abc import Sequence
from typing import Any

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.things import Caller, Event, Sms
from tests.mock.mock_session import OUTBOX, Session


class ForgetsDirection(Behaviour):
    def default_direction(self, status: str) -> str:
        return "outbound"


class SendsTheCancelled(Behaviour):
    def cancel(self, sms: Sms, values: dict[str, object]) -> Sms:
        draft = super().cancel(sms, values)
        draft.send_at = sms.send_at
        return draft


class AcceptsAnyKey(Behaviour):
    def caller_of_key(self, key: str) -> Caller | None:
        return super().caller_of_key(key) or next(iter(self.world.keys.values()))


class AnswersHtml(Behaviour):
    def present(self, action: str, answer: Answer) -> Answer:
        answer.headers["Content-Type"] = "text/html"
        return answer


class ForgetsDeletions(Behaviour):
    def record(self, action: str, *rest: Any, **more: Any) -> None:
        if action != "deleted":
            super().record(action, *rest, **more)


class HasNoPatience(Behaviour):
    def takes_up(self, *rest: Any) -> bool:
        return True


class TellsNoStep(Behaviour):
    def changed_fields(self, event: Event, states: Sequence[Json | None]) -> list[str]:
        return []


class SeesEveryEvent(Behaviour):
    def is_seen(self, event: Event, call: Call) -> bool:
        return True


class Breaks(Behaviour):
    def create_code(self) -> int:
        raise RuntimeError("planted")


def test_each_decision_is_a_method_of_its_own() -> None:
    assert Session(behaviour=ForgetsDirection).made(status="inbox")["direction"] == "outbound"
    assert Session(behaviour=AnswersHtml).get("/me/").headers["Content-Type"] == "text/html"
    any_key = Session(behaviour=AcceptsAnyKey)
    any_key.authorization = "Basic eDo="
    assert any_key.get("/me/").status == 200


def test_the_event_log_is_made_of_decisions() -> None:
    mock = Session(behaviour=ForgetsDeletions)
    sms = mock.made()
    mock.delete(sms)
    assert mock.actions(sms) == ["created"]
    mock = Session(behaviour=HasNoPatience)
    assert mock.actions(mock.put(mock.made(), text="x").body) == ["created"]
    mock = Session(behaviour=TellsNoStep)
    assert mock.events_of(mock.put(mock.made(), text="x").body)[-1]["previous_data"] == {}
    mock = Session(behaviour=SeesEveryEvent)
    mock.made()
    assert len(mock.as_other().events()) == 1


def test_a_cancel_that_still_sends() -> None:
    mock = Session(behaviour=SendsTheCancelled)
    sms = mock.made(**OUTBOX, send_in=30)
    mock.put(sms, status="draft")
    mock.later(31)
    assert mock.status_of(sms) == "sent"


def test_a_defect_that_raises_is_a_500() -> None:
    reply = Session(behaviour=Breaks).create()
    assert (reply.status, reply.body) == (500, {"error": "Internal Server Error"})
