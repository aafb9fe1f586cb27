"""Scheduling and sending."""

from __future__ import annotations

from close_sms.mock.tables.question import Q

TABLE: tuple[Q, ...] = (
    # Scheduling
    Q("date-scheduled-on-draft", "S19", {"kept": "as posted", "ignored": "stays null", "refused": "400"}),
    Q("date-scheduled-after-cancel", "S19", {"kept": "as it was", "cleared": "null"}),
    Q(
        "reschedule-in-one-put",
        "S20",
        {"refused": "only drafts", "accepted": "the date moves", "ignored": "200, nothing changes"},
    ),
    Q(
        "edit-and-schedule-in-one-put",
        "S25",
        {"accepted": "both happen", "ignored": "only the status changes", "refused": "400"},
    ),
    Q(
        "cancel-and-edit-in-one-put",
        "S26",
        {"refused": "only drafts", "accepted": "both happen", "ignored": "only the status changes"},
    ),
    Q("scheduled-in-the-past", "S18", {"refused": "400", "accepted": "sent at once"}),
    Q(
        "scheduled-without-offset",
        "S18",
        {"utc": "UTC or `x-tz-offset`", "elsewhere": "eight hours west of UTC", "refused": "400"},
    ),
    Q("scheduled-on-a-plain-date", "S18", {"accepted": "the start of that day", "refused": "400"}),
    Q(
        "scheduled-without-local-phone",
        "D6,S6",
        {"refused": "needed at once", "accepted": "needed when sent"},
    ),
    Q(
        "scheduled-to-outbox",
        "S21",
        {"refused": "only drafts", "accepted": "sent at once", "ignored": "200, nothing changes"},
    ),
    # Sending
    Q("send-in-zero", "S13", {"accepted": "no delay", "refused": "400"}),
    Q("send-in-negative", "S13", {"refused": "400", "accepted": "no delay"}),
    Q("send-in-decimal", "S13", {"refused": "400: whole seconds", "accepted": "parts of seconds count"}),
    Q("send-in-string", "S13", {"refused": "400", "accepted": "digits are read"}),
    Q("send-in-null", "S13", {"accepted": "as if absent", "refused": "400"}),
    Q("send-in-on-draft", "S14", {"accepted": "ignored unless `outbox`", "refused": "400 unless `outbox`"}),
    Q("send-in-on-update", "S15", {"delays": "as on create", "ignored": "sent at once", "refused": "400"}),
    Q("outbox-without-text", "S8", {"refused": "400", "accepted": "an empty message is sent"}),
    Q(
        "draft-to-outbox-without-local-phone",
        "S6",
        {"refused": "400", "accepted": "taken, and ends in `error`"},
    ),
    Q("sms-disabled-number", "S5", {"refused": "400", "accepted": "any internal number sends"}),
    Q(
        "refused-number-code",
        "S5",
        {"400": "a faulty field", "402": "not in the plan", "403": "not allowed", "404": "not found"},
    ),
)
