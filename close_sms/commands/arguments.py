"""The arguments of ``close-sms``: its parsers, its help, and its one-line errors."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from close_sms import __version__
from close_sms.places import LEDGER, REPORT
from close_sms.suggestions import did_you_mean

_LAST_PORT = 65535

_WHAT = "Run the conformance suite, serve its mock, compare two reports, or delete what\na run has left behind."
_EXIT_CODES = """\
exit codes:
  0    every rule that the profile can decide was decided and kept
  1    a rule is broken
  3    an error in the suite itself
  4    it could not run as asked; one line says why
  6    nothing broken, but a rule was not decided, or nothing was checked
  130  ended early by Ctrl-C, after cleaning up (143: by SIGTERM)"""

_MAIN = f"""\
examples:
  close-sms run                                  run the suite on its own mock
  close-sms run --endpoint https://api.close.com/api/v1 --profile record
  close-sms serve --port 0                       serve the mock on any free port
  close-sms diff reports/before reports/latest   show what changed between runs
  close-sms clean                                delete what a killed run left

{_EXIT_CODES}"""

_RUN = f"""\
options of the suite (--name VALUE or --name=VALUE; all others go to pytest):
  --endpoint URL            the API root, such as https://api.close.com/api/v1
                            (default: mock)
  --profile NAME            what the run may do: read, record, schedule or send
                            (default: send on the mock, record elsewhere)
  --send-to NUMBER          the only number that messages may be sent to, such as
                            +15005550006; needed for send off the mock
  --rule GLOB[,GLOB…]       run only the checks of these rules or questions
  --settle SECONDS          how long to watch that nothing is sent (default: 2)
  --patience SECONDS        how long to wait for a message to be sent
                            (default: 15)
  --deviations FILE         YAML file of known differences, each with a reason and
                            a last day; they count as excluded, not as broken
  --report-dir DIR          where the report goes (default: reports/latest)
  --hypothesis-profile NAME how much is asked: smoke, standard or deep
                            (default: standard)
  --hypothesis-seed N       the same seed gives the same requests (default: 0)

credentials, from the environment only:
  CLOSE_API_KEY             an API key
  CLOSE_ACCESS_TOKEN        an OAuth access token, instead of the key or with it
  CLOSE_API_KEY_OTHER       a key of a second organization, for the rules about
                            what belongs to others

examples:
  close-sms run
  close-sms run --rule 'direction.*' -x
  close-sms run conformance/test_status.py       one file, from any folder
  export CLOSE_API_KEY=…
  close-sms run --endpoint https://api.close.com/api/v1 --profile read

{_EXIT_CODES}"""

_SERVE = """\
examples:
  close-sms serve
  close-sms serve --port 0 --reading list-order=oldest-first"""

_DIFF = """\
examples:
  close-sms diff reports/before reports/latest
  close-sms diff before.json after.json --markdown changes.md

exit codes:
  0  no rule is newly broken
  1  a rule is newly broken
  4  it could not be done as asked, such as a report that cannot be read"""

_CLEAN = """\
A run against a real endpoint lists in its ledger.jsonl what it made and what it
deleted. This deletes what is left, and nothing else: leads and templates only
while their names still begin with that of the suite, and only with a credential
of the user who made them. Messages that wait to be sent are cancelled first.
What is deleted is recorded in the ledger.

credentials, from the environment only, the same that the run had:
CLOSE_API_KEY, CLOSE_ACCESS_TOKEN, CLOSE_API_KEY_OTHER

examples:
  close-sms clean
  close-sms clean reports/before --endpoint https://api.close.com/api/v1

exit codes:
  0  nothing is left
  1  something is left; the reason is printed
  4  it could not be done as asked; one line says why"""


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

    run_parser = add("run", "Run the suite with pytest", _RUN, usage="close-sms run [options] [pytest options]")
    serve_parser = add("serve", "Serve the mock over HTTP", _SERVE)
    diff_parser = add("diff", "Show what changed between two reports", _DIFF)
    clean_parser = add("clean", "Delete what a run has left behind, as its ledger lists it", _CLEAN)
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
    add(
        "--port",
        type=_port,
        default=8000,
        metavar="N",
        help="the port to listen on; 0 for any free one (default: 8000)",
    )
    add("--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)")
    add(
        "--reading",
        type=_reading,
        action="append",
        default=[],
        metavar="QUESTION=READING",
        help="choose another reading of an open question (schemas/questions.yaml); may be repeated",
    )


def _add_diff_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "old", type=Path, metavar="OLD", help="the earlier report: a report.json, or the folder that holds it"
    )
    parser.add_argument("new", type=Path, metavar="NEW", help="the later report, in the same way")
    parser.add_argument(
        "--markdown",
        metavar="FILE",
        help="also write the changes as Markdown to this file; with - print only the Markdown",
    )


def _add_clean_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    usual = f"{REPORT}/{LEDGER}"
    told = f"the ledger file, or the folder that holds it (default: {usual})"
    add("ledger", type=Path, nargs="?", default=Path(usual), metavar="LEDGER", help=told)
    add("--endpoint", metavar="URL", help="the API root (default: the one in the ledger)")


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
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; expected a number from 0 to {_LAST_PORT}")
    return int(text)


def _reading(text: str) -> tuple[str, str]:
    question, equals, reading = text.partition("=")
    if not (question and equals and reading):
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a reading; expected QUESTION=READING, such as list-order=oldest-first"
        )
    return question, reading
