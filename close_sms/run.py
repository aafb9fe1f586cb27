"""One run of the suite: its endpoint, what it makes there, and the judgement that is open.

Preflight says within seconds whether the run can be done as asked; CannotRun becomes exit code 4 with one line.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from close_sms.cleanup.deletion import AT_MOST, IN_A_HURRY, clean_up, left
from close_sms.client import Answer, Client
from close_sms.endpoint import Endpoint, open_endpoint
from close_sms.exchange import Exchange
from close_sms.expiry import expired
from close_sms.judgement import Judgement, Result, Undecided, judging
from close_sms.noise import Noise
from close_sms.places import LEDGER
from close_sms.report.model import Leftover
from close_sms.reproduction import Retelling
from close_sms.second_key import fault_of_second_key
from close_sms.settings import CannotRun, Settings
from close_sms.skew import AT_ONCE
from close_sms.transports.guard import Forbidden
from close_sms.waiting import WaitingRoom
from close_sms.world import LEAD_NAME, World

Watch = Callable[[Exchange], None]


@dataclass
class Run:
    """A run that has begun; `shrinks` says that after a finding a smaller request may be looked for, as on the mock."""

    settings: Settings
    endpoint: Endpoint
    client: Client
    me: Answer
    started: datetime
    lost: str = ""
    leftovers: list[Leftover] = field(default_factory=list)
    shrinks: bool = False

    @staticmethod
    def begin(settings: Settings, watch: Watch = lambda _: None) -> Run:
        """Open the endpoint and ask it who we are; raises CannotRun with one line that says why not.

        `watch` is told of every exchange of the run.
        """
        try:
            endpoint = open_endpoint(settings.target, os.environ)
        except ValueError as error:
            raise CannotRun(str(error)) from error
        client = Client(
            endpoint,
            profile=settings.profile,
            send_to=settings.send_to,
            ledger_file=None if endpoint.embedded else settings.report_dir / LEDGER,
            on_exchange=watch,
        )
        started = endpoint.clock.now()
        run = Run(settings, endpoint, client, authenticated_user(client), started, shrinks=endpoint.embedded)
        if not endpoint.embedded:
            run._need_another_organization()
        if settings.profile in ("schedule", "send"):
            run._need_a_number()
        return run

    @cached_property
    def world(self) -> World:
        """What the endpoint has and the run makes."""
        return World(self.client, self.me, self._name, recipient=self.settings.send_to)

    @cached_property
    def elsewhere(self) -> World | None:
        """The same in another organization, None without a key of one."""
        credential = self.endpoint.credentials.other_authorization
        if credential is None:
            return None
        return World(self.client, self.client.send("GET", "me/", credential=credential), self._name, credential)

    @property
    def _name(self) -> str:
        return f"{LEAD_NAME} {self.started:%Y-%m-%d %H:%M:%S}"

    @cached_property
    def room(self) -> WaitingRoom:
        """Where checks wait for their messages."""
        return WaitingRoom(self.endpoint.clock, self.judge)

    @cached_property
    def _retelling(self) -> Retelling:
        return Retelling(self.client.recorder.tape)

    def with_scripts(self, result: Result) -> Result:
        """The result, with the script that shows each violation when the run is over; nobody reaches the mock then."""
        if self.endpoint.embedded:
            return result
        violations = [{**found, "script": self._retelling.script(found["number"])} for found in result["violations"]]
        return {**result, "violations": violations}

    @cached_property
    def clock_offset(self) -> timedelta:
        """How far the endpoint's clock is ahead of ours, by the Date header of its first answer."""
        exchange = self.me.exchange
        offset = exchange.date - exchange.started if exchange.date else timedelta()
        return offset if abs(offset) > AT_ONCE else timedelta()

    def now(self) -> datetime:
        """The endpoint's present, aware, as well as its Date header and what it makes tell."""
        return self.endpoint.clock.now() + self.clock_offset + self.world.dating_skew

    @contextmanager
    def judge(self, judgement: Judgement) -> Iterator[Judgement]:
        """Let claims and exchanges count for `judgement`."""
        recorder = self.client.recorder
        before, recorder.check = recorder.check, judgement.check
        try:
            with judging(judgement):
                yield judgement
        finally:
            recorder.check = before

    def check_endpoint_alive(self, noise: str) -> None:
        """After a request that got lost: ask once more, and give the endpoint up if it stays silent."""
        try:
            with self.judge(Judgement("after noise", ())):
                self.client.send("GET", "me/")
        except Noise:
            self.lost = f"the endpoint was lost during the run: {noise}"

    def check_credential_expired(self, judgement: Judgement) -> None:
        """Where a credential has expired in the middle of the run, what it was refused says nothing of the endpoint."""
        try:
            with self.judge(Judgement("after a refusal", ())):
                shown = expired(self.client, judgement.check)
        except Noise:
            return
        if not shown:
            return
        reason = f"{shown} was accepted at first and has been refused since (401): it has expired or was revoked"
        judgement.take_back(reason)
        if shown == self.me.exchange.authorization:
            self.lost = reason

    def finish(self, *, hurried: bool = False) -> None:
        """Delete everything that the run has made and close the connections; what cannot be done leaves the rest.

        `hurried` says that somebody waits for the end.
        """
        try:
            with self.judge(Judgement("clean-up", ())):
                self.leftovers = clean_up(self.client, IN_A_HURRY if hurried else AT_MOST)
        except Exception as error:
            self.leftovers = left(self.client, f"the clean-up ended early: {error}")
            raise
        finally:
            self.client.close()

    def _need_another_organization(self) -> None:
        """A second key that is refused, or of the same organization, would accuse the endpoint of what is not its."""
        with judging(Judgement("set-up", ())):
            try:
                elsewhere = self.elsewhere
            except Noise:
                return
            wrong = elsewhere and fault_of_second_key(self.endpoint.credentials, self.world, elsewhere)
        if wrong:
            self.finish()  # leads may have been made to tell
            raise CannotRun(wrong)

    def _need_a_number(self) -> None:
        with judging(Judgement("set-up", ())):
            try:
                number = self.world.local_phone
            except (Undecided, Forbidden, Noise):
                return  # a set-up step that fails leaves rules undecided; it is no reason not to run
        if number is None:
            raise CannotRun(
                f"nothing to send from: GET {self.endpoint.root}/phone_number/ lists no SMS-enabled number of type"
                " `internal`; use --profile=record, or give the organization such a number"
            )


def _root_asked(root: str) -> str:
    instead = "" if "/api/" in root else f" It may be {root}/api/v1."
    return f"is this the root of Close's API?{instead}"


def authenticated_user(client: Client) -> Answer:
    """The answer of GET /me/; raises CannotRun where there is none that could be of Close's API."""
    root = client.endpoint.root
    with judging(Judgement("set-up", ())):
        try:
            me = client.send("GET", "me/")
        except Noise as noise:
            raise CannotRun(f"{root} cannot be reached: {noise}") from noise
    if me.status in (401, 403):
        raise CannotRun(
            f"{root} refused the credentials (GET /me/ was answered {me.status});"
            " check CLOSE_API_KEY or CLOSE_ACCESS_TOKEN"
        )
    if not me.accepted:
        raise CannotRun(f"GET {root}/me/ was answered {me.status}, expected 200; {_root_asked(root)}")
    if not isinstance(me.json, dict):
        kind = me.exchange.response_headers.get("content-type", "none")
        raise CannotRun(
            f"the answer to GET {root}/me/ is not a JSON object (content type: {kind}); {_root_asked(root)}"
        )
    return me
