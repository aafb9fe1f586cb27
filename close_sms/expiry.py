"""Credentials that expire, or are revoked, in the middle of a run (overview/oauth-authentication: `expires_in`)."""

from __future__ import annotations

from close_sms.client import Client

OK, UNAUTHORIZED = 200, 401
LOOKS = 2  # one refusal may be a fault of the endpoint


def expired(client: Client, check: str) -> str:
    """The credential, as reports show it, that was accepted before and is refused since a request of this check.

    Empty where there is none. We ask again who we are: a server that refuses only some requests is at fault.
    """
    tape = client.recorder.tape
    refused = {each.authorization for each in tape if each.check == check and each.status == UNAUTHORIZED}
    accepted = {each.authorization for each in tape if each.status == OK}
    for shown, credential in client.credentials.items():
        if shown in refused & accepted:
            looks = [client.send("GET", "me/", credential=credential) for _ in range(LOOKS)]
            if all(look.status == UNAUTHORIZED for look in looks):
                return shown
    return ""
