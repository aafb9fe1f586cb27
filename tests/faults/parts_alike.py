"""Parts of the trial: messages that are alike but for one thing, and values that are spelled in their own way."""

from __future__ import annotations

from typing import Any

from tests.faults.parts_create import medium
from tests.faults.talk import TOKEN, Talk, sendable

FAR = "2031-02-03T04:05:06+00:00"
LONG_TEXT = "-".join(map(str, range(430)))


def alike(talk: Talk) -> None:
    """With and without a contact, a lead or a text; dates, texts and numbers as people write them."""
    lead, contact, template = talk.around()
    here: dict[str, Any] = {"lead_id": lead, "contact_id": contact}
    files = [medium("a")]
    talk.post("draft", attachments=files, lead_id=lead, text="Hi")
    talk.post("draft", "", TOKEN, attachments=files, text="Hi", **here)
    attached = talk.post("draft", attachments=files, **here)
    for created in ("2021-02-03T04:05:06+05:45", "2001-02-03T04:05:06+00:00"):
        talk.post("sent", date_created=created, text="Hi", **here)
    talk.post("sent", date_created="2021-02-03T04:05:06+00:00", text="Hi")
    for text in (LONG_TEXT, " Hi ", "Hi\r\nAnn", ""):
        talk.post("draft", text=text, **here)
    talk.post("draft", remote_phone="+1 818 333 4444", text="Hi", **here)
    draft = talk.post("draft", template_id=template, text="Hi", **here)
    talk.post("draft", template_id=template, lead_id=lead)
    talk.say("PUT", f"{draft}/", {"template_id": template})
    talk.say("PUT", f"{draft}/", {"attachments": files, "text": "Bye"})
    talk.say("PUT", f"{draft}/", {"direction": "inbound", "text": "Ciao"})
    talk.say("PUT", f"{draft}/", {"text": "Ciao", "activity_at": "soon"})
    talk.say("GET", f"/api/v1/event/?object_type=activity.sms&object_id={draft}")
    talk.say("DELETE", f"{attached}/")
    odd_lead, odd_contact, _ = talk.around(name="O'Neil Example")
    talk.post("draft", template_id=template, lead_id=odd_lead, contact_id=odd_contact)
    talk.say("GET", "?date_created__gte=2021-02-03")
    received = talk.post("inbox", text="Hi", **here)
    talk.say("GET", f"/api/v1/event/?object_type=activity.sms&object_id={received}")
    talk.say("PUT", f"/api/v1/sms_template/{template}/", {"status": "archived"})
    talk.post("draft", template_id=template, **here)


def alike_and_dated(talk: Talk) -> None:
    """Dates that are plain, local, far ahead of UTC, or near; and a draft that had one."""
    lead, contact, template = talk.around()
    whole = {**sendable(lead, contact), "text": "Hi"}
    for date in ("2031-02-03", FAR[:19], "2031-02-03T04:05:06+14:00"):
        talk.post("scheduled", date_scheduled=date, **whole)
    of_template = {**sendable(lead, contact), "template_id": template, "status": "scheduled"}
    talk.say("POST", "", {**of_template, "date_scheduled": FAR[:19]}, headers={"x-tz-offset": "5"})
    draft = talk.post("draft", **whole)
    soon = talk.time.isoformat().replace("07:08", "07:09")
    talk.say("PUT", f"{draft}/", {"status": "scheduled", "date_scheduled": soon})
    talk.say("PUT", f"{draft}/", {"status": "draft"})
    talk.say("DELETE", f"{draft}/")
