"""Questions of the activity object, and of changes, cancels, locks and deletes."""

from __future__ import annotations

from typing import Any

from tests.mock.mock_session import OUTBOX, Session
from tests.mock.probes.probing import (
    DRAFT,
    FUTURE,
    IMAGE,
    PROBES,
    SCHEDULED,
    on_create,
    on_draft,
    outcome,
    probe,
    shape,
    taken,
)

on_create("attachments-without-text", text=None, attachments=[IMAGE])


@probe("same-create-twice")
def same_create_twice(mock: Session) -> str:
    one, two = mock.made(text="Hi"), mock.made(text="Hi")
    assert mock.made(text="Ho")["id"] not in (one["id"], two["id"])
    return "one" if one == two else "two"


@probe("users-of-a-message")
def users_of_a_message(mock: Session) -> str:
    return {(): "empty", (mock.get("/me/").body["id"],): "caller"}[tuple(mock.made()["users"])]


def cost(sms: dict[str, Any]) -> str:
    return "none" if sms["cost"] is None else "text" if isinstance(sms["cost"], str) else "number"


PROBES["cost-of-logged"] = lambda mock: cost(mock.made(status="sent", text="Hi"))


@probe("cost-before-sending")
def cost_before_sending(mock: Session) -> str:
    sms = mock.made(**OUTBOX)
    assert mock.put(sms, status="draft").body["cost"] is None
    return cost(sms)


@probe("names-of-users")
def names_of_users(mock: Session) -> str:
    names = {mock.made().get(key, "absent") for key in ("created_by_name", "updated_by_name", "user_name")}
    return {frozenset(["Tobias Fuenke"]): "filled", frozenset([None]): "none"}.get(frozenset(names), "absent")


@probe("lead-merge-field")
def lead_merge_field(mock: Session) -> str:
    template = mock.template("{{lead.name}}{{ lead.name }}{{ user.first_name }}")["id"]
    reply = mock.create(template_id=template, lead_id=mock.lead()["id"])
    kept = "{{lead.name}}{{ lead.name }}Tobias"
    return outcome(reply, key="text", rendered="A leadA leadTobias", empty="Tobias", kept=kept)


@probe("deleted-message-is-sent")
def deleted_message_is_sent(mock: Session) -> str:
    sms = mock.made(**OUTBOX, send_in=9)
    mock.delete(sms)
    mock.later(10)
    assert mock.fetch(sms).status == 404
    return "sent" if "sent" in mock.actions(sms) else "stopped"


on_draft("same-status-again", status="draft")
PROBES["create-only-key-on-update"] = lambda mock: taken(mock.put(mock.made(**DRAFT), direction="inbound"), "ignored")
PROBES["draft-to-outbox-without-local-phone"] = lambda mock: taken(
    mock.put(mock.made(**{**DRAFT, "local_phone": None}), status="outbox")
)
for status in ("sent", "inbox", "error"):
    PROBES[f"draft-to-{status}"] = lambda mock, status=status: outcome(  # type: ignore[misc]
        mock.put(mock.made(**DRAFT), status=status), key="status", accepted=status, ignored="draft"
    )


@probe("template-on-update")
def template_on_update(mock: Session) -> str:
    template = mock.template("T")["id"]
    reply = mock.put(mock.made(**DRAFT), template_id=template)
    if reply.refused:
        return "refused"
    return {("T", template): "rendered", ("Hi", template): "stored", ("Hi", None): "ignored"}[
        reply.body["text"], reply.body["template_id"]
    ]


@probe("edit-and-schedule-in-one-put")
def edit_and_schedule_in_one_put(mock: Session) -> str:
    reply = mock.put(mock.made(**DRAFT), status="scheduled", date_scheduled=FUTURE, text="new")
    return outcome(reply, key="text", accepted="new", ignored="Hi")


@probe("send-in-on-update")
def send_in_on_update(mock: Session) -> str:
    sms = mock.made(**DRAFT)
    if mock.put(sms, status="outbox", send_in=59).refused:
        return "refused"
    mock.later(10)
    return {"outbox": "delays", "sent": "ignored"}[mock.status_of(sms)]


@probe("date-scheduled-after-cancel")
def date_scheduled_after_cancel(mock: Session) -> str:
    sms = mock.made(**SCHEDULED)
    return outcome(mock.put(sms, status="draft"), key="date_scheduled", kept=sms["date_scheduled"], cleared=None)


@probe("cancel-and-edit-in-one-put")
def cancel_and_edit_in_one_put(mock: Session) -> str:
    reply = mock.put(mock.made(**SCHEDULED), status="draft", text="new")
    return outcome(reply, key="text", accepted="new", ignored="Hi")


@probe("reschedule-in-one-put")
def reschedule_in_one_put(mock: Session) -> str:
    sms = mock.made(**SCHEDULED)
    moved = "2026-07-01T08:00:00.000000+00:00"
    reply = mock.put(sms, date_scheduled=moved)
    return outcome(reply, key="date_scheduled", accepted=moved, ignored=sms["date_scheduled"])


PROBES["scheduled-to-outbox"] = lambda mock: outcome(
    mock.put(mock.made(**SCHEDULED), status="outbox"), key="status", accepted="outbox", ignored="scheduled"
)
PROBES["edit-of-a-failed-message"] = lambda mock: outcome(
    mock.put(mock.made(status="error", text="one"), text="two"), key="text", accepted="two", ignored="one"
)
PROBES["locked-edit-body"] = lambda mock: shape(mock.put(mock.made(status="sent"), text="x"))


@probe("locked-edit-code")
def locked_edit_code(mock: Session) -> str:
    reply = mock.put(mock.made(status="sent", text="one"), text="two")
    return "ignored" if reply.status == 200 and reply.body["text"] == "one" else str(reply.status)


@probe("locked-harmless-edit")
def locked_harmless_edit(mock: Session) -> str:
    return taken(mock.put(mock.made(status="sent"), user_id=None))


PROBES["delete-of-waiting"] = lambda mock: taken(mock.delete(mock.made(**SCHEDULED)))
PROBES["delete-of-logged"] = lambda mock: taken(mock.delete(mock.made(status="sent")))


@probe("delete-answer-body")
def delete_answer_body(mock: Session) -> str:
    body = mock.delete(mock.made()).body
    return {"{}": "empty-object", "None": "no-body"}.get(str(body), "success-object")


@probe("second-delete")
def second_delete(mock: Session) -> str:
    sms = mock.made()
    mock.delete(sms)
    return str(mock.delete(sms).status)
