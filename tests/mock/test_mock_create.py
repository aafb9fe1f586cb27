"""What the create page states, on the mock."""

import pytest

from close_sms.mock import EXTERNAL_NUMBER, INTERNAL_NUMBER_OTHER, INTERNAL_NUMBER_WITHOUT_SMS, VIRTUAL_NUMBER
from tests.mock.mock_session import OUTBOX, REMOTE, SMS, Session

KEYS = """_type activity_at contact_id cost created_by date_created date_scheduled date_sent date_updated direction
error_message id lead_id local_country_iso local_phone local_phone_formatted organization_id remote_country_iso
remote_phone remote_phone_formatted source status template_id text updated_by user_id users agent_action_reason
agent_config_id created_by_name sequence_id sequence_name sequence_subscription_id updated_by_name user_name"""
NULLABLE = """activity_at attachments contact_id created_by date_created lead_id local_phone organization_id
remote_phone template_id text user_id"""


@pytest.mark.parametrize("status", ["inbox", "draft", "sent"])
def test_status_alone_is_enough(mock: Session, status: str) -> None:
    reply = mock.create(status=status)
    assert (reply.status, reply.body["status"]) == (200, status)
    assert set(KEYS.split()) <= set(reply.body)


@pytest.mark.parametrize("status", [None, "", "Draft", "archived", 5, True, [], {}, ["draft"]])
def test_other_statuses_are_refused(mock: Session, status: object) -> None:
    reply = mock.create(status=status)
    assert (reply.status, set(reply.faults)) == (400, {"status"})


def test_a_missing_status_is_refused(mock: Session) -> None:
    reply = mock.post(SMS, {"text": "Hi"})
    assert (reply.status, reply.body["errors"], set(reply.faults)) == (400, [], {"status"})


@pytest.mark.parametrize(
    ("status", "direction"),
    [
        ("inbox", "inbound"),
        ("draft", "outbound"),
        ("sent", "outbound"),
        ("outbox", "outbound"),
        ("scheduled", "outbound"),
    ],
)
def test_direction_follows_from_the_status(mock: Session, status: str, direction: str) -> None:
    body = {**OUTBOX, "status": status, "date_scheduled": "2027-01-01T00:00:00Z"}
    assert mock.made(**body)["direction"] == direction
    assert mock.made(**body, direction="inbound")["direction"] == "inbound"


@pytest.mark.parametrize("field", NULLABLE.split())
def test_null_is_accepted(mock: Session, field: str) -> None:
    assert mock.create(status="sent", **{field: None}).status == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("direction", "sideways"),
        ("direction", 1),
        ("source", "close.io"),
        ("source", []),
        ("text", 5),
        ("text", ["Hi"]),
        ("activity_at", "yesterday"),
        ("activity_at", "2026-13-01T00:00:00Z"),
        ("activity_at", "2026-01-01"),
        ("activity_at", 1700000000),
        ("date_created", "0001-01-01T00:00:00+14:00"),
        ("date_created", "2026-02-30T00:00:00Z"),
        ("local_phone", "4154445555"),
        ("local_phone", ""),
        ("remote_phone", "+0154445555"),
        ("remote_phone", "+1415444555512345"),
        ("remote_phone", "+1 415 CALL NOW"),
        ("remote_phone", 14154445555),
        ("attachments", {}),
        ("attachments", ["x"]),
        ("attachments", [{"filename": "a.png", "url": "https://x.example/a"}]),
        ("attachments", [{"filename": "a.exe", "url": "https://x.example/a", "content_type": "application/exe"}]),
        ("send_in", 60),
        ("send_in", 1e300),
        ("send_in", True),
    ],
)
def test_faulty_values_are_named(mock: Session, field: str, value: object) -> None:
    reply = mock.create(**{field: value})
    assert (reply.status, set(reply.faults)) == (400, {field})


@pytest.mark.parametrize("field", ["lead_id", "contact_id", "user_id", "template_id", "organization_id", "created_by"])
def test_unknown_references_are_faulty_fields(mock: Session, field: str) -> None:
    reply = mock.create(**{field: "nothing_of_that_name"})
    assert (reply.status, set(reply.faults)) == (400, {field.removesuffix("_id")})


def test_several_faults_are_told_at_once(mock: Session) -> None:
    assert set(mock.create(status="x", text=1, direction="y").faults) == {"status", "text", "direction"}


@pytest.mark.parametrize("without", ["local_phone", "remote_phone", "text"])
def test_sending_needs_its_fields(mock: Session, without: str) -> None:
    body = {key: value for key, value in OUTBOX.items() if key != without}
    assert set(mock.create(**body).faults) == {without}


@pytest.mark.parametrize(
    "number", [EXTERNAL_NUMBER, VIRTUAL_NUMBER, INTERNAL_NUMBER_OTHER, INTERNAL_NUMBER_WITHOUT_SMS, "+14155550100"]
)
def test_only_an_internal_number_of_the_organization_sends(mock: Session, number: str) -> None:
    assert set(mock.create(**{**OUTBOX, "local_phone": number}).faults) == {"local_phone"}
    assert mock.create(status="sent", local_phone=number).status == 200


@pytest.mark.parametrize("date", [None, "2026-04-30T00:00:00Z", "soon"])
def test_a_schedule_needs_a_date_to_come(mock: Session, date: str | None) -> None:
    assert set(mock.create(**{**OUTBOX, "status": "scheduled", "date_scheduled": date}).faults) == {"date_scheduled"}


def test_what_is_derived(mock: Session) -> None:
    sms = mock.made(status="sent", remote_phone=REMOTE)
    assert sms["source"] == "External"
    assert sms["date_sent"] == sms["date_created"] == sms["date_updated"] == sms["activity_at"]
    assert sms["user_id"] == sms["created_by"] == sms["updated_by"]
    assert sms["user_name"] == "Tobias Fuenke"
    assert (sms["remote_phone_formatted"], sms["remote_country_iso"]) == ("+1 500-555-0006", "US")
    assert sms["local_phone"] is sms["local_phone_formatted"] is sms["local_country_iso"] is sms["cost"] is None


def test_dates_keep_their_moment_and_change_their_offset(mock: Session) -> None:
    sms = mock.made(status="sent", activity_at="2016-10-03T16:06:11.167+05:30", date_created="2013-01-01t00:00:00z")
    assert sms["activity_at"] == "2016-10-03T10:36:11.167000+00:00"
    assert sms["date_created"] == sms["date_sent"] == "2013-01-01T00:00:00.000000+00:00"


def test_text_comes_back_untouched(mock: Session) -> None:
    text = " 👩‍👩‍👧 e\u0301 \u202eעברית\u2028\n\t\u0000 €[]" + "x" * 1000
    sms = mock.made(text=text)
    assert sms["text"] == mock.fetch(sms).body["text"] == text


def test_a_template_becomes_the_text(mock: Session) -> None:
    contact = mock.lead()["contacts"][0]["id"]
    template = mock.template("Hi {{ contact.first_name }} of {{lead.name}}, {{user.name}} here{{ contact.shoe }}.")
    sms = mock.made(template_id=template["id"], contact_id=contact)
    assert sms["text"] == "Hi Ann of A lead, Tobias Fuenke here."
    assert sms["template_id"] == template["id"]


def test_an_exported_message_can_be_imported(mock: Session) -> None:
    image = {"content_type": "image/png", "filename": "a.png", "url": "https://x.example/a"}
    sms = mock.made(status="sent", text="Hi", attachments=[image])
    again = mock.made(**sms)
    assert again["id"] != sms["id"]
    assert again["text"] == "Hi"
    assert again["attachments"][0]["thumbnail_url"].endswith("/thumbnail/")


@pytest.mark.parametrize(("query", "notified"), [("?send_to_inbox=true", 1), ("?send_to_inbox=false", 0), ("", 0)])
def test_send_to_inbox_makes_a_notification(mock: Session, query: str, notified: int) -> None:
    sms = mock.create(query, status="inbox").body
    tasks = mock.get(f"/task/?_type=incoming_sms&object_id={sms['id']}").body["data"]
    assert [task["object_id"] for task in tasks] == [sms["id"]] * notified
