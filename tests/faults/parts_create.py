"""Parts of the trial: what bodies are refused, and what is kept of the others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from close_sms.mock import INTERNAL_NUMBER
from tests.faults.talk import REMOTE, Talk, basic, sendable

TEXT = (
    "Grüße, cafe\u0301 \U0001f44b\u200d\U0001f33b 'a' \"b\" \\n\\ “c” – d… a+b & <b>\n\r\n\tרשת  x\u00a0y "
    + "0123456789" * 20
)
WRONG: tuple[Any, ...] = (
    None, 5, 0, True, False, {}, [], "", " ", "DRAFT", "received", "error", "tomorrow", "sideways", "Nobody", ["draft"],
)  # fmt: skip
WRONG_DATES = (
    "2023-02-30T25:00:00Z", "2023-02-30T10:00:00Z", "2023-13-01T10:00:00Z", "1714979289", 1714979289, "soon", "2023",
)  # fmt: skip
WRONG_PHONES = (
    "+abc", "+1415CALLNOW", "+14155550123x5", "+141555501234567890", "+1", "+04155550123", "call +14155550123",
    "+1415555\u0660123", "++14155550123",
)  # fmt: skip
URL = "https://x.example/a"
WRONG_ATTACHMENTS: tuple[Any, ...] = (
    [{}], [5], [{"filename": "a", "url": URL}], [{"filename": "a", "content_type": "image/png"}],
    [{"url": URL, "content_type": "image/png"}], [{"url": URL, "filename": "a", "content_type": "image/webp"}],
    [{"url": URL, "filename": "a", "content_type": "image/jp"}],
    [{"url": URL, "filename": "a", "content_type": "text/csv; charset=utf-8"}],
    [{"url": 5, "filename": "a", "content_type": "image/png"}],
    [{"url": URL, "filename": "a", "content_type": "image/png"}, {"filename": "b"}],
)  # fmt: skip
FIELDS: Mapping[str, tuple[Any, ...]] = {
    "status": (" draft ", "draft\n", "dra"),
    "text": WRONG_ATTACHMENTS[:2],
    "activity_at": WRONG_DATES,
    "date_created": WRONG_DATES,
    "direction": ("INBOUND", " inbound", "in", "inbox"),
    "source": ("external", "Close", " External"),
    "lead_id": (),
    "contact_id": (),
    "user_id": (),
    "created_by": (),
    "template_id": (),
    "attachments": WRONG_ATTACHMENTS,
    "organization_id": (),
    "remote_phone": WRONG_PHONES,
    "local_phone": WRONG_PHONES,
}
DATES = (
    "2019-03-05T06:07:08.123456+05:30", "1985-03-05T06:07:08-03:30", "2021-03-05T06:07:08-08:00",
    "2021-03-05T06:07:08Z", "2024-02-29T23:59:59+05:45", "2023-12-31T23:30:00-01:00", "2022-06-01T00:00:00+00:00",
    "2000-02-29T12:00:00+12:45", "1969-12-31T23:59:59Z", "2023-07-16T09:30:10.5+00:00",
)  # fmt: skip
RAW = (
    b"", b"null", b'"draft"', b'"{\\"status\\": \\"draft\\"}"', b'{"status": "draft"} x', b"{'status': 'draft'}",
    b"status=draft", b'{"status": "draft",}', b'{"status": "draft"}{"status": "draft"}', b"[[]]", b'{"status": "draft"',
)  # fmt: skip
IN_PUT = ("status", "text", "activity_at", "remote_phone", "local_phone", "attachments", "contact_id")


def medium(name: str, kind: str = "image/png") -> dict[str, Any]:
    """An attachment of a request."""
    return {"url": URL, "filename": name, "content_type": kind}


def bodies(talk: Talk) -> None:
    """Wrong values for every field, at a create and at an update."""
    lead, contact, template = talk.around()
    for body in ([], "text", 5, [{"status": "draft"}], {}, {"text": "no status", "lead_id": lead}):
        talk.say("POST", "", body)
    for raw in RAW:
        talk.say("POST", "", raw=raw)
    for more in ({"direction": "inbound"}, {"template_id": template}, {"text": None}, {"contact_id": contact}):
        talk.say("POST", "", {"lead_id": lead, **more})
        talk.say("POST", "", {"lead_id": lead, **more, "status": None})
    talk.say("POST", "", {"status": "draft", "text": 5, "direction": "sideways", "remote_phone": "x"})
    talk.say("POST", "", {"status": "nonsense", "attachments": 5, "lead_id": lead})
    draft = talk.post("draft", lead_id=lead, text="draft", local_phone=INTERNAL_NUMBER, remote_phone=REMOTE)
    for field, special in FIELDS.items():
        for value in (*WRONG, *special):
            talk.say("POST", "", {"status": "draft", "lead_id": lead, "text": "x", field: value})
            if field in IN_PUT:
                talk.say("PUT", f"{draft}/", {"text": "other", field: value})
        talk.say("GET", f"{draft}/")
        talk.say("PUT", f"{draft}/", {"text": "again", "attachments": [], "contact_id": contact})
    talk.say("GET", f"?lead_id={lead}&_limit=60")


def logged(talk: Talk) -> None:
    """Messages that are only kept: stored, fetched, listed, edited, deleted."""
    lead, contact, template = talk.around()
    full = sendable(lead, contact)
    for status in ("inbox", "draft", "sent"):
        for more in ({}, {"direction": "inbound"}, {"direction": "outbound"}, {"attachments": [medium("a")]}):
            key = talk.post(status, text=TEXT, user_id=None, **full, **more)
            talk.say("GET", f"{key}/")
            talk.time += timedelta(seconds=3)
            talk.say("GET", f"{key}/")
        for date in DATES:
            talk.post(status, activity_at=date, date_created=date)
        talk.post(status, **{**full, "remote_phone": None})
        rendered = talk.post(status, template_id=template, **full)
        talk.say("GET", f"{rendered}/")
        user = talk.say("GET", f"{rendered}/").get("user_id")
        kept = talk.post(status, text="kept\nwell", user_id=user, activity_at=DATES[0], source="External", **full)
        for edit in (
            {"text": TEXT}, {"remote_phone": "+14155550111"}, {}, {"activity_at": DATES[1]}, {"text": None},
            {"local_phone": None}, {"contact_id": None}, {"lead_id": None}, {"direction": "inbound"},
            {"source": "Close.io"}, {"source": "External"}, {"created_by": None}, {"date_created": DATES[2]},
            {"date_created": None}, {"organization_id": "orga_x"}, {"status": "draft"}, {"status": "sent"},
            {"status": "inbox"},
        ):  # fmt: skip
            talk.say("PUT", f"{kept}/", edit)
            talk.say("GET", f"{kept}/")
        for key in (kept, kept, "acti_none"):
            talk.say("DELETE", f"{key}/")
            talk.say("GET", f"{key}/")
    for _ in range(12):
        talk.say("PUT", "acti_none/", {"text": "x"})
        talk.say("GET", "acti_none/")
        talk.say("GET", "", None, basic("wrong:"))
    talk.post("draft", text="x" * 1001, lead_id=lead)
    for value in ("", "?send_to_inbox=true", "?send_to_inbox=true", "?send_to_inbox=false"):
        for more in (full, {}, {"direction": "inbound"}):
            key = talk.post("inbox", value, text="ping", **more)
            talk.say("GET", f"/api/v1/task/?object_id={key}")
            talk.say("GET", f"{key}/")
        talk.say("GET", "/api/v1/task/")
    for query in ("", "?_limit=2", "?_limit=2&_skip=2", "?lead_id=lead_none", f"?lead_id={lead}"):
        talk.say("GET", query)
