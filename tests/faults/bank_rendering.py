"""More faults of templates and of inbox notifications."""

from __future__ import annotations

import html
import re
from dataclasses import replace

from close_sms.mock import Behaviour
from close_sms.mock.behaviour.merging import MERGE_FIELD
from close_sms.mock.calls import Answer, Call
from close_sms.mock.errors import one_error
from close_sms.mock.things import Contact, Sms, Task
from tests.faults.bank_isolation import by_token
from tests.faults.fault import fault

FIELDS_AND_TEXT = re.compile(rf"({MERGE_FIELD.pattern.replace('(', '(?:')})")


class Renders(Behaviour):
    """A rendered template becomes another text."""

    def otherwise(self, text: str) -> str:
        return text

    def merge(self, text: str | None, sms: Sms) -> str | None:
        merged = super().merge(text, sms)
        return merged and self.otherwise(merged)


@fault(("templates.become-text", "stored.get"), "the text of a template is answered, but not kept")
class TemplateTextIsNotKept(Behaviour):
    def store(self, sms: Sms) -> Sms:
        super().store(replace(sms, text=None) if sms.template_id else sms)
        return sms


@fault("templates.become-text", "the text of a template ends after 70 characters")
class TemplateTextIsCut(Renders):
    def otherwise(self, text: str) -> str:
        return text[:70]


@fault("templates.become-text", "characters beyond ASCII are lost in a template's text")
class TemplateTextIsAscii(Renders):
    def otherwise(self, text: str) -> str:
        return text.encode("ascii", "ignore").decode()


@fault(("templates.become-text", "transport.no-server-error"), "a percent sign in a template crashes the server")
class PercentInTemplateCrashes(Renders):
    def otherwise(self, text: str) -> str:
        if "%" in text:
            raise one_error(500, "Internal Server Error")
        return text


@fault("templates.become-text", "a template is always rendered as it was when it was used first")
class TemplateIsStale(Behaviour):
    def merge(self, text: str | None, sms: Sms) -> str | None:
        first = self.__dict__.setdefault("first", {}).setdefault(sms.template_id, text)
        return super().merge(first, sms)


@fault(("templates.become-text", "templates.rendered"), "a template is rendered once, for whoever came first")
class RenderingIsCached(Behaviour):
    def merge(self, text: str | None, sms: Sms) -> str | None:
        kept = self.__dict__.setdefault("kept", {})
        if (sms.template_id, text) not in kept:
            kept[sms.template_id, text] = super().merge(text, sms)
        answer: str | None = kept[sms.template_id, text]
        return answer


@fault(("templates.become-text", "templates.rendered"), "the use of a template writes the rendered text into it")
class UseChangesTheTemplate(Behaviour):
    def merge(self, text: str | None, sms: Sms) -> str | None:
        merged, template = super().merge(text, sms), self.world.templates.get(sms.template_id or "")
        if template is not None:
            self.world.templates[template.id] = replace(template, text=merged)
        return merged


@fault("templates.rendered", "a merge field that comes twice is rendered the first time only")
class RepeatedFieldStays(Behaviour):
    def merge(self, text: str | None, sms: Sms) -> str | None:
        seen: set[str] = set()
        rendered: list[str] = []
        for part in FIELDS_AND_TEXT.split(text or ""):
            rendered.append(part if part in seen else str(super().merge(part, sms)))
            seen.update([part] if MERGE_FIELD.fullmatch(part) else [])
        return text and "".join(rendered)


@fault("templates.rendered", "the signs of HTML in a contact's name are escaped")
class NamesAreEscaped(Behaviour):
    def contact_value(self, key: str, contact: Contact | None) -> str | None:
        value = super().contact_value(key, contact)
        return value and html.escape(value)


@fault("templates.rendered", "the first name of a contact is the last")
class LastNameComesFirst(Behaviour):
    def contact_value(self, key: str, contact: Contact | None) -> str | None:
        return super().contact_value({"first_name": "last_name"}.get(key, key), contact)


@fault("templates.rendered", "merge fields of received messages stay as written")
class InboxIsNotRendered(Behaviour):
    def merge(self, text: str | None, sms: Sms) -> str | None:
        return text if sms.status == "inbox" else super().merge(text, sms)


class RendersNothing(Behaviour):
    """Merge fields of some messages become nothing."""

    def loses(self, sms: Sms) -> bool:
        return False

    def merge(self, text: str | None, sms: Sms) -> str | None:
        return MERGE_FIELD.sub("", text or "") if self.loses(sms) else super().merge(text, sms)


@fault("templates.rendered", "merge fields of received messages become nothing")
class InboxLosesItsFields(RendersNothing):
    def loses(self, sms: Sms) -> bool:
        return sms.status == "inbox"


@fault("templates.rendered", "merge fields of scheduled messages become nothing", profile="schedule")
class ScheduledLosesItsFields(RendersNothing):
    def loses(self, sms: Sms) -> bool:
        return sms.status == "scheduled"


@fault("templates.rendered", "merge fields of messages in the outbox become nothing", profile="send")
class OutboxLosesItsFields(RendersNothing):
    def loses(self, sms: Sms) -> bool:
        return sms.status == "outbox"


@fault(("templates.rendered", "auth.bearer-token"), "with an access token merge fields become nothing")
class TokenLosesItsFields(RendersNothing):
    def loses(self, sms: Sms) -> bool:
        return by_token()


@fault("templates.rendered", "merge fields stay as written where the message has no numbers")
class WithoutNumbersIsNotRendered(Behaviour):
    def merge(self, text: str | None, sms: Sms) -> str | None:
        return super().merge(text, sms) if sms.remote_phone or sms.local_phone else text


@fault("notification.created", "a lead has one notification at most")
class OneNotificationForALead(Behaviour):
    def notify(self, sms: Sms) -> Task:
        task = super().notify(sms)
        if any(other.lead_id == sms.lead_id for other in self.world.tasks.values() if other.id != task.id):
            del self.world.tasks[task.id]
        return task


@fault("notification.created", "two notifications are made for one message")
class TwoNotifications(Behaviour):
    def notify(self, sms: Sms) -> Task:
        super().notify(sms)
        return super().notify(sms)


@fault("notification.created", "a message without a contact gets no notification")
class NotificationNeedsAContact(Behaviour):
    def wants_notification(self, call: Call, status: str) -> bool:
        return super().wants_notification(call, status) and call.body.get("contact_id") is not None


@fault(
    ("notification.optional", "transport.no-server-error"), "send_to_inbox=true without a contact crashes the server"
)
class NotificationWithoutContactCrashes(Behaviour):
    def notify(self, sms: Sms) -> Task:
        if sms.contact_id is None:
            raise one_error(500, "Internal Server Error")
        return super().notify(sms)


@fault(("notification.optional", "status.inbox-is-logged"), "with send_to_inbox=true the message becomes a draft")
class NotifiedBecomesDraft(Behaviour):
    def create_sms(self, call: Call) -> Answer:
        answer = super().create_sms(call)
        sms = self.world.messages.get((answer.body or {}).get("id", ""))
        if sms is None or not self.wants_notification(call, sms.status):
            return answer
        return Answer(answer.status, self.shown(self.store(replace(sms, status="draft")), call))
