"""Every innocent starts, differs from the plain mock, and keeps the plainest rules."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from close_sms.mock import EXTERNAL_NUMBER, VIRTUAL_NUMBER
from close_sms.mock.readings import resolve
from tests.innocents import INNOCENTS, jobs, moments
from tests.innocents.innocent import Innocent, innocent
from tests.innocents.visit import A_DAY_S, PATIENCE_S, SMS, STATUSES, TOMORROW, Visit, tour

PLAIN = Innocent("plain", "The mock itself.", ())
REQUIRED = """_type activity_at contact_id cost created_by date_created date_scheduled date_sent date_updated direction
error_message id lead_id local_country_iso local_phone local_phone_formatted organization_id remote_country_iso
remote_phone remote_phone_formatted source status template_id text updated_by user_id users"""
NEVER_NULL = (
    "_type",
    "date_created",
    "date_updated",
    "direction",
    "id",
    "organization_id",
    "source",
    "status",
    "users",
)
UNKNOWN = f"{SMS}acti_thereIsNone0000000000000000000000000000000000/"


def is_brief(one: Innocent) -> bool:
    """Whether a visit stays long enough for it; of the others only a run of the suite sees what they are."""
    return not {jobs.__name__, moments.__name__} & {one.behaviour.__module__, getattr(one.around, "__module__", "")}


BRIEF = {name: one for name, one in INNOCENTS.items() if is_brief(one)}


@pytest.fixture(params=BRIEF.values(), ids=BRIEF.keys())
def visit(request: pytest.FixtureRequest) -> Visit:
    return Visit(request.param)


@pytest.fixture(scope="module")
def plain() -> str:
    return str(list(tour(Visit(PLAIN))))  # as text, for which the order of keys counts


def test_an_innocent_says_why(visit: Visit) -> None:
    one = visit.innocent
    assert INNOCENTS[one.name] is one
    assert len(one.says) > 40
    assert one.says.endswith(".")
    assert one.about
    assert all(re.fullmatch(r"[DSR][1-9][0-9]{0,2}", number) for number in one.about)
    assert resolve(one.readings)


def test_an_innocent_differs_from_the_mock(visit: Visit, plain: str) -> None:
    assert str(list(tour(visit))) != plain


def test_no_answer_is_an_error_of_the_server(visit: Visit) -> None:
    assert {reply.status for _, reply in tour(visit)} <= {
        200, 201, 204, 301, 308, 400, 401, 402, 403, 404, 405, 406, 409, 410, 412, 413, 415, 422, 423, 429, 503
    }  # fmt: skip


def test_each_status_can_be_created_fetched_and_listed(visit: Visit) -> None:
    for status in STATUSES if visit.schedules else STATUSES[:-1]:
        sms = visit.a(status)
        expected = {"outbox", "sent", "error"} if status == "outbox" else {status}
        assert sms["status"] in expected
        assert set(REQUIRED.split()) <= set(sms)
        assert all(sms[key] is not None for key in NEVER_NULL)
        assert (sms["_type"], sms["direction"]) == ("SMS", "inbound" if status == "inbox" else "outbound")
        assert (sms["local_phone"], sms["text"]) == ("+14154445555", "Hi 👋 <b>&</b> é")
        for name in ("date_created", "date_updated"):
            assert datetime.fromisoformat(sms[name]).tzinfo is not None
        seen = visit.seen(sms)
        assert seen.status == 200
        shown = {key: value for key, value in seen.body.items() if key in sms}  # some keys only a fetch has (D10)
        assert status == "outbox" or shown == sms
        assert visit.is_listed(sms)


def test_only_drafts_can_be_modified(visit: Visit) -> None:
    draft = visit.a("draft")
    reply = visit.edit(draft, text="new")
    assert (reply.status, reply.body["text"], reply.body["status"]) == (200, "new", "draft")
    assert datetime.fromisoformat(reply.body["date_updated"]) >= datetime.fromisoformat(draft["date_updated"])
    assert visit.seen(draft).body["text"] == "new"
    for status in ("sent", "inbox"):
        logged = visit.a(status)
        assert visit.edit(logged, text="new").status in (200, 400, 403, 404, 405, 409, 422)
        seen = visit.seen(logged).body
        assert (seen["text"], seen["status"]) == (logged["text"], status)


def test_what_is_cancelled_is_not_sent(visit: Visit) -> None:
    waiting = [visit.a("outbox", send_in=50)] if "send-in-key" not in visit.innocent.readings else []
    waiting += [visit.a("scheduled")] if visit.schedules else []
    waiting = [sms for sms in waiting if sms["status"] != "error"]
    for sms in waiting:
        reply = visit.edit(sms, status="draft")
        assert (reply.status, reply.body["status"]) == (200, "draft")
    visit.later(2 * A_DAY_S)
    for sms in waiting:
        assert visit.seen(sms).body["status"] == "draft"


def test_what_is_to_be_sent_is_sent(visit: Visit) -> None:
    at_once, draft = visit.a("outbox"), visit.a("draft")
    assert visit.edit(draft, status="outbox").status == 200
    waiting = [visit.a("outbox", send_in=9)] if "send-in-key" not in visit.innocent.readings else []
    visit.later(9 + PATIENCE_S)
    for sms in [at_once, draft, *waiting]:
        assert visit.seen(sms).body["status"] in ("sent", "error")
    if visit.schedules:
        scheduled = visit.a("draft")
        reply = visit.edit(scheduled, status="scheduled", date_scheduled=TOMORROW)
        assert (reply.status, reply.body["status"]) == (200, "scheduled")
        visit.later(A_DAY_S + 90 + PATIENCE_S)
        assert visit.seen(scheduled).body["status"] in ("sent", "error")


def test_a_delete_is_a_delete(visit: Visit) -> None:
    draft = visit.a("draft")
    reply = visit.ask("DELETE", visit.path(draft))
    if reply.status == 403:
        assert visit.seen(draft).status == 200
        return
    assert (reply.status, reply.body) in [(200, {}), (200, {"success": True})]
    assert visit.seen(draft).status in (404, 410)
    assert not visit.is_listed(draft)


def test_what_is_stated_to_be_refused_is_refused(visit: Visit) -> None:
    bad = [
        {key: value for key, value in visit.whole("draft").items() if key != "status"},
        visit.whole("draft", status=None),
        visit.whole("draft", status="archived"),
        visit.whole("draft", direction="sideways"),
        visit.whole("draft", source="Elsewhere"),
        visit.whole("draft", text=True),
        visit.whole("outbox", send_in=60),
        visit.whole("scheduled", date_scheduled=None),
        visit.whole("draft", attachments=[{"filename": "a.png", "url": "https://app.close.com/go/file/a"}]),
    ]
    for body in bad:
        assert visit.post(SMS, body).status == 400, body
    for field in visit.whole("scheduled", created_by="", user_id="", source="", template_id=""):
        for value in ([], {"a": 1}, True):
            assert visit.post(SMS, visit.whole("draft", **{field: value})).status == 400, (field, value)
    for number in (EXTERNAL_NUMBER, VIRTUAL_NUMBER):
        assert visit.post(SMS, visit.whole("outbox", local_phone=number)).refused
    for raw in (b"{", b"[]", b""):
        assert visit.ask("POST", SMS, raw, Content_Type="application/json").status == 400


def test_unknown_things_are_not_found(visit: Visit) -> None:
    for method, body in (("GET", None), ("PUT", {"text": "x"}), ("DELETE", None)):
        assert visit.ask(method, UNKNOWN, body).status in (400, 404)  # where ids have a form, this is none (R10)
    assert visit.get("/nowhere/").status == 404
    assert visit.ask("DELETE", SMS).status == 405
    for header in ("", "Basic eDo=", "Bearer nothing"):
        assert visit.get(SMS, Authorization=header).status == 401


def test_another_organization_sees_nothing(visit: Visit) -> None:
    draft, other = visit.a("draft"), visit.as_somebody_else()
    for method, body in (("GET", None), ("PUT", {"text": "theirs"}), ("DELETE", None)):
        reply = other.ask(method, visit.path(draft), body)
        assert reply.status in (403, 404)
        assert draft["text"] not in str(reply.body)
    assert not other.is_listed(draft)
    assert visit.seen(draft).body["text"] == draft["text"]


def test_pages_hold_each_message_once(visit: Visit) -> None:
    made = {visit.a("draft", text=f"number {number}")["id"] for number in range(7)}
    visit.later(PATIENCE_S)
    ids: list[str] = []
    for page in range(20):
        reply = visit.get(f"{SMS}?_limit=3&_skip={3 * page}")
        assert reply.status == 200
        ids += [row["id"] for row in reply.body["data"]]
        if not reply.body["has_more"]:
            break
    assert len(ids) == len(set(ids)) == 8
    assert made <= set(ids)


def test_two_innocents_have_two_names() -> None:
    with pytest.raises(ValueError, match="two innocents named 'slow'"):
        innocent("slow", "S1", "Another one.")
