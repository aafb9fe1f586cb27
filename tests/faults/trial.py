"""One long conversation with a mock, in parts, so long that every fault of the bank shows in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from close_sms.mock import Behaviour
from tests.faults.fault import Fault
from tests.faults.parts_access import credentials, paths
from tests.faults.parts_alike import alike, alike_and_dated
from tests.faults.parts_beside import beside, dated, delayed
from tests.faults.parts_company import company, sent_together
from tests.faults.parts_create import bodies, logged
from tests.faults.parts_lists import conventions, lists
from tests.faults.parts_odd import afterwards, odd
from tests.faults.parts_others import log, meeting, organizations, relations, together
from tests.faults.parts_paths import few_go, few_go_to_send
from tests.faults.parts_rare import media, rare, variants
from tests.faults.parts_sending import scheduling, sending
from tests.faults.parts_ways import ways, ways_to_send
from tests.faults.talk import Differs, Part, Talk

RECORD: Final = (
    organizations, logged, relations, bodies, variants, rare, media, paths, credentials, log, conventions, lists,
    together, odd, beside, company, ways, alike, few_go,
)  # fmt: skip
PARTS: Final[Mapping[str, Part]] = {
    part.__name__: part
    for part in (
        *RECORD,
        scheduling,
        meeting,
        sending,
        afterwards,
        dated,
        delayed,
        sent_together,
        ways_to_send,
        alike_and_dated,
        few_go_to_send,
    )
}
PROFILES: Final[Mapping[str, tuple[str, ...]]] = {
    "record": tuple(part.__name__ for part in RECORD),
    "schedule": ("scheduling", "meeting", "dated", "company", "ways_to_send", "alike_and_dated",
                 "few_go_to_send"),
    "send": ("sending", "scheduling", "afterwards", "delayed", "sent_together", "ways_to_send", "few_go_to_send"),
}  # fmt: skip
FIRST: Final[Mapping[str, tuple[str, ...]]] = {
    "list": ("lists",), "conventions": ("conventions",), "auth": ("credentials",), "transport": ("paths", "bodies"),
    "events": ("log",), "isolation": ("organizations",), "concurrency": ("together", "meeting"), "body": ("bodies",),
    "phones": ("bodies",), "status": ("bodies",), "source": ("bodies",), "stored": ("logged", "rare"),
    "attachments": ("media", "bodies"), "update": ("logged", "relations"), "templates": ("logged", "relations"),
}  # fmt: skip
"""The parts in which the faults of a chapter show most likely."""


def parts_for(fault: Fault) -> list[str]:
    """The parts in which a fault may show, the likeliest first."""
    likely = FIRST.get(fault.breaks[0].partition(".")[0], ())
    return sorted(PROFILES[fault.profile], key=lambda part: likely.index(part) if part in likely else len(likely))


def trial(behaviour: type[Behaviour], part: str, expected: Sequence[Any] | None = None) -> list[Any]:
    """What one part of the conversation heard; raises Differs where that is not what was `expected`."""
    talk = Talk(behaviour, expected)
    PARTS[part](talk)
    return talk.heard


def shows(behaviour: type[Behaviour], part: str, plain: Sequence[Any]) -> bool:
    """Whether a part goes another way than it goes with the `plain` mock."""
    try:
        return trial(behaviour, part, plain) != plain
    except Differs:
        return True
