"""Which URLs there are, and which methods each of them has."""

from __future__ import annotations

from close_sms.mock.behaviour.part import Part
from close_sms.mock.calls import Answer, Call
from close_sms.mock.errors import Refusal, one_error
from close_sms.mock.routes import EVENT_LOG, METHODS, QUESTIONED, ROUTES

UNSUPPORTED = ("404", "405")


class Paths(Part):
    """From a path and a method to the operation that answers."""

    def action(self, rule: str, method: str) -> str:
        """The name of the operation that answers; refuses a method that the path does not have."""
        if rule in EVENT_LOG and self.reads("event-log") == "absent":
            raise self.unknown_url()
        reading, action = self.answering(rule, method)
        if reading == "404":
            raise self.unknown_url()
        if reading == "405":
            raise self.method_not_allowed(rule)
        return action

    def answering(self, rule: str, method: str) -> tuple[str, str]:
        """The reading that a method of a path falls under, and the operation that answers where it is served."""
        actions = ROUTES[rule]
        if method in actions:
            return "documented", actions[method]
        if method == "HEAD" and "GET" in actions:
            return self.reads("head-on-the-collection"), actions["GET"]
        if method == "OPTIONS":
            return self.reads("options-on-the-collection"), "options"
        question, action = QUESTIONED.get((rule, method), ("", ""))
        return (self.reads(question) if question else "405"), action

    def allowed_methods(self, rule: str) -> list[str]:
        """The methods that a path has, by name."""
        return [method for method in METHODS if self.answering(rule, method)[0] not in UNSUPPORTED]

    def method_not_allowed(self, rule: str) -> Refusal:
        """The refusal of a method that a path does not have; it names those that there are."""
        refusal = one_error(405, "The method is not allowed for the requested URL.")
        refusal.headers["Allow"] = ", ".join(self.allowed_methods(rule))
        return refusal

    def options(self, call: Call) -> Answer:
        """Answer which methods a path has."""
        allow = {"Allow": ", ".join(self.allowed_methods(call.rule))}
        return Answer(204, None, allow) if self.reads("options-on-the-collection") == "204" else Answer(200, {}, allow)

    def final_slash(self, method: str) -> str:
        """What a known path without its final slash gets: `served`, `redirect` or `404`."""
        reading = self.reads("missing-final-slash")
        return "served" if reading == "redirect" and method not in ("GET", "HEAD") else reading

    def unknown_url(self) -> Refusal:
        """The refusal of a URL that names nothing."""
        key = "error" if self.reads("not-found-bodies") == "alike" else "message"
        return Refusal(404, {key: "The requested URL was not found."}, "url")
