"""Servers behind something that refuses what is large by itself, in its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from tests.innocents.innocent import Around, Now, innocent
from tests.innocents.layers import Inner, layer

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

LONGEST_QUERY, LARGEST_BODY, LONGEST_PATH = 2_048, 8_192, 300


def wall(status: int) -> Around:
    """A wall that answers larger requests with this status and a page in HTML."""

    def around(app: WSGIApplication, _now: Now) -> WSGIApplication:
        def middle(request: Request, inner: Inner) -> Response:
            is_large = len(request.query_string) > LONGEST_QUERY or (request.content_length or 0) > LARGEST_BODY
            if is_large or len(request.path) > LONGEST_PATH:
                return Response("<html><body>Request blocked.</body></html>", status, mimetype="text/html")
            return inner()

        return layer(app, middle)

    return around


for code in (400, 403):
    innocent(
        f"firewall-answers-{code}",
        "R6 R11 S71",
        "How large a request may be is not said (S71). What stands before an endpoint refuses a query of more than 2"
        f" kB, a body of more than 8 kB and a path of more than 300 letters with {code}, and knows no JSON.",
        around=wall(code),
    )
