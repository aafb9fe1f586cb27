"""Which bodies are taken."""

from __future__ import annotations

from close_sms.mock.tables.question import Q

TABLE: tuple[Q, ...] = (
    Q("error-status-on-create", "D1,S34,R22", {"accepted": "the enum counts", "refused": "the prose counts"}),
    Q("unknown-body-keys", "D4,R50", {"ignored": "the rest counts", "refused": "400: the body is closed"}),
    Q("created-by-id-key", "D5", {"accepted": "another name of `created_by`", "refused": "400"}),
    Q("date-scheduled-key", "D2", {"accepted": "the prose counts", "refused": "400: in no schema"}),
    Q("send-in-key", "D3", {"accepted": "the prose counts", "refused": "400: in no schema"}),
    Q(
        "local-phone-when-not-sending",
        "D6,S3,R111",
        {"optional": "only sending needs it", "required": "every create needs it"},
    ),
    Q(
        "remote-phone-missing",
        "S4",
        {"optional": "only sending needs it", "required": "every create needs it"},
    ),
    Q("no-lead", "S45", {"accepted": "messages may be unattached", "refused": "400"}),
    Q(
        "lead-from-contact",
        "S43",
        {"inferred": "the contact's lead", "none": "no lead", "refused": "400 without a lead"},
    ),
    Q("contact-of-another-lead", "S44", {"accepted": "the two are not compared", "refused": "400"}),
    Q("unknown-lead", "S46,R119", {"400": "a faulty field", "404": "not found", "accepted": "stored unseen"}),
    Q(
        "unknown-contact",
        "S46,R119",
        {"400": "a faulty field", "404": "not found", "accepted": "stored unseen"},
    ),
    Q(
        "unknown-user",
        "S46,S41",
        {"400": "a faulty field", "403": "not allowed", "404": "not found", "accepted": "stored unseen"},
    ),
    Q("other-organization-id", "S42", {"refused": "400", "ignored": "the key's organization counts"}),
    Q("null-direction", "D15,R42", {"accepted": "as if absent", "refused": "400"}),
    Q("null-source", "D15,R42", {"accepted": "as if absent", "refused": "400"}),
    Q("email-direction-words", "D24", {"refused": "400", "accepted": "`incoming` means `inbound`"}),
    Q(
        "contrary-direction",
        "S55",
        {"accepted": "kept as given", "overridden": "the status decides, but for drafts", "refused": "400"},
    ),
    Q(
        "contrary-source",
        "S36",
        {"kept": "as posted", "normalised": "what the status implies", "refused": "400"},
    ),
    Q("more-than-ten-attachments", "D14,R49", {"refused": "400", "accepted": "no limit"}),
    Q("foreign-attachment-url", "S72", {"accepted": "any URL", "refused": "400 unless from the Files API"}),
    Q("attachments-without-text", "S73", {"accepted": "a text is not needed", "refused": "400"}),
    Q("phone-with-blanks", "S48", {"normalised": "to E.164", "kept": "as spelled", "refused": "400"}),
    Q("empty-text", "S9", {"kept": "stays empty", "none": "becomes null", "refused": "400"}),
    Q("blank-edges-of-text", "S9", {"kept": "as posted", "trimmed": "cut off", "refused": "400"}),
    Q("long-text", "S9", {"kept": "as posted", "truncated": "cut after 1000 characters", "refused": "400"}),
    Q("send-to-inbox-odd-value", "S55", {"refused": "400", "accepted": "as if absent"}),
    Q("send-to-inbox-on-draft", "S55", {"accepted": "ignored", "refused": "400 unless `inbox`"}),
)
