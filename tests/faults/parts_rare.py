"""Parts of the trial: rare values, attachments of every type, and every field alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from close_sms.mock.mime_types import MIME_TYPES
from close_sms.mock.world import USER_ID_COLLEAGUE
from tests.faults.parts_create import DATES, medium
from tests.faults.talk import REMOTE, TOKEN, Talk

RARE_TEXTS = (
    *("x" * size for size in (100, 159, 160, 161, 254, 255, 256, 257, 499, 500, 501, 999, 1000)),
    "100% of %s and %(name)s, %20 or {0} {name}", "call 12345", "7", "1e5", "true", "null", "None", "0",
    "\U0001f44d\U0001f3fd and \U0001f468\U0001f3ff\u200d\U0001f4bb", "漢字かな交じり文、全角ＡＢＣ１２３ﾊﾝｶｸ",
    "left \u202bright\u202c left \u2066isolated\u2069 \u200fmark", "Hello {{ contact.first_name }} there",
    "=SUM(A1:A2)", "+1 for it", "-5 degrees", "@you", "https://www.example.com/Some/Path?a=1&b=2#c", "wait!!! what??",
    "a\\u00e9b", "&amp; &lt;b&gt;", "O'Neil; DROP TABLE sms;--", "$1 and ${2} \\1", "tab\tand\vvertical\fform", "ﬁ ½ ™",
    "İstanbul ıI ß ẞ", "\u00ad soft\u00adhyphen", "STOP", "stop", "line\u2028separator\u2029here",
    "\U0001f1e9\U0001f1ea flag, \u2764\ufe0f heart, 1\ufe0f\u20e3 key", "y\u0308 Z\u030c\u0323", "ก็ ภาษาไทย",
    "\U00020000 rare",
)  # fmt: skip
NUMBERS = ("+4915123456789", "+390612345678901", "+29022222", "+442079460958", "+6834123", "+5511987654321", REMOTE)
SEVERAL = [
    medium("b.png"), medium("b.png", "text/csv"), medium("C d.PDF", "application/pdf"), medium("e", "image/gif")
]  # fmt: skip


def rare(talk: Talk) -> None:
    """Rare texts, numbers and dates: created, fetched and put into a draft."""
    lead, contact, template = talk.around()
    other, friend, _ = talk.around(name="Öżil & Søn <x>")
    draft = talk.post("draft", lead_id=lead, text="first")
    talk.say("GET", f"{talk.post('draft', lead_id=other, contact_id=friend, template_id=template)}/")
    for text in RARE_TEXTS:
        key = talk.post("sent", lead_id=lead, text=text)
        talk.say("GET", f"{key}/")
        talk.say("PUT", f"{draft}/", {"text": text})
    for text in (RARE_TEXTS[3], *RARE_TEXTS[13:20]):
        made = talk.say("POST", "/api/v1/sms_template/", {"name": "T", "text": text}).get("id", "")
        talk.post("draft", template_id=made, contact_id=contact, lead_id=lead)
    for number in NUMBERS:
        for status in ("draft", "inbox"):
            talk.say("GET", f"{talk.post(status, remote_phone=number, local_phone=number)}/")
        talk.say("PUT", f"{draft}/", {"remote_phone": number, "text": f"to {number}"})
    for date in DATES:
        talk.post("draft", activity_at=date, date_created=date)
        talk.say("PUT", f"{draft}/", {"activity_at": date})


def media(talk: Talk) -> None:
    """Attachments: one of every type, and several together."""
    lead, _, _ = talk.around()
    for kind in sorted(MIME_TYPES):
        talk.post("draft", attachments=[medium("A file.é.X", kind)], lead_id=lead)
    for status in ("inbox", "sent", "draft"):
        for items in (SEVERAL[:2], SEVERAL, SEVERAL[1:3], [SEVERAL[0], SEVERAL[3]]):
            key = talk.post(status, attachments=items, lead_id=lead, text="see")
            talk.say("GET", f"{key}/")
            for edit in ({"text": "seen"}, {"attachments": items[1:]}, {"attachments": [medium("x", "image/webp")]}):
                talk.say("PUT", f"{key}/", edit)
            talk.say("GET", f"{key}/")
    talk.say("GET", f"?lead_id={lead}&_limit=20")


def variants(talk: Talk) -> None:
    """Every field alone beside a text, with both kinds of credentials."""
    lead, contact, template = talk.around()
    plain: dict[str, Any] = {"lead_id": lead, "contact_id": contact, "text": "more"}
    for more in (
        {"user_id": USER_ID_COLLEAGUE}, {"created_by": USER_ID_COLLEAGUE}, {"text": None}, {"direction": None},
        {"source": None}, {"template_id": template, "text": None}, {"send_in": 20}, {"source": "External"},
        {"date_scheduled": "2031-01-01T00:00:00+00:00"}, {"attachments": None}, {"contact_id": None},
        {"activity_at": "2020-01-01T00:00:00+00:00"}, {"created_by": None}, {"date_created": None}, {"user_id": None},
        {"template_id": None},
    ):  # fmt: skip
        for status in ("draft", "inbox", "sent"):
            for key in (None, TOKEN):
                made = talk.post(status, key=key, **{**plain, **more})
                talk.say("GET", f"{made}/", None, key)
    talk.time += timedelta(seconds=90)
    talk.say("GET", f"?lead_id={lead}&_limit=100")
