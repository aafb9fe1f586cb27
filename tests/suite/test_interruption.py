"""Ctrl-C and SIGTERM end a run early: what it made is deleted, and it says how far it came."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import httpx
import pytest

from close_sms.endpoint import mock_application

ROOT = Path(__file__).parents[2]
PYTEST = ("pytest", "-p", "no:cacheprovider", "--hypothesis-profile=smoke")
RUN = ("close_sms.cli", "run", "--hypothesis-profile=smoke")
FOUND = "after N of N checks; N rules broken so far"
TOLD = f"Interrupted by {{}} {FOUND}; all N objects made were deleted; no report was written"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")


@dataclass
class Served:
    """The mock, served in real time; `at` says what happens when so many requests of a kind have come."""

    root: str = ""
    variables: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    at: dict[tuple[str, int], Callable[[], None]] = field(default_factory=dict)
    delays: dict[str, float] = field(default_factory=dict)

    def meet(self, method: str, path: str) -> None:
        kind = f"{method} {path.removeprefix('/api/v1/').partition('/')[0]}"
        self.asked.append(kind)
        if happens := self.at.get((kind, self.asked.count(kind))):
            happens()
        time.sleep(self.delays.get(kind, 0))

    def count(self, kind: str) -> int:
        """How many there are, for the key of the run."""
        answer = httpx.get(f"{self.root}/{kind}/", auth=(self.variables["CLOSE_API_KEY"], ""))
        return len(answer.json()["data"])


@pytest.fixture
def served() -> Iterator[Served]:
    app, variables = mock_application()
    found = Served(variables=variables)

    class Watched(WSGIRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

    def watched(environ, respond):
        found.meet(environ["REQUEST_METHOD"], environ["PATH_INFO"])
        return app(environ, respond)

    with make_server("127.0.0.1", 0, watched, handler_class=Watched) as server:
        found.root = f"http://127.0.0.1:{server.server_port}/api/v1"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield found
        server.shutdown()


@contextmanager
def started(served: Served, folder: Path, *command: str) -> Iterator[subprocess.Popen[str]]:
    """A run against it, as the leader of a process group."""
    options = [f"--endpoint={served.root}", f"--report-dir={folder}"]
    process = subprocess.Popen(
        [sys.executable, "-m", *command, *options],
        cwd=ROOT,
        env={**os.environ, **served.variables, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def left(folder: Path) -> list[str]:
    """What the book says was made and not deleted."""
    lines = [json.loads(line) for line in (folder / "ledger.jsonl").read_text().splitlines()]
    deleted = {line["id"] for line in lines if "deleted" in line}
    made = [line["id"] for line in lines if "created" in line]
    assert made
    return [each for each in made if each not in deleted]


def numbers(out: str) -> str:
    """On one line, each number as N."""
    return re.sub(r"\b[0-9]+\b", "N", " ".join(out.split()))


@pytest.mark.parametrize("command", [PYTEST, RUN], ids=["pytest", "run"])
def test_sigterm_lets_the_run_clean_up(served: Served, tmp_path: Path, command: tuple[str, ...]) -> None:
    with started(served, tmp_path, *command) as process:
        served.at["POST activity", 40] = lambda: process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=60)
    assert 143 == process.returncode, out
    assert [] == left(tmp_path)
    assert TOLD.format("SIGTERM") in numbers(out)


@pytest.mark.parametrize("command", [PYTEST, RUN], ids=["pytest", "run"])
def test_ctrl_c_cleans_up_and_says_how_far_the_run_came(
    served: Served, tmp_path: Path, command: tuple[str, ...]
) -> None:
    with started(served, tmp_path, *command) as process:
        served.at["POST activity", 40] = lambda: os.killpg(process.pid, signal.SIGINT)
        out, _ = process.communicate(timeout=60)
    assert 130 == process.returncode, out
    assert [] == left(tmp_path)
    assert TOLD.format("Ctrl-C") in numbers(out)
    for noise in ("KeyboardInterrupt", "Traceback", ".py:", "PASS", "of an earlier run"):
        assert noise not in out
    assert ["ledger.jsonl"] == [each.name for each in tmp_path.iterdir()]


def test_a_report_of_before_is_told_to_be_one(served: Served, tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text("{}")
    with started(served, tmp_path, *PYTEST) as process:
        served.at["POST activity", 1] = lambda: process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
    assert "is of an earlier run" in " ".join(out.split())
    assert "{}" == (tmp_path / "report.json").read_text()


@pytest.mark.parametrize("command", [PYTEST, RUN], ids=["pytest", "run"])
def test_a_second_ctrl_c_stops_the_clean_up_and_what_is_left_is_told(
    served: Served, tmp_path: Path, command: tuple[str, ...]
) -> None:
    with started(served, tmp_path, *command) as process:
        served.at["POST activity", 40] = served.at["DELETE lead", 1] = lambda: os.killpg(process.pid, signal.SIGINT)
        served.delays["DELETE lead"] = 1
        out, _ = process.communicate(timeout=60)
    assert 130 == process.returncode, out
    words = numbers(out)
    assert "N rules broken so far; N of N objects made are left behind; no report was written" in words
    assert "N objects left behind: " in words
    assert "the clean-up was interrupted: " in words
    assert "Traceback" not in out
    assert "KeyboardInterrupt" not in out


@pytest.mark.parametrize("command", [PYTEST, RUN], ids=["pytest", "run"])
def test_sigterm_to_all_processes_and_again_does_not_stop_the_clean_up(
    served: Served, tmp_path: Path, command: tuple[str, ...]
) -> None:
    with started(served, tmp_path, *command) as process:
        served.at["POST activity", 40] = served.at["DELETE lead", 1] = lambda: os.killpg(process.pid, signal.SIGTERM)
        out, _ = process.communicate(timeout=60)
    assert 143 == process.returncode, out
    assert [] == left(tmp_path)


def test_what_a_killed_run_has_left_can_be_cleaned(served: Served, tmp_path: Path) -> None:
    with started(served, tmp_path, *PYTEST, "--profile=send", "--send-to=+15005550006") as process:
        served.at["POST activity", 40] = process.kill
        process.communicate(timeout=60)
    assert len(left(tmp_path)) > 20
    command = [sys.executable, "-m", "close_sms.cli", "clean", str(tmp_path)]
    for says in ("Nothing is left.", "lists nothing left to delete."):
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **served.variables},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (0, "") == (done.returncode, done.stderr), done.stdout
        assert says in done.stdout
    assert [1, 1, 1] == [served.count(kind) for kind in ("lead", "sms_template", "activity/sms")]  # the mock's own
