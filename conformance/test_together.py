"""What a message may have, together: every two choices of a create meet, and each fault meets a body that has much.

What comes back is claimed by the invariants (conformance/invariants), on every answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from close_sms.claims import claim, claim_accepted
from close_sms.client import Answer
from close_sms.judgement import NotApplicable
from close_sms.marks import rule
from conformance.api.bodies import Body, without
from conformance.api.credentials import by_token_of_same_user
from conformance.api.sms import Sms
from conformance.claims.sending import need_in_time
from strategies import FACETS, LONGEST_DELAY, RECORDED, TEMPLATE, Facet, Together, together

RECORDS, SCHEDULES, SENDINGS = together(*RECORDED), together("scheduled"), together("outbox")
RICHEST = 4  # messages of a status, which have the most choices
COMPANY = (*RECORDS, *SCHEDULES, *SENDINGS)


def _posted(sms: Sms, row: Together) -> tuple[Body, dict[str, Any]]:
    """The body, and how it is posted: as far as the endpoint has templates and takes attachments, and we a token."""
    if sms.lacks_template(row.body):
        raise NotApplicable("the run has no template")
    options = {**by_token_of_same_user(sms)} if row.by_token else {}
    if row.to_inbox:
        options["params"] = {"send_to_inbox": "true"}
    return row.body if sms.takes_files(row.status) else without(row.body, "attachments"), options


def _created(sms: Sms, row: Together) -> tuple[Answer, dict[str, Any]]:
    body, options = _posted(sms, row)
    answer = sms.accepts(body, **options)
    sms.get(str(answer.id))
    options.pop("params", None)
    return answer, options


@rule("body.optional-fields", "direction.inbox-defaults-inbound", "direction.others-default-outbound", "stored.fields",
      "stored.text", "stored.instants", "stored.get")  # fmt: skip
@pytest.mark.parametrize("row", RECORDS, ids=range(len(RECORDS)))
def test_choices_of_a_record_go_together(sms: Sms, row: Together) -> None:
    """For what is only logged or stored."""
    _created(sms, row)


@rule(
    "scheduling.accepted", "scheduling.cancel", "scheduling.cancel-keeps-content", "direction.others-default-outbound"
)
@pytest.mark.parametrize("row", SCHEDULES, ids=range(len(SCHEDULES)))
def test_choices_of_a_scheduled_message_go_together(sms: Sms, row: Together) -> None:
    """For what waits for its date, and is cancelled as it was made."""
    made, options = _created(sms, row)
    cancelled = sms.update(str(made.id), {"status": "draft"}, **options)
    claim_accepted(cancelled, rule="scheduling.cancel")
    claim(cancelled, rule="scheduling.cancel", status="draft")


@rule("sending.accepted", "undo.cancel", "undo.keeps-content")
@pytest.mark.parametrize("row", SENDINGS, ids=range(len(SENDINGS)))
def test_choices_of_a_message_to_send_go_together(sms: Sms, row: Together) -> None:
    """For what is in the outbox, and is called back as it was made."""
    made, options = _created(sms, row)
    if made["status"] != "outbox":
        raise NotApplicable(f"the message did not wait in the outbox: `status` is {made['status']!r}")
    cancelled = sms.update(str(made.id), {"status": "draft"}, **options)
    need_in_time(sms, made, LONGEST_DELAY)
    claim_accepted(cancelled, rule="undo.cancel")
    claim(cancelled, rule="undo.cancel", status="draft")


def _in_company() -> Iterator[tuple[Facet, Together, Any]]:
    """Each facet with a message to spoil, another one each time, and a fault: wrong types once, else in each status."""
    for number, facet in enumerate(FACETS):
        statuses = facet.statuses if facet.kind != "type" else (facet.statuses[number % len(facet.statuses)],)
        for turn, status in enumerate(statuses):
            rows = [row for row in COMPANY if row.status == status and _may_be_spoilt(row.body, facet)]
            rows = sorted(rows, key=lambda row: len(row.body), reverse=True)[:RICHEST]
            if rows:
                yield facet, rows[(number + turn) % len(rows)], facet.faults[(-1 - turn) % len(facet.faults)]


def _may_be_spoilt(body: Body, facet: Facet) -> bool:
    """Whether the message without this fault is accepted, and is refused for nothing else with it."""
    match facet.key:
        case "text" | "contact_id":
            return body.get("template_id") is not TEMPLATE
        case "template_id":
            return not {"template_id", "attachments"} & {*body}
        case "attachments":
            return False  # whether they are taken is open (S72): see test_attachments.py
    return True


IN_COMPANY = {f"{facet.name}, {row.status}": (facet, row, fault) for facet, row, fault in _in_company()}


@rule("body.faulty-is-400")
@pytest.mark.parametrize("name", [pytest.param(name, marks=rule(each[0].rule)) for name, each in IN_COMPANY.items()])
def test_faulty_facet_is_refused_in_company(sms: Sms, name: str) -> None:
    """A message that has much else, in which this facet is wrong in another way than in the plain one."""
    facet, row, fault = IN_COMPANY[name]
    body, options = _posted(sms, row)
    faulty = facet.broken(body, fault)
    code = 400 if facet.profile == "record" else None
    sms.refuses(faulty.body, faulty.control, rule=facet.rule, code=code, **options)
