"""The credentials of a run: from which variables they come, and how a request bears them."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

KEY, TOKEN, OTHER_KEY = "CLOSE_API_KEY", "CLOSE_ACCESS_TOKEN", "CLOSE_API_KEY_OTHER"
OTHER_SHOWN = f"${OTHER_KEY}"  # as evidence shows the key of another organization


def basic(key: str, password: str = "") -> str:
    """Authorization header value of HTTP Basic with `key` as the user name (sms/create, Authentication)."""
    return "Basic " + base64.b64encode(f"{key}:{password}".encode()).decode()


def bearer(token: str) -> str:
    """Authorization header value of a Bearer token (sms/create, Authentication)."""
    return f"Bearer {token}"


@dataclass(frozen=True)
class Credentials:
    """What the run may authenticate with: an API key, an OAuth token, and a key of another organization."""

    key: str | None
    token: str | None
    other_key: str | None

    @staticmethod
    def from_environment(environment: Mapping[str, str] = os.environ) -> Credentials:
        """CLOSE_API_KEY, CLOSE_ACCESS_TOKEN and CLOSE_API_KEY_OTHER; a blank one counts as absent.

        Raises ValueError, without the value, for one that no endpoint could know.
        """
        return Credentials(*(_given(name, environment.get(name, "").strip()) for name in (KEY, TOKEN, OTHER_KEY)))

    @property
    def secrets(self) -> dict[str, str]:
        """Those that are given, by the names of their variables."""
        values = {KEY: self.key, TOKEN: self.token, OTHER_KEY: self.other_key}
        return {name: value for name, value in values.items() if value}

    @property
    def authorization(self) -> str | None:
        """The Authorization value of the run: the key if there is one, else the token."""
        return basic(self.key) if self.key else self.token_authorization

    @property
    def token_authorization(self) -> str | None:
        """The Authorization value of the token, if there is one."""
        return bearer(self.token) if self.token else None

    @property
    def other_authorization(self) -> str | None:
        """The Authorization value in the other organization, if there is a key of one."""
        return basic(self.other_key) if self.other_key else None

    def __repr__(self) -> str:
        """Which credentials there are, without their values."""
        given = [name for name in ("key", "token", "other_key") if getattr(self, name)]
        return f"Credentials({', '.join(given) or 'none'})"


def _given(name: str, value: str) -> str | None:
    if scheme := re.match(r"(Basic|Bearer)\s", value, re.IGNORECASE):
        raise ValueError(f"{name} begins with {scheme[1]!r}; give the value alone, the suite writes the header itself")
    if len(value.split()) > 1:  # a header could carry it, and the endpoint that refuses it would be accused
        raise ValueError(f"{name} contains white space; copy the key or token alone")
    if not (value.isascii() and value.isprintable()):
        raise ValueError(f"{name} contains a character that no header can carry; copy the key or token again")
    return value or None
