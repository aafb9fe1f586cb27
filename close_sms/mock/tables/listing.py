"""Fetching and listing."""

from __future__ import annotations

from close_sms.mock.tables.question import Q

TABLE: tuple[Q, ...] = (
    Q(
        "old-list-filters-only",
        "D13",
        {
            "honoured": "every filter of the new page",
            "ignored": "only the four filters of the old page have an effect",
            "refused": "400 for the newer filters",
        },
    ),
    Q("list-order", "S57,R126", {"newest-first": "falling `date_created`", "oldest-first": "rising"}),
    Q("order-by-parameter", "S57,R125", {"ignored": "nothing", "honoured": "sorts", "refused": "400"}),
    Q("limit-of-zero", "S58,R124", {"empty": "no entries", "default": "as without it", "refused": "400"}),
    Q("limit-that-is-no-number", "R123", {"refused": "400", "default": "as without it"}),
    Q("negative-skip", "R123", {"refused": "400", "zero": "as `_skip=0`"}),
    Q(
        "largest-limit",
        "S58,R124,R79",
        {"100": "101 is refused", "200": "201 is refused", "1000": "1001 is refused", "larger": "100001 is refused"},
    ),
    Q("skip-beyond-everything", "S58,R80,R128", {"400": "beyond the maximum", "empty": "an empty page"}),
    Q(
        "empty-filter",
        "S59",
        {"unattached": "those without one", "ignored": "as without it", "empty": "nothing", "refused": "400"},
    ),
    Q("unknown-id-in-filter", "S59", {"empty": "nothing", "refused": "400"}),
    Q(
        "type-of-another-activity",
        "S61,R85",
        {"empty": "nothing", "ignored": "as without it", "refused": "400"},
    ),
    Q(
        "plain-date-bound",
        "S60,R84",
        {"start": "the start of that day", "end": "as `__lte` its end", "refused": "400 as `__lte`"},
    ),
    Q(
        "fields-parameter-on-get",
        "D12,R74",
        {"supported": "only the named keys", "ignored": "the whole object", "refused": "400"},
    ),
    Q(
        "fields-on-create",
        "D12,R75",
        {"supported": "only the named keys", "ignored": "the whole object", "refused": "400"},
    ),
    Q("fields-that-always-come", "S62", {"none": "only the named", "id": "the id", "more": "id, type, owner"}),
    Q("unknown-name-in-fields", "R125", {"ignored": "nothing", "refused": "400"}),
    Q("foreign-id-code", "S66", {"404": "as an unknown id", "403": "not allowed"}),
    Q("id-of-another-activity", "S67", {"404": "an unknown id", "200": "it is served"}),
)
