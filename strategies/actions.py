"""What the state machine asks of whoever leads its messages through an endpoint."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

Activity = Mapping[str, Any]
Settled = Callable[[Mapping[str, Activity]], bool]  # whether a list, by id, shows what it should


class Actions(Protocol):
    """What the machine does to an endpoint. Bodies hold placeholders, to be filled before they are sent."""

    @property
    def belongs(self) -> Mapping[str, Any]:
        """The `lead_id` and `contact_id` of the messages: of a lead that has no others than the machine's."""

    def create(self, body: Mapping[str, Any]) -> Activity | None:
        """The activity that a create made, or None where it was refused."""

    def update(self, id_: str, body: Mapping[str, Any]) -> Activity | None:
        """The activity after an update, or None where it was refused."""

    def get(self, id_: str) -> Activity:
        """The activity as a fetch answers it; empty where it is unknown."""

    def delete(self, id_: str) -> bool:
        """Whether a delete was accepted."""

    def list(self, settled: Settled) -> Mapping[str, Activity]:
        """The entries of the list of their lead by id; one that lags is waited for until it has `settled`."""

    def moment(self, seconds: float) -> str:
        """The date-time in so many seconds at the endpoint."""

    def wait(self, seconds: float) -> None:
        """Let time pass at the endpoint."""

    def may(self, action: str) -> bool:
        """Whether the run may: `schedule`, `send`, `delay` (that is `send_in`), `delete`, `wait`, use a `template`."""
