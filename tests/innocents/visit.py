"""A client of one innocent: as patient as the documents ask a client to be, with a clock that moves when told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from werkzeug.test import Client

from close_sms.mock import ACCESS_TOKEN, API_KEY, API_KEY_OTHER, INTERNAL_NUMBER
from close_sms.mock.world import USER_ID
from tests.innocents.innocent import Innocent
from tests.mock.mock_session import SMS, START, Reply, Session, basic

REMOTE = "+18183334444"
TOMORROW = "2026-05-02T12:00:00.000000+00:00"
IN_TWO_MONTHS = "2026-07-02T12:00:00.000000+00:00"
A_DAY_S = 86_400
PATIENCE_S = 15
LAG_S = 9.0
WAITS = (429, 503)
STATUSES = ("draft", "inbox", "sent", "outbox", "scheduled")


class Visit(Session):
    """A session of the mock's tests with an innocent in the mock's place."""

    def __init__(self, innocent: Innocent) -> None:
        self.innocent = innocent
        self.time = START
        self.client: Any = Client(innocent.application(lambda: self.time))
        self.authorization = basic(API_KEY)
        self.people: dict[str, Any] = {}

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        """The answer to a request, once the server has time for it."""
        reply = super().ask(method, path, body, **headers)
        if reply.status in WAITS:
            assert reply.headers["Retry-After"].isdecimal()
            self.later(int(reply.headers["Retry-After"]))
            reply = super().ask(method, path, body, **headers)
        return reply

    @property
    def schedules(self) -> bool:
        """Whether the innocent takes `date_scheduled`."""
        return self.innocent.readings.get("date-scheduled-key") != "refused"

    def whole(self, status: str, /, **more: Any) -> dict[str, Any]:
        """A body that names whatever some reading needs."""
        if not self.people:
            contacts = [{"name": "Ann Bee", "phones": [{"phone": REMOTE}]}]
            self.people = dict(self.post("/lead/", {"name": "A lead", "contacts": contacts}).body)
        body = {"status": status, "local_phone": INTERNAL_NUMBER, "remote_phone": REMOTE, "text": "Hi 👋 <b>&</b> é"}
        body.update(lead_id=self.people["id"], contact_id=self.people["contacts"][0]["id"])
        if status == "scheduled":
            body["date_scheduled"] = TOMORROW
        return {**body, **more}

    def a(self, status: str, /, **more: Any) -> dict[str, Any]:
        """A new message of that status."""
        reply = self.post(SMS, self.whole(status, **more))
        assert reply.status in (200, 201), reply
        return dict(reply.body)

    def path(self, sms: dict[str, Any]) -> str:
        return f"{SMS}{quote(sms['id'])}/"

    def seen(self, sms: dict[str, Any]) -> Reply:
        return self.get(self.path(sms))

    def edit(self, sms: dict[str, Any], **body: Any) -> Reply:
        return self.ask("PUT", self.path(sms), body)

    def is_listed(self, sms: dict[str, Any]) -> bool:
        self.later(LAG_S)
        return sms["id"] in [row["id"] for row in self.listed()]

    def as_somebody_else(self) -> Visit:
        """The same server, for a caller of the other organization."""
        twin = Visit.__new__(Visit)
        twin.__dict__.update(self.__dict__)
        twin.authorization = basic(API_KEY_OTHER)
        return twin


def of_templates(visit: Visit) -> Iterator[dict[str, Any]]:
    """Drafts of an archived template and, for names with signs, of one with a merge field."""
    personal = visit.post("/sms_template/", {"name": "T", "text": "Hi {{ contact.first_name }}"}).body.get("id")
    archived = visit.post("/sms_template/", {"name": "T", "text": "Out of use"}).body.get("id")
    visit.ask("PUT", f"/sms_template/{archived}/", {"status": "archived"})
    yield visit.whole("draft", text=None, template_id=archived)
    for name in ("A&B Tester", "\N{ROCKET} Tester"):
        lead = visit.lead(name)
        people = {"lead_id": lead["id"], "contact_id": lead["contacts"][0]["id"]}
        yield visit.whole("draft", text=None, template_id=personal, **people)


def to_post(visit: Visit) -> list[dict[str, Any]]:
    """The bodies of a look around: all that some innocent takes otherwise."""
    media = [{"content_type": "image/png", "filename": "a.png", "url": "https://app.close.com/go/file/a"}]
    return [
        visit.whole("draft", attachments=media, date_created="2025-06-07T08:09:10+00:00"),
        visit.whole("inbox", text=" a\r\nb ", activity_at="2026-01-01T00:00:00.123456Z", direction="inbound"),
        visit.whole("sent", lead_id=None, contact_id=None),
        visit.whole("sent", local_phone="+12025550123"),
        visit.whole("outbox", activity_at="2026-01-01T00:00:00Z"),
        visit.whole("outbox", send_in=8),
        visit.whole("outbox", send_in=8, remote_phone="+12025550143"),
        visit.whole("scheduled"),
        visit.whole("draft", template_id=f"smstmpl_Mock{1:039d}"),
        visit.whole("draft", text=None, template_id=f"smstmpl_Mock{1:039d}", contact_id=None),
        visit.whole("inbox", text=None, template_id=f"smstmpl_Mock{1:039d}"),
        visit.whole("draft", nothing="x" * 70_000),
        visit.whole("scheduled", date_scheduled=IN_TWO_MONTHS),
        visit.whole("outbox", attachments=media),
        visit.whole("inbox"),
        visit.whole("draft", remote_phone="+442071234567"),
        visit.whole("draft", remote_phone="+68940412345"),
        visit.whole("sent", activity_at="1999-12-31T12:00:00Z"),
        visit.whole("draft", attachments=[{**media[0], "filename": f"d\u00e9j\u00e0 {n}.png"} for n in range(2)]),
        visit.whole("inbox", contact_id=None, activity_at="2024-01-01T00:00:00Z"),
        visit.whole("inbox", text=5, remote_phone=18183334444, activity_at=1_760_000_000),
        {"status": "draft", "lead_id": "lead_unknown", "user_id": "user_unknown"},
        {"status": "draft", "lead_id": f"lead_Mock{2:039d}"},
        visit.whole("draft", organization_id=5),
        visit.whole("draft", date_created="2015-06-07T08:09:10+00:00"),
        *of_templates(visit),
    ]


def tour(visit: Visit) -> Iterator[tuple[str, Reply]]:
    """What a look around shows, request by request: wherever an innocent differs from the mock, it should show here."""
    number, far = 0, {"date_scheduled": TOMORROW}

    def look(method: str, path: str, body: Any = None, **headers: str) -> tuple[str, Reply]:
        nonlocal number
        number += 1
        return f"{number} {method} {path} {body} {headers}", Session.ask(visit, method, path, body, **headers)

    yield look("GET", "/me/", Authorization="")
    yield look("GET", "/nowhere/", Authorization="")
    yield look("GET", "/me/", Authorization=basic(API_KEY, "password"))
    yield look("GET", "/me/", Authorization=basic(API_KEY_OTHER))
    yield look("GET", "/me", x_tz_offset="-4")
    yield look("GET", f"{SMS}acti_Mock{1:039d}/", x_tz_offset="-4", Accept_Encoding="gzip")
    yield look("OPTIONS", SMS)
    yield look("PATCH", SMS)
    bodies = to_post(visit)
    made: dict[str, dict[str, Any]] = {}
    for body in bodies:
        what, reply = look("POST", f"{SMS}?send_to_inbox=true" if body["status"] == "inbox" else SMS, body)
        if not reply.refused and reply.body:
            made.setdefault(body["status"], reply.body)
        yield what, reply
    yield look("POST", SMS, visit.whole("draft", user_id=USER_ID), Authorization=f"Bearer {ACCESS_TOKEN}")
    yield look("POST", SMS, visit.whole("draft"), Authorization=f"Bearer {ACCESS_TOKEN}")
    yield look("GET", SMS, Authorization=f"Bearer {ACCESS_TOKEN}")
    for sms in made.values():
        yield look("GET", f"/event/?object_type=activity.sms&object_id={sms['id']}")
    yield look("GET", "/task/")
    yield look("GET", "/phone_number/")
    yield look("GET", f"{SMS}?id__in={'acti_unknown,' * 21}")
    yield look("GET", "/event/")
    yield look("GET", SMS)
    yield look("GET", f"{SMS}?_type=Call,SMS")
    yield look("POST", SMS, visit.whole("draft", text="e\u0301"))
    for _ in range(2):
        yield look("POST", SMS, bodies[0])
    for status, sms in made.items():
        for edit in ({"text": "new"}, {"text": "new"}, {"status": "draft", "user_id": None}, {"status": "sent"}, {}):
            yield look("PUT", visit.path(sms), edit if status != "draft" or "status" not in edit else {**edit, **far})
    for back_to_draft in made.values():
        yield look("PUT", visit.path(back_to_draft), {"status": "draft"})
    visit.later(3)
    yield look("GET", f"{SMS}?_fields=status,users")
    yield look("PUT", f"{SMS}acti_unknown/", {"text": 5})
    for seconds in (0, 3, A_DAY_S, 1):
        visit.later(seconds)
        for sms in made.values():
            yield look("GET", visit.path(sms))
    what, log = look("GET", "/event/")
    yield what, log
    for event in (log.body.get("data") or [])[:1]:
        yield look("GET", f"/event/{event['id']}/")
    for sms in made.values():
        yield look("DELETE", visit.path(sms))
        yield look("DELETE", visit.path(sms))
        yield look("GET", visit.path(sms))
    yield look("GET", "/event/")
    for _ in range(30):
        yield look("GET", f"{SMS}?_limit=1")
