"""What the plan or the role of an account does not cover is not decided, and nobody is accused."""

from __future__ import annotations

from datetime import datetime

import pytest

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call
from close_sms.mock.errors import one_error
from close_sms.mock.things import Sms
from tests.bench import EVERY_CHECK, Bench

BENCH = Bench(*EVERY_CHECK)


def without(status: str, code: int) -> type[Behaviour]:
    """A server on which nothing gets to this status, as a new message or as a draft."""

    class Without(Behaviour):
        def enter(self, sms: Sms, status_: str, at: datetime, *, was_draft: bool) -> Sms:
            if status_ == status:
                raise one_error(code, f"Your plan does not include messages in the status {status}.")
            return super().enter(sms, status_, at, was_draft=was_draft)

    return Without


@pytest.mark.parametrize("code", [402, 403])
@pytest.mark.parametrize(
    ("status", "undecided"), [("scheduled", "scheduling.accepted"), ("outbox", "sending.accepted")]
)
def test_account_without_a_permission_is_not_accused(status: str, undecided: str, code: int) -> None:
    ran = BENCH.run(without(status, code))
    assert not ran.broken, ran.why
    assert ran.code == 6, ran.why
    [told] = [rule for rule in ran.report["rules"] if rule["id"] == undecided]
    assert told["verdict"] == "inconclusive"
    assert "may not do this" in told["reason"]


class LimitedToken(Behaviour):
    """The token's scope is less than what its user may do: it reads and edits, and creates nothing."""

    def create_sms(self, call: Call) -> Answer:
        if call.caller.oauth_client_id:
            raise one_error(403, "This token may not create activities.")
        return super().create_sms(call)


def test_token_of_little_scope_is_not_accused() -> None:
    """Of a faulty body, too, it may be told first that it may not create any."""
    ran = BENCH.run(LimitedToken)
    assert not ran.broken, ran.why
    undecided = {rule["id"] for rule in ran.report["rules"] if rule["verdict"] == "inconclusive"}
    assert "auth.bearer-token" in undecided
    assert not {rule for rule in undecided if rule.startswith("body.t")}


@pytest.mark.parametrize("code", [400, 422])
def test_refusal_for_no_such_reason_is_accused(code: int) -> None:
    assert "scheduling.accepted" in BENCH.run(without("scheduled", code)).broken
