"""Reading single values of bodies; each method answers the value to keep or raises Invalid."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from close_sms.mock.behaviour.part import Part
from close_sms.mock.calls import Call, Json
from close_sms.mock.errors import NO_CHOICE, NO_PHONE, REQUIRED, Invalid, faulty_fields
from close_sms.mock.mime_types import MIME_TYPES
from close_sms.mock.phones import is_e164, normalised

RELATIONS = {
    "lead_id": "lead",
    "contact_id": "contact",
    "user_id": "user",
    "template_id": "template",
    "organization_id": "organization",
}
MOST_ATTACHMENTS = 10
FILES_API = "https://app.close.com/go/file/"


class Cleaning(Part):
    """Values of any resource."""

    def clean(self, call: Call, fields: Iterable[str], required: Iterable[str] = (), prefix: str = "clean_") -> Json:
        """The values of the fields that the body has; one refusal names all that are faulty.

        Each field is read by the method whose name is `prefix` and the field's name.
        """
        values: Json = {}
        faults: dict[str, str] = {name: REQUIRED for name in required if call.body.get(name) is None}
        for name in fields:
            if name in call.body and name not in faults:
                reader: Callable[[Any, Call], Any] = getattr(self, prefix + name)
                try:
                    values[name] = reader(call.body[name], call)
                except Invalid as fault:
                    faults[self.error_key(name)] = str(fault)
        if faults:
            raise faulty_fields(faults)
        return values

    def error_key(self, field: str) -> str:
        """The name under which errors speak of a field: that of the relation, not of its id."""
        return RELATIONS.get(field, field)

    def string(self, value: Any) -> str:
        """A string."""
        if not isinstance(value, str):
            raise Invalid("Value must be of str type.")
        return value

    def boolean(self, value: Any) -> bool:
        """True or false."""
        if not isinstance(value, bool):
            raise Invalid("Value must be of bool type.")
        return value

    def choice(self, value: Any, choices: Iterable[str]) -> str:
        """One of the choices."""
        if self.string(value) not in choices:
            raise Invalid(NO_CHOICE)
        return str(value)

    def objects(self, value: Any) -> list[Mapping[str, Any]]:
        """A list of objects; null counts as an empty one."""
        if value is None:
            return []
        if not isinstance(value, list):
            raise Invalid("Value must be of list type.")
        if not all(isinstance(item, dict) for item in value):
            raise Invalid("Every item must be of dict type.")
        return value

    def phone(self, value: Any) -> str:
        """A number in E.164 format, or whatever else the readings let through."""
        text = self.string(value)
        if is_e164(text):
            return text
        number = normalised(text)
        reading = self.reads("phone-with-blanks")
        if number is None or reading == "refused":
            raise Invalid(NO_PHONE)
        return number if reading == "normalised" else text

    def attachments(self, value: Any) -> list[Json]:
        """A list of attachments."""
        items = self.objects(value)
        if len(items) > MOST_ATTACHMENTS and self.reads("more-than-ten-attachments") == "refused":
            raise Invalid(f"At most {MOST_ATTACHMENTS} attachments are allowed.")
        return [self.attachment(item) for item in items]

    def attachment(self, item: Mapping[str, Any]) -> Json:
        """One attachment: its media type, file name and URL."""
        for key in ("content_type", "filename", "url"):
            if not self.string(item.get(key, "")):
                raise Invalid(f"{key}: {REQUIRED}")
        self.choice(item["content_type"], MIME_TYPES)
        self.check_url(item["url"])
        return {key: item[key] for key in ("content_type", "filename", "url")}

    def check_url(self, url: str) -> None:
        """Refuse a URL that no attachment can come from."""
        if self.reads("foreign-attachment-url") == "refused" and not url.startswith(FILES_API):
            raise Invalid(f"Attachments must come from {FILES_API}.")
