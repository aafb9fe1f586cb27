"""Report files: written whole, valid, and read back."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from close_sms.report import ReportError, load, write, write_none
from close_sms.report.store import put
from tests.report.samples import mixed, observation, report, rule, violation

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "report.schema.json").read_text("utf-8"))

REPORTS = {
    "mixed": mixed(),
    "empty": report(),
    "passed": report(rule("status.required"), observations=[observation("q", "r")]),
    "suite-error": report(rule("status.required"), errors=["boom"]),
    "no-control": report(rule("a.b", "fail"), violations=[violation("a.b", control=None)]),
    "own-depth": report(rule("a.b"), depth="nightly", selection="a.*", send_to="+15005550006"),
}


def test_schema_is_a_schema_with_every_property_described():
    Draft202012Validator.check_schema(SCHEMA)
    kinds = [SCHEMA, *SCHEMA["$defs"].values(), SCHEMA["$defs"]["run"]["properties"]["leftovers"]["items"]]
    for kind in kinds:
        for name, described in kind.get("properties", {}).items():
            assert described.get("description"), name


@pytest.mark.parametrize("name", REPORTS)
def test_written_report_satisfies_the_schema_and_comes_back(name, tmp_path):
    write(REPORTS[name], tmp_path)
    assert REPORTS[name] == load(tmp_path)
    Draft202012Validator(SCHEMA).validate(load(tmp_path))


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "pass"},
        {"exit_code": 0},
        {"violations": []},
        {"extra": 1},
        {"rules": [{**rule("a.b"), "verdict": "unknown"}]},
        {"rules": [{**rule("a.b"), "id": "no chapter"}]},
        {"run": {**mixed()["run"], "requests": -1}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_schema_refuses_a_report_that_contradicts_itself(change):
    assert not Draft202012Validator(SCHEMA).is_valid({**mixed(), **change})


def test_no_run_takes_the_place_of_a_report_and_a_report_that_of_no_run(tmp_path):
    write(mixed(), tmp_path)
    write_none(tmp_path, "--rule=<x> & `y` matches nothing")
    for path in (tmp_path, tmp_path / "report.json"):
        with pytest.raises(ReportError, match=r"no report: .* \(exit 4\); report\.md .*/earlier/report\.json\.$"):
            load(path)
    assert load(tmp_path / "earlier") == mixed()
    assert "--rule=&lt;x> &amp; \\`y\\`" in (tmp_path / "report.md").read_text()
    write(mixed(), tmp_path)
    assert load(tmp_path) == mixed()


def test_write_makes_four_files_and_leaves_no_other(tmp_path):
    paths = write(mixed(), tmp_path / "made" / "here")
    assert [path.name for path in paths] == ["report.json", "junit.xml", "report.html", "report.md"]
    assert sorted(paths) == sorted((tmp_path / "made" / "here").iterdir())


def test_keys_come_in_one_order_whatever_order_they_were_given_in(tmp_path):
    shuffled = dict(reversed(mixed().items()))
    shuffled["rules"] = [dict(reversed(each.items())) for each in shuffled["rules"]]
    first, second = write(mixed(), tmp_path / "a")[0], write(shuffled, tmp_path / "b")[0]
    assert first.read_bytes() == second.read_bytes()


def test_text_is_kept_as_it_is_also_half_a_surrogate(tmp_path):
    text = "Füße 👩‍👩‍👧 \x00 \ud83d"
    path = write(report(rule("a.b", says=text)), tmp_path)[0]
    assert "Füße 👩‍👩‍👧" in path.read_text("utf-8")
    assert text == load(path)["rules"][0]["says"]


def test_a_failed_write_leaves_the_old_file_alone(tmp_path, monkeypatch):
    path = put(tmp_path / "report.json", "old")

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(OSError, match="disk full"):
        put(path, "new")
    assert ([path], "old") == (list(tmp_path.iterdir()), path.read_text())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "no such report"),
        ("<html>", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        ("[]", "has no key 'format'"),
        ("{}", "has no key 'format'"),
        ('{"format": 2}', "format 2, but this version reads format 1"),
        ('{"format": 1}', "'verdict' is a required property"),
        (json.dumps({**mixed(), "rules": [{"id": "a.b"}]}), r"at \$.rules\[0\]: 'verdict' is a required"),
        (json.dumps({**mixed(), "rules": 5}), r"at \$.rules: 5 is not of type 'array'"),
    ],
)
def test_what_is_no_report_is_refused_with_its_path_and_the_reason(content, says, tmp_path):
    path = tmp_path / "report.json"
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ReportError, match=says) as caught:
        load(path)
    assert str(path) in str(caught.value)


def test_a_report_with_only_the_stable_keys_is_read_without_the_schema(tmp_path):
    stable = {
        "format": 1,
        "verdict": "pass",
        "run": {},
        "rules": [{"id": "a.b", "verdict": "pass"}],
        "violations": [],
        "observations": [{"question": "q", "reading": "r"}],
    }
    put(tmp_path / "report.json", json.dumps(stable))
    assert stable == load(tmp_path)
    assert not Draft202012Validator(SCHEMA).is_valid(stable)
