"""The arguments of ``close-sms``: its parsers, its help, and its one-line errors."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from close_sms import __version__
from close_sms.places import LEDGER, REPORT
from close_sms.suggestions import did_you_mean

_LAST_PORT = 65535

_WHAT = "Run the conformance suite, serve its mock, compare two reports, delete what a run has left behind."
_EXIT_CODES = """\
exit codes: 0 every rule that could be decided is kept; 1 a rule is broken;
3 an error of the suite itself; 4 it could not run as asked;
6 nothing broken, but not everything decided;
130 ended early by Ctrl-C, 143 by SIGTERM, after cleaning up"""

_MAIN = f"""\
examples:
  close-sms run                                  the suite on its own mock
  close-sms run --endpoint https://api.close.com/api/v1 --profile record
  close-sms serve --port 0                       the mock over HTTP, at any port
  close-sms diff reports/before reports/latest   what changed between two runs
  close-sms clean                                delete what a killed run has left

{_EXIT_CODES}"""

_RUN = f"""\
options of the suite (--name VALUE or --name=VALUE; all else goes to pytest):
  --endpoint URL            the API root, such as https://api.close.com/api/v1
                            (default: mock)
  --profile NAME            read, record, schedule or send
                            (default: send on the mock, else record)
  --send-to E164            the only number that may be sent to; needed for send
                            off the mock
  --rule GLOB[,GLOB…]       only the checks of these rules
  --settle S, --patience S  seconds to watch that nothing is sent, and to
                            wait for what is sent
  --deviations FILE         known differences, each with a reason and an expiry
  --report-dir DIR          where the report goes (default: reports/latest)
  --hypothesis-profile NAME smoke, standard or deep
  --hypothesis-seed N       the same seed makes the same requests

credentials, from the environment only: CLOSE_API_KEY, CLOSE_ACCESS_TOKEN,
CLOSE_API_KEY_OTHER

examples:
  close-sms run
  close-sms run --rule 'direction.*' -x
  close-sms run conformance/test_status.py       one chapter, from any folder
  export CLOSE_API_KEY=…
  close-sms run --endpoint https://api.close.com/api/v1 --profile read

{_EXIT_CODES}"""

_SERVE = """\
examples:
  close-sms serve
  close-sms serve --port 0 --reading list-order=oldest-first"""

_DIFF = """\
OLD and NEW are report.json files, or folders that hold one.

examples:
  close-sms diff reports/before reports/latest
  close-sms diff before.json after.json --markdown changes.md

exit codes: 0 nothing newly broken; 1 a rule is newly broken; 4 a report could not be read"""

_CLEAN = """\
Deletes what the ledger of a run off the mock says was made and not deleted, and
nothing else: leads and templates only while they bear the name of the suite,
and only as the user who made them. What waits to be sent is cancelled first.
What is deleted is booked in the ledger.

credentials, from the environment only: CLOSE_API_KEY, CLOSE_ACCESS_TOKEN,
CLOSE_API_KEY_OTHER, as the run had them

examples:
  close-sms clean
  close-sms clean reports/before --endpoint https://api.close.com/api/v1

exit codes: 0 nothing is left; 1 something is, and why is told; 4 it could not be done as asked"""


class _Parser(argparse.ArgumentParser):
    """A parser that says one line and exits with 4."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter, **options)

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{self.prog}: {message}")


class UsageError(Exception):
    """The command line cannot be understood; the message is the line to print."""


def parsers() -> Mapping[str, argparse.ArgumentParser]:
    """The parser of ``close-sms`` itself and of each of its commands, by name."""
    main = _Parser(prog="close-sms", description=_WHAT, epilog=_MAIN)
    main.add_argument("--version", action="version", version=f"close-sms {__version__}")
    commands = main.add_subparsers(title="commands", metavar="COMMAND", parser_class=_Parser)

    def add(name: str, does: str, epilog: str, **options: Any) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=does, description=f"{does}.", epilog=epilog, **options)

    run_parser = add("run", "Run the suite in pytest", _RUN, usage="close-sms run [options] [pytest options]")
    serve_parser = add("serve", "Serve the mock over HTTP", _SERVE)
    diff_parser = add("diff", "Say what changed between two reports", _DIFF)
    clean_parser = add("clean", "Delete what a run has left behind, by its ledger", _CLEAN)
    _add_serve_options(serve_parser)
    _add_diff_options(diff_parser)
    _add_clean_options(clean_parser)
    return {
        "close-sms": main,
        "run": run_parser,
        "serve": serve_parser,
        "diff": diff_parser,
        "clean": clean_parser,
    }


def _add_serve_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--port", type=_port, default=8000, metavar="N", help="0 for any free one (default: 8000)")
    add("--host", default="127.0.0.1", help="the address to listen at (default: 127.0.0.1)")
    add(
        "--reading",
        type=_reading,
        action="append",
        default=[],
        metavar="QUESTION=READING",
        help="answer an open question (schemas/questions.yaml) otherwise; may be repeated",
    )


def _add_diff_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", type=Path, metavar="OLD")
    parser.add_argument("new", type=Path, metavar="NEW")
    parser.add_argument("--markdown", metavar="FILE", help="write Markdown to the file too; - prints only that")


def _add_clean_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    shown = f"{REPORT}/{LEDGER}"
    add("ledger", type=Path, nargs="?", default=Path(shown), metavar="LEDGER", help=f"it, or its folder ({shown})")
    add("--endpoint", metavar="URL", help="the API root (default: the one that the ledger names)")


def parse(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> argparse.Namespace:
    """The options; raises UsageError for what the parser does not know, with the nearest known name."""
    known, unknown = parser.parse_known_args(arguments)
    if unknown:
        names = [name for action in parser._actions for name in action.option_strings]
        what = "option" if unknown[0].startswith("-") else "argument"
        hint = did_you_mean(unknown[0].partition("=")[0], names) or "."
        raise UsageError(f"{parser.prog}: unknown {what} {unknown[0]!r}{hint} See {parser.prog} --help.")
    return known


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > _LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; expected a number from 0 to {_LAST_PORT}")
    return int(text)


def _reading(text: str) -> tuple[str, str]:
    question, equals, reading = text.partition("=")
    if not (question and equals and reading):
        raise argparse.ArgumentTypeError(f"{text!r} is no reading; expected QUESTION=READING")
    return question, reading
