"""The API as the checks see it: requests in the words of the contract, with the run's own values filled in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, partial
from random import Random
from typing import Any

from close_sms.claims import NOT_ALLOWED, claim_accepted, claim_refused, claim_twin_refused
from close_sms.client import SMS, Answer, Client
from close_sms.credentials import bearer
from close_sms.exchange import Exchange
from close_sms.judgement import NotApplicable, Undecided
from close_sms.resources import MESSAGES
from close_sms.run import Run
from close_sms.wording import outcome
from close_sms.world import World
from conformance.api.bodies import Body, message, of_template, outbox, scheduled
from conformance.api.unknown_ids import spelled_like
from conformance.api.values import UNKNOWN, Values
from conformance.invariants.parsed_exchange import Seen
from strategies import ATTACHMENT, FAR, TEMPLATE, USER, Placeholder, fill

# Keys that the prose needs and no request schema has: their question, and a value to probe them with.
PROSE_ONLY = {"date_scheduled": ("date-scheduled-key", FAR), "send_in": ("send-in-key", 5)}
EDITS_OF_A_DRAFT = 25


def _may_have_taken_away(exchange: Exchange) -> bool:
    """Whether a message may be gone from its lead: deleted, or edited or deleted without an answer that tells."""
    seen = Seen(exchange)
    return seen.is_unheard or (exchange.method == "DELETE" and seen.accepted)


@dataclass
class LogMemory:
    """What a run has found out about the event log, so that no check has to find it out again (claims/event_log.py).

    `last` is the last log that could be read of a message, or how that was refused. `is_silent`: it was waited for an
    event of any message in vain.
    """

    last: Answer | None = None
    is_silent: bool = False


class Sms:
    """The SMS resource of the endpoint under test."""

    def __init__(self, run: Run) -> None:
        """The resource as `run` reaches it."""
        self.run = run
        self.client: Client = run.client
        self.world: World = run.world
        self.log = LogMemory()
        self._values = Values(run)
        self._random = Random(run.settings.seed)  # noqa: S311 (ids of nobody, the same for the same seed)
        self._controls: dict[str, Answer] = {}
        self._taken_keys: dict[str, bool] = {}
        self._taken_files: dict[str, bool] = {}
        self._drafts: dict[str, tuple[str, int]] = {}

    @property
    def elsewhere(self) -> World:
        """What another organization has; NotApplicable without a key of one."""
        if self.run.elsewhere is None:
            raise NotApplicable("needs a key of another organization in CLOSE_API_KEY_OTHER")
        return self.run.elsewhere

    # --- requests ------------------------------------------------------------------------------------------------

    def create(self, body: Any, **options: Any) -> Answer:
        """POST a message; placeholders in the body are filled in."""
        return self._noted(self.client.create(self.filled(body), **options), body)

    def update(self, activity: str, body: Any, **options: Any) -> Answer:
        """PUT a partial update."""
        return self._noted(self.client.update(activity, self.filled(body), **options), body)

    def get(self, activity: str, **options: Any) -> Answer:
        """GET one message."""
        return self.client.get(activity, **options)

    def delete(self, activity: str, **options: Any) -> Answer:
        """DELETE one message."""
        return self.client.delete(activity, **options)

    def list(self, **params: Any) -> Answer:
        """GET one page of messages."""
        return self.client.list(**params)

    def get_by_post(self, params: Mapping[str, Any], path: str = SMS, **options: Any) -> Answer:
        """POST that stands for a GET: the method in a header, the query under `_params` (R14)."""
        headers = {"x-http-method-override": "GET", **options.pop("headers", {})}
        return self.client.send("POST", path, body={"_params": params}, headers=headers, **options)

    def filled(self, body: Any) -> Any:
        """The body with the run's own values; a field whose value the endpoint does not tell is left out."""
        if not isinstance(body, dict):
            return body
        known = fill(body, self._values)
        return {name: value for name, value in known.items() if value is not UNKNOWN}

    def value(self, placeholder: Placeholder) -> Any:
        """The value behind one placeholder."""
        return self._values[placeholder.name]

    @property
    def has_templates(self) -> bool:
        """Whether the run has a template, or can make one."""
        try:
            self.value(TEMPLATE)
        except Undecided:
            return False
        return True

    @cached_property
    def owner_of_token(self) -> str | None:
        """The id of the user whose access token the run has; None without one, and where it is refused."""
        token = self.client.endpoint.credentials.token
        return self.client.send("GET", "me/", credential=bearer(token)).id if token else None

    def takes_files(self, status: str) -> bool:
        """Whether a message of this status may have attachments (S72): a plain one with an attachment is tried."""
        if status not in self._taken_files:
            plain = {"scheduled": scheduled, "outbox": outbox}.get(status, partial(message, status))
            answer = self.create(plain(attachments=[ATTACHMENT]))
            self.undo(answer)
            self._taken_files[status] = answer.accepted
        return self._taken_files[status]

    def templated(self, body: Body) -> Body:
        """The body with a template in place of its text, where there are templates."""
        return of_template(body) if self.has_templates else body

    def lacks_template(self, body: Any) -> bool:
        """Whether a generated body refers to a template, and the run cannot make any."""
        return isinstance(body, dict) and TEMPLATE in body.values() and not self.has_templates

    # --- steps before a claim ------------------------------------------------------------------------------------

    def need(self, body: Body, **options: Any) -> Answer:
        """A message that a check needs before it can claim anything; Undecided where it is refused."""
        answer = self.create(body, **options)
        self.need_prose_keys(answer, body)
        return self.need_accepted(answer)

    def need_with_file(self, body: Body) -> Answer:
        """The same with an attachment, or without one where it is refused (question foreign-attachment-url)."""
        with_file = self.create({**body, "attachments": [ATTACHMENT]})
        return with_file if with_file.accepted else self.need(body)

    def need_id(self, body: Body) -> str:
        """The id of such a message."""
        return str(self.need(body).id)

    def draft_for(self, what: str) -> str:
        """The id of a draft that takes the edits of this kind, one after the other; a new one now and then."""
        draft, edits = self._drafts.get(what, ("", 0))
        if edits % EDITS_OF_A_DRAFT == 0:
            draft = self.need_id(message("draft", user_id=USER, activity_at="2024-05-06T07:08:09+00:00"))
        self._drafts[what] = draft, edits + 1
        return draft

    def made(self, activity: str) -> bool:
        """Whether the run made this message, deleted or not."""
        return self.client.ledger.owns(MESSAGES, activity)

    def left_on_the_lead(self) -> tuple[str, ...]:
        """The ids of the messages of the run's lead, oldest first, without those that may be gone from there."""
        states, lead = self.client.guard.states, self.world.lead_id
        gone = {each.item for each in self.client.recorder.exchanges if _may_have_taken_away(each)}
        made = dict.fromkeys(self.client.ledger.ids(MESSAGES))
        return tuple(own for own in made if own not in gone and states.get(own, {}).get("lead_id") == lead)

    def need_update(self, activity: str, body: Body) -> Answer:
        """An update that a check needs before it can claim anything; Undecided where it is refused."""
        answer = self.update(activity, body)
        self.need_prose_keys(answer, body)
        return self.need_accepted(answer)

    def unknown_id(self, like: str) -> str:
        """An id that nobody has, spelled like a real one."""
        while (invented := spelled_like(like, self._random)) in self.client.guard.states:
            pass
        return self.client.ledger.add_unknown_id(invented)

    # --- claims in one step --------------------------------------------------------------------------------------

    def accepts(self, body: Body, *, rule: str | None = None, **options: Any) -> Answer:
        """Claim that a body of the zone *must accept* is accepted; returns the answer."""
        answer = self.create(body, **options)
        self.need_prose_keys(answer, body)
        claim_accepted(answer, rule=rule)
        return answer

    def refuses(
        self, body: Any, control: Body, *, rule: str | None = None, code: int | None = None, **options: Any
    ) -> Answer:
        """Claim that a body of the zone *must refuse* is refused, while its accepted twin `control` is not.

        With `code` the status code is claimed as well, under `body.faulty-is-400`, or alone where there is no `rule`;
        both are sent with the options.
        """
        twin = self.control(control, **options)
        answer = self.create(body, **options)
        self.undo(answer)
        if rule is not None or code is None:
            claim_refused(answer, twin, rule=rule)
        if code is not None:
            claim_refused(answer, twin, rule="body.faulty-is-400", code=code, soft=True)
        return answer

    def refused_as(self, answer: Answer, twin: Body, *, expected: str, rule: str | None = None, **options: Any) -> None:
        """Claim of a refused request that a create of its twin is refused, too; the twin is made for it."""
        created = self.create(twin, **options)
        self.undo(created)
        claim_twin_refused(created, answer, expected=expected, rule=rule)

    def control(self, body: Body, **options: Any) -> Answer:
        """The accepted twin of a refused request; an equal one is sent once a run."""
        key = json.dumps([body, options], sort_keys=True, default=str)
        if key not in self._controls:
            answer = self.create(body, **options)
            self.undo(answer)
            self._controls[key] = answer
        twin = self._controls[key]
        self.need_prose_keys(twin, body)
        if options and twin.status in NOT_ALLOWED and self.control(body).accepted:
            raise NotApplicable(f"what the request comes with may not do this: {outcome(twin)}")
        if not twin.accepted:
            raise Undecided(f"the control, alike but for the fault, was not accepted either: {outcome(twin)}")
        return twin

    def undo(self, answer: Answer) -> None:
        """Cancel at once what is about to be sent."""
        if answer.accepted and answer.id and answer["status"] in ("outbox", "scheduled"):
            self.update(answer.id, {"status": "draft"})

    def need_prose_keys(self, answer: Answer, body: Body) -> None:
        """NotApplicable where a refusal follows from a key that only the prose has, and no request schema (D2, D3)."""
        for key, (question, _) in PROSE_ONLY.items():
            if answer.refused and body.get(key) is not None and not self.takes(key):
                raise NotApplicable(f"the endpoint refuses the key `{key}` in any body (question {question})")

    def takes(self, key: str) -> bool:
        """Whether the endpoint takes a key that only the prose has; a draft with it is tried if nothing told yet."""
        if key not in self._taken_keys:
            self._taken_keys[key] = self.create(message("draft", **{key: PROSE_ONLY[key][1]})).accepted
        return self._taken_keys[key]

    def _noted(self, answer: Answer, body: Any) -> Answer:
        if answer.accepted and isinstance(body, dict):
            self._taken_keys |= {key: True for key in PROSE_ONLY if body.get(key) is not None}
        return answer

    # --- time ----------------------------------------------------------------------------------------------------

    def now(self) -> datetime:
        """The endpoint's present."""
        return self.run.now()

    def since(self, answer: Answer) -> float:
        """The seconds since the request of this answer was made."""
        return (self.run.endpoint.clock.now() - answer.exchange.started).total_seconds()

    def ahead(self, seconds: float) -> str:
        """The moment `seconds` from now, as a date-time with an offset."""
        return (self.now() + timedelta(seconds=seconds)).isoformat(timespec="seconds")

    def looks(self, pauses: Iterable[float]) -> Iterator[None]:
        """Once after each of these pauses in seconds, for what may lag: who has seen enough breaks off."""
        for pause in pauses:
            self.run.endpoint.clock.sleep(pause)
            yield

    @staticmethod
    def need_accepted(answer: Answer) -> Answer:
        """The answer to a step before the claims; Undecided where it did not succeed."""
        if not answer.accepted or answer.id is None:
            request = f"{answer.exchange.method} {answer.exchange.path}"
            raise Undecided(f"a step before the claim did not succeed: {request} was answered with {outcome(answer)}")
        return answer
