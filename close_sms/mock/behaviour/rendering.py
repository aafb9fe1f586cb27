"""How a stored message looks in an answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from close_sms.mock.behaviour.part import Part
from close_sms.mock.calls import Call, Json
from close_sms.mock.dates import spell
from close_sms.mock.errors import one_error
from close_sms.mock.phones import country_of, display_form, normalised
from close_sms.mock.things import Sms

STORED = (
    "id", "organization_id", "status", "direction", "source", "text", "template_id", "lead_id", "contact_id",
    "user_id", "created_by", "updated_by", "local_phone", "remote_phone", "cost", "error_message",
)  # fmt: skip
DATES = ("activity_at", "date_created", "date_scheduled", "date_sent", "date_updated")
ALWAYS_NULL = (
    "agent_action_reason", "agent_config_id", "sequence_id", "sequence_name", "sequence_subscription_id"
)  # fmt: skip
MEDIA = "https://app.close.com/go/sms/{}/media/{}/"
BYTES_OF_A_MEDIUM = 1024


class Rendering(Part):
    """The activity object."""

    def shown(self, sms: Sms, call: Call) -> Json:
        """The message as the answer to a call shows it: all its keys, or those under `_fields`."""
        answer = self.render(sms, call.action)
        return answer if "_fields" not in call.query else self.only_fields(answer, call)

    def only_fields(self, answer: Json, call: Call) -> Json:
        """What `_fields` leaves of an answer."""
        reading = self.reads("fields-parameter-on-get") if call.action == "get_sms" else "supported"
        if reading == "refused":
            raise one_error(400, "_fields is not a parameter of this resource.")
        return answer if reading == "ignored" else self.pick(answer, call.query["_fields"])

    def pick(self, answer: Json, fields: str) -> Json:
        """The named keys of an answer; unknown names are dropped, `_all` or no name mean every key."""
        named = {name.strip() for name in fields.split(",")} - {""}
        return answer if not named or "_all" in named else {key: answer[key] for key in answer if key in named}

    def render(self, sms: Sms, action: str) -> Json:  # noqa: ARG002
        """The complete activity object, as `create_sms`, `get_sms`, `update_sms` or `list_sms` answers it."""
        answer: Json = {"_type": "SMS"}
        answer.update((name, getattr(sms, name)) for name in STORED)
        answer.update((name, self.render_date(getattr(sms, name))) for name in DATES)
        for side in ("local", "remote"):
            number = answer[f"{side}_phone"]
            answer[f"{side}_phone_formatted"] = self.render_phone(number)
            answer[f"{side}_country_iso"] = self.render_country(number)
        answer["users"] = []
        for name in ("created_by", "updated_by", "user"):
            answer[f"{name}_name"] = self.render_name(answer["user_id" if name == "user" else name])
        answer.update(dict.fromkeys(ALWAYS_NULL))
        answer.update(self.extra_keys(sms))
        return answer

    def extra_keys(self, sms: Sms) -> Mapping[str, object]:
        """The keys that not every document has."""
        extra: Json = {}
        if self.reads("attachments-key-in-answers") == "present":
            extra["attachments"] = [self.render_attachment(sms, item) for item in sms.attachments]
        if self.reads("caller-id-keys-in-answers") == "present":
            extra.update(caller_id_mode=None, caller_id_reason=None)
        if self.reads("send-in-echoed") == "present":
            extra["send_in"] = sms.send_in
        return extra

    def render_date(self, moment: datetime | None) -> str | None:
        """A moment as answers spell it."""
        return spell(moment, self.reads("date-form"))

    def render_phone(self, number: str | None) -> str | None:
        """The display form of a number."""
        if number is None:
            return None
        text = display_form(normalised(number) or number)
        if self.reads("formatted-number-spelling") == "different":
            text = text.replace(" ", ".").replace("-", ".")
        return text

    def render_country(self, number: str | None) -> str | None:
        """The two letters of a number's country."""
        return None if number is None else country_of(normalised(number) or number)

    def render_name(self, user_id: str | None) -> str | None:
        """The name of a user."""
        user = self.world.users.get(user_id or "")
        return user.name if user is not None else None

    def render_attachment(self, sms: Sms, item: Json) -> Json:
        """An attachment, to be fetched from Close's own address."""
        url = MEDIA.format(sms.id, item["media_id"])
        answer = {"url": url, "filename": item["filename"], "size": BYTES_OF_A_MEDIUM}
        answer.update(content_type=item["content_type"], media_id=item["media_id"])
        if item["content_type"].startswith("image/"):
            answer["thumbnail_url"] = f"{url}thumbnail/"
        return answer
