"""Walking through nested values without recursion, so that no depth can exhaust the stack."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Container = dict[str, Any] | list[Any]
T = TypeVar("T")


def containers(value: Container) -> Iterator[Container]:
    """`value` and every object and list in it; each may be changed once it has come."""
    waiting = [value]
    while waiting:
        container = waiting.pop()
        yield container
        waiting += inner(container)


def depth(value: Container) -> int:
    """In how many levels `value` is nested: 1 for an object or a list with none in it."""
    level, levels = [value], 0
    while level:
        level = [deeper for container in level for deeper in inner(container)]
        levels += 1
    return levels


def inner(container: Container) -> list[Container]:
    """The objects and lists that stand directly in an object or a list."""
    items = container.values() if isinstance(container, dict) else container
    return [item for item in items if isinstance(item, dict | list)]


def on_a_fresh_stack(function: Callable[[], T]) -> T:
    """What `function` answers when no caller has used up part of the stack; raises what it raises."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(function).result()
