"""Parts of the trial: paths that few go, by token, after another request, or beside another field."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.faults.talk import TOKEN, Talk, sendable

SOON = timedelta(seconds=30)


def few_go(talk: Talk) -> None:
    """Both bounds of a list, a PUT of a status and more, and a token that names no lead."""
    lead, contact, _ = talk.around()
    for created in ("2021-02-03T04:05:06Z", "2022-02-03T04:05:06Z", "2023-02-03T04:05:06Z"):
        talk.post("sent", date_created=created, text="Hi", lead_id=lead)
    talk.say("GET", "?date_created__gt=2021-12-31T00:00:00Z&date_created__lt=2022-12-31T00:00:00Z")
    draft = talk.post("draft", lead_id=lead, contact_id=contact, text="Hi")
    talk.say("PUT", f"{draft}/", {"status": "draft", "text": "Bye", "remote_phone": "+12025550143"})
    talk.post("draft", "", TOKEN, text="Hi")


def few_go_to_send(talk: Talk) -> None:
    """What waits for its date takes no template, nor a token's edit; what is due is sent, and not what is cancelled."""
    lead, contact, template = talk.around()
    whole: dict[str, Any] = {**sendable(lead, contact), "text": "Hi"}
    far = talk.post("scheduled", date_scheduled="2031-02-03T04:05:06Z", **whole)
    talk.say("PUT", f"{far}/", {"template_id": template})
    talk.say("PUT", f"{far}/", {"text": "Bye"}, TOKEN)
    talk.post("outbox", **{**whole, "local_phone": f"+1999{whole['local_phone'][-7:]}"})
    soon = (talk.time + SOON).isoformat()
    by_token = talk.post("scheduled", "", TOKEN, date_scheduled=soon, **whole)
    draft = talk.post("draft", **whole)
    talk.say("PUT", f"{draft}/", {"status": "scheduled", "date_scheduled": soon})
    talk.say("PUT", f"{draft}/", {"status": "draft"})
    talk.say("POST", "", whole)
    after = talk.post("outbox", **whole)
    talk.time += 2 * SOON
    for sms in (by_token, draft, after):
        talk.say("GET", f"{sms}/")
