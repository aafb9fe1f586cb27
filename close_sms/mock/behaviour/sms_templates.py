"""SMS Templates."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from close_sms.mock.behaviour.notes import Notes
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import REQUIRED, Invalid, faulty_fields
from close_sms.mock.things import Template

TEMPLATE_FIELDS = ("name", "text", "is_shared", "attachments", "status")


class SmsTemplates(Notes):
    """/sms_template/ and what it holds."""

    def list_templates(self, call: Call) -> Answer:
        """Answer the organization's SMS Templates, newest first."""
        rows = list(self.world.all_own(self.world.templates, call.organization_id))[::-1]
        return Answer(200, self.page(rows, call, self.render_template))

    def create_template(self, call: Call) -> Answer:
        """Answer a new SMS Template."""
        values = self.template_values(call, TEMPLATE_FIELDS[:-1], required=("name",))
        now, user = self.moment(), call.caller.user_id
        template = Template(
            id=self.new_id("smstmpl"),
            organization_id=call.organization_id,
            name=values["name"],
            text=values.get("text"),
            is_shared=values.get("is_shared", False),
            status="active",
            attachments=values.get("attachments", []),
            created_by=user,
            updated_by=user,
            date_created=now,
            date_updated=now,
        )
        self.world.templates[template.id] = template
        return Answer(201, self.render_template(template))

    def template_values(self, call: Call, known: tuple[str, ...], required: tuple[str, ...] = ()) -> Json:
        """The values of a template's body, which may have no other key."""
        strange = [key for key in call.body if key not in known]
        if strange:
            raise faulty_fields(dict.fromkeys(strange, "Unknown field."))
        return self.clean(call, known, required, prefix="clean_template_")

    def clean_template_name(self, value: Any, _call: Call) -> str:
        """A name that is not empty."""
        if not self.string(value):
            raise Invalid(REQUIRED)
        return str(value)

    def clean_template_text(self, value: Any, _call: Call) -> str | None:
        """A text, or None."""
        return None if value is None else self.string(value)

    def clean_template_is_shared(self, value: Any, _call: Call) -> bool:
        """Whether others of the organization may use it."""
        return self.boolean(value)

    def clean_template_attachments(self, value: Any, _call: Call) -> list[Json]:
        """The attachments."""
        return self.attachments(value)

    def clean_template_status(self, value: Any, _call: Call) -> str:
        """Active or archived."""
        return self.choice(value, ("active", "archived"))

    def find_template(self, call: Call) -> Template:
        """The template with the id in the path."""
        return self.find(self.world.templates, call, "SMSTemplate")

    def get_template(self, call: Call) -> Answer:
        """Answer one SMS Template."""
        template = self.render_template(self.find_template(call))
        return Answer(200, self.pick(template, call.query.get("_fields", "")))

    def update_template(self, call: Call) -> Answer:
        """Change the fields that a PUT has."""
        template = self.find_template(call)
        values = self.template_values(call, TEMPLATE_FIELDS)
        values.update(updated_by=call.caller.user_id, date_updated=self.moment())
        self.world.templates[template.id] = template = replace(template, **values)
        return Answer(200, self.render_template(template))

    def delete_template(self, call: Call) -> Answer:
        """Delete an SMS Template; the messages made of it stay."""
        del self.world.templates[self.find_template(call).id]
        return Answer(204, None)

    def render_template(self, template: Template) -> Json:
        """A template with its merge fields as written."""
        keys = (
            "id",
            "organization_id",
            "name",
            "text",
            "is_shared",
            "status",
            "created_by",
            "updated_by",
            "attachments",
        )
        answer: Json = {key: getattr(template, key) for key in keys}
        answer["owned_by"] = template.created_by
        answer["date_created"] = self.render_date(template.date_created)
        answer["date_updated"] = self.render_date(template.date_updated)
        return answer
