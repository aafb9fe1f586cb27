"""Parts of the trial: what hardly anybody asks for."""

from __future__ import annotations

from datetime import timedelta

from close_sms.mock.world import INTERNAL_NUMBER, USER_ID
from tests.faults.parts_create import medium
from tests.faults.talk import REMOTE, Talk

FAR = "2031-02-03T04:05:06+00:00"
LONG = "+1415555012341555501234155"


def odd(talk: Talk) -> None:
    """Odd queries, ids and bodies, and drafts that have what few have."""
    lead, _, _ = talk.around()
    draft = talk.post("draft", lead_id=lead, direction="inbound")
    for query in ("_limit=2.5", "_skip=-1", f"user_id=user_none,{USER_ID}", "_fields=id,remote_phone"):
        talk.say("GET", f"?lead_id={lead}&{query}")
    talk.say("GET", "0" * 400 + "/")
    for body in (
        {"lead_id": None}, {"remote_phone": LONG}, {"remote_phone": 14155550123}, {"source": None},
        {"status": "scheduled", "local_phone": INTERNAL_NUMBER, "remote_phone": REMOTE},
    ):  # fmt: skip
        talk.say("POST", "", {"status": "draft", "lead_id": lead, **body})
    for edit in ({"text": "other"}, {"remote_phone": LONG}):
        talk.say("PUT", f"{draft}/", edit)
    many = ",".join([draft] * 30)
    talk.say("GET", f"?id__in={many}")
    for zone in ("10", "0"):
        talk.say("GET", "?activity_at__gte=2024-05-06", headers={"x-tz-offset": zone})
    for kind in ("application/xml", "multipart/form-data; boundary=x"):
        talk.say("POST", "", headers={"Content-Type": kind}, raw=b"<sms/>")
    talk.say("POST", "", {"status": "draft", "lead_id": lead, "remote_phone": "+abcdefghij"})
    talk.say("POST", "", {"status": "draft", "lead_id": lead, "attachments": [medium(f"file {n}") for n in range(10)]})


def afterwards(talk: Talk) -> None:
    """Edits of what was really sent, and sendings of what was scheduled or called back."""
    lead, contact, _ = talk.around()
    full = {
        "text": "Hello",
        "lead_id": lead,
        "contact_id": contact,
        "local_phone": INTERNAL_NUMBER,
        "remote_phone": REMOTE,
    }
    scheduled = talk.post("scheduled", **full, date_scheduled=FAR)
    talk.say("PUT", f"{scheduled}/", {"status": "outbox"})
    back = talk.post("outbox", **full, send_in=50)
    for edit in ({"status": "draft"}, {"text": "edited"}, {"status": "outbox"}):
        talk.say("PUT", f"{back}/", edit)
    talk.time += timedelta(seconds=30)
    talk.say("GET", f"{back}/")
    talk.say("PUT", f"{back}/", {"text": "too late"})
    talk.say("GET", f"{back}/")
    lively = talk.post("outbox", **{**full, "text": "Hello \U0001f44b", "contact_id": None})
    once = talk.post("scheduled", **full, date_scheduled=FAR)
    for edit in ({"status": "draft"}, {"status": "outbox"}):
        talk.say("PUT", f"{once}/", edit)
    talk.post("scheduled", **full, send_in=30)
    talk.time += timedelta(seconds=30)
    talk.say("GET", f"{lively}/")
