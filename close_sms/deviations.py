"""Declared deviations: known differences that the user has taken note of, each with a reason and an expiry.

    deviations:
    - rule: update.date-updated
      reason: our clock counts whole minutes; ticket 4711
      expires: 2027-03-31

A declared rule that is broken is `excluded` instead of `fail` until the day of its expiry has passed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from close_sms.suggestions import did_you_mean

KEYS = ("rule", "reason", "expires")


class DeviationError(ValueError):
    """The file of deviations cannot be used; the text is one line for the user."""


@dataclass(frozen=True)
class Deviation:
    """One declared deviation."""

    rule: str
    reason: str
    expires: date

    def holds(self, today: date) -> bool:
        """Whether it still counts on that day."""
        return today <= self.expires

    def __str__(self) -> str:
        """The reason for the report."""
        return f"declared deviation until {self.expires}: {self.reason}"

    def remark(self, verdict: str, today: date) -> str:
        """What the user should know of it where it does not count; empty where it does."""
        if verdict == "fail" and not self.holds(today):
            return f"its declared deviation expired on {self.expires}: {self.reason}"
        if verdict == "pass":
            return f"its declared deviation is no longer needed: {self.reason}"
        return ""


def read(file: Path, rules: Collection[str]) -> dict[str, Deviation]:
    """The deviations of a YAML (or JSON) file by rule id; raises DeviationError."""
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise DeviationError(f"--deviations={file}: cannot be read: {error.strerror or error}") from error
    except (yaml.YAMLError, ValueError) as error:  # a ValueError where it is no text, or dates a 30th of February
        raise DeviationError(f"--deviations={file}: not valid YAML ({' '.join(str(error).split())})") from error
    entries = content.get("deviations") if isinstance(content, Mapping) else None
    if not isinstance(entries, list):
        raise DeviationError(f"--deviations={file}: expected a list under the key `deviations`")
    found = [_deviation(file, number, entry, rules) for number, entry in enumerate(entries, 1)]
    _need_one_each(file, [deviation.rule for deviation in found])
    return {deviation.rule: deviation for deviation in found}


def _need_one_each(file: Path, declared: Sequence[str]) -> None:
    """Of two entries for one rule only one could count, and its reader would not know which."""
    for number, rule in enumerate(declared, 1):
        first = declared.index(rule) + 1
        if first < number:
            told = f"entry {number}: {rule} is declared twice, first in entry {first}"
            raise DeviationError(f"--deviations={file}: {told}; keep one of the two")


def _deviation(file: Path, number: int, entry: Any, rules: Collection[str]) -> Deviation:
    where = f"--deviations={file}: entry {number}"
    if not isinstance(entry, Mapping) or set(entry) != set(KEYS):
        raise DeviationError(f"{where}: expected the keys {', '.join(KEYS)}, found {_keys(entry)}")
    rule, reason, expires = (entry[key] for key in KEYS)
    if not isinstance(rule, str):
        raise DeviationError(
            f"{where}: `rule` is {rule!r}, expected the id of one rule; give each rule an entry of its own"
        )
    if rule not in rules:
        raise DeviationError(f"{where}: there is no rule {rule!r}{did_you_mean(rule, rules)}")
    if not isinstance(reason, str) or not reason.strip():
        raise DeviationError(f"{where} ({rule}): expected a reason in words, found {reason!r}")
    return Deviation(rule, reason.strip(), _day(where, expires))


def _day(where: str, value: Any) -> date:
    """The day that is written, also with a time behind it, which YAML makes a moment of; its zone shifts no day."""
    try:
        return datetime.fromisoformat(str(value)).date()
    except ValueError:
        raise DeviationError(f"{where}: `expires` is {value!r}, expected a day such as 2027-03-31") from None


def _keys(entry: Any) -> str:
    return ", ".join(map(str, entry)) if isinstance(entry, Mapping) else repr(entry)
