"""Parts of the trial: the ways to the same end that are seldom taken."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.faults.parts_create import medium
from tests.faults.talk import TOKEN, Talk, sendable

IN_PLACE_OF_A_GET = {"x-http-method-override": "GET"}
FAR = "2031-02-03T04:05:06+00:00"


def ways(talk: Talk) -> None:
    """Other words, one for a list, a list by a POST or a token, and messages without a lead."""
    lead, contact, _ = talk.around()
    here: dict[str, Any] = {"lead_id": lead, "contact_id": contact, "text": "Hi"}
    talk.post("delivered", **here)
    talk.post("draft", attachments=medium("a"), **here)
    talk.post("draft", attachments=[{**medium("a"), "content_type": "application/zip"}], **here)
    talk.post("inbox", source="Close.io", **here)
    talk.post("inbox", "?send_to_inbox=true", TOKEN, **here)
    for _ in range(2):
        talk.post("sent", text="Hi")
    talk.say("GET", "")
    talk.say("GET", "?_limit=1&_fields=text")
    talk.say("GET", "?_limit=1", key=TOKEN)
    talk.say("POST", "", {"_params": {"_limit": 1}}, headers=IN_PLACE_OF_A_GET)


def ways_to_send(talk: Talk) -> None:
    """Calling back by a token or with null, sending again, and a list that nobody has fetched from."""
    lead, contact, _ = talk.around()
    whole = {**sendable(lead, contact), "text": "Hi"}
    talk.say("POST", "", {"status": "scheduled", "date_scheduled": FAR[:19], **whole}, headers={"x-tz-offset": "5"})
    waiting = talk.post("scheduled", date_scheduled=FAR, **whole)
    talk.say("PUT", f"{waiting}/", {"date_scheduled": "2031-02-04T04:05:06+00:00"})
    talk.say("PUT", f"{waiting}/", {"status": None})
    by_token = talk.post("outbox", key=TOKEN, send_in=30, **whole)
    by_key, again = (talk.post("outbox", send_in=30, **whole) for _ in range(2))
    talk.say("PUT", f"{by_key}/", {"status": "draft"}, TOKEN)
    talk.say("PUT", f"{again}/", {"status": "draft"})
    talk.say("PUT", f"{again}/", {"status": "outbox"})
    delayed = talk.post("outbox", send_in=20, **whole)
    talk.post("outbox", **whole)
    talk.time += timedelta(seconds=10)
    talk.say("GET", "")
    for key in (by_token, again):
        talk.say("GET", f"{key}/")
    talk.time += timedelta(seconds=25)
    for key in (by_key, delayed):
        talk.say("GET", f"{key}/")
