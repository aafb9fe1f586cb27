"""More faults of authentication: credentials that are nearly right, and paths that are nearly guarded."""

from __future__ import annotations

import base64
import binascii

from flask import request

from close_sms.mock import API_KEY, Behaviour
from close_sms.mock.calls import Answer, Call
from close_sms.mock.errors import one_error
from close_sms.mock.override import MethodOverride
from close_sms.mock.things import Caller
from close_sms.mock.world import ACCESS_TOKEN
from tests.faults.bank_isolation import by_token
from tests.faults.fault import fault


def decoded(credential: str) -> str:
    """The pair of a Basic credential, empty where it is none."""
    try:
        return base64.b64decode(credential, validate=True).decode()
    except (binascii.Error, ValueError):
        return ""


@fault("auth.wrong", "whatever follows a key is not looked at")
class LongerKeyIsTaken(Behaviour):
    def caller_of_key(self, key: str) -> Caller | None:
        return super().caller_of_key(API_KEY if key.startswith(API_KEY) else key)


@fault("auth.wrong", "a key may have other capitals")
class KeyFoldsCase(Behaviour):
    def caller_of_key(self, key: str) -> Caller | None:
        known = {name.lower(): caller for name, caller in self.world.keys.items()}
        return known.get(key.lower())


@fault("auth.wrong", "an access token may have other capitals")
class TokenFoldsCase(Behaviour):
    def caller_of_token(self, token: str) -> Caller | None:
        return super().caller_of_token(ACCESS_TOKEN if token.lower() == ACCESS_TOKEN.lower() else token)


@fault("auth.wrong", "a key is taken as a password beside an empty user name")
class KeyIsTakenAsPassword(Behaviour):
    def caller_of_basic(self, credential: str) -> Caller | None:
        user, _, password = decoded(credential).partition(":")
        return super().caller_of_basic(credential) or (None if user else self.world.keys.get(password))


@fault("auth.wrong", "a wrong access token may delete")
class AnyTokenDeletes(Behaviour):
    def caller_of_token(self, token: str) -> Caller | None:
        free = request.method == "DELETE" and bool(token)
        return self.world.tokens[ACCESS_TOKEN] if free else super().caller_of_token(token)


@fault("auth.wrong", "a wrong key gets a 404 where it wants to delete")
class WrongKeyFindsNothingToDelete(Behaviour):
    def caller_of_key(self, key: str) -> Caller | None:
        caller = super().caller_of_key(key)
        if caller is None and request.method == "DELETE":
            raise one_error(404, "Empty query: SMS matching query does not exist.")
        return caller


@fault("auth.wrong", "a wrong key right after a right one is accepted")
class WrongKeyAfterARightOne(Behaviour):
    last: Caller | None = None

    def caller_of_key(self, key: str) -> Caller | None:
        caller = super().caller_of_key(key)
        before, self.last = self.last, caller
        return caller or (before if key else None)


@fault("auth.missing", "whether an activity exists is looked up before the credentials are")
class ActivityIsLookedUpFirst(Behaviour):
    def authenticate(self, header: str) -> Caller:
        tail = request.path.rstrip("/").rpartition("/")[2]
        if not header and tail.startswith("acti_") and tail not in self.world.messages:
            raise one_error(404, "Empty query: SMS matching query does not exist.")
        return super().authenticate(header)


@fault(("auth.missing", "conventions.method-override"), "a POST that stands for a GET needs no credentials")
class OverrideNeedsNoCredentials(Behaviour):
    def authenticate(self, header: str) -> Caller:
        free = not header and MethodOverride.FLAG in request.environ
        return self.world.keys[API_KEY] if free else super().authenticate(header)


@fault("auth.bearer-token", "an access token may create, but not list")
class TokenCannotList(Behaviour):
    def list_sms(self, call: Call) -> Answer:
        if by_token():
            raise self.unauthorized()
        return super().list_sms(call)


@fault(("auth.bearer-token", "auth.wrong"), "every twentieth request with an access token is answered 401", chance=True)
class TokenTires(Behaviour):
    count = 0

    def caller_of_token(self, token: str) -> Caller | None:
        self.count += 1
        return super().caller_of_token(token) if self.count % 20 else None


@fault(("auth.bearer-token", "stored.get"), "with an access token no message that was made with a key is found")
class TokenSeesOnlyItsOwn(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        answer = super().create_sms(call)
        if call.caller.api_key_id:
            self.__dict__.setdefault("made_by_key", set()).add((answer.body or {}).get("id"))
        return answer

    def get_sms(self, call: Call) -> Answer:
        if not call.caller.api_key_id and call.key in self.__dict__.get("made_by_key", set()):
            raise one_error(404, "Empty query: SMS matching query does not exist.")
        return super().get_sms(call)


@fault("auth.malformed", "a key that is not in base64 is accepted after `Basic`")
class KeyNeedsNoBase64(Behaviour):
    def caller_of_basic(self, credential: str) -> Caller | None:
        return super().caller_of_basic(credential) or self.world.keys.get(credential.removesuffix(":"))


@fault("auth.malformed", "a key without any scheme is accepted")
class KeyNeedsNoScheme(Behaviour):
    def authenticate(self, header: str) -> Caller:
        return self.world.keys[header] if header in self.world.keys else super().authenticate(header)


@fault(("auth.malformed", "transport.no-server-error"), "a Basic credential that is not UTF-8 crashes the server")
class CredentialOfOtherBytesCrashes(Behaviour):
    def caller_of_basic(self, credential: str) -> Caller | None:
        try:
            base64.b64decode(credential, validate=True).decode()
        except UnicodeDecodeError:
            raise one_error(500, "Internal Server Error") from None
        except binascii.Error:
            pass
        return super().caller_of_basic(credential)
