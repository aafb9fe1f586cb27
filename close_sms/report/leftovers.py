"""What a run could not delete, in words: how many of what, and why, each reason once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from close_sms.report.model import Leftover
from close_sms.report.text import plural

_NAMED = 3  # so few objects of one reason are named


class Group(NamedTuple):
    """The objects that were left for one reason: in short, and each of them."""

    reason: str
    what: str
    names: list[str]


def counted(kinds: Iterable[str]) -> str:
    """How many objects there are of each kind, such as ``14 activity/sms, 1 lead``."""
    return ", ".join(f"{count:,} {kind}" for kind, count in Counter(kinds).most_common())


def told(left: Sequence[Leftover], ledger: str = "") -> str:
    """All of them in a line; ``ledger`` is the file that names them, if there is one."""
    where = f" ({ledger})" if ledger else ""
    return f"{plural(len(left), 'object')} left behind: {counted(each['kind'] for each in left)}{where}"


def by_reason(left: Sequence[Leftover]) -> list[Group]:
    """One group for each reason, in the order in which they were met."""
    found: dict[str, list[Leftover]] = {}
    for each in left:
        found.setdefault(each["reason"], []).append(each)
    return [_group(reason, those) for reason, those in found.items()]


def _group(reason: str, left: Sequence[Leftover]) -> Group:
    names = [f"{each['kind']} {each['id']}" for each in left]
    kinds = counted(each["kind"] for each in left)
    return Group(reason, kinds if len(left) > _NAMED else ", ".join(names), names)
