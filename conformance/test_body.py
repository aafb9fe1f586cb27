"""The body of a create: what may be left out or null, and what is refused field by field.

Each one-fault body breaks one facet of a body that is accepted; the facets are declared in strategies/facets.py.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from hypothesis import given

from close_sms.claims import claim_refused, claim_status, claim_that, outcome
from close_sms.judgement import Undecided
from close_sms.marks import profile, rule
from close_sms.waiting import Scenario, waiting
from conformance.bodies import LOGGED, message, outbox, scheduled, without
from conformance.subject import Sms
from strategies import CONTACT, FACETS, ORGANIZATION, USER, Facet, FaultyBody, faults_of, faulty_bodies

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
PLAIN: dict[str, Any] = {
    **{status: partial(message, status) for status in LOGGED},
    "outbox": outbox,
    "scheduled": scheduled,
}


@rule("body.optional-fields")
@pytest.mark.parametrize("field", GIVEN)
def test_field_may_be_left_out(sms: Sms, field: str) -> None:
    """Each listed field, left out of an otherwise full message."""
    sms.accepts(without(FULL, field))


@rule("body.optional-fields")
@pytest.mark.parametrize("status", LOGGED)
def test_all_optional_fields_may_be_left_out(sms: Sms, status: str) -> None:
    """All of them at once, for each status that only logs or stores."""
    sms.accepts(without(message(status), "text", "contact_id"))


@rule("body.nullable-fields")
@pytest.mark.parametrize("field", NULLABLE)
def test_field_may_be_null(sms: Sms, field: str) -> None:
    """Each field that is listed as `or null`."""
    sms.accepts({**FULL, field: None})


@rule("body.nullable-fields")
@pytest.mark.parametrize("status", LOGGED)
def test_all_nullable_fields_may_be_null(sms: Sms, status: str) -> None:
    """All of them at once, for each status that only logs or stores."""
    sms.accepts({**message(status), **dict.fromkeys(NULLABLE)})


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


@rule("status.required", "status.enum", "status.null", "direction.enum", "source.enum", "phones.malformed",
      "body.types", "body.date-times", "body.faulty-is-400")  # fmt: skip
@given(faulty=faulty_bodies(RECORD_FACETS.values()))
def test_one_fault_in_any_message_is_refused(sms: Sms, faulty: FaultyBody) -> None:
    """Any valid message in which one facet is wrong."""
    _claim_refused(sms, faulty)


def _claim_refused(sms: Sms, faulty: FaultyBody) -> None:
    sms.refuses(faulty.body, faulty.control, rule=faulty.facet.rule, code=400)


MARK = "This message was refused, and must not be stored."
LEAVES_NOTHING = (
    "status.required",
    "status.enum",
    "body.types",
    "phones.malformed",
    "direction.enum",
    "sending.delay-limit",
    "scheduling.date-required",
)
REFUSED = [facet for rule_id in LEAVES_NOTHING for facet in faults_of(rule_id)[:1]]


@rule("body.refused-is-not-stored")
@pytest.mark.parametrize(
    "facet",
    [pytest.param(facet, marks=profile(facet.profile), id=facet.name) for facet in REFUSED],
)
@waiting
def test_refused_message_is_not_stored(sms: Sms, facet: Facet) -> Scenario:
    """Nothing of a refused create shows in the list of its lead, not even beside a later message (the list may lag)."""
    lead = sms.world.other_lead_id
    plain = PLAIN[facet.statuses[0]](lead_id=lead, contact_id=None, text=MARK)
    refused = sms.create(facet.example(plain).body)
    if not refused.refused:
        raise Undecided(f"the faulty message was not refused: {outcome(refused)}")
    later = sms.given(message("draft", lead_id=lead, contact_id=None))
    entries: list[Any] = []
    for pause in (0.0, 0.5, 1.5, 2.0):
        yield pause
        listed = sms.list(lead_id=lead)
        entries = [entry for entry in listed["data"] or [] if isinstance(entry, dict)]
        if any(entry.get("id") == later.id for entry in entries):
            break
    claim_that(
        not any(entry.get("text") == MARK for entry in entries),
        expected=f"after {refused.status} the lead's list holds no message with the refused text",
        actual="it holds one",
        of=listed,
        control=refused,
    )


NO_OBJECTS = ("[]", '[{"status": "draft"}]', "null", '"draft"', "1", "true")


@rule("body.object", "body.faulty-is-400")
@pytest.mark.parametrize("text", NO_OBJECTS)
def test_json_that_is_no_object_is_refused(sms: Sms, text: str) -> None:
    """A body that is JSON, but no object."""
    _claim_text_refused(sms, text)


NO_JSON = ("", "{", '{"status": "draft"', "{'status': 'draft'}", "status=draft", '{"status": "draft",}')


@rule("body.object", "body.faulty-is-400")
@pytest.mark.parametrize("text", NO_JSON)
def test_text_that_is_no_json_is_refused(sms: Sms, text: str) -> None:
    """A body that is no JSON at all."""
    _claim_text_refused(sms, text)


def _claim_text_refused(sms: Sms, text: str) -> None:
    twin = sms.control(message("draft"))
    headers = {"Content-Type": "application/json"}
    answer = sms.client.send("POST", "activity/sms/", content=text.encode(), headers=headers)
    claim_refused(answer, twin)
    claim_status(answer, 400, control=twin, rule="body.faulty-is-400", soft=True)
