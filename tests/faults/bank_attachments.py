"""Faults of attachments: which types are taken, and what of them comes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from close_sms.mock import Behaviour
from close_sms.mock.calls import Call, Json
from close_sms.mock.errors import NO_CHOICE, Invalid
from close_sms.mock.mime_types import MIME_TYPES
from close_sms.mock.things import Sms
from tests.faults.bank_answers import Answers
from tests.faults.fault import fault


class RefusesTypes(Behaviour):
    """Some of the listed types are refused."""

    def is_refused(self, kind: str) -> bool:
        return False

    def attachment(self, item: Mapping[str, Any]) -> Json:
        taken = super().attachment(item)
        if self.is_refused(taken["content_type"]):
            raise Invalid(NO_CHOICE)
        return taken


@fault("attachments.types", "image/jpg is refused")
class JpgIsRefused(RefusesTypes):
    def is_refused(self, kind: str) -> bool:
        return kind == "image/jpg"


@fault("attachments.types", "application/pdf is refused")
class PdfIsRefused(RefusesTypes):
    def is_refused(self, kind: str) -> bool:
        return kind == "application/pdf"


@fault("attachments.types", "text/x-vcard is refused")
class OldVcardIsRefused(RefusesTypes):
    def is_refused(self, kind: str) -> bool:
        return kind == "text/x-vcard"


@fault("attachments.types", "types with a capital, as video/H264, are refused")
class CapitalTypesAreRefused(RefusesTypes):
    def is_refused(self, kind: str) -> bool:
        return kind != kind.lower()


@fault("attachments.types", "types with a dot, as audio/vnd.wave, are refused")
class DottedTypesAreRefused(RefusesTypes):
    def is_refused(self, kind: str) -> bool:
        return "." in kind


@fault("attachments.types", "types with a hyphen and a year, as video/H263-1998, are refused")
class DatedTypesAreRefused(RefusesTypes):
    def is_refused(self, kind: str) -> bool:
        return kind.endswith(("-1998", "-2000"))


@fault("attachments.types", "types of more than 20 letters are refused")
class LongTypesAreRefused(RefusesTypes):
    def is_refused(self, kind: str) -> bool:
        return len(kind) > 20


@fault("attachments.types", "attachments of different kinds in one message are refused")
class MixedKindsAreRefused(Behaviour):
    def attachments(self, value: Any) -> list[Json]:
        items = super().attachments(value)
        if len({item["content_type"].partition("/")[0] for item in items}) > 1:
            raise Invalid(NO_CHOICE)
        return items


class Keeps(Behaviour):
    """The attachments of a message are kept otherwise than they came."""

    def other(self, items: list[Json]) -> list[Json]:
        return items

    def stored_attachments(self, attachments: list[Json]) -> list[Json]:
        return self.other(super().stored_attachments(attachments))


@fault("attachments.come-back", "only the first attachment is kept")
class SecondAttachmentIsLost(Keeps):
    def other(self, items: list[Json]) -> list[Json]:
        return items[:1]


@fault("attachments.come-back", "of more than two attachments the last is lost")
class LastOfManyIsLost(Keeps):
    def other(self, items: list[Json]) -> list[Json]:
        return items[:-1] if len(items) > 2 else items


@fault("attachments.come-back", "the file names of several attachments are exchanged")
class FileNamesAreSwapped(Keeps):
    def other(self, items: list[Json]) -> list[Json]:
        names = [item["filename"] for item in items]
        return [{**item, "filename": name} for item, name in zip(items, names[1:] + names[:1], strict=True)]


@fault("attachments.come-back", "every attachment has the type of the first")
class TypesAreOfTheFirst(Keeps):
    def other(self, items: list[Json]) -> list[Json]:
        return [{**item, "content_type": items[0]["content_type"]} for item in items]


@fault("attachments.come-back", "of attachments with the same file name one is kept")
class SameNameIsOne(Keeps):
    def other(self, items: list[Json]) -> list[Json]:
        return list({item["filename"]: item for item in items}.values())


@fault("attachments.come-back", "a message shows the attachments of the messages before it as well")
class AttachmentsAddUp(Keeps):
    def other(self, items: list[Json]) -> list[Json]:
        kept: list[Json] = self.__dict__.setdefault("kept", [])
        kept += items
        return list(kept)


class Renames(Keeps):
    """File names are changed."""

    def renamed(self, name: str) -> str:
        return name

    def other(self, items: list[Json]) -> list[Json]:
        return [{**item, "filename": self.renamed(item["filename"])} for item in items]


@fault("attachments.come-back", "file names lose their capitals")
class FileNamesAreSmall(Renames):
    def renamed(self, name: str) -> str:
        return name.lower()


@fault("attachments.come-back", "file names lose what follows their last dot")
class FileNamesLoseExtension(Renames):
    def renamed(self, name: str) -> str:
        return name.rpartition(".")[0] or name


@fault("attachments.come-back", "a received message loses its attachments")
class InboxLosesAttachments(Behaviour):
    def build(self, values: Json, call: Call) -> Sms:
        sms = super().build(values, call)
        sms.attachments = [] if sms.status == "inbox" else sms.attachments
        return sms


@fault("stored.text", "a received message with attachments loses its text")
class InboxMmsLosesText(Behaviour):
    def build(self, values: Json, call: Call) -> Sms:
        sms = super().build(values, call)
        sms.text = None if sms.status == "inbox" and sms.attachments else sms.text
        return sms


class ShowsNoAttachments(Answers):
    """One kind of answer has no attachments, though the key is there."""

    def other(self, answer: Json, sms: Sms) -> Json:
        return {**answer, "attachments": []}


@fault(("attachments.come-back", "stored.list"), "the list shows no attachments")
class ListShowsNoAttachments(ShowsNoAttachments):
    operations = ("list_sms",)


@fault(("attachments.come-back", "stored.get"), "a fetch shows no attachments")
class GetShowsNoAttachments(ShowsNoAttachments):
    operations = ("get_sms",)


@fault(("attachments.keys", "attachments.content-type"), "of several attachments only the first is looked at")
class OnlyTheFirstIsChecked(Behaviour):
    def attachments(self, value: Any) -> list[Json]:
        several = isinstance(value, list) and len(value) > 1
        rest = [self.unchecked(item) for item in value[1:] if isinstance(item, dict)] if several else []
        return super().attachments(value[:1] if several else value) + rest

    def unchecked(self, item: Json) -> Json:
        try:
            return self.attachment(item)
        except Invalid:
            return {"content_type": "text/csv", "filename": "file", "url": "https://app.close.com/go/file/none"}


@fault(("body.types", "attachments.keys"), "the url of an attachment may be a number")
class AttachmentUrlMayBeANumber(Behaviour):
    def attachment(self, item: Mapping[str, Any]) -> Json:
        url = item.get("url")
        number = isinstance(url, int | float)
        return super().attachment({**item, "url": str(url)} if number else item)


@fault("attachments.content-type", "the beginning of a listed content_type is taken, as image/jp")
class BeginningOfContentTypeIsTaken(Behaviour):
    def attachment(self, item: Mapping[str, Any]) -> Json:
        kind = str(item.get("content_type"))
        whole = next((known for known in sorted(MIME_TYPES) if "/" in kind and known.startswith(kind)), kind)
        return super().attachment(
            {**item, "content_type": whole} if isinstance(item.get("content_type"), str) else item
        )


@fault(("update.faulty-fields", "attachments.content-type"), "a PUT takes attachments of any type")
class PutTakesAnyContentType(Behaviour):
    checks = True

    def clean_attachments(self, value: Any, call: Call) -> list[Json]:
        self.checks = call.action != "update_sms"
        return super().clean_attachments(value, call)

    def attachment(self, item: Mapping[str, Any]) -> Json:
        kind = item.get("content_type")
        strange = not self.checks and isinstance(kind, str) and kind not in MIME_TYPES
        return super().attachment({**item, "content_type": "text/csv"} if strange else item)
