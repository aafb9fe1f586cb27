"""How bodies are written in bytes, and texts in characters."""

from __future__ import annotations

from close_sms.mock.tables.question import Q

TABLE: tuple[Q, ...] = (
    Q("nan-in-body", "S49,R121", {"refused": "invalid JSON", "accepted": "NaN and Infinity are numbers"}),
    Q("duplicate-keys", "S49", {"last": "the later one counts", "first": "the earlier one", "refused": "400"}),
    Q("deeply-nested-value", "D4,S49", {"accepted": "as any value", "refused": "400"}),
    Q(
        "lone-surrogate-in-text",
        "S9,S49",
        {"refused": "invalid JSON", "replaced": "U+FFFD in its place", "kept": "as posted"},
    ),
    Q("nul-in-text", "S9", {"kept": "as posted", "removed": "the text without it", "refused": "400"}),
    Q("carriage-return-in-text", "S9", {"kept": "as posted", "normalised": "to line feeds", "refused": "400"}),
    Q("megabyte-of-text", "S9,S71", {"accepted": "stored", "400": "a faulty field", "413": "too large"}),
    Q("body-in-utf-16", "S50", {"refused": "no UTF-8", "accepted": "read where the charset says so"}),
    Q("byte-order-mark", "S49", {"refused": "invalid JSON", "accepted": "skipped"}),
)
