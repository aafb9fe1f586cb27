"""The life of messages: random walks over the documented status table, each step held against its model."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from hypothesis import Phase, settings
from hypothesis.stateful import get_state_machine_test

from close_sms.claims import NOT_ALLOWED, claim_that, need_permission
from close_sms.client import Answer
from close_sms.marks import rule
from close_sms.plugin.depth import stop_after_failure
from close_sms.profiles import allows
from close_sms.wording import as_found, outcome, show
from close_sms.world import CONTACT_NAME, contacts_of
from conformance.api.sms import Sms
from conformance.claims.comparing import same_text
from conformance.lists.pages import PAUSES, UNSTEADY, entries
from conformance.statuses import CANCEL_RULES, LOCKED_RULES, OWN_MOVES
from strategies import LifecycleMachine, Settled

# The rule that a refusal or a wrong state after each kind of step breaks.
ACCEPTANCE = {
    "log": "status.logged-and-draft",
    "draft": "status.logged-and-draft",
    "create_scheduled": "scheduling.accepted",
    "create_outbox": "sending.accepted",
    "edit": "update.draft",
    "schedule": "scheduling.draft-to-scheduled",
    "send": "sending.draft-to-outbox",
    "draft_from_template": "templates.become-text",
    "create_due": "scheduling.accepted",
    "fetch": "lifecycle.own-moves",
    "look_at_list": "stored.list",
}
CONTENT = {
    "draft_from_template": "stored.get",
    "fetch": "stored.get",
    "look_at_list": "stored.list",
    "edit": "update.draft",
    "schedule": "update.only-its-keys",
    "send": "update.only-its-keys",
}
NEEDED_KEY = {"schedule": "date_scheduled", "delay": "send_in"}
WALKS = {"smoke": 2, "standard": 6, "deep": 40}
STEPS = {"smoke": 4, "standard": 12, "deep": 20}

A_PAGE = 100  # messages

Activity = Mapping[str, Any]


class ApiActions:
    """What the walk does, at the endpoint under test."""

    def __init__(self, sms: Sms, belongs: Activity) -> None:
        """Actions through `sms`, on messages that belong to this lead and contact of the walks."""
        self._sms = sms
        self.belongs = belongs
        self.last: Answer | None = None
        self.before = ""
        self._may_delete = True

    def create(self, body: Activity) -> Activity | None:
        """POST a message."""
        self.before = "(create)"
        return self._kept(self._sms.create(dict(body)))

    def update(self, id_: str, body: Activity) -> Activity | None:
        """PUT a message."""
        self.before = str(self._sms.client.guard.states.get(id_, {}).get("status"))
        return self._kept(self._sms.update(id_, dict(body)))

    def get(self, id_: str) -> Activity:
        """GET a message."""
        return self._kept(self._sms.get(id_)) or {}

    def delete(self, id_: str) -> bool:
        """DELETE a message."""
        self.last = self._sms.delete(id_)
        self._may_delete = self.last.status not in NOT_ALLOWED
        return self.last.accepted

    def list(self, settled: Settled) -> Mapping[str, Activity]:
        """GET the list of the lead, again where it lags.

        On the mock, where waiting costs nothing, only when more is expected of it than the walk compares.
        """
        listed: dict[str, Activity] = {}
        at_first = UNSTEADY.total_seconds() if self.may("wait") else 0.0
        for _ in self._sms.looks((at_first, *PAUSES[1:])):
            self.last = self._sms.list(lead_id=self.belongs["lead_id"], _limit=100)
            listed = {str(entry.get("id")): entry for entry in entries(self.last)}
            if settled(listed):
                break
        return listed

    def moment(self, seconds: float) -> str:
        """The date-time in so many seconds."""
        return self._sms.ahead(seconds)

    def wait(self, seconds: float) -> None:
        """Let virtual time pass."""
        self._sms.run.endpoint.clock.sleep(seconds)

    def may(self, action: str) -> bool:
        """Whether the run may do it."""
        if action == "wait":
            return self._sms.run.endpoint.embedded
        if action == "delete":
            return self._may_delete
        if action == "template":
            return self._sms.has_templates
        needed = NEEDED_KEY.get(action)
        least = "send" if action == "delay" else action
        return allows(self._sms.run.settings.profile, least) and (needed is None or self._sms.takes(needed))

    def _kept(self, answer: Answer) -> Activity | None:
        self.last = answer
        return answer.object if answer.accepted else None


class Leads:
    """A lead of the walks, and another one when it has so many messages that a page might not list them all."""

    def __init__(self, sms: Sms) -> None:
        """Leads made through `sms`."""
        self._sms = sms
        self._belongs: Activity = {}
        self._room = 0

    def with_room_for(self, messages: int) -> Activity:
        """The `lead_id` and `contact_id` of a lead that takes so many messages more."""
        if self._room < messages:
            lead = self._sms.world.new_lead("walks", CONTACT_NAME)
            contacts = contacts_of(lead)
            self._belongs = {"lead_id": str(lead.id), **({"contact_id": contacts[0]} if contacts else {})}
            self._room = A_PAGE
        self._room -= messages
        return self._belongs


def machine_for(sms: Sms, steps: int) -> type[LifecycleMachine]:
    """The walk of so many steps, with the claims of the contract."""
    leads = Leads(sms)

    class Walk(LifecycleMachine):
        actions: ApiActions

        def open_actions(self) -> ApiActions:
            return ApiActions(sms, leads.with_room_for(steps))

        def now(self) -> float:
            return (sms.run.endpoint.clock.now() - sms.run.started).total_seconds()

        def expect_accepted(self, action: str, answer: Activity | None) -> Activity:
            last = self._last()
            need_permission(last)
            claim_that(
                answer is not None,
                expected=f"the documented step `{action}` is accepted",
                actual=outcome(last),
                of=last,
                rule=ACCEPTANCE.get(action) or _cancel_rules(self.actions.before)[0],
            )
            return answer or {}

        def expect_refused_and_unchanged(
            self,
            action: str,  # noqa: ARG002 (the machine's signature)
            answer: Activity | None,  # noqa: ARG002 (how it was refused is open)
            before: Activity,
            after: Activity,
        ) -> None:
            status = str(before.get("status"))
            changed = [name for name in ("status", "text") if before.get(name) != after.get(name)]
            left = (status, after.get("status")) in OWN_MOVES
            claim_that(
                not changed or (left and changed == ["status"]),
                expected=f"a message in status {status!r} keeps its text {show(before.get('text'), 60)}",
                actual=as_found(after, *changed, limit=60),
                of=self._last(),
                rule=LOCKED_RULES.get(status, "update.sent-locked"),
            )

        def expect_state(self, action: str, activity: Activity, statuses: frozenset[str], content: Activity) -> None:
            cancel = _cancel_rules(self.actions.before)
            claim_that(
                activity.get("status") in statuses,
                expected=f"after `{action}` the status is {' or '.join(sorted(statuses))}",
                actual=as_found(activity, "status"),
                of=self._last(),
                rule=cancel[0] if action == "cancel" else ACCEPTANCE[action],
            )
            lost = [name for name, value in content.items() if not same_text(activity.get(name), value)]
            claim_that(
                not lost,
                expected=f"after `{action}`: " + ", ".join(f"`{name}` {show(content[name], 80)}" for name in lost),
                actual=as_found(activity, *lost, limit=80),
                of=self._last(),
                rule=cancel[1] if action == "cancel" else CONTENT.get(action, "stored.fields"),
            )

        def expect_deleted(self, done: bool) -> None:
            last = self._last()
            claim_that(done, expected="a draft is deleted", actual=outcome(last), of=last, rule="transport.paths")

        def expect_gone(self, activity: Activity) -> None:
            last = self._last()
            claim_that(not activity, expected="a deleted message is unknown", actual=outcome(last), of=last,
                       rule="delete.gone")  # fmt: skip

        def expect_listed(self, ids: Collection[str], listed: Mapping[str, Activity]) -> None:
            missing = [id_ for id_ in ids if id_ not in listed]
            ghosts = [id_ for id_ in self.model.gone if id_ in listed]
            claim_that(not missing, expected=f"the list of the lead holds its messages {missing}", actual="not there",
                       of=self._last(), rule="stored.list")  # fmt: skip
            claim_that(not ghosts, expected=f"the deleted {ghosts} are in no list", actual="still there",
                       of=self._last(), rule="delete.gone")  # fmt: skip

        def teardown(self) -> None:
            super().teardown()
            for waiting in (*self.model.unknown, *self.model.surely(self.now(), "scheduled", "outbox")):
                sms.update(waiting, {"status": "draft"})

        def _last(self) -> Answer:
            assert self.actions.last is not None
            return self.actions.last

    class CautiousWalk(Walk):
        """Off the mock each message that is sent is paid for; other checks send the few that are needed."""

        send = None  # type: ignore[assignment]

    return Walk if sms.run.endpoint.embedded else CautiousWalk


def _cancel_rules(status: str) -> tuple[str, str]:
    """The rules of a cancel of what was in this status: that it is one, and what it keeps."""
    return CANCEL_RULES.get(status, CANCEL_RULES["outbox"])


@rule("lifecycle.own-moves")
def test_random_walks(sms: Sms) -> None:
    """Create, edit, schedule, send, cancel, delete, fetch and list in any documented order."""
    depth = sms.run.settings.depth
    phases = (Phase.generate, Phase.shrink) if sms.run.shrinks else (Phase.generate,)
    walks = settings(max_examples=WALKS[depth], stateful_step_count=STEPS[depth], phases=phases)
    every_walk = get_state_machine_test(machine_for(sms, STEPS[depth]), settings=walks)
    stop_after_failure(every_walk, shrink=sms.run.shrinks)
    every_walk()
