"""The exit table: what a run answers when the endpoint or the command line is not as it should be."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import threading
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from unittest import mock
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from close_sms.endpoint import mock_application
from close_sms.mock import API_KEY

ROOT = Path(__file__).parents[2]
EXAMPLE = """{"_type": "SMS", "activity_at": "2016-10-03T16:06:11.167000+00:00", "contact_id": "cont_q4", "cost": "1",
 "created_by": "user_N6", "date_created": "2016-10-03T16:06:11.167000+00:00", "date_scheduled": null,
 "date_sent": null, "date_updated": "2016-10-03T16:06:11.167000+00:00", "direction": "outbound",
 "error_message": null, "id": "acti_12358hIUhaklslYoYSbtozZuUTyB2zO2nhm7iVSpZpp", "lead_id": "lead_iu",
 "local_country_iso": "US", "local_phone": "+14154445555", "local_phone_formatted": "+1 415-444-5555",
 "organization_id": "orga_Rb", "remote_country_iso": "US", "remote_phone": "+18183334444",
 "remote_phone_formatted": "+1 818-333-4444", "source": "Close.io", "status": "outbox", "template_id": null,
 "text": "Hi!", "updated_by": "user_N6", "user_id": "user_N6", "users": []}"""
JSON, HTML = "application/json", "text/html"


@contextmanager
def answering(status: int, kind: str, body: str) -> Iterator[str]:
    """An API root on which every request has the same answer."""

    class Always(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("content-length") or 0))
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Always)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/api/v1"
    finally:
        server.shutdown()
        server.server_close()


ONE_CHAPTER = "conformance/test_direction.py"  # is collected sooner than the whole suite


def suite(tmp_path: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--report-dir={tmp_path}", *options]
    variables = {"CLOSE_API_KEY": "api_some.key", **os.environ, **environment}
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=120, check=False)


def errors(done: subprocess.CompletedProcess[str]) -> list[str]:
    lines = (done.stdout + done.stderr).splitlines()
    return [line for line in lines if line.startswith("ERROR") or " error: " in line]


def closed_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def test_an_example_for_everything_breaks_rules(tmp_path: Path) -> None:
    with answering(200, JSON, EXAMPLE) as root:
        done = suite(tmp_path, f"--endpoint={root}", "--hypothesis-profile=smoke")
    assert done.returncode == 1, done.stdout
    assert "auth.missing" in done.stdout


@pytest.mark.parametrize(
    ("status", "kind", "body", "words"),
    [
        (400, JSON, '{"error": "no"}', "was answered 400"),
        (401, JSON, '{"error": "Unauthorized"}', "refused the credentials"),
        (200, HTML, "<html>Welcome</html>", "is not a JSON object"),
        (200, JSON, "[]", "is not a JSON object"),
    ],
)
def test_no_api_root_cannot_be_run_against(tmp_path: Path, status: int, kind: str, body: str, words: str) -> None:
    with answering(status, kind, body) as root:
        done = suite(tmp_path, ONE_CHAPTER, f"--endpoint={root}")
    assert done.returncode == 4, done.stdout
    assert [words in line for line in errors(done)] == [True]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--endpoint=http://127.0.0.1:{port}/api/v1"], "cannot be reached"),
        (["--endpoint=ftp://example.com"], "ftp"),
        (["--endpiont=mock"], "unrecognized arguments: --endpiont=mock"),
        (["--profile=sent"], "expected one of read, record, schedule, send"),
        (["--endpoint=http://127.0.0.1:{port}/api/v1", "--profile=send"], "--send-to"),
        (["--send-to=5551234"], "E.164"),
        (["--settle=-1"], "expected 0 to 600 seconds"),
        (["--patience=soon"], "--patience"),
        (
            ["--patience=0"],
            "--patience=0: expected more than 0 and at most 600 seconds, how long to wait for a message",
        ),
        (["--hypothesis-profile=thorough"], "expected one of smoke, standard, deep"),
        (["--hypothesis-seed=many"], "--hypothesis-seed"),
        (["--hypothesis-seed=--5"], "expected a whole number"),
        (["--rule=direktion.*"], "--rule=direktion.* matches no rule or question; did you mean --rule=direction.*?"),
        (["--rule=direction.*,satus.*"], "--rule=satus.* matches no rule or question; did you mean --rule=status.*?"),
        (["--report-dir=pytest.ini"], "no report can be written there"),
        (["--deviations=no/such.yaml"], "no/such.yaml"),
        (
            ["--rule="],
            "--rule= is empty: expected the id of a rule or question, or a glob of them",
        ),
        (["--rule=direction.*,"], "--rule=direction.*, has an empty part"),
        (["--report-dir="], "--report-dir= is empty: expected a folder, such as --report-dir=reports/latest"),
        (["--profile="], "--profile= is empty: expected one of read, record, schedule, send"),
        (["--deviations="], "--deviations= is empty: expected a YAML file"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_wrong_option_is_told_in_one_line(tmp_path: Path, options: list[str], words: str) -> None:
    done = suite(tmp_path, ONE_CHAPTER, *(option.format(port=closed_port()) for option in options))
    assert done.returncode == 4, done.stdout + done.stderr
    told = errors(done)
    assert any(words in line for line in told), done.stdout + done.stderr
    assert len(told) <= 2  # pytest adds its usage to errors of its own


def test_what_came_too_late_for_patience_is_told_with_the_option(tmp_path: Path) -> None:
    done = suite(tmp_path, "--patience=0.1", "--rule=sending.draft-is-sent")
    assert done.returncode == 1, done.stdout
    assert "within 0.1 s (--patience)" in " ".join(done.stdout.split())


def test_credentials_are_asked_for(tmp_path: Path) -> None:
    done = suite(tmp_path, "--endpoint=http://127.0.0.1:1/api/v1", CLOSE_API_KEY=" ", CLOSE_ACCESS_TOKEN="")
    assert done.returncode == 4
    assert ["CLOSE_API_KEY" in line for line in errors(done)] == [True]


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("CLOSE_API_KEY_OTHER", "mistyped", "refused CLOSE_API_KEY_OTHER (GET /me/ was answered 401)"),
        ("CLOSE_API_KEY_OTHER", API_KEY, "CLOSE_API_KEY_OTHER belongs to the same organization as CLOSE_API_KEY;"),
        ("CLOSE_ACCESS_TOKEN", "Bearer abc", "CLOSE_ACCESS_TOKEN begins with 'Bearer'; give the value alone"),
        ("CLOSE_API_KEY", "kéy", "CLOSE_API_KEY contains a character that no header can carry"),
    ],
    ids=["refused", "same organization", "scheme", "no ASCII"],
)
def test_credentials_that_would_accuse_the_endpoint_are_told(
    tmp_path: Path, variable: str, value: str, words: str
) -> None:
    with dying_after(100) as root:
        done = suite(tmp_path, f"--endpoint={root}", "--rule=isolation.*", **{variable: value})
    assert done.returncode == 4, done.stdout + done.stderr
    assert [words in line for line in errors(done)] == [True]


def test_an_unknown_token_is_broken_and_asked_after(tmp_path: Path) -> None:
    """It cannot be told from a server that refuses every token."""
    with dying_after(400) as root:
        done = suite(tmp_path, f"--endpoint={root}", "--rule=auth.bearer-token", CLOSE_ACCESS_TOKEN="mistyped")
    assert done.returncode == 1, done.stdout
    assert "CLOSE_ACCESS_TOKEN is taken for valid (or is it mistyped or expired?)" in " ".join(done.stdout.split())


FORMS = ("report.json", "report.md", "junit.xml", "report.html")


def old_report(folder: Path) -> None:
    for name in (*FORMS, "ledger.jsonl"):
        (folder / name).write_text("of a run before")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--endpoint=http://127.0.0.1:{port}/api/v1"], "cannot be reached"),
        (["--rule=direktion.*"], "matches no rule or question"),
        (["--hypothesis-profile=thorough"], "expected one of smoke, standard, deep"),
        (["--deviations=no/such.yaml"], "no/such.yaml"),
        (["--endpiont=mock"], "unrecognized arguments: --endpiont=mock"),
        (["--patience=soon"], "argument --patience: invalid float value"),
        (["conformance/test_none.py"], "file or directory not found"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_the_report_of_another_run_is_not_left_in_the_place_of_none(
    tmp_path: Path, options: list[str], words: str
) -> None:
    """A CI that publishes what lies there would show that everything was kept."""
    old_report(tmp_path)
    done = suite(tmp_path, *(option.format(port=closed_port()) for option in options))
    assert done.returncode == 4, done.stdout
    assert {path.name for path in tmp_path.iterdir()} == {"earlier", "ledger.jsonl", "report.md", "junit.xml"}
    for name in ("report.md", "junit.xml"):
        assert "No run (exit 4)" in (tmp_path / name).read_text()
        assert words in (tmp_path / name).read_text()
    assert "usage:" not in (tmp_path / "report.md").read_text()
    assert ET.parse(tmp_path / "junit.xml").getroot().get("errors") == "1"
    assert {path.name: path.read_text() for path in (tmp_path / "earlier").iterdir()} == dict.fromkeys(
        FORMS, "of a run before"
    )


def test_no_run_twice_keeps_the_report_of_the_run_before(tmp_path: Path) -> None:
    old_report(tmp_path)
    for _ in range(2):
        assert suite(tmp_path, "--profile=sent").returncode == 4
    assert [(tmp_path / "earlier" / name).read_text() for name in FORMS] == ["of a run before"] * 4


@pytest.mark.parametrize("options", [["tests/suite", "--endpiont=mock"], ["--collect-only", "--rule=direktion.*"]])
def test_what_is_no_run_leaves_the_report_alone(tmp_path: Path, options: list[str]) -> None:
    old_report(tmp_path)
    assert suite(tmp_path, *options).returncode == 4
    assert {path.read_text() for path in tmp_path.iterdir()} == {"of a run before"}


@pytest.mark.parametrize("selection", [["-k", "nothing.such"], ["conformance/api/bodies.py"]], ids=["keyword", "path"])
def test_a_selection_of_nothing_has_checked_nothing(tmp_path: Path, selection: list[str]) -> None:
    done = suite(tmp_path, *selection)
    assert done.returncode == 6, done.stdout
    assert "nothing was checked" in done.stdout
    assert '"exit_code": 6' in (tmp_path / "report.json").read_text()


def test_smoke_decides_what_reading_can(tmp_path: Path) -> None:
    """A choice of checks that decides every rule when it may send could leave some undecided when it may only read."""
    done = suite(tmp_path, "--profile=read", "--hypothesis-profile=smoke")
    assert done.returncode == 0, done.stdout


SLIP = """
from close_sms.mock import Behaviour

plain = Behaviour.build

def build(self, values, call):
    sms = plain(self, values, call)
    sms.direction = "outbound" if sms.status == "inbox" and "direction" not in values else sms.direction
    return sms

Behaviour.build = build
"""


def slipping(tmp_path: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A run on a mock that takes what came in for outbound."""
    (tmp_path / "slip.py").write_text(SLIP)
    given = ("-p", "slip", "--rule=direction.inbox-*,direction.given-*", "--hypothesis-profile=smoke", *options)
    return suite(tmp_path, *given, PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}", **environment)


def test_what_is_declared_is_no_failure_anywhere(tmp_path: Path) -> None:
    known = tmp_path / "known.yaml"
    entry = "{rule: direction.inbox-defaults-inbound, reason: ticket 4711, expires: 2999-12-31}"
    known.write_text(f"deviations: [{entry}]")
    done = slipping(tmp_path, f"--deviations={known}")
    assert done.returncode == 0, done.stdout
    assert "PASS (exit 0)" in done.stdout
    *_, last = done.stdout.splitlines()
    assert "excluded" in last
    assert "failed" not in last
    assert "failed" in slipping(tmp_path).stdout.splitlines()[-1]


def test_a_broken_rule_is_annotated_in_github_actions_only(tmp_path: Path) -> None:
    told = [
        [line for line in slipping(tmp_path, **variables).stdout.splitlines() if line.startswith("::")]
        for variables in ({"GITHUB_ACTIONS": "true"}, {"GITHUB_ACTIONS": "false"})
    ]
    assert [len(lines) for lines in told] == [1, 0]
    assert told[0][0].startswith("::error title=direction.inbox-defaults-inbound::")


def test_a_check_that_is_named_is_judged_for_the_rule_that_is_asked_for(tmp_path: Path) -> None:
    """Though it does not declare it: the invariants look on at every check."""
    check = "conformance/test_status.py::test_draft_is_only_stored"
    done = suite(tmp_path, check, "--rule=object.direction")
    assert done.returncode == 0, done.stdout
    report = json.loads((tmp_path / "report.json").read_text())
    assert [rule["id"] for rule in report["rules"]] == ["object.direction"]
    assert report["rules"][0]["checks"] == [check]


def test_a_rule_of_other_checks_selects_none_of_a_module(tmp_path: Path) -> None:
    done = suite(tmp_path, "conformance/test_status.py", "--rule=object.direction")
    assert done.returncode == 6, done.stdout


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        (
            "Judgement.count = lambda self, rule, holds: self.claims.update([rule + 's'])",
            r"claims a rule '[a-z.-]+s', which is not in the register; did you mean",
        ),
        (
            "Judgement.count = lambda self, rule, holds: self.observe('negativ-skip', 'refused', None)",
            "observes a question 'negativ-skip', which is not in the register; did you mean 'negative-skip'",
        ),
    ],
    ids=["claim", "observation"],
)
def test_an_unknown_name_is_an_error_of_the_suite(tmp_path: Path, slip: str, told: str) -> None:
    """It would count for nothing, a claim while it holds, and an observation always."""
    (tmp_path / "slip.py").write_text(f"from close_sms.judgement import Judgement\n{slip}\n")
    done = ended(tmp_path)
    assert done.returncode == 3, done.stdout
    assert re.search(told, " ".join(done.stdout.split())), done.stdout


FAILS = """
def fails(*_, **__):
    raise RuntimeError("too much for it")

def pytest_sessionstart():
    from close_sms import run
    from close_sms.plugin import ending
    {what} = fails
"""
BROKEN = "from close_sms import claims\nclaims._same = lambda value, wanted: False\n"


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("run.clean_up", "clean-up: RuntimeError: too much for it"),
        ("ending.write", "writing the report: RuntimeError: too much for it"),
        ("ending.report", "no report could be made: RuntimeError: too much for it (slip.py, line 3)"),
        (
            "ending.summary",
            "no summary could be made: RuntimeError: too much for it (slip.py, line 3)",
        ),
    ],
)
def test_what_fails_at_the_end_is_an_error_of_the_suite(tmp_path: Path, what: str, told: str) -> None:
    """pytest alone would show a traceback and exit with 1, which means that a rule is broken."""
    (tmp_path / "slip.py").write_text(FAILS.format(what=what))
    done = ended(tmp_path)
    assert done.returncode == 3, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert told in done.stdout
    if "no report" not in told:
        kept = json.loads((tmp_path / "report.json").read_text())
        assert any(rule["claims"] for rule in kept["rules"])
    if "clean-up" in told:
        assert "lead" in [left["kind"] for left in kept["run"]["leftovers"]]


@pytest.mark.parametrize("what", ["run.clean_up", "ending.write", "ending.summary"])
def test_a_broken_rule_stays_broken_whatever_fails_at_the_end(tmp_path: Path, what: str) -> None:
    (tmp_path / "slip.py").write_text(BROKEN + FAILS.format(what=what))
    done = ended(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "too much for it" in done.stdout
    assert json.loads((tmp_path / "report.json").read_text())["violations"]


def test_an_end_that_fails_after_an_interruption_is_told(tmp_path: Path) -> None:
    interrupts = "def pytest_runtest_setup(): raise KeyboardInterrupt\n"
    (tmp_path / "slip.py").write_text(interrupts + FAILS.format(what="run.clean_up"))
    done = ended(tmp_path)
    assert done.returncode == 130, done.stdout + done.stderr
    assert "clean-up: RuntimeError: too much for it" in done.stdout


def ended(tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """A run of one check with the plugin `slip`."""
    options = ("-p", "slip", "-k", "test_draft_is_only_stored", "conformance/test_status.py")
    return suite(tmp_path, *options, PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}")


def test_an_endpoint_that_dies_leaves_rules_undecided(tmp_path: Path) -> None:
    with dying_after(40) as root:
        done = suite(tmp_path, f"--endpoint={root}", "--hypothesis-profile=smoke")
    assert done.returncode == 6, done.stdout
    assert "the endpoint was lost" in done.stdout


@contextmanager
def dying_after(requests: int) -> Iterator[str]:
    """The mock, served in real time, which is gone after so many requests."""
    app, variables = mock_application()
    left = [requests]

    class Dying(WSGIRequestHandler):
        def handle(self) -> None:
            left[0] -= 1
            if left[0] < 0:
                threading.Thread(target=close, daemon=True).start()
                self.connection.close()
                return
            super().handle()

        def log_message(self, *args: object) -> None:
            pass

    server = make_server("127.0.0.1", 0, app, handler_class=Dying)

    def close() -> None:
        server.shutdown()
        server.server_close()

    threading.Thread(target=server.serve_forever, daemon=True).start()
    with mock.patch.dict(os.environ, variables):
        yield f"http://127.0.0.1:{server.server_port}/api/v1"
    close()
