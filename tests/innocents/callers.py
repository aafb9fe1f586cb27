"""Servers that look at their callers otherwise: at who they are, and at what is not theirs."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

from flask import request as asked

from close_sms.mock import API_KEY_OTHER, Behaviour
from close_sms.mock.behaviour.filtering import ID_FILTERS
from close_sms.mock.calls import Answer, Call
from close_sms.mock.errors import Refusal, one_error
from close_sms.mock.things import Caller, Sms
from close_sms.mock.world import USER_ID
from tests.innocents.innocent import innocent

MAY_NOT = "You do not have permission to do that."


class CallerFirst(Behaviour):
    """Who has no valid credentials learns nothing of which URLs and methods there are."""

    def action(self, rule: str, method: str) -> str:
        self.authenticate(asked.headers.get("Authorization", ""))
        return super().action(rule, method)

    def unknown_url(self) -> Refusal:
        try:
            self.authenticate(asked.headers.get("Authorization", ""))
        except Refusal as refusal:
            return refusal
        return super().unknown_url()


class AnyCredential(Behaviour):
    """A token is a token, as a user name too."""

    def caller_of_basic(self, credential: str) -> Caller | None:
        caller = super().caller_of_basic(credential)
        if caller is not None:
            return caller
        try:
            name = base64.b64decode(credential, validate=True).decode().partition(":")[0]
        except ValueError:
            return None
        return self.caller_of_key(name) or super().caller_of_token(name)


class ForbidsTheForeign(Behaviour):
    """Whatever belongs to another organization is answered 403, wherever it is named."""

    def forbid(self, key: object, organization_id: str) -> None:
        world = self.world
        shelves: tuple[dict[str, Any], ...] = (world.leads, world.contacts, world.users, world.templates)
        for shelf in (*shelves, world.messages):
            if isinstance(key, str) and key in shelf and shelf[key].organization_id != organization_id:
                raise one_error(403, MAY_NOT)

    def forbid_organization(self, key: object, call: Call) -> None:
        if isinstance(key, str) and key in self.world.organizations and key != call.organization_id:
            raise one_error(403, MAY_NOT)

    def reference(self, shelf: dict[str, Any], value: Any, call: Call, question: str) -> str | None:
        self.forbid(value, call.organization_id)
        return super().reference(shelf, value, call, question)

    def clean_organization_id(self, value: Any, call: Call) -> str:
        self.forbid_organization(value, call)
        return super().clean_organization_id(value, call)

    def apply_filter(self, rows: list[Sms], name: str, text: str, call: Call) -> list[Sms]:
        for key in text.split(",") if name in ID_FILTERS else ():
            self.forbid(key.strip(), call.organization_id)
        if name == "organization_id":
            self.forbid_organization(text, call)
        return super().apply_filter(rows, name, text, call)

    def check_local_phone(self, sms: Sms) -> None:
        numbers = [phone for phone in self.world.phone_numbers.values() if phone.number == sms.local_phone]
        if numbers and all(phone.organization_id != sms.organization_id for phone in numbers):
            raise one_error(403, MAY_NOT)
        super().check_local_phone(sms)


class DropsStrangers(Behaviour):
    """An id of nobody, or of another organization, counts as none: null in a create, and nothing in an update."""

    def reference(self, shelf: dict[str, Any], value: Any, call: Call, question: str) -> str | None:
        if isinstance(value, str) and self.world.own(shelf, value, call.organization_id) is None:
            return None
        return super().reference(shelf, value, call, question)

    def update_sms(self, call: Call) -> Answer:
        shelves: dict[str, dict[str, Any]] = {"lead_id": self.world.leads, "contact_id": self.world.contacts}
        for name, shelf in {**shelves, "user_id": self.world.users}.items():
            named = call.body.get(name) if isinstance(call.body, dict) else None
            if isinstance(named, str) and self.world.own(shelf, named, call.organization_id) is None:
                del call.body[name]
        return super().update_sms(call)


class LooksAtTheOrganizationFirst(Behaviour):
    """Whatever a body says that is not the caller's organization is none that the caller may use."""

    def clean_organization_id(self, value: Any, call: Call) -> str:
        self.forbid(value, call)
        return call.organization_id

    def forbid(self, named: Any, call: Call) -> None:
        if named not in (None, call.organization_id):
            raise one_error(403, MAY_NOT)


class LooksAtNoOrganization(LooksAtTheOrganizationFirst):
    """The organization is the key's, whatever a body says."""

    def forbid(self, named: Any, call: Call) -> None:
        pass


class OneUserInBoth(Behaviour):
    """Both keys are of one person, who is a member of two organizations."""

    def __init__(self, *of_the_mock: Any) -> None:
        super().__init__(*of_the_mock)
        keys = self.world.keys
        keys[API_KEY_OTHER] = replace(keys[API_KEY_OTHER], user_id=USER_ID)

    def clean_user_id(self, value: Any, call: Call) -> Any:
        return value if value == USER_ID else super().clean_user_id(value, call)

    def clean_created_by(self, value: Any, call: Call) -> Any:
        return value if value == USER_ID else super().clean_created_by(value, call)


innocent(
    "caller-first",
    "R5 R7 R9",
    "A request without valid credentials is a 401 (R5), also on an unknown URL (R9) or with a method that is not"
    " supported (R7).",
    behaviour=CallerFirst,
)
innocent(
    "any-credential",
    "R3 R4 R5",
    "R5 refuses who has no valid credentials. That a valid key is none with a password or as a Bearer, or a token none"
    " as a user name, no document says; a made-up one stays a 401.",
    readings={"key-as-bearer": "accepted", "password-beside-key": "accepted"},
    behaviour=AnyCredential,
)
innocent(
    "isolation-by-403",
    "R11 S5 S42 S46 S59 S66",
    "404 or 403 for another organization's id is open in paths (S66), bodies (S46, S42, S5) and filters (S59), and 403"
    " is what the caller may not do (R11). Nothing of the other organization is shown.",
    readings={"foreign-id-code": "403", "refused-number-code": "403"},
    behaviour=ForbidsTheForeign,
)
innocent(
    "strangers-are-dropped",
    "S46 S66",
    "What an id does that names nothing of the organization's is not said: here it counts as none.",
    behaviour=DropsStrangers,
)
innocent(
    "one-user-in-two-organizations",
    "R114",
    "A key belongs to one user in one organization; the user may be a member of another, which has a key of its own.",
    behaviour=OneUserInBoth,
)

for form, looks in (("first", LooksAtTheOrganizationFirst), ("never", LooksAtNoOrganization)):
    innocent(
        f"organization-of-a-body-is-looked-at-{form}",
        "S42 R11",
        "What another organization in a body does is not said (S42); what is none is another, too.",
        behaviour=looks,
    )
