"""One long conversation with a mock, so long that every fault of the bank shows in it."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

from close_sms.mock import (
    ACCESS_TOKEN,
    API_KEY,
    EXTERNAL_NUMBER,
    INTERNAL_NUMBER,
    INTERNAL_NUMBER_OTHER,
    VIRTUAL_NUMBER,
    Behaviour,
    create_app,
)

SMS = "/api/v1/activity/sms/"
REMOTE = "+18183334444"
NOBODYS = "+14155550188"
TEXT = (
    "Grüße, cafe\u0301 \U0001f44b\u200d\U0001f33b 'a' \"b\" \\n\\ “c” – d… a+b & <b>\n\r\n\tרשת  x\u00a0y "
    + "0123456789" * 20
)
WRONG: tuple[Any, ...] = (
    None, 5, True, {}, [], "", " ", "DRAFT", " draft ", "received", "error", "tomorrow", "2023-02-30T25:00:00Z",
    "INBOUND", "sideways", "external", "Nobody", "+abc", [{}], [{"filename": "a", "url": "https://x.example/a"}],
    [{"filename": "a", "content_type": "image/png"}], [{"url": "https://x.example/a", "content_type": "image/png"}],
    [{"url": "https://x.example/a", "filename": "a", "content_type": "image/webp"}],
)  # fmt: skip
DATES = (
    "2019-03-05T06:07:08.123456+05:30", "1985-03-05T06:07:08-03:30", "2021-03-05T06:07:08-08:00",
    "2021-03-05T06:07:08Z",
)  # fmt: skip


def basic(pair: str) -> str:
    """A Basic Authorization header."""
    return "Basic " + base64.b64encode(pair.encode()).decode()


class Talk:
    """A conversation with one mock, by a clock of its own; `heard` has every answer."""

    def __init__(self, behaviour: type[Behaviour]) -> None:
        self.time = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
        self.client = create_app(now=self.now, behaviour=behaviour).test_client()
        self.key = basic(f"{API_KEY}:")
        self.heard: list[Any] = []

    def now(self) -> datetime:
        return self.time

    def say(self, method: str, path: str, body: Any = None, key: str | None = None) -> Any:
        self.time += timedelta(milliseconds=1)
        header = self.key if key is None else key
        headers = {"Authorization": header} if header else {}
        json = {"json": body} if body is not None else {}
        url = path if path.startswith("/") else SMS + path
        answer = self.client.open(url, method=method, headers=headers, **json)
        self.heard.append((method, path, answer.status_code, answer.content_type, answer.get_data(as_text=True)))
        found = answer.get_json(silent=True)
        return found if isinstance(found, dict) else {}

    def post(self, status: Any, path: str = "", **fields: Any) -> str:
        return str(self.say("POST", path, {"status": status, **fields}).get("id", "acti_none"))

    def around(self) -> tuple[str, str, str]:
        contact = {"name": "Ann Example", "phones": [{"phone": REMOTE}]}
        lead = self.say("POST", "/api/v1/lead/", {"name": "Trial", "contacts": [contact]})
        template = {"name": "T", "text": "Hi {{ contact.first_name }} of {{ lead.name }}: {{ contact.name }}"}
        made = self.say("POST", "/api/v1/sms_template/", template)
        contacts = lead.get("contacts") or [{"id": None}]
        return lead.get("id", ""), contacts[0]["id"], made.get("id", "")


def credentials(talk: Talk) -> None:
    """Every kind of credential, on every operation."""
    bodies: dict[str, Any] = {"GET": None, "POST": {"status": "draft"}, "PUT": {}, "DELETE": None}
    for method, body in bodies.items():
        for header in ("", f"Bearer {ACCESS_TOKEN}"):
            talk.say(method, "" if method in ("GET", "POST") else "acti_none/", body, header)
    pairs = (":", "wrong:", f"{API_KEY[:-1]}:", f"{API_KEY[:-1]}x:", f"{API_KEY}:x", API_KEY)
    headers = [basic(pair) for pair in pairs] + [f"Bearer {ACCESS_TOKEN[:-1]}", "Bearer wrong", "Bearer"]
    for header in [*headers, "Basic", "Basic !!!", "Digest abc", API_KEY]:
        talk.say("GET", "", None, header)


def bodies(talk: Talk, lead: str) -> None:
    """Wrong values for every field, at a create and at an update."""
    for body in ([], "text", 5, [{"status": "draft"}], {}, {"text": "no status", "lead_id": lead}):
        talk.say("POST", "", body)
    draft = talk.post("draft", lead_id=lead, text="draft", local_phone=INTERNAL_NUMBER, remote_phone=REMOTE)
    for field in (
        "status", "text", "activity_at", "date_created", "direction", "source", "lead_id", "user_id", "attachments",
        "organization_id", "remote_phone", "local_phone",
    ):  # fmt: skip
        for value in WRONG:
            talk.say("POST", "", {"status": "draft", "lead_id": lead, "text": "x", field: value})
            if field in ("text", "activity_at", "remote_phone") or (field == "status" and value != "draft"):
                talk.say("PUT", f"{draft}/", {"text": "other", field: value})
                talk.say("GET", f"{draft}/")
    talk.say("GET", f"?lead_id={lead}")


def logged(talk: Talk, lead: str, contact: str, template: str) -> None:
    """Messages that are only kept: stored, fetched, listed, edited, deleted."""
    full = {"lead_id": lead, "contact_id": contact, "local_phone": INTERNAL_NUMBER, "remote_phone": REMOTE}
    media = [{"url": "https://x.example/a", "filename": "a", "content_type": "image/png"}]
    for status in ("inbox", "draft", "sent"):
        for more in ({}, {"direction": "inbound"}, {"direction": "outbound"}, {"attachments": media}):
            key = talk.post(status, text=TEXT, user_id=None, **full, **more)
            talk.say("GET", f"{key}/")
            talk.time += timedelta(seconds=3)
            talk.say("GET", f"{key}/")
        for date in DATES:
            talk.post(status, activity_at=date, date_created=date)
        rendered = talk.post(status, template_id=template, **full)
        talk.say("GET", f"{rendered}/")
        user = talk.say("GET", f"{rendered}/").get("user_id")
        kept = talk.post(status, text="kept\nwell", user_id=user, activity_at=DATES[0], source="External", **full)
        for edit in (
            {"text": TEXT}, {"remote_phone": "+14155550111"}, {}, {"activity_at": DATES[1]}, {"text": None},
            {"local_phone": None}, {"contact_id": None}, {"lead_id": None}, {"direction": "inbound"},
            {"source": "Close.io"}, {"source": "External"}, {"created_by": None}, {"date_created": DATES[2]},
            {"organization_id": "orga_x"}, {"status": "draft"}, {"status": "sent"}, {"status": "inbox"},
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
    for value in ("", "?send_to_inbox=true", "?send_to_inbox=false"):
        talk.post("inbox", value, text="ping", **full)
        talk.say("GET", "/api/v1/task/")
    for query in ("", "?_limit=2", "?_limit=2&_skip=2", "?lead_id=lead_none", f"?lead_id={lead}"):
        talk.say("GET", query)


def sending(talk: Talk, full: dict[str, Any]) -> None:
    """Messages that are scheduled or sent, and called back."""

    def watch(key: str, *waits: float) -> None:
        for wait in waits:
            talk.say("GET", f"{key}/")
            talk.time += timedelta(seconds=wait)
        talk.say("GET", f"{key}/")

    def dates() -> list[dict[str, Any]]:
        soon = talk.time + timedelta(seconds=4000)
        local = (talk.time + timedelta(hours=9)).replace(tzinfo=None).isoformat() + "+05:00"
        return [{"date_scheduled": date} for date in (soon.isoformat(), local, None, "soon")] + [{}]

    for number in range(len(dates())):
        for end in ({}, {"text": "other"}, {"status": "draft"}, {"status": "sent"}):
            key = talk.post("scheduled", **full, **dates()[number])
            talk.say("PUT", f"{key}/", end)
            watch(key, 1, 3000, 100000)
        draft = talk.post("draft", **full)
        talk.say("PUT", f"{draft}/", {"status": "scheduled", **dates()[number]})
        watch(draft, 2)
    for delay in (None, 20, 59, 60, 61, 3600):
        more: dict[str, Any] = {} if delay is None else {"send_in": delay}
        for end in ({}, {"text": "other"}, {"status": "draft"}, {"status": "inbox"}):
            key = talk.post("outbox", **full, **more)
            talk.say("PUT", f"{key}/", end)
            watch(key, 0.1, 5, 8, 30, 50)
    for phone in (None, EXTERNAL_NUMBER, VIRTUAL_NUMBER, NOBODYS, INTERNAL_NUMBER_OTHER, INTERNAL_NUMBER):
        watch(talk.post("outbox", **{**full, "local_phone": phone}), 5)
        draft = talk.post("draft", **{**full, "local_phone": phone})
        talk.say("PUT", f"{draft}/", {"status": "outbox"})
        watch(draft, 5)


def trial(behaviour: type[Behaviour], part: str) -> list[Any]:
    """What one part of the conversation heard: credentials, bodies, logged or sending."""
    talk = Talk(behaviour)
    if part == "credentials":
        credentials(talk)
        return talk.heard
    lead, contact, template = talk.around()
    if part == "bodies":
        bodies(talk, lead)
    elif part == "logged":
        logged(talk, lead, contact, template)
    else:
        phones = {"local_phone": INTERNAL_NUMBER, "remote_phone": REMOTE}
        sending(talk, {"text": "Hello", "lead_id": lead, "contact_id": contact, **phones})
    return talk.heard
