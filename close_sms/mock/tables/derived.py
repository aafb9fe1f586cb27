"""What is derived: keys that a body leaves out, and texts made of templates."""

from __future__ import annotations

from close_sms.mock.tables.question import Q

TABLE: tuple[Q, ...] = (
    # What is derived
    Q("default-source-of-logged", "S35,R112", {"External": "handled elsewhere", "Close.io": "by Close"}),
    Q("default-source-of-draft", "S35", {"Close.io": "by Close", "External": "handled elsewhere"}),
    Q("default-source-of-outbox", "S35", {"Close.io": "by Close", "External": "handled elsewhere"}),
    Q("default-activity-at", "S37", {"created": "`date_created`", "none": "null"}),
    Q(
        "activity-at-after-sending",
        "S38",
        {"sent": "its `date_sent`", "created": "its `date_created`", "none": "null"},
    ),
    Q(
        "date-sent-of-sent",
        "S39,R113",
        {"created": "`date_created`", "activity": "`activity_at`", "none": "null"},
    ),
    Q(
        "date-sent-of-inbox",
        "S39",
        {"none": "null", "created": "`date_created`", "activity": "`activity_at`"},
    ),
    Q("date-created-input", "R115", {"kept": "as posted", "ignored": "now counts"}),
    Q("date-created-in-future", "S40", {"kept": "as posted", "ignored": "now counts", "refused": "400"}),
    # Templates
    Q("text-and-template", "S7", {"text": "the text", "template": "the template", "refused": "400"}),
    Q("unknown-template", "S10", {"400": "a faulty field", "404": "not found", "accepted": "stored unseen"}),
    Q("archived-template", "S10", {"rendered": "as ever", "refused": "400"}),
    Q(
        "unresolved-merge-field",
        "S10",
        {"empty": "becomes nothing", "kept": "stays written", "refused": "400"},
    ),
    Q(
        "lead-merge-field",
        "S10,R36",
        {"rendered": "the lead's name", "empty": "becomes nothing", "kept": "stays written", "refused": "400"},
    ),
    Q("template-without-contact", "S11", {"rendered": "with no contact's values", "refused": "400"}),
    Q(
        "template-on-update",
        "S12",
        {
            "rendered": "the text is rendered anew",
            "stored": "only the reference changes",
            "ignored": "nothing changes",
            "refused": "400",
        },
    ),
)
