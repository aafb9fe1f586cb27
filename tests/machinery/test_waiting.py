"""The waiting room starts checks together and resumes each at its time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime

import pytest

from close_sms.clock import VirtualClock
from close_sms.judgement import Judgement
from close_sms.waiting import Scenario, WaitingRoom, waiting, waits


class Hall:
    """A waiting room in virtual time with a diary of (check, seconds since the start)."""

    def __init__(self) -> None:
        self.clock = VirtualClock(datetime(2026, 1, 1, tzinfo=UTC))
        self.begun = self.clock.now()
        self.diary: list[tuple[str, int]] = []
        self.judged: list[str] = []
        self.room = WaitingRoom(self.clock, self._judge)

    def _judge(self, judgement: Judgement) -> nullcontext[Judgement]:
        self.judged.append(judgement.check)
        return nullcontext(judgement)

    def note(self, name: str) -> None:
        self.diary.append((name, round((self.clock.now() - self.begun).total_seconds())))

    def admit(self, name: str, *pauses: float, error: Exception | None = None) -> None:
        self.room.admit(Judgement(name, ()), self._scenario(name, pauses, error))

    def _scenario(self, name: str, pauses: tuple[float, ...], error: Exception | None) -> Callable[[], Scenario]:
        def scenario() -> Scenario:
            for pause in pauses:
                self.note(name)
                yield pause
            self.note(name)
            if error:
                raise error

        return scenario


def test_a_marked_check_waits() -> None:
    @waiting
    def marked() -> Scenario:
        yield 1

    assert (True, False) == (waits(marked), waits(test_a_marked_check_waits))
    assert "marked" == marked.__name__


def test_waits_run_side_by_side_and_in_the_order_of_their_time() -> None:
    hall = Hall()
    hall.admit("slow", 10)
    hall.admit("quick", 2, 3)
    assert hall.room.finish("slow").check == "slow"
    assert hall.room.finish("quick").check == "quick"
    assert [("slow", 0), ("quick", 0), ("quick", 2), ("quick", 5), ("slow", 10)] == hall.diary


def test_a_check_without_a_wait_is_done_at_once() -> None:
    hall = Hall()
    hall.admit("at once")
    assert "at once" in hall.room
    assert "another" not in hall.room
    assert hall.room.judgement("at once") is hall.room.finish("at once")


@pytest.mark.parametrize("pauses", [(), (1,)])
def test_an_error_is_raised_in_its_own_check_only(pauses: tuple[float, ...]) -> None:
    hall = Hall()
    hall.admit("broken", *pauses, error=RuntimeError("mine"))
    hall.admit("sound", 5)
    assert "sound" == hall.room.finish("sound").check
    with pytest.raises(RuntimeError, match="mine"):
        hall.room.finish("broken")


def test_every_step_counts_for_its_own_check() -> None:
    hall = Hall()
    hall.admit("a", 2)
    hall.admit("b", 1)
    hall.judged.clear()
    hall.room.finish("a")
    assert ["b", "a"] == hall.judged
