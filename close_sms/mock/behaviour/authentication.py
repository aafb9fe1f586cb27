"""Who is calling."""

from __future__ import annotations

import base64
import binascii

from close_sms.mock.behaviour.part import Part
from close_sms.mock.errors import Refusal, one_error
from close_sms.mock.things import Caller


class Authentication(Part):
    """API keys as Basic user names with an empty password, access tokens as Bearer credentials."""

    def authenticate(self, header: str) -> Caller:
        """The caller behind an Authorization header; raises a 401 for every other header."""
        scheme, _, credential = header.strip().partition(" ")
        caller = None
        if scheme.lower() == "basic":
            caller = self.caller_of_basic(credential.strip())
        elif scheme.lower() == "bearer":
            caller = self.caller_of_token(credential.strip())
        if caller is None:
            raise self.unauthorized()
        return caller

    def caller_of_basic(self, credential: str) -> Caller | None:
        """The caller behind the base64 of `key:`, None if it is anything else."""
        try:
            pair = base64.b64decode(credential, validate=True).decode()
        except (binascii.Error, ValueError):
            return None
        key, colon, password = pair.partition(":")
        known = colon and (not password or self.reads("password-beside-key") == "accepted")
        return self.caller_of_key(key) if known else None

    def caller_of_key(self, key: str) -> Caller | None:
        """The caller whose API key this is, None if it is nobody's."""
        return self.world.keys.get(key)

    def caller_of_token(self, token: str) -> Caller | None:
        """The caller whose access token this is, None if it is nobody's."""
        if self.reads("key-as-bearer") == "accepted" and token in self.world.keys:
            return self.caller_of_key(token)
        return self.world.tokens.get(token)

    def unauthorized(self) -> Refusal:
        """The refusal of a request without valid credentials."""
        return one_error(401, "Unauthorized")
