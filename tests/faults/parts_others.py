"""Parts of the trial: two organizations, the event log, relations between requests, several requests at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from close_sms.mock import INTERNAL_NUMBER
from close_sms.mock.world import ORGANIZATION_ID_OTHER, USER_ID_OTHER
from tests.faults.parts_create import medium
from tests.faults.talk import OTHER_KEY, REMOTE, TOKEN, Talk

EVENTS = "/api/v1/event/"
FAR = "2031-01-01T00:00:00+00:00"


def organizations(talk: Talk) -> None:
    """What one organization gets to see of another, and may do to it."""
    lead, contact, template = talk.around(OTHER_KEY, "Cid Foreign")
    own_lead, own_contact, _ = talk.around()
    fields = {"lead_id": lead, "contact_id": contact, "text": "of the other", "remote_phone": REMOTE}
    keys = [talk.post(status, key=OTHER_KEY, **fields) for status in ("draft", "inbox", "sent")]
    own = talk.post("draft", text="own", lead_id=own_lead)
    for path in (
        "", "?_limit=1", "?_skip=1", f"?lead_id={lead}", f"?id__in={','.join(keys)}", f"?id__in={keys[0]},{own}",
        f"?organization_id={ORGANIZATION_ID_OTHER}", f"?user_id={USER_ID_OTHER}", f"?contact_id={contact}",
        f"{EVENTS}?object_type=activity.sms", f"{EVENTS}?object_id={keys[0]}&object_type=activity.sms",
    ):  # fmt: skip
        for key in (None, TOKEN, OTHER_KEY):
            talk.say("GET", path, None, key)
    for key in keys:
        for caller in (None, TOKEN):
            for method, body in (("GET", None), ("PUT", {}), ("PUT", {"text": "taken"}), ("DELETE", None)):
                for path in (f"{key}/", f"{key}/?_fields=id,text") if method == "GET" else (f"{key}/",):
                    talk.say(method, path, body, caller)
                    talk.say("GET", f"{key}/", None, OTHER_KEY)
        for method, body in (("PUT", {"text": "taken by a POST"}), ("DELETE", {})):
            talk.say("POST", f"{key}/", body, headers={"x-http-method-override": method})
            talk.say("GET", f"{key}/", None, OTHER_KEY)
    text = "{{ contact.first_name }}"
    own_template = talk.say("POST", "/api/v1/sms_template/", {"name": "T", "text": text}).get("id", "")
    for fields in (
        {"lead_id": lead}, {"contact_id": contact}, {"user_id": USER_ID_OTHER}, {"created_by": USER_ID_OTHER},
        {"template_id": template}, {"contact_id": contact, "template_id": own_template},
        {"template_id": template, "text": "x"},
    ):  # fmt: skip
        talk.post("draft", **fields)
        talk.say("PUT", f"{own}/", fields)
        talk.say("GET", f"{own}/")
    talk.post("draft", contact_id=own_contact, template_id=own_template)


def log(talk: Talk) -> None:
    """The event log after creates, updates and deletes."""
    lead, contact, _ = talk.around()

    def look(*keys: str) -> None:
        talk.say("GET", f"{EVENTS}?object_type=activity.sms&_limit=6")
        for key in keys:
            found = talk.say("GET", f"{EVENTS}?object_id={key}&object_type=activity.sms")
            for event in (found.get("data") or [])[:3]:
                talk.say("GET", f"{EVENTS}{event.get('id')}/")

    for status in ("draft", "inbox", "sent"):
        for caller in (None, TOKEN):
            fields: dict[str, Any] = {"lead_id": lead, "text": "created " * 10, "attachments": [medium("a")]}
            first = talk.post(status, key=caller, **fields)
            look(first)
            second = talk.post(status, key=caller, lead_id=lead, contact_id=contact, text="second", remote_phone=REMOTE)
            look(first, second)
            for edit in ({"text": "new"}, {"text": "newer", "remote_phone": "+14155550111"}, {}, {"text": "newest"}):
                talk.say("PUT", f"{first}/", edit, caller)
                talk.time += timedelta(seconds=7)
                talk.say("PUT", f"{second}/", edit, caller)
                look(first, second)
            for key in (first, second):
                talk.say("DELETE", f"{key}/", None, caller)
                look(first, second)
    talk.say("GET", f"{EVENTS}?lead_id={lead}")


def relations(talk: Talk) -> None:
    """What one request does to what others are about."""
    lead, contact, template = talk.around()
    other, friend, _ = talk.around(name="Bea Other")
    drafts: list[str] = []

    def look(*more: str) -> None:
        for key in (*drafts[-4:], *more):
            talk.say("GET", f"{key}/")
        talk.say("GET", f"?lead_id={lead}&_limit=20")

    for number in range(4):
        drafts.append(talk.post("draft", lead_id=lead, contact_id=contact, text=f"draft {number}", remote_phone=REMOTE))
        look()
    sent, inbox = talk.post("sent", lead_id=lead, text="sent"), talk.post("inbox", lead_id=lead, text="inbox")
    for edit in (
        {"text": "edited"}, {"text": "text and number", "remote_phone": "+14155550111"}, {"contact_id": friend},
        {"activity_at": "2020-01-01T00:00:00Z"}, {"remote_phone": None}, {"local_phone": REMOTE}, {"template_id": None},
        {"attachments": [medium("a"), medium("b")]}, {"text": "with attachments"}, {"attachments": None},
        {"user_id": None},
        {"status": "draft"}, {"status": "draft", "text": "same status"}, {"text": "x", "direction": None},
    ):  # fmt: skip
        talk.say("PUT", f"{drafts[1]}/", edit)
        look(sent, inbox)
    for key in (sent, sent, inbox, inbox):
        for edit in ({"text": "locked"}, {"text": None}, {"remote_phone": "+14155550111"}, {"activity_at": FAR}):
            for caller in (None, TOKEN):
                talk.say("PUT", f"{key}/", edit, caller)
                talk.say("GET", f"{key}/")
    for person, at in ((contact, lead), (friend, other), (contact, lead)):
        made = talk.post("draft", lead_id=at, contact_id=person, template_id=template)
        talk.say("GET", f"{made}/")
        talk.say("PUT", f"{made}/", {"text": "another text"})
        talk.say("GET", f"/api/v1/sms_template/{template}/")
    talk.say(
        "PUT",
        f"/api/v1/sms_template/{template}/",
        {"text": "Hi {{ contact.name }}, {{ contact.name }}; {{ user.name }}"},
    )
    talk.say("GET", f"{talk.post('draft', lead_id=lead, contact_id=contact, template_id=template)}/")
    for key in (drafts[2], drafts[2], sent):
        talk.say("DELETE", f"{key}/")
        look(key, inbox)
        talk.say("PUT", f"{key}/", {"text": "after its end"})
        look(key)
        drafts.append(talk.post("draft", lead_id=lead, text="after a delete"))
        look(key)
    for number in range(70):
        talk.post(
            "draft" if number % 2 else "inbox", lead_id=other, text="one of many", activity_at="2020-01-01T00:00:00Z"
        )
    look(sent, inbox)
    talk.time += timedelta(days=2)
    look(sent, inbox)
    for number in range(30):
        talk.say("PUT", f"{drafts[0]}/", {"text": f"time {number}"})
        talk.say("GET", f"{drafts[0]}/")
    for key in drafts:
        talk.say("DELETE", f"{key}/")
        talk.say("GET", f"{key}/")


def together(talk: Talk) -> None:
    """Creates and updates at the same time; only what they come to is heard."""
    lead, contact, _ = talk.around()
    talk.time += timedelta(seconds=1)
    for status in ("draft", "inbox", "draft"):
        posts = [
            (
                "POST",
                "",
                {
                    "status": status,
                    "lead_id": lead,
                    "text": f"{status} {number}",
                    "remote_phone": f"+1415555012{number}",
                },
            )
            for number in range(4)
        ]
        posts.append(
            ("POST", "", {"status": "sent", "contact_id": contact, "text": "of another kind", "remote_phone": REMOTE})
        )
        answers = talk.at_once(*posts)
        talk.hear(sorted({answer.status for answer in answers}))
        talk.hear(len({answer.object.get("id") for answer in answers}))
        for (_, _, asked), answer in zip(posts, answers, strict=True):
            made, kept = answer.object, talk.look(str(answer.object.get("id")))
            talk.hear([(asked[key], made.get(key), kept.get(key)) for key in ("text", "status", "remote_phone")])
    for _ in range(3):
        keys = [talk.post("draft", text="before", lead_id=lead) for _ in range(2)]
        edits: list[dict[str, Any]] = [{"text": "after"}, {"remote_phone": REMOTE}, {"contact_id": contact}]
        answers = talk.at_once(
            *(("PUT", f"{keys[0]}/", edit) for edit in edits), ("PUT", f"{keys[1]}/", {"text": "aside"})
        )
        talk.hear([answer.status for answer in answers])
        for key in keys:
            kept = talk.look(key)
            talk.hear([kept.get(name) for name in ("text", "remote_phone")] + [kept.get("contact_id") == contact])


def meeting(talk: Talk) -> None:
    """A cancel and an edit of a scheduled message at the same time: whether some order of the two explains the end."""
    phones = {"local_phone": INTERNAL_NUMBER, "remote_phone": REMOTE}
    for _ in range(4):
        key = talk.post("scheduled", date_scheduled=FAR, text="before", **phones)
        edit, cancel = ("PUT", f"{key}/", {"text": "after"}), ("PUT", f"{key}/", {"status": "draft"})
        edited, cancelled = talk.at_once(edit, cancel)
        kept, text = talk.look(key), "after" if edited.status == 200 else "before"
        explained = cancelled.status == 200 and edited.status in (200, 400)
        talk.hear(explained and (kept.get("status"), kept.get("text")) == ("draft", text))
