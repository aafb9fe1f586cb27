"""JUnit XML: what CI servers read."""

import xml.etree.ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from close_sms.report import junit
from tests.report.samples import mixed, report, rule, violation


def parsed(made):
    return ET.fromstring(junit.render(made).encode())


def outcome(case):
    return next((child.tag for child in case), "passed")


def test_each_chapter_is_a_suite_and_each_rule_a_case():
    root = parsed(mixed())
    assert [suite.get("name") for suite in root] == ["direction", "status", "authentication"]
    cases = {case.get("name"): (case.get("classname"), outcome(case)) for case in root.iter("testcase")}
    assert cases == {
        "direction.inbox-defaults-inbound": ("direction", "failure"),
        "direction.explicit-kept": ("direction", "passed"),
        "status.required": ("status", "error"),
        "status.enum": ("status", "skipped"),
        "authentication.other-organization": ("authentication", "skipped"),
        "authentication.other-key": ("authentication", "skipped"),
    }


def test_counts_are_those_of_the_cases():
    root = parsed(mixed())
    counted = ("tests", "failures", "errors", "skipped")
    assert [root.get(name) for name in counted] == ["6", "1", "1", "3"]
    assert [[suite.get(name) for name in counted] for suite in root] == [
        ["2", "1", "0", "0"],
        ["2", "0", "1", "1"],
        ["2", "0", "0", "2"],
    ]


def test_a_failure_tells_the_whole_story_of_each_violation():
    made = report(rule("a.b", "fail"), violations=[violation("a.b"), violation("a.b", curl="curl other")])
    failure = parsed(made).find(".//failure")
    assert failure.get("message") == 'expected direction = "inbound", received "outbound"'
    assert made["violations"][0]["curl"] in failure.text
    assert "curl other" in failure.text


def test_reasons_and_settings_are_told():
    root = parsed(mixed())
    excluded = "excluded: declared until 2027-01-01: being mended"
    missing = "not applicable: CLOSE_API_KEY_OTHER is not set"
    assert [excluded, missing, missing] == [each.get("message") for each in root.iter("skipped")]
    properties = {each.get("name"): each.get("value") for each in root[0].iter("property")}
    assert {"endpoint": "mock", "profile": "send", "depth": "standard"}.items() <= properties.items()
    assert {"seed": "7", "suite_version": "0.1.0"}.items() <= properties.items()


def test_a_deviation_that_does_not_count_is_told():
    expired = "its declared deviation expired on 2020-01-01: ticket 12"
    needless = "its declared deviation is no longer needed: ticket 13"
    root = parsed(report(rule("a.b", "fail", deviation=expired), rule("c.d", deviation=needless)))
    assert root.find(".//failure").text.startswith(f"a.b: {expired}\n\n")
    assert root.find(".//testcase[@name='c.d']/system-out").text == needless


def test_errors_of_the_suite_have_a_suite_of_their_own():
    suite = parsed(report(rule("a.b"), errors=["Traceback\nValueError: no"]))[-1]
    assert (
        suite.get("name"),
        suite.get("errors"),
        suite[1][0].get("message"),
    ) == ("suite", "1", "ValueError: no")


@settings(max_examples=60)
@given(st.text(st.characters(exclude_categories=()), min_size=1))
def test_any_text_gives_valid_xml(text):
    made = report(
        rule("a.b", "fail", says=text),
        rule("a.c", "inconclusive", reason=text),
        rule("a.d", "excluded", reason=text),
        violations=[violation("a.b", actual=text, curl=text)],
        errors=[text],
        endpoint=text,
    )
    assert len(list(parsed(made)[0].iter("testcase"))) == 3
