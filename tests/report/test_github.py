"""What a job of GitHub Actions shows beside its log."""

from close_sms.report import workflow_errors
from tests.report.samples import mixed, report, violation


def test_each_broken_rule_is_one_line():
    made = report(violations=[violation("a.b"), violation("a.b", check="other"), violation("c.d", actual="x\ny")])
    assert workflow_errors(made) == [
        '::error title=a.b::what a.b says Expected direction = "inbound", received "outbound"',
        '::error title=c.d::what c.d says Expected direction = "inbound", received x y',
    ]


def test_nothing_else_is_told():
    assert workflow_errors(report()) == []
    assert len(workflow_errors(mixed())) == 1


def test_what_has_a_meaning_to_github_is_escaped():
    evil = "100% sure\n::set-output name=x::y\x1b[0m"
    (line,) = workflow_errors(report(violations=[violation("a.b,c:d%", says="says.", expected=evil, actual="z")]))
    assert line.startswith("::error title=a.b%2Cc%3Ad%25::says. Expected 100%25 sure ::set-output ")
    assert not {"\n", "\x1b"} & set(line)


def test_no_more_than_github_shows_of_a_step():
    many = workflow_errors(report(violations=[violation(f"a.rule-{number}") for number in range(30)]))
    assert len(many) == 10
    assert many[-1] == "::error title=21 more rules::see report.html"


def test_a_long_line_is_cut():
    (line,) = workflow_errors(report(violations=[violation("a.b", actual="x" * 9000)]))
    assert len(line) < 600
