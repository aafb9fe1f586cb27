"""The report as JUnit XML: a suite per chapter, a case per rule."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence

from close_sms.report.failures import failure
from close_sms.report.model import NO_RUN, WORDS, Report, Rule, SuiteError, Violation
from close_sms.report.query import broken, by_chapter
from close_sms.report.text import clip, last_line, one_line, printable

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
_PROPERTIES = ("endpoint", "profile", "depth", "seed", "suite_version")


def render(report: Report) -> str:
    """The XML document: broken rules are failures, inconclusive ones errors, the rest undecided are skipped.

    Errors of the suite itself stand in a test suite of their own, ``suite``.
    """
    root = ET.Element("testsuites", name="close-sms-conformance", time=_seconds(report))
    violations = broken(report)
    for chapter, rules in by_chapter(report).items():
        cases = [_case(chapter, rule, violations.get(rule["id"], []), report["run"]["endpoint"]) for rule in rules]
        root.append(_suite(report, chapter, cases))
    if report["errors"]:
        root.append(_suite(report, "suite", [_error(error) for error in report["errors"]]))
    for kind in ("tests", "failures", "errors", "skipped"):
        root.set(kind, str(sum(int(suite.get(kind, "0")) for suite in root)))
    ET.indent(root)
    return f"{_DECLARATION}\n{ET.tostring(root, encoding='unicode')}\n"


def none(why: str) -> str:
    """The document of a run that could not be made as asked: one error, or a CI would show that nothing was wrong."""
    case = ET.Element("testcase", classname="suite", name="run")
    _add(case, "error", f"{NO_RUN}: {why}", "")
    counted = {"tests": "1", "failures": "0", "errors": "1", "skipped": "0"}
    root = ET.Element("testsuites", {"name": "close-sms-conformance", **counted})
    ET.SubElement(root, "testsuite", {"name": "suite", **counted}).append(case)
    ET.indent(root)
    return f"{_DECLARATION}\n{ET.tostring(root, encoding='unicode')}\n"


def _seconds(report: Report) -> str:
    return f"{report['run']['duration_s']:.3f}"


def _suite(report: Report, name: str, cases: Sequence[ET.Element]) -> ET.Element:
    counted = {
        kind: str(sum(case.find(tag) is not None for case in cases))
        for kind, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))
    }
    facts = {
        "name": printable(name),
        "tests": str(len(cases)),
        **counted,
        "timestamp": report["run"]["started"],
    }
    suite = ET.Element("testsuite", facts)
    properties = ET.SubElement(suite, "properties")
    values = dict(report["run"])
    for key in _PROPERTIES:
        ET.SubElement(properties, "property", name=key, value=printable(str(values[key])))
    suite.extend(cases)
    return suite


def _case(chapter: str, rule: Rule, violations: Sequence[Violation], root: str) -> ET.Element:
    case = ET.Element("testcase", classname=printable(chapter), name=printable(rule["id"]))
    if rule["verdict"] == "fail":
        remark = [f"{rule['id']}: {rule['deviation']}"] if rule["deviation"] else []
        text = "\n\n".join([*remark, *(failure(each, 100, root) for each in violations)])
        _add(case, "failure", _message(violations), text)
    elif rule["verdict"] == "inconclusive":
        _add(case, "error", rule["reason"], rule["says"])
    elif rule["verdict"] != "pass":
        _add(case, "skipped", f"{WORDS[rule['verdict']]}: {rule['reason']}", "")
    elif rule["deviation"]:
        ET.SubElement(case, "system-out").text = printable(rule["deviation"])
    return case


def _message(violations: Sequence[Violation]) -> str:
    if not violations:
        return "the report holds no violation of this rule"
    return f"expected {violations[0]['expected']}, received {violations[0]['actual']}"


def _error(error: SuiteError) -> ET.Element:
    case = ET.Element("testcase", classname="suite", name=printable(error["check"]))
    _add(case, "error", last_line(error["message"]), error["message"])
    return case


def _add(case: ET.Element, tag: str, message: str, text: str) -> None:
    element = ET.SubElement(case, tag, message=clip(one_line(message), 300))
    element.text = printable(text) or None
