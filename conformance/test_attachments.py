"""Attachments: what makes an MMS of a message. Whether any attachment is accepted is a question (S72)."""

from __future__ import annotations

import mimetypes
from typing import Any

import pytest

import schemas
from close_sms.claims import claim_that, outcome, show
from close_sms.client import Answer
from close_sms.judgement import NotApplicable, Undecided
from close_sms.marks import rule
from close_sms.waiting import Scenario, waiting
from conformance.bodies import Body, message
from conformance.subject import Sms
from strategies import FACETS

ATTACHMENT_FACETS = {facet.name: facet for facet in FACETS if "attachments" in facet.control}
MOST = 10  # in one message (SPEC-09; whether more are refused is a question)
URL = "https://app.close.com/go/file/{}"


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=rule(facet.rule)) for name, facet in ATTACHMENT_FACETS.items()],
)
def test_faulty_attachment_is_refused(sms: Sms, name: str) -> None:
    """A message whose only fault is in its attachment."""
    facet = ATTACHMENT_FACETS[name]
    faulty = facet.example(message("draft"))
    try:
        sms.control(faulty.control)
    except Undecided as refused:
        raise NotApplicable(f"{refused} (question foreign-attachment-url)") from refused
    sms.refuses(faulty.body, faulty.control)


def attachment(kind: str, name: str = "file") -> Body:
    """An attachment of this MIME type, with a file name that fits it."""
    filename = name + (mimetypes.guess_extension(kind) or ".bin")
    return {"content_type": kind, "filename": filename, "url": URL.format(filename)}


def _listed_types() -> list[str]:
    found: list[str] = schemas.schema("common")["$defs"]["mime-type"]["enum"]
    return found


def _attached(sms: Sms, *attachments: Body) -> Answer:
    answer = sms.create(message("draft", attachments=list(attachments)))
    if not answer.accepted:
        raise NotApplicable(f"an attachment was refused with {answer.status} (question foreign-attachment-url)")
    return answer


@rule("attachments.types")
@pytest.mark.parametrize("part", range(4))
def test_listed_types_are_accepted(sms: Sms, part: int) -> None:
    """A picture is accepted; so are files of all listed types, ten in a message."""
    control = _attached(sms, attachment("image/png"))
    kinds = _listed_types()[part * MOST : (part + 1) * MOST]
    answer = sms.create(message("draft", attachments=[attachment(kind) for kind in kinds]))
    refused = kinds if answer.refused else []
    if answer.refused:  # which of them
        single = {kind: sms.create(message("draft", attachments=[attachment(kind)])) for kind in kinds}
        refused = [kind for kind, each in single.items() if each.refused]
        answer = single[refused[0]] if refused else answer
    claim_that(
        answer.accepted or not refused,
        expected="an attachment of any listed type is accepted: " + ", ".join(kinds),
        actual=f"refused: {', '.join(refused)}; {outcome(answer)}",
        of=answer,
        control=control,
    )


@rule("attachments.come-back", "object.attachments")
@waiting
def test_attachments_come_back(sms: Sms) -> Scenario:
    """By name and type, also when fetched; the addresses are the endpoint's own."""
    posted = [attachment("image/png", "one"), attachment("application/pdf", "two")]
    answer = _attached(sms, *posted)
    if "attachments" not in answer.object:
        raise NotApplicable("answers carry no `attachments` (question attachments-key-in-answers)")
    yield 0.0
    if not answer["attachments"]:
        yield sms.run.settings.settle  # they may be fetched first
    for seen in (answer, sms.get(str(answer.id))) if answer["attachments"] else (sms.get(str(answer.id)),):
        found = [_name_and_type(each) for each in seen["attachments"] or []]
        claim_that(
            sorted(found) == sorted(_name_and_type(each) for each in posted),
            expected="`attachments` has "
            + ", ".join(f"{each['filename']} ({each['content_type']})" for each in posted),
            actual=f"it has {show(found)}",
            of=seen,
            rule="attachments.come-back",
            control=answer,
        )


def _name_and_type(each: Any) -> tuple[str, str]:
    found = each if isinstance(each, dict) else {}
    return str(found.get("filename")), str(found.get("content_type"))
