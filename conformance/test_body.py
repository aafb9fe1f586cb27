"""The body of a create: what may be left out or null, and what is refused field by field.

Each one-fault body breaks one facet of a body that is accepted; the facets are declared in strategies/facets.py.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from close_sms.claims import claim_refused
from close_sms.client import SMS
from close_sms.judgement import NotApplicable
from close_sms.marks import profile, rule
from close_sms.wording import outcome
from conformance.api.bodies import Body, message, of_template, scheduled, without
from conformance.api.sms import Sms
from conformance.claims.comparing import claim_refused_or_read
from strategies import CONTACT, FACETS, ORGANIZATION, OTHER_STATUSES, RECORDED, USER, FaultyBody, faulty_bodies

# Absence of the numbers and the lead is open (local-phone-when-not-sending, remote-phone-missing, no-lead).
GIVEN: dict[str, Any] = {
    "activity_at": "2024-02-29T23:30:00.250000-03:30",
    "attachments": [],
    "contact_id": CONTACT,
    "created_by": USER,
    "date_created": "2024-03-01T10:00:00+00:00",
    "direction": "outbound",
    "organization_id": ORGANIZATION,
    "source": "External",
    "text": "Left out in turn.",
    "user_id": USER,
}
NULLABLE = ("activity_at", "attachments", "contact_id", "created_by", "date_created", "organization_id", "template_id",
            "text", "user_id")  # fmt: skip
FULL = message("sent", **GIVEN)


@rule("body.optional-fields")
@pytest.mark.parametrize("field", GIVEN)
def test_field_may_be_left_out(sms: Sms, field: str) -> None:
    """Each listed field, left out of an otherwise full message."""
    sms.accepts(without(FULL, field))


@rule("body.optional-fields")
@pytest.mark.parametrize("status", RECORDED)
def test_all_optional_fields_may_be_left_out(sms: Sms, status: str) -> None:
    """All of them at once, for each status that only logs or stores."""
    sms.accepts(without(message(status), "text", "contact_id"))


@rule("body.nullable-fields")
@pytest.mark.parametrize("field", NULLABLE)
def test_field_may_be_null(sms: Sms, field: str) -> None:
    """Each field that is listed as `or null`."""
    sms.accepts({**FULL, field: None})


@rule("body.nullable-fields")
@pytest.mark.parametrize("status", RECORDED)
def test_all_nullable_fields_may_be_null(sms: Sms, status: str) -> None:
    """All of them at once, for each status that only logs or stores."""
    sms.accepts({**message(status), **dict.fromkeys(NULLABLE)})


NULL_LIKE_ABSENT = ("lead_id", "local_phone", "remote_phone")


@rule("body.nullable-fields")
@pytest.mark.parametrize("field", NULL_LIKE_ABSENT)
def test_null_is_accepted_where_nothing_is(sms: Sms, field: str) -> None:
    """Whether a draft needs them is open (S3, S4, S45); one that may lack them may have null in their place."""
    _claim_null_where_nothing_is(sms, message("draft", contact_id=None), field)


@rule("body.nullable-fields")
@pytest.mark.parametrize("status", ["inbox", "sent"])
@pytest.mark.parametrize("field", NULL_LIKE_ABSENT)
def test_null_is_accepted_where_nothing_is_of_a_logged_message(sms: Sms, field: str, status: str) -> None:
    """As of a draft."""
    _claim_null_where_nothing_is(sms, message(status, contact_id=None), field)


def _claim_null_where_nothing_is(sms: Sms, body: Body, field: str) -> None:
    control = sms.create(without(body, field))
    if control.refused:
        raise NotApplicable(f"`status` {body['status']} without `{field}` is refused: {outcome(control)}")
    sms.accepts({**body, field: None})


# Those of attachments stand in test_attachments.py: whether their control is accepted is a question.
RECORD_FACETS = {
    facet.name: facet for facet in FACETS if facet.profile == "record" and "attachments" not in facet.control
}


@rule("body.faulty-is-400")
@pytest.mark.parametrize("name", [pytest.param(name, marks=rule(facet.rule)) for name, facet in RECORD_FACETS.items()])
def test_one_faulty_facet_is_refused(sms: Sms, name: str) -> None:
    """A plain message in which only this facet is wrong."""
    facet = RECORD_FACETS[name]
    _claim_refused(sms, facet.example(message(facet.statuses[0])))


@rule("status.enum")
def test_other_word_for_a_status_is_refused(sms: Sms) -> None:
    """Words that carriers and other resources have for the life of a message."""
    for word in OTHER_STATUSES:
        sms.refuses({**message("draft"), "status": word}, message("draft"))


NUMBERS = {
    "text": ("body.types", 5),
    "activity_at": ("body.types", 1_710_000_000),
    "remote_phone": ("phones.malformed", 14155550123),
    "local_phone": ("phones.malformed", 14155550123),
}


@pytest.mark.parametrize("field", [pytest.param(field, marks=rule(judged)) for field, (judged, _) in NUMBERS.items()])
def test_number_is_refused_or_read_as_it_is_meant(sms: Sms, field: str) -> None:
    """Some readers take a number for the text of its digits, or for a moment (S47); it can mean nothing else."""
    number, control = NUMBERS[field][1], message("inbox")
    claim_refused_or_read(sms.create({**control, field: number}), sms.control(control), field, number)


SEEM_TO_SAY_THE_STATUS: dict[str, Body] = {
    "a template": of_template(message("draft")),
    "a direction": message("inbox", direction="inbound"),
}


@rule("status.required", "status.null")
@pytest.mark.parametrize("what", SEEM_TO_SAY_THE_STATUS)
def test_nothing_stands_for_a_status(sms: Sms, what: str) -> None:
    """A status is as necessary where a template gives the text, or the direction says that it was received."""
    control = SEEM_TO_SAY_THE_STATUS[what]
    sms.refuses(without(control, "status"), control)
    sms.refuses({**control, "status": None}, control, rule="status.null")


@rule("status.required")
def test_no_status_is_refused_whatever_else_there_is(sms: Sms) -> None:
    """Nothing at all, or the wish for a notification."""
    sms.refuses({}, message("draft"))
    sms.refuses(without(message("inbox"), "status"), message("inbox"), params={"send_to_inbox": "true"})


@rule("status.required")
@profile("schedule")
def test_date_to_be_sent_at_is_no_status(sms: Sms) -> None:
    """Nor does it say one."""
    sms.refuses(without(scheduled(), "status"), scheduled())


@rule("body.faulty-is-400")
def test_two_faulty_fields_are_refused(sms: Sms) -> None:
    """As with each of the faults alone."""
    sms.refuses(message("draft", remote_phone="hello", activity_at="not a date"), message("draft"), code=400)


@rule("status.required", "status.enum", "status.null", "direction.enum", "source.enum", "phones.malformed",
      "body.types", "body.date-times", "body.faulty-is-400")  # fmt: skip
@given(faulty=faulty_bodies(RECORD_FACETS.values()))
def test_one_fault_in_any_message_is_refused(sms: Sms, faulty: FaultyBody) -> None:
    """Any valid message in which one facet is wrong."""
    if not sms.lacks_template(faulty.control):
        _claim_refused(sms, faulty)


def _claim_refused(sms: Sms, faulty: FaultyBody) -> None:
    sms.refuses(faulty.body, faulty.control, rule=faulty.facet.rule, code=400)


NO_OBJECTS = ("[]", '[{"status": "draft"}]', "null", '"draft"', '"{\\"status\\": \\"draft\\"}"', "1", "true")


@rule("body.object", "body.faulty-is-400")
@pytest.mark.parametrize("text", NO_OBJECTS)
def test_json_that_is_no_object_is_refused(sms: Sms, text: str) -> None:
    """A body that is JSON, but no object."""
    _claim_text_refused(sms, text)


NO_JSON = (
    "", "{", '{"status": "draft"', "{'status': 'draft'}", "status=draft", '{"status": "draft",}',
    '{"status": "draft"} x',
    '{"status": "draft"}{"status": "draft"}',
)  # fmt: skip


@rule("body.object", "body.faulty-is-400")
@pytest.mark.parametrize("text", NO_JSON)
def test_text_that_is_no_json_is_refused(sms: Sms, text: str) -> None:
    """A body that is no JSON at all."""
    _claim_text_refused(sms, text)


def _claim_text_refused(sms: Sms, text: str) -> None:
    twin = sms.control(message("draft"))
    headers = {"Content-Type": "application/json"}
    answer = sms.client.send("POST", SMS, content=text.encode(), headers=headers)
    claim_refused(answer, twin)
    claim_refused(answer, twin, rule="body.faulty-is-400", code=400, soft=True)
