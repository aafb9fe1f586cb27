"""What an endpoint did with one message it does with its like, too: what is open may be chosen, but once."""

from __future__ import annotations

from dataclasses import dataclass, field

from close_sms.claims import MISSING, show
from close_sms.exchange import Exchange
from conformance.comparing import instant, same_moment
from conformance.invariants.creates import CLOCKS_MAY_DIFFER, is_plain
from conformance.invariants.seen import Activity, Seen

STORED = ("inbox", "sent", "draft", "scheduled")  # what is sent at once may be sent without its files (S72)
MOST_FILES = 10  # what becomes of more is open (D14)
UPLOADED = "https://app.close.com/go/file/"


@dataclass
class Habits:
    """The first creates of their kind.

    `dated` has, by status and caller (not everybody may be allowed to set a date), whether a posted `date_created` was
    kept; `shown`, by status, the first answer that had all its files.
    """

    dated: dict[tuple[str, str], tuple[bool, Exchange]] = field(default_factory=dict)
    shown: dict[str, Exchange] = field(default_factory=dict)

    def watch(self, seen: Seen) -> None:
        """Hold an accepted create against the first of its kind."""
        posted, made = seen.posted, seen.body
        if seen.operation == "create" and seen.accepted and not seen.limited and posted and isinstance(made, dict):
            self._date_created(seen, posted, made)
            self._files(seen, posted, made)

    def _date_created(self, seen: Seen, posted: Activity, made: Activity) -> None:
        """A posted one is kept in every message, or ignored in every (question date-created-input)."""
        date, moment = posted.get("date_created"), instant(posted.get("date_created"))
        if moment is None or moment > seen.moment - CLOCKS_MAY_DIFFER or not is_plain("activity_at", date):
            return  # one of just now may be that of the create
        kept = same_moment(made.get("date_created"), date)
        kind = str(posted.get("status")), seen.exchange.request_headers.get("authorization", "")
        usually, first = self.dated.setdefault(kind, (kept, seen.exchange))
        seen.claim(
            "stored.instants",
            kept is usually,
            f"`date_created` {date} is {'kept' if usually else 'ignored'}, as a posted one was in another message",
            f"`date_created` is {show(made.get('date_created', MISSING))}",
            control=first,
        )

    def _files(self, seen: Seen, posted: Activity, made: Activity) -> None:
        """Where one message shows its files at once, so does another: they need not be fetched first (S72)."""
        files, status = posted.get("attachments"), str(posted.get("status"))
        if status not in STORED or not isinstance(files, list) or not 0 < len(files) <= MOST_FILES:
            return
        if not all(map(_is_uploaded, files)):
            return
        found = made.get("attachments")
        shown = isinstance(found, list) and len(found) == len(files)
        if shown:
            self.shown.setdefault(status, seen.exchange)
        if status in self.shown:
            wanted = f"`attachments` has the {len(files)} file(s) posted, as it has them in another message"
            seen.claim("attachments.come-back", shown, wanted, f"it is {show(found)}", control=self.shown[status])


def _is_uploaded(file: object) -> bool:
    return isinstance(file, dict) and str(file.get("url")).startswith(UPLOADED)
