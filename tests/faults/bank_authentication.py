"""Faults of authentication."""

from __future__ import annotations

import base64
import binascii

from flask import request

from close_sms.mock import API_KEY, Behaviour
from close_sms.mock.calls import Answer, Call
from close_sms.mock.errors import Refusal, one_error
from close_sms.mock.things import Caller
from close_sms.mock.world import ACCESS_TOKEN
from tests.faults.fault import fault


@fault("auth.basic-key", "no API key is accepted", gap="the run cannot begin: exit 4, as the exit table wants it")
class KeyIsRefused(Behaviour):
    def caller_of_key(self, key: str) -> Caller | None:
        return None


@fault(("auth.basic-key", "transport.paths"), "an API key is not accepted for the list")
class KeyCannotList(Behaviour):
    def list_sms(self, call: Call) -> Answer:
        if request.headers["Authorization"].lower().startswith("basic"):
            raise self.unauthorized()
        return super().list_sms(call)


@fault("auth.bearer-token", "no access token is accepted")
class TokenIsRefused(Behaviour):
    def caller_of_token(self, token: str) -> Caller | None:
        return None


@fault("auth.bearer-token", "an access token may read, but not create")
class TokenCannotCreate(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        if request.headers["Authorization"].lower().startswith("bearer"):
            raise self.unauthorized()
        return super().create_sms(call)


class Unprotected(Behaviour):
    """Some methods need no credentials."""

    methods: tuple[str, ...] = ()

    def authenticate(self, header: str) -> Caller:
        if not header and request.method in self.methods:
            return self.world.keys[API_KEY]
        return super().authenticate(header)


@fault("auth.missing", "nothing needs credentials")
class NothingNeedsCredentials(Unprotected):
    methods = ("GET", "POST", "PUT", "DELETE")


@fault("auth.missing", "a GET needs no credentials")
class GetNeedsNoCredentials(Unprotected):
    methods = ("GET",)


@fault("auth.missing", "a POST needs no credentials")
class PostNeedsNoCredentials(Unprotected):
    methods = ("POST",)


@fault("auth.missing", "a PUT needs no credentials")
class PutNeedsNoCredentials(Unprotected):
    methods = ("PUT",)


@fault("auth.missing", "a DELETE needs no credentials")
class DeleteNeedsNoCredentials(Unprotected):
    methods = ("DELETE",)


@fault(("auth.missing", "auth.wrong"), "whoever has no valid credentials gets a 403")
class UnauthorizedIs403(Behaviour):
    def unauthorized(self) -> Refusal:
        return one_error(403, "Forbidden")


@fault("auth.missing", "only a request without credentials gets a 403")
class MissingCredentialsAre403(Behaviour):
    def authenticate(self, header: str) -> Caller:
        if not header:
            raise one_error(403, "Forbidden")
        return super().authenticate(header)


@fault("auth.missing", "a request without credentials gets a 404")
class MissingCredentialsAre404(Behaviour):
    def authenticate(self, header: str) -> Caller:
        if not header:
            raise self.unknown_url()
        return super().authenticate(header)


@fault("auth.wrong", "a wrong key gets a 400")
class WrongKeyIs400(Behaviour):
    def caller_of_key(self, key: str) -> Caller | None:
        caller = super().caller_of_key(key)
        if caller is None:
            raise one_error(400, "The API key is not valid.")
        return caller


@fault("auth.wrong", "every key that is not empty is accepted")
class AnyKeyIsTaken(Behaviour):
    def caller_of_key(self, key: str) -> Caller | None:
        return super().caller_of_key(key) or (self.world.keys[API_KEY] if key else None)


@fault("auth.wrong", "the beginning of a key is accepted")
class TruncatedKeyIsTaken(Behaviour):
    def caller_of_key(self, key: str) -> Caller | None:
        whole = next((known for known in self.world.keys if key and known.startswith(key)), key)
        return super().caller_of_key(whole)


@fault("auth.wrong", "of a key only the length counts")
class AlteredKeyIsTaken(Behaviour):
    def caller_of_key(self, key: str) -> Caller | None:
        caller = super().caller_of_key(key)
        return self.world.keys[API_KEY] if caller is None and len(key) == len(API_KEY) else caller


@fault("auth.wrong", "an empty key is accepted")
class EmptyKeyIsTaken(Behaviour):
    def caller_of_key(self, key: str) -> Caller | None:
        return super().caller_of_key(key or API_KEY)


@fault("auth.wrong", "every access token that is not empty is accepted")
class AnyTokenIsTaken(Behaviour):
    def caller_of_token(self, token: str) -> Caller | None:
        return super().caller_of_token(token) or (self.world.keys[API_KEY] if token else None)


@fault("auth.wrong", "the beginning of an access token is accepted")
class TruncatedTokenIsTaken(Behaviour):
    def caller_of_token(self, token: str) -> Caller | None:
        return super().caller_of_token(ACCESS_TOKEN if token and ACCESS_TOKEN.startswith(token) else token)


@fault("auth.wrong", "an empty Bearer credential is accepted")
class EmptyTokenIsTaken(Behaviour):
    def caller_of_token(self, token: str) -> Caller | None:
        return super().caller_of_token(token or ACCESS_TOKEN)


@fault(("auth.malformed", "transport.no-server-error"), "a Basic credential that is no base64 crashes the server")
class MalformedCredentialCrashes(Behaviour):
    def caller_of_basic(self, credential: str) -> Caller | None:
        try:
            base64.b64decode(credential, validate=True).decode()
        except (binascii.Error, ValueError):
            raise one_error(500, "Internal Server Error") from None
        return super().caller_of_basic(credential)


@fault("auth.malformed", "a Basic credential that is no base64 is accepted")
class MalformedCredentialIsTaken(Behaviour):
    def caller_of_basic(self, credential: str) -> Caller | None:
        try:
            base64.b64decode(credential, validate=True).decode()
        except (binascii.Error, ValueError):
            return self.world.keys[API_KEY]
        return super().caller_of_basic(credential)


@fault("auth.malformed", "an unknown scheme is accepted")
class UnknownSchemeIsTaken(Behaviour):
    def authenticate(self, header: str) -> Caller:
        known = not header or header.lower().startswith(("basic", "bearer"))
        return super().authenticate(header) if known else self.world.keys[API_KEY]


@fault("auth.malformed", "a scheme without a credential is accepted")
class BareSchemeIsTaken(Behaviour):
    def authenticate(self, header: str) -> Caller:
        bare = header.strip().lower() in ("basic", "bearer")
        return self.world.keys[API_KEY] if bare else super().authenticate(header)
