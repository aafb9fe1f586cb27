"""Report files on disk: written whole or not at all, and read back with errors that a reader understands."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from close_sms.report.model import (
    EARLIER,
    FORMAT,
    NO_RUN,
    Lifecycle,
    NotCheckable,
    Observation,
    Report,
    Rule,
    Run,
    SuiteError,
    Violation,
)
from close_sms.report.text import clip, one_line

_LISTS: Mapping[str, type] = {
    "rules": Rule,
    "violations": Violation,
    "observations": Observation,
    "errors": SuiteError,
    "not_checkable": NotCheckable,
}


def _entries(*keys: str) -> dict[str, Any]:
    properties = {key: {"type": "string"} for key in keys}
    return {"type": "array", "items": {"type": "object", "required": [*keys], "properties": properties}}


_HEAD = 400  # characters in which a page without a report says so
# What two reports need to be compared: the keys that any suite for this contract is asked to write.
_LEAST: Mapping[str, Any] = {
    "type": "object",
    "required": ["format", "verdict", "run", "rules", "violations", "observations"],
    "properties": {
        "run": {"type": "object"},
        "rules": _entries("id", "verdict"),
        "violations": _entries("rule", "expected", "actual"),
        "observations": _entries("question", "reading"),
    },
}


class ReportError(Exception):
    """A report could not be read: the message names the file, what is wrong with it, and what to do."""


def dump(report: Report) -> str:
    """The report as JSON, its keys in the order of the model, evidence untouched."""
    ordered: dict[str, Any] = _ordered(report, Report)
    ordered["run"] = _ordered(report["run"], Run)
    ordered["lifecycle"] = _ordered(report["lifecycle"], Lifecycle)
    for key, kind in _LISTS.items():
        ordered[key] = [_ordered(entry, kind) for entry in ordered[key]]
    return json.dumps(ordered, ensure_ascii=False, indent=1) + "\n"


def _ordered(values: Mapping[str, Any], kind: type) -> dict[str, Any]:
    order = {name: place for place, name in enumerate(kind.__annotations__)}
    names = sorted(values, key=lambda name: (order.get(name, len(order)), name))
    return {name: values[name] for name in names}


def put(path: Path, text: str) -> Path:
    """Write the text as UTF-8 to the path in one step, so that nobody ever reads half a file.

    A half surrogate, which UTF-8 cannot hold, becomes its escape, as JSON writes it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(text.encode("utf-8", "backslashreplace"))
        return draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def make_room(folder: Path) -> None:
    """Make the folder, and see that files can be written there; raises ReportError where a run could not report."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        put(folder / "probe", "").unlink()
    except OSError as error:
        raise ReportError(f"{folder}: no report can be written there: {error.strerror}.") from None


def from_here(path: Path) -> Path:
    """The path as the user can give it here: relative, where it is below the present folder."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def load(path: Path) -> Report:
    """The report in the file, or in the folder that holds a ``report.json``.

    It is held against the least that a comparison needs, so that a report of another suite can be read too.
    Raises ReportError for anything else.
    """
    file = path / "report.json" if path.is_dir() else path
    report = _parse(file)
    if not isinstance(report, dict) or "format" not in report:
        raise ReportError(f"{file}: not a report: it has no key 'format'. Give a report.json or its folder.")
    if report["format"] != FORMAT:
        raise ReportError(
            f"{file}: written in report format {report['format']!r}, but this version reads format {FORMAT}. "
            "Run the suite again, or use the version that wrote it."
        )
    _validate(file, report)
    return cast(Report, report)


def tells_of_no_run(file: Path) -> bool:
    """Whether the page or document says that the run could not run."""
    return NO_RUN in file.read_text(encoding="utf-8", errors="replace")[:_HEAD]


def _parse(file: Path) -> Any:
    try:
        return json.loads(file.read_bytes())
    except FileNotFoundError:
        page = file.with_name("report.md")
        if page.is_file() and tells_of_no_run(page):
            before = page.with_name(EARLIER) / file.name
            instead = f" The report of the run before it is {before}." if before.is_file() else ""
            raise ReportError(
                f"{file}: no report: the run could not start (exit 4); report.md beside it says why.{instead}"
            ) from None
        raise ReportError(f"{file}: no such report. Give a report.json, or the folder that holds one.") from None
    except OSError as error:
        raise ReportError(f"{file}: cannot be read: {error.strerror}.") from None
    except (ValueError, RecursionError) as error:
        raise ReportError(f"{file}: not JSON: {error}. Give a report.json, or the folder that holds one.") from None


def _validate(file: Path, report: Mapping[str, Any]) -> None:
    worst = best_match(Draft202012Validator(_LEAST).iter_errors(report))
    if worst is not None:
        fault = clip(one_line(worst.message), 300)
        raise ReportError(f"{file}: not a complete report of format {FORMAT}: at {worst.json_path}: {fault}.")
