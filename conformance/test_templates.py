"""Templates: `template_id` in place of `text`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pytest

from close_sms.claims import claim, claim_that, one_of
from close_sms.client import Answer
from close_sms.judgement import NotApplicable, Undecided
from close_sms.marks import profile, rule
from close_sms.wording import as_found, outcome, show
from close_sms.world import CONTACT_NAME
from conformance.api.bodies import MERGE_FIELD, TEXT, Body, message, outbox, scheduled, without
from conformance.api.credentials import by_token
from conformance.api.sms import Sms
from strategies import ATTACHMENT

PLAIN = (
    "Thank you for the call – we meet again next week. 👋🏽 With what you told us we are 100% sure of finding the right"
    " offer for you, which we will bring along; if anything changes until then, write to us.\n"
    + " ".join(["What we have agreed upon is in the letter that comes by mail."] * 6)
)
BEFORE, BETWEEN, AFTER = "Hello ", "! Yes, you, ", ": thank you for the call."
PERSONAL = BEFORE + MERGE_FIELD + BETWEEN + MERGE_FIELD + AFTER
FIRST_NAME = CONTACT_NAME.split()[0]
OUT_OF_USE = "A text of which a message is made when its template is archived."


def _from_template(sms: Sms, body: Body, text: str) -> Answer:
    return sms.accepts({**without(body, "text"), "template_id": sms.world.template(text)})


@rule("templates.become-text")
@pytest.mark.parametrize("status", ["draft", "sent"])
def test_template_becomes_the_text(sms: Sms, status: str) -> None:
    """A template without merge fields is the text, to the letter, also when fetched."""
    answer = _from_template(sms, message(status), PLAIN)
    claim(answer, text=PLAIN, template_id=one_of(sms.world.template(PLAIN), None))
    claim(sms.get(str(answer.id)), text=PLAIN)


@rule("templates.become-text")
def test_null_text_gives_way_to_the_template(sms: Sms) -> None:
    """A null text is no text, if it is not taken for one that was given: "without `text`" may mean the key (S7)."""
    answer = sms.create({**message("draft"), "text": None, "template_id": sms.world.template(PLAIN)})
    if answer.refused:
        raise NotApplicable("a null `text` beside `template_id` was refused (S7)")
    if answer.accepted and not answer["text"]:
        raise NotApplicable("a null `text` beside `template_id` counts as a text that was given (S7)")
    claim(answer, text=PLAIN)


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


# Names as they are, with what careless rendering takes for its own: quotes, markup and references.
ODD_NAMES = ("Zo\u00eb", "O'Neil", "A&B", "$1\\1$&", "\U0001f469\U0001f3fd\u200d\U0001f680")


@rule("templates.become-text")
def test_changed_template_gives_the_changed_text(sms: Sms) -> None:
    """What counts is the template as it is now."""
    first = sms.world.template("A text that will change.")
    _from_template(sms, message("sent"), "A text that will change.")
    if sms.client.send("PUT", f"sms_template/{first}/", body={"text": PLAIN}).refused:
        raise NotApplicable("the template cannot be changed")
    if sms.client.send("GET", f"sms_template/{first}/")["text"] != PLAIN:
        raise NotApplicable("the template has not changed")
    claim(sms.need({**without(message("draft"), "text"), "template_id": first}), text=PLAIN)


# Of each the body, and what its text may be.
TAKEN_OR_NOT: dict[str, tuple[Body, tuple[str, ...]]] = {
    "beside a text": (message("draft"), (PLAIN, TEXT)),
    "without a contact": (without(message("draft"), "text", "contact_id"), (PLAIN,)),
    "out of use": (without(message("draft"), "text"), (OUT_OF_USE,)),
}


@rule("templates.become-text")
@pytest.mark.parametrize("how", TAKEN_OR_NOT)
def test_template_that_is_taken_is_the_text(sms: Sms, how: str) -> None:
    """Whether it is taken is a question (S7, S10, S11), and which of two contents counts; that no third comes is none.

    Without a contact, and out of use, it may give no text at all.
    """
    body, texts = TAKEN_OR_NOT[how]
    template = sms.world.template(texts[0])
    if how == "out of use" and sms.client.send("PUT", f"sms_template/{template}/", body={"status": "archived"}).refused:
        raise NotApplicable("the template cannot be archived")
    answer = sms.create({**body, "template_id": template})
    if answer.refused:
        raise NotApplicable(f"such a message is refused: {outcome(answer)}")
    nothing = () if "text" in body else (None,)
    claim(sms.need_accepted(answer), text=one_of(*texts, *nothing))


@rule("templates.rendered")
def test_template_of_an_edit_is_rendered_or_changes_no_text(sms: Sms) -> None:
    """Which of them is a question (template-on-update)."""
    rendered = _personal(sms, message("draft"))
    draft = sms.need_id(message("draft"))
    answer = sms.update(draft, {"template_id": sms.world.template(PERSONAL)})
    if answer.refused:
        raise NotApplicable(f"a template in a PUT is refused: {outcome(answer)} (question template-on-update)")
    claim(sms.need_accepted(answer), text=one_of(TEXT, rendered["text"]))


@rule("templates.rendered")
def test_merge_field_is_rendered_without_numbers(sms: Sms) -> None:
    """A draft that has no numbers yet, where there can be one, is no other case."""
    _claim_first_name(sms, _personal(sms, without(message("draft"), "local_phone", "remote_phone")))


RENDERED = {
    "draft": message("draft"),
    "sent": message("sent"),
    "inbox": message("inbox"),
    "with an attachment": message("draft", attachments=[ATTACHMENT]),
    "scheduled": scheduled(),
    "outbox": outbox(),
}
SURELY_RENDERED = ("sent", "scheduled", "outbox")  # if a draft is; whether one that came in has a template is not said
PROFILES = {"scheduled": "schedule", "outbox": "send"}


@rule("templates.rendered")
@pytest.mark.parametrize("kind", [pytest.param(kind, marks=profile(PROFILES.get(kind, "record"))) for kind in RENDERED])
def test_merge_field_is_rendered(sms: Sms, kind: str) -> None:
    """A merge field gives way to the contact's value, wherever it stands."""
    answer = _personal(sms, RENDERED[kind])
    sms.undo(answer)
    _claim_first_name(sms, answer)


@rule("templates.rendered")
def test_merge_field_is_rendered_for_a_token(sms: Sms) -> None:
    """Whoever makes the message."""
    _claim_first_name(sms, _personal(sms, message("draft"), **by_token(sms)))


@rule("templates.rendered")
def test_merge_field_is_rendered_for_the_inbox(sms: Sms) -> None:
    """A notification beside it changes nothing."""
    _claim_first_name(sms, _personal(sms, message("inbox"), params={"send_to_inbox": "true"}))


def _claim_first_name(sms: Sms, answer: Answer) -> None:
    """Claim that both became the contact's first name: a field without a value has none in any message (S10)."""
    values = set(_values(answer))
    _need_value(values if any(values) else _values_in_a_draft(sms))
    claim_that(
        len(values) == 1 and values <= {FIRST_NAME, CONTACT_NAME},
        expected=f"both merge fields became {FIRST_NAME!r}, the first name of the message's contact",
        actual=f"they became {show(sorted(values))}",
        of=answer,
    )


@rule("templates.rendered")
@pytest.mark.parametrize("name", ODD_NAMES)
def test_merge_field_takes_any_name(sms: Sms, name: str) -> None:
    """The value of another contact stands there as the contact has it.

    Of a name that is no plain word the first name may be another or none, but not the same with mangled signs.
    """
    posted = f"{name} Tester"
    contact = _contact_named(sms, posted)
    answer = _personal(sms, message("draft", contact_id=contact.id))
    name, values = _first_name(contact, posted), _values(answer)
    is_word = name.replace("'", "").isalpha()  # what is no word may have no first name
    _need_value(values if any(values) or not is_word else _values_in_a_draft(sms))
    claim_that(
        all(name in value or not (is_word or _is_mangled(value, name, posted)) for value in values),
        expected=f"both merge fields became {name!r}, the first name of the message's contact",
        actual=as_found(answer, "text"),
        of=answer,
    )


def _is_mangled(value: str, name: str, posted: str) -> bool:
    """Whether it has what the contact's name has not, or a sign of it that was changed here and left there.

    How names are parsed is not said: a sign may be skipped, wherever it stands, but no part of an emoji alone.
    """
    signs = {sign for sign in name if not sign.isalnum()}
    kept = {sign for sign in signs if sign in value}
    is_halved = not name.isascii() and kept not in (set(), signs)
    is_uneven = any(value.count(sign) != name.count(sign) for sign in kept)
    return is_halved or is_uneven or not {*value} <= {*posted}


def _first_name(contact: Answer, posted: str) -> str:
    """The first name of the contact as its answer has it, or as posted where the answer does not tell."""
    return (str(contact["name"] or "").split() or posted.split())[0]


def _contact_named(sms: Sms, name: str) -> Answer:
    try:
        return sms.world.new_contact(name)
    except Undecided as refused:
        raise NotApplicable(f"such a contact cannot be had: {refused}") from refused


def _personal(sms: Sms, body: Body, **options: Any) -> Answer:
    """A message of a template with merge fields; a field that the endpoint does not know is a question."""
    whole = _of_personal(sms, body)
    answer = sms.create(whole, **options)
    if answer.refused and "params" in options:
        sms.refused_as(answer, whole, expected="what is accepted without a notification is accepted with one")
    elif answer.refused and body["status"] in SURELY_RENDERED and "attachments" not in body:
        sms.need_prose_keys(answer, body)
        draft = _of_personal(sms, message("draft"))
        sms.refused_as(answer, draft, expected="a template of which a draft can be made is accepted")
    if answer.refused:
        raise NotApplicable("a template with a merge field was refused (question unresolved-merge-field)")
    if not answer.accepted:
        raise Undecided(f"a message of a template was answered with {outcome(answer)}")
    return answer


def _of_personal(sms: Sms, body: Body) -> Body:
    return {**without(body, "text"), "template_id": sms.world.template(PERSONAL)}


def _values(answer: Answer) -> list[str]:
    """What the merge fields became."""
    text = answer["text"]
    found = re.fullmatch(f"{BEFORE.strip()}(.*?){BETWEEN.strip()}(.*?){AFTER}", text) if isinstance(text, str) else None
    claim_that(
        found is not None and MERGE_FIELD not in str(text),
        expected=f"`text` is {PERSONAL!r} with the contact's first name in place of the merge fields",
        actual=as_found(answer, "text"),
        of=answer,
    )
    return [value.strip() for value in found.groups()] if found else []


def _values_in_a_draft(sms: Sms) -> list[str]:
    """The same of a plain draft, whose contact has a common name."""
    return _values(sms.control(_of_personal(sms, message("draft"))))


def _need_value(values: Iterable[str]) -> None:
    if not any(values):
        raise NotApplicable("the endpoint gives `contact.first_name` no value (question unresolved-merge-field)")
