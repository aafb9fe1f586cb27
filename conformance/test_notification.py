"""The Inbox Notification that `send_to_inbox` asks for.

How it can be read is a silence of the documents (S56); clients read it as a task of `_type` `incoming_sms`, and so do
these checks, where the endpoint has such a list.
"""

from __future__ import annotations

from typing import Any

import pytest

from close_sms.claims import claim_that, outcome, show
from close_sms.client import Answer
from close_sms.judgement import NotApplicable, Undecided
from close_sms.marks import rule
from close_sms.waiting import Scenario, waiting
from conformance.bodies import ATTACHMENT, Body, message, without
from conformance.credentials import by_token
from conformance.subject import Sms
from strategies import TEMPLATE

KIND = "incoming_sms"
NAMING = ("object_id", "object", "activity_id", "sms_id")  # keys under which a task may name what it is about
LONG_AGO = "2024-05-06T07:08:09+00:00"
BY_OAUTH = "by an access token"

Task = dict[str, Any]


def _from(number: str, **changes: Any) -> Body:
    """A message from a number of its own, since an Inbox may show a conversation once (S56)."""
    return message("inbox", remote_phone=number, text="Whoever gets this gets a notification.", **changes)


KINDS: dict[str, Body] = {
    "with a contact": _from("+12025550161"),
    "without": without(_from("+12025550162"), "contact_id"),
    "without a text": without(_from("+12025550163", direction="inbound"), "contact_id", "text"),
    "of a template": without(_from("+12025550164", template_id=TEMPLATE, date_created=LONG_AGO), "text"),
    "with an attachment": without(_from("+12025550165", attachments=[ATTACHMENT], activity_at=LONG_AGO), "contact_id"),
    BY_OAUTH: without(_from("+12025550166"), "contact_id"),
}


@rule("notification.created")
@pytest.mark.parametrize("kind", KINDS)
@waiting
def test_notification_is_created(sms: Sms, kind: str) -> Scenario:
    """A received message with `send_to_inbox=true` shows in the Inbox, once for each who gets a notification (S56)."""
    by = by_token(sms) if kind == BY_OAUTH else {}
    created = sms.create(KINDS[kind], params={"send_to_inbox": "true"}, **by)
    if created.refused:
        sms.refused_as(created, KINDS[kind], expected="with send_to_inbox=true it is accepted, as it is without", **by)
        raise NotApplicable(f"the message was refused: {outcome(created)} (see notification.optional)")
    if not created.accepted:
        raise Undecided(f"the message was answered with {outcome(created)}")
    for pause in (0.0, 2.0, sms.run.settings.patience):
        yield pause
        found = _about(_tasks(sms, _type=KIND), created)
        if found:
            break
    found = found or _about(_tasks(sms), created)  # the kind that clients read is not documented
    if not found:
        _need_notifications_as_tasks(sms)
    owners = [show(task.get("assigned_to")) for task in found]
    claim_that(
        bool(found) and len({*owners}) == len(owners),
        expected=f"an Inbox Notification (a task, such as {KIND}) for {created.id}, and not two for the same user",
        actual=f"{len(found)} such tasks" + (f", assigned to {', '.join(owners)}" if owners else ""),
        of=created,
    )


@rule("notification.optional")
@pytest.mark.parametrize("value", [None, "true", "false"])
def test_send_to_inbox_is_optional(sms: Sms, value: str | None) -> None:
    """With either value and without one, the create succeeds."""
    sms.accepts(message("inbox"), params=None if value is None else {"send_to_inbox": value})


def _tasks(sms: Sms, **params: str) -> list[Task]:
    query = {"_limit": 100, "lead_id": sms.world.lead_id, **params}
    answer = sms.client.send("GET", "task/", params=query)
    data = answer["data"]
    if not answer.accepted or not isinstance(data, list):
        raise NotApplicable("the endpoint has no list of tasks, and how a notification is read is left open (S56)")
    kind = params.get("_type")
    return [task for task in data if isinstance(task, dict) and kind in (None, task.get("_type", kind))]


def _need_notifications_as_tasks(sms: Sms) -> None:
    """Undecided where none of the organization shows as a task, be it of another message: it may be read elsewhere."""
    anywhere = sms.client.send("GET", "task/", params={"_type": KIND, "_limit": 100})
    if not any(isinstance(task, dict) and task.get("_type", KIND) == KIND for task in anywhere["data"] or ()):
        raise Undecided(f"no notification shows as a task of the type {KIND}, and how one is read is left open (S56)")


def _about(tasks: list[Task], created: Answer) -> list[Task]:
    """The tasks that name the message; where none names any, those of its number."""
    if any(task.get(key) for task in tasks for key in NAMING):
        return [task for task in tasks if _names(task, str(created.id))]
    return [task for task in tasks if _names(task, created["remote_phone"])]


def _names(value: Any, wanted: str) -> bool:
    """Whether it stands anywhere in the value, an id such as under `object_id` or in a nested `object`."""
    if isinstance(value, dict | list):
        return any(_names(each, wanted) for each in (value.values() if isinstance(value, dict) else value))
    return bool(value == wanted)
