"""Which bodies of an update lie in which zone, and why."""

from typing import Any

import pytest

import schemas
from tests.schemas.border_bodies import ATTACHMENT, LATER

MUST = [
    ({}, "R54: nothing is required"),
    ({"text": "new"}, "R69"),
    ({"text": None, "contact_id": None, "attachments": None, "user_id": None}, "R55"),
    ({"activity_at": "2020-01-01T00:00:00Z", "lead_id": "lead_2", "template_id": None}, "R55"),
    ({"local_phone": "+14155550100", "remote_phone": "+18185550101"}, "R55"),
    ({"status": "outbox"}, "R59"),
    ({"status": "scheduled", "date_scheduled": LATER}, "R60, R61"),
]
OPEN = [
    ({"status": "draft"}, "S24"),
    ({"status": "sent"}, "S22"),
    ({"status": "inbox"}, "S22"),
    ({"status": "error"}, "D1"),
    ({"status": "outbox", "text": "new"}, "S25"),
    ({"status": "scheduled", "date_scheduled": LATER, "text": "new"}, "S25"),
    ({"status": "outbox", "send_in": 600}, "S15"),
    ({"date_scheduled": LATER}, "S19"),
    ({"template_id": "smstmpl_1"}, "S12"),
    ({"direction": 5}, "R56, D4: may be ignored"),
    ({"organization_id": "orga_2"}, "R56, D4"),
    ({"colour": "green"}, "D4"),
    ({"lead_id": None}, "S45"),
    ({"text": 5}, "S47"),
    ({"remote_phone": 14155550100}, "S47"),
    ({"activity_at": 1710000000}, "S47"),
    ({"attachments": [ATTACHMENT]}, "S72"),
]
REFUSED = [
    ({"status": None}, "/status"),
    ({"status": "queued"}, "/status"),
    ({"status": "scheduled"}, "/date_scheduled"),
    ({"status": "scheduled", "date_scheduled": None}, "/date_scheduled"),
    ({"text": True}, "/text"),
    ({"lead_id": ["lead_1"]}, "/lead_id"),
    ({"remote_phone": "nobody"}, "/remote_phone"),
    ({"activity_at": "soon"}, "/activity_at"),
    ({"attachments": [{}]}, "/attachments/0/content_type"),
    ([], ""),
]


@pytest.mark.parametrize(("body", "why"), MUST)
def test_must_accept(body: Any, why: str) -> None:
    assert schemas.explain("update-must-accept", body) == [], why
    assert schemas.explain("update-may-accept", body) == [], why
    assert schemas.fast_validator("update-must-accept").is_valid(body)


@pytest.mark.parametrize(("body", "why"), OPEN)
def test_open(body: Any, why: str) -> None:
    assert schemas.explain("update-may-accept", body) == [], why
    assert schemas.explain("update-must-accept", body) != [], why
    assert schemas.fast_validator("update-may-accept").is_valid(body)


@pytest.mark.parametrize(("body", "pointer"), REFUSED)
def test_must_refuse(body: Any, pointer: str) -> None:
    assert schemas.explain("update-may-accept", body)[0].pointer == pointer
    assert schemas.explain("update-must-accept", body) != []
    assert not schemas.fast_validator("update-may-accept").is_valid(body)
