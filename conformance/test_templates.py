"""Templates: `template_id` in place of `text`."""

from __future__ import annotations

import pytest

from close_sms.claims import claim, claim_that, show
from close_sms.client import Answer
from close_sms.judgement import NotApplicable
from close_sms.marks import cases, profile, rule
from close_sms.world import CONTACT_NAME
from conformance.bodies import Body, message, outbox, scheduled, without
from conformance.subject import Sms

PLAIN = "Thank you for the call – we meet again next week. 👋🏽"
BEFORE, AFTER = "Hello ", ", thank you for the call."
PERSONAL = BEFORE + "{{ contact.first_name }}" + AFTER
FIRST_NAME = CONTACT_NAME.split()[0]


def _from_template(sms: Sms, body: Body, text: str) -> Answer:
    return sms.given({**without(body, "text"), "template_id": sms.world.template(text)})


@rule("templates.become-text")
@pytest.mark.parametrize("status", ["draft", "sent"])
def test_template_becomes_the_text(sms: Sms, status: str) -> None:
    """A template without merge fields is the text, to the letter, also when fetched."""
    answer = _from_template(sms, message(status), PLAIN)
    claim(answer, text=PLAIN, template_id=sms.world.template(PLAIN))
    claim(sms.get(str(answer.id)), text=PLAIN)


@rule("templates.become-text")
def test_null_text_gives_way_to_the_template(sms: Sms) -> None:
    """A null text is no text."""
    body = {**message("draft"), "text": None, "template_id": sms.world.template(PLAIN)}
    claim(sms.given(body), text=PLAIN)


@rule("templates.become-text")
@pytest.mark.parametrize(
    "body",
    [pytest.param(scheduled(), marks=profile("schedule"), id="scheduled"),
     pytest.param(outbox(), marks=profile("send"), id="outbox")],
)  # fmt: skip
def test_template_becomes_the_text_of_what_is_sent(sms: Sms, body: Body) -> None:
    """The same for messages that will leave."""
    answer = _from_template(sms, body, PLAIN)
    sms.undo(answer)
    claim(answer, text=PLAIN)


@rule("templates.rendered")
@pytest.mark.parametrize("status", cases(["draft", "sent"], smoke=["draft"]))
def test_merge_field_is_rendered(sms: Sms, status: str) -> None:
    """A merge field gives way to the contact's value; a field that the endpoint does not know is a question."""
    answer = _from_template(sms, message(status), PERSONAL)
    text = answer["text"]
    claim_that(
        isinstance(text, str) and "{{" not in text and text.startswith(BEFORE.strip()) and text.endswith(AFTER),
        expected=f"`text` is {BEFORE!r}, the contact's first name and {AFTER!r}",
        actual=f"`text` is {show(text)}",
        of=answer,
    )
    value = text[len(BEFORE.strip()) : -len(AFTER)].strip()
    if not value:
        raise NotApplicable("the endpoint gives `contact.first_name` no value (question unresolved-merge-field)")
    claim_that(
        value in (FIRST_NAME, CONTACT_NAME),
        expected=f"the merge field became {FIRST_NAME!r}, the first name of the message's contact",
        actual=f"it became {value!r}",
        of=answer,
    )
