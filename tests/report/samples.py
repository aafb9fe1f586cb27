"""Small reports, built from the facts that a test cares about."""

from typing import Any

from close_sms.report.model import Evidence, Leftover, Observation, Report, Rule, RuleVerdict, Violation

URL = "http://127.0.0.1:8000/api/v1/activity/sms/"


def evidence(body: Any = None, status: int = 200, answer: Any = None) -> Evidence:
    """One create of an SMS and its answer."""
    return {
        "request": {
            "method": "POST",
            "url": URL,
            "headers": {"authorization": "Basic ***", "content-type": "application/json"},
            "body": {"status": "inbox", "text": "hi"} if body is None else body,
        },
        "response": {
            "status": status,
            "headers": {"content-type": "application/json"},
            "body": {"id": "acti_1", "direction": "outbound"} if answer is None else answer,
        },
    }


def rule(rule_id: str, verdict: RuleVerdict = "pass", **changes: Any) -> Rule:
    """A rule with its verdict."""
    base = {
        "id": rule_id,
        "says": f"what {rule_id} says",
        "source": "sms/create, description",
        "level": "stated",
        "refs": ["R38"],
        "verdict": verdict,
        "reason": "" if verdict in ("pass", "fail") else f"why it is {verdict}",
        "deviation": "",
        "claims": 4,
        "failed": 4 if verdict == "fail" else 0,
        "checks": [f"conformance/test_chapter.py::test_{rule_id.replace('.', '_').replace('-', '_')}"],
    }
    return {**base, **changes}  # type: ignore[typeddict-item]  # changes are checked by the schema test


def violation(rule_id: str, **changes: Any) -> Violation:
    """A violation of the rule, with a control."""
    base = {
        "rule": rule_id,
        "says": f"what {rule_id} says",
        "source": "sms/create, description",
        "refs": ["R38"],
        "check": f"conformance/test_chapter.py::test_{rule_id}",
        "expected": 'direction = "inbound"',
        "actual": '"outbound"',
        **evidence(),
        "number": 12,
        "control": evidence({"status": "inbox", "direction": "inbound"}),
        "curl": f"""curl -X POST {URL} -u "$CLOSE_API_KEY:" -d '{{"status": "inbox", "text": "hi"}}'""",
        "script": "lead=$(curl -X POST x | jq -r '.id')\ncurl -X POST y",
        "repeat": f"pytest --rule={rule_id} --endpoint=mock",
    }
    return {**base, **changes}  # type: ignore[typeddict-item]  # as above


def observation(question: str, reading: str, **changes: Any) -> Observation:
    """A reading of a question, with evidence."""
    base = {
        "question": question,
        "asks": f"what {question} asks",
        "refs": ["S13"],
        "reading": reading,
        "means": f"what {reading} means",
        "evidence": evidence(),
    }
    return {**base, **changes}  # type: ignore[typeddict-item]  # as above


def report(
    *rules: Rule,
    violations: list[Violation] | None = None,
    observations: list[Observation] | None = None,
    errors: list[str] | None = None,
    **run: Any,
) -> Report:
    """A report of the rules; each failed rule gets a violation when none are given."""
    failed = [violation(each["id"]) for each in rules if each["verdict"] == "fail"]
    found = failed if violations is None else violations
    undecided = not rules or any(each["verdict"] == "inconclusive" for each in rules)
    code = 1 if found else 3 if errors else 6 if undecided else 0
    return {
        "format": 1,
        "verdict": "fail" if found else "pass" if code == 0 else "inconclusive",
        "exit_code": code,
        "run": {
            "endpoint": "mock",
            "profile": "send",
            "seed": 7,
            "depth": "standard",
            "started": "2026-11-23T19:00:00+00:00",
            "duration_s": 8.125,
            "requests": 1412,
            "created": 80,
            "sent": 1,
            "suite_version": "0.1.0",
            "selection": None,
            "send_to": None,
            "leftovers": [],
            **run,
        },  # type: ignore[typeddict-item]  # as above
        "rules": list(rules),
        "violations": found,
        "observations": observations or [],
        "lifecycle": {
            "documented": [
                {"source": "draft", "target": "outbox", "verdict": "allowed"},
                {"source": "sent", "target": "draft", "verdict": "forbidden"},
            ],
            "observed": [
                {"source": "draft", "target": "outbox", "code": 200, "count": 3},
                {"source": "sent", "target": "draft", "code": 400, "count": 2},
            ],
        },
        "errors": [{"check": f"test_{number}", "message": text} for number, text in enumerate(errors or [])],
        "not_checkable": [{"refs": ["R90"], "says": "drafts stay drafts", "reason": "it has no end"}],
    }


def leftovers() -> list[Leftover]:
    """A lead and fourteen messages, left for two reasons."""
    messages = [Leftover(kind="activity/sms", id=f"acti_{n}", reason="DELETE was answered 403") for n in range(14)]
    return [Leftover(kind="lead", id="lead_1", reason="DELETE was answered 503"), *messages]


def mixed() -> Report:
    """One rule of each verdict in two chapters, two open questions, a left-over."""
    return report(
        rule("direction.inbox-defaults-inbound", "fail"),
        rule("direction.explicit-kept"),
        rule("status.required", "inconclusive", reason="the endpoint answered 503 three times"),
        rule("authentication.other-organization", "not_applicable", reason="CLOSE_API_KEY_OTHER is not set"),
        rule("authentication.other-key", "not_applicable", reason="CLOSE_API_KEY_OTHER is not set"),
        rule("status.enum", "excluded", reason="declared until 2027-01-01: being mended"),
        observations=[
            observation("empty-text", "refused"),
            observation("null-text", "accepted", evidence=None),
        ],
        leftovers=[{"kind": "lead", "id": "lead_1", "reason": "the endpoint answered 500"}],
    )
