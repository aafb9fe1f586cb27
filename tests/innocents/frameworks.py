"""Servers as other web frameworks write them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from flask import request as asked
from werkzeug.datastructures import Headers
from werkzeug.wrappers import Request, Response

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import Refusal
from close_sms.mock.things import Sms
from tests.innocents.dress import packed
from tests.innocents.filling import OPTIONAL
from tests.innocents.innocent import innocent
from tests.innocents.layers import dressed
from tests.innocents.naming import as_number
from tests.innocents.spelling import STORED_IN_MILLISECONDS, as_go_does

REDIRECTED = 308


class Redirects(Behaviour):
    """A GET without the final slash is sent on for good, any other method finds nothing."""

    def final_slash(self, method: str) -> str:
        return "redirect" if method in ("GET", "HEAD") else "404"

    def present(self, action: str, answer: Answer) -> Answer:
        if answer.status == REDIRECTED:
            url = asked.host_url.rstrip("/") + answer.headers["Location"]
            return Answer(301, None, {"Location": url})
        return answer


class LikeDjango(Redirects):
    def refuse(self, refusal: Refusal) -> Answer:
        faults = refusal.body.get("field-errors")
        if faults is not None:
            return Answer(refusal.status, {name: [text] for name, text in faults.items()})
        answer = Answer(refusal.status, {"detail": "; ".join(refusal.texts())})
        if refusal.status == 401:
            answer.headers["WWW-Authenticate"] = 'Basic realm="api"'
        return answer

    def options(self, call: Call) -> Answer:
        allow = {"Allow": ", ".join(self.allowed_methods(call.rule))}
        body: Json = {"name": "Sms List", "description": "", "parses": ["application/json"], "status": None}
        return Answer(200, body, allow)

    def present(self, action: str, answer: Answer) -> Answer:
        answer = super().present(action, answer)
        answer.headers.update({"Vary": "Accept, Cookie", "X-Frame-Options": "DENY"})
        return answer


class LikeGo(Behaviour):
    def new_id(self, prefix: str) -> str:
        return "".join(self.world.dice.choices("0123456789abcdefghijklmnopqrstuv", k=20))

    def render_date(self, moment: datetime | None) -> str | None:
        return None if moment is None else as_go_does(moment)

    def render(self, sms: Sms, action: str) -> Json:
        answer = super().render(sms, action)
        return {key: answer[key] for key in sorted(answer) if key not in OPTIONAL or answer[key] is not None}

    def refuse(self, refusal: Refusal) -> Answer:
        return Answer(refusal.status, {"code": refusal.status, "message": "; ".join(refusal.texts()), "details": []})


class LikeRails(STORED_IN_MILLISECONDS):  # type: ignore[misc,valid-type]
    def new_id(self, prefix: str) -> str:
        return as_number(self.world, prefix)

    def refuse(self, refusal: Refusal) -> Answer:
        faults = refusal.body.get("field-errors")
        if faults is None:
            return Answer(refusal.status, {"status": refusal.status, "error": "; ".join(refusal.texts())})
        return Answer(refusal.status, {"errors": {name: [text] for name, text in faults.items()}})

    def method_not_allowed(self, rule: str) -> Refusal:
        refusal = super().method_not_allowed(rule)
        refusal.headers.clear()
        return refusal


def go_like(_request: Request, response: Response) -> None:
    """Names of headers in lower case, JSON that is safe in HTML and ends in a line feed."""
    if response.mimetype == "application/json" and (body := response.get_data()):
        text = json.dumps(json.loads(body), ensure_ascii=False, separators=(",", ":"))
        for character in "<>&\u2028\u2029":
            text = text.replace(character, f"\\u{ord(character):04x}")
        response.set_data(f"{text}\n".encode("utf-8", "surrogatepass"))
        response.headers["Content-Type"] = "application/json; charset=utf-8"
    pairs: Any = [(name.lower(), value) for name, value in response.headers]
    response.headers = Headers(pairs)


def rails_like(request: Request, response: Response) -> None:
    response.headers.update({"X-Runtime": "0.005231", "Referrer-Policy": "strict-origin-when-cross-origin"})
    response.headers["Content-Type"] = "application/json; charset=utf-8"
    response.add_etag()
    packed(request, response)


FRAMEWORK = (
    "Of bodies of errors, HEAD, OPTIONS, PATCH (S54), missing slashes (S52) and headers the documents are silent:"
)

innocent(
    "like-django",
    "D22 S2 S47 S51 S52 S53 S54",
    f"{FRAMEWORK} `detail`, or lists of texts under the names of the fields, `status` among them; OPTIONS describes;"
    " PATCH edits; a GET without its slash is redirected.",
    readings={
        "options-on-the-collection": "200",
        "patch-on-an-activity": "accepted",
        "accept-of-another-kind": "406",
        "limit-of-zero": "default",
        "skip-beyond-everything": "empty",
        "blank-edges-of-text": "trimmed",
        "missing-final-slash": "redirect",
    },
    behaviour=LikeDjango,
)
innocent(
    "like-go",
    "D4 D22 R95 R101 R102 S2 S47 S49 S52 S54",
    f"{FRAMEWORK} `code` and `message`, no HEAD, names of headers in lower case, a closed body, keys that may be"
    " missing left out where null.",
    readings={
        "head-on-the-collection": "405",
        "options-on-the-collection": "204",
        "missing-final-slash": "404",
        "unknown-body-keys": "refused",
        "lone-surrogate-in-text": "replaced",
        "missing-content-type": "refused",
    },
    behaviour=LikeGo,
    around=dressed(go_like),
)
innocent(
    "like-rails",
    "D8 D22 R101 R102 S2 S47 S53 S54",
    f"{FRAMEWORK} `errors` is an object, a 405 names no methods, a method that no path has is a 404 (S53, S54).",
    readings={
        "create-success-code": "201",
        "post-on-an-activity": "404",
        "put-on-the-collection": "404",
        "options-on-the-collection": "404",
        "patch-on-an-activity": "accepted",
        "rate-limit-headers": "separate",
    },
    behaviour=LikeRails,
    around=dressed(rails_like),
)
innocent(
    "redirects-missing-slash",
    "S52",
    "All documented paths end with a slash; what is without one is open (S52): 301 to a whole URL for a GET, 404 else.",
    behaviour=Redirects,
)
innocent(
    "missing-slash-404",
    "R9 S52",
    "All documented paths end with a slash; without it the URL is unknown (R9, S52).",
    readings={"missing-final-slash": "404", "not-found-bodies": "different"},
)
