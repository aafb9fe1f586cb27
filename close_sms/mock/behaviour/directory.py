"""The caller, the Phone Numbers and the tasks: what can only be read."""

from __future__ import annotations

from close_sms.mock.behaviour.listing import Listing
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.phones import country_of, display_form
from close_sms.mock.things import PhoneNumber, Task

NULL_NUMBER_KEYS = (
    "carrier", "carrier_type", "address_id", "bundle_id", "last_billed_price", "next_billing_on"
)  # fmt: skip


class Directory(Listing):
    """GET /me/, /phone_number/ and /task/."""

    def get_me(self, call: Call) -> Answer:
        """Answer who the caller is."""
        user = self.world.users[call.caller.user_id]
        organization = self.world.organizations[user.organization_id]
        date = self.render_date(user.date_created)
        me = {
            "id": user.id,
            "email": user.email,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "date_created": date,
            "date_updated": date,
            "email_accounts": [],
            "organizations": [{"id": organization.id, "name": organization.name}],
        }
        return Answer(200, self.pick(me, call.query.get("_fields", "")))

    def list_phone_numbers(self, call: Call) -> Answer:
        """Answer the organization's Phone Numbers."""
        rows = [phone for phone in self.phone_numbers(call) if self.is_asked_for(phone, call)]
        return Answer(200, self.page(rows, call, self.render_phone_number))

    def phone_numbers(self, call: Call) -> list[PhoneNumber]:
        """Every Phone Number that the caller sees."""
        return list(self.world.all_own(self.world.phone_numbers, call.organization_id))

    def is_asked_for(self, phone: PhoneNumber, call: Call) -> bool:
        """Whether a Phone Number passes the filters of a list."""
        values = {"number": phone.number, "user_id": phone.user_id, "is_group_number": "false"}
        return all(call.query.get(name, value).lower() == value.lower() for name, value in values.items())

    def get_phone_number(self, call: Call) -> Answer:
        """Answer one Phone Number."""
        phone = self.find(self.world.phone_numbers, call, "PhoneNumber")
        return Answer(200, self.pick(self.render_phone_number(phone), call.query.get("_fields", "")))

    def render_phone_number(self, phone: PhoneNumber) -> Json:
        """A Phone Number with the keys that the documents require."""
        date = self.render_date(phone.date_created)
        answer: Json = dict.fromkeys(NULL_NUMBER_KEYS)
        for key in ("id", "organization_id", "user_id", "type", "number", "label", "sms_enabled"):
            answer[key] = getattr(phone, key)
        answer.update(number_formatted=display_form(phone.number), country=country_of(phone.number))
        answer.update(is_group_number=False, is_premium=False, is_verified=phone.type == "external")
        answer.update(mms_enabled=phone.sms_enabled, supports_sms_to_countries=list(phone.countries))
        mms = [country for country in phone.countries if country in ("US", "CA")]
        answer.update(supports_mms_to_countries=mms, date_created=date, date_updated=date)
        return answer

    def list_tasks(self, call: Call) -> Answer:
        """Answer the organization's tasks, newest first."""
        rows = list(self.world.all_own(self.world.tasks, call.organization_id))
        rows = [task for task in rows[::-1] if self.is_task_asked_for(task, call)]
        return Answer(200, self.page(rows, call, self.render_task))

    def is_task_asked_for(self, task: Task, call: Call) -> bool:
        """Whether a task passes the filters of a list."""
        values = {
            "_type": "incoming_sms",
            "lead_id": task.lead_id,
            "object_id": task.object_id,
            "id": task.id,
        }
        values.update(contact_id=task.contact_id, assigned_to=task.assigned_to, is_complete="false")
        return all((value or "") in call.query[name].split(",") for name, value in values.items() if name in call.query)

    def get_task(self, call: Call) -> Answer:
        """Answer one task."""
        task = self.find(self.world.tasks, call, "Task")
        return Answer(200, self.pick(self.render_task(task), call.query.get("_fields", "")))

    def render_task(self, task: Task) -> Json:
        """An Inbox Notification."""
        world, owner = self.world, task.organization_id
        lead, contact = world.own(world.leads, task.lead_id, owner), world.own(world.contacts, task.contact_id, owner)
        date = self.render_date(task.date_created)
        answer: Json = {
            "_type": "incoming_sms",
            "object_type": "sms",
            "is_complete": False,
            "is_dateless": False,
        }
        for key in ("id", "organization_id", "object_id", "lead_id", "contact_id", "assigned_to", "text"):
            answer[key] = getattr(task, key)
        answer.update(local_phone=task.local_phone, remote_phone=task.remote_phone, view="inbox", date=date)
        answer.update(lead_name=lead and lead.name, contact_name=contact and contact.name)
        answer.update(remote_phone_formatted=self.render_phone(task.remote_phone))
        answer.update(
            assigned_to_name=self.render_name(self.own_id(world.users, task.assigned_to, owner)),
            date_created=date,
            date_updated=date,
        )
        return answer
