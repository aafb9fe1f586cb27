"""The HTML page and the Markdown page."""

import re
from html.parser import HTMLParser

import pytest

from close_sms.report import html, markdown, summary
from tests.report.samples import evidence, leftovers, mixed, observation, report, rule, violation

EVIL = '<script>alert("1")</script>&amp;\'"><img src=x onerror=y>'
VOID = {"meta", "br", "img", "link", "input"}


class Page(HTMLParser):
    """Collects tags, ids, links and text, and refuses tags that do not nest."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.ids, self.links, self.text = [], set(), [], [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        named = dict(attrs)
        self.ids += [named["id"]] if "id" in named else []
        self.links += [named[key] for key in ("href", "src") if key in named]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert tag == self.open.pop()

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.text.append(data)

    @property
    def words(self):
        return " ".join(" ".join(self.text).split())


def everywhere(text):
    """A report with the text wherever a text can be."""
    seen = evidence({"text": text}, 200, text)
    seen["request"]["headers"] = {"x": text}
    return {
        **report(
            rule("a.b", "fail", says=text, source=text, checks=[text]),
            rule("a.c", "inconclusive", reason=text),
            violations=[
                violation(
                    "a.b",
                    expected=text,
                    actual=text,
                    check=text,
                    curl=text,
                    script=text,
                    repeat=text,
                    control=seen,
                    **seen,
                )
            ],
            observations=[observation(text, text, asks=text, means=text, evidence=seen)],
            errors=[text],
            endpoint=text,
            leftovers=[{"kind": text, "id": text, "reason": text}],
        ),
        "not_checkable": [{"refs": ["R1"], "says": text, "reason": text}],
    }


@pytest.mark.parametrize("made", [mixed(), report(), everywhere("x")], ids=["mixed", "empty", "everywhere"])
def test_the_page_nests_links_inside_itself_and_loads_nothing(made):
    page = Page(html.render(made))
    assert not page.tags & {"script", "img", "link", "iframe"}
    assert len(page.ids) == len(set(page.ids))
    assert {f"#{name}" for name in page.ids} >= set(page.links)


def test_the_page_tells_everything():
    made = mixed()
    words = Page(html.render(made)).words
    assert "FAIL (exit 1): 1 of 6 rules broken" in words
    for each in made["rules"]:
        assert each["id"] in words
        assert each["reason"] in words
    for seen in made["observations"]:
        assert f"{seen['reading']} : {seen['means']}" in words
    for part in ("expected", "actual", "curl", "repeat"):
        assert " ".join(made["violations"][0][part].split()) in words
    for part in ("accepted twin", "lead_1", "drafts stay drafts", "it has no end", "(S13)", "1,412 requests"):
        assert part in words


def test_leftovers_are_grouped_and_all_named_on_the_page():
    made = report(rule("a.b"), endpoint="https://x/api/v1", leftovers=leftovers())
    words = Page(html.render(made)).words
    for told in (words, markdown.render(made).replace("`", "")):
        assert "15 objects left behind: 14 activity/sms, 1 lead (ledger.jsonl)" in told
        assert "DELETE was answered 403: 14 activity/sms" in told
        assert "DELETE was answered 503: lead lead" in told
    assert all(left["id"] in words for left in leftovers())
    assert len(markdown.render(made).splitlines()) < 20


def test_broken_rules_stand_before_the_chapters():
    text = html.render(mixed())
    assert text.index('id="violations"') < text.index('id="chapters"')


def test_what_stands_between_backticks_is_code():
    text = "`direction` is `<b>` & \x1b, not `open"
    shown = "<code>direction</code> is <code>&lt;b&gt;</code> &amp; \\u001b, not `open"
    page = html.render(everywhere(text))
    for place in (f"<dt>Expected</dt><dd>{shown}</dd>", f"<dt>Received</dt><dd>{shown}</dd>", f"<p>{shown}</p>"):
        assert place in page
    assert page.count(shown) >= 9
    assert Page(page).open == []


def test_markdown_has_code_for_it_too():
    text = markdown.render(everywhere("`direction` is *`a|b`* ` x"))
    assert "- expected: `direction` is \\*`a\\|b`\\* \\` x" in text
    assert "- not decided: `direction` is \\*`a\\|b`\\* \\` x: `a.c`" in text


def test_nothing_in_a_text_becomes_markup():
    text = html.render(everywhere(EVIL))
    page = Page(text)
    assert not page.tags & {"script", "img"}
    assert text.count("&lt;script&gt;") >= 20
    assert EVIL in "".join(page.text)


@pytest.mark.parametrize("render", [html.render, markdown.render])
def test_half_surrogates_and_controls_become_visible(render):
    text = render(everywhere("\x00\x1b\ud83d\u202e"))
    assert "u0000" in text
    assert not set("\x00\x1b\ud83d\u202e") & set(text)


def test_markdown_is_short_and_says_what_matters():
    text = markdown.render(mixed())
    made = mixed()["violations"][0]
    assert "FAIL (exit 1)" in text.splitlines()[0]
    assert made["script"] in text
    assert made["repeat"] in text
    assert "| direction | 1 |  | 1 |  |  |" in text
    assert len(text.splitlines()) < 60


def test_lines_that_work_after_the_run_are_told_from_the_request_as_it_was_sent():
    made = report(violations=[violation("a.b"), violation("a.c", script="")], endpoint="https://api.example.com/v1")
    with_script, without = made["violations"]
    text = markdown.render(made)
    assert with_script["script"] in text
    assert text.count(with_script["curl"]) == 1
    assert f"# as sent; what it names has been deleted since\n{without['curl']}" in text
    words = Page(html.render(made)).words
    for part in ("make what the request needs, and send it (needs jq)", "As sent", "has been deleted since"):
        assert part in words


@pytest.mark.parametrize("render", [html.render, markdown.render, summary])
def test_a_request_to_the_embedded_mock_is_known_to_be_of_no_use(render):
    text = render(report(violations=[violation("a.b", script="")], endpoint="mock"))
    assert "the embedded mock is gone" in " ".join(text.split())


def test_markdown_takes_no_markup_from_a_text():
    text = markdown.render(everywhere("<b>|`_*[x](y)\n# z"))
    outside = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", text, flags=re.DOTALL)
    assert "<b>" not in outside
    assert "\n# z" not in outside


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a", "`a`"),
        ("a`b", "`` a`b ``"),
        ("``", "``` `` ```"),
        ("a|b", "`a\\|b`"),
        ("a\nb", "`a b`"),
        ("", ""),
    ],
)
def test_inline_code_holds_any_text(text, shown):
    assert shown == markdown.code(text)


def test_markdown_shows_ten_broken_rules_and_counts_the_others():
    text = markdown.render(report(violations=[violation(f"a.rule-{number}") for number in range(13)]))
    assert (text.count("```sh"), "… and 3 more rules" in text) == (10, True)


def test_how_often_a_rule_failed_is_told_everywhere():
    made = report(rule("conventions.rate-limit", "fail", claims=1_310, failed=128))
    for told in (Page(html.render(made)).words, markdown.render(made), summary(made)):
        assert "128 of 1,310 claims failed" in told


def test_the_page_draws_the_machine_that_was_observed_beside_the_documented_one():
    words = Page(html.render(report(rule("status.enum")))).words
    for seen in ("draft", "outbox", "200 × 3", "400 × 2", "allowed", "forbidden"):
        assert seen in words
