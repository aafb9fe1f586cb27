"""The Inbox Notification that `send_to_inbox` asks for.

How it can be read is a silence of the documents (S56); clients read it as a task of `_type` `incoming_sms`, and so do
these checks, where the endpoint has such a list.
"""

from __future__ import annotations

from typing import Any

import pytest

from close_sms.claims import claim_that
from close_sms.judgement import NotApplicable
from close_sms.marks import rule
from close_sms.waiting import Scenario, waiting
from conformance.bodies import message, without
from conformance.subject import Sms

TASKS = {"_type": "incoming_sms", "_limit": 100}


@rule("notification.created")
@pytest.mark.parametrize("contact", ["with a contact", "without"])
@waiting
def test_notification_is_created(sms: Sms, contact: str) -> Scenario:
    """A received message with `send_to_inbox=true` shows in the Inbox, once."""
    body = message("inbox") if contact == "with a contact" else without(message("inbox"), "contact_id")
    created = sms.given(body, params={"send_to_inbox": "true"})
    for pause in (0.0, 2.0, sms.run.settings.patience):
        yield pause
        tasks = _tasks(sms)
        if _about(tasks, str(created.id)):
            break
    claim_that(
        len(_about(tasks, str(created.id))) == 1,
        expected=f"one Inbox Notification (a task of type incoming_sms) for {created.id}",
        actual=f"{len(_about(tasks, str(created.id)))} among {len(tasks)} such tasks",
        of=created,
    )


@rule("notification.optional")
@pytest.mark.parametrize("value", [None, "true", "false"])
def test_send_to_inbox_is_optional(sms: Sms, value: str | None) -> None:
    """With either value and without one, the create succeeds."""
    sms.accepts(message("inbox"), params=None if value is None else {"send_to_inbox": value})


def _tasks(sms: Sms) -> list[Any]:
    answer = sms.client.send("GET", "task/", params={**TASKS, "lead_id": sms.world.lead_id})
    data = answer["data"]
    if not answer.accepted or not isinstance(data, list):
        raise NotApplicable("the endpoint has no list of tasks, and how a notification is read is left open (S56)")
    return data


def _about(tasks: list[Any], activity: str) -> list[Any]:
    return [task for task in tasks if isinstance(task, dict) and activity in task.values()]
