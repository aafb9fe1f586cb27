"""The text of one violation: all that is needed to understand it and to see it again."""

from close_sms.report.model import Evidence, Violation
from close_sms.report.text import answer_line, clip, one_line, printable, request_line, wrapped

_LABEL = 10
# Enough for any SMS object; longer answers are whole in the HTML report.
_ANSWER = 1500


def failure(violation: Violation, width: int = 80) -> str:
    """Rule, source, expected, received, request, answer, accepted twin, curl and the command that repeats it.

    Prose is wrapped to ``width``; the request, the curl line and the command stay whole, to be copied.
    """
    lines = [
        *labelled("Rule", name(violation), width),
        *labelled("", violation["says"], width),
        *labelled("Source", violation["source"], width),
        *labelled("Expected", violation["expected"], width),
        *labelled("Received", violation["actual"], width),
        *_exchange("Request", violation, width),
        *_control(violation["control"], width),
    ]
    return "\n".join([*lines, *commands(violation)])


def name(violation: Violation) -> str:
    """The id of the rule with the numbers of its statements: ``status.required (R4, R5)``."""
    refs = ", ".join(violation["refs"])
    return f"{violation['rule']} ({refs})" if refs else violation["rule"]


def labelled(label: str, text: str, width: int, indent: str = "") -> list[str]:
    """The text wrapped beside its label; nothing when there is no text."""
    return wrapped(text, width, f"{indent}{label:<{_LABEL}}") if text else []


def commands(violation: Violation, indent: str = "") -> list[str]:
    """The curl line and the command that repeats the check, each on an unbroken line of its own."""
    pairs = (("Curl", violation["curl"]), ("Repeat", violation["repeat"]))
    return [f"{indent}{label:<{_LABEL}}{printable(line)}" for label, line in pairs if line]


def _exchange(label: str, evidence: Evidence | Violation, width: int) -> list[str]:
    return [
        f"{label:<{_LABEL}}{request_line(evidence['request'])}",
        *labelled("Answer", clip(answer_line(evidence["response"]), _ANSWER), width),
    ]


def _control(control: Evidence | None, width: int) -> list[str]:
    if control is None:
        return []
    answer = clip(one_line(answer_line(control["response"])), _ANSWER)
    return [
        f"{'Beside':<{_LABEL}}{request_line(control['request'])}",
        *labelled("", f"was answered {answer}", width),
    ]
