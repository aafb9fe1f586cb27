"""The event log: its events of a message, and what they must tell of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from close_sms.claims import claim_that, claim_twin_refused
from close_sms.client import Answer
from close_sms.judgement import NotApplicable
from close_sms.wording import as_found, show
from conformance.api.bodies import ANOTHER_TEXT, message
from conformance.api.sms import Sms
from conformance.claims.comparing import UNSETTLED, changed_keys
from conformance.lists.pages import entries

KIND = "activity.sms"
ACTIONS = ("created", "updated", "deleted")
NO_LOG = (404, 405)
LOOKS = (0.0, 0.5, 1.5, 4.0)  # seconds: nothing is said of how soon an event is in the log; the last look is `patient`
SILENT = "the event log tells nothing of any message"
WHAT_HAPPENED = ("action", "changed_fields", "data", "previous_data")
QUIETLY = (*UNSETTLED, "updated_by")
Event = dict[str, Any]
Changes = Sequence[Event]


def log_of(sms: Sms, activity: str) -> Answer:
    """The events of one message, once the log knows of it; NotApplicable where the endpoint has no log."""
    for _ in patient(sms):
        answer = _asked(sms, activity)
        if not answer.refused or not _log_of_another(sms).accepted:
            break
    if answer.refused:
        twin = _log_of_another(sms)
        if twin.accepted and sms.get(activity).accepted:
            claim_twin_refused(twin, answer, expected="the log can be read of this message as of another")
    if answer.status in NO_LOG or answer.refused or not isinstance(answer["data"], list):
        raise NotApplicable(f"the endpoint has no event log: GET /event/ was answered {answer.status}")
    sms.log.last = answer
    return answer


def patient(sms: Sms) -> Iterator[None]:
    """Looks with growing pauses, as long as the run is patient."""
    return sms.looks((*LOOKS, max(0.0, sms.run.settings.patience - sum(LOOKS))))


def _asked(sms: Sms, activity: str) -> Answer:
    return sms.client.send("GET", "event/", params={"object_type": KIND, "object_id": activity})


def _log_of_another(sms: Sms) -> Answer:
    """The log of a message of which it could be read, or else of a new draft; the latter once a run.

    Where there is a log at all, it may know of a new draft only later.
    """
    if sms.log.last is None:
        another = sms.need_id(message("draft"))
        is_log = sms.client.send("GET", "event/", params={"object_type": KIND, "action": ACTIONS[0]}).accepted
        for _ in patient(sms):
            sms.log.last = _asked(sms, another)
            if sms.log.last.accepted or not is_log:
                break
    assert sms.log.last is not None
    return sms.log.last


def events(log: Answer, activity: str, action: str | None = None) -> list[Event]:
    """The events of the message with this action, or all of them, the newest first; a log may show others as well."""
    own = [each for each in entries(log) if each.get("object_id") == activity]
    return [each for each in own if action in (None, each.get("action"))]


def shows_others(log: Answer, activity: str) -> bool:
    """Whether the log tells of other messages as well, which may push older events of this one off its page."""
    return len(events(log, activity)) < len(entries(log))


def need_events_of(log: Answer, activity: str) -> list[Event]:
    """All events of the message; NotApplicable where the log tells nothing of it."""
    found = events(log, activity)
    if not found:
        raise NotApplicable("the event log tells nothing of the message")
    return found


def _need_events_of_messages(sms: Sms) -> None:
    """NotApplicable where no event of any message shows, not even of a draft that is made, edited and deleted for it.

    That there are such events is only observed (R109).
    """
    if _tells_of_messages(sms):
        return
    draft = sms.need_id(message("draft"))
    sms.update(draft, {"text": ANOTHER_TEXT})
    sms.delete(draft)
    for _ in patient(sms):
        if _tells_of_messages(sms):
            return
    sms.log.is_silent = True
    raise NotApplicable(SILENT)


def _tells_of_messages(sms: Sms) -> bool:
    pages = (sms.client.send("GET", "event/", params={"object_type": KIND, "action": each}) for each in ACTIONS)
    shown = [each for page in pages for each in entries(page)]
    return any(each.get("object_type") == KIND or sms.made(str(each.get("object_id"))) for each in shown)


def noted(sms: Sms, seen: Answer, action: str) -> tuple[Answer, Event]:
    """The log of a message and its newest event with this action.

    Whether it is there is claimed at once, before anything else is asked of the endpoint: an event that only another
    message brings about is missing.
    """
    log, new = _with_new_events(sms, seen, action)
    return log, new[0]


def changed(sms: Sms, seen: Answer, fields: Collection[str], *, known: Answer | None = None) -> tuple[Answer, Changes]:
    """The log of a message and its events `updated` that are not in the log `known`, once they name these fields.

    There may be several for one change, and others beside, as of what a server works out itself (R109 is only
    observed): those that name none of the fields are not waited for, nor judged.
    """
    return _with_new_events(sms, seen, "updated", fields=fields, known=known)


def _with_new_events(
    sms: Sms, seen: Answer, action: str, *, fields: Collection[str] = (), known: Answer | None = None
) -> tuple[Answer, Changes]:
    """The log and the new events with this action, the newest first; claims that there is one."""
    if sms.log.is_silent:
        raise NotApplicable(SILENT)
    activity = str(seen.id)
    before = [each.get("id") for each in events(known, activity)] if known else []
    for _ in patient(sms):
        log = log_of(sms, activity)
        new = [each for each in events(log, activity, action) if each.get("id") not in before]
        if new and all(naming(new, field) for field in fields):
            break
    found = [each.get("action") for each in events(log, activity)]
    if not found:
        _need_events_of_messages(sms)
    if not new and action == "updated" and len(found) <= max(len(before), 1) and _is_merged(log, seen):
        raise NotApplicable("the change was merged into an earlier event (question merged-events)")
    is_older = action == "created" or action in found
    if found and not new and is_older and shows_others(log, activity):
        raise NotApplicable("the event log tells of other messages as well, and its page may end before this event")
    claim_that(
        bool(new),
        expected=f"the event log has a new event `{action}` of {seen.id}",
        actual=f"it has {show(found)}, {len(before)} of them known before" if before else f"it has {show(found)}",
        of=log,
        rule=f"events.{action}",
        control=seen,
    )
    newest = events(log, activity, action)[0]
    claim_that(
        newest in new,
        expected="the newest event comes first",
        actual=f"the first `{action}` was known before: {show(newest, 300)}",
        of=log,
        rule=f"events.{action}",
        control=known,
    )
    happened = [{name: each.get(name) for name in WHAT_HAPPENED} for each in events(log, activity, action)]
    claim_that(
        all(happened.count(each) == 1 for each in happened),
        expected=f"each `{action}` is told of once",
        actual=f"{show(max(happened, key=happened.count), 300)} comes {max(map(happened.count, happened))} times",
        of=log,
        rule=f"events.{action}",
        control=seen,
    )
    wrong = [each for each in events(log, activity) if each.get("object_type") != KIND]
    claim_that(
        not wrong,
        expected=f"each event of {seen.id} has `object_type` {KIND!r}",
        actual=show(wrong[:1]),
        of=log,
        rule=f"events.{action}",
        control=seen,
    )
    return log, new


def naming(changes: Changes, field: str) -> Changes:
    """Those events that name the field as changed."""
    return [
        each for each in changes if isinstance(each.get("changed_fields"), list) and field in each["changed_fields"]
    ]


def tells_files(log: Answer, activity: str) -> bool:
    """Whether the data of events has the attachments, which the schema of a message has not (D10)."""
    return any("attachments" in (each.get("data") or {}) for each in events(log, activity))


def _is_merged(log: Answer, seen: Answer) -> bool:
    """Whether the change shows in the event before it, which has it as its data."""
    newest = events(log, str(seen.id))[:1]
    data = newest[0].get("data") if newest else None
    return isinstance(data, dict) and not changed_keys(data, seen.object, but=QUIETLY)


def showing(changes: Changes, seen: Answer) -> Event:
    """The event whose data is the message as it was seen, or else the newest."""
    return next((each for each in changes if not _differing(each, seen)), changes[0])


def _differing(event: Event, seen: Answer) -> list[str]:
    data = event.get("data")
    return changed_keys(data if isinstance(data, dict) else {}, seen.object, but=QUIETLY)


def claim_data(log: Answer, event: Event, seen: Answer) -> None:
    """Claim that the data of an event is the message as it was seen."""
    data = event.get("data")
    data = data if isinstance(data, dict) else {}
    differing = _differing(event, seen)
    users = data.get("users", [])
    claim_that(
        isinstance(users, list) or users == seen["users"],
        expected="`users` in `data` is a list, as in a message",
        actual=f"it is {show(users)}",
        of=log,
        rule="events.data",
        control=seen,
    )
    claim_that(
        not differing,
        expected="`data` is the message as a fetch answers it: "
        + ", ".join(f"`{name}` {show(seen[name], 60)}" for name in differing),
        actual=as_found(data, *differing, limit=60),
        of=log,
        rule="events.data",
        control=seen,
    )


def claim_change(log: Answer, changes: Changes, seen: Answer, field: str, before: Any) -> None:
    """Claim that an event `updated` names the field, but not one that did not change, and has its former value.

    A field that was empty may be left out of the former values.
    """
    event = (naming(changes, field) or changes)[0]
    changed_fields, previous = event.get("changed_fields"), event.get("previous_data")
    claim_that(
        isinstance(changed_fields, list) and field in changed_fields and "direction" not in changed_fields,
        expected=f"`changed_fields` lists `{field}`, and not `direction`",
        actual=as_found(event, "changed_fields"),
        of=log,
        rule="events.updated",
        control=seen,
    )
    claim_that(
        isinstance(previous, dict) and (not before or not changed_keys(previous, {field: before}, but=())),
        expected=f"`previous_data` has the former `{field}` {show(before)}",
        actual=as_found(event, "previous_data"),
        of=log,
        rule="events.updated",
        control=seen,
    )
