"""Questions of methods, headers and parameters."""

from __future__ import annotations

from close_sms.mock import API_KEY
from tests.mock.mock_session import SMS, Reply, Session, basic
from tests.mock.probes.probing import PROBES, code, probe, taken

PROBES["put-on-the-collection"] = lambda mock: code(mock.ask("PUT", SMS))
PROBES["head-on-the-collection"] = lambda mock: str(mock.ask("HEAD", SMS).status)
PROBES["options-on-the-collection"] = lambda mock: str(mock.ask("OPTIONS", SMS).status)
PROBES["unknown-query-parameter"] = lambda mock: taken(mock.get(f"{SMS}?colour=red"), "ignored")


def served(mock: Session, method: str) -> str:
    sms = mock.made(text="one")
    reply: Reply = mock.ask(method, f"{SMS}{sms['id']}/", {"text": "two"})
    assert (mock.fetch(sms).body["text"] == "two") == (not reply.refused)
    return code(reply)


def authorized(mock: Session, header: str) -> str:
    return "accepted" if mock.get(SMS, Authorization=header).status == 200 else "refused"


PROBES["key-as-bearer"] = lambda mock: authorized(mock, f"Bearer {API_KEY}")
PROBES["password-beside-key"] = lambda mock: authorized(mock, basic(API_KEY, "secret"))
PROBES["post-on-an-activity"] = lambda mock: served(mock, "POST")
PROBES["patch-on-an-activity"] = lambda mock: served(mock, "PATCH")


@probe("accept-of-another-kind")
def accept_of_another_kind(mock: Session) -> str:
    reply = mock.get(SMS, Accept="text/html")
    if reply.refused:
        return str(reply.status)
    return {"application/json": "json", "text/html; charset=utf-8": "html"}[reply.headers["Content-Type"]]
