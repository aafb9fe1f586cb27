"""Parts of the trial: what stands beside what counts, in bodies and in queries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote

from close_sms.mock.world import USER_ID, USER_ID_COLLEAGUE
from tests.faults.talk import REMOTE, Talk, sendable

OWNED: dict[str, Any] = {
    "cost": 1, "users": None, "_type": "Call", "remote_phone_formatted": "+1 201", "date_updated": "2001-01-01",
}  # fmt: skip
LATER = "2040-02-29T12:00:00+00:00"
DAY = "2021-03-05"
POSTED = {"x-http-method-override": "GET"}
FIELDS = "id,cost,users,remote_phone"


def beside(talk: Talk) -> None:
    """Logged messages that are posted again, have odd values, or are listed with several filters."""
    lead, contact, template = talk.around(name="$1$& Example")
    second, friend, _ = talk.around(name="Bea Example")
    here = {"lead_id": lead, "contact_id": contact}
    keys = [
        talk.post("sent", text=f"number {hour}", activity_at=f"2021-03-{day}T{hour:02}:37:08.5+00:00",
                  date_created=f"2021-02-{day}T{hour:02}:07:08.5+00:00", remote_phone=REMOTE, **here)
        for day in ("04", "05") for hour in (0, 4, 8, 11, 16, 20)
    ]  # fmt: skip
    talk.post("draft", template_id=template, **here)
    exported = talk.say("GET", f"{keys[0]}/")
    talk.say("POST", "", {**exported, **OWNED, "text": "again"})
    talk.say("PUT", f"{talk.post('draft', text='other')}/", {**exported, **OWNED, "status": "draft"})
    talk.say("GET", f"{keys[0]}/")
    for more in (
        {"activity_at": LATER}, {"remote_phone": 14155550123}, {"remote_phone": "+" + "1" * 40}, {"activity_at": ""},
        {"lead_id": "x" * 600}, {"attachments": [], "contact_id": None}, {"lead_id": None}, {"source": None},
    ):  # fmt: skip
        for status in ("sent", "inbox"):
            talk.post(status, **{"text": "odd", **here, **more})
    talk.say("POST", "", {"status": "sent", "activity_at": "2021-03-05T06:07:08+02:00"}, headers={"x-tz-offset": "-5"})
    queries(talk, {"lead": lead, "second": second, "contact": contact, "friend": friend}, keys)


def queries(talk: Talk, here: dict[str, str], keys: list[str]) -> None:
    """Several filters at once, by GET and by POST, and in the zone of a header."""
    ids, users = ",".join(keys), (USER_ID, USER_ID_COLLEAGUE)
    dates = (f"activity_at__lt={DAY}", f"activity_at__gte={quote(f'{DAY}T04:37:08.75+00:00')}", "_limit=4", "_skip=2")
    for query in (
        f"lead_id={here['second']}&contact_id={here['contact']}", f"{dates[0]}&date_created__gt=2001-01-01",
        f"activity_at__gt=2001-01-01&date_created__lt={DAY[:7]}-01", f"{dates[0]}&user_id={users[1]}",
        f"user_id={users[0]},{users[1]}&lead_id={here['lead']}", f"user_id={users[1]},{users[0]}&{dates[0]}",
        f"lead_id={here['lead']}&contact_id={here['contact']}&id__in={ids}&{dates[0]}", f"id__in={ids}",
        f"{dates[0]}&id__in={ids}&contact_id={here['contact']}&lead_id={here['lead']}",
        f"{dates[0]}&_limit=4&lead_id={here['lead']}", f"{dates[0]}&_fields={FIELDS}", f"{dates[0]}&_skip=1",
        f"_skip=1&_fields={FIELDS}", "_limit=1000&_fields=id", dates[1], "activity_at__gte=2021-12-31",
        "activity_at__lt=2021-12-31", "date_created__gt=2024-02-30", "activity_at__lt=2001-01-01&_type=SMS",
    ):  # fmt: skip
        talk.say("GET", f"?{query}")
    for params in (
        {"activity_at__lt": DAY}, {"id__in": ids}, {"_fields": FIELDS, "_limit": 2}, {"_limit": 1000},
    ):  # fmt: skip
        talk.say("POST", "", {"_params": params}, headers=POSTED)
    talk.say("POST", f"{keys[0]}/", {"_params": {}}, headers=POSTED)
    for zone in ("12.75", "5.75", "-10", None):
        for bound in (f"activity_at__gte={DAY}", f"activity_at__gte={DAY}T00:00:00", f"date_created__lt={DAY}"):
            talk.say("GET", f"?{bound}", headers={"x-tz-offset": zone} if zone else {})
    talk.say("GET", f"{keys[0]}/?_fields={FIELDS}")


def dated(talk: Talk) -> None:
    """Messages to send whose dates are far east."""
    lead, contact, _ = talk.around()
    full = sendable(lead, contact)
    key = talk.post("scheduled", text="east", date_scheduled="2031-07-01T00:30:00+14:00", **full)
    talk.say("GET", f"{key}/")
    talk.say("PUT", f"{key}/", {"status": "draft"})


def delayed(talk: Talk) -> None:
    """Messages to send with odd delays, or without a date."""
    lead, contact, template = talk.around()
    full = sendable(lead, contact)
    for delay in (59.5, 60.5, "60", 2**40):
        key = talk.post("outbox", text="later", send_in=delay, **full)
        talk.time += timedelta(seconds=61)
        talk.say("GET", f"{key}/")
    for more in ({"text": "when", "activity_at": LATER}, {"template_id": template}):
        talk.post("scheduled", **full, **more)
