"""What an endpoint did with one message it does with its like, too: what is open may be chosen, but once."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime

from close_sms.exchange import Exchange
from close_sms.wording import as_found, show
from conformance.claims.comparing import instant, same_moment
from conformance.invariants.creates import MOST_SKEW, is_plain
from conformance.invariants.parsed_exchange import Activity, Seen
from conformance.lists.pages import LIST_LAG

STORED = ("inbox", "sent", "draft", "scheduled")  # what is sent at once may be sent without its files (S72)
MOST_FILES = 10  # what becomes of more is open (D14)
UPLOADED = "https://app.close.com/go/file/"
BY_VALUE = ("status", "source", "direction")  # what says of which kind a message is


@dataclass
class Dated:
    """Of the dates of creation that messages of one kind were given: the oldest kept and the youngest ignored."""

    kept: tuple[datetime, Exchange] | None = None
    ignored: tuple[datetime, Exchange] | None = None


@dataclass
class Given:
    """The files that a message was made with, and when."""

    status: str
    files: list[Activity]
    since: datetime


@dataclass
class Habits:
    """What was done with the first messages of their kind.

    `dated` has, by kind, what became of posted dates of creation; `given`, by id, the files of messages that nobody
    has touched since; `shown` and `lacking`, by status, a look at one that had all its files, and at one that had not.
    """

    dated: dict[Hashable, Dated] = field(default_factory=dict)
    given: dict[str, Given] = field(default_factory=dict)
    shown: dict[str, Exchange] = field(default_factory=dict)
    lacking: dict[str, list[tuple[Seen, Given, object]]] = field(default_factory=dict)

    def watch(self, seen: Seen) -> None:
        """Hold what came of a create against what came of others of its kind."""
        posted, made = seen.posted, seen.body
        if seen.operation == "create" and seen.accepted and not seen.is_partial and posted and isinstance(made, dict):
            self._date_created(seen, posted, made)
            self._remember_files(seen, posted, made)
        elif seen.operation in ("get", "list"):
            for entry in seen.activities:
                self._files(seen, entry)
        elif seen.exchange.method not in ("GET", "HEAD"):
            self.given.pop(seen.item, None)

    def _date_created(self, seen: Seen, posted: Activity, made: Activity) -> None:
        """A posted one is kept in every message of a kind, or ignored in every (question date-created-input).

        One that is older than those which are kept may be too old.
        """
        date, moment = posted.get("date_created"), instant(posted.get("date_created"))
        if moment is None or moment > seen.moment - MOST_SKEW or not is_plain("activity_at", date):
            return  # one of just now may be that of the create
        dated = self.dated.setdefault(_kind(seen, posted, moment), Dated())
        is_kept = same_moment(made.get("date_created"), date)
        if is_kept and (dated.kept is None or moment < dated.kept[0]):
            dated.kept = moment, seen.exchange
        if not is_kept and (dated.ignored is None or moment > dated.ignored[0]):
            dated.ignored = moment, seen.exchange
        other = dated.ignored if is_kept else dated.kept
        contrary = other is not None and (moment <= other[0] if is_kept else moment >= other[0])
        seen.claim(
            "stored.instants",
            not contrary,
            f"`date_created` {date} is {'ignored' if is_kept else 'kept'}, as a posted one was in a message like it",
            as_found(made, "date_created"),
            control=other[1] if other else None,
        )

    def _remember_files(self, seen: Seen, posted: Activity, made: Activity) -> None:
        files, status = posted.get("attachments"), str(posted.get("status"))
        if status not in STORED or not isinstance(files, list) or not 0 < len(files) <= MOST_FILES:
            return
        if all(map(_is_uploaded, files)):
            self.given.setdefault(str(made.get("id")), Given(status, files, seen.exchange.started))

    def _files(self, seen: Seen, entry: Activity) -> None:
        """Where one message shows its files, once they had time to come, so does another (S72)."""
        given = self.given.get(str(entry.get("id")))
        if given is None or "attachments" not in entry or seen.exchange.started - given.since < LIST_LAG:
            return
        found = entry["attachments"]
        distinct = {tuple(sorted(map(str, file.items()))) for file in given.files}  # the same twice may be one
        if isinstance(found, list) and len(distinct) <= len(found) <= len(given.files):
            self.shown.setdefault(given.status, seen.exchange)
        else:
            self.lacking.setdefault(given.status, []).append((seen, given, found))
        if given.status in self.shown:
            for look in self.lacking.pop(given.status, []):
                self._claim_files(*look)

    def _claim_files(self, seen: Seen, given: Given, found: object) -> None:
        wanted = f"`attachments` has the {len(given.files)} file(s) posted, as it has them in another message"
        seen.claim("attachments.come-back", False, wanted, f"it is {show(found)}", control=self.shown[given.status])


def _kind(seen: Seen, posted: Activity, created: datetime) -> Hashable:
    """What messages have in common that are alike: in what they say, to whom, and in which order they say it.

    Not everybody may be allowed to set a date, and it may count with a source or without a template only.
    """
    caller, query = seen.exchange.request_headers.get("authorization", ""), seen.exchange.url.partition("?")[2]
    keys = frozenset(name for name, value in posted.items() if value is not None)
    activity_at = instant(posted.get("activity_at"))
    order = None if activity_at is None else (created > activity_at) - (created < activity_at)
    return caller, query, keys, order, *(posted.get(name) for name in BY_VALUE)


def _is_uploaded(file: object) -> bool:
    return isinstance(file, dict) and str(file.get("url")).startswith(UPLOADED)
