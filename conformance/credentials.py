"""The credentials of a run, for checks that choose one."""

from __future__ import annotations

from close_sms.client import bearer
from close_sms.judgement import NotApplicable
from conformance.subject import Sms


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


def by_token(sms: Sms) -> dict[str, str]:
    """The access token as the credential of a request; NotApplicable where there is none."""
    return {"credential": bearer(own_token(sms))}
