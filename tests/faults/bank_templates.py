"""Faults of templates, inbox notifications and attachments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from close_sms.mock import Behaviour
from close_sms.mock.behaviour.merging import MERGE_FIELD
from close_sms.mock.calls import Call, Json
from close_sms.mock.errors import REQUIRED, faulty_field, one_error
from close_sms.mock.mime_types import MIME_TYPES
from close_sms.mock.things import Contact, Sms, Task
from tests.faults.fault import fault


@fault(("templates.become-text", "templates.rendered"), "a template has no effect on the text")
class TemplateIsIgnored(Behaviour):
    def content(self, sms: Sms, text: str | None) -> str | None:
        return text


@fault("templates.become-text", "every template has the text of the oldest one")
class OtherTemplatesText(Behaviour):
    def content(self, sms: Sms, text: str | None) -> str | None:
        oldest = next(iter(self.world.templates))
        return super().content(replace(sms, template_id=oldest) if sms.template_id else sms, text)


@fault(("templates.become-text", "templates.rendered"), "the template's name becomes the text")
class TemplateNameIsText(Behaviour):
    def content(self, sms: Sms, text: str | None) -> str | None:
        template = self.world.templates.get(sms.template_id or "")
        return super().content(sms, text) if template is None else template.name


@fault(("templates.become-text", "templates.rendered"), "a template has an effect on drafts only")
class TemplateOnlyForDrafts(Behaviour):
    def content(self, sms: Sms, text: str | None) -> str | None:
        return super().content(sms, text) if sms.status == "draft" else text


@fault("templates.rendered", "a template's merge fields stay as written")
class TemplateIsNotRendered(Behaviour):
    def merge(self, text: str | None, sms: Sms) -> str | None:
        return text


@fault("templates.rendered", "only the first merge field of a template is rendered")
class OnlyTheFirstField(Behaviour):
    def merge(self, text: str | None, sms: Sms) -> str | None:
        first = MERGE_FIELD.search(text or "")
        if text is None or first is None:
            return text
        return text[: first.start()] + str(super().merge(first[0], sms)) + text[first.end() :]


@fault("templates.rendered", "merge fields of a contact stay as written")
class ContactFieldsStay(Behaviour):
    def merge_value(self, name: str, sms: Sms) -> str | None:
        return f"{{{{ {name} }}}}" if name.startswith("contact.") else super().merge_value(name, sms)


@fault(("templates.rendered", "templates.become-text"), "merge fields get the values of the oldest contact")
class OtherContactsName(Behaviour):
    def contact_value(self, key: str, contact: Contact | None) -> str | None:
        return super().contact_value(key, next(iter(self.world.contacts.values())))


@fault("notification.created", "no notification is made")
class NoNotification(Behaviour):
    def wants_notification(self, call: Call, status: str) -> bool:
        return super().wants_notification(call, status) and False


@fault("notification.created", "the notification is for the oldest message")
class NotificationOfAnother(Behaviour):
    def notify(self, sms: Sms) -> Task:
        return super().notify(replace(sms, id=next(iter(self.world.messages))))


@fault("notification.created", "the notification goes to another organization")
class NotificationElsewhere(Behaviour):
    def notify(self, sms: Sms) -> Task:
        return super().notify(replace(sms, organization_id=list(self.world.organizations)[1]))


@fault("notification.created", "true counts as false, and false as true")
class NotificationTheOtherWay(Behaviour):
    def wants_notification(self, call: Call, status: str) -> bool:
        wanted = super().wants_notification(call, status)
        return status == "inbox" and "send_to_inbox" in call.query and not wanted


class RefusesSendToInbox(Behaviour):
    """One value of `send_to_inbox` is refused for a received message; None means its absence."""

    value: str | None = None
    code = 400

    def wants_notification(self, call: Call, status: str) -> bool:
        if status == "inbox" and call.query.get("send_to_inbox") == self.value:
            raise faulty_field("send_to_inbox", REQUIRED) if self.code == 400 else one_error(self.code, "Sorry.")
        return super().wants_notification(call, status)


@fault(("notification.optional", "status.logged-and-draft"), "an inbox message needs send_to_inbox")
class SendToInboxIsRequired(RefusesSendToInbox):
    pass


@fault("notification.optional", "send_to_inbox=false is refused")
class SendToInboxFalseIsRefused(RefusesSendToInbox):
    value = "false"


@fault(("notification.optional", "notification.created"), "send_to_inbox=true is refused")
class SendToInboxTrueIsRefused(RefusesSendToInbox):
    value = "true"


@fault(("notification.optional", "transport.no-server-error"), "send_to_inbox=false crashes the server")
class SendToInboxFalseCrashes(RefusesSendToInbox):
    value, code = "false", 500


class TakesWithout(Behaviour):
    """An attachment may lack a key."""

    key, default = "", ""

    def attachment(self, item: Mapping[str, Any]) -> Json:
        return super().attachment({self.key: self.default, **item})


@fault("attachments.keys", "an attachment without url is taken")
class AttachmentWithoutUrl(TakesWithout):
    key, default = "url", "https://app.close.com/go/file/none"


@fault("attachments.keys", "an attachment without filename is taken")
class AttachmentWithoutFilename(TakesWithout):
    key, default = "filename", "file"


@fault("attachments.keys", "an attachment without content_type is taken")
class AttachmentWithoutContentType(TakesWithout):
    key, default = "content_type", "image/png"


@fault("attachments.content-type", "any content_type that is a text is taken")
class AnyContentTypeIsTaken(Behaviour):
    def attachment(self, item: Mapping[str, Any]) -> Json:
        kind = item.get("content_type")
        strange = bool(kind) and isinstance(kind, str) and kind not in MIME_TYPES
        return super().attachment({**item, "content_type": "text/csv"} if strange else item)


@fault("attachments.content-type", "any content_type of images, texts and applications is taken")
class AnyFamiliarContentTypeIsTaken(Behaviour):
    def attachment(self, item: Mapping[str, Any]) -> Json:
        kind = str(item.get("content_type"))
        familiar = kind.startswith(("image/", "text/", "application/")) and kind not in MIME_TYPES
        return super().attachment({**item, "content_type": "text/csv"} if familiar else item)
