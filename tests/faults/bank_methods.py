"""Faults of transport: unknown URLs, and methods that a path does not have."""

from __future__ import annotations

import re

from flask import request

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call
from close_sms.mock.errors import Refusal, one_error
from close_sms.mock.things import Sms
from tests.faults.fault import fault

COLLECTION = "/activity/sms/"
BELOW_AN_ACTIVITY = re.compile(r"/api/v1/activity/sms/[^/]+/.+")
ANOTHER_ACTIVITY = re.compile(r"/api/v1/activity/[^/]+/")


class UnknownUrl(Behaviour):
    """An unknown URL is not answered 404."""

    code = 200

    def unknown_url(self) -> Refusal:
        return one_error(self.code, "The requested URL was not found.")


@fault("transport.unknown-url", "an unknown URL is answered 200")
class UnknownUrlIs200(UnknownUrl):
    pass


@fault("transport.unknown-url", "an unknown URL is answered 400")
class UnknownUrlIs400(UnknownUrl):
    code = 400


@fault("transport.unknown-url", "an unknown URL is answered 403")
class UnknownUrlIs403(UnknownUrl):
    code = 403


@fault("transport.unknown-url", "an unknown URL is answered 405")
class UnknownUrlIs405(UnknownUrl):
    code = 405


@fault(("transport.unknown-url", "transport.no-server-error"), "an unknown URL crashes the server")
class UnknownUrlCrashes(UnknownUrl):
    code = 500


@fault("transport.unknown-url", "an unknown URL leads to the root of the API")
class UnknownUrlLeadsToTheRoot(Behaviour):
    def present(self, action: str, answer: Answer) -> Answer:
        return Answer(302, None, {"Location": "/api/v1/"}) if not action and answer.status == 404 else answer


@fault("transport.unknown-url", "anything below the path of an activity is answered 200")
class BelowAnActivityIsServed(Behaviour):
    def unknown_url(self) -> Refusal:
        below = BELOW_AN_ACTIVITY.fullmatch(request.path)
        return Refusal(200, {}) if below else super().unknown_url()


@fault("transport.unknown-url", "every kind of activity that does not exist is an empty list")
class UnknownActivityIsAnEmptyList(Behaviour):
    def unknown_url(self) -> Refusal:
        another = ANOTHER_ACTIVITY.fullmatch(request.path)
        return Refusal(200, {"data": [], "has_more": False}) if another else super().unknown_url()


@fault("transport.json", "only the refusal of an unknown URL is announced as text/html")
class HtmlForUnknownUrls(Behaviour):
    def present(self, action: str, answer: Answer) -> Answer:
        if not action and answer.status == 404:
            answer.headers["Content-Type"] = "text/html; charset=utf-8"
        return answer


class Unsupported(Behaviour):
    """A method that a path does not have is refused with another code."""

    code = 400

    def method_not_allowed(self, rule: str) -> Refusal:
        refusal = super().method_not_allowed(rule)
        refusal.status = self.code
        return refusal


@fault("transport.methods", "a method that a path does not have is answered 200")
class UnsupportedIs200(Unsupported):
    code = 200


@fault("transport.methods", "a method that a path does not have is answered 400")
class UnsupportedIs400(Unsupported):
    pass


@fault("transport.methods", "a method that a path does not have is answered 403")
class UnsupportedIs403(Unsupported):
    code = 403


@fault(("transport.methods", "transport.no-server-error"), "a method that a path does not have crashes the server")
class UnsupportedCrashes(Unsupported):
    code = 500


@fault(("transport.methods", "transport.no-server-error"), "a method that a path does not have is answered 501")
class UnsupportedIs501(Unsupported):
    code = 501


class Serves(Behaviour):
    """The collection has a method that it should not have."""

    method, served = "", ""

    def action(self, rule: str, method: str) -> str:
        served = rule == COLLECTION and method == self.method
        return self.served if served else super().action(rule, method)


@fault(
    "transport.methods",
    "a DELETE on the collection is answered 200 and does nothing",
    gap="a DELETE on the collection is never sent: it might delete everything",
)
class DeleteOfAllDoesNothing(Serves):
    method, served = "DELETE", "delete_all_sms"

    def delete_all_sms(self, call: Call) -> Answer:
        return Answer(200, {})


@fault(
    ("transport.methods", "get.object"),
    "a DELETE on the collection deletes every message",
    gap="a DELETE on the collection is never sent: it might delete everything",
)
class DeleteOfAllDeletesAll(Serves):
    method, served = "DELETE", "delete_all_sms"

    def delete_all_sms(self, call: Call) -> Answer:
        own: list[Sms] = list(self.world.all_own(self.world.messages, call.organization_id))
        for sms in own:
            self.end(sms, call)
        return Answer(200, {})


@fault(
    "transport.methods",
    "a DELETE on the collection answers the list",
    gap="a DELETE on the collection is never sent: it might delete everything",
)
class DeleteOfAllIsTheList(Serves):
    method, served = "DELETE", "list_sms"


@fault(
    "transport.methods",
    "a PATCH on the collection creates a message",
    gap="a PATCH on the collection with a body is never sent: it might change everything",
)
class PatchOfAllCreates(Serves):
    method, served = "PATCH", "create_sms"


@fault("transport.methods", "a PATCH on the collection is answered 204")
class PatchOfAllIs204(Serves):
    method, served = "PATCH", "patch_all_sms"

    def patch_all_sms(self, call: Call) -> Answer:
        return Answer(204, None)


@fault("transport.paths", "the path of an activity is unknown as soon as a query follows")
class ActivityWithQueryIsUnknown(Behaviour):
    def get_sms(self, call: Call) -> Answer:
        if call.query:
            raise self.unknown_url()
        return super().get_sms(call)


@fault(("transport.create-is-post", "transport.no-server-error"), "a POST with a query crashes the server")
class PostWithQueryCrashes(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        if call.query:
            raise one_error(500, "Internal Server Error")
        return super().create_sms(call)


@fault("transport.success-is-200", "a list without entries is answered 204")
class EmptyListIs204(Behaviour):
    def list_sms(self, call: Call) -> Answer:
        answer = super().list_sms(call)
        return answer if (answer.body or {})["data"] else Answer(204, None)


@fault("transport.success-is-200", "an update that changes nothing is answered 304")
class IdleUpdateIs304(Behaviour):
    def update_sms(self, call: Call) -> Answer:
        answer = super().update_sms(call)
        return answer if call.body else Answer(304, None)


@fault(("transport.no-server-error", "list.shape"), "a list with a `_skip` beyond its end crashes the server")
class SkipBeyondTheEndCrashes(Behaviour):
    def list_sms(self, call: Call) -> Answer:
        answer = super().list_sms(call)
        if self.skip(call) and not (answer.body or {})["data"]:
            raise one_error(500, "Internal Server Error")
        return answer
