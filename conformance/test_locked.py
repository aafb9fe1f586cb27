"""What is no draft any more: nothing of it can be modified, until it is a draft again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest

from close_sms.claims import claim_that
from close_sms.client import Answer
from close_sms.judgement import NotApplicable
from close_sms.marks import profile, rule
from close_sms.wording import as_found, outcome, show
from conformance.api.bodies import ANOTHER_FICTIONAL, ANOTHER_TEXT, SCHEDULE, Body, message, outbox, scheduled
from conformance.api.credentials import by_token
from conformance.api.sms import Sms
from conformance.claims.sending import need_in_time
from strategies import ATTACHMENT, LONGEST_DELAY, SEND_TO, TEMPLATE

LOCKED_EDITS: dict[str, Body] = {
    "text": {"text": ANOTHER_TEXT},
    "text again": {"text": "A third text."},
    "remote_phone": {"remote_phone": ANOTHER_FICTIONAL},
    "activity_at": {"activity_at": "2023-12-31T23:30:00-05:00"},
    "attachments": {"attachments": [ATTACHMENT]},
    "no text": {"text": None},
    "text and number": {"text": ANOTHER_TEXT, "remote_phone": ANOTHER_FICTIONAL},
    "no local_phone": {"local_phone": None},
    "back to draft": {"status": "draft"},
    "text and draft": {"status": "draft", "text": ANOTHER_TEXT},
}
WAITING_EDITS: dict[str, Body] = {
    "text": {"text": ANOTHER_TEXT},
    "text again": {"text": "A third text."},
    "activity_at": {"activity_at": "2023-12-31T23:30:00-05:00"},
    "attachments": {"attachments": [ATTACHMENT]},
    "no text": {"text": None},
    "text and moment": {"text": ANOTHER_TEXT, "activity_at": "2023-12-31T23:30:00-05:00"},
    "no local_phone": {"local_phone": None},
    "to sent": {"status": "sent"},
    "to inbox": {"status": "inbox"},
    "no status": {"status": None},
}
LATER = timedelta(days=34).total_seconds()  # to another date for what is scheduled


@pytest.mark.parametrize(
    ("status", "target"),
    [
        pytest.param("sent", "inbox", marks=rule("update.sent-locked")),
        pytest.param("inbox", "sent", marks=rule("update.inbox-locked")),
    ],
)
def test_logged_message_cannot_be_modified(sms: Sms, status: str, target: str) -> None:
    """Only drafts can: no other text, number, date or kind, and no way back to draft."""
    before = sms.get(sms.need_id(message(status)))
    template = [{"template_id": TEMPLATE}] if sms.has_templates else []
    _claim_locked(sms, before, (*LOCKED_EDITS.values(), {"status": target}, _edit_of_the_same(status), *template))


def _edit_of_the_same(status: str) -> Body:
    """An edit that says which status the message has; it may be refused, or ignored as a whole."""
    return {"status": status, "text": ANOTHER_TEXT}


@profile("send")
@pytest.mark.parametrize(
    "status",
    [
        pytest.param("sent", marks=rule("update.sent-locked")),
        pytest.param("inbox", marks=rule("update.inbox-locked")),
    ],
)
def test_logged_message_cannot_be_sent(sms: Sms, status: str) -> None:
    """Nor scheduled, although it has all that sending needs."""
    before = sms.need(message(status, remote_phone=SEND_TO))
    try:
        _claim_locked(sms, before, (SCHEDULE, {"status": "outbox"}, {"status": "outbox", "text": ANOTHER_TEXT}))
    finally:
        sms.undo(sms.get(str(before.id)))


@pytest.mark.parametrize(
    "status",
    [
        pytest.param("sent", marks=rule("update.sent-locked")),
        pytest.param("inbox", marks=rule("update.inbox-locked")),
    ],
)
def test_logged_message_cannot_be_modified_by_token(sms: Sms, status: str) -> None:
    """Nor by an access token."""
    before = sms.need(message(status))
    _claim_locked(sms, before, (LOCKED_EDITS["text"], LOCKED_EDITS["back to draft"]), **by_token(sms))


# Logged messages that have what others lack.
PARTICULAR_LOGGED: dict[str, Body] = {
    "sent, but inbound": message("sent", direction="inbound"),
    "received with an attachment": message("inbox", attachments=[ATTACHMENT]),
}


@pytest.mark.parametrize(
    "what",
    [
        pytest.param("sent, but inbound", marks=rule("update.sent-locked")),
        pytest.param("received with an attachment", marks=rule("update.inbox-locked")),
    ],
)
def test_particular_logged_message_cannot_be_modified(sms: Sms, what: str) -> None:
    """Whatever else it has."""
    before = sms.create(PARTICULAR_LOGGED[what])
    if before.refused:
        raise NotApplicable(f"such a message is refused: {outcome(before)}")
    _claim_locked(sms, sms.get(str(before.id)), (LOCKED_EDITS["text"], LOCKED_EDITS["back to draft"]))


@rule("update.scheduled-locked")
def test_scheduled_message_cannot_be_modified(sms: Sms) -> None:
    """While it waits for its date."""
    template = [{"template_id": TEMPLATE}] if sms.has_templates else []
    edits = (*WAITING_EDITS.values(), {"date_scheduled": sms.ahead(LATER)}, *template)
    _claim_locked_while_waiting(sms, sms.need_id(scheduled()), edits)


@profile("send")
@rule("update.scheduled-locked")
def test_scheduled_message_cannot_be_modified_by_an_edit_that_says_so(sms: Sms) -> None:
    """An edit that says `scheduled` and no date might send it at once, so that only `send` allows it."""
    _claim_locked_while_waiting(sms, sms.need_id(scheduled()), [_edit_of_the_same("scheduled")])


@rule("update.scheduled-locked")
def test_scheduled_message_cannot_be_modified_by_token(sms: Sms) -> None:
    """Nor by an access token."""
    by = by_token(sms)  # without one, nothing is scheduled
    _claim_locked_while_waiting(sms, sms.need_id(scheduled()), [LOCKED_EDITS["text"]], **by)


@rule("update.outbox-locked")
def test_message_in_the_outbox_cannot_be_modified(sms: Sms) -> None:
    """While it can still be undone."""
    edits = (*WAITING_EDITS.values(), _edit_of_the_same("outbox"), SCHEDULE)
    _claim_locked_while_waiting(sms, sms.need_id(outbox()), edits)


def _claim_locked_while_waiting(sms: Sms, waiting_message: str, edits: Iterable[Body], **by: Any) -> None:
    before = sms.get(waiting_message)
    try:
        _claim_locked(sms, before, edits, **by)
    finally:
        sms.undo(before)


def _claim_locked(sms: Sms, before: Answer, edits: Iterable[Body], **options: Any) -> None:
    """None of the edits has an effect. A 2xx that changes nothing is a question (locked-edit-code)."""
    tried = [(edit, sms.update(str(before.id), edit, **options)) for edit in edits]
    after = sms.get(str(before.id))
    if before["status"] == "outbox":
        need_in_time(sms, before, LONGEST_DELAY - 5)
    # Of several edits of a field that has changed, the one whose value it has now is told.
    for edit, answer in sorted(tried, key=lambda one: any(after[field] != value for field, value in one[0].items())):
        if _is_open(before, edit, answer):
            continue
        changed = [field for field in edit if after[field] != before[field]]
        claim_that(
            after.accepted and not changed,
            expected=f"a message in status {before['status']!r} is not modified: "
            + ", ".join(f"`{field}` stays {show(before[field])}" for field in edit),
            actual=f"the PUT was answered {answer.status}; after {len(tried)} PUTs "
            + (as_found(after, *changed) or outcome(after)),
            of=answer,
            control=after,
        )
        if answer.accepted:
            claim_that(
                not [field for field in edit if answer.object.get(field, before[field]) != before[field]],
                expected="an answer that does not claim to have modified the message",
                actual=outcome(answer),
                of=answer,
            )


def _is_open(before: Answer, edit: Body, answer: Answer) -> bool:
    """Whether it sets another date, and is taken: then it is a question (reschedule-in-one-put)."""
    return before["status"] == "scheduled" and set(edit) == {"date_scheduled"} and answer.accepted
