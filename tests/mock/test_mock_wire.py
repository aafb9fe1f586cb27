"""Authentication, JSON, methods, lists and the border between the organizations."""

import base64

import pytest

from close_sms.mock import ACCESS_TOKEN, API_KEY
from tests.mock.mock_session import OUTBOX, REMOTE, SMS, START, Session, basic


@pytest.mark.parametrize("header", [basic(API_KEY), basic(API_KEY).replace("Basic", "basic"), f"Bearer {ACCESS_TOKEN}"])
def test_valid_credentials(mock: Session, header: str) -> None:
    mock.authorization = header
    assert mock.get("/me/").body["first_name"] == "Tobias"


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Basic",
        "Bearer",
        "Basic ",
        API_KEY,
        f"Basic {API_KEY}",
        f"Bearer {API_KEY}",
        f"Token {ACCESS_TOKEN}",
        f"Bearer {ACCESS_TOKEN[:-1]}",
        basic(API_KEY[:-1]),
        basic(API_KEY.swapcase()),
        basic(""),
        basic(ACCESS_TOKEN),
        basic(API_KEY) + "!",
        "Basic " + base64.b64encode(API_KEY.encode()).decode(),
        "Basic " + base64.b64encode(f"{API_KEY}:password".encode()).decode(),
        "Basic " + base64.b64encode(b"\xff\xfe:").decode(),
        "Bearer \xe4",
    ],
)
def test_invalid_credentials(mock: Session, header: str) -> None:
    mock.authorization = header
    for method, path in (("GET", SMS), ("POST", SMS), ("DELETE", f"{SMS}acti_x/"), ("GET", "/me/")):
        reply = mock.ask(method, path, {"status": "draft"} if method == "POST" else None)
        assert (reply.status, set(reply.body)) == (401, {"error"})
    assert "WWW-Authenticate" not in reply.headers


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"x"',
        b"5",
        b'{"status": NaN}',
        b'{"status": "draft", "x": Infinity}',
        b'{"status": "draft", "text": "\xff"}',
        b'{"status": "draft", "text": "\\ud800"}',
        b"\xef\xbb\xbf{}",
        b'{"a":' * 100_000,
        b'{"status": "draft", "send_in": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_no_json_object(mock: Session, raw: bytes) -> None:
    reply = mock.post(SMS, raw, Content_Type="application/json")
    assert (reply.status, list(reply.body)) == (400, ["error"])
    assert isinstance(reply.body["error"], str)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing/", 404),
        ("GET", "/activity/sms//", 404),
        ("GET", "/activity/sms/a/b/", 404),
        ("PUT", SMS, 405),
        ("DELETE", SMS, 405),
        ("PATCH", f"{SMS}acti_x/", 405),
        ("POST", f"{SMS}acti_x/", 405),
        ("OPTIONS", SMS, 405),
        ("POST", "/me/", 405),
        ("PUT", f"{SMS}acti_x/", 404),
        ("DELETE", f"{SMS}acti_x/", 404),
    ],
)
def test_unknown_urls_and_methods(mock: Session, method: str, path: str, status: int) -> None:
    reply = mock.ask(method, path, {} if method in ("PUT", "POST") else None)
    assert (reply.status, list(reply.body)) == (status, ["error"])
    assert reply.headers["Content-Type"] == "application/json"


def test_the_headers_of_an_answer(mock: Session) -> None:
    headers = mock.get("/me/").headers
    assert headers["Content-Type"] == "application/json"
    assert headers["Date"] == "Fri, 01 May 2026 12:00:00 GMT"
    assert headers["RateLimit"] == "limit=100, remaining=99, reset=1"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("_limit=0", 200),
        ("_limit=100", 200),
        ("_limit=101", 400),
        ("_limit=-1", 400),
        ("_limit=x", 400),
        ("_limit=", 400),
        ("_limit=1.5", 400),
        ("_limit=%D9%A1", 400),
        ("_limit=" + "9" * 9000, 400),
        ("_skip=-1", 400),
        ("_skip=1e3", 400),
        ("_skip=250000", 200),
        ("_skip=250001", 400),
        ("date_created__gt=2026-01-01", 200),
        ("date_created__lte=2026-01-01T00:00:00", 200),
        ("activity_at__gte=soon", 400),
        ("activity_at__lt=0001-01-01T00:00:00%2B14:00", 400),
        ("unknown=1&date_created__odd=x", 200),
    ],
)
def test_query_values(mock: Session, query: str, status: int) -> None:
    assert mock.get(f"{SMS}?{query}").status == status


def test_pages_newest_first(mock: Session) -> None:
    lead = mock.lead()["id"]
    made = [mock.made(lead_id=lead, text=str(number))["id"] for number in range(5)][::-1]
    pages = [mock.get(f"{SMS}?lead_id={lead}&_limit=2&_skip={skip}").body for skip in (0, 2, 4, 6)]
    assert [[sms["id"] for sms in page["data"]] for page in pages] == [made[:2], made[2:4], made[4:], []]
    assert [page["has_more"] for page in pages] == [True, True, False, False]
    assert "total_results" not in pages[0]


def test_filters(mock: Session) -> None:
    lead = mock.lead()
    contact = lead["contacts"][0]["id"]
    old = mock.made(lead_id=lead["id"], date_created="2020-01-02T03:04:05Z", activity_at="2019-01-01T00:00:00Z")
    new = mock.made(contact_id=contact)
    lone = mock.made()
    rows = {
        f"lead_id={lead['id']}": {old["id"], new["id"]},
        f"contact_id={contact}": {new["id"]},
        f"id__in={old['id']},{lone['id']},acti_unknown": {old["id"], lone["id"]},
        f"user_id={new['user_id']}&_type=SMS&id__in={new['id']}": {new["id"]},
        "_type=Call": set(),
        "lead_id=lead_unknown": set(),
        "organization_id=orga_unknown": set(),
        "lead_id=": {lone["id"]},
        "date_created__lt=2020-01-03": {old["id"]},
        "date_created__gt=2020-01-02T03:04:05Z&date_created__lt=2021-01-01": set(),
        "date_created__gte=2020-01-02T03:04:05Z&date_created__lt=2021-01-01": {old["id"]},
        "activity_at__lte=2019-01-01": {old["id"]},
        "activity_at__lt=2019-01-01": set(),
    }
    for query, ids in rows.items():
        assert {sms["id"] for sms in mock.listed(f"?{query}")} == ids, query


def test_fields(mock: Session) -> None:
    sms = mock.made(text="Hi")
    assert mock.fetch(sms, "?_fields=id,text,nonsense").body == {"id": sms["id"], "text": "Hi"}
    assert mock.fetch(sms, "?_fields=_all").body == sms
    assert mock.create("?_fields=text", text="Hi").body == {"text": "Hi"}


def test_the_organizations_know_nothing_of_each_other(mock: Session) -> None:
    other = mock.as_other()
    lead, template = mock.lead(), mock.template()
    sms = mock.made(**OUTBOX, lead_id=lead["id"])
    assert other.fetch(sms).status == other.put(sms, status="draft").status == other.delete(sms).status == 404
    assert sms["id"] not in {row["id"] for row in other.listed()}
    assert other.listed(f"?organization_id={sms['organization_id']}") == []
    assert other.create(**OUTBOX).faults.keys() == {"local_phone"}
    for field, value in (("lead_id", lead["id"]), ("template_id", template["id"]), ("user_id", sms["user_id"])):
        assert other.create(**{field: value}).status == 400
    for path in (f"/lead/{lead['id']}/", f"/sms_template/{template['id']}/", f"/contact/{lead['contacts'][0]['id']}/"):
        assert (mock.get(path).status, other.get(path).status) == (200, 404)
    assert mock.status_of(sms) == "outbox"
    assert mock.as_bearer().status_of(sms) == "outbox"


def test_the_neighbours(mock: Session) -> None:
    lead = mock.lead()
    contact = mock.post("/contact/", {"lead_id": lead["id"], "phones": [{"phone": "+1 (500) 555-0006"}]}).body
    assert contact["phones"][0]["phone"] == REMOTE
    sms = mock.create("?send_to_inbox=true", status="inbox", contact_id=contact["id"]).body
    tasks = f"/task/?lead_id={lead['id']}"
    assert (sms["lead_id"], len(mock.get(tasks).body["data"])) == (lead["id"], 1)
    assert mock.ask("DELETE", f"/lead/{lead['id']}/").body == {}
    assert mock.fetch(sms).status == mock.get(f"/contact/{contact['id']}/").status == 404
    assert mock.get(tasks).body == {"data": [], "has_more": False}


def test_templates(mock: Session) -> None:
    created = mock.post("/sms_template/", {"name": "T", "text": "x"})
    path = f"/sms_template/{created.body['id']}/"
    assert (created.status, created.body["status"]) == (201, "active")
    assert mock.ask("PUT", path, {"status": "archived"}).body["status"] == "archived"
    assert mock.ask("PUT", path, {"status": "gone"}).status == 400
    assert (mock.ask("DELETE", path).status, mock.get(path).status) == (204, 404)
    for faulty in ({}, {"name": ""}, {"name": "T", "other": 1}, {"name": "T", "is_shared": "yes"}):
        assert mock.post("/sms_template/", faulty).status == 400


def test_phone_numbers(mock: Session) -> None:
    numbers = mock.get("/phone_number/").body["data"]
    assert [(item["type"], item["sms_enabled"]) for item in numbers] == [
        ("external", False),
        ("virtual", False),
        ("internal", False),
        ("internal", True),
    ]
    assert mock.get("/phone_number/?number=%2B14154445555").body["data"] == numbers[3:]
    assert mock.get(f"/phone_number/{numbers[0]['id']}/").body == numbers[0]


def test_time_comes_from_the_caller_of_create_app(mock: Session) -> None:
    assert mock.made()["date_created"] == START.isoformat(timespec="microseconds")
