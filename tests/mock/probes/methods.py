"""Questions of methods, paths, headers and parameters."""

from __future__ import annotations

from collections.abc import Callable

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


@probe("not-found-bodies")
def not_found_bodies(mock: Session) -> str:
    alike = set(mock.get("/nothing/").body) == set(mock.get(f"{SMS}nothing/").body)
    return "alike" if alike else "different"


@probe("missing-final-slash")
def missing_final_slash(mock: Session) -> str:
    reply = mock.get("/activity/sms?_limit=1")
    if reply.status == 308:
        assert reply.headers["Location"].endswith("/activity/sms/?_limit=1")
    return {200: "served", 308: "redirect", 404: "404"}[reply.status]


PROBES["rate-limit-headers"] = lambda mock: {True: "combined"}.get(
    "RateLimit" in (headers := mock.get("/me/").headers), "separate" if "RateLimit-Reset" in headers else "none"
)


def content_type(header: str) -> Callable[[Session], Reply]:
    return lambda mock: mock.post(SMS, b'{"status": "draft"}', Content_Type=header)


PROBES["wrong-content-type"] = lambda mock: code(content_type("text/plain")(mock))
PROBES["missing-content-type"] = lambda mock: taken(content_type("")(mock))
PROBES["content-type-charset"] = lambda mock: taken(content_type("application/json; charset=utf-8")(mock))
