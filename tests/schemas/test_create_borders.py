"""Which bodies of a create lie in which zone, and why."""

from typing import Any

import pytest

import schemas
from tests.schemas.border_bodies import ATTACHMENT, CREATE, LATER, MISSING, PLAIN, changed

MUST = [
    ("inbox", {}, "the plain body"),
    ("draft", {}, "the plain body"),
    ("sent", {}, "the plain body"),
    ("scheduled", {}, "the plain body"),
    ("outbox", {}, "the plain body"),
    ("inbox", {"direction": "inbound", "source": "External"}, "the default direction, given"),
    ("sent", {"direction": "outbound", "source": "External"}, "the default direction, given"),
    ("draft", {"text": MISSING}, "R45: text left out"),
    ("inbox", {"text": None, "contact_id": None, "user_id": None, "attachments": None}, "R46: nulls"),
    ("draft", {"text": MISSING, "template_id": "smstmpl_1"}, "R36: a template in place of text"),
    ("outbox", {"text": MISSING, "template_id": "smstmpl_1"}, "R36: a template in place of text"),
    ("sent", {"text": "👩‍👩‍👧 é مرحبا\nline two"}, "R46: any text"),
    ("draft", {"text": "x" * 1000}, "the longest text that no source doubts"),
    ("inbox", {"activity_at": "2016-02-29T23:59:59Z"}, "a leap day"),
    ("sent", {"date_created": "2020-01-01T00:00:00.167-03:30"}, "an offset of half an hour"),
    ("outbox", {"send_in": 1}, "R30"),
    ("outbox", {"send_in": 59}, "R31: the last second allowed"),
    ("draft", {"attachments": []}, "no attachments"),
]
OPEN = [
    ("draft", {"status": "error"}, "D1"),
    ("draft", {"colour": "green"}, "D4"),
    ("sent", {"local_phone": MISSING}, "D6, S3"),
    ("sent", {"local_phone": None}, "D6, S3"),
    ("scheduled", {"local_phone": MISSING}, "S6"),
    ("draft", {"remote_phone": None}, "S4"),
    ("draft", {"lead_id": None}, "S45"),
    ("draft", {"template_id": "smstmpl_1"}, "S7: text and template"),
    ("outbox", {"text": None}, "S8"),
    ("draft", {"text": ""}, "S9"),
    ("draft", {"text": " blank edges "}, "S9"),
    ("draft", {"text": "x" * 1001}, "S9"),
    ("draft", {"text": "Hi {{ contact.first_name }}"}, "S10"),
    ("draft", {"text": "a\x00b"}, "no source says that NUL can be stored"),
    ("draft", {"text": MISSING, "contact_id": None, "template_id": "smstmpl_1"}, "S11"),
    ("outbox", {"send_in": 0}, "S13"),
    ("outbox", {"send_in": -1}, "S13"),
    ("outbox", {"send_in": 59.5}, "S13"),
    ("outbox", {"send_in": "59"}, "S13"),
    ("outbox", {"send_in": None}, "S13"),
    ("draft", {"send_in": 10}, "S14"),
    ("scheduled", {"date_scheduled": "2031-05-04"}, "S18"),
    ("scheduled", {"date_scheduled": "2031-05-04T10:00:00"}, "S18"),
    ("draft", {"date_scheduled": LATER}, "S19"),
    ("outbox", {"date_scheduled": None}, "S19"),
    ("inbox", {"source": "Close.io"}, "S36"),
    ("outbox", {"source": "External"}, "S36"),
    ("outbox", {"date_created": "2020-01-01T00:00:00Z"}, "S40"),
    ("draft", {"direction": None}, "D15"),
    ("draft", {"source": None}, "D15"),
    ("inbox", {"direction": "incoming"}, "D24"),
    ("inbox", {"direction": "outbound"}, "S55"),
    ("draft", {"remote_phone": "(818) 555-0101"}, "S48"),
    ("draft", {"remote_phone": ""}, "S48: may count as null"),
    ("inbox", {"activity_at": "20161003T160611Z"}, "S47: basic form"),
    ("inbox", {"activity_at": "2016-10-03 16:06:11"}, "S47: a blank for the T"),
    ("inbox", {"activity_at": "2016-10-03t16:06:11z"}, "S47: lower case"),
    ("inbox", {"activity_at": ""}, "S9: may count as null"),
    ("inbox", {"activity_at": "2016-02-30T00:00:00Z"}, "S47: some clocks roll over"),
    ("draft", {"attachments": [ATTACHMENT]}, "S72"),
    ("draft", {"attachments": [ATTACHMENT] * 11}, "D14"),
]
REFUSED = [
    ("draft", {"status": MISSING}, "/status"),
    ("draft", {"status": None}, "/status"),
    ("draft", {"status": "Draft"}, "/status"),
    ("draft", {"direction": "sideways"}, "/direction"),
    ("draft", {"source": "close.io"}, "/source"),
    ("scheduled", {"date_scheduled": MISSING}, "/date_scheduled"),
    ("scheduled", {"date_scheduled": None}, "/date_scheduled"),
    ("scheduled", {"date_scheduled": ""}, "/date_scheduled"),
    ("scheduled", {"date_scheduled": "tomorrow"}, "/date_scheduled"),
    ("outbox", {"local_phone": MISSING}, "/local_phone"),
    ("outbox", {"local_phone": None}, "/local_phone"),
    ("outbox", {"local_phone": ""}, "/local_phone"),
    ("outbox", {"local_phone": "my phone"}, "/local_phone"),
    ("draft", {"remote_phone": 10**19}, "/remote_phone"),
    ("draft", {"remote_phone": "+one"}, "/remote_phone"),
    ("inbox", {"activity_at": "2016-13-03T16:06:11Z"}, "/activity_at"),
    ("inbox", {"activity_at": "2016-10-32T16:06:11Z"}, "/activity_at"),
    ("inbox", {"activity_at": "2016-10-03T25:06:11Z"}, "/activity_at"),
    ("inbox", {"activity_at": "2016-10-03T16:60:11Z"}, "/activity_at"),
    ("inbox", {"activity_at": "2016-10-03T16:06:61Z"}, "/activity_at"),
    ("sent", {"date_created": "last week"}, "/date_created"),
    ("outbox", {"send_in": 60}, "/send_in"),
    ("outbox", {"send_in": 60.0}, "/send_in"),
    ("outbox", {"send_in": 3600}, "/send_in"),
    ("outbox", {"send_in": "60"}, "/send_in"),
    ("outbox", {"send_in": "060.5"}, "/send_in"),
    ("outbox", {"send_in": "soon"}, "/send_in"),
    ("outbox", {"send_in": True}, "/send_in"),
    ("outbox", {"send_in": [30]}, "/send_in"),
    ("draft", {"attachments": "a.png"}, "/attachments"),
    ("draft", {"attachments": ["a.png"]}, "/attachments/0"),
    ("draft", {"attachments": [changed(ATTACHMENT, url=MISSING)]}, "/attachments/0/url"),
    ("draft", {"attachments": [changed(ATTACHMENT, filename=None)]}, "/attachments/0/filename"),
    ("draft", {"attachments": [changed(ATTACHMENT, content_type="image/x")]}, "/attachments/0/content_type"),
]
READ_FROM_NUMBERS = ("text", "local_phone", "remote_phone", "activity_at", "date_created", "date_scheduled")
OF_ANY_TYPE = {"organization_id"}  # it may be ignored
TEXTUAL = sorted(schemas.schema("create-may-accept")["properties"].keys() - OF_ANY_TYPE - {"attachments", "send_in"})


def takes(name: str, body: Any) -> bool:
    """Whether a border takes a body; both validators have to say the same."""
    verdict = schemas.validator(name).is_valid(body)
    assert schemas.fast_validator(name).is_valid(body) == verdict
    return verdict


@pytest.mark.parametrize(("status", "changes", "why"), MUST)
def test_must_accept(status: str, changes: dict[str, Any], why: str) -> None:
    body = changed(CREATE[status], **changes)
    assert schemas.explain("create-must-accept", body) == [], why
    assert takes("create-must-accept", body)
    assert takes("create-may-accept", body)


@pytest.mark.parametrize(("status", "changes", "why"), OPEN)
def test_open(status: str, changes: dict[str, Any], why: str) -> None:
    body = changed(CREATE[status], **changes)
    assert schemas.explain("create-may-accept", body) == [], why
    assert takes("create-may-accept", body)
    assert not takes("create-must-accept", body), why


@pytest.mark.parametrize(("status", "changes", "pointer"), REFUSED)
def test_must_refuse_in_exactly_one_place(status: str, changes: dict[str, Any], pointer: str) -> None:
    body = changed(CREATE[status], **changes)
    assert [problem.pointer for problem in schemas.explain("create-may-accept", body)] == [pointer]
    assert not takes("create-may-accept", body)
    assert not takes("create-must-accept", body)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (key, value)
        for key in TEXTUAL
        for value in (5, 5.5, True, {"a": 1}, ["+14155550100"])
        if key not in READ_FROM_NUMBERS or isinstance(value, bool | dict | list)
    ],
)
def test_no_reading_takes_another_json_type_for_a_text(key: str, value: Any) -> None:
    body = changed(CREATE["draft"], **{key: value})
    assert [problem.pointer for problem in schemas.explain("create-may-accept", body)] == ["/" + key]


@pytest.mark.parametrize("body", [None, [], [CREATE["draft"]], "draft", 5, True])
def test_no_reading_takes_anything_but_an_object(body: Any) -> None:
    assert [problem.pointer for problem in schemas.explain("create-may-accept", body)] == [""]
    assert not takes("create-may-accept", body)


def test_the_plain_keys_are_documented() -> None:
    assert PLAIN.keys() <= schemas.schema("create-must-accept")["properties"].keys()
