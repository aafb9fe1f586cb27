"""Changing and deleting."""

from __future__ import annotations

from close_sms.mock.tables.question import Q

TABLE: tuple[Q, ...] = (
    Q(
        "locked-edit-code",
        "S1",
        {
            "400": "a faulty request",
            "403": "not allowed",
            "404": "not found",
            "405": "not supported",
            "409": "conflict",
            "422": "unprocessable",
            "ignored": "200, nothing changes",
        },
    ),
    Q(
        "locked-edit-body",
        "S2",
        {
            "field-errors": "`field-errors` with `status`",
            "error": "one text under `error`",
            "errors": "a list under `errors`",
            "no-body": "nothing at all",
        },
    ),
    Q(
        "locked-harmless-edit",
        "S27",
        {"refused": "as any edit", "accepted": "lead, contact and user may move"},
    ),
    Q("draft-to-sent", "S22", {"refused": "400", "accepted": "logged as sent", "ignored": "stays a draft"}),
    Q(
        "draft-to-inbox",
        "S22",
        {"refused": "400", "accepted": "logged as received", "ignored": "stays a draft"},
    ),
    Q(
        "draft-to-error",
        "S22",
        {"refused": "400", "accepted": "logged as failed", "ignored": "stays a draft"},
    ),
    Q(
        "edit-of-a-failed-message",
        "S23,S27",
        {"refused": "only drafts", "accepted": "edited like a draft", "ignored": "200, nothing changes"},
    ),
    Q("same-status-again", "S24", {"accepted": "the status stays", "refused": "400"}),
    Q("create-only-key-on-update", "R56,D4", {"ignored": "the rest counts", "refused": "400"}),
    Q("delete-of-logged", "S28", {"accepted": "any status", "refused": "400 for `sent` and `inbox`"}),
    Q("delete-of-waiting", "S28,S29", {"accepted": "any status", "refused": "400 for `scheduled`"}),
    Q(
        "deleted-message-is-sent",
        "S29",
        {"stopped": "the delete cancels the sending", "sent": "it goes out all the same"},
    ),
)
