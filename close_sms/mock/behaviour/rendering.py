"""How a stored message looks in an answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from close_sms.mock.behaviour.finding import Finding
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
NAMES = {"created_by_name": "created_by", "updated_by_name": "updated_by", "user_name": "user_id"}
SIDES = ("local", "remote")
KNOWN_FIELDS = {
    "_type", "_all", "users", "attachments", "caller_id_mode", "caller_id_reason", "send_in",
    *STORED, *DATES, *ALWAYS_NULL, *NAMES,
    *(f"{side}_{rest}" for side in SIDES for rest in ("phone_formatted", "country_iso")),
}  # fmt: skip
ALWAYS_THERE = {"none": set(), "id": {"id"}, "more": {"id", "_type", "organization_id"}}
MEDIA = "https://app.close.com/go/sms/{}/media/{}/"
BYTES_OF_A_MEDIUM = 1024


class Rendering(Finding):
    """The activity object."""

    def shown(self, sms: Sms, call: Call) -> Json:
        """The message as the answer to a call shows it: all its keys, or those under `_fields`."""
        answer = self.render(sms, call.action)
        return answer if "_fields" not in call.query else self.only_fields(answer, call)

    def check_fields(self, call: Call) -> None:
        """Refuse `_fields`, or a name in it that no message has, where the readings do."""
        reading = self.fields_reading(call)
        if "_fields" not in call.query or reading == "ignored":
            return
        strange = self.names_in(call.query["_fields"]) - KNOWN_FIELDS
        if reading == "refused" or (strange and self.reads("unknown-name-in-fields") == "refused"):
            raise one_error(400, f"_fields={call.query['_fields']} is not supported by this resource.")

    def fields_reading(self, call: Call) -> str:
        """Whether `_fields` is supported, ignored or refused by what is asked of a message."""
        questions = dict.fromkeys(("create_sms", "update_sms"), "fields-on-create")
        question = {**questions, "get_sms": "fields-parameter-on-get"}.get(call.action)
        return self.reads(question) if question else "supported"

    def only_fields(self, answer: Json, call: Call) -> Json:
        """What `_fields` leaves of an answer."""
        return self.pick(answer, call.query["_fields"]) if self.fields_reading(call) == "supported" else answer

    def pick(self, answer: Json, fields: str) -> Json:
        """The named keys of an answer; unknown names are dropped, `_all` or no name mean every key."""
        named = self.names_in(fields)
        if not named or "_all" in named:
            return answer
        named |= ALWAYS_THERE[self.reads("fields-that-always-come")]
        return {key: answer[key] for key in answer if key in named}

    def names_in(self, fields: str) -> set[str]:
        """The names that a `_fields` parameter lists."""
        return {name.strip() for name in fields.split(",")} - {""}

    def render(self, sms: Sms, action: str) -> Json:  # noqa: ARG002
        """The complete activity object, as `create_sms`, `get_sms`, `update_sms` or `list_sms` answers it."""
        answer: Json = {"_type": "SMS"}
        answer.update((name, getattr(sms, name)) for name in STORED)
        answer.update((name, self.render_date(getattr(sms, name))) for name in DATES)
        for side in SIDES:
            number = answer[f"{side}_phone"]
            answer[f"{side}_phone_formatted"] = self.render_phone(number)
            answer[f"{side}_country_iso"] = self.render_country(number)
        answer["users"] = self.users_of(sms)
        answer.update(self.names_of_users(sms))
        answer.update(dict.fromkeys(ALWAYS_NULL))
        answer.update(self.extra_keys(sms))
        return answer

    def users_of(self, sms: Sms) -> list[str]:
        """The users of a message, by id."""
        return [sms.created_by] if sms.created_by and self.reads("users-of-a-message") == "caller" else []

    def names_of_users(self, sms: Sms) -> Mapping[str, object]:
        """The keys that name the users of a message."""
        reading = self.reads("names-of-users")
        if reading != "filled":
            return dict.fromkeys(NAMES) if reading == "none" else {}
        users, owner = self.world.users, sms.organization_id
        ids = {key: self.own_id(users, getattr(sms, field), owner) for key, field in NAMES.items()}
        return {key: self.render_name(user_id) for key, user_id in ids.items()}

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
