"""Parts of the trial: choices that are seldom made together."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from close_sms.mock.world import EXTERNAL_NUMBER, INTERNAL_NUMBER, USER_ID
from tests.faults.parts_create import medium
from tests.faults.talk import REMOTE, TOKEN, Talk, sendable

FAR = "2031-02-03T04:05:06+00:00"
POSTED = {"x-http-method-override": "GET", "x-tz-offset": "10"}


def company(talk: Talk) -> None:
    """Statuses that are missing or null, an inbox message of Close, files without an address, and later pages."""
    lead, contact, template = talk.around()
    here: dict[str, Any] = {"lead_id": lead, "contact_id": contact, "local_phone": INTERNAL_NUMBER}
    talk.post("inbox", source="Close.io", **here)
    talk.say("POST", "?send_to_inbox=true", {"text": "Hi", **here})
    talk.say("POST", "", {"template_id": template, "status": None, **here})
    talk.say("POST", "", {"date_scheduled": FAR, "text": "Hi", "remote_phone": REMOTE, **here})
    talk.say("POST", "", {"status": "draft", **here, "attachments": [{**medium("a"), "url": None}]})
    drafts = [talk.post("draft", text=f"number {n}", **here) for n in range(3)]
    talk.say("DELETE", f"{drafts[0]}/")
    talk.post("draft", lead_id=lead, contact_id=None)
    pages = (f"contact_id={contact}&_skip=1&_limit=1", f"user_id={USER_ID}&_skip=2")
    for query in (*pages, f"id__in={drafts[0]},{drafts[1]}&_limit=1"):
        talk.say("GET", f"?{query}")
    talk.say("GET", f"{lead}/")
    talk.say("GET", "acti_(x)/")
    talk.say("PUT", "acti_unknown/", {"status": "draft", "text": "Hi"})
    talk.say("PUT", f"{drafts[1]}/", {"status": "scheduled", "text": "Hi"})
    talk.say("POST", "", {"_params": {"activity_at__gte": "2024-05-06T08:00:00"}}, headers=POSTED)


def sent_together(talk: Talk) -> None:
    """Sendings of messages that have what few have."""
    lead, contact, template = talk.around()
    full = sendable(lead, contact)
    talk.say("POST", "", {"status": "outbox", **full, "template_id": template, "send_in": 75})
    talk.say("POST", "", {"status": "outbox", **full, "local_phone": EXTERNAL_NUMBER, "attachments": [medium("a")]})
    draft = talk.post("draft", text="Hi", **full)
    talk.say("PUT", f"{draft}/", {"status": "outbox", "local_phone": None})
    short = talk.post("outbox", text="Hi", send_in=4, **full)
    long = talk.post("outbox", text="Hi", send_in=50, **full)
    talk.say("PUT", f"{long}/", {"status": "draft"}, TOKEN)
    talk.time += timedelta(seconds=2)
    for key in (draft, short, long):
        talk.say("GET", f"{key}/")
