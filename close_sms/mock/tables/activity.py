"""The activity object."""

from __future__ import annotations

from close_sms.mock.tables.question import Q

TABLE: tuple[Q, ...] = (
    Q("same-create-twice", "S69", {"two": "a message each", "one": "the message of the create just before"}),
    Q("users-of-a-message", "S63", {"empty": "nobody", "caller": "who created it"}),
    Q("cost-of-logged", "S64", {"none": "null", "text": "an amount"}),
    Q("cost-before-sending", "S64", {"none": "null", "text": "an amount, once in the outbox"}),
    Q("names-of-users", "S65,R95", {"filled": "their names", "none": "null", "absent": "no such keys"}),
)
