"""The status table, the model of messages, and the state machine against endpoints in memory."""

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from strategies.lifecycle import ALL, CREATE, DELETED, MOVES, Lifecycle, Move
from strategies.machine import LifecycleMachine
from strategies.placeholders import SEND_TO, Placeholder
from tests.strategies.debug import QUIET
from tests.strategies.memory import EVERYTHING, FAULTY, Memory


def test_table_has_every_pair_once() -> None:
    pairs = [*product((CREATE, *ALL), ALL), *product(ALL, (DELETED,))]
    assert sorted(pairs) == sorted((move.source, move.target) for move in MOVES)


@pytest.mark.parametrize(
    "source, target, expected",
    [
        (CREATE, "outbox", "allowed"),
        (CREATE, "error", "open"),
        ("draft", "draft", "allowed"),
        ("draft", "scheduled", "allowed"),
        ("draft", "sent", "open"),
        ("scheduled", "draft", "allowed"),
        ("scheduled", "outbox", "open"),
        ("scheduled", "sent", "system"),
        ("outbox", "draft", "allowed"),
        ("outbox", "scheduled", "forbidden"),
        ("outbox", "error", "system"),
        ("sent", "draft", "forbidden"),
        ("inbox", "inbox", "forbidden"),
        ("draft", DELETED, "allowed"),
        ("outbox", DELETED, "open"),
    ],
)
def test_verdict(source: str, target: str, expected: str) -> None:
    assert Move(source, target, expected) in MOVES


@pytest.mark.parametrize("status", ["sent", "inbox", "error"])
def test_nothing_leads_out_of_a_final_status(status: str) -> None:
    assert {"forbidden"} == {move.verdict for move in MOVES if move.source == status and move.target != DELETED}


@pytest.mark.parametrize(
    "now, expected",
    [
        (0, {"outbox"}),
        (53, {"outbox"}),
        (56, {"outbox", "sent", "error"}),
        (70, {"outbox", "sent", "error"}),
        (75, {"sent", "error"}),
    ],
)
def test_outbox_message_is_surely_sent_only_after_its_time(now: float, expected: set[str]) -> None:
    model = Lifecycle(margin=5, patience=15)
    model.created("acti_1", {"status": "outbox", "send_in": 59}, now=0)
    assert expected == model.statuses("acti_1", now)


@pytest.mark.parametrize("status", ["inbox", "sent", "draft", "scheduled"])
def test_other_messages_stay_as_they_are(status: str) -> None:
    model = Lifecycle()
    model.created("acti_1", {"status": status}, now=0)
    assert {status} == model.statuses("acti_1", now=10**6)


@pytest.mark.parametrize(
    "now, expected", [(80, {"scheduled", "outbox"}), (95, {"scheduled", "outbox", "sent", "error"})]
)
def test_scheduled_message_is_sent_at_its_time(now: float, expected: set[str]) -> None:
    model = Lifecycle()
    model.created("acti_1", {"status": "scheduled"}, now=0, due=90)
    assert expected == model.statuses("acti_1", now)
    assert {"sent", "error"} == model.statuses("acti_1", now=120)


def test_deleted_message_is_no_message() -> None:
    model = Lifecycle()
    model.created("acti_1", {"status": "draft"}, now=0)
    model.deleted("acti_1")
    assert ["acti_1"] == model.gone
    assert [] == model.surely(0, "draft")


def test_cancelled_message_stays_a_draft_with_its_content() -> None:
    model = Lifecycle()
    model.created("acti_1", {"status": "outbox", "send_in": 59, "text": "Hi", "remote_phone": SEND_TO}, now=0)
    model.updated("acti_1", {"status": "draft"}, now=10)
    assert {"draft"} == model.statuses("acti_1", now=1000)
    assert {"text": "Hi"} == model.messages["acti_1"].content


def test_sending_that_was_attempted_may_fail_or_succeed_yet() -> None:
    model = Lifecycle()
    model.created("acti_1", {"status": "outbox"}, now=0)
    assert [] == model.surely(1, "sent")
    model.seen("acti_1", "sent")
    assert [] == model.surely(1, "sent")
    assert ["acti_1"] == model.surely(1, "sent", "error", "outbox")


def run(endpoint: Callable[[], Memory], examples: int = 150, **choices: Any) -> list[Memory]:
    """Run the machine; answers the endpoints it used. Raises what the machine raises."""
    used: list[Memory] = []

    class Machine(LifecycleMachine):
        def open_actions(self) -> Memory:
            used.append(endpoint())
            return used[-1]

    how = settings(QUIET, max_examples=examples, stateful_step_count=20, phases=[Phase.generate], **choices)
    run_state_machine_as_test(seed(1)(Machine), settings=how)
    return used


def test_machine_agrees_with_an_endpoint_that_follows_the_documents() -> None:
    used = run(lambda: Memory(*EVERYTHING), examples=60)
    asked = {status for memory in used for status in memory.asked}
    assert {"inbox", "sent", "draft", "scheduled", "outbox", "edit", "delete", "list"} == asked
    assert {SEND_TO} == {phone for memory in used for phone in memory.sent_to}


@pytest.mark.parametrize("faulty", FAULTY, ids=lambda faulty: faulty.__name__)
def test_machine_notices_a_fault(faulty: type[Memory]) -> None:
    with pytest.raises(AssertionError, match="expected"):
        run(lambda: faulty(*EVERYTHING), report_multiple_bugs=False)


class LosesCancels(Memory):
    """A cancel is done, but nobody hears of it."""

    def update(self, id_: str, body: Mapping[str, Any]) -> dict[str, Any] | None:
        answer = super().update(id_, body)
        if dict(body) == {"status": "draft"}:
            raise TimeoutError
        return answer


def test_machine_expects_nothing_of_a_message_whose_answer_was_lost() -> None:
    with pytest.raises(TimeoutError):  # and not what a look at it at the end of the walk would find
        run(lambda: LosesCancels("delay", "wait"))


@pytest.mark.parametrize("may, never", [((), {"scheduled", "outbox"}), (("schedule",), {"outbox"})])
def test_machine_keeps_to_what_the_run_may_do(may: tuple[str, ...], never: set[str]) -> None:
    used = run(lambda: Memory(*may), examples=30)
    assert not never & {status for memory in used for status in memory.asked}
    assert all(memory.now == 0 for memory in used)


def test_drafts_that_cannot_be_sent_have_fictional_numbers() -> None:
    used = run(Memory, examples=20)
    messages = [message for memory in used for message in memory.messages.values()]
    assert messages
    assert not [message for message in messages if isinstance(message["remote_phone"], Placeholder)]


def test_machine_without_an_endpoint_says_what_to_define() -> None:
    with pytest.raises(NotImplementedError, match="must define open_actions"):
        LifecycleMachine()
