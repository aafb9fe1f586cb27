"""SMS Templates rendered into texts."""

from __future__ import annotations

import re

from close_sms.mock.behaviour.part import Part
from close_sms.mock.errors import faulty_field
from close_sms.mock.things import Contact, Lead, Sms, Template, User

MERGE_FIELD = re.compile(r"\{\{([^{}]*)\}\}")


class Merging(Part):
    """Merge fields such as `{{ contact.first_name }}`."""

    def content(self, sms: Sms, text: str | None) -> str | None:
        """The text of a message that is posted with `text` and the message's `template_id`."""
        template = self.world.own(self.world.templates, sms.template_id, sms.organization_id)
        if sms.template_id is None or template is None:
            return text
        if text:
            reading = self.reads("text-and-template")
            if reading == "refused":
                raise faulty_field("template", "Give either text or template_id.")
            if reading == "text":
                return text
        self.check_template(sms, template)
        return self.merge(template.text, sms)

    def check_template(self, sms: Sms, template: Template) -> None:
        """Refuse a template that cannot be rendered for the message."""
        if template.status == "archived" and self.reads("archived-template") == "refused":
            raise faulty_field("template", "The template is archived.")
        if sms.contact_id is None and self.reads("template-without-contact") == "refused":
            raise faulty_field("contact", "A contact is needed to render the template.")

    def merge(self, text: str | None, sms: Sms) -> str | None:
        """The text with every merge field replaced by what it stands for."""
        if text is None:
            return None
        return MERGE_FIELD.sub(lambda match: self.merged(match[0], match[1].strip(), sms), text)

    def merged(self, written: str, name: str, sms: Sms) -> str:
        """What stands in the text for a merge field of that name."""
        if name == "lead.name" and (reading := self.reads("lead-merge-field")) != "rendered":
            return self.without_value(written, reading)
        return self.merge_value(name, sms) or self.unresolved(written)

    def merge_value(self, name: str, sms: Sms) -> str | None:
        """What a merge field such as `contact.first_name` stands for, None if it has no value."""
        kind, _, key = name.partition(".")
        world, owner = self.world, sms.organization_id
        if kind == "contact":
            return self.contact_value(key, world.own(world.contacts, sms.contact_id, owner))
        if kind == "lead":
            return self.lead_value(key, world.own(world.leads, sms.lead_id, owner))
        if kind == "user":
            return self.user_value(key, world.own(world.users, sms.user_id, owner))
        return self.world.organizations[sms.organization_id].name if name == "organization.name" else None

    def contact_value(self, key: str, contact: Contact | None) -> str | None:
        """A contact's part of a merge field; the first word of a name is the first name."""
        if contact is None:
            return None
        first, _, last = (contact.name or "").partition(" ")
        values = {"name": contact.name, "first_name": first, "last_name": last, "title": contact.title}
        values["phone"] = contact.phones[0]["phone"] if contact.phones else None
        values["email"] = contact.emails[0]["email"] if contact.emails else None
        return values.get(key)

    def lead_value(self, key: str, lead: Lead | None) -> str | None:
        """A lead's part of a merge field."""
        return lead.name if lead is not None and key in ("name", "display_name") else None

    def user_value(self, key: str, user: User | None) -> str | None:
        """A user's part of a merge field."""
        if user is None or key not in ("name", "first_name", "last_name", "email"):
            return None
        return str(getattr(user, key))

    def unresolved(self, written: str) -> str:
        """What becomes of a merge field, given as `written`, that has no value."""
        return self.without_value(written, self.reads("unresolved-merge-field"))

    def without_value(self, written: str, reading: str) -> str:
        """What a reading makes of a merge field without a value: `empty`, `kept` or `refused`."""
        if reading == "refused":
            raise faulty_field("template", f"{written} has no value.")
        return written if reading == "kept" else ""
