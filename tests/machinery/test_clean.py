"""`close-sms clean` deletes what the ledger tells of, after a look at it, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from close_sms.client import Client
from close_sms.clock import VirtualClock
from close_sms.commands.clean import CannotClean, clean
from close_sms.credentials import Credentials, basic
from close_sms.endpoint import Endpoint
from close_sms.world import LEAD_NAME
from tests.machinery.test_cleanup import ROOT, SEND_TO, WAITING, Account

KEYS = {"CLOSE_API_KEY": "api_key_of_a_test", "CLOSE_API_KEY_OTHER": "api_key_of_another"}


class Known(Account):
    """An account that also answers GET on /me/ and on its things."""

    user = "user_1"

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/api/v1/").strip("/")
        if request.method != "GET" or path == "activity/sms":
            return super().__call__(request)
        if path == "me":
            own = request.headers["authorization"] == basic(KEYS["CLOSE_API_KEY"])
            return httpx.Response(200, json={"id": self.user if own else "user_2"})
        thing = self.things.get(path.rpartition("/")[2])
        return httpx.Response(200, json=thing) if thing else httpx.Response(404)


Opening = Callable[..., Endpoint]


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Known:
    found = Known()
    monkeypatch.setattr(
        "close_sms.commands.clean.open_endpoint", lambda root, environment: opened(found, root, environment)
    )
    return found


def opened(account: Known, root: str = ROOT, environment: dict[str, str] = KEYS) -> Endpoint:
    clock = VirtualClock(datetime(2026, 1, 1, tzinfo=UTC))
    credentials = Credentials.from_environment(environment)
    return Endpoint(root, httpx.MockTransport(account), clock, credentials, embedded=False)


def killed(account: Known, book: Path, name: str = LEAD_NAME) -> None:
    """What a run that was killed has left: a lead with three messages, one of them waiting, and a template."""
    client = Client(opened(account), profile="send", send_to=SEND_TO, ledger_file=book)
    client.send("GET", "me/")
    lead = client.send("POST", "lead/", body={"name": name}).id
    client.send("POST", "sms_template/", body={"name": f"{LEAD_NAME} 1", "text": "x"})
    for body in (WAITING, {**WAITING, "status": "draft"}, {**WAITING, "status": "draft"}):
        client.create({**body, "lead_id": lead})
    account.writes.clear()


def cleaned(book: Path, *options: str | None, **environment: str) -> tuple[bool, str]:
    lines: list[str] = []
    done = clean(book, *(options or [None]), lines.append, environment or KEYS)
    return done, "\n".join(lines)


def test_all_that_is_left_is_deleted_and_what_waits_is_cancelled_first(account: Known, tmp_path: Path) -> None:
    book = tmp_path / "ledger.jsonl"
    killed(account, book)
    done, told = cleaned(tmp_path)
    assert done, told
    assert ["acti_theirs"] == list(account.things)
    paths = [("PUT", "activity/sms/sms_3"), ("DELETE", "lead/lead_1"), ("DELETE", "sms_template/sms_template_2")]
    assert paths == account.writes
    assert f"{book} lists 5 objects that may be left at {ROOT}: 3 activity/sms, 1 lead, 1 sms_template" in told
    assert "Deleted: 3 activity/sms, 1 lead, 1 sms_template\nNothing is left." in told
    account.writes.clear()
    assert (True, f"{book} lists nothing left to delete.") == cleaned(book)
    assert [] == account.writes


def test_what_waits_on_no_lead_is_cancelled_too(account: Known, tmp_path: Path) -> None:
    client = Client(opened(account), profile="send", send_to=SEND_TO, ledger_file=tmp_path / "ledger.jsonl")
    client.create(WAITING)
    account.writes.clear()
    assert cleaned(tmp_path)[0]
    assert [("PUT", "activity/sms/sms_1"), ("DELETE", "activity/sms/sms_1")] == account.writes


def test_what_is_gone_already_is_told_and_booked(account: Known, tmp_path: Path) -> None:
    killed(account, tmp_path / "ledger.jsonl")
    for gone in ("lead_1", "sms_3", "sms_4", "sms_5"):
        del account.things[gone]
    done, told = cleaned(tmp_path)
    assert done
    assert "Already gone: 3 activity/sms, 1 lead\nDeleted: 1 sms_template\nNothing is left." in told
    assert "nothing left to delete" in cleaned(tmp_path)[1]


def test_a_lead_that_bears_another_name_is_left_with_all_that_is_on_it(account: Known, tmp_path: Path) -> None:
    killed(account, tmp_path / "ledger.jsonl", name="Acme")
    done, told = cleaned(tmp_path)
    assert not done
    assert {"lead_1", "sms_3", "sms_4", "sms_5"} <= account.things.keys()
    assert "4 objects left behind: 3 activity/sms, 1 lead" in told
    assert "its name is 'Acme', which the suite did not give it" in told


def test_another_user_deletes_nothing(account: Known, tmp_path: Path) -> None:
    killed(account, tmp_path / "ledger.jsonl")
    account.user = "user_9"
    done, told = cleaned(tmp_path)
    assert not done
    assert [] == account.writes
    words = " ".join(told.split())
    assert "made by user_1 with Basic $CLOSE_API_KEY:, but the credential given now belongs to user_9" in words


def test_what_is_of_another_organization_needs_its_key(account: Known, tmp_path: Path) -> None:
    book = tmp_path / "ledger.jsonl"
    client = Client(opened(account), profile="record", send_to=None, ledger_file=book)
    other = basic(KEYS["CLOSE_API_KEY_OTHER"])
    client.send("GET", "me/", credential=other)
    client.send("POST", "lead/", body={"name": LEAD_NAME}, credential=other)
    done, told = cleaned(book, CLOSE_API_KEY=KEYS["CLOSE_API_KEY"])
    assert not done
    assert "made with $CLOSE_API_KEY_OTHER, which is not set" in told
    assert cleaned(book)[0]
    assert ["acti_theirs"] == list(account.things)


def test_what_cannot_be_deleted_is_told_with_the_way_to_try_again(account: Known, tmp_path: Path) -> None:
    book = tmp_path / "ledger.jsonl"
    killed(account, book)
    account.refuses["DELETE", "lead/lead_1"] = 403
    done, told = cleaned(book)
    assert not done
    assert f"1 object left behind: 1 lead ({book})" in " ".join(told.split())
    assert "DELETE was answered 403: lead lead_1" in told
    assert f"close-sms clean {book}" in told
    del account.refuses["DELETE", "lead/lead_1"]
    assert cleaned(book)[0]


def test_a_lead_that_may_have_been_made_is_told(account: Known, tmp_path: Path) -> None:
    book = tmp_path / "ledger.jsonl"
    killed(account, book)
    with book.open("a") as lines:
        lines.write(json.dumps({"about_to": "lead", "number": 9}) + "\n")
    done, told = cleaned(book)
    assert done
    assert f"1 POST to {ROOT}/lead/ got no answer; look there for {LEAD_NAME} in names" in told


@pytest.mark.parametrize(
    ("target", "environment", "says"),
    [
        (None, {"CLOSE_API_KEY": " "}, "neither CLOSE_API_KEY nor CLOSE_ACCESS_TOKEN is set"),
        ("mock", KEYS, "--endpoint=mock: the embedded mock"),
        ("https://elsewhere/api/v1", KEYS, f"nothing left to delete at https://elsewhere/api/v1, only at {ROOT}"),
    ],
)
def test_what_cannot_be_done_is_told(
    account: Known, tmp_path: Path, target: str | None, environment: dict[str, str], says: str
) -> None:
    killed(account, tmp_path / "ledger.jsonl")
    with pytest.raises(CannotClean, match=says):
        clean(tmp_path, target, print, environment)
    assert [] == account.writes


def test_of_several_endpoints_one_must_be_named(account: Known, tmp_path: Path) -> None:
    book = tmp_path / "ledger.jsonl"
    killed(account, book)
    with book.open("a") as lines:
        lines.write(book.read_text().replace(ROOT, "https://there/api/v1"))
    with pytest.raises(CannotClean, match="choose one with --endpoint"):
        cleaned(book)
    assert cleaned(book, ROOT)[0]


def test_who_is_refused_cannot_clean(account: Known, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killed(account, tmp_path / "ledger.jsonl")
    monkeypatch.setattr(Known, "__call__", lambda *_: httpx.Response(401))
    with pytest.raises(CannotClean, match="refused the credentials"):
        cleaned(tmp_path)
