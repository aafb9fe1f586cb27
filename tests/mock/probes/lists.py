"""Questions of lists and fetches."""

from __future__ import annotations

from tests.mock.mock_session import SMS, Reply, Session
from tests.mock.probes.probing import PROBES, Probe, code, probe, taken


def rows(reply: Reply, **words: int) -> str:
    """The word that says how many entries a list has, or refused."""
    if reply.refused:
        return "refused"
    return next(word for word, number in words.items() if number == len(reply.body["data"]))


def listed(query: str, **words: int) -> Probe:
    return lambda mock: rows(mock.get(f"{SMS}?{query}"), **words)


PROBES["limit-of-zero"] = listed("_limit=0", empty=0, default=1)
PROBES["limit-that-is-no-number"] = listed("_limit=many", default=1)
PROBES["negative-skip"] = listed("_skip=-1", zero=1)
PROBES["unknown-id-in-filter"] = listed("lead_id=lead_x", empty=0)
PROBES["type-of-another-activity"] = listed("_type=Call", empty=0, ignored=1)


@probe("old-list-filters-only")
def old_list_filters_only(mock: Session) -> str:
    new = [
        "id__in=x",
        "contact_id=x",
        "organization_id=x",
        "activity_at__gt=2099-01-01",
        "date_created__gte=2099-01-01",
    ]
    new += ["date_created__lte=2001-01-01T00:00:00Z", "_type=SMS&activity_at__lt=2001-01-01"]
    answers = {rows(mock.get(f"{SMS}?{query}"), honoured=0, ignored=1) for query in new}
    for old in ("lead_id=x", "user_id=x", "date_created__gt=2099-01-01", "date_created__lt=2001-01-01"):
        assert mock.listed(f"?{old}") == []
    (answer,) = answers
    return answer


@probe("largest-limit")
def largest_limit(mock: Session) -> str:
    limits = ("1001", "1000", "200", "100")
    largest = next(limit for limit in limits if not mock.get(f"{SMS}?_limit={limit}").refused)
    return "larger" if largest == "1001" else largest


@probe("skip-beyond-everything")
def skip_beyond_everything(mock: Session) -> str:
    reply = mock.get(f"{SMS}?_skip=1000000000")
    return code(reply) if reply.refused else rows(reply, empty=0)


@probe("empty-filter")
def empty_filter(mock: Session) -> str:
    mock.made(lead_id=mock.lead()["id"])
    mock.made()
    mock.made()
    return rows(mock.get(f"{SMS}?lead_id="), unattached=2, ignored=4, empty=0)


@probe("plain-date-bound")
def plain_date_bound(mock: Session) -> str:
    mock.made(date_created="2020-05-05T12:00:00Z")
    return rows(mock.get(f"{SMS}?date_created__lte=2020-05-05"), start=0, end=1)


@probe("order-by-parameter")
def order_by_parameter(mock: Session) -> str:
    mock.made()
    reply, usual = mock.get(f"{SMS}?_order_by=date_created"), mock.listed()
    if reply.refused:
        return "refused"
    return "ignored" if reply.body["data"] == usual else "honoured"


@probe("fields-that-always-come")
def fields_that_always_come(mock: Session) -> str:
    keys = set(mock.fetch(mock.made(), "?_fields=text").body) - {"text"}
    return "more" if len(keys) > 1 else "id" if keys else "none"


@probe("unknown-name-in-fields")
def unknown_name_in_fields(mock: Session) -> str:
    replies = [mock.fetch(mock.made(), "?_fields=id,shoe"), mock.get(f"{SMS}?_fields=id,shoe")]
    (answer,) = {taken(reply, "ignored") for reply in replies}
    return answer


@probe("fields-on-create")
def fields_on_create(mock: Session) -> str:
    before = len(mock.listed())
    reply = mock.create("?_fields=text", text="Hi")
    if reply.refused:
        assert len(mock.listed()) == before
        return "refused"
    return "supported" if set(reply.body) == {"text"} else "ignored"


@probe("foreign-id-code")
def foreign_id_code(mock: Session) -> str:
    sms, lead, note = mock.made(), mock.lead(), mock.note()
    paths = [f"{SMS}{sms['id']}/", f"/lead/{lead['id']}/", f"/contact/{lead['contacts'][0]['id']}/"]
    paths += [f"/sms_template/{mock.template()['id']}/", f"/activity/note/{note['id']}/"]
    codes = {code(mock.as_other().ask(method, path)) for path in paths for method in ("GET", "DELETE")}
    codes.add(code(mock.as_other().put(sms, text="x")))
    (answer,) = codes
    return answer


@probe("id-of-another-activity")
def id_of_another_activity(mock: Session) -> str:
    note = mock.note()
    reply = mock.fetch(note)
    assert reply.refused or reply.body == mock.get(f"/activity/note/{note['id']}/").body
    return str(reply.status)


@probe("fields-parameter-on-get")
def fields_parameter_on_get(mock: Session) -> str:
    reply = mock.fetch(mock.made(), "?_fields=text")
    return "refused" if reply.refused else "supported" if set(reply.body) == {"text"} else "ignored"


@probe("list-order")
def list_order(mock: Session) -> str:
    mock.made()
    dates = [sms["date_created"] for sms in mock.listed()]
    return "newest-first" if dates == sorted(dates, reverse=True) else "oldest-first"
