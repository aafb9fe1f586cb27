"""What can be wrong with a body in exactly one place, so that no reading accepts it: one line for each facet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from hypothesis import strategies as st

from strategies import wrong
from strategies.facet import Facet
from strategies.fields import ABSENT, LOGGED, LONGEST_DELAY, RECORDED

ATTACHMENT: Final = {
    "content_type": "image/png",
    "filename": "file.png",
    "url": "https://app.close.com/go/file/file.png",
}
ATTACHED: Final = {"attachments": [ATTACHMENT]}
DELAYED: Final = {"send_in": LONGEST_DELAY}
STRINGS: Final = (
    "activity_at", "contact_id", "created_by", "date_created", "direction", "lead_id", "local_phone",
    "remote_phone", "source", "status", "template_id", "text", "user_id",
)  # fmt: skip
"""Without `organization_id`: what is not the key's may be ignored, whatever it is, or refused in its own way (S42)."""
STATUSES_OF: Final = {"source": LOGGED, "template_id": ("sent", "draft")}
RULE_OF_TYPE: Final = {
    "status": "status.enum",
    "direction": "direction.enum",
    "source": "source.enum",
    "local_phone": "phones.malformed",
    "remote_phone": "phones.malformed",
}
"""The rule of a field that says itself what its values are; other fields are told their types in one."""
NOT_OF_TYPE: Final = dict.fromkeys(
    ("text", "local_phone", "remote_phone", "activity_at", "date_created"), wrong.NO_PLAIN_TEXTS
)
LACKING: Final = {"template_id": ("text",)}
"""The field for which another is left out: whether a text and a template may stand together is open (S7)."""


def _types(name: str, kinds: Mapping[str, tuple[Any, ...]]) -> Iterator[Facet]:
    """A facet for each JSON type that the field must not have."""
    statuses, without = STATUSES_OF.get(name, RECORDED), LACKING.get(name, ())
    for kind, faults in kinds.items():
        yield Facet(
            f"{name} is {kind}",
            RULE_OF_TYPE.get(name, "body.types"),
            f"/{name}",
            "type",
            faults,
            statuses,
            without=without,
        )


def _moments(name: str) -> Iterator[Facet]:
    """A facet for each way of not being a date-time."""
    for says, faults in wrong.MOMENTS.items():
        yield Facet(f"{name} {says}", "body.date-times", f"/{name}", "format", faults)


def _far_moments() -> Iterator[Facet]:
    for says, faults in wrong.FAR_MOMENTS.items():
        yield Facet(f"date_scheduled {says}", "scheduling.date-malformed", "/date_scheduled", "format", faults, _LATER)


def _far_types() -> Iterator[Facet]:
    for kind, faults in wrong.NO_DATE_TYPES.items():
        yield Facet(f"date_scheduled is {kind}", "scheduling.date-malformed", "/date_scheduled", "type", faults, _LATER)


def _items() -> Iterator[Facet]:
    """Facets of what stands in a list of attachments."""
    for kind, faults in wrong.NO_OBJECTS.items():
        yield Facet(f"an attachment is {kind}", "body.types", "/attachments/0", "type", faults, control=ATTACHED)
    for key in ATTACHMENT:
        at = f"/attachments/0/{key}"
        yield Facet(f"an attachment lacks {key}", "attachments.keys", at, "missing", _NO_KEY, control=ATTACHED)
        yield Facet(f"an attachment's {key} is a number", "body.types", at, "type", (5, 1.5), control=ATTACHED)
        yield Facet(f"an attachment's {key} is null", "attachments.keys", at, "null", _NULL, control=ATTACHED)


_NO_KEY, _NULL = (ABSENT,), (None,)
_LATER, _NOW = ("scheduled",), ("outbox",)
_WORDS = wrong.words()

FACETS: Final[tuple[Facet, ...]] = (
    Facet("status is missing", "status.required", "/status", "missing", _NO_KEY),
    Facet("status is null", "status.null", "/status", "null", _NULL),
    Facet("status is an unknown word", "status.enum", "/status", "enum", wrong.STATUSES, more=_WORDS),
    Facet("status is in another case", "status.enum", "/status", "enum", wrong.CASED_STATUSES),
    Facet("status has blanks around it", "status.enum", "/status", "enum", wrong.BLANKED_STATUSES),
    Facet("status is the beginning of one", "status.enum", "/status", "enum", wrong.BEGINNINGS_OF_STATUSES),
    Facet("status is a list of one", "status.enum", "/status", "enum", (["draft"],)),
    Facet("status is empty", "status.enum", "/status", "enum", ("",)),
    Facet("direction is in another case", "direction.enum", "/direction", "enum", wrong.CASED_DIRECTIONS),
    Facet("direction is an unknown word", "direction.enum", "/direction", "enum", wrong.DIRECTIONS, more=_WORDS),
    Facet("direction has blanks around it", "direction.enum", "/direction", "enum", wrong.BLANKED_DIRECTIONS),
    Facet("direction is the beginning of one", "direction.enum", "/direction", "enum", wrong.BEGINNINGS_OF_DIRECTIONS),
    Facet("source is an unknown word", "source.enum", "/source", "enum", wrong.SOURCES, LOGGED, more=_WORDS),
    Facet("source is in lower case", "source.enum", "/source", "enum", wrong.CASED_SOURCES, LOGGED),
    Facet("local_phone has no digit", "phones.malformed", "/local_phone", "format", wrong.PHONES, more=_WORDS),
    Facet("remote_phone has no digit", "phones.malformed", "/remote_phone", "format", wrong.PHONES, more=_WORDS),
    Facet("local_phone is a plus and letters", "phones.malformed", "/local_phone", "format", wrong.LETTERED_PHONES),
    Facet("remote_phone is a plus and letters", "phones.malformed", "/remote_phone", "format", wrong.LETTERED_PHONES),
    Facet("local_phone has too many digits", "phones.malformed", "/local_phone", "format", wrong.LONG_PHONES),
    Facet("remote_phone has too many digits", "phones.malformed", "/remote_phone", "format", wrong.LONG_PHONES),
    *(facet for name in STRINGS for facet in _types(name, NOT_OF_TYPE.get(name, wrong.NO_TEXTS))),
    *_types("attachments", wrong.NO_LISTS),
    *_moments("activity_at"),
    *_moments("date_created"),
    *_items(),
    Facet("an attachment is of an unknown type", "attachments.content-type", "/attachments/0/content_type", "enum",
          wrong.MIME_TYPES, control=ATTACHED, more=_WORDS),
    Facet("send_in is 60", "sending.delay-limit", "/send_in", "boundary", (60,), _NOW, DELAYED),
    Facet("send_in is 61", "sending.delay-limit", "/send_in", "boundary", (61,), _NOW, DELAYED),
    Facet("send_in is 60 as a decimal", "sending.delay-limit", "/send_in", "boundary", (60.0,), _NOW, DELAYED),
    Facet("send_in is 60 and a half", "sending.delay-limit", "/send_in", "boundary", (60.5,), _NOW, DELAYED),
    Facet("send_in is 60 as a text", "sending.delay-limit", "/send_in", "boundary", ("60", "3600"), _NOW, DELAYED),
    Facet("send_in is beyond 32 bits", "sending.delay-limit", "/send_in", "boundary", (2**40,), _NOW, DELAYED),
    Facet("send_in is an hour or more", "sending.delay-limit", "/send_in", "boundary", (3600, 10**9), _NOW, DELAYED,
          more=st.integers(3600, 2**53)),
    Facet("date_scheduled is missing", "scheduling.date-required", "/date_scheduled", "missing", _NO_KEY, _LATER),
    Facet("date_scheduled is null", "scheduling.date-required", "/date_scheduled", "null", _NULL, _LATER),
    *_far_moments(),
    *_far_types(),
    Facet("local_phone is missing", "phones.local-needed-to-send", "/local_phone", "missing", _NO_KEY, _NOW, DELAYED),
    Facet("local_phone is null", "phones.local-needed-to-send", "/local_phone", "null", _NULL, _NOW, DELAYED),
)  # fmt: skip
