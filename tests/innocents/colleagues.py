"""Servers whose access token is of a colleague, whose role sees or may do less than the key's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call
from close_sms.mock.errors import Invalid, faulty_field
from close_sms.mock.things import Sms
from close_sms.mock.world import USER_ID_COLLEAGUE
from tests.innocents.innocent import innocent


class Colleague(Behaviour):
    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        tokens = self.world.tokens
        tokens.update({token: replace(caller, user_id=USER_ID_COLLEAGUE) for token, caller in tokens.items()})


class SeesOwnOnly(Colleague):
    def find_sms(self, call: Call) -> Sms:
        sms = super().find_sms(call)
        if not self.is_listed(sms, call):
            raise self.no_such_thing({}, call.key, "SMS")
        return sms

    def is_listed(self, sms: Sms, call: Call) -> bool:
        is_colleague = call.caller.user_id == USER_ID_COLLEAGUE
        return not is_colleague or USER_ID_COLLEAGUE in (sms.user_id, sms.created_by)


class WritesOwnOnly(Colleague):
    """A colleague gives messages to nobody else, and sends from no number of somebody else's."""

    who: str | None = None

    def clean_user_id(self, value: Any, call: Call) -> str | None:
        user_id = super().clean_user_id(value, call)
        if call.caller.user_id == USER_ID_COLLEAGUE and user_id not in (None, USER_ID_COLLEAGUE):
            raise Invalid("You can assign messages to yourself only.")
        return user_id

    def check_local_phone(self, sms: Sms) -> None:
        super().check_local_phone(sms)
        if self.who == USER_ID_COLLEAGUE:
            raise faulty_field("local_phone", "This number is not yours.")

    def create_sms(self, call: Call) -> Answer:
        self.who = call.caller.user_id
        return super().create_sms(call)

    def update_sms(self, call: Call) -> Answer:
        self.who = call.caller.user_id
        return super().update_sms(call)


TOKEN = "That key and token are of one user, or of users who may do the same, is not said (S41)"
innocent("token-sees-its-own", "R4 S41", f"{TOKEN}: here the token sees its own messages.", behaviour=SeesOwnOnly)
innocent(
    "token-writes-its-own",
    "R4 S5 S41",
    f"{TOKEN}: here it writes for its own user only, and may not send from the number (S5).",
    behaviour=WritesOwnOnly,
)
