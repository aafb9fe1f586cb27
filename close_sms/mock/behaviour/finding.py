"""Finding things by the id in a path, across no border of an organization."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from close_sms.mock.behaviour.part import Part
from close_sms.mock.calls import Call
from close_sms.mock.errors import Refusal, one_error, unknown_id
from close_sms.mock.world import Owned

T = TypeVar("T", bound=Owned)


class Finding(Part):
    """What a path may name."""

    def find(self, shelf: Mapping[str, T], call: Call, model: str) -> T:
        """The thing of the caller's organization with the id in the path; refuses every other id."""
        thing = self.world.own(shelf, call.key, call.organization_id)
        if thing is None:
            raise self.no_such_thing(shelf, call.key, model)
        return thing

    def own_id(self, shelf: Mapping[str, T], key: str | None, organization_id: str) -> str | None:
        """The id, if it names something of the organization's; None for every other."""
        return key if self.world.own(shelf, key, organization_id) is not None else None

    def no_such_thing(self, shelf: Mapping[str, T], key: str, model: str) -> Refusal:
        """The refusal of an id that names nothing, or only something of another organization's."""
        if key in shelf and self.reads("foreign-id-code") == "403":
            return one_error(403, "You do not have permission to do that.")
        return unknown_id(model)
