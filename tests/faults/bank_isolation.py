"""Faults of isolation: what crosses the border between two organizations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from flask import request

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.errors import Refusal, one_error
from close_sms.mock.override import MethodOverride
from close_sms.mock.things import Event, Sms
from close_sms.mock.world import Owned
from tests.faults.fault import fault

T = TypeVar("T", bound=Owned)


class Crosses(Behaviour):
    """Some calls find a message of another organization."""

    action_name = "get_sms"

    def may(self, sms: Sms, call: Call) -> bool:
        return True

    def foreign(self, call: Call) -> Sms | None:
        """The message of another organization that the path names."""
        sms = self.world.messages.get(call.key)
        return sms if sms is not None and sms.organization_id != call.organization_id else None

    def find_sms(self, call: Call) -> Sms:
        sms = self.foreign(call)
        crosses = sms is not None and call.action == self.action_name and self.may(sms, call)
        return sms if crosses and sms is not None else super().find_sms(call)


def by_token() -> bool:
    """Whether the request has an access token."""
    return request.headers["Authorization"].lower().startswith("bearer")


@fault("isolation.not-read", "a message of another organization can be fetched")
class ForeignIsFetched(Crosses):
    pass


@fault("isolation.not-read", "a message of another organization can be fetched with an access token")
class ForeignIsFetchedByToken(Crosses):
    def may(self, sms: Sms, call: Call) -> bool:
        return by_token()


@fault("isolation.not-read", "a draft of another organization can be fetched")
class ForeignDraftIsFetched(Crosses):
    def may(self, sms: Sms, call: Call) -> bool:
        return sms.status == "draft"


@fault("isolation.not-read", "a message of another organization can be fetched with `_fields`")
class ForeignIsFetchedWithFields(Crosses):
    def may(self, sms: Sms, call: Call) -> bool:
        return "_fields" in call.query


@fault("isolation.not-read", "a message of another organization can be fetched, without its text")
class ForeignIsFetchedWithoutText(Crosses):
    def get_sms(self, call: Call) -> Answer:
        answer = super().get_sms(call)
        return answer if self.foreign(call) is None else Answer(200, {**(answer.body or {}), "text": None})


@fault("isolation.not-read", "the refusal to fetch a message of another organization shows its text")
class RefusalShowsForeignText(Crosses):
    def may(self, sms: Sms, call: Call) -> bool:
        raise one_error(404, f"Not yours: {sms.text}")


@fault("isolation.not-read", "the event log shows the messages of every organization")
class LogShowsTheForeign(Behaviour):
    def is_seen(self, event: Event, call: Call) -> bool:
        return self.is_kept(event)


class ListsTheForeign(Behaviour):
    """Some messages of other organizations are in a list."""

    def leaks(self, sms: Sms, call: Call) -> bool:
        return True

    def list_page(self, call: Call) -> Json:
        self.check_query(call)
        every = [
            sms
            for sms in self.world.messages.values()
            if sms.organization_id == call.organization_id or self.leaks(sms, call)
        ]
        return self.page(
            self.in_order(self.filtered(every, call), call), call, lambda sms: self.render(sms, "list_sms")
        )


@fault("isolation.not-listed", "the list shows the messages of every organization")
class EverythingIsListed(ListsTheForeign):
    pass


@fault("isolation.not-listed", "the filter lead_id finds messages of another organization's lead")
class ForeignIsListedByLead(ListsTheForeign):
    def leaks(self, sms: Sms, call: Call) -> bool:
        return "lead_id" in call.query


@fault("isolation.not-listed", "the filter id__in finds messages of another organization")
class ForeignIsListedById(ListsTheForeign):
    def leaks(self, sms: Sms, call: Call) -> bool:
        return "id__in" in call.query


@fault("isolation.not-listed", "the filter organization_id shows the messages of another organization")
class ForeignIsListedByOrganization(ListsTheForeign):
    def leaks(self, sms: Sms, call: Call) -> bool:
        return "organization_id" in call.query


@fault("isolation.not-listed", "the filter user_id finds messages of another organization's user")
class ForeignIsListedByUser(ListsTheForeign):
    def leaks(self, sms: Sms, call: Call) -> bool:
        return "user_id" in call.query


@fault("isolation.not-listed", "received messages of every organization are in the list")
class ForeignInboxIsListed(ListsTheForeign):
    def leaks(self, sms: Sms, call: Call) -> bool:
        return sms.status == "inbox"


@fault("isolation.not-listed", "from the second page on the list shows messages of every organization")
class ForeignIsListedFromPageTwo(ListsTheForeign):
    def leaks(self, sms: Sms, call: Call) -> bool:
        return self.skip(call) > 0


@fault("list.has-more", "has_more counts the messages of every organization", gap="needs a walk over the whole account")
class HasMoreCountsTheForeign(Behaviour):
    def list_page(self, call: Call) -> Json:
        page, every = super().list_page(call), list(self.world.messages.values())
        rows = self.filtered(every, call)
        return {**page, "has_more": len(rows) > self.skip(call) + self.limit(call)}


@fault("isolation.not-changed", "a message of another organization can be updated")
class ForeignIsChanged(Crosses):
    action_name = "update_sms"


@fault("isolation.not-changed", "a message of another organization can be updated with an access token")
class ForeignIsChangedByToken(Crosses):
    action_name = "update_sms"

    def may(self, sms: Sms, call: Call) -> bool:
        return by_token()


@fault("isolation.not-changed", "a message of another organization can be updated by a POST that stands for a PUT")
class ForeignIsChangedByPost(Crosses):
    action_name = "update_sms"

    def may(self, sms: Sms, call: Call) -> bool:
        return MethodOverride.FLAG in request.environ


@fault("isolation.not-changed", "an update of a message of another organization is refused, but done")
class ForeignIsChangedInSecret(Crosses):
    action_name = ""

    def update_sms(self, call: Call) -> Answer:
        try:
            return super().update_sms(call)
        except Refusal:
            sms, text = self.foreign(call), call.body.get("text")
            if sms is not None and sms.status == "draft" and isinstance(text, str):
                self.store(replace(sms, text=text))
            raise


@fault(("isolation.not-changed", "isolation.not-read"), "a PUT without fields shows a message of another organization")
class EmptyPutShowsTheForeign(Crosses):
    action_name = "update_sms"

    def may(self, sms: Sms, call: Call) -> bool:
        return not call.body


@fault(
    "isolation.not-changed",
    "an update of a message of another organization is refused, but moves its date_updated",
    gap="date_updated may move by itself (S63)",
)
class ForeignIsTouched(Crosses):
    action_name = ""

    def update_sms(self, call: Call) -> Answer:
        sms = self.foreign(call)
        if sms is not None:
            self.store(replace(sms, date_updated=self.moment()))
        return super().update_sms(call)


@fault("isolation.not-deleted", "a message of another organization can be deleted")
class ForeignIsDeleted(Crosses):
    action_name = "delete_sms"


@fault("isolation.not-deleted", "a draft of another organization can be deleted")
class ForeignDraftIsDeleted(Crosses):
    action_name = "delete_sms"

    def may(self, sms: Sms, call: Call) -> bool:
        return sms.status == "draft"


@fault("isolation.not-deleted", "the delete of a message of another organization is refused, but done")
class ForeignIsDeletedInSecret(Crosses):
    action_name = "delete_sms"

    def may(self, sms: Sms, call: Call) -> bool:
        self.remove(sms)
        return False


@fault("isolation.not-deleted", "the delete of a message of another organization is answered 200, but not done")
class DeleteOfTheForeignIs200(Crosses):
    action_name = "delete_sms"

    def end(self, sms: Sms, call: Call) -> None:
        if sms.organization_id == call.organization_id:
            super().end(sms, call)


@fault("isolation.not-deleted", "a message of another organization can be deleted by a POST that stands for a DELETE")
class ForeignIsDeletedByPost(Crosses):
    action_name = "delete_sms"

    def may(self, sms: Sms, call: Call) -> bool:
        return MethodOverride.FLAG in request.environ


class UsesTheForeign(Behaviour):
    """A thing of another organization is taken, though one that does not exist is not."""

    questions: tuple[str, ...] = ()
    actions: tuple[str, ...] = ("create_sms", "update_sms")

    def reference(self, shelf: dict[str, T], value: Any, call: Call, question: str) -> str | None:
        taken = question in self.questions and call.action in self.actions and isinstance(value, str)
        return value if taken and value in shelf else super().reference(shelf, value, call, question)


@fault("isolation.not-used", "a lead of another organization is taken")
class ForeignLeadIsTaken(UsesTheForeign):
    questions = ("unknown-lead",)


@fault("isolation.not-used", "a lead of another organization is taken in a PUT")
class ForeignLeadIsTakenByPut(UsesTheForeign):
    questions, actions = ("unknown-lead",), ("update_sms",)


@fault("isolation.not-used", "a contact of another organization is taken")
class ForeignContactIsTaken(UsesTheForeign):
    questions = ("unknown-contact",)


@fault("isolation.not-used", "a user of another organization is taken")
class ForeignUserIsTaken(UsesTheForeign):
    questions = ("unknown-user",)


@fault("isolation.not-used", "a template of another organization is taken, but not rendered")
class ForeignTemplateIsTaken(UsesTheForeign):
    questions = ("unknown-template",)


@fault("isolation.not-used", "a template of another organization becomes the text")
class ForeignTemplateIsRendered(UsesTheForeign):
    questions = ("unknown-template",)

    def content(self, sms: Sms, text: str | None) -> str | None:
        template = self.world.templates.get(sms.template_id or "")
        return super().content(sms, text) if template is None or text else self.merge(template.text, sms)


@fault(("isolation.not-used", "templates.rendered"), "a template is rendered with a contact of another organization")
class ForeignContactIsRendered(UsesTheForeign):
    questions = ("unknown-contact",)

    def merge_value(self, name: str, sms: Sms) -> str | None:
        contact = self.world.contacts.get(sms.contact_id or "")
        shown = contact is not None and name.startswith("contact.")
        return self.contact_value(name.partition(".")[2], contact) if shown else super().merge_value(name, sms)
