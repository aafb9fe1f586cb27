"""How requests and answers travel."""

from __future__ import annotations

from close_sms.mock.tables.question import Q

TABLE: tuple[Q, ...] = (
    Q("create-success-code", "D8", {"200": "as every documented example", "201": "as newer endpoints"}),
    Q(
        "delete-answer-body",
        "D18,R90",
        {"empty-object": "`{}`", "success-object": '`{"success": true}`', "no-body": "nothing at all"},
    ),
    Q("key-as-bearer", "R3,R4", {"refused": "401", "accepted": "a token like others"}),
    Q("password-beside-key", "R3", {"refused": "401", "accepted": "the password is ignored"}),
    Q(
        "error-body-of-a-faulty-field",
        "S47,R118",
        {
            "field-errors": "`errors` and `field-errors`",
            "error": "one text under `error`",
            "errors": "a list under `errors`",
            "no-body": "nothing at all",
        },
    ),
    Q(
        "not-found-bodies",
        "D22",
        {"alike": "unknown id and unknown URL: `error`", "different": "an unknown URL has `message` instead"},
    ),
    Q("second-delete", "S30", {"404": "unknown by now", "200": "deleting is idempotent", "410": "gone"}),
    Q(
        "missing-final-slash",
        "S52",
        {"served": "as with the slash", "redirect": "308 to the slash", "404": "an unknown URL"},
    ),
    Q(
        "wrong-content-type",
        "D7,R8",
        {"415": "unsupported format", "400": "a faulty request", "accepted": "the body is read as JSON"},
    ),
    Q("missing-content-type", "S50", {"accepted": "the body is read as JSON", "refused": "415"}),
    Q("content-type-charset", "S50", {"accepted": "the parameter is harmless", "refused": "415"}),
    Q(
        "rate-limit-headers",
        "D20,R17",
        {"combined": "one `RateLimit`", "separate": "three `RateLimit-*`", "none": "no such header"},
    ),
    Q(
        "date-form",
        "R101",
        {
            "microseconds-offset": "`.167000+00:00`",
            "milliseconds": "`.167+00:00`",
            "no-fraction": "whole seconds",
            "zulu": "`.167000Z`",
        },
    ),
    Q("id-prefixes", "R102", {"as-in-the-example": "`acti_…`", "different": "new ids begin `acti-…`"}),
    Q(
        "formatted-number-spelling",
        "R103",
        {"as-in-the-example": "`+1 415-444-5555`", "different": "`+1.415.444.5555`"},
    ),
    Q("attachments-key-in-answers", "D10", {"present": "always a list", "absent": "no such key"}),
    Q("caller-id-keys-in-answers", "D11,R104", {"present": "both keys, null", "absent": "neither key"}),
    Q("send-in-echoed", "S16", {"absent": "no such key", "present": "the answer repeats it"}),
)
