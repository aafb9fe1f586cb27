"""The report of a run, put together from the register and from what the checks found."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, cast

from close_sms import __version__
from close_sms.collected import Collected
from close_sms.deviations import Deviation
from close_sms.endpoint import MOCK
from close_sms.exit_codes import ExitCode
from close_sms.judgement import Result
from close_sms.places import REPORT, starter
from close_sms.profiles import allows
from close_sms.register import Register
from close_sms.report import Report, from_here
from close_sms.selection import matches
from close_sms.settings import PATIENCE, SETTLE, Settings
from close_sms.verdicts import Tally, exit_code, tally

VERDICTS = {ExitCode.KEPT: "pass", ExitCode.BROKEN: "fail"}


def report(settings: Settings, register: Register, collected: Collected) -> Report:
    """The report as schemas/report.schema.json describes it."""
    results = collected.results
    rules = _rules(settings, register, collected.asked, tally(results))
    violations = _violations(settings, register, results)
    code = exit_code([entry["verdict"] for entry in rules], len(violations), len(collected.errors))
    made: Any = {
        "format": 1,
        "verdict": VERDICTS.get(code, "inconclusive"),
        "exit_code": int(code),
        "run": _facts(settings, collected.facts),
        "rules": rules,
        "violations": violations,
        "observations": _observations(register, results),
        "lifecycle": _lifecycle(register, results),
        "errors": collected.errors,
        "not_checkable": [
            {"refs": list(entry.refs), "says": entry.says, "reason": entry.reason} for entry in register.not_checkable
        ],
    }
    return cast(Report, made)


NOTHING = {"started": "", "duration_s": 0.0, "requests": 0, "created": 0, "sent": 0, "leftovers": []}


def _facts(settings: Settings, counted: Mapping[str, Any]) -> dict[str, Any]:
    facts = {**NOTHING, "endpoint": settings.target, **counted}
    return {
        "endpoint": facts["endpoint"],
        "profile": settings.profile,
        "seed": settings.seed,
        "depth": settings.depth,
        **{key: facts[key] for key in ("started", "duration_s", "requests", "created", "sent")},
        "suite_version": __version__,
        "selection": settings.selection,
        "send_to": settings.send_to,
        "leftovers": facts["leftovers"],
    }


def _rules(
    settings: Settings, register: Register, asked: Collection[str], tallies: Mapping[str, Tally]
) -> list[dict[str, Any]]:
    """The rules that `--rule` and the checks pytest was asked for are about, and what was broken besides."""
    return [
        _rule(settings, entry, tallies.get(name, Tally()), register.deviations.get(name))
        for name, entry in register.rules.items()
        if matches(name, settings.selection) and (name in asked or name in tallies)
    ]


def _rule(settings: Settings, entry: Any, said: Tally, deviation: Deviation | None) -> dict[str, Any]:
    verdict, reason = said.verdict()
    if not said.checks and not allows(settings.profile, entry.profile):
        verdict, reason = "not_applicable", f"needs --profile={entry.profile}"
    return {
        "id": entry.id,
        "says": entry.says,
        "source": entry.source,
        "level": entry.level,
        "refs": list(entry.refs),
        "verdict": verdict,
        "reason": reason,
        "deviation": deviation.remark(verdict, date.today()) if deviation else "",
        "claims": said.claims,
        "failed": said.failed,
        "checks": list(dict.fromkeys(said.checks)),
    }


def _violations(settings: Settings, register: Register, results: Sequence[Result]) -> list[dict[str, Any]]:
    """Rule by rule, as they were broken; of each rule what its own checks found before what others came across."""
    found: list[dict[str, Any]] = []
    known: set[tuple[str, ...]] = set()
    told = [
        (violation["rule"], result, violation)
        for result in results
        for violation in result["violations"]
        if matches(violation["rule"], settings.selection)
    ]
    place = {rule: number for number, rule in enumerate(dict.fromkeys(rule for rule, _, _ in told))}
    for rule, result, violation in sorted(told, key=lambda each: (place[each[0]], each[0] not in each[1]["declares"])):
        # What one check finds with several parameters, or what several checks find alike, is one violation.
        by_check = (rule, violation["check"].partition("[")[0])
        by_words = (rule, violation["expected"], violation["actual"])
        alike = known & {by_check, by_words}
        known |= {by_check, by_words}
        if alike:
            continue
        entry = register.rules[rule]
        found.append(
            {
                "rule": rule,
                "says": entry.says,
                "source": entry.source,
                "refs": list(entry.refs),
                "script": "",
                **{name: value for name, value in violation.items() if name != "rule"},
                "repeat": repeat_command(settings, rule, result),
            }
        )
    return found


def repeat_command(settings: Settings, rule: str, found: Result) -> str:
    """The one command that shows the violation again (keys come from the environment).

    That is the checks of `rule`; or the check that an invariant looked on at, where this is none of them. It leaves the
    report alone that it stands in.
    """
    options = [f"--rule={rule}"] if rule in found["declares"] else [found["check"], f"--rule={rule}"]
    if settings.target != MOCK:
        options.append(f"--endpoint={settings.target}")
        options.append(f"--profile={settings.profile}")
        options += [f"--send-to={settings.send_to}"] if settings.send_to else []
    if settings.depth != "standard":
        options.append(f"--hypothesis-profile={settings.depth}")
    options.append(f"--hypothesis-seed={settings.seed}")
    options += [f"--settle={settings.settle:g}"] if settings.settle != SETTLE else []
    options += [f"--patience={settings.patience:g}"] if settings.patience != PATIENCE else []
    options.append(f"--report-dir={from_here(_beside(settings.report_dir))}")
    return f"{starter()} {shlex.join(options)}"


def _beside(folder: Path) -> Path:
    """Where a repetition writes its report, so that the one under study stays; a repetition of it takes its place."""
    if folder.name == Path(REPORT).name:
        return folder.with_name("repeat")
    return folder if folder.name.endswith("repeat") else folder.parent / f"{folder.name}-repeat".lstrip("-")


def _observations(register: Register, results: Sequence[Result]) -> list[dict[str, Any]]:
    first: dict[str, dict[str, Any]] = {}
    for result in results:
        for seen in result["observations"]:
            first.setdefault(seen["question"], seen)
    return [_observation(register.questions[name], first[name]) for name in register.questions if name in first]


def _observation(question: Any, seen: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "question": question.id,
        "asks": question.asks,
        "refs": list(question.refs),
        "reading": seen["reading"],
        "means": question.readings.get(seen["reading"], "a reading that the register does not name"),
        "evidence": seen["evidence"],
    }


def _lifecycle(register: Register, results: Sequence[Result]) -> dict[str, Any]:
    """The documented moves between statuses, and those that were asked for in the run."""
    counts: Counter[tuple[str, str, int]] = Counter()
    for result in results:
        for move in result["moves"]:
            counts[move["source"], move["target"], move["code"]] += move["count"]
    return {
        "documented": [
            {"source": move.source, "target": move.target, "verdict": move.verdict} for move in register.moves
        ],
        "observed": [
            {"source": source, "target": target, "code": code, "count": count}
            for (source, target, code), count in sorted(counts.items())
        ],
    }
