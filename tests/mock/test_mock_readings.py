"""Every reading of every question shows at the mock, alone and among the others."""

import pytest

from close_sms.mock import QUESTIONS
from close_sms.mock.readings import resolve
from tests.mock.mock_session import INTERNAL_NUMBER, REMOTE, SMS, Session
from tests.mock.probes import PROBES

EACH = [(question.name, reading) for question in QUESTIONS.values() for reading in question.readings]
LAST = {question.name: question.alternatives[-1] for question in QUESTIONS.values()}
FIRST = {question.name: question.alternatives[0] for question in QUESTIONS.values()}


def test_every_question_has_a_probe() -> None:
    assert set(PROBES) == set(QUESTIONS)


@pytest.mark.parametrize(("question", "reading"), EACH)
def test_a_reading_shows(question: str, reading: str) -> None:
    assert PROBES[question](Session({question: reading})) == reading


@pytest.mark.parametrize("readings", [FIRST, LAST], ids=["first", "last"])
def test_all_alternatives_together_make_a_server(readings: dict[str, str]) -> None:
    mock = Session(readings)
    lead = mock.lead()
    whole = {
        "local_phone": INTERNAL_NUMBER,
        "remote_phone": REMOTE,
        "lead_id": lead["id"],
        "contact_id": lead["contacts"][0]["id"],
        "text": "Hi",
    }
    for status in ("draft", "inbox", "sent", "outbox"):
        sms = mock.made(**whole, status=status)
        assert mock.fetch(sms).body == sms
        assert sms["id"] in {row["id"] for row in mock.listed()}
    draft = mock.made(**whole)
    assert mock.put(draft, text="new").body["text"] == "new"
    assert mock.put(draft, status="outbox").body["status"] == "outbox"
    mock.later(2)
    assert mock.status_of(draft) == "sent"
    assert mock.create(status="x").refused
    assert mock.delete(mock.made(**whole)).status == 200


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ({"list-ordr": "x"}, "unknown question 'list-ordr'; did you mean 'list-order'?"),
        ({"no-such": "x"}, "unknown question 'no-such'"),
        ({"list-order": "newest"}, "; expected one of newest-first, oldest-first; did you mean 'newest-first'?"),
        (
            {"list-order": "random"},
            "unknown reading 'random' of question 'list-order'; expected one of newest-first, oldest-first",
        ),
    ],
)
def test_unknown_names_are_refused(chosen: dict[str, str], says: str) -> None:
    with pytest.raises(ValueError, match=r"unknown (question|reading)") as caught:
        resolve(chosen)
    assert str(caught.value).endswith(says)


def test_a_reading_is_of_one_app_alone() -> None:
    other, usual = Session({"create-success-code": "201"}), Session()
    assert (other.post(SMS, {"status": "draft"}).status, usual.post(SMS, {"status": "draft"}).status) == (201, 200)
