"""Attachments: what makes an MMS of a message. Whether any attachment is accepted is a question (S72)."""

from __future__ import annotations

import pytest

from close_sms.judgement import NotApplicable, Undecided
from close_sms.marks import leave_out, rule
from conformance.bodies import message
from conformance.subject import Sms
from strategies import FACETS

ATTACHMENT_FACETS = {facet.name: facet for facet in FACETS if "attachments" in facet.control}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[rule(facet.rule), *leave_out(facet.rule == "body.types")])
        for name, facet in ATTACHMENT_FACETS.items()
    ],
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


@rule("object.attachments")
def test_attachments_come_back_whole(sms: Sms) -> None:
    """The attachments of an answer have their five keys (claimed by the invariant)."""
    attachment = {"content_type": "image/png", "filename": "a.png", "url": "https://app.close.com/go/file/a.png"}
    answer = sms.create(message("draft", attachments=[attachment]))
    if not answer.accepted:
        raise NotApplicable(f"an attachment was refused with {answer.status} (question foreign-attachment-url)")
    if not answer["attachments"]:
        raise NotApplicable("answers carry no `attachments` (question attachments-key-in-answers)")
