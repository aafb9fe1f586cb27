"""Parts of the trial: messages that wait for their date, and messages that are sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from close_sms.mock import EXTERNAL_NUMBER, INTERNAL_NUMBER, INTERNAL_NUMBER_OTHER, VIRTUAL_NUMBER
from tests.faults.parts_create import medium
from tests.faults.parts_others import EVENTS, FAR
from tests.faults.talk import REMOTE, TOKEN, Talk, sendable

NOBODYS = "+14155550188"
NEIGHBOURS = "+14154445999"


def scheduling(talk: Talk) -> None:
    """Messages that wait for a date far ahead, and are called back."""
    lead, contact, template = talk.around()
    full = sendable(lead, contact)
    keys: list[str] = []

    def look() -> None:
        for key in keys[-3:]:
            talk.say("GET", f"{key}/")
        talk.say("GET", f"?lead_id={lead}&_limit=5")
        talk.say("GET", f"{EVENTS}?object_id={keys[-1]}&object_type=activity.sms")

    dates = (
        (talk.time + timedelta(hours=7)).isoformat(), (talk.time + timedelta(days=40)).isoformat(), FAR,
        "2032-02-29T12:00:00+05:45", "2030-06-30T23:59:59.5-03:30",
    )  # fmt: skip
    contents: tuple[dict[str, Any], ...] = (
        {"text": "Hello"}, {"template_id": template}, {"text": "see", "attachments": [medium("a"), medium("b")]},
        {"text": "x" * 400, "activity_at": "2020-02-29T00:00:00Z", "user_id": None},
    )  # fmt: skip
    for number, date in enumerate(dates):
        content = {**full, **contents[number % len(contents)], "date_scheduled": date}
        keys.append(talk.post("scheduled", key=TOKEN if number == 2 else None, **content))
        look()
        edits: tuple[dict[str, Any], ...] = ({}, {"attachments": []}, {"status": "sent"})
        for edit in (*edits, {"text": "locked"}, {"remote_phone": "+14155550111"}):
            talk.say("PUT", f"{keys[-1]}/", edit)
            look()
    for round_ in range(2):
        for key in list(keys):
            talk.time += timedelta(seconds=61)
            talk.say("PUT", f"{key}/", {"status": "draft"})
            look()
            talk.say("GET", f"{key}/")
            talk.say("PUT", f"{key}/", {"text": f"edited {round_}", "remote_phone": "+14155550111"})
            talk.say("PUT", f"{key}/", {"status": "scheduled", "date_scheduled": dates[round_ + 1]})
            look()
    for content in contents:
        draft = talk.post("draft", **{**full, **content})
        keys.append(draft)
        talk.say("PUT", f"{draft}/", {"status": "scheduled", "date_scheduled": dates[3]}, headers={"x-tz-offset": "-4"})
        look()
        talk.say("PUT", f"{draft}/", {"text": "locked"})
        look()
    for key in keys:
        talk.say("PUT", f"{key}/", {"status": "draft"})
        talk.say("GET", f"{key}/")
        talk.say("DELETE", f"{key}/")
        look()


def sending(talk: Talk) -> None:
    """Messages that are scheduled or sent, and called back."""
    lead, contact, template = talk.around()
    phones = {"local_phone": INTERNAL_NUMBER, "remote_phone": REMOTE}
    full: dict[str, Any] = {"text": "Hello", "lead_id": lead, "contact_id": contact, **phones}

    def watch(key: str, *waits: float) -> None:
        for wait in waits:
            talk.say("GET", f"{key}/")
            talk.time += timedelta(seconds=wait)
        talk.say("GET", f"{key}/")

    def dates() -> list[dict[str, Any]]:
        soon = talk.time + timedelta(seconds=4000)
        local = (talk.time + timedelta(hours=9)).replace(tzinfo=None).isoformat() + "+05:00"
        return [
            {"date_scheduled": date} for date in (soon.isoformat(), local, None, "soon", "2031-02-30T10:00:00Z")
        ] + [{}]

    for number in range(len(dates())):
        for end in ({}, {"text": "other"}, {"status": "draft"}, {"status": "sent"}):
            key = talk.post("scheduled", **full, **dates()[number])
            talk.say("PUT", f"{key}/", end)
            watch(key, 1, 3000, 100000)
        draft = talk.post("draft", **full)
        talk.say("PUT", f"{draft}/", {"status": "scheduled", **dates()[number]})
        watch(draft, 2, 100000)
    for delay in (None, 20, 59, 60, 61, 3600):
        more: dict[str, Any] = {} if delay is None else {"send_in": delay}
        for end in ({}, {"text": "other"}, {"status": "draft"}, {"status": "inbox"}):
            key = talk.post("outbox", **full, **more)
            talk.say("PUT", f"{key}/", end)
            talk.say("PUT", f"{key}/", end)
            watch(key, 0.1, 5, 8, 30, 50)
    numbers = (None, EXTERNAL_NUMBER, VIRTUAL_NUMBER, NOBODYS, NEIGHBOURS, INTERNAL_NUMBER_OTHER, INTERNAL_NUMBER)
    for phone in numbers:
        watch(talk.post("outbox", **{**full, "local_phone": phone}), 5)
        talk.post("outbox", **{**full, "local_phone": phone, "send_in": 10})
        draft = talk.post("draft", **{**full, "local_phone": phone})
        talk.say("PUT", f"{draft}/", {"status": "outbox"})
        watch(draft, 5)
        watch(talk.post("scheduled", **{**full, "local_phone": phone, **dates()[0]}), 5000)
    talk.post("outbox", **{key: value for key, value in full.items() if key != "local_phone"})
    late(talk, full, template)
    zoned(talk, full)


def late(talk: Talk, full: dict[str, Any], template: str) -> None:
    """Messages of several kinds that are called back late, edited, and sent again."""
    for content in (
        full, {**full, "text": None, "template_id": template}, {**full, "text": "x" * 200},
        {**full, "activity_at": FAR}, {**full, "attachments": [medium("a"), medium("b")]},
        {**full, "text": "äöü" * 30},
    ):  # fmt: skip
        for wait in (2, 40, 54):
            keys = [talk.post("outbox", **content, send_in=59), talk.post("outbox", **content, send_in=57)]
            talk.time += timedelta(seconds=wait)
            talk.say("PUT", f"{keys[0]}/", {"status": "draft"})
            talk.say("GET", f"{keys[0]}/")
            talk.say("PUT", f"{keys[0]}/", {"text": "after the undoing"})
            for seconds in (1, 10, 50):
                talk.time += timedelta(seconds=seconds)
                for key in keys:
                    talk.say("GET", f"{key}/")
            for status in ("outbox", "draft", "outbox"):
                talk.say("PUT", f"{keys[0]}/", {"status": status})
            for step in (0.2, 5):
                talk.time += timedelta(seconds=step)
                talk.say("GET", f"{keys[0]}/")
        siblings = [
            talk.post("scheduled", **content, date_scheduled=(talk.time + timedelta(hours=hours)).isoformat())
            for hours in (1, 2, 3)
        ]
        for hours in range(4):
            for key in siblings:
                talk.say("GET", f"{key}/")
            if hours == 1:
                soon = (talk.time + timedelta(hours=5)).isoformat()
                talk.say("PUT", f"{siblings[1]}/", {"status": "draft"})
                talk.say("PUT", f"{siblings[1]}/", {"text": "again"})
                talk.say("PUT", f"{siblings[2]}/", {"status": "draft"})
                talk.say("PUT", f"{siblings[2]}/", {"status": "scheduled", "date_scheduled": soon})
            talk.time += timedelta(minutes=61)
        talk.time += timedelta(hours=9)
        for key in siblings:
            talk.say("GET", f"{key}/")
            talk.say("GET", f"{EVENTS}?object_id={key}&object_type=activity.sms")
        draft = talk.post("draft", **content)
        talk.say("PUT", f"{draft}/", {"status": "outbox"})
        talk.time += timedelta(seconds=3)
        talk.say("GET", f"{draft}/")


def zoned(talk: Talk, full: dict[str, Any]) -> None:
    """Dates without an offset, in several zones."""
    for zone in ("-4", "5.75", "+10", "-2.5"):
        local = (talk.time + timedelta(hours=20)).replace(tzinfo=None).isoformat()
        draft = talk.post("draft", **full)
        body = {"status": "scheduled", "date_scheduled": local}
        talk.say("PUT", f"{draft}/", body, headers={"x-tz-offset": zone})
        key = talk.say("POST", "", {**full, **body}, headers={"x-tz-offset": zone}).get("id", "acti_none")
        for hours in (0, 9, 5, 4, 3, 4, 6):
            talk.time += timedelta(hours=hours)
            talk.say("GET", f"{key}/")
            talk.say("GET", f"{draft}/")
