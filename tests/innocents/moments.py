"""Servers that take their time, and servers that show a message otherwise than they keep it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from email.utils import formatdate
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from close_sms.clock import VirtualClock
from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.things import Sms
from tests.innocents.innocent import Around, Now, innocent
from tests.innocents.layers import Inner, layer
from tests.innocents.limits import Windows, json_response, of_caller

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

MOMENTS = ("activity_at", "date_created", "date_scheduled", "date_sent", "date_updated")


def answers_after(seconds: float) -> Around:
    """Every answer takes so long, by the clock of the server."""

    def around(app: WSGIApplication, now: Now) -> WSGIApplication:
        clock = getattr(now, "__self__", None)

        def middle(_request: Request, inner: Inner) -> Response:
            if isinstance(clock, VirtualClock):
                clock.sleep(seconds)
            return inner()

        return layer(app, middle)

    return around


def hundred_a_minute(app: WSGIApplication, now: Now) -> WSGIApplication:
    windows = Windows(now, 100, 60)

    def middle(request: Request, inner: Inner) -> Response:
        remaining, reset = windows.take(of_caller(request))
        if remaining >= 0:
            return inner()
        response = json_response(429, {})
        response.headers["Retry-After"] = str(reset)
        return response

    return layer(app, middle)


def minus_zero(app: WSGIApplication, now: Now) -> WSGIApplication:
    def middle(_request: Request, inner: Inner) -> Response:
        response = inner()
        response.headers["Date"] = formatdate(now().timestamp())
        return response

    return layer(app, middle)


def kept(sms: Sms, spelled: Callable[[datetime], datetime]) -> Sms:
    """The message with all its moments as they are kept."""
    found = {name: getattr(sms, name) for name in MOMENTS}
    return replace(sms, **{name: moment and spelled(moment) for name, moment in found.items()})


class StoresMilliseconds(Behaviour):
    """A create answers what is in memory."""

    def render(self, sms: Sms, action: str) -> Json:
        if action != "create_sms":
            sms = kept(sms, lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000))
        return super().render(sms, action)


class StoresSeconds(Behaviour):
    """The same with whole seconds, which the filters know as well."""

    def create_sms(self, call: Call) -> Answer:
        answer = super().create_sms(call)
        made = self.world.messages[str(answer.body["id"])]
        self.world.messages[made.id] = kept(made, lambda moment: moment.replace(microsecond=0))
        return answer


class SpelledByOperation(Behaviour):
    """A create answers with an offset, everything else with Z."""

    def render(self, sms: Sms, action: str) -> Json:
        answer = super().render(sms, action)
        if action != "create_sms":
            answer |= {name: answer[name] and answer[name].replace("+00:00", "Z") for name in MOMENTS}
        return answer


class EmptyTextForNull(Behaviour):
    def render(self, sms: Sms, action: str) -> Json:
        answer = super().render(sms, action)
        return {**answer, "text": answer["text"] or ""}


class SourceByStatus(Behaviour):
    """Where no source was posted, what waits or was sent is Close's, and all else is not."""

    def source(self, status: str, given: str | None) -> str:
        return super().source(status, given) if given else ""

    def render(self, sms: Sms, action: str) -> Json:
        if not sms.source:
            ours = sms.status in ("scheduled", "outbox") or sms.send_at or sms.date_sent
            sms = replace(sms, source="Close.io" if ours and sms.status != "draft" else "External")
        return super().render(sms, action)


SPEED = "No document promises how quick an answer is"
innocent("answers-in-300-ms", "S32", f"{SPEED}: each takes 0.3 s.", around=answers_after(0.3))
innocent("answers-in-2-s", "S32", f"{SPEED}: each takes 2 s.", around=answers_after(2.0))
innocent(
    "limits-100-requests-a-minute",
    "R16 R17",
    "No number of requests is documented: a hundred a minute for each group.",
    around=hundred_a_minute,
)
innocent("date-header-in-minus-zero", "R13", "How the Date header spells its zone is not said.", around=minus_zero)
DIGITS = "How many digits a moment has is an example (R101); a create tells more of them than are kept"
innocent("dates-kept-in-milliseconds", "R101", f"{DIGITS}: milliseconds.", behaviour=StoresMilliseconds)
innocent("dates-kept-in-seconds", "R101", f"{DIGITS}: seconds.", behaviour=StoresSeconds)
innocent("dates-by-operation", "R101", "How moments are spelled is an example.", behaviour=SpelledByOperation)
innocent(
    "empty-text-for-null", "R46", "A text is a string or null, and no text is an empty one.", behaviour=EmptyTextForNull
)
innocent("source-by-status", "S35", "Which source a message has that names none is not said.", behaviour=SourceByStatus)
