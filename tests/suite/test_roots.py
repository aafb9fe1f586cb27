"""The path of the API root is the endpoint's own affair, even where it is called like a resource."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from close_sms import endpoint
from tests.bench import Around, Bench

BENCH = Bench("--hypothesis-profile=smoke")


def served_below(root: str) -> Around:
    """The mock as a server that has its API there."""

    def around(app: Any, now: Callable[[], datetime]) -> Any:
        def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
            asked = environ["PATH_INFO"]
            assert asked.startswith(f"{root}/")
            return app({**environ, "PATH_INFO": f"/api/v1{asked.removeprefix(root)}"}, start)

        return answer

    return around


@pytest.mark.parametrize("root", ["/event/v1", "/lead/api/v1/api/v1"])
def test_a_run_decides_the_same_wherever_the_root_is(root: str, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = BENCH.run()
    monkeypatch.setattr(endpoint, "MOCK_ROOT", f"https://close.mock{root}")
    elsewhere = BENCH.run(around=served_below(root))
    assert elsewhere.code == 0, elsewhere.why
    assert [(each["id"], each["verdict"], each["claims"]) for each in usual.report["rules"]] == [
        (each["id"], each["verdict"], each["claims"]) for each in elsewhere.report["rules"]
    ]
