"""The state machine and the virtual time of the mock."""

import pytest

from close_sms.mock import FAILING_NUMBER, INTERNAL_NUMBER
from tests.mock.mock_session import OUTBOX, REMOTE, Session

SCHEDULED = {**OUTBOX, "status": "scheduled", "date_scheduled": "2026-05-01T13:00:00+00:00"}
BODIES = {
    "draft": {**OUTBOX, "status": "draft"},
    "scheduled": SCHEDULED,
    "outbox": {**OUTBOX, "send_in": 59},
    "sent": {"status": "sent"},
    "inbox": {"status": "inbox"},
    "error": {"status": "error"},
}
ALLOWED = {("draft", "draft"), ("draft", "scheduled"), ("draft", "outbox"), ("scheduled", "draft"), ("outbox", "draft")}


@pytest.mark.parametrize("source", BODIES)
@pytest.mark.parametrize("target", BODIES)
def test_the_table_of_transitions(mock: Session, source: str, target: str) -> None:
    sms = mock.made(**BODIES[source])
    extra = {"date_scheduled": "2026-05-02T00:00:00Z"} if target == "scheduled" else {}
    reply = mock.put(sms, status=target, **extra)
    assert (reply.status == 200) == ((source, target) in ALLOWED)
    assert mock.status_of(sms) == (target if reply.status == 200 else source)


@pytest.mark.parametrize("status", sorted(set(BODIES) - {"draft"}))
def test_only_drafts_are_edited(mock: Session, status: str) -> None:
    sms = mock.made(**BODIES[status])
    reply = mock.put(sms, text="Other")
    assert (reply.status, reply.faults) == (400, {"status": "Only drafts can be modified."})
    assert mock.fetch(sms).body == sms


def test_an_edit_changes_only_its_keys(mock: Session) -> None:
    sms = mock.made(status="draft", text="One", remote_phone=REMOTE)
    edited = mock.put(sms, text="Two").body
    assert edited == {**sms, "text": "Two", "date_updated": edited["date_updated"]}
    assert edited["date_updated"] > sms["date_updated"]
    assert mock.fetch(sms).body == edited


@pytest.mark.parametrize("body", [{}, {"direction": "inbound"}, {"unknown": 1}])
def test_nothing_to_change_changes_nothing(mock: Session, body: dict[str, object]) -> None:
    sms = mock.made(status="sent")
    assert mock.put(sms, **body).body == sms


def test_a_refused_transition_leaves_the_draft_alone(mock: Session) -> None:
    sms = mock.made(status="draft", text="One")
    assert mock.put(sms, text="Two", status="outbox").status == 400
    assert mock.fetch(sms).body == sms


def test_the_outbox_is_emptied_by_time(mock: Session) -> None:
    sms = mock.made(**OUTBOX)
    assert sms["date_sent"] is None
    mock.later(0.9)
    assert mock.status_of(sms) == "outbox"
    mock.later(0.1)
    sent = mock.fetch(sms).body
    assert (sent["status"], sent["cost"]) == ("sent", "1")
    assert sent["date_sent"] == sent["activity_at"] == sent["date_updated"] == "2026-05-01T12:00:01.000000+00:00"


@pytest.mark.parametrize("seconds", [1, 30, 59])
def test_send_in_is_the_time_to_undo(mock: Session, seconds: int) -> None:
    undone, left = mock.made(**OUTBOX, send_in=seconds), mock.made(**OUTBOX, send_in=seconds)
    mock.later(seconds - 0.1)
    cancelled = mock.put(undone, status="draft").body
    assert cancelled == {**undone, "status": "draft", "date_updated": cancelled["date_updated"]}
    mock.later(0.2)
    assert mock.status_of(left) == "sent"
    assert mock.put(left, status="draft").status == 400
    mock.later(7200)
    assert mock.status_of(undone) == "draft"


def test_a_schedule_is_kept_and_can_be_called_back(mock: Session) -> None:
    kept, back = mock.made(**SCHEDULED), mock.made(**SCHEDULED)
    mock.later(3599)
    assert mock.status_of(kept) == "scheduled"
    assert mock.put(back, status="draft").body["text"] == "Hi"
    mock.later(86400)
    sent = mock.fetch(kept).body
    assert (sent["status"], sent["date_sent"]) == ("sent", "2026-05-01T13:00:00.000000+00:00")
    assert mock.status_of(back) == "draft"


def test_a_draft_is_sent_with_a_delay(mock: Session) -> None:
    sms = mock.made(**BODIES["draft"])
    assert mock.put(sms, status="outbox", send_in=20).body["status"] == "outbox"
    mock.later(19)
    assert mock.status_of(sms) == "outbox"
    mock.later(1)
    assert mock.status_of(sms) == "sent"


@pytest.mark.parametrize("number", [FAILING_NUMBER, "+81312345678"])
def test_sending_can_fail(mock: Session, number: str) -> None:
    sms = mock.made(**{**OUTBOX, "remote_phone": number})
    mock.later(2)
    failed = mock.fetch(sms).body
    assert (failed["status"], failed["date_sent"], failed["cost"]) == ("error", None, None)
    assert failed["error_message"]


def test_a_deleted_message_is_not_sent(mock: Session) -> None:
    sms = mock.made(**OUTBOX)
    assert (mock.delete(sms).status, mock.delete(sms).status, mock.fetch(sms).status) == (200, 404, 404)
    mock.later(10)
    assert mock.fetch(sms).status == 404


def test_a_draft_without_a_date_is_not_scheduled(mock: Session) -> None:
    sms = mock.made(**BODIES["draft"])
    assert set(mock.put(sms, status="scheduled").faults) == {"date_scheduled"}
    assert mock.made(status="draft", local_phone=INTERNAL_NUMBER)["date_scheduled"] is None


@pytest.mark.parametrize(
    ("header", "moment"),
    [
        ("-4", "2026-06-01T12:00"),
        ("-2.5", "2026-06-01T10:30"),
        ("", "2026-06-01T08:00"),
        ("nonsense", "2026-06-01T08:00"),
    ],
)
def test_the_offset_header_is_honoured(mock: Session, header: str, moment: str) -> None:
    body = {**SCHEDULED, "date_scheduled": "2026-06-01T08:00:00"}
    sms = mock.post("/activity/sms/", body, x_tz_offset=header).body
    assert sms["date_scheduled"].startswith(moment)
