"""The text of one violation: all that is needed to understand it and to see it again."""

from collections.abc import Sequence

from close_sms.report.excerpts import body_excerpt, fields_named, place
from close_sms.report.model import Request, Response, Violation
from close_sms.report.text import compact, one_line, printable, wrapped

_LABEL = 10
# Enough for any SMS object; longer answers are whole in the HTML report.
_ANSWER = 1500


def failure(violation: Violation, width: int = 80, root: str = "") -> str:
    """Rule, source, expected, received, request, answer, accepted twin, curl lines and the command that repeats it.

    Prose is wrapped to ``width``; the request, the curl lines and the command stay whole, to be copied. Requests are
    shown below the ``root`` of the API.
    """
    lines = [*labelled("Rule", name(violation), width), *facts(violation, width, root)]
    return "\n".join([*lines, *commands(violation, recreate=_recreate(violation["script"]))])


def name(violation: Violation) -> str:
    """The id of the rule with the numbers of its statements: ``status.required (R4, R5)``."""
    refs = ", ".join(violation["refs"])
    return f"{violation['rule']} ({refs})" if refs else violation["rule"]


def labelled(label: str, text: str, width: int, indent: str = "") -> list[str]:
    """The text wrapped beside its label; nothing when there is no text."""
    return wrapped(text, width, f"{indent}{label:<{_LABEL}}") if text else []


def facts(violation: Violation, width: int, root: str, *, indent: str = "", room: int | None = None) -> list[str]:
    """What the rule says and where that stands, what was expected and received, and the exchange that shows it.

    Of each body at most ``room`` characters are shown; without it all of what was sent.
    """
    return [
        *labelled("Says", violation["says"], width, indent),
        *labelled("Source", violation["source"], width, indent),
        *labelled("Expected", violation["expected"], width, indent),
        *labelled("Received", violation["actual"], width, indent),
        *_exchange(violation, width, root, indent, room),
    ]


def commands(violation: Violation, indent: str = "", recreate: Sequence[str] = ()) -> list[str]:
    """The request as sent, the lines that ``recreate`` what it needs, the command that repeats the check: unbroken."""
    sent = [_unbroken("As sent", printable(violation["curl"]), indent)]
    return [*sent, *recreate, _unbroken("Repeat", printable(violation["repeat"]), indent)]


def _exchange(violation: Violation, width: int, root: str, indent: str, room: int | None) -> list[str]:
    """Request and answer, and the exchange to compare them with.

    Of each body at most ``room`` characters are shown, of an answer what is claimed; else what was sent is whole, on an
    unbroken line.
    """
    claim = f"{violation['expected']} {violation['actual']}"
    fields = fields_named(claim)

    def sent(label: str, request: Request) -> list[str]:
        target = one_line(f"{request['method']} {place(request['url'], root)}")  # unbroken, for the id in it
        body, name = request["body"], "Body" if label == "Request" else ""
        shown = [_unbroken(name, one_line(compact(body)), indent)] if body not in (None, "") else []
        cut = labelled(name, body_excerpt(body, room, fields, claim), width, indent) if room else shown
        return [_unbroken(label, target, indent), *cut]

    def answer(response: Response) -> str:
        return f"{response['status']} {body_excerpt(response['body'], room or _ANSWER, fields, claim)}"

    lines = [*sent("Request", violation["request"]), *labelled("Answer", answer(violation["response"]), width, indent)]
    if violation["control"] is None:
        return lines
    answered = labelled("", f"was answered {answer(violation['control']['response'])}", width, indent)
    return [*lines, *sent("Compare", violation["control"]["request"]), *answered]


def _recreate(script: str) -> list[str]:
    """The shell lines, not indented, to be copied together."""
    return [f"{'Recreate':<{_LABEL}}(needs jq)", printable(script)] if script else []


def _unbroken(label: str, text: str, indent: str) -> str:
    return f"{indent}{label:<{_LABEL}}{text}"
