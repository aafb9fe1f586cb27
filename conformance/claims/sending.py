"""How checks see that a message was sent, or that one which waits can be called back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from close_sms.claims import claim, claim_accepted, claim_that, one_of
from close_sms.client import Answer
from close_sms.judgement import Late
from close_sms.waiting import Scenario
from close_sms.wording import MISSING, as_found, show
from conformance.api.bodies import ANOTHER_TEXT
from conformance.api.sms import Sms
from conformance.claims.comparing import UNSETTLED, claim_same_activity
from conformance.invariants.changes import freed_by_cancel
from conformance.lists.pages import LIST_LAG, entries
from conformance.statuses import ATTEMPTED
from strategies import LONGEST_DELAY

FIRST_LOOK = 1.0
CARRIER_SKEW = timedelta(seconds=5)  # of the endpoint's clock and the carrier's, who may tell when a message was sent
TOO_LATE = "A text that comes too late."
STILL_WAITS = one_of("outbox", "error")  # that it cannot be sent may be found out at any time


def need_in_time(sms: Sms, asked: Answer, seconds: float) -> None:
    """Late where so many seconds have gone by since the sending was asked for: it may be over by now."""
    gone_by = sms.since(asked)
    if gone_by >= seconds:
        raise Late(f"the answer came {gone_by:.0f} s after the sending was asked for, too late to tell")


def claim_sent_within_patience(
    sms: Sms, activity: str, *, rule: str | None = None, every: float | None = None
) -> Scenario:
    """Claim that the message is sent, or its sending attempted, before `--patience` ends.

    Looks ever less often, or `every` so many seconds.
    """
    patience = sms.run.settings.patience
    return _claim_attempted("the message", lambda: _fetched(sms, activity), patience, rule=rule, every=every)


def claim_listed_as_sent(sms: Sms, activity: str, lead: str) -> Scenario:
    """Claim that the list of its lead shows the message as sent, or attempted, before `--patience` ends, lag aside."""
    what, lag = "the message in the list of its lead", LIST_LAG.total_seconds()
    return _claim_attempted(what, lambda: _listed(sms, activity, lead), sms.run.settings.patience, lag=lag)


def _fetched(sms: Sms, activity: str) -> tuple[Answer, object]:
    answer = sms.get(activity)
    return answer, answer.object.get("status", MISSING)


def _listed(sms: Sms, activity: str, lead: str) -> tuple[Answer, object]:
    answer = sms.list(lead_id=lead, _limit=100)
    shown = [entry.get("status") for entry in entries(answer) if entry.get("id") == activity]
    return answer, next(iter(shown), MISSING)


def _claim_attempted(
    what: str,
    look: Callable[[], tuple[Answer, object]],
    patience: float,
    *,
    rule: str | None = None,
    every: float | None = None,
    lag: float = 0.0,
) -> Scenario:
    """Claim that a look, an answer and the status in it, shows an attempt within so many seconds, `lag` aside.

    The claim names the option: with too little patience it accuses who is merely slow.
    """
    waited, pause, most = 0.0, every or FIRST_LOOK, patience + lag
    answer, status = look()
    while status not in ATTEMPTED and waited < most:
        pause = min(pause, most - waited)
        yield pause
        waited, pause = waited + pause, every or pause * 2
        answer, status = look()
    claim_that(
        status in ATTEMPTED,
        expected=f"{what} is `sent` (or its sending failed with `error`) within {waited:g} s"
        f" (--patience{f', and {lag:g} s for the list' if lag else ''})",
        actual=f"`status` is still {show(status)}",
        of=answer,
        rule=rule,
    )


def claim_stays_as_sent(sms: Sms, activity: str) -> None:
    """Claim that a message that was sent takes neither a text nor the way back; a failed one may be open to both."""
    before = sms.get(activity)
    if before["status"] != "sent":
        return
    tried = [sms.update(activity, edit) for edit in ({"text": ANOTHER_TEXT}, {"status": "draft"})]
    after = sms.get(activity)
    claim_that(
        after["status"] in ATTEMPTED and after["text"] == before["text"],
        expected=f"a message that was sent keeps its status and its text {show(before['text'], 60)}",
        actual=f"after PUTs that were answered {tried[0].status} and {tried[1].status} "
        + as_found(after, "status", "text", limit=60),
        of=after,
        rule="update.sent-locked",
    )


def claim_cancel(sms: Sms, before: Answer, cancel: str, keeps: str, *, asked: Answer | None = None) -> None:
    """Claim that the message can be set back to draft, and that only this changes.

    `asked` is the answer of its create, if `before` is a later one.
    """
    answer = sms.update(str(before.id), {"status": "draft"})
    if before["status"] == "outbox":
        need_in_time(sms, asked or before, LONGEST_DELAY)
    claim_accepted(answer, rule=cancel)
    claim(answer, rule=cancel, status="draft")
    fetched = sms.get(str(before.id))
    claim(fetched, rule=cancel, status="draft")
    for seen in (answer, fetched):
        claim_same_activity(
            seen,
            before,
            but=(*freed_by_cancel(seen.object), "updated_by", *UNSETTLED),
            rule=keeps,
            why="what the cancelled message had",
        )


def claim_not_too_late(sent: Answer, locked: str) -> None:
    """Claim that the edit that came while the message was waiting did not count."""
    claim_that(
        sent["text"] != TOO_LATE,
        expected="the message is sent without the edit that came when it was no draft any more",
        actual=as_found(sent, "text"),
        of=sent,
        rule=locked,
    )
