"""The command line: what it answers, and with which exit code."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from close_sms import __version__, cli
from close_sms.report import write
from tests.report.samples import report, rule

ROOT = Path(__file__).parents[2]


def close_sms(*arguments, cwd=None):
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "close_sms.cli", *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        timeout=30,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.fixture
def reports(tmp_path):
    """Folders of three reports: one kept, the same, one broken."""
    for name, verdict in (("kept", "pass"), ("same", "pass"), ("broken", "fail")):
        write(report(rule("a.b", verdict)), tmp_path / name)
    return tmp_path


def test_diff_exits_with_1_if_a_rule_is_newly_broken(reports):
    done = close_sms("diff", "kept", "broken/report.json", cwd=reports)
    assert (done.returncode, done.stderr) == (1, "")
    assert "a.b: kept -> broken" in done.stdout


@pytest.mark.parametrize("names", [("kept", "same"), ("broken", "kept"), ("broken", "broken")])
def test_diff_exits_with_0_otherwise(reports, names, capsys):
    assert cli.main(["diff", *(str(reports / name) for name in names)]) == 0
    assert capsys.readouterr().out.endswith(("No change.\n", "Nothing newly broken.\n"))


def test_a_reader_that_has_seen_enough_is_no_error(reports):
    command = [sys.executable, "-m", "close_sms.cli", "diff", "kept", "broken"]
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as closed:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, check=False, cwd=reports, stdout=closed, stderr=-1, text=True, env=environment)
    assert (done.returncode, done.stderr) == (141, "")


def test_diff_writes_markdown_to_a_file_beside_the_text(reports, capsys):
    page = reports / "changes.md"
    old, new = str(reports / "kept"), str(reports / "broken")
    assert cli.main(["diff", old, new, f"--markdown={page}"]) == 1
    assert "Newly broken" in capsys.readouterr().out
    assert "### Newly broken (1)" in page.read_text()


def test_diff_prints_only_markdown_for_a_dash(reports, capsys):
    assert cli.main(["diff", str(reports / "kept"), str(reports / "broken"), "--markdown", "-"]) == 1
    assert capsys.readouterr().out.startswith("## 1 rule newly broken.")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "no command given; expected one of run, serve, diff"),
        (["rnu"], "unknown command 'rnu'; did you mean 'run'? See close-sms --help."),
        (["xyz"], "unknown command 'xyz'. See close-sms --help."),
        (["--verison"], "unknown option '--verison'; did you mean '--version'? See close-sms --help."),
        (["serve", "--prot=1"], "unknown option '--prot=1'; did you mean '--port'?"),
        (["serve", "--port", "http"], "'http' is not a port; expected a number from 0 to 65535"),
        (["serve", "--port=65536"], "'65536' is not a port"),
        (["serve", "--reading", "question"], "'question' is not a reading; expected QUESTION=READING"),
        (["diff", "a"], "the following arguments are required: NEW"),
        (["diff", "a", "b", "c"], "unknown argument 'c'"),
        (["diff", "missing", "b"], "missing: no such report"),
        (["clean", "missing.jsonl"], "close-sms clean: missing.jsonl: no such ledger"),
        (["clean", "--endpiont=x"], "did you mean '--endpoint'?"),
    ],
)
def test_what_cannot_be_done_gives_one_line_and_4(arguments, says, capsys):
    assert cli.main(arguments) == 4
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert err.startswith("close-sms")
    assert says in err


def test_errors_exit_with_4_in_a_process_too(tmp_path):
    done = close_sms("diff", "old", "new", cwd=tmp_path)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (4, "", 1)


def test_markdown_to_an_impossible_place_gives_one_line_and_4(reports, capsys):
    (reports / "file").touch()
    old = str(reports / "kept")
    assert cli.main(["diff", old, old, "--markdown", str(reports / "file" / "x.md")]) == 4
    assert "cannot write" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--help"], ["run", "serve", "diff", "clean", "examples:", "exit codes:"]),
        (["run", "--help"], ["--endpoint URL", "--rule GLOB", "CLOSE_API_KEY", "examples:"]),
        (["run", "--rule=x", "-h"], ["usage: close-sms run [options] [pytest options]"]),
        (["serve", "--help"], ["--port N", "--reading QUESTION=READING", "examples:"]),
        (["clean", "--help"], ["LEDGER", "--endpoint URL", "CLOSE_API_KEY", "exit codes:"]),
        (["diff", "--help"], ["--markdown FILE", "examples:", "exit codes:"]),
    ],
)
def test_help_shows_options_and_examples(arguments, says, capsys):
    try:
        code = cli.main(arguments)
    except SystemExit as ended:
        code = ended.code
    out = capsys.readouterr().out
    assert code == 0
    for part in says:
        assert part in out


def test_version_is_printed():
    done = close_sms("--version")
    assert (0, f"close-sms {__version__}\n") == (done.returncode, done.stdout)
