"""Servers on which a workflow of the account acts by itself on the lead of the run."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from close_sms.mock import Behaviour
from close_sms.mock.calls import Call, Json
from close_sms.mock.things import Sms
from tests.innocents.innocent import innocent

SOON = timedelta(seconds=3)


class Answers(Behaviour):
    """The first message from a number of a lead is answered by a text."""

    def reply(self, sms: Sms) -> None:
        answered = self.__dict__.setdefault("answered", set())
        if sms.status != "inbox" or sms.lead_id is None or (sms.lead_id, sms.remote_phone) in answered:
            return
        answered.add((sms.lead_id, sms.remote_phone))
        now = self.moment()
        reply = replace(
            sms,
            id=self.new_id("acti"),
            number=self.world.next_number(),
            status="sent",
            direction="outbound",
            source="Close.io",
            text="Thanks, we will be in touch.",
            template_id=None,
            created_by=None,
            updated_by=None,
            date_created=now,
            date_updated=now,
            activity_at=now,
            date_sent=now,
            attachments=[],
        )
        self.store(reply)
        self.record("created", reply, (None, reply))


class AnswersAtOnce(Answers):
    def add_sms(self, values: Json, call: Call) -> Sms:
        sms = super().add_sms(values, call)
        self.reply(sms)
        return sms


class AnswersSoon(Answers):
    def settle(self) -> None:
        super().settle()
        for sms in list(self.world.messages.values()):
            if sms.date_updated > self.world.started and self.now() - sms.date_updated >= SOON:
                self.reply(sms)


NOT_THE_RUN = "An account may have workflows, and no document says that nobody else writes to a lead"
innocent("workflow-answers", "R76 R81", f"{NOT_THE_RUN}: a message is answered at once.", behaviour=AnswersAtOnce)
innocent("workflow-answers-soon", "R76 R81", f"{NOT_THE_RUN}: it is answered after 3 s.", behaviour=AnswersSoon)
