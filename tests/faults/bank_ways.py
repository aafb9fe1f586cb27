"""Faults on one way only: by a token, without a lead, after a cancel; servers of others had them, unfound at first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from flask import request

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.override import MethodOverride
from close_sms.mock.things import Sms
from tests.faults.bank_together import is_by_token
from tests.faults.fault import fault


@fault("status.enum", "`delivered` is taken for sent")
class DeliveredIsSent(Behaviour):
    def clean_status(self, value: Any, call: Call) -> str:
        return super().clean_status("sent" if value == "delivered" else value, call)


@fault("body.types", "one attachment stands for a list of one")
class AttachmentStandsForAList(Behaviour):
    def attachments(self, value: Any) -> list[Json]:
        return super().attachments([value] if isinstance(value, dict) and "url" in value else value)


@fault("attachments.content-type", "archives are taken, too")
class ArchivesAreTaken(Behaviour):
    def attachment(self, item: Mapping[str, Any]) -> Json:
        if item.get("content_type") != "application/zip":
            return super().attachment(item)
        return {**super().attachment({**item, "content_type": "application/pdf"}), "content_type": "application/zip"}


@fault("stored.list", "a message without a lead is in no list")
class LeadlessIsUnlisted(Behaviour):
    def is_listed(self, sms: Sms, call: Call) -> bool:
        return sms.lead_id is not None


@fault("conventions.method-override", "a list that a POST stands for is answered 201")
class OverriddenListIs201(Behaviour):
    def list_sms(self, call: Call) -> Answer:
        answer = super().list_sms(call)
        return replace(answer, status=201) if MethodOverride.FLAG in request.environ else answer


@fault("list.has-more", "beside `_fields` there is never more")
class FieldsHaveNoMore(Behaviour):
    def list_page(self, call: Call) -> Json:
        page = super().list_page(call)
        return {**page, "has_more": False} if "_fields" in call.query else page


@fault("auth.bearer-token", "a token's `_limit` is passed over")
class TokenHasNoLimit(Behaviour):
    def limit(self, call: Call) -> int:
        return self.largest_limit() if is_by_token(call) else super().limit(call)


@fault("undo.not-sent", "what a token calls back is sent all the same", profile="send")
class TokenCallsBackInVain(Behaviour):
    def update_sms(self, call: Call) -> Answer:
        before = self.find_sms(call)
        answer = super().update_sms(call)
        after = self.find_sms(call)
        if is_by_token(call) and before.status == "outbox" and after.status == "draft":
            self.store(replace(after, send_at=before.send_at))
            self.world.pending.add(after.id)
        return answer


@fault("sending.delay", "a token's `send_in` is passed over", profile="send")
class TokenHasNoDelay(Behaviour):
    def clean_send_in(self, value: Any, call: Call) -> float | None:
        seconds = super().clean_send_in(value, call)
        return 1.0 if is_by_token(call) and seconds else seconds


@fault("sending.delay", "`send_in` counts twice", profile="send")
class DelayCountsTwice(Behaviour):
    def delay(self, send_in: float | None) -> float:
        return super().delay(send_in) * (2 if send_in else 1)


@fault("update.scheduled-locked", "null as its status makes a draft of a scheduled message", profile="schedule")
class NullCallsBack(Behaviour):
    def clean_status(self, value: Any, call: Call) -> str:
        is_edit = call.action == "update_sms" and self.find_sms(call).status == "scheduled"
        return "draft" if value is None and is_edit else super().clean_status(value, call)


@fault("sending.draft-is-sent", "the delay of before a cancel counts for the next sending", profile="send")
class OldDelayCounts(Behaviour):
    def cancel(self, sms: Sms, values: Json) -> Sms:
        self.__dict__.setdefault("delays", {})[sms.id] = sms.send_in
        return super().cancel(sms, values)

    def time_to_send(self, sms: Sms, now: datetime) -> datetime:
        before = self.__dict__.get("delays", {}).get(sms.id)
        return now + timedelta(seconds=before) if before and not sms.send_in else super().time_to_send(sms, now)


@fault("sending.sent", "a list shows what was sent as still waiting, until somebody fetches it", profile="send")
class ListsAreNotTold(Behaviour):
    def get_sms(self, call: Call) -> Answer:
        answer = super().get_sms(call)
        self.__dict__.setdefault("fetched", set()).add(call.key)
        return answer

    def list_page(self, call: Call) -> Json:
        page, fetched = super().list_page(call), self.__dict__.get("fetched", set())
        for row in page["data"]:
            if row.get("status") == "sent" and row.get("cost") and row.get("id") not in fetched:
                row["status"] = "outbox"
        return page
