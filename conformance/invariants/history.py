"""What answers say over time: each about a message is held against what was known of that message before.

A request that overlaps with another leaves open which of them came first: what it wrote is unknown until the message is
seen alone again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import schemas
from close_sms.judgement import running
from close_sms.wording import as_found, show
from conformance.claims.comparing import UNSETTLED, changed_keys, instant, is_number, same_moment
from conformance.invariants.changes import (
    BY_WHOM,
    CHOSEN_WHEN_SENDING,
    HOST_SKEW,
    WHAT_SENDING_TOUCHES,
    claim_change,
)
from conformance.invariants.known_ids import KnownIds
from conformance.invariants.known_message import KnownMessage
from conformance.invariants.parsed_exchange import Activity, Seen
from conformance.lists.pages import LIST_LAG, UNSTEADY
from conformance.statuses import ATTEMPTED, LOCKED_RULES, OWN_MOVES, SECOND_THOUGHTS
from strategies import CREATE, DELETED, STATUSES

IMMUTABLE = ("date_created", "direction", "created_by", "organization_id")
NOT_FOUND = (404, 410)
FOUND_ONCE = ("contact_id", "user_id")  # by a job; when a message took place may change with its sending


@dataclass
class History:
    """The past of every message of the run."""

    known_ids: KnownIds
    pasts: dict[str, KnownMessage] = field(default_factory=dict)

    def watch(self, seen: Seen) -> None:
        """Hold an answer against the past, and remember it; of what may have been done unheard nothing is known."""
        if seen.is_noise:
            if seen.is_unheard:
                self._forget(seen)
            return
        match seen.operation:
            case "create":
                self._create(seen)
            case "get":
                self._get(seen)
            case "update":
                self._update(seen)
            case "delete":
                self._delete(seen)
            case "list":
                self._list(seen)
            case _ if seen.item in self.pasts and seen.accepted and seen.exchange.method not in ("GET", "HEAD"):
                self.pasts[seen.item].becomes(None, seen)  # by a way that no document knows, such as PATCH
        if seen.exchange.method == "DELETE" and seen.accepted and seen.exchange.path.startswith("lead/"):
            self._forget(seen)

    def _forget(self, seen: Seen) -> None:
        """Of the message that a request names, and of those of the lead that it names, nothing is known any more."""
        self.pasts = {
            key: past for key, past in self.pasts.items() if seen.item not in (key, past.first.get("lead_id"))
        }

    def _create(self, seen: Seen) -> None:
        _move(CREATE, seen)
        for made in seen.activities:
            key = str(made.get("id"))
            seen.claim(
                "object.own-id",
                key not in self.pasts or _is_repeated(self.pasts[key], made),
                "a new activity has an id that no other has",
                f"the id {show(key)}, given before",
            )
            past = KnownMessage(made, made, seen.exchange.started, seen.foreign, due=due_of(made, seen))
            self.pasts.setdefault(key, past).known_to.add(seen.exchange.authorization)

    def _get(self, seen: Seen) -> None:
        past = self.pasts.get(seen.item)
        if past is None or past.foreign != seen.foreign or seen.exchange.status == 401:
            return
        if past.gone:
            seen.claim("delete.gone", not seen.accepted, "a deleted activity is unknown to a fetch")
        elif seen.exchange.status in NOT_FOUND and seen.exchange.authorization in past.known_to:
            seen.claim("get.object", False, "an activity that was created and not deleted is found")
        for found in seen.activities:
            _claim_own_id(seen, found, "get.object")
            self._claim_immutable(seen, past, found)
            if past.last is not None:
                _claim_unchanged(seen, past, past.last, found)
                _claim_as_listed(seen, past, found)
            past.known_to.add(seen.exchange.authorization)
            past.becomes(_unless_overlapped(seen, found), seen)
            past.refused = None

    def _update(self, seen: Seen) -> None:
        past = self.pasts.get(seen.item)
        if past is None or past.foreign != seen.foreign or past.gone or seen.exchange.status == 401:
            return
        _move(str((past.last or {}).get("status")), seen)
        past.since = seen.exchange.started
        if not seen.accepted:
            past.refused = seen.exchange
            if seen.exchange.status >= 500 or seen.exchange.overlapped:
                past.becomes(None, seen)
            return
        if not seen.activities:
            past.becomes(None, seen)
        for after in seen.activities:
            _claim_own_id(seen, after, "update.whole-object")
            self._claim_immutable(seen, past, after)
            if past.last is not None and seen.posted is not None and not seen.exchange.overlapped:
                claim_change(seen, past.last, seen.posted, after, due=past.due, known_ids=self.known_ids)
            past.known_to.add(seen.exchange.authorization)
            past.due = due_of(after, seen) or (past.due if after.get("status") in ATTEMPTED else None)
            past.becomes(_unless_overlapped(seen, after), seen)
            past.refused = None

    def _delete(self, seen: Seen) -> None:
        past = self.pasts.get(seen.item)
        if past is None or past.foreign != seen.foreign:
            return
        if past.last is not None and not past.gone and seen.exchange.status != 401 and not seen.exchange.overlapped:
            running().moves[str(past.last.get("status")), DELETED, seen.exchange.status] += 1
        if seen.accepted:
            past.gone, past.since = True, seen.exchange.started

    def _list(self, seen: Seen) -> None:
        for entry in seen.activities:
            _claim_filters(seen, entry)
            past = self.pasts.get(str(entry.get("id")))
            if past is None or seen.exchange.overlapped:
                continue
            self._claim_immutable(seen, past, entry)
            age = seen.exchange.started - past.since
            if past.gone and age >= LIST_LAG:
                seen.claim("delete.gone", False, f"the deleted activity {entry.get('id')} is in no list")
            elif not past.gone and age >= UNSTEADY:
                _claim_listed(seen, past, entry)

    def _claim_immutable(self, seen: Seen, past: KnownMessage, now: Activity) -> None:
        first = past.first
        moved = [name for name in IMMUTABLE if name in now and name in first and not _same(name, now, first)]
        seen.claim(
            "object.immutable",
            not moved,
            ", ".join(f"`{name}` is still {show(first[name])}" for name in moved),
            as_found(now, *moved),
        )


def _is_repeated(past: KnownMessage, made: Activity) -> bool:
    """Whether it is the very same message that is answered again, as to a create that was sent twice (S69)."""
    return past.last is not None and not past.gone and not changed_keys(made, past.last, but=UNSETTLED)


def due_of(written: Activity, seen: Seen) -> datetime | None:
    """When a message that was just written may be sent at the earliest; None where it was not to be sent."""
    status, asked = written.get("status"), (seen.posted or {}).get("status")
    if status == "scheduled":
        return instant(written.get("date_scheduled")) or seen.moment
    if status in ATTEMPTED:
        return seen.moment if asked in ("scheduled", "outbox") else None
    # A delay in an update may be ignored (question send-in-on-update).
    delay = (seen.posted or {}).get("send_in") if seen.operation == "create" else 0
    seconds = delay if is_number(delay) else 0
    return seen.moment + timedelta(seconds=seconds) if status == "outbox" else None


def _same(name: str, now: Activity, before: Activity) -> bool:
    return now[name] == before[name] or (name == "date_created" and same_moment(now[name], before[name]))


def _unless_overlapped(seen: Seen, activity: Activity) -> Activity | None:
    return None if seen.exchange.overlapped else activity


def _move(source: str, seen: Seen) -> None:
    """Note the change of status that was asked for, for the machine in the report; faulty bodies ask for none."""
    posted = seen.posted
    if posted is None or seen.exchange.overlapped:
        return
    if not (schemas.must_accept("create", posted) if source == CREATE else schemas.may_accept("update", posted)):
        return
    target = posted.get("status", source)
    if source in (CREATE, *STATUSES, "error"):
        running().moves[source, target, seen.exchange.status] += 1


def _claim_own_id(seen: Seen, found: Activity, rule: str) -> None:
    key = found.get("id")
    seen.claim(rule, key == seen.item, f"the activity of the id {seen.item}", as_found(found, "id"))


def _claim_unchanged(seen: Seen, past: KnownMessage, before: Activity, now: Activity) -> None:
    """A fetch shows what was last answered; what waits to be sent may have been sent."""
    status = (before.get("status"), now.get("status"))
    own = status[0] == status[1] or status in OWN_MOVES or (past.due is not None and status in SECOND_THOUGHTS)
    seen.claim(
        "lifecycle.own-moves",
        own,
        f"an activity last seen as {show(status[0])} has not moved to another status unasked",
        as_found(now, "status"),
    )
    free = (*UNSETTLED, *_moved_by_sending(seen, past, before, now), "status")
    changed = changed_keys(now, before, but=free)
    rule, why = "stored.get", "as it was last answered"
    if past.refused is not None and status[0] is not None:
        rule = LOCKED_RULES.get(str(status[0]), "update.faulty-fields")
        why = f"after a {past.refused.method} that was answered {past.refused.status}"
    seen.claim(
        rule,
        not changed,
        f"{why}: " + ", ".join(f"`{name}` {show(before[name], 80)}" for name in changed),
        as_found(now, *changed, limit=80),
    )


def _moved_by_sending(seen: Seen, past: KnownMessage, before: Activity, now: Activity) -> tuple[str, ...]:
    """What may have changed because the message was due, or is soon, or has failed; who has it in hand at any time."""
    if past.due is None:
        return ()
    if seen.moment < past.due - HOST_SKEW and now.get("status") != "error":
        return ("updated_by",)
    return (*WHAT_SENDING_TOUCHES, *BY_WHOM, *(name for name in CHOSEN_WHEN_SENDING if before.get(name) is None))


def _claim_listed(seen: Seen, past: KnownMessage, entry: Activity) -> None:
    """A list shows a message as it is, or lately was."""
    known = [state for state in past.lately(seen.exchange.started) if state is not None]
    if past.last is None or len(known) <= len(past.earlier):
        return  # one of the states is not known
    _claim_found_once(seen, past, past.last, entry)
    last, changes = past.last, [_changed_in_list(seen, past, state, entry) for state in known]
    changed = changes[0] if all(changes) else []
    seen.claim(
        "stored.list",
        not changed,
        f"the list shows {last.get('id')} as it was last answered: "
        + ", ".join(f"`{name}` {show(last[name], 60)}" for name in changed),
        as_found(entry, *changed, limit=60),
    )


def _claim_found_once(seen: Seen, past: KnownMessage, last: Activity, now: Activity) -> None:
    """What a job has found out later, as a list shows it, it has found out for good."""
    for name in FOUND_ONCE:
        value = now.get(name)
        if last.get(name) is None and value is not None:
            found, first = past.found.setdefault(name, (value, seen.exchange))
            wanted, actual = f"`{name}` is still {show(found)}", as_found(now, name)
            seen.claim("stored.list", value == found or same_moment(value, found), wanted, actual, control=first)


def _claim_as_listed(seen: Seen, past: KnownMessage, fetched: Activity) -> None:
    """A fetch knows what a list has shown before."""
    for name, (found, listed) in past.found.items():
        value = fetched.get(name)
        held = value == found or same_moment(value, found)
        wanted = f"the list shows `{name}` as a fetch answers it: {show(value)}"
        seen.claim("stored.list", held, wanted, f"the list had {show(found)}", control=listed)


def _changed_in_list(seen: Seen, past: KnownMessage, state: Activity, entry: Activity) -> list[str]:
    ahead = ("status",) if (state.get("status"), entry.get("status")) == ("scheduled", "outbox") else ()
    return changed_keys(entry, state, but=(*UNSETTLED, *_moved_by_sending(seen, past, state, entry), *ahead))


def _claim_filters(seen: Seen, entry: Activity) -> None:
    """Whatever a list by lead or user holds belongs to that lead or user."""
    for name, rule in (("lead_id", "list.by-lead"), ("user_id", "list.by-user")):
        wanted = [part for value in seen.query.get(name, []) for part in value.split(",")]
        if wanted and all(part.strip() and part.isprintable() for part in wanted):  # what is blank may count as absent
            value = entry.get(name)
            seen.claim(rule, value in wanted, f"an entry of {' or '.join(wanted)}", as_found(entry, name))
