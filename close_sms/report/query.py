"""What every form of the report asks for: chapters, counts, groups, and the verdict in words."""

from collections import Counter

from close_sms.exit_codes import ExitCode
from close_sms.places import LEDGER
from close_sms.report.model import VERDICTS, Report, Rule, RuleVerdict, Run, Violation
from close_sms.report.text import plural

MOCK = "mock"  # the endpoint of a run without one
SETTINGS = ("endpoint", "profile", "depth", "seed", "selection", "send_to", "suite_version")


def chapter(rule_id: str) -> str:
    """The chapter of a rule: its id up to the first dot."""
    return rule_id.partition(".")[0]


def by_chapter(report: Report) -> dict[str, list[Rule]]:
    """The rules of each chapter, both in the order of the report."""
    chapters: dict[str, list[Rule]] = {}
    for rule in report["rules"]:
        chapters.setdefault(chapter(rule["id"]), []).append(rule)
    return chapters


def counts(rules: list[Rule]) -> Counter[RuleVerdict]:
    """How many of the rules have each verdict."""
    return Counter(rule["verdict"] for rule in rules)


def broken(report: Report) -> dict[str, list[Violation]]:
    """The violations of each broken rule, in the order in which they were found."""
    rules: dict[str, list[Violation]] = {}
    for violation in report["violations"]:
        rules.setdefault(violation["rule"], []).append(violation)
    return rules


def rates(report: Report) -> dict[str, str]:
    """How often each broken rule failed, such as ``3 of 31 claims failed``, and what is said of its deviation."""
    return {
        rule["id"]: f"{rule['failed']:,} of {plural(rule['claims'], 'claim')} failed"
        + (f"; {remark}" if (remark := rule["deviation"]) else "")
        for rule in report["rules"]
        if rule.get("failed")
    }


def needlessly_declared(report: Report) -> list[Rule]:
    """The rules that are kept though a deviation was declared, which is no longer needed."""
    return [rule for rule in report["rules"] if rule["verdict"] == "pass" and rule["deviation"]]


def machine(report: Report) -> dict[str, dict[str, list[str]]]:
    """For each status the answers to each change that was asked for, by code; documented changes without any, too."""
    lifecycle = report["lifecycle"]
    targets: dict[str, dict[str, list[str]]] = {}
    for move in lifecycle["documented"]:
        targets.setdefault(move["source"], {}).setdefault(move["target"], [])
    for seen in lifecycle["observed"]:
        row = targets.setdefault(seen["source"], {})
        row.setdefault(seen["target"], []).append(f"{seen['code']} × {seen['count']:,}")
    return targets


def documented(report: Report) -> dict[tuple[str, str], str]:
    """What the documents say of each pair of statuses."""
    return {(move["source"], move["target"]): move["verdict"] for move in report["lifecycle"]["documented"]}


def undecided(report: Report) -> dict[tuple[RuleVerdict, str], list[str]]:
    """The ids of the rules without pass or fail, by verdict and reason, the worst verdict first."""
    groups: dict[tuple[RuleVerdict, str], list[str]] = {}
    rules = [rule for rule in report["rules"] if rule["verdict"] not in ("pass", "fail")]
    for rule in sorted(rules, key=lambda rule: VERDICTS.index(rule["verdict"])):
        groups.setdefault((rule["verdict"], rule["reason"] or "no reason given"), []).append(rule["id"])
    return groups


def headline(report: Report) -> str:
    """The verdict of the run and why, such as ``FAIL (exit 1): 2 of 80 rules broken``."""
    return f"{report['verdict'].upper()} (exit {report['exit_code']}): {_outcome(report)}"


def _outcome(report: Report) -> str:
    of, rules = counts(report["rules"]), plural(len(report["rules"]), "rule")
    match report["exit_code"]:
        case ExitCode.KEPT:
            return f"{of['pass']:,} of {rules} decided and kept"
        case ExitCode.BROKEN:
            return f"{len(broken(report)):,} of {rules} broken"
        case ExitCode.SUITE_ERROR:
            return "an error in the suite itself"
        case ExitCode.UNDECIDED if of["pass"] + of["inconclusive"]:
            return f"nothing broken, but {of['inconclusive']:,} of {rules} not decided"
        case ExitCode.UNDECIDED:
            seen = len(report["observations"])
            return f"no rule was checked, {plural(seen, 'open question')} observed" if seen else "nothing was checked"
    return "an exit code that this version does not know"


def settings(run: Run) -> dict[str, object]:
    """What the run was asked to do, without what was not asked for."""
    values = {name: value for name, value in run.items() if name in SETTINGS}
    return {name: values[name] for name in SETTINGS if values.get(name) is not None}


def effort(run: Run) -> str:
    """What the run cost, such as ``412 requests, 80 objects made, 12 messages sent, in 8.1 s``."""
    made = f"{plural(run['created'], 'object')} made, {plural(run['sent'], 'message')} sent"
    return f"{plural(run['requests'], 'request')}, {made}, in {run['duration_s']:.1f} s"


def ledger(report: Report, folder: str = "") -> str:
    """The file, in the folder of the report, that names all that the run made; empty for the embedded mock."""
    return "" if report["run"]["endpoint"] == MOCK else f"{folder}{LEDGER}"


def gone_since(run: Run) -> str:
    """Why it is not enough to send a request of the run again as it was sent."""
    return "the embedded mock is gone" if run["endpoint"] == MOCK else "what it names has been deleted since"
