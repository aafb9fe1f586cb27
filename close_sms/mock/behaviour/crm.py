"""Leads and contacts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from close_sms.mock.behaviour.messages import Messages
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import NO_OBJECT, Invalid
from close_sms.mock.phones import country_of, display_form, normalised
from close_sms.mock.things import Contact, Lead, Note, Sms, Task

PHONE_TYPES = ("office", "mobile", "home", "direct", "fax", "url", "other")
STATUS_ID = "stat_MockPotential00000000000000000000000000001"

T = TypeVar("T", Contact, Note, Sms, Task)


class Crm(Messages):
    """POST, GET and DELETE on leads and contacts."""

    def create_lead(self, call: Call) -> Answer:
        """Answer a new lead with its contacts."""
        values = self.clean(call, ("name", "description", "contacts"), prefix="clean_lead_")
        lead = Lead(
            id=self.new_id("lead"),
            organization_id=call.organization_id,
            name=values.get("name"),
            created_by=call.caller.user_id,
            date_created=self.moment(),
            details={"description": values.get("description")},
        )
        self.world.leads[lead.id] = lead
        for contact in values.get("contacts", []):
            self.add_contact(lead.id, contact, call)
        return Answer(200, self.render_lead(lead))

    def clean_lead_name(self, value: Any, _call: Call) -> str | None:
        """A name, or None."""
        return None if value is None else self.string(value)

    clean_lead_description = clean_lead_name
    clean_contact_name = clean_lead_name
    clean_contact_title = clean_lead_name

    def clean_lead_contacts(self, value: Any, call: Call) -> list[Json]:
        """The contacts that come with a lead."""
        fields = ("name", "title", "phones", "emails")
        calls = (Call("create_contact", call.caller, body=dict(item)) for item in self.objects(value))
        return [self.clean(each, fields, prefix="clean_contact_") for each in calls]

    def clean_contact_lead_id(self, value: Any, call: Call) -> str:
        """The id of one of the organization's leads."""
        if self.world.own(self.world.leads, self.string(value), call.organization_id) is None:
            raise Invalid(NO_OBJECT)
        return str(value)

    def clean_contact_phones(self, value: Any, _call: Call) -> list[Json]:
        """A contact's phones."""
        return [self.contact_phone(item) for item in self.objects(value)]

    def contact_phone(self, item: Mapping[str, Any]) -> Json:
        """One phone in E.164 format and its type."""
        number = normalised(self.string(item.get("phone")))
        if number is None:
            raise Invalid("Invalid phone number.")
        return {"phone": number, "type": self.choice(item.get("type", "office"), PHONE_TYPES)}

    def clean_contact_emails(self, value: Any, _call: Call) -> list[Json]:
        """A contact's email addresses."""
        return [self.contact_email(item) for item in self.objects(value)]

    def contact_email(self, item: Mapping[str, Any]) -> Json:
        """One email address and its type."""
        address = self.string(item.get("email"))
        if "@" not in address:
            raise Invalid("Invalid email address.")
        return {"email": address, "type": self.choice(item.get("type", "office"), PHONE_TYPES)}

    def create_contact(self, call: Call) -> Answer:
        """Answer a new contact; without a `lead_id` it gets a lead of its own."""
        values = self.clean(call, ("lead_id", "name", "title", "phones", "emails"), prefix="clean_contact_")
        lead_id = values.get("lead_id")
        if lead_id is None:
            whole = Call("create_lead", call.caller, body={"name": values.get("name")})
            lead_id = (self.create_lead(whole).body or {})["id"]
        return Answer(200, self.render_contact(self.add_contact(lead_id, values, call)))

    def add_contact(self, lead_id: str, values: Json, call: Call) -> Contact:
        """Store a new contact of a lead."""
        contact = Contact(
            id=self.new_id("cont"),
            organization_id=call.organization_id,
            lead_id=lead_id,
            name=values.get("name"),
            title=values.get("title"),
            phones=values.get("phones", []),
            emails=values.get("emails", []),
            created_by=call.caller.user_id,
            date_created=self.moment(),
        )
        self.world.contacts[contact.id] = contact
        return contact

    def list_leads(self, call: Call) -> Answer:
        """Answer the organization's leads, newest first."""
        rows = list(self.world.all_own(self.world.leads, call.organization_id))[::-1]
        return Answer(200, {**self.page(rows, call, self.render_lead), "total_results": len(rows)})

    def list_contacts(self, call: Call) -> Answer:
        """Answer the organization's contacts, newest first, of one lead where `lead_id` is given."""
        rows = list(self.world.all_own(self.world.contacts, call.organization_id))[::-1]
        rows = [contact for contact in rows if call.query.get("lead_id", contact.lead_id) == contact.lead_id]
        return Answer(200, self.page(rows, call, self.render_contact))

    def find_lead(self, call: Call) -> Lead:
        """The lead with the id in the path."""
        return self.find(self.world.leads, call, "Lead")

    def find_contact(self, call: Call) -> Contact:
        """The contact with the id in the path."""
        return self.find(self.world.contacts, call, "Contact")

    def get_lead(self, call: Call) -> Answer:
        """Answer one lead."""
        return Answer(200, self.pick(self.render_lead(self.find_lead(call)), call.query.get("_fields", "")))

    def get_contact(self, call: Call) -> Answer:
        """Answer one contact."""
        return Answer(200, self.pick(self.render_contact(self.find_contact(call)), call.query.get("_fields", "")))

    def delete_lead(self, call: Call) -> Answer:
        """Delete a lead with its contacts, messages, notes and tasks."""
        lead, world = self.find_lead(call), self.world
        for sms in self.of_lead(world.messages, lead):
            self.end(sms, call)
        shelves: tuple[dict[str, Any], ...] = (world.contacts, world.notes, world.tasks)
        for shelf in shelves:
            for thing in self.of_lead(shelf, lead):
                del shelf[thing.id]
        del world.leads[lead.id]
        return Answer(200, {})

    def of_lead(self, shelf: Mapping[str, T], lead: Lead) -> list[T]:
        """Everything of the lead's organization on a shelf that belongs to the lead, oldest first."""
        return [thing for thing in self.world.all_own(shelf, lead.organization_id) if thing.lead_id == lead.id]

    def delete_contact(self, call: Call) -> Answer:
        """Delete a contact; its messages stay with their lead."""
        del self.world.contacts[self.find_contact(call).id]
        return Answer(200, {})

    def render_lead(self, lead: Lead) -> Json:
        """A lead with its contacts."""
        answer = {
            "id": lead.id,
            "organization_id": lead.organization_id,
            "name": lead.name or "",
            "display_name": lead.name or "Untitled",
            "status_id": STATUS_ID,
            "status_label": "Potential",
            "addresses": [],
            "contacts": [self.render_contact(contact) for contact in self.of_lead(self.world.contacts, lead)],
            "opportunities": [],
            "tasks": [],
        }
        return {**answer, **lead.details, **self.marks(lead)}

    def render_contact(self, contact: Contact) -> Json:
        """A contact with its phones, each in display form too."""
        answer: Json = {key: getattr(contact, key) for key in ("id", "organization_id", "lead_id", "title", "emails")}
        answer["name"] = answer["display_name"] = contact.name or ""
        answer["phones"] = [
            {**item, "phone_formatted": display_form(item["phone"]), "country": country_of(item["phone"])}
            for item in contact.phones
        ]
        return {**answer, **self.marks(contact)}

    def marks(self, thing: Lead | Contact) -> Json:
        """Who made a thing, and when."""
        date = self.render_date(thing.date_created)
        marks = {"created_by": thing.created_by, "updated_by": thing.created_by}
        return {**marks, "date_created": date, "date_updated": date}
