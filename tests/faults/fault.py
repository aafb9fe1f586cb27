"""What a fault is: a deliberate defect of the mock, and the rules that it breaks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

from close_sms.mock import Behaviour

Profile = Literal["record", "schedule", "send"]
T = TypeVar("T", bound=Behaviour)


@dataclass(frozen=True)
class Fault:
    """One defect; `breaks` has the main rule first, `profile` is the least one that shows it.

    `gap` says why no check catches it: a fault that cannot be found stays in the bank, and is counted.
    """

    name: str
    breaks: tuple[str, ...]
    says: str
    behaviour: type[Behaviour]
    profile: Profile = "record"
    chance: bool = False
    gap: str = ""


REGISTER: dict[str, Fault] = {}


def fault(
    breaks: str | tuple[str, ...], says: str, *, profile: Profile = "record", chance: bool = False, gap: str = ""
) -> Callable[[type[T]], type[T]]:
    """Enter the decorated class into the register, under its name in snake case."""

    def enter(behaviour: type[T]) -> type[T]:
        name = re.sub(r"(?<!^)(?=[A-Z])", "_", behaviour.__name__).lower()
        if name in REGISTER:
            raise ValueError(f"two faults have the name {name}")
        rules = (breaks,) if isinstance(breaks, str) else breaks
        REGISTER[name] = Fault(name, rules, says, behaviour, profile, chance, gap)
        return behaviour

    return enter
