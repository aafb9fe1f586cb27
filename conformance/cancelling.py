"""How checks see that a message which waits can be called back."""

from __future__ import annotations

from close_sms.claims import claim, claim_accepted
from close_sms.client import Answer
from conformance.comparing import UNSETTLED, claim_same_activity
from conformance.invariants.changes import freed_by_cancel
from conformance.sending import need_in_time
from conformance.subject import Sms
from strategies import UNDO


def claim_cancel(sms: Sms, before: Answer, cancel: str, keeps: str, *, asked: Answer | None = None) -> None:
    """Claim that the message can be set back to draft, and that only this changes.

    `asked` is the answer of its create, if `before` is a later one.
    """
    answer = sms.update(str(before.id), {"status": "draft"})
    if before["status"] == "outbox":
        need_in_time(sms, asked or before, UNDO)
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
