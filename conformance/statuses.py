"""What is true of a message by its status, for invariants and checks alike: its own moves, and the rules that hold it.

What a client may ask for is in the table of all moves, `strategies.MOVES`.
"""

from __future__ import annotations

ATTEMPTED = ("sent", "error")  # an attempt that failed is one, too (help centre: failed messages show an error)
OWN_MOVES = {
    ("scheduled", "outbox"), ("scheduled", "sent"), ("scheduled", "error"), ("outbox", "sent"), ("outbox", "error"),
}  # fmt: skip
# Of what was to be sent: an attempt may fail after all, or be made once more (S32).
SECOND_THOUGHTS = {("sent", "error"), ("error", "outbox"), ("error", "sent")}
# Of a cancel: that it is one, and what it keeps.
CANCEL_RULES = {
    "scheduled": ("scheduling.cancel", "scheduling.cancel-keeps-content"),
    "outbox": ("undo.cancel", "undo.keeps-content"),
}
LOCKED_RULES = {
    "sent": "update.sent-locked",
    "inbox": "update.inbox-locked",
    "scheduled": "update.scheduled-locked",
    "outbox": "update.outbox-locked",
}
