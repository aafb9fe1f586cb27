"""What a run needs at the endpoint: found or made by documented calls, and deleted at the end.

Everything is looked up or made when it is first needed; a step that fails raises Undecided in the checks that need
it. Sources: sections 2.9, 2.10 and 2.13 of the collected facts (api/resources/users/get-me, phone-numbers, leads,
contacts, sms-templates).
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from close_sms.client import Answer, Client, basic
from close_sms.judgement import Undecided

CONTACT_NAME = "Ada Lovelace"


class World:
    """The endpoint's own things that bodies refer to. `me` is the answer of GET /me/."""

    def __init__(self, client: Client, me: Answer, name: str) -> None:
        """`name` marks what the run makes, so that a human finds it again."""
        self._client = client
        self._me = me
        self._name = name
        self._templates: dict[str, str] = {}
        self._failed: dict[str, str] = {}

    @property
    def user_id(self) -> str | None:
        """The caller's own user id."""
        return self._me.id

    @property
    def organization_id(self) -> str | None:
        """The organization of the credential, where /me/ or the own lead tells it."""
        organizations = self._me["organizations"]
        if isinstance(organizations, list) and len(organizations) == 1:
            return _text(organizations[0], "id")
        return _text(self._lead.object, "organization_id")

    @cached_property
    def numbers(self) -> list[dict[str, Any]]:
        """The Phone Numbers of the organization."""
        return self._numbers(self._client.send("GET", "phone_number/"))

    @cached_property
    def numbers_elsewhere(self) -> list[dict[str, Any]]:
        """The Phone Numbers of the other organization, if its key is known."""
        key = self._client.endpoint.credentials.other_key
        if not key:
            return []
        return self._numbers(self._client.send("GET", "phone_number/", credential=basic(key)))

    def number(self, kind: str, *, sms: bool | None = None) -> str | None:
        """A number of this type, E.164; `sms` asks for one that is (not) SMS-enabled. The caller's own come first."""
        fitting = [
            found
            for found in self.numbers
            if found.get("type") == kind and (sms is None or (found.get("sms_enabled") is not False) is sms)
        ]
        return next((_text(found, "number") for found in sorted(fitting, key=self._strangeness)), None)

    def _strangeness(self, number: dict[str, Any]) -> int:
        """How far a number is from the caller's own: whether another user's may be sent from is open (S5)."""
        owner = number.get("user_id")
        return 0 if owner == self.user_id else 1 if owner is None or number.get("is_group_number") else 2

    @property
    def local_phone(self) -> str | None:
        """An internal, SMS-enabled number."""
        return self.number("internal", sms=True)

    @property
    def lead_id(self) -> str:
        """The run's own lead."""
        return _required(self._lead, "id")

    @cached_property
    def other_lead_id(self) -> str:
        """A second lead of the run, without a contact."""
        return _required(self._made("lead/", {"name": f"{self._name} (second)"}), "id")

    @cached_property
    def contact_id(self) -> str:
        """The contact of the run's lead, named CONTACT_NAME."""
        contacts = self._lead["contacts"]
        if isinstance(contacts, list) and contacts and _text(contacts[0], "id"):
            return str(contacts[0]["id"])
        body = {"lead_id": self.lead_id, "name": CONTACT_NAME}
        return _required(self._made("contact/", body), "id")

    def template(self, text: str) -> str:
        """The id of the run's own SMS template with this text."""
        if text not in self._templates:
            body = {"name": f"{self._name} {len(self._templates) + 1}", "text": text}
            self._templates[text] = _required(self._made("sms_template/", body), "id")
        return self._templates[text]

    @cached_property
    def _lead(self) -> Answer:
        return self._made("lead/", {"name": self._name, "contacts": [{"name": CONTACT_NAME}]})

    def _made(self, path: str, body: dict[str, Any]) -> Answer:
        if path in self._failed:
            raise Undecided(self._failed[path])
        answer = self._client.send("POST", path, body=body)
        if not answer.accepted:
            self._failed[path] = f"set-up: POST /{path} was answered {answer.status}"
            raise Undecided(self._failed[path])
        return answer

    def _numbers(self, answer: Answer) -> list[dict[str, Any]]:
        data = answer["data"]
        if not answer.accepted or not isinstance(data, list):
            raise Undecided(f"set-up: GET /phone_number/ was answered {answer.status} without a list `data`")
        return [number for number in data if isinstance(number, dict)]


def _text(found: Any, key: str) -> str | None:
    value = found.get(key) if isinstance(found, dict) else None
    return value if isinstance(value, str) else None


def _required(answer: Answer, key: str) -> str:
    value = _text(answer.object, key)
    if value is None:
        raise Undecided(f"set-up: the answer of {answer.exchange.method} {answer.exchange.path} has no `{key}`")
    return value
