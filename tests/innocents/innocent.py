"""What an innocent is: an honest server that chose otherwise where the documents leave a choice.

The documents leave a choice where they are silent (S), contradict themselves (D) or only show an example. Whoever
accuses an innocent of breaking a rule accuses it falsely. Each says in `says` why the documents allow what it does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from close_sms.mock import Behaviour, create_app

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

Now = Callable[[], datetime]
Around = Callable[["WSGIApplication", Now], "WSGIApplication"]


@dataclass(frozen=True)
class Innocent:
    """One honest server; `about` names the disagreements, silences and statements that it rests on.

    `readings` and `behaviour` are for `create_app`; `around` puts something in front of the application.
    """

    name: str
    says: str
    about: tuple[str, ...]
    readings: Mapping[str, str] = field(default_factory=dict)
    behaviour: type[Behaviour] = Behaviour
    around: Around | None = None

    def application(self, now: Now) -> WSGIApplication:
        """A new server of this kind, with a world of its own, that lives by the clock `now`."""
        app = create_app(now=now, readings=self.readings, behaviour=self.behaviour)
        return app if self.around is None else self.around(app, now)


INNOCENTS: dict[str, Innocent] = {}
"""Every innocent by its name; whole once the package `tests.innocents` is imported."""


def innocent(
    name: str,
    about: str,
    says: str,
    *,
    readings: Mapping[str, str] | None = None,
    behaviour: type[Behaviour] = Behaviour,
    around: Around | None = None,
) -> Innocent:
    """Register an innocent; `about` are numbers such as `D7 S50`."""
    if name in INNOCENTS:
        raise ValueError(f"two innocents named {name!r}")
    made = Innocent(name, says, tuple(about.split()), dict(readings or {}), behaviour, around)
    INNOCENTS[name] = made
    return made
