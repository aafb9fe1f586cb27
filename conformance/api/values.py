"""The run's own values, which the placeholders of bodies stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from close_sms.run import Run
from strategies import CONTACT, FAR, FICTIONAL, LEAD, LOCAL_PHONE, ORGANIZATION, SEND_TO, TEMPLATE, USER

TEMPLATE_TEXT = "Thank you for the call. We meet again next week."
# Beyond what `schedule` may send, and within the 35 days that carriers' own schedulers often allow: no document says
# how far ahead is too far.
FAR_AHEAD = timedelta(days=33)
UNKNOWN: Any = object()  # the endpoint does not tell this value; an optional field that needs it is left out


class Values(Mapping[str, Any]):
    """The values behind placeholders, found or made when a body first needs them."""

    def __init__(self, run: Run) -> None:
        """Values of the run's world."""
        world = run.world
        self._sources: dict[str, Callable[[], Any]] = {
            LEAD.name: lambda: world.lead_id,
            CONTACT.name: lambda: world.contact_id,
            USER.name: lambda: world.user_id or UNKNOWN,
            ORGANIZATION.name: lambda: world.organization_id or UNKNOWN,
            LOCAL_PHONE.name: lambda: world.local_phone or UNKNOWN,
            TEMPLATE.name: lambda: world.template(TEMPLATE_TEXT),
            SEND_TO.name: lambda: run.settings.send_to or FICTIONAL,
            FAR.name: lambda: (run.started + FAR_AHEAD).isoformat(timespec="seconds"),
        }

    def __getitem__(self, name: str) -> Any:
        """The value of this placeholder."""
        return self._sources[name]()

    def __iter__(self) -> Iterator[str]:
        """The names of the placeholders."""
        return iter(self._sources)

    def __len__(self) -> int:
        """How many placeholders there are."""
        return len(self._sources)
