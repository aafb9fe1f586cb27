"""The command ``close-sms``: run the suite, serve its mock, compare two reports, clean up after a run."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from close_sms.commands.arguments import UsageError, parse, parsers
from close_sms.commands.run import run
from close_sms.exit_codes import ExitCode
from close_sms.places import SuiteNotFoundError
from close_sms.report import ReportError, load
from close_sms.report import diff as differences
from close_sms.report.store import put
from close_sms.suggestions import did_you_mean


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks and return the exit code; 4, after one line, if it cannot be done."""
    try:
        code = _dispatch(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
        return code
    except UsageError as error:
        print(error, file=sys.stderr)
        return ExitCode.CANNOT_RUN
    except (ReportError, SuiteNotFoundError) as error:
        print(f"close-sms: {error}", file=sys.stderr)
        return ExitCode.CANNOT_RUN
    except KeyboardInterrupt:
        return ExitCode.BY_CTRL_C
    except BrokenPipeError:  # `| head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.BY_BROKEN_PIPE


def _dispatch(arguments: list[str]) -> int:
    known = parsers()
    if not arguments:
        raise UsageError(f"close-sms: no command given; expected one of {', '.join(_COMMANDS)}. See close-sms --help.")
    name, rest = arguments[0], arguments[1:]
    if name in _COMMANDS:
        return _COMMANDS[name](known[name], rest)
    if not name.startswith("-"):
        hint = did_you_mean(name, _COMMANDS) or "."
        raise UsageError(f"close-sms: unknown command {name!r}{hint} See close-sms --help.")
    parse(known["close-sms"], arguments)
    return 0


def _run(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    if {"-h", "--help"} & set(arguments):
        parser.print_help()
        return 0
    return run(arguments)


def _serve(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    options = parse(parser, arguments)
    # Imported here so that run and diff do not wait for a web framework.
    from close_sms.commands.serve import ServeError, serve  # noqa: PLC0415
    from close_sms.endpoint import mock_application  # noqa: PLC0415

    try:
        app, variables = mock_application(readings=dict(options.reading))
        serve(app, variables, options.host, options.port)
    except (ValueError, ServeError) as error:
        raise UsageError(f"{parser.prog}: {error}") from None
    return 0


def _diff(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    options = parse(parser, arguments)
    diff = differences.compare(load(options.old), load(options.new))
    if options.markdown != "-":
        print(differences.text(diff))
    if options.markdown == "-":
        print(differences.markdown(diff), end="")
    elif options.markdown:
        _write(parser, Path(options.markdown), differences.markdown(diff))
    return diff.exit_code


def _clean(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    options = parse(parser, arguments)
    # Imported here so that run and diff do not wait for an HTTP client.
    from close_sms.commands.clean import CannotClean, clean  # noqa: PLC0415

    try:
        return 0 if clean(options.ledger, options.endpoint, partial(print, flush=True)) else 1
    except CannotClean as reason:
        raise UsageError(f"{parser.prog}: {reason}") from None


def _write(parser: argparse.ArgumentParser, path: Path, text: str) -> None:
    try:
        put(path, text)
    except OSError as error:
        raise UsageError(f"{parser.prog}: cannot write {path}: {error.strerror}") from None


_COMMANDS: Mapping[str, Callable[[argparse.ArgumentParser, Sequence[str]], int]] = {
    "run": _run,
    "serve": _serve,
    "diff": _diff,
    "clean": _clean,
}

if __name__ == "__main__":
    raise SystemExit(main())
