"""At the end of a run everything of its own is deleted, and nothing else.

Deleting a lead removes its contacts and activities (api/resources/leads), so that a run of hundreds of messages is
cleaned up with a handful of requests; what no lead took along is deleted one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from close_sms.client import DEFAULT, Answer, Client, basic
from close_sms.report.model import Leftover
from close_sms.transports.address import MESSAGES
from close_sms.transports.guard import Forbidden
from close_sms.transports.pacer import Noise

PAGE = 100  # the documented default of `_limit` (sms/list)


def clean_up(client: Client) -> list[Leftover]:
    """Cancel what waits to be sent, delete what was made; says what is left."""
    try:
        return list(_clean_up(client))
    except Noise as noise:
        return left(client, f"the endpoint was lost: {noise}")


def left(client: Client, reason: str) -> list[Leftover]:
    """What the run has made and not deleted, as left for this reason."""
    return [
        Leftover(kind=kind, id=own, reason=reason)
        for kind in ("sms_template", "lead", MESSAGES)
        for own in client.ledger.own(kind)
    ]


def _clean_up(client: Client) -> Iterator[Leftover]:
    for activity in client.guard.pending():
        try:
            client.update(activity, {"status": "draft"}, credential=_credential(client, MESSAGES, activity))
        except Forbidden as forbidden:
            yield Leftover(kind=MESSAGES, id=activity, reason=f"not cancelled: {forbidden}")
    yield from _delete(client, "sms_template", client.ledger.own("sms_template"))
    leads = client.ledger.own("lead")
    yield from _delete(client, "lead", leads)
    left_behind = {activity for lead in leads for activity in _activities_of(client, lead)}
    own = client.ledger.own(MESSAGES)
    yield from _delete(
        client, MESSAGES, [each for each in own if each in left_behind or _lead_of(client, each) not in leads]
    )


def _delete(client: Client, kind: str, ids: Iterable[str]) -> Iterator[Leftover]:
    for own in ids:
        try:
            answer = client.send("DELETE", f"{kind}/{own}/", credential=_credential(client, kind, own))
        except Forbidden as forbidden:
            yield Leftover(kind=kind, id=own, reason=str(forbidden))
            continue
        if not answer.accepted and answer.status != 404:
            yield Leftover(kind=kind, id=own, reason=f"DELETE was answered {answer.status}")


def _activities_of(client: Client, lead: str) -> Iterator[str]:
    """Own activities that the list still shows for the deleted lead."""
    params = {"lead_id": lead, "_limit": PAGE}
    data = _page(client.send("GET", f"{MESSAGES}/", params=params, credential=_credential(client, "lead", lead)))
    for entry in data:
        if isinstance(entry, dict) and client.ledger.owns(MESSAGES, str(entry.get("id"))):
            yield str(entry["id"])


def _credential(client: Client, kind: str, own: str) -> object:
    """What is of the other organization is only known to its key."""
    key = client.endpoint.credentials.other_key
    foreign = basic(key) if key else None
    return foreign if foreign and client.ledger.maker(kind, own) == foreign else DEFAULT


def _page(answer: Answer) -> list[Any]:
    data = answer["data"]
    return data if isinstance(data, list) else []


def _lead_of(client: Client, activity: str) -> Any:
    return client.guard.states.get(activity, {}).get("lead_id")
