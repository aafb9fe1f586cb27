"""What changed between two reports."""

import pytest

from close_sms.report.diff import Change, compare, markdown, text
from tests.report.samples import observation, report, rule

KINDS = ("broken", "mended", "undecided", "decided", "added", "removed")
ABSENT = None


def kinds(before, after):
    """Which kinds of change a rule with these verdicts counts as."""
    old, new = (report(*([rule("a.b", verdict)] if verdict else [])) for verdict in (before, after))
    diff = compare(old, new)
    return [kind for kind in KINDS if getattr(diff, kind)], diff.exit_code


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("pass", "fail", "broken"),
        ("inconclusive", "fail", "broken"),
        ("excluded", "fail", "broken"),
        (ABSENT, "fail", "broken"),
        ("fail", "pass", "mended"),
        ("pass", "inconclusive", "undecided"),
        ("pass", "not_applicable", "undecided"),
        ("pass", "excluded", "undecided"),
        ("fail", "inconclusive", "undecided"),
        ("inconclusive", "pass", "decided"),
        ("not_applicable", "pass", "decided"),
        (ABSENT, "pass", "added"),
        (ABSENT, "inconclusive", "added"),
        ("fail", ABSENT, "removed"),
        ("pass", ABSENT, "removed"),
    ],
)
def test_a_change_of_verdict_is_of_one_kind_and_only_a_broken_rule_is_an_error(before, after, kind):
    assert ([kind], int(kind == "broken")) == kinds(before, after)


@pytest.mark.parametrize("verdict", ["pass", "fail", "inconclusive", "excluded", "not_applicable"])
def test_the_same_verdict_is_no_change(verdict):
    assert kinds(verdict, verdict) == ([], 0)


def test_order_does_not_matter():
    rules = [rule("a.b"), rule("a.c", "fail")]
    diff = compare(report(*rules), report(*reversed(rules)))
    assert text(diff) == "No change."


def test_a_changed_reading_is_told_and_is_no_error():
    old = report(rule("a.b"), observations=[observation("same", "x"), observation("q", "x"), observation("gone", "x")])
    new = report(rule("a.b"), observations=[observation("new", "x"), observation("q", "y"), observation("same", "x")])
    diff = compare(old, new)
    assert [
        Change("new", "not observed", "x", "what x means"),
        Change("q", "x", "y", "what y means"),
        Change("gone", "x", "not observed"),
    ] == diff.readings
    assert diff.exit_code == 0


def test_a_question_with_two_readings_is_compared_as_a_set():
    two = [observation("q", "x"), observation("q", "y")]
    assert not compare(report(observations=two), report(observations=two[::-1])).readings


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("endpoint", "https://api.close.com/api/v1"),
        ("profile", "read"),
        ("depth", "smoke"),
        ("selection", "a.*"),
        ("suite_version", "0.2.0"),
    ],
)
def test_runs_made_differently_are_warned_of(setting, value):
    diff = compare(report(rule("a.b")), report(rule("a.b"), **{setting: value}))
    assert len(diff.warnings) == 1
    assert setting.replace("_", " ") in diff.warnings[0]
    for made in (text(diff), markdown(diff)):
        assert value in made.replace("\\", "")


@pytest.mark.parametrize("verdict", ["pass", "fail"])
def test_a_rule_that_a_run_was_not_asked_for_is_left_out(verdict):
    part, whole = report(rule("a.b"), selection="a.*"), report(rule("a.b"), rule("c.d", verdict))
    for diff in (compare(part, whole), compare(whole, part)):
        assert "c.d" not in text(diff)
        assert "left out" in diff.warnings[0]
        assert diff.exit_code == 0


def test_a_different_seed_is_not_warned_of():
    assert not compare(report(seed=1), report(seed=2)).warnings


def test_the_text_gives_the_reason_and_ends_with_the_outcome():
    shown = text(compare(report(rule("a.b"), rule("a.c")), report(rule("a.b", "fail"), rule("a.c", "inconclusive"))))
    assert 'a.b: kept -> broken\n    expected direction = "inbound", received "outbound"' in shown
    assert "a.c: kept -> not decided\n    why it is inconclusive" in shown
    assert shown.splitlines()[-1] == "1 rule newly broken."


def test_markdown_is_a_table_for_each_kind():
    shown = markdown(compare(report(rule("a.b"), rule("a.c", "fail")), report(rule("a.b", "fail"), rule("a.c"))))
    assert "### Newly broken (1)" in shown
    assert "| `a.b` | kept | broken |" in shown
    assert "### Fixed (1)" in shown


@pytest.mark.parametrize("asked", [{"selection": "direction.*"}, {"depth": "smoke"}, {"profile": "read"}])
def test_a_question_that_one_run_was_not_asked_for_has_no_other_answer(asked):
    whole = report(observations=[observation("q", "x"), observation("unasked", "x")])
    part = report(observations=[observation("q", "y")], **asked)
    assert [change.id for change in compare(whole, part).readings] == ["q"]
    assert [change.id for change in compare(part, whole).readings] == ["q"]
    assert "questions that only one of them observed are left out" in compare(part, whole).warnings[0]
