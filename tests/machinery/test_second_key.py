"""A second key that is refused, or of the same organization, is told before it accuses anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from close_sms.cleanup.ledger_file import read
from close_sms.clock import VirtualClock
from close_sms.credentials import Credentials
from close_sms.endpoint import Endpoint, embedded, mock_application
from close_sms.mock import API_KEY, API_KEY_OTHER, Behaviour
from close_sms.mock.calls import Answer, Call
from close_sms.mock.errors import one_error
from close_sms.mock.things import Caller
from close_sms.mock.world import ORGANIZATION_ID, ORGANIZATION_ID_OTHER, USER_ID, USER_ID_COLLEAGUE
from close_sms.run import Run
from close_sms.settings import CannotRun, Settings
from tests.innocents import INNOCENTS
from tests.innocents.callers import OneUserInBoth

SECOND = "api_second.key"
SAME = "CLOSE_API_KEY_OTHER belongs to the same organization as "


class SecondKeys(Behaviour):
    """The second key is one more of the first organization, of this user."""

    user = USER_ID

    def caller_of_key(self, key: str) -> Caller | None:
        return Caller(self.user, ORGANIZATION_ID, "api_second") if key == SECOND else super().caller_of_key(key)


class OfAColleague(SecondKeys):
    user = USER_ID_COLLEAGUE


class ListsBoth(SecondKeys):
    """GET /me/ lists every organization of a user who is in two."""

    told: Any = ({"id": ORGANIZATION_ID}, {"id": ORGANIZATION_ID_OTHER})

    def get_me(self, call: Call) -> Answer:
        return Answer(200, {**super().get_me(call).body, "organizations": self.told and list(self.told)})


class ListsNone(ListsBoth):
    told = None


class Forbids(SecondKeys):
    def get_me(self, call: Call) -> Answer:
        if call.caller.api_key_id == "api_second":
            raise one_error(403, "Forbidden")
        return super().get_me(call)


def begin(folder: Path, app: Any, clock: VirtualClock, other: str | None, profile: str = "record") -> Run:
    """A run that has begun, as against an endpoint elsewhere."""
    settings = Settings.checked(
        target="https://example.com/api/v1", profile=profile, send_to=None, settle=2, patience=15,
        selection=None, report_dir=folder, depth="standard", seed=0,
    )  # fmt: skip

    def opened(_target: str, _environment: Mapping[str, str]) -> Endpoint:
        return replace(embedded(app, clock, Credentials(API_KEY, None, other)), embedded=False)

    with mock.patch("close_sms.run.open_endpoint", opened):
        return Run.begin(settings)


def begun(folder: Path, behaviour: type[Behaviour], other: str | None, **options: Any) -> Run:
    clock = VirtualClock(datetime.now(UTC))
    app, _ = mock_application(now=clock.now, behaviour=behaviour)
    return begin(folder, app, clock, other, **options)


def test_an_honest_second_key_costs_one_request(tmp_path: Path) -> None:
    assert begun(tmp_path, Behaviour, None).client.requests == 1
    run = begun(tmp_path, Behaviour, API_KEY_OTHER)
    assert run.client.requests == 2
    assert run.elsewhere is not None
    assert run.client.requests == 2


@pytest.mark.parametrize("behaviour", [SecondKeys, OfAColleague, ListsBoth, ListsNone], ids=lambda each: each.__name__)
@pytest.mark.parametrize("other", [API_KEY, SECOND])
def test_a_second_key_of_the_same_organization_is_told(tmp_path: Path, behaviour: type[Behaviour], other: str) -> None:
    with pytest.raises(CannotRun, match=SAME):
        begun(tmp_path, behaviour, other)
    ledger = tmp_path / "ledger.jsonl"
    if ledger.exists():  # to tell, leads were made
        assert read(ledger).left == []


@pytest.mark.parametrize("behaviour", [Behaviour, OneUserInBoth, ListsBoth, ListsNone], ids=lambda each: each.__name__)
def test_a_key_of_another_organization_is_taken_whatever_me_tells(tmp_path: Path, behaviour: type[Behaviour]) -> None:
    assert begun(tmp_path, behaviour, API_KEY_OTHER).elsewhere is not None


def test_where_it_cannot_be_told_nothing_is_refused(tmp_path: Path) -> None:
    assert begun(tmp_path, SecondKeys, SECOND, profile="read").elsewhere is not None


@pytest.mark.parametrize(("behaviour", "other", "code"), [(Behaviour, "mistyped", 401), (Forbids, SECOND, 403)])
def test_a_second_key_that_is_refused_is_told(
    tmp_path: Path, behaviour: type[Behaviour], other: str, code: int
) -> None:
    with pytest.raises(CannotRun, match=rf"refused CLOSE_API_KEY_OTHER \(GET /me/ was answered {code}\)"):
        begun(tmp_path, behaviour, other)


@pytest.mark.parametrize("name", INNOCENTS)
def test_no_honest_server_is_refused_for_its_second_key(tmp_path: Path, name: str) -> None:
    clock = VirtualClock(datetime.now(UTC))
    assert begin(tmp_path, INNOCENTS[name].application(clock.now), clock, API_KEY_OTHER).elsewhere is not None
