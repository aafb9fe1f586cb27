"""What a strategy can make, asked in one word; after Hypothesis's own helpers of these names."""

from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, Verbosity, find, given, settings
from hypothesis.errors import NoSuchExample
from hypothesis.strategies import SearchStrategy

T = TypeVar("T")
QUIET = settings(database=None, deadline=None, verbosity=Verbosity.quiet, suppress_health_check=list(HealthCheck))


def minimal(strategy: SearchStrategy[T], condition: Callable[[T], bool] = lambda _: True, tries: int = 1000) -> T:
    """The smallest value with the property that shrinking comes to; fails if there is none in so many tries."""
    return _found(strategy, condition, settings(QUIET, max_examples=tries))


def find_any(strategy: SearchStrategy[T], condition: Callable[[T], bool] = lambda _: True, tries: int = 1000) -> T:
    """Any value with the property, not shrunk; fails if there is none in so many tries."""
    return _found(strategy, condition, settings(QUIET, max_examples=tries, phases=[Phase.generate]))


def assert_all_examples(strategy: SearchStrategy[T], claim: Callable[[T], Any], tries: int = 200) -> None:
    """No value fails the claim, which either asserts something or answers whether it holds."""

    @settings(QUIET, max_examples=tries, phases=[Phase.generate, Phase.shrink])
    @given(strategy)
    def check(value: T) -> None:
        assert claim(value) is not False, f"the claim fails for {value!r}"

    check()


def assert_no_examples(strategy: SearchStrategy[T], condition: Callable[[T], bool], tries: int = 200) -> None:
    """No value has the property."""
    assert_all_examples(strategy, lambda value: not condition(value), tries)


def _found(strategy: SearchStrategy[T], condition: Callable[[T], bool], how: settings) -> T:
    try:
        return find(strategy, condition, settings=how)
    except NoSuchExample:
        raise AssertionError(f"{strategy!r} makes no such value in {how.max_examples} tries") from None
