"""Refuses, below everything else, any request that the profile does not allow.

On a real account a message in the `outbox` reaches a person and costs money. Every request of a run,
whether of a check, a retry, a shrink step or a replay, passes here, and is judged by the bytes that leave.
"""

from __future__ import annotations

from dataclasses import replace

import httpx

from close_sms.clock import Clock
from close_sms.noise import UNHEARD
from close_sms.profiles import PROFILES
from close_sms.resources import MESSAGES
from close_sms.transports.address import Address, ElsewhereError, address, overrides
from close_sms.transports.intent import Intent, Kind, intent
from close_sms.transports.ledger import Ledger
from close_sms.transports.memory import InFlight, Memory, State
from close_sms.transports.permission import Case, refusal


class Forbidden(Exception):
    """A request was refused before it left; nothing was sent."""

    def __init__(self, what: str, reason: str, hint: str) -> None:
        """Refuse `what`; `hint` says what to do about it."""
        super().__init__(f"{what} was not sent: {reason}. {hint}")


class Guard(httpx.BaseTransport):
    """A transport that lets through to `inner` what the profile allows, and raises Forbidden otherwise.

    Deleting and changing is allowed for what `inner` has seen made; sending only to `send_to` (E.164).
    """

    def __init__(
        self,
        inner: Ledger,
        *,
        profile: str,
        send_to: str | None,
        root_url: str,
        clock: Clock,
    ) -> None:
        """Guard the endpoint whose API root is `root_url`; raises ValueError for an unknown profile."""
        if profile not in PROFILES:
            raise ValueError(f"profile {profile!r}: expected one of {', '.join(PROFILES)}")
        self._ledger = inner
        self._profile = profile
        self._send_to = send_to
        self._root = httpx.URL(root_url)
        self._clock = clock
        self._memory = Memory()

    @property
    def states(self) -> dict[str, State]:
        """The last seen object of each SMS activity, by id."""
        return self._memory.states

    def sent(self) -> int:
        """How many own messages were asked to be sent and were last seen `sent`."""
        return self._memory.sent()

    def pending(self) -> list[str]:
        """The own messages that may still wait to be sent, in the order in which they were made."""
        return [id_ for id_ in self._ledger.ids(MESSAGES) if self._memory.may_be_pending(id_)]

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer of `inner`; raises Forbidden where the request must not leave."""
        body = request.read()
        request.stream = httpx.ByteStream(body)  # what was judged is what leaves
        try:
            place = address(request, self._root)
        except ElsewhereError as elsewhere:
            what = f"{request.method} {request.url}"
            raise Forbidden(what, str(elsewhere), "No profile allows it.") from None
        if not place.is_sms or not place.item:
            return self._pass(request, place, self._judge(request, place, body))
        return self._pass_item(request, place, place.item, body)

    def close(self) -> None:
        """Close `inner`."""
        self._ledger.close()

    def _pass_item(self, request: httpx.Request, place: Address, item: str, body: bytes) -> httpx.Response:
        """What may send is alone with its message until the answer; what cannot goes side by side."""
        with self._memory.held(item):
            asked = self._judge(request, place, body)
            in_flight = self._memory.departs(item, asked, writes=_writes(request))
            if asked.kind > Kind.HARMLESS:
                with in_flight:
                    return self._pass(request, place, asked, in_flight)
        with in_flight:
            return self._pass(request, place, asked, in_flight)

    def _judge(self, request: httpx.Request, place: Address, body: bytes) -> Intent:
        """What the request asks for, as each method that it may be taken for; raises Forbidden."""
        methods = [request.method.upper(), *overrides(request)]
        headers, query = request.headers.multi_items(), request.url.query
        cases = [
            self._case(m, place, intent(body, headers, query, creates=_creates(m, place)), len(methods) > 1)
            for m in methods
        ]
        for case in cases:
            if reason := refusal(case, self._profile):
                raise self._forbidden(request, cases, reason)
        return max((case.intent for case in cases), key=lambda judged: judged.kind)

    def _case(self, method: str, place: Address, asked: Intent, overridden: bool) -> Case:
        item = place.item or ""
        own = self._ledger.owns(place.resource, item)
        return Case(
            method=method,
            address=place,
            intent=asked,
            overridden=overridden,
            own=own,
            invented=self._ledger.is_unknown_id(item) and (own or item not in self._memory.states),
            status=self._memory.status(item),
            phone=self._memory.phone(item),
            send_to=self._send_to,
            now=self._clock.now(),
        )

    def _pass(
        self, request: httpx.Request, place: Address, asked: Intent, in_flight: InFlight | None = None
    ) -> httpx.Response:
        response = self._ledger.handle_request(request)
        response.read()
        if place.is_sms and response.is_success:
            self._memory.learn(place, response, asked)
        elif in_flight and response.is_client_error and response.status_code not in UNHEARD:
            in_flight.refused()
        return response

    def _forbidden(self, request: httpx.Request, cases: list[Case], reason: str) -> Forbidden:
        above = PROFILES[PROFILES.index(self._profile) + 1 :]
        armed = [_armed(case) for case in cases]
        needs = next((name for name in above if not any(refusal(case, name) for case in armed)), None)
        what = f"{request.method} /{cases[0].address.path} {cases[0].intent.says}".strip()
        extra = " with --send-to=NUMBER" if needs == "send" and not self._send_to else ""
        hint = f"--profile={needs}{extra} would allow it." if needs else "No profile allows it."
        return Forbidden(what, reason, hint)


def _writes(request: httpx.Request) -> bool:
    return request.method.upper() != "GET" or bool(overrides(request))


def _creates(method: str, place: Address) -> bool:
    return place.is_sms and method != "PUT" and not (method == "PATCH" and place.item)


def _armed(case: Case) -> Case:
    """The case as it would be with a `--send-to` that fits."""
    return case if case.send_to else replace(case, send_to=case.intent.one_phone or case.phone)
