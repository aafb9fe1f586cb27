"""Attachments: what makes an MMS of a message. Whether any attachment is accepted is a question (S72)."""

from __future__ import annotations

import re
from typing import Any

import pytest

import schemas
from close_sms.claims import claim_accepted, claim_refused, claim_that
from close_sms.client import Answer
from close_sms.judgement import NotApplicable, Undecided
from close_sms.marks import rule
from close_sms.waiting import Scenario, waiting
from close_sms.wording import outcome, show
from conformance.api.bodies import ANOTHER_TEXT, TEXT, Body, message
from conformance.api.sms import Sms
from conformance.lists.pages import PAUSES, UNSTEADY, entries
from strategies import FACETS, RECORDED, FaultyBody

ATTACHMENT_FACETS = {facet.name: facet for facet in FACETS if "attachments" in facet.control}
MOST = 10  # in one message (SPEC-09; whether more are refused is a question)
URL = "https://app.close.com/go/file/{}"


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=rule(facet.rule)) for name, facet in ATTACHMENT_FACETS.items()],
)
def test_faulty_attachment_is_refused(sms: Sms, name: str) -> None:
    """A message whose only fault is in its attachment."""
    facet = ATTACHMENT_FACETS[name]
    faulty = facet.example(message("draft"))
    _need_control(sms, faulty)
    sms.refuses(faulty.body, faulty.control)


def _need_control(sms: Sms, faulty: FaultyBody) -> None:
    """NotApplicable where no attachment is taken."""
    try:
        sms.control(faulty.control)
    except Undecided as refused:
        raise NotApplicable(f"{refused} (question foreign-attachment-url)") from refused


@rule("attachments.content-type")
@pytest.mark.parametrize("status", RECORDED)
def test_unknown_type_is_refused_of_any_message(sms: Sms, status: str) -> None:
    """Whatever its status."""
    faulty = ATTACHMENT_FACETS["an attachment is of an unknown type"].example(message(status))
    _need_control(sms, faulty)
    sms.refuses(faulty.body, faulty.control)


@rule("attachments.content-type")
@pytest.mark.parametrize("way", ["second of a create", "update"])
def test_unknown_type_is_refused_everywhere(sms: Sms, way: str) -> None:
    """Every attachment is looked at, and a PUT is no way around it."""
    good, bad = (
        attachment("image/png", "good"),
        {**attachment("image/png", "bad"), "content_type": "application/x-unknown"},
    )
    control = _attached(sms, good, good)
    if way == "update":
        draft = sms.need_id(message("draft"))
        control = sms.update(draft, {"attachments": [good]})
        answer = sms.update(draft, {"attachments": [bad]})
    else:
        answer = sms.create(message("draft", attachments=[good, bad]))
    if control.refused:
        raise NotApplicable(f"an attachment was refused with {control.status} (question foreign-attachment-url)")
    claim_refused(answer, control)


# Files that are often sent, of which the documents list none.
BESIDE = ("application/zip", "text/html", "image/svg+xml", "application/octet-stream")


@rule("attachments.content-type")
def test_common_type_beside_the_listed_is_refused(sms: Sms) -> None:
    """The list is closed."""
    control = _attached(sms, attachment("image/png"))
    for kind in BESIDE:
        claim_refused(sms.create(message("draft", attachments=[attachment(kind)])), control)


def attachment(kind: str, name: str = "file") -> Body:
    """An attachment of this MIME type, with a file name that fits it."""
    filename = name + EXTENSIONS[kind]
    return {"content_type": kind, "filename": filename, "url": URL.format(filename)}


# The usual ones, but for types outside the list.
EXTENSIONS = {
    "application/pdf": ".pdf", "application/vcard": ".vcf", "audio/3gpp": ".3gp", "audio/3gpp2": ".3g2",
    "audio/L24": ".l24", "audio/ac3": ".ac3", "audio/amr": ".amr", "audio/amr-nb": ".amr", "audio/basic": ".au",
    "audio/mp4": ".m4a", "audio/mpeg": ".mp3", "audio/ogg": ".oga", "audio/vnd.rn-realaudio": ".ra",
    "audio/vnd.wave": ".wav", "audio/webm": ".weba", "image/bmp": ".bmp", "image/gif": ".gif", "image/jpeg": ".jpg",
    "image/jpg": ".jpg", "image/png": ".png", "image/tiff": ".tiff", "text/calendar": ".ics", "text/csv": ".csv",
    "text/directory": ".vcf", "text/richtext": ".rtx", "text/rtf": ".rtf", "text/vcard": ".vcf",
    "text/x-vcard": ".vcf", "video/3gpp": ".3gp", "video/3gpp-tt": ".3gp", "video/3gpp2": ".3g2",
    "video/H261": ".h261", "video/H263": ".h263", "video/H263-1998": ".h263", "video/H263-2000": ".h263",
    "video/H264": ".h264", "video/mp4": ".mp4", "video/mpeg": ".mpeg", "video/quicktime": ".mov",
    "video/webm": ".webm", "application/zip": ".zip", "text/html": ".html", "image/svg+xml": ".svg",
    "application/octet-stream": ".bin",
}  # fmt: skip


def _listed_types() -> list[str]:
    found: list[str] = schemas.schema("common")["$defs"]["mime-type"]["enum"]
    return found


def _attached(sms: Sms, *attachments: Body) -> Answer:
    answer = sms.create(message("draft", attachments=list(attachments)))
    if not answer.accepted:
        raise NotApplicable(f"an attachment was refused with {answer.status} (question foreign-attachment-url)")
    return answer


@rule("attachments.types")
@pytest.mark.parametrize("part", range(4))
def test_listed_types_are_accepted(sms: Sms, part: int) -> None:
    """A picture is accepted; so are files of all listed types, ten in a message."""
    control = _attached(sms, attachment("image/png"))
    kinds = _listed_types()[part::4]
    answer = sms.create(message("draft", attachments=[attachment(kind) for kind in kinds]))
    refused = kinds if answer.refused else []
    if answer.refused:  # which of them
        single = {kind: sms.create(message("draft", attachments=[attachment(kind)])) for kind in kinds}
        refused = [kind for kind, each in single.items() if each.refused]
        answer = single[refused[0]] if refused else answer
    claim_that(
        answer.accepted or (answer.refused and not refused),
        expected="an attachment of any listed type is accepted: " + ", ".join(kinds),
        actual=f"refused: {', '.join(refused)}; {outcome(answer)}",
        of=answer,
        control=control,
    )


@rule("attachments.types")
def test_ten_attachments_are_accepted(sms: Sms) -> None:
    """As many as one of the documents allows; the other has no limit (D14)."""
    control = _attached(sms, attachment("image/png"))
    answer = sms.create(message("draft", attachments=[attachment("image/png", f"file-{n}") for n in range(MOST)]))
    claim_that(
        answer.accepted,
        expected=f"{MOST} attachments of a listed type are accepted, as one is",
        actual=outcome(answer),
        of=answer,
        control=control,
    )


NAMES = ("one", "Two", "two words", "d\u00e9j\u00e0", "one")  # two files may have the same name
KINDS = ("image/png", "application/pdf", "image/png", "application/pdf", "image/png")
FILES = [
    {**attachment(kind, name), "url": URL.format(f"{number}/file")}
    for number, (name, kind) in enumerate(zip(NAMES, KINDS, strict=True))
]
PLAIN_FILES = [{**each, "filename": f"file{n}{EXTENSIONS[each['content_type']]}"} for n, each in enumerate(FILES)]
PLAIN_NAME = re.compile(r"[A-Za-z0-9.]+")
FREE_NAMES = "; double names, and names with other signs than plain letters, digits and dots, may be made safe"


@rule("attachments.come-back", "attachments.types", "object.attachments", "stored.list")
@pytest.mark.parametrize("status", RECORDED)
@waiting
def test_attachments_come_back(sms: Sms, status: str) -> Scenario:
    """By number, type and plain name, also when fetched and listed; the addresses are the endpoint's own."""
    control = _attached(sms, FILES[0])
    files, answer = FILES, sms.create(message(status, attachments=FILES))
    if answer.refused:  # which names a file may have is open
        files, answer = PLAIN_FILES, sms.create(message(status, attachments=PLAIN_FILES))
    claim_accepted(answer, rule="attachments.types")
    yield UNSTEADY.total_seconds()
    if len(answer["attachments"] or ()) < len(files):
        yield sms.run.settings.settle  # they may be fetched first, some sooner than others
    fetched = sms.get(str(answer.id))
    _need_files(answer, control, sms.get(str(control.id)), fetched)
    for seen in (answer, fetched) if len(answer["attachments"] or ()) >= len(files) else (fetched,):
        _claim_files(seen, seen.object, files)
    listed = sms.list(lead_id=sms.world.lead_id, _limit=100)
    for entry in entries(listed):
        if entry.get("id") == answer.id and "attachments" in entry:
            _claim_files(listed, entry, files, rule="stored.list")


@rule("update.fields")
def test_update_replaces_attachments(sms: Sms) -> None:
    """A PUT of attachments has those and no others; one of an empty list has none. A text leaves them alone.

    In the last one there is a text beside them, which the invariant of changes looks for.
    """
    made = _attached(sms, FILES[0])
    draft = str(made.id)
    _need_files(made, _fetched_with(sms, draft, files=1))
    for files, beside in ((FILES[1:3], {}), ([], {}), (FILES[:1], {"text": "A third text."})):
        if sms.update(draft, {"attachments": files, **beside}).refused:
            claim_accepted(sms.update(draft, {"attachments": FILES[:1]}), rule="update.fields")  # as in the create
            raise NotApplicable("an update of attachments was refused (question foreign-attachment-url)")
        sms.need_update(draft, {"text": ANOTHER_TEXT if files else TEXT})
        fetched = _fetched_with(sms, draft, files=len(files))
        _claim_files(fetched, fetched.object, files, rule="update.fields")


def _fetched_with(sms: Sms, draft: str, *, files: int) -> Answer:
    """The draft, again where not all attachments are there yet, or there still: files may be fetched first (S72)."""
    for _ in sms.looks(PAUSES):
        answer = sms.get(draft)
        if len(answer["attachments"] or ()) == files:
            break
    return answer


def _need_files(*looks: Answer) -> None:
    """NotApplicable where a fetch, the last look, does not know the key, or where no look shows any file."""
    if "attachments" not in looks[-1].object:
        raise NotApplicable("answers carry no `attachments` (question attachments-key-in-answers)")
    if not any(look["attachments"] for look in looks):
        raise NotApplicable("files that were not uploaded before are left out (S72)")


def _claim_files(seen: Answer, found: Body, posted: list[Body], *, rule: str = "attachments.come-back") -> None:
    files, wanted = ([_name_and_type(each) for each in some] for some in (found.get("attachments") or [], posted))
    names = [name for name, _ in wanted]
    firm = {name for name in names if PLAIN_NAME.fullmatch(name) and names.count(name) == 1}
    claim_that(
        _with_firm_names(files, firm) == _with_firm_names(wanted, firm),
        expected="`attachments` has " + ", ".join(f"{name} ({kind})" for name, kind in wanted) + FREE_NAMES,
        actual=f"it has {show(files, 300)}",
        of=seen,
        rule=rule,
    )


def _with_firm_names(files: list[tuple[str, str]], firm: set[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """The types of all files, and the files whose names must stay."""
    return sorted(kind for _, kind in files), sorted(each for each in files if each[0] in firm)


def _name_and_type(each: Any) -> tuple[str, str]:
    found = each if isinstance(each, dict) else {}
    return str(found.get("filename")), str(found.get("content_type"))
