"""Which methods there are, and what a client may ask for beside them."""

from __future__ import annotations

from close_sms.mock.tables.question import Q

TABLE: tuple[Q, ...] = (
    Q(
        "post-on-an-activity",
        "S53,R7",
        {"405": "not supported", "404": "no such URL for this method"},
    ),
    Q(
        "put-on-the-collection",
        "S53,R7",
        {"405": "not supported", "404": "no such URL for this method", "400": "a faulty update of many"},
    ),
    Q(
        "patch-on-an-activity",
        "S54",
        {"405": "not supported", "404": "no such URL for this method", "accepted": "it edits like a PUT"},
    ),
    Q(
        "head-on-the-collection",
        "S54",
        {"200": "as a GET, without its body", "404": "no such URL for this method", "405": "not supported"},
    ),
    Q(
        "options-on-the-collection",
        "S54,R7",
        {
            "405": "not supported",
            "200": "the methods that there are",
            "204": "the same, without a body",
            "404": "no such URL for this method",
        },
    ),
    Q(
        "accept-of-another-kind",
        "S51,R6",
        {"json": "JSON as ever", "html": "a page of HTML", "406": "nothing acceptable"},
    ),
    Q("unknown-query-parameter", "R125", {"ignored": "nothing", "refused": "400"}),
)
