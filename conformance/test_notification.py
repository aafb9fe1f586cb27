"""The Inbox Notification that `send_to_inbox` asks for.

How it can be read is a silence of the documents (S56); clients read it as a task of `_type` `incoming_sms`, and so do
these checks, where the endpoint has such a list.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from close_sms.claims import claim_that
from close_sms.client import Answer
from close_sms.judgement import NotApplicable, Undecided
from close_sms.marks import rule
from close_sms.waiting import Scenario, waiting
from close_sms.wording import outcome, show
from conformance.api.bodies import Body, message, without
from conformance.api.credentials import by_token
from conformance.api.sms import Sms
from conformance.claims.phone_display import shows
from strategies import ATTACHMENT, TEMPLATE

KIND = "incoming_sms"
NAMING = ("object_id", "object", "activity_id", "sms_id")  # keys under which a task may name what it is about
NOW = object()  # an Inbox need not show what is old as something new (S56)
BY_OAUTH = "by an access token"

Task = dict[str, Any]


def _from(number: str, **changes: Any) -> Body:
    """A message from a number of its own, since an Inbox may show a conversation once (S56)."""
    return message("inbox", remote_phone=number, text="Whoever gets this gets a notification.", **changes)


KINDS: dict[str, Body] = {
    "with a contact": _from("+12025550161"),
    "without": without(_from("+12025550162"), "contact_id"),
    "without a text": without(_from("+12025550163", direction="inbound"), "contact_id", "text"),
    "of a template": without(_from("+12025550164", template_id=TEMPLATE, date_created=NOW), "text"),
    "with an attachment": _from("+12025550165", attachments=[ATTACHMENT], activity_at=NOW),
    BY_OAUTH: _from("+12025550166"),
}

OPEN_KINDS = ("without", "without a text")  # whether of these there can be a notification is open


@rule("notification.created")
@pytest.mark.parametrize("kind", KINDS)
@waiting
def test_notification_is_created(sms: Sms, kind: str) -> Scenario:
    """A received message with `send_to_inbox=true` shows in the Inbox, once for each who gets a notification (S56)."""
    by = by_token(sms) if kind == BY_OAUTH else {}
    body = _dated(sms, KINDS[kind])
    created = sms.create(body, params={"send_to_inbox": "true"}, **by)
    if created.refused and kind in OPEN_KINDS:
        raise NotApplicable(f"a notification without a contact or a text was refused: {outcome(created)} (S56)")
    if created.refused:
        sms.refused_as(created, body, expected="with send_to_inbox=true it is accepted, as it is without", **by)
        raise NotApplicable(f"the message was refused: {outcome(created)} (see notification.optional)")
    if not created.accepted:
        raise Undecided(f"the message was answered with {outcome(created)}")
    found = _about(_tasks(sms, _type=KIND), created)  # at once: it may be done when somebody writes to the lead (S56)
    for pause in (2.0, sms.run.settings.patience):
        if found:
            break
        yield pause
        found = _about(_tasks(sms, _type=KIND), created)
    found = found or _about(_tasks(sms), created)  # the kind that clients read is not documented
    if not found:
        _need_notifications_as_tasks(sms)
    owners = [task["assigned_to"] for task in found if task.get("assigned_to")]
    claim_that(
        bool(found) and len({*owners}) == len(owners),
        expected=f"an Inbox Notification (a task, such as {KIND}) for {created.id}, and not two for the same user",
        actual=f"{len(found)} such tasks" + (f", assigned to {', '.join(map(show, owners))}" if owners else ""),
        of=created,
    )


@rule("notification.optional")
@pytest.mark.parametrize("value", [None, "true", "false"])
def test_send_to_inbox_is_optional(sms: Sms, value: str | None) -> None:
    """With either value and without one, the create succeeds."""
    sms.accepts(message("inbox"), params=None if value is None else {"send_to_inbox": value})


def _dated(sms: Sms, body: Body) -> Body:
    return {name: sms.ahead(0) if value is NOW else value for name, value in body.items()}


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
    number = str(created["remote_phone"])
    return [task for task in tasks if _has(task, lambda value: shows(value, number))]


def _names(task: Task, wanted: str) -> bool:
    """Whether the id stands anywhere in the task, such as under `object_id` or in a nested `object`."""
    return _has(task, lambda value: bool(value == wanted))


def _has(value: Any, is_it: Callable[[Any], bool]) -> bool:
    if isinstance(value, dict | list):
        return any(_has(each, is_it) for each in (value.values() if isinstance(value, dict) else value))
    return is_it(value)
