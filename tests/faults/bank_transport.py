"""Faults of transport: content types, status codes, methods, server errors."""

from __future__ import annotations

from typing import Any

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import Refusal, one_error
from close_sms.mock.things import Sms
from tests.faults.fault import fault

HTML = "text/html; charset=utf-8"


def crash() -> Refusal:
    """The answer of a server that fell over."""
    return one_error(500, "Internal Server Error")


@fault("transport.json", "every answer about messages is announced as text/html")
class HtmlEverywhere(Behaviour):
    def present(self, action: str, answer: Answer) -> Answer:
        if action.endswith("_sms"):
            answer.headers["Content-Type"] = HTML
        return answer


@fault("transport.json", "refusals are announced as text/html")
class HtmlForRefusals(Behaviour):
    def present(self, action: str, answer: Answer) -> Answer:
        if answer.status >= 400:
            answer.headers["Content-Type"] = HTML
        return answer


@fault("transport.json", "only the list is announced as text/plain")
class PlainTextList(Behaviour):
    def present(self, action: str, answer: Answer) -> Answer:
        if action == "list_sms":
            answer.headers["Content-Type"] = "text/plain"
        return answer


@fault("transport.json", "the answer of a create is announced as text/html")
class HtmlForCreates(Behaviour):
    def present(self, action: str, answer: Answer) -> Answer:
        if action == "create_sms" and answer.status < 300:
            answer.headers["Content-Type"] = HTML
        return answer


@fault(("transport.no-server-error", "stored.text"), "a text with an emoji crashes the server")
class EmojiCrashes(Behaviour):
    def clean_text(self, value: Any, call: Call) -> str | None:
        text = super().clean_text(value, call)
        if text and any(ord(letter) > 0xFFFF for letter in text):
            raise crash()
        return text


@fault(("transport.no-server-error", "stored.text"), "a text of more than 1000 characters crashes the server")
class LongTextCrashes(Behaviour):
    def length(self, text: str) -> str:
        if len(text) > 1000:
            raise crash()
        return text


@fault(("transport.no-server-error", "body.nullable-fields"), "a null text crashes the server")
class NullTextCrashes(Behaviour):
    def clean_text(self, value: Any, call: Call) -> str | None:
        if value is None:
            raise crash()
        return super().clean_text(value, call)


@fault(("transport.no-server-error", "body.types", "body.faulty-is-400"), "a text that is a number crashes the server")
class WrongTypeCrashes(Behaviour):
    def string(self, value: Any) -> str:
        if not isinstance(value, str):
            raise crash()
        return value


@fault(("transport.no-server-error", "body.object"), "a body that is no object crashes the server")
class ListAsBodyCrashes(Behaviour):
    def read_json(self, raw: bytes) -> Json:
        try:
            return super().read_json(raw)
        except Refusal as refusal:
            if "dict" in str(refusal.body):
                raise crash() from None
            raise


@fault(("transport.no-server-error", "get.unknown-id"), "an unknown id crashes the server")
class UnknownIdCrashes(Behaviour):
    def find_sms(self, call: Call) -> Sms:
        try:
            return super().find_sms(call)
        except Refusal:
            raise crash() from None


@fault(("transport.no-server-error", "status.required", "body.faulty-is-400"), "a missing status crashes the server")
class MissingStatusCrashes(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        if "status" not in call.body:
            raise crash()
        return super().create_sms(call)


class OtherCode(Behaviour):
    """A success of one operation has another code."""

    operation = ""
    code = 200

    def present(self, action: str, answer: Answer) -> Answer:
        if action == self.operation and answer.status == 200:
            answer.status = self.code
        return answer


@fault("transport.success-is-200", "an update is answered 201")
class UpdateIs201(OtherCode):
    operation, code = "update_sms", 201


@fault("transport.success-is-200", "a list is answered 206")
class ListIs206(OtherCode):
    operation, code = "list_sms", 206


@fault("transport.success-is-200", "a fetch is answered 203")
class GetIs203(OtherCode):
    operation, code = "get_sms", 203


@fault("transport.success-is-200", "a create is answered 202")
class CreateIs202(OtherCode):
    operation, code = "create_sms", 202


@fault("transport.success-is-200", "a message to be sent is answered 203", profile="send")
class OutboxIs203(Behaviour):
    def present(self, action: str, answer: Answer) -> Answer:
        if action == "create_sms" and answer.status == 200 and (answer.body or {}).get("status") == "outbox":
            answer.status = 203
        return answer


@fault("transport.success-is-200", "a delete is answered 202")
class DeleteIs202(OtherCode):
    operation, code = "delete_sms", 202


@fault("transport.success-is-200", "a delete is answered 204, without a body")
class DeleteIs204(Behaviour):
    def present(self, action: str, answer: Answer) -> Answer:
        return Answer(204, None) if action == "delete_sms" and answer.status == 200 else answer


@fault("transport.create-is-post", "a POST on the collection is not allowed")
class PostIsNotAllowed(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        raise one_error(405, "The method is not allowed for the requested URL.")


@fault(("transport.create-is-post", "object.required-keys"), "a POST on the collection answers the list")
class PostIsAList(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        return self.list_sms(call)


@fault(("transport.paths", "update.draft"), "a PUT on an activity is not allowed")
class PutIsNotAllowed(Behaviour):
    def update_sms(self, call: Call) -> Answer:
        raise one_error(405, "The method is not allowed for the requested URL.")


@fault(("transport.paths", "delete.gone"), "a DELETE on an activity is not allowed")
class DeleteIsNotAllowed(Behaviour):
    def delete_sms(self, call: Call) -> Answer:
        raise one_error(405, "The method is not allowed for the requested URL.")


@fault(("transport.paths", "get.object"), "a GET on an activity is not allowed")
class GetIsNotAllowed(Behaviour):
    def get_sms(self, call: Call) -> Answer:
        raise one_error(405, "The method is not allowed for the requested URL.")


@fault(("transport.paths", "list.shape"), "a GET on the collection is not allowed")
class ListIsNotAllowed(Behaviour):
    def list_sms(self, call: Call) -> Answer:
        raise one_error(405, "The method is not allowed for the requested URL.")
