"""Questions of the activity object and of changes."""

from __future__ import annotations

from typing import Any

from tests.mock.mock_session import OUTBOX, Session
from tests.mock.probes.probing import DRAFT, IMAGE, PROBES, SCHEDULED, on_create, outcome, probe, taken

on_create("attachments-without-text", text=None, attachments=[IMAGE])
PROBES["delete-of-waiting"] = lambda mock: taken(mock.delete(mock.made(**SCHEDULED)))
PROBES["draft-to-error"] = lambda mock: outcome(
    mock.put(mock.made(**DRAFT), status="error"), key="status", accepted="error", ignored="draft"
)
PROBES["edit-of-a-failed-message"] = lambda mock: outcome(
    mock.put(mock.made(status="error", text="one"), text="two"), key="text", accepted="two", ignored="one"
)


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
