"""Clocks: one that really passes, and one that passes when somebody sleeps."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest

from close_sms.clock import SystemClock, VirtualClock

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_virtual_clock_begins_at_its_start() -> None:
    assert VirtualClock(START.astimezone(timezone(timedelta(hours=-5)))).now() == START


def test_sleep_moves_the_virtual_clock_at_once() -> None:
    clock = VirtualClock(START)
    clock.sleep(3600)
    assert clock.now() == START + timedelta(hours=1)


@pytest.mark.parametrize("seconds", [0, -5])
def test_sleep_never_goes_back(seconds: float) -> None:
    clock = VirtualClock(START)
    clock.sleep(seconds)
    assert clock.now() == START


def test_later_readings_are_later() -> None:
    clock = VirtualClock(START)
    readings = [clock.now() for _ in range(5)]
    assert readings == sorted(set(readings))


def test_virtual_clock_loses_no_sleep_under_threads() -> None:
    clock = VirtualClock(START)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(clock.sleep, [1] * 800))
    assert clock.now() == START + timedelta(seconds=800)


def test_start_without_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="with an offset"):
        VirtualClock(datetime(2026, 3, 1))


def test_system_clock_is_aware_and_sleeps() -> None:
    clock = SystemClock()
    before = clock.now()
    clock.sleep(0.02)
    clock.sleep(-1)
    assert clock.now() - before >= timedelta(seconds=0.02)
    assert before.utcoffset() == timedelta()
