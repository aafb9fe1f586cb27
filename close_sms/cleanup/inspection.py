"""Looks at what earlier runs have left before it is deleted: a ledger may be old, and not tell all.

A lead or template must still bear the name of the suite. A message must show its status, so that what waits to be sent
is cancelled first. A credential must be of the user who made the object: any other may be told that it is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from close_sms.cleanup.deletion import AT_MOST, GONE, NAMED, pages
from close_sms.cleanup.ledger_file import Thing
from close_sms.cleanup.retries import GivenUp, Retries, without_address
from close_sms.client import Answer, Client
from close_sms.credentials import OTHER_SHOWN
from close_sms.noise import Noise
from close_sms.parsed import text_of
from close_sms.report.model import Leftover
from close_sms.transports.guard import Forbidden
from close_sms.world import LEAD_NAME


class _NotNow(Exception):
    """The object is left alone; the text says why."""


class Look:
    """Gives to the client's ledger, as its own, what may be deleted; `left` and `gone` say what became of the rest."""

    def __init__(self, client: Client, me: Answer) -> None:
        """Look through `client`, whose credential got the answer `me` to GET /me/."""
        self.left: list[Leftover] = []
        self.gone: list[Thing] = []
        self._client = client
        self._retries = Retries(client.endpoint.clock, AT_MOST)
        self._users: dict[str | None, str] = {client.credential: _user_in(me)}
        self._strange: set[str] = set()  # leads that do not bear the suite's name

    def at(self, things: Sequence[Thing]) -> None:
        """Leads first, as their lists show most messages in a few requests."""
        named, messages = ([each for each in things if (each.kind in NAMED) is these] for these in (True, False))
        self._each(named, self._look_at_named)
        self._each([each for each in named if each.kind == "lead" and self._adopted(each)], self._list)
        self._each(messages, self._look_at_message)

    def _each(self, things: Sequence[Thing], look: Callable[[Thing], None]) -> None:
        given_up = ""
        for thing in things:
            try:
                if given_up:
                    raise _NotNow(given_up)
                look(thing)
            except GivenUp as reason:
                given_up = str(reason)
                self._leave(thing, given_up)
            except (_NotNow, Noise, Forbidden) as reason:
                self._leave(thing, without_address(reason))

    def _leave(self, thing: Thing, reason: str) -> None:
        if not self._adopted(thing):
            self.left.append(Leftover(kind=thing.kind, id=thing.id, reason=reason))

    def _adopted(self, thing: Thing) -> bool:
        return self._client.ledger.owns(thing.kind, thing.id)

    def _look_at_named(self, thing: Thing) -> None:
        maker = self._maker(thing)
        found = self._found(thing, maker)
        name = found and text_of(found.object, "name")
        if found and not (name or "").startswith(LEAD_NAME):
            self._strange.add(thing.id)
            raise _NotNow(f"its name is {name!r}, which the suite did not give it; delete it by hand if it is yours")
        self._client.ledger.adopt(thing.kind, thing.id, maker)
        if not found:
            self._client.ledger.gone(thing.kind, thing.id)

    def _list(self, lead: Thing) -> None:
        """Let the guard see the messages of a lead."""
        if lead not in self.gone:
            for _ in pages(self._client, self._retries, lead.id, self._maker(lead)):
                pass

    def _look_at_message(self, thing: Thing) -> None:
        maker, states = self._maker(thing), self._client.guard.states
        is_there = thing.id in states or self._found(thing, maker)
        if is_there and states.get(thing.id, {}).get("lead_id") in self._strange:
            raise _NotNow("it is on a lead whose name the suite did not give it")
        self._client.ledger.adopt(thing.kind, thing.id, maker)
        if not is_there:
            self._client.ledger.gone(thing.kind, thing.id)

    def _found(self, thing: Thing, credential: str | None) -> Answer | None:
        """What GET answers; None where the object is gone."""
        look = partial(self._client.send, "GET", f"{thing.kind}/{thing.id}/", credential=credential)
        answer = self._retries.ask(look)
        if answer.status in GONE:
            self.gone.append(thing)
            return None
        if not answer.accepted:
            raise _NotNow(f"GET was answered {answer.status}")
        return answer

    def _maker(self, thing: Thing) -> str | None:
        """The credential that is good for the object."""
        given = self._client.credentials
        if thing.by and OTHER_SHOWN in thing.by and thing.by not in given:
            raise _NotNow(f"it was made with {OTHER_SHOWN}, which is not set")
        credential = given.get(thing.by or "", self._client.credential)
        user = self._user(credential)
        if thing.user and thing.user != user:
            raise _NotNow(
                f"it was made by {thing.user} with {thing.by}, but the credential given now belongs to {user}"
            )
        return credential

    def _user(self, credential: str | None) -> str:
        if credential not in self._users:
            me = self._retries.ask(partial(self._client.send, "GET", "me/", credential=credential))
            self._users[credential] = _user_in(me)
        return self._users[credential]


def _user_in(me: Answer) -> str:
    """The user that GET /me/ names, in words where it names none."""
    return me.id or f"an unknown user (GET /me/ was answered {me.status})"
