"""Servers that look at the names of files."""

from __future__ import annotations

from typing import Any

from close_sms.mock import Behaviour
from close_sms.mock.calls import Json
from close_sms.mock.errors import Invalid
from tests.innocents.innocent import innocent


class PlainUniqueNames(Behaviour):
    """A name has the ending of its type, letters of ASCII, and is no other file's."""

    def attachments(self, value: Any) -> list[Json]:
        found = super().attachments(value)
        names = [each["filename"] for each in found]
        if len({*names}) < len(names) or not all(name.isascii() and not name.endswith(".bin") for name in names):
            raise Invalid("Names of files must be plain and unique, with the ending of the type.")
        return found


innocent(
    "files-with-plain-unique-names",
    "R47 S72",
    "Which names files may have is not said; here they are of ASCII, end as their type does, and come once.",
    behaviour=PlainUniqueNames,
)
