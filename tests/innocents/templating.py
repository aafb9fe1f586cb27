"""Servers that take and render templates otherwise."""

from __future__ import annotations

import re
from dataclasses import replace

from close_sms.mock import Behaviour
from close_sms.mock.calls import Json
from close_sms.mock.errors import faulty_field
from close_sms.mock.things import Contact, Sms
from tests.innocents.innocent import innocent

SIGNS = re.compile(r"[^\w' -]")


class RenderedWhenThereIsAContact(Behaviour):
    def content(self, sms: Sms, text: str | None) -> str | None:
        return None if sms.template_id and not text and sms.contact_id is None else super().content(sms, text)


class ArchivedGivesNothing(Behaviour):
    def content(self, sms: Sms, text: str | None) -> str | None:
        template = self.world.templates.get(sms.template_id or "")
        return text if template and template.status == "archived" else super().content(sms, text)


class SignsAreNoName(Behaviour):
    """A name is read without its signs: of an emoji nothing is left, and the next word comes first."""

    def contact_value(self, key: str, contact: Contact | None) -> str | None:
        if contact and contact.name:
            contact = replace(contact, name=SIGNS.sub("", contact.name).strip())
        return super().contact_value(key, contact)


class SignsAreSkipped(Behaviour):
    """The first name is the first that has nothing but letters."""

    def contact_value(self, key: str, contact: Contact | None) -> str | None:
        if contact and contact.name:
            words = [word for word in contact.name.split() if word.replace("'", "").isalpha()]
            contact = replace(contact, name=" ".join(words))
        return super().contact_value(key, contact)


class ReceivedHasNoTemplate(Behaviour):
    def check_together(self, values: Json) -> None:
        super().check_together(values)
        if values["status"] == "inbox" and values.get("template_id"):
            raise faulty_field("template", "What was received was not written by a template.")


innocent(
    "templates-rendered-for-a-contact",
    "S11",
    "For whom a template is rendered without a contact is not said: here there is no text until there is one.",
    behaviour=RenderedWhenThereIsAContact,
)
innocent(
    "archived-templates-give-nothing",
    "S10",
    "What becomes of an archived template is not said (S10): here it is taken, and gives no text.",
    behaviour=ArchivedGivesNothing,
)
PARSED = "How `contact.first_name` comes out of a name that is no plain word is in no document"
innocent("names-without-signs", "S10", f"{PARSED}: signs are left out.", behaviour=SignsAreNoName)
innocent("names-of-plain-words", "S10", f"{PARSED}: words with signs are left out.", behaviour=SignsAreSkipped)
innocent(
    "received-without-templates",
    "S10 R36",
    "A template is rendered into what is written (R36); whether what was received can have one is not said.",
    behaviour=ReceivedHasNoTemplate,
)
