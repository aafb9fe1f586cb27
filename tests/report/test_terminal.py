"""The screen of text, and the text of one failure."""

import re

import pytest

from close_sms.report import failure, markdown, summary, unfinished
from tests.report.samples import URL, evidence, leftovers, mixed, observation, report, rule, violation

COPIED = ("Request ", "As sent ", "Repeat ")


def test_a_violation_comes_first_with_all_that_is_needed():
    text = summary(mixed())
    shown = violation("direction.inbox-defaults-inbound")
    for part in ("rule", "says", "source", "expected", "actual", "curl", "repeat"):
        assert shown[part] in text, part
    assert "Request   POST activity/sms/\n" in text
    assert text.index(shown["curl"]) < text.index("Chapter")


@pytest.mark.parametrize("width", [40, 80, 120])
def test_only_lines_to_copy_are_wider_than_the_screen(width):
    long = [violation(f"a.rule-{number}", says="many words " * 30) for number in range(9)]
    text = summary(report(rule("a.rule-0", "fail"), violations=long), width)
    lines = [line for line in text.splitlines() if not line.strip().startswith(COPIED)]
    longest_word = max(len(word) for line in lines for word in line.split())
    assert max(map(len, lines)) <= max(width, longest_word + 16, 62)


def test_what_is_judged_of_a_request_and_of_its_answer_is_shown():
    body, kept = {"remote_phone": "+16644923456"}, {f"key_{number}": "value" for number in range(26)}
    answer = {"_type": "SMS", **kept, "remote_phone": "+14155550123"}
    found = violation("update.fields", expected="`remote_phone` is '+16644923456', as put", actual="")
    lost = {**found, **evidence(body, 200, answer)}
    lost["request"] = {**lost["request"], "method": "PUT", "url": f"{URL}acti_{'x' * 48}/"}
    text = summary(report(violations=[{**lost, "control": evidence(body, 200, answer)}]))
    for part in (
        f"    Request   PUT activity/sms/acti_{'x' * 48}/\n",
        '    Body      {"remote_phone": "+16644923456"}\n',
        '    Answer    200 {"remote_phone": "+14155550123", … and 27 more}\n',
        '    Compare   POST activity/sms/\n              {"remote_phone": "+16644923456"}\n',
        '              was answered 200 {"remote_phone": "+14155550123", … and 27 more}\n',
    ):
        assert part in text


def test_five_rules_are_shown_in_full_and_each_other_in_a_line():
    found = [violation(f"a.rule-{number}") for number in range(30)]
    text = summary(report(violations=found))
    assert text.count("As sent ") == 5
    assert '\n  a.rule-5: expected direction = "inbound", received "outbound"\n' in text
    assert "  … and 10 more rules in report.html" in text


def test_violations_of_one_rule_are_shown_once_with_their_number():
    text = summary(report(violations=[violation("a.b"), violation("a.b", check="test_other")]))
    assert (text.count("As sent "), "and 1 more in report.html" in text) == (1, True)


def test_chapters_are_counted():
    rows = dict(re.findall(r"^(direction|status|authentication) +(.*)$", summary(mixed()), re.MULTILINE))
    assert {name: " ".join(cells.split()) for name, cells in rows.items()} == {
        "direction": "1 - 1 - -",
        "status": "- 1 - - 1",
        "authentication": "- - - 2 -",
    }


def test_a_reason_is_given_once_for_all_its_rules_the_inconclusive_first():
    text = summary(mixed())
    assert text.count("CLOSE_API_KEY_OTHER is not set") == 1
    assert "authentication.other-organization, authentication.other-key" in text
    assert text.index("not decided: the endpoint") < text.index("not applicable: CLOSE")


def test_of_many_undecided_rules_it_is_told_where_the_rest_stands():
    text = summary(report(*(rule(f"a.rule-{number}", "inconclusive", reason="why") for number in range(84))))
    assert "a.rule-5, and 78 more in report.html" in " ".join(text.split())


def test_observations_leftovers_and_errors_are_named():
    text = summary({**mixed(), "errors": [{"check": "test_x", "message": "Traceback\nValueError: no"}]}, where="out")
    assert "readings of 2 open questions" in text
    assert "out/report.html#observations" in text
    assert "1 object left behind: 1 lead" in text
    assert "test_x: ValueError: no" in text


def test_leftovers_are_grouped_by_reason_and_named_where_they_are_few():
    text = summary(report(rule("a.b"), endpoint="https://x/api/v1", leftovers=leftovers()), where="out")
    assert "15 objects left behind: 14 activity/sms, 1 lead (out/ledger.jsonl)" in text
    assert "  DELETE was answered 403: 14 activity/sms\n" in text
    assert "  DELETE was answered 503: lead lead_1\n" in text
    assert "  To try again: close-sms clean out/ledger.jsonl\n" in text
    assert text.endswith("PASS (exit 0): 1 of 1 rule decided and kept")


def test_the_embedded_mock_keeps_no_ledger():
    assert "ledger" not in summary(report(rule("a.b"), leftovers=leftovers()))


def test_what_an_interrupted_run_has_found_is_shown_without_a_verdict():
    made = report(rule("a.b", "fail"), rule("a.c"), created=0, errors=["no such name"])
    text = unfinished(made, "Ctrl-C", (1, 271))
    assert "Broken rules (1)" in text
    assert made["violations"][0]["repeat"] in text
    assert "no such name" in text
    assert " ".join(text.split()).endswith(
        "Interrupted by Ctrl-C after 1 of 271 checks; 1 rule broken so far; nothing was made; no report was written"
    )
    assert not re.search("PASS|FAIL|INCONCLUSIVE|Chapter", text)


def test_an_interrupted_run_tells_what_it_has_left():
    made = report(rule("a.b"), endpoint="https://x/api/v1", leftovers=leftovers())
    words = " ".join(unfinished(made, "SIGTERM", (3, 271), where="out", earlier=True).split())
    assert "15 objects left behind: 14 activity/sms, 1 lead (out/ledger.jsonl)" in words
    assert "0 rules broken so far; 15 of 80 objects made are left behind; no report was written" in words
    assert words.endswith("; the one in out is of an earlier run")


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (report(rule("a.b")), "PASS (exit 0): 1 of 1 rule decided and kept"),
        (report(rule("a.b", "fail"), rule("a.c")), "FAIL (exit 1): 1 of 2 rules broken"),
        (report(rule("a.b"), errors=["x"]), "INCONCLUSIVE (exit 3): an error in the suite itself"),
        (report(), "INCONCLUSIVE (exit 6): nothing was checked"),
        (
            report(rule("a.b"), rule("a.c", "inconclusive")),
            "INCONCLUSIVE (exit 6): nothing broken, but 1 of 2 rules not decided",
        ),
    ],
)
def test_the_last_line_is_the_verdict(made, says):
    assert summary(made).splitlines()[-1].startswith(says)


def test_the_facts_of_the_run_stand_beside_the_verdict():
    facts = " ".join(summary(report(rule("a.b"), selection="a.*")).split())
    assert "endpoint mock, profile send, depth standard, seed 7, selection a.*, suite version 0.1.0" in facts
    assert "1,412 requests, 80 objects made, 1 message sent, in 8.1 s" in facts
    assert "reports/latest/report.html" in facts


def test_colour_is_only_added_and_only_on_demand():
    plain, coloured = summary(mixed()), summary(mixed(), color=True)
    assert "\x1b" not in plain
    assert "\x1b[" in coloured
    assert plain == re.sub(r"\x1b\[[0-9;]*m", "", coloured)


def test_text_from_the_endpoint_cannot_steer_the_terminal():
    evil = "\x1b[2J\u202egnp\x9b31m"
    found = violation("a.b", actual=evil, curl=f"curl {evil}", **evidence({"text": evil}, 200, evil))
    made = report(
        rule("a.b", "fail"),
        rule("a.c", "inconclusive", reason=evil),
        violations=[found],
        observations=[observation("q", evil)],
        errors=[evil],
    )
    for text in (summary(made), failure(found)):
        assert not set("\x1b\u202e\x9b") & set(text)
        assert "\\u001b[2J\\u202egnp" in text


def test_failure_holds_everything_and_keeps_what_is_copied_whole():
    body = {"status": "inbox", "text": "word " * 60}
    found = violation("a.b", **evidence(body, 400, {"field-errors": {"text": "too long"}}))
    text = failure(found, 80)
    labels = ["Rule", "Says", "Source", "Expected", "Received", "Request", "Body", "Answer", "Compare", "As"]
    labels += ["Recreate", "Repeat"]
    assert labels == re.findall(r"^([A-Z]\w+) ", text, re.MULTILINE)
    for part in (
        "a.b (R38)",
        found["says"],
        found["curl"],
        found["repeat"],
        '400 {"field-errors"',
        "was answered 200",
    ):
        assert part in text
    assert sum("word word" in line for line in text.splitlines()) == 1


def test_the_curl_line_is_not_taken_for_what_works_after_the_run():
    text = " ".join(summary(report(violations=[violation("a.b")], endpoint="https://x.example"), where="out").split())
    assert '"As sent" is the single request; what it names has been deleted since.' in text
    assert "out/report.html has shell lines that recreate it." in text
    assert '"Repeat" runs the check again.' in text


def test_lines_that_recreate_what_is_needed_are_told_of_only_where_there_are_any():
    found = violation("a.b", script="")
    assert "report.html has shell lines" not in " ".join(summary(report(violations=[found])).split())
    assert "Recreate" not in failure(found)


def test_failure_has_each_line_of_the_script_unbroken():
    found = violation("a.b", script=f"lead=$({'curl ' * 40})\ncurl y")
    assert f"Recreate  (needs jq)\n{found['script']}\nRepeat " in failure(found)


def test_failure_leaves_out_what_is_not_there_and_clips_a_long_answer():
    text = failure(violation("a.b", control=None, refs=[], **evidence(answer="x" * 5000)))
    assert "Compare" not in text
    assert "()" not in text
    assert len(text) < 3000


def test_a_deviation_that_does_not_count_is_told():
    expired = "its declared deviation expired on 2020-01-01: ticket 12"
    needless = "its declared deviation is no longer needed: ticket 13"
    found = report(rule("a.b", "fail", deviation=expired), rule("c.d", deviation=needless), rule("e.f"))
    shown = " ".join(summary(found).split())
    assert f"4 of 4 claims failed; {expired}" in shown
    assert f"c.d is kept: {needless}" in shown
    page = markdown.render(found)
    assert f"how often: 4 of 4 claims failed; {expired}" in page
    assert f"- `c.d` is kept: {needless}" in page


def test_a_deviation_that_has_expired_is_told_of_rules_that_are_shown_in_short():
    expired = "its declared deviation expired on 2020-01-01: ticket 12"
    found = report(*(rule(f"a.{number}", "fail", deviation=expired) for number in range(7)), rule("b.c", "fail"))
    shown = " ".join(summary(found, 200).split())
    assert [f"a.{number}: {expired}" in shown for number in range(7)] == [False] * 5 + [True] * 2
    assert shown.count(expired) == 7
