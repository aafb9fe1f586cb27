"""`date_updated`: what moves it, and what does not."""

from __future__ import annotations

from close_sms.claims import claim_that
from close_sms.client import Answer
from close_sms.judgement import NotApplicable
from close_sms.marks import profile, rule
from close_sms.waiting import Scenario, waiting
from close_sms.wording import as_found, show
from conformance.api.bodies import ANOTHER_FICTIONAL, ANOTHER_TEXT, SCHEDULE, Body, message
from conformance.api.sms import Sms
from conformance.claims.comparing import instant
from strategies import ATTACHMENT, SEND_TO

TOUCHING: tuple[Body, ...] = (
    {"text": ANOTHER_TEXT},
    {"remote_phone": ANOTHER_FICTIONAL},
    {"attachments": [ATTACHMENT]},
    {"text": None},
)
TRIES = 3


@rule("update.date-updated")
@waiting
def test_edit_moves_date_updated(sms: Sms) -> Scenario:
    """Two seconds later even an endpoint that counts whole seconds shows a later `date_updated`."""
    before = sms.need(message("draft"))
    for edit in TOUCHING:
        yield 2.1
        after = sms.update(str(before.id), edit)
        if after.refused or all(after[field] == before[field] for field in edit):
            continue  # whether attachments and nulls are taken, and change anything, is open (S72, S73, D10)
        _claim_touched(before, after)
        before = after


@rule("update.date-updated")
@profile("schedule")
@waiting
def test_scheduling_moves_date_updated(sms: Sms) -> Scenario:
    """A draft that is scheduled has changed."""
    before = sms.need(message("draft", remote_phone=SEND_TO))
    yield 2.1
    after = sms.need_update(str(before.id), SCHEDULE)
    sms.undo(after)
    _claim_touched(before, after)


def _claim_touched(before: Answer, after: Answer) -> None:
    earlier, later = instant(before["date_updated"]), instant(after["date_updated"])
    claim_that(
        earlier is not None and later is not None and later > earlier,
        expected=f"`date_updated` is later than {show(before['date_updated'])}",
        actual=as_found(after, "date_updated"),
        of=after,
    )


@rule("stored.get", "update.faulty-fields")
@waiting
def test_nothing_but_an_edit_moves_date_updated(sms: Sms) -> Scenario:
    """Once the message has settled, neither a fetch nor a refused PUT does."""
    edited = str(sms.need(message("draft", text="To be left alone.")).id)
    yield from _claim_untouched(sms, edited, "stored.get")
    yield from _claim_untouched(sms, edited, "update.faulty-fields", refused={"text": {"a": "b"}})


@rule("update.inbox-locked")
@waiting
def test_refused_edit_does_not_move_date_updated(sms: Sms) -> Scenario:
    """Of a received message that has settled."""
    received = sms.need_id(message("inbox"))
    yield from _claim_untouched(sms, received, "update.inbox-locked", refused={"text": ANOTHER_TEXT})


def _claim_untouched(sms: Sms, activity: str, judged: str, *, refused: Body | None = None) -> Scenario:
    """Claim that a fetch, or a PUT that is refused, leaves `date_updated` as it is.

    What the server itself does to a message moves it now and then; what moves it each time is the request.
    """
    for _ in range(TRIES):
        yield 2.1
        before = sms.get(activity)
        if instant(before["date_updated"]) is None:
            raise NotApplicable(f"`date_updated` is no date-time: {show(before['date_updated'])}")
        yield 2.1
        if refused is not None and not sms.update(activity, refused).refused:
            return
        after = sms.get(activity)
        if instant(after["date_updated"]) == instant(before["date_updated"]):
            break
    claim_that(
        instant(after["date_updated"]) == instant(before["date_updated"]),
        expected=f"`date_updated` is still {show(before['date_updated'])}",
        actual=as_found(after, "date_updated") + ", and moves each time",
        of=after,
        rule=judged,
        control=before,
    )
