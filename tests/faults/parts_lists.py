"""Parts of the trial: lists, and the conventions of all resources."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote

from close_sms.mock.world import ORGANIZATION_ID, ORGANIZATION_ID_OTHER, USER_ID, USER_ID_COLLEAGUE
from tests.faults.parts_create import medium
from tests.faults.talk import TOKEN, Talk

MOMENT = "2021-03-05T06:07:08.500000+00:00"
SPELLINGS = (MOMENT, "2021-03-05T11:37:08.5+05:30", "2021-03-05T06:07:08.500000Z", "2021-03-05T02:07:08.5-04:00")
PLAIN = ("2021-03-05", "2021-03-06", "2021-05-03", "2024-02-29", "2024-03-01", "2021-03-01")
ZONES = ("-4", "5.5", "-2.5", "+10", "-11", "5.75", "0", "nonsense")
BOUNDS = ("gt", "gte", "lt", "lte")
FIELD_LISTS = (
    "id", "id,status,text", "text,id", "status", "_all", "", "remote_phone_formatted,lead_id,id",
    "date_created,date_sent",
    "contact_id,text,id", "nonsense,id",
)  # fmt: skip


def crowd(talk: Talk) -> dict[str, Any]:
    """Some messages of every kind, and what their filters need."""
    lead, contact, _ = talk.around()
    second, friend, _ = talk.around(name="Bea Example")
    rows: list[dict[str, Any]] = [
        {"status": "inbox", "lead_id": lead, "contact_id": contact, "date_created": MOMENT, "activity_at": MOMENT},
        {"status": "draft", "lead_id": lead, "user_id": USER_ID_COLLEAGUE, "attachments": [medium("a"), medium("b")]},
        {"status": "sent", "lead_id": second, "contact_id": friend, "date_created": MOMENT},
        {"status": "draft", "activity_at": "2021-03-05T23:30:00-04:00"},
        {"status": "sent", "lead_id": lead, "contact_id": contact, "date_created": "2021-03-05T00:00:00+00:00"},
        {"status": "draft", "lead_id": second, "contact_id": contact, "date_created": "2021-03-05T22:15:00+00:00"},
        {"status": "inbox", "lead_id": lead, "user_id": USER_ID_COLLEAGUE, "date_created": "2024-02-29T12:00:00+00:00"},
        {"status": "sent", "lead_id": lead, "date_created": MOMENT, "activity_at": "2021-03-04T20:07:08.5+00:00"},
        {"status": "sent", "date_created": "2021-03-05T02:15:00Z", "activity_at": "2021-03-04T18:15:00Z"},
        {"status": "draft", "lead_id": lead, "contact_id": friend, "created_by": USER_ID_COLLEAGUE},
    ]
    keys = [talk.post(row.pop("status"), text=f"number {number}", **row) for number, row in enumerate(rows)]
    return {"lead": lead, "second": second, "contact": contact, "friend": friend, "keys": keys}


def pages(talk: Talk, query: str, limits: tuple[int, ...] = (1, 2, 3, 4, 9)) -> None:
    """A list by pages of several sizes."""
    for limit in limits:
        for skip in range(0, 12, limit):
            talk.say("GET", f"?_limit={limit}&_skip={skip}{query}")
    for skip in (1, 3, 7):
        talk.say("GET", f"?_skip={skip}{query}")


def filters(talk: Talk, here: dict[str, Any]) -> None:
    """Every filter alone, and some together."""
    lead, second, contact, friend = here["lead"], here["second"], here["contact"], here["friend"]
    one, two, three, four = here["keys"][:4]
    for query in (
        *(f"lead_id={value}" for value in (lead, second, f"{lead},{second}", f"{second},{lead}", f"{lead},{lead}")),
        *(f"lead_id={value}" for value in (lead.upper(), lead[:-1], "lead_", f"{lead},lead_none", "lead_none")),
        *(f"contact_id={value}" for value in (contact, friend, f"{contact},{friend}", contact.upper(), contact[:-1])),
        *(f"user_id={value}" for value in (USER_ID, USER_ID_COLLEAGUE, f"{USER_ID},{USER_ID_COLLEAGUE}", "user_none")),
        *(f"id__in={value}" for value in (one, f"{one},{two}", f"{one},{two},{three},{four}", one[:-1], one.upper())),
        *(f"id__in={value}" for value in (f"acti_none,{two}", "acti_none", "acti_")),
        *(f"_type={value}" for value in ("SMS", "SMS,Call", "Call,SMS", "Call")),
        f"organization_id={ORGANIZATION_ID}", f"organization_id={ORGANIZATION_ID_OTHER}",
        f"lead_id={lead}&user_id={USER_ID_COLLEAGUE}", f"user_id={USER_ID_COLLEAGUE}&lead_id={lead}",
        f"lead_id={lead}&contact_id={friend}", f"user_id={USER_ID_COLLEAGUE}&lead_id={second}",
        f"id__in={one},{two},{three}&lead_id={second}", f"lead_id={lead}&_limit=2",
        f"lead_id={lead}&date_created__gt=2022-01-01", f"date_created__lt=2022-01-01&lead_id={lead}&_type=SMS",
        "date_created__gte=2021-03-05&date_created__lt=2021-03-06",
        "activity_at__gt=2021-03-05&activity_at__lte=2022-01-01",
        f"date_created__lt=2024-03-01&date_created__gt=2021-03-05&user_id={USER_ID}",
        f"lead_id={second}&_skip=1&_limit=1",
    ):  # fmt: skip
        talk.say("GET", f"?{query}")
    for field in ("date_created", "activity_at"):
        for bound in BOUNDS:
            for text in (*SPELLINGS, *PLAIN, "2021-03-05T23:30:00-04:00"):
                talk.say("GET", f"?{field}__{bound}={quote(text)}&_limit=20")


def zones(talk: Talk) -> None:
    """Plain dates and date-times in several zones."""
    for zone in ZONES:
        for field in ("date_created", "activity_at"):
            for bound in BOUNDS:
                for text in ("2021-03-05", "2021-03-06", "2021-03-05T02:07:08.5-04:00"):
                    talk.say("GET", f"?{field}__{bound}={quote(text)}", headers={"x-tz-offset": zone})


def changes(talk: Talk, here: dict[str, Any]) -> None:
    """A list after edits and deletes, and with a new message."""
    lead, second, keys = here["lead"], here["second"], here["keys"]
    edits = ({"text": "edited"}, {"lead_id": second}, {"contact_id": None}, {"activity_at": "2019-01-01T00:00:00Z"})
    for edit in (*edits, {"text": "edited again", "user_id": USER_ID}):
        talk.say("PUT", f"{keys[1]}/", edit)
        for query in (
            "",
            f"?lead_id={lead}",
            f"?lead_id={second}",
            f"?id__in={keys[1]}",
            "?activity_at__lt=2020-01-01",
        ):
            talk.say("GET", query)
    talk.time += timedelta(seconds=60)
    talk.say("GET", f"?lead_id={second}")
    for key in (keys[2], keys[1]):
        talk.say("DELETE", f"{key}/")
        for query in ("", f"?id__in={key},{keys[3]}", f"?lead_id={second}"):
            talk.say("GET", query)
    talk.post("draft", text="newest", lead_id=lead)
    talk.say("GET", "")


def lists(talk: Talk) -> None:
    """Filters, pages and limits, and the default page of more than a hundred messages."""
    here = crowd(talk)
    filters(talk, here)
    pages(talk, "")
    pages(talk, f"&lead_id={here['lead']}", (1, 2, 6))
    for limit in ("0", "100", "101", "201", "1001", "100001", "65537", "4294967297", "1000000000000", "many"):
        talk.say("GET", f"?_limit={limit}")
        talk.say("GET", f"?_limit={limit}&lead_id={here['lead']}")
    changes(talk, here)
    for number in range(95):
        talk.post("draft", text=f"filler {number}", lead_id=here["lead"])
        if number > 85:
            talk.say("GET", "?_fields=text")
    for query in (
        "",
        "?_skip=100",
        f"?_skip={2**64}",
        "?_limit=100",
        "?_limit=50&_skip=50",
        "?_limit=50&_skip=100",
        f"?lead_id={here['lead']}",
    ):
        talk.say("GET", query)


def conventions(talk: Talk) -> None:
    """Methods by POST, zones, `_fields` and limits."""
    here = crowd(talk)
    zones(talk)
    lead, keys = here["lead"], here["keys"]
    for method, path, body in (
        ("GET", "", {"_params": {"lead_id": lead, "_limit": "2", "_skip": "1"}}), ("GET", "", {}),
        ("GET", "", {"_params": {"lead_id": here["second"]}}), ("GET", "?_limit=1", {"_params": {"lead_id": lead}}),
        ("GET", f"{keys[0]}/", {}), ("GET", f"{keys[0]}/", {"_params": {"_fields": "id"}}),
        ("PUT", f"{keys[1]}/", {"text": "put by a POST"}), ("PUT", f"{keys[1]}/", {}), ("DELETE", f"{keys[1]}/", {}),
        ("DELETE", f"{keys[2]}/", None),
    ):  # fmt: skip
        talk.say("POST", path, body, headers={"x-http-method-override": method})
        talk.say("GET", f"{keys[1]}/")
        talk.say("GET", f"{keys[2]}/")
    for fields in FIELD_LISTS:
        for path in (f"{keys[0]}/?", f"{keys[3]}/?", "?", f"?lead_id={lead}&", "?_limit=2&"):
            talk.say("GET", f"{path}_fields={fields}")
            talk.say("GET", f"{path}_fields={fields}", None, TOKEN)
