"""Several requests at once: none is lost, and none spoils another."""

from __future__ import annotations

import contextvars
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from close_sms.claims import claim, claim_that, need_permission
from close_sms.client import Answer
from close_sms.judgement import Undecided
from close_sms.marks import rule
from close_sms.wording import as_found, outcome
from conformance.api.bodies import ANOTHER_FICTIONAL, ANOTHER_TEXT, TEXT, Body, message, scheduled
from conformance.api.sms import Sms
from conformance.claims.comparing import claim_same_instant
from strategies import RECORDED

AT_ONCE = {"smoke": 6, "standard": 10, "deep": 20}
ROUNDS = {"smoke": 2, "standard": 6, "deep": 20}
PUT_OFF = (409, 412, 423)  # how a server that takes one request at a time puts off the others
MOMENT = "2023-05-06T07:08:09+00:00"


def at_once(requests: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """The answers of requests that leave at the same time, in the order of the requests."""
    together = Barrier(len(requests))

    def leave(request: Callable[[], Answer]) -> Answer:
        together.wait()
        return request()

    with ThreadPoolExecutor(len(requests)) as pool:
        # Each thread judges in the check that started it.
        leaving = [pool.submit(contextvars.copy_context().run, leave, request) for request in requests]
        return [each.result() for each in leaving]


@rule("concurrency.creates")
def test_creates_at_once_all_exist(sms: Sms) -> None:
    """Each message has its own id, and its own text, number and status."""
    bodies = [
        message(RECORDED[number % 3], text=f"{TEXT} ({number})", remote_phone=f"+141555501{number:02}")
        for number in range(AT_ONCE[sms.run.settings.depth])
    ]
    for body in bodies[:1]:
        sms.need(body)  # what messages need is there before they leave at once
    made = at_once([_creating(sms, body) for body in bodies])
    made = [sms.create(body) if each.status in PUT_OFF else each for body, each in zip(bodies, made, strict=True)]
    for body, answer in zip(bodies, made, strict=True):
        claim_that(answer.accepted, expected="each create is accepted", actual=outcome(answer), of=answer)
        claim(answer, **_own(body))
    ids = [answer.id for answer in made]
    claim_that(
        len({*ids}) == len(ids),
        expected=f"{len(ids)} creates at once make {len(ids)} ids",
        actual=f"{len({*ids})}",
        of=made[-1],
    )
    for body, answer in zip(bodies, made, strict=True):
        claim(sms.get(str(answer.id)), id=answer.id, **_own(body))


def _own(body: Body) -> Body:
    return {name: body[name] for name in ("text", "remote_phone", "status")}


def _creating(sms: Sms, body: Body) -> Callable[[], Answer]:
    return lambda: sms.create(body)


@rule("concurrency.updates")
def test_updates_of_different_fields_at_once_all_stay(sms: Sms) -> None:
    """Text, number and moment of one draft, each by a PUT of its own."""
    edits: list[dict[str, Any]] = [{"text": ANOTHER_TEXT}, {"remote_phone": ANOTHER_FICTIONAL}, {"activity_at": MOMENT}]
    for _ in range(ROUNDS[sms.run.settings.depth]):
        draft = sms.need_id(message("draft"))
        for answer in _updated_at_once(sms, [(draft, edit) for edit in edits]):
            if not answer.accepted:
                raise Undecided(f"one of the updates was answered {outcome(answer)}")
        after = sms.get(draft)
        claim(after, text=ANOTHER_TEXT, remote_phone=ANOTHER_FICTIONAL)
        claim_same_instant(after, "activity_at", MOMENT)


@rule("concurrency.updates")
def test_updates_of_different_drafts_at_once_all_stay(sms: Sms) -> None:
    """Each draft takes its own text."""
    drafts = [sms.need_id(message("draft")) for _ in range(3)]
    edits: dict[str, Body] = {draft: {"text": f"{ANOTHER_TEXT} ({number})"} for number, draft in enumerate(drafts)}
    for _ in range(ROUNDS[sms.run.settings.depth] // 2):
        for answer in _updated_at_once(sms, [*edits.items()]):
            if not answer.accepted:
                raise Undecided(f"one of the updates was answered {outcome(answer)}")
        for draft, edit in edits.items():
            claim(sms.get(draft), **edit)


def _updated_at_once(sms: Sms, updates: Sequence[tuple[str, Body]]) -> list[Answer]:
    answers = at_once([_updating(sms, *update) for update in updates])
    return [_alone_if_put_off(sms, answer, *update) for update, answer in zip(updates, answers, strict=True)]


def _alone_if_put_off(sms: Sms, answer: Answer, activity: str, edit: Body) -> Answer:
    """The answer of an update, or that of the same once more, alone, where it met another."""
    return sms.update(activity, edit) if answer.status in PUT_OFF else answer


def _updating(sms: Sms, activity: str, edit: Body) -> Callable[[], Answer]:
    return lambda: sms.update(activity, edit)


@rule("concurrency.cancel-or-edit")
def test_cancel_and_edit_at_once(sms: Sms) -> None:
    """Edit first: it is refused, and the text is the old one. Cancel first: the draft may take the new text."""
    for _ in range(ROUNDS[sms.run.settings.depth] // 2):
        waiting = str(sms.need(scheduled()).id)
        cancel, edit = at_once(
            [_updating(sms, waiting, {"status": "draft"}), _updating(sms, waiting, {"text": ANOTHER_TEXT})]
        )
        cancel = _alone_if_put_off(sms, cancel, waiting, {"status": "draft"})
        need_permission(cancel)
        after = sms.get(waiting)
        claim_that(
            cancel.accepted and after["status"] == "draft",
            expected="the cancel is accepted, and the message is a draft",
            actual=f"{outcome(cancel)}; {as_found(after, 'status')}",
            of=cancel,
        )
        wanted = ANOTHER_TEXT if edit.accepted and edit["text"] == ANOTHER_TEXT else TEXT
        claim_that(
            after["text"] == wanted,
            expected=f"the text is {wanted!r}, as the edit was answered {edit.status}",
            actual=as_found(after, "text"),
            of=after,
            control=edit,
        )
