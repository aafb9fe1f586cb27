"""The event log."""

from __future__ import annotations

from close_sms.mock.tables.question import Q

TABLE: tuple[Q, ...] = (
    Q("event-log", "R106,R109", {"readable": "a list", "absent": "no such URL", "refused": "403"}),
    Q(
        "merged-events",
        "R106",
        {"separate": "an event for each update", "merged": "one for quick successive updates"},
    ),
    Q(
        "event-of-sending",
        "S70,R109",
        {
            "sent": "only `sent`",
            "both": "`updated` and `sent`",
            "updated": "only `updated`",
            "none": "neither",
        },
    ),
    Q(
        "outbox-on-the-way",
        "S32",
        {"skipped": "from `scheduled` to its end", "passed": "through `outbox`"},
    ),
)
