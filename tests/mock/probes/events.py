"""Questions of the event log."""

from __future__ import annotations

from tests.mock.mock_session import OUTBOX, Session
from tests.mock.probes.probing import SCHEDULED, probe

SENDING = {(): "none", ("sent",): "sent", ("updated",): "updated", ("updated", "sent"): "both"}


@probe("event-log")
def event_log(mock: Session) -> str:
    reply = mock.get("/event/")
    if reply.status == 404:
        assert (reply.body, mock.ask("POST", "/event/", {}).status) == (mock.get("/nothing/").body, 404)
    assert mock.get("/event/ev_x/").status == (404 if reply.status == 200 else reply.status)
    return {200: "readable", 404: "absent", 403: "refused"}[reply.status]


@probe("merged-events")
def merged_events(mock: Session) -> str:
    sms = mock.made(text="one")
    mock.put(sms, text="two")
    mock.put(sms, text="three")
    return {1: "merged", 2: "separate"}[mock.actions(sms).count("updated")]


@probe("event-of-sending")
def event_of_sending(mock: Session) -> str:
    sms = mock.made(**OUTBOX)
    mock.later(2)
    assert mock.status_of(sms) == "sent"
    return SENDING[tuple(mock.actions(sms)[1:])]


@probe("outbox-on-the-way")
def outbox_on_the_way(mock: Session) -> str:
    sms = mock.made(**SCHEDULED)
    mock.later(86400 * 40)
    assert mock.status_of(sms) == "sent"
    return "passed" if "outbox" in [event["data"]["status"] for event in mock.events_of(sms)] else "skipped"
