"""The bodies that tables of checks start from: plain, inside *must accept*, and safe.

The remote numbers of recorded messages are reserved for fiction (+1 … 555-01xx), so that even an endpoint that
wrongly sends them reaches nobody.
"""

from __future__ import annotations

from typing import Any

from strategies import CONTACT, FAR, FICTIONAL, LEAD, LOCAL_PHONE, LONGEST_DELAY, SEND_TO, TEMPLATE

ANOTHER_FICTIONAL = "+12025550143"
TEXT = "Hi! This is a reminder of our call today at 12."
ANOTHER_TEXT = "Our call has moved to 3 pm."
MERGE_FIELD = "{{ contact.first_name }}"  # in the text of a template

Body = dict[str, Any]

SCHEDULE: Body = {"status": "scheduled", "date_scheduled": FAR}  # an edit of a draft


def message(status: str, **changes: Any) -> Body:
    """A plain message of this status; `changes` are set on top."""
    body = {
        "status": status,
        "lead_id": LEAD,
        "contact_id": CONTACT,
        "local_phone": LOCAL_PHONE,
        "remote_phone": FICTIONAL,
        "text": TEXT,
    }
    return {**body, **changes}


def outbox(**changes: Any) -> Body:
    """A message to send, with the longest time to undo that is documented."""
    return message("outbox", remote_phone=SEND_TO, **{"send_in": LONGEST_DELAY, **changes})


def scheduled(**changes: Any) -> Body:
    """A message to send far ahead."""
    return message("scheduled", remote_phone=SEND_TO, **{"date_scheduled": FAR, **changes})


def of_template(body: Body) -> Body:
    """The body with a template in place of its text."""
    return {**without(body, "text"), "template_id": TEMPLATE}


def without(body: Body, *fields: str) -> Body:
    """The body less these fields."""
    return {name: value for name, value in body.items() if name not in fields}
