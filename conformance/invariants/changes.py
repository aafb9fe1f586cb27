"""What an accepted update has to answer, by what the message was and what was put."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import schemas
from close_sms.wording import as_found, show
from conformance.claims.comparing import UNSETTLED, changed_keys, difference, instant, same_moment, same_text
from conformance.invariants.creates import is_near, is_plain
from conformance.invariants.known_ids import KnownIds
from conformance.invariants.parsed_exchange import Activity, Seen
from conformance.statuses import CANCEL_RULES, LOCKED_RULES

# What a PUT may name in vain (S72, question create-only-key-on-update): what else it has counts all the same.
IN_VAIN = {"attachments", "direction", "source", "created_by", "date_created", "organization_id"}
# What follows from a field, and who and when: a PUT of the field may move these too.
FOLLOWERS: dict[str, tuple[str, ...]] = {
    "text": ("template_id",),
    "template_id": ("text",),
    "remote_phone": ("remote_phone_formatted", "remote_country_iso"),
    "local_phone": ("local_phone_formatted", "local_country_iso"),
    "contact_id": ("lead_id",),
    "lead_id": ("contact_id",),
}
BY_WHOM = ("updated_by",)
# What may be chosen when a message is sent, if it had none (S6, S41).
CHOSEN_WHEN_SENDING = ("local_phone", "local_phone_formatted", "local_country_iso", "user_id")
WHAT_SENDING_TOUCHES = ("status", "date_scheduled", "date_sent", "activity_at", "error_message", "source")
CANCELLED = ("status", "date_scheduled", "activity_at", "error_message", "source")  # by a cancel (S19, S35, S38)
TARGETS = {
    "scheduled": ("scheduling.draft-to-scheduled", ("scheduled",)),
    "outbox": ("sending.draft-to-outbox", ("outbox", "sent", "error")),
}
# Where a message may be that was last known, or asked to be, in a status.
ONWARD = {
    "inbox": ("inbox",),
    "draft": ("draft",),
    "scheduled": ("scheduled", "outbox", "sent", "error"),
    "outbox": ("outbox", "sent", "error"),
    "sent": ("sent", "outbox", "error"),  # where it is taken for a wish to send
}
OFFSET = re.compile(r"(?:[Zz]|[+-]\d\d:?\d\d)\Z")
HARMLESS = {"lead_id", "contact_id", "user_id"}  # S27
HOST_SKEW = timedelta(seconds=2)  # of clocks that differ, as of two hosts that answer in turns
RETIMING = {"status", "date_scheduled", "send_in"}  # S20, S21


def claim_change(
    seen: Seen, before: Activity, put: Activity, after: Activity, *, due: datetime | None, known_ids: KnownIds
) -> None:
    """Claim what the documents say of this change; what they leave open is taken as it comes.

    What is `due` may have been sent before the change arrived (S31); ids that are not among the `known_ids` may have no
    effect.
    """
    status = before.get("status")
    if not isinstance(status, str) or (status in CANCEL_RULES and due is not None and seen.moment >= due - HOST_SKEW):
        return
    _claim_text_kept_or_put(seen, before, put, after)
    _claim_moved_as_asked(seen, before, put, after)
    if status == "draft":
        _draft(seen, before, put, after, known_ids)
    elif status in CANCEL_RULES and put.get("status") == "draft":
        _cancel(seen, before, put, after)
    elif status in LOCKED_RULES:
        _locked(seen, before, put, after, is_sending=due is not None)
    earlier, later = instant(before.get("date_updated")), instant(after.get("date_updated"))
    if earlier and later:
        actual = as_found(after, "date_updated")
        seen.claim(
            "update.date-updated", later > earlier - HOST_SKEW, f"not before {show(before['date_updated'])}", actual
        )


def freed_by_cancel(after: Activity) -> tuple[str, ...]:
    """What a cancel may touch; a `date_sent` that came with the sending may be taken back, but not be set."""
    return CANCELLED if after.get("date_sent") else (*CANCELLED, "date_sent")


def _claim_text_kept_or_put(seen: Seen, before: Activity, put: Activity, after: Activity) -> None:
    """Whether an edit counts may be open; the text is that of before or that of the PUT, and no third."""
    status, texts = str(before.get("status")), [before.get("text"), *([put["text"]] if "text" in put else [])]
    is_known = all(text in (None, "") or is_plain("text", text) for text in texts)
    if not is_known or any(each.get("template_id") for each in (before, put)):
        return
    rule = LOCKED_RULES.get(status, "stored.text" if "text" in put else "update.only-its-keys")
    if put.get("status") == "draft" and status in CANCEL_RULES:
        rule = CANCEL_RULES[status][1]
    found = after.get("text")
    held = any(same_text(found, text) or (found in (None, "") and text in (None, "")) for text in texts)
    wanted = " or ".join(f"`text` is {show(text)}" for text in dict.fromkeys(texts))
    seen.claim(rule, held, f"{wanted}, as before or as put", as_found(after, "text"))


def _claim_moved_as_asked(seen: Seen, before: Activity, put: Activity, after: Activity) -> None:
    """Whether a move is allowed may be open; the message is where it was or where it was asked to, or on the way on."""
    was, asked, found = before.get("status"), put.get("status", before.get("status")), after.get("status")
    if all(isinstance(status, str) and status in ONWARD for status in (was, asked)):
        allowed = list(dict.fromkeys((*ONWARD[str(was)], *ONWARD[str(asked)])))
        wanted = f"a message in status {was!r} that is asked for {asked!r} is {' or '.join(allowed)}"
        seen.claim("lifecycle.own-moves", found in allowed, wanted, as_found(after, "status"))


def _draft(seen: Seen, before: Activity, put: Activity, after: Activity, known_ids: KnownIds) -> None:
    target = put.get("status", "draft")
    if target == "draft":
        _claim_status(seen, "update.draft", after, ("draft",))
        _claim_values(seen, before, put, after, known_ids)
        _claim_rest(seen, "update.only-its-keys", before, put, after=after)
    elif isinstance(target, str) and target in TARGETS:
        rule, statuses = TARGETS[target]
        if target == "scheduled" and is_near(put.get("date_scheduled"), seen):
            statuses = (*statuses, *TARGETS["outbox"][1])
        _claim_status(seen, rule, after, statuses)
        if target == "scheduled" and put.get("date_scheduled") is not None and schemas.must_accept("update", put):
            wanted = f"`date_scheduled` is the moment {put['date_scheduled']}"
            held = same_moment(after.get("date_scheduled"), put["date_scheduled"])
            seen.claim("scheduling.date-kept", held, wanted, as_found(after, "date_scheduled"))
        chosen = [name for name in CHOSEN_WHEN_SENDING if before.get(name) is None]
        _claim_rest(seen, "update.only-its-keys", before, put, after=after, free=(*WHAT_SENDING_TOUCHES, *chosen))


def _cancel(seen: Seen, before: Activity, put: Activity, after: Activity) -> None:
    cancel, keeps = CANCEL_RULES[before["status"]]
    if set(put) - {"status", *HARMLESS} and after.get("status") == before["status"]:
        return  # with an edit beside it all of it may be ignored (question cancel-and-edit-in-one-put)
    _claim_status(seen, cancel, after, ("draft",))
    _claim_date(seen, keeps, [before.get("date_scheduled")], after)
    _claim_rest(seen, keeps, before, put, after=after, free=freed_by_cancel(after))


def _locked(seen: Seen, before: Activity, put: Activity, after: Activity, *, is_sending: bool) -> None:
    """A modification that was answered 2xx must not have modified anything (question locked-edit-code)."""
    status = before["status"]
    if status == after.get("status") == "scheduled":
        _claim_date(seen, "scheduling.date-kept", [before.get("date_scheduled"), put.get("date_scheduled")], after)
    if set(put) <= HARMLESS or (status == "scheduled" and set(put) <= RETIMING):
        return
    # What was in the outbox may have been sent meanwhile.
    free = WHAT_SENDING_TOUCHES if status == "outbox" or is_sending else ("date_scheduled",)
    changed = changed_keys(after, before, but=(*free, *UNSETTLED, *BY_WHOM, *HARMLESS))
    seen.claim(
        LOCKED_RULES[status],
        not changed,
        f"a message in status {status!r} is not modified: "
        + ", ".join(f"`{name}` stays {show(before[name], 80)}" for name in changed),
        as_found(after, *changed, limit=80),
    )


def _claim_date(seen: Seen, rule: str, dates: list[object], after: Activity) -> None:
    """Claim that a date to be sent at, if there still is one, is one of these; one without an offset may be any."""
    found = after.get("date_scheduled")
    known = [date for date in dates if date is not None]
    if found is None or not known or not all(instant(date) and OFFSET.search(str(date)) for date in known):
        return
    wanted = " or ".join(f"`date_scheduled` is the moment {date}" for date in known)
    seen.claim(rule, any(same_moment(found, date) for date in known), wanted, as_found(after, "date_scheduled"))


def _claim_values(seen: Seen, before: Activity, put: Activity, after: Activity, known_ids: KnownIds) -> None:
    """What was put is what comes back; a text or moment that came through changed was not kept as it was."""
    counts = {name: value for name, value in put.items() if name not in IN_VAIN and name != "status"}
    is_all_in_vain = all(after.get(name) == before.get(name) for name in counts)
    if not schemas.must_accept("update", counts) or ("status" in put and is_all_in_vain):
        return  # beside the status that a message has already a PUT may be none (S24)
    for name, value in counts.items():
        found = after.get(name)
        if name in HARMLESS and found in (None, before.get(name)) and not known_ids.include(seen, value):
            continue  # an id of nobody may count as none (S46)
        if name == "activity_at" and value is not None:
            rule = "update.fields" if found == before.get(name) else "stored.instants"
            seen.claim(rule, same_moment(found, value), f"`{name}` is the moment {value}", as_found(after, name))
        elif value is not None or name == "text":
            rule = "stored.text" if name == "text" and found not in (None, before.get(name)) else "update.fields"
            actual = as_found(after, name) + difference(value, found)
            held = (same_text(found, value) if name == "text" else found == value) or (value is None and found == "")
            seen.claim(rule, held, f"`{name}` is {show(value)}, as put", actual)


def _claim_rest(
    seen: Seen, rule: str, before: Activity, put: Activity, *, after: Activity, free: tuple[str, ...] = ()
) -> None:
    moved = {name for key in put for name in (key, *FOLLOWERS.get(key, ()))}
    changed = changed_keys(after, before, but=(*moved, *free, *BY_WHOM, *UNSETTLED))
    seen.claim(
        rule,
        not changed,
        "what the PUT does not contain stays: " + ", ".join(f"`{name}` {show(before[name], 80)}" for name in changed),
        as_found(after, *changed, limit=80),
    )


def _claim_status(seen: Seen, rule: str, after: Activity, statuses: tuple[str, ...]) -> None:
    found = after.get("status")
    seen.claim(rule, found in statuses, f"`status` is {' or '.join(statuses)}", as_found(after, "status"))
