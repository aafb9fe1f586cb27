"""The credentials of a run, for checks that choose one."""

from __future__ import annotations

from typing import Any

from close_sms.client import Answer
from close_sms.credentials import bearer
from close_sms.judgement import NotApplicable
from close_sms.wording import outcome
from conformance.api.bodies import Body
from conformance.api.sms import Sms

UNAUTHORIZED = 401


def own_key(sms: Sms) -> str:
    """The API key; NotApplicable where there is none."""
    key = sms.client.endpoint.credentials.key
    if not key:
        raise NotApplicable("needs an API key in CLOSE_API_KEY")
    return key


def own_token(sms: Sms) -> str:
    """The access token; NotApplicable where there is none."""
    token = sms.client.endpoint.credentials.token
    if not token:
        raise NotApplicable("needs an OAuth access token in CLOSE_ACCESS_TOKEN")
    return token


def need_same_user(sms: Sms, answer: Answer) -> None:
    """NotApplicable where the token's request was refused, and the token is of another user, who may do less (S41).

    That the token itself is refused is a 401.
    """
    if answer.refused and answer.status != UNAUTHORIZED and not by_token_of_same_user(sms):
        raise NotApplicable(f"the access token is of another user, whose role may not do this: {outcome(answer)}")


def by_token(sms: Sms) -> dict[str, Any]:
    """The access token as the credential of a request; NotApplicable where there is none."""
    return {"credential": bearer(own_token(sms))}


def by_token_of_same_user(sms: Sms) -> dict[str, Any]:
    """The same if it is of the same user as the key, else nothing: another user may be allowed other things (S41)."""
    token = sms.client.endpoint.credentials.token
    return {"credential": bearer(token)} if token and sms.owner_of_token == sms.run.me.id else {}


def created_by_token(sms: Sms, body: Body) -> Answer:
    """The answer to a create with the access token; NotApplicable where its user may not do what the key's may."""
    created = sms.create(body, **by_token(sms))
    sms.need_prose_keys(created, body)
    need_same_user(sms, created)
    return created
