"""``close-sms clean``: deletes what earlier runs have left behind, as far as their ledger tells.

It goes the way of every request and ends as every run does, but looks first (cleanup/inspection.py), as the file may
be old.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from close_sms.cleanup.deletion import NAMED, clean_up
from close_sms.cleanup.inspection import Look
from close_sms.cleanup.ledger_file import Book, BookError, Thing, read
from close_sms.client import Client
from close_sms.credentials import Credentials
from close_sms.endpoint import MOCK, Endpoint, open_endpoint
from close_sms.places import LEDGER
from close_sms.report.leftovers import counted
from close_sms.report.model import Leftover
from close_sms.report.terminal import left_behind
from close_sms.report.text import plural
from close_sms.run import authenticated_user
from close_sms.settings import CannotRun
from close_sms.world import LEAD_NAME

WIDTH = 100

Say = Callable[[str], None]


class CannotClean(Exception):
    """It cannot be done as asked; the text is one line for the user."""


def clean(ledger: Path, target: str | None, say: Say, environment: Mapping[str, str] = os.environ) -> bool:
    """Delete what the ledger says was made at the endpoint and not deleted; whether nothing is left.

    `target` is the API root, by default the one that the ledger names; `say` takes each line. Raises CannotClean.
    """
    path = ledger / LEDGER if ledger.is_dir() else ledger
    try:
        book = read(path)
    except BookError as error:
        raise CannotClean(str(error)) from None
    left: list[Leftover] = []
    if book.left:
        left = _clean(path, book.left, _endpoint(path, book, target, environment), say)
    else:
        say(f"{path} lists nothing left to delete.")
    for (root, kind), doubts in book.in_doubt.items():
        if kind in NAMED:
            say(f"{plural(doubts, 'POST')} to {root}/{kind}/ got no answer; look there for {LEAD_NAME} in names")
    return not left


def _endpoint(path: Path, book: Book, target: str | None, environment: Mapping[str, str]) -> Endpoint:
    """The endpoint that the ledger tells of, or the one of them that the user names."""
    roots = list(dict.fromkeys(thing.endpoint for thing in book.left))
    if target is None and len(roots) > 1:
        raise CannotClean(f"{path} lists objects at {' and '.join(roots)}; choose one with --endpoint URL")
    if (target or "").strip().lower() == MOCK:
        raise CannotClean(f"--endpoint={target}: the embedded mock ends with its run and leaves nothing to delete")
    try:
        given = Credentials.from_environment(environment)
    except ValueError as error:
        raise CannotClean(str(error)) from None
    if not (given.key or given.token):
        raise CannotClean(
            "neither CLOSE_API_KEY nor CLOSE_ACCESS_TOKEN is set; export the credentials that the run had"
        )
    try:
        endpoint = open_endpoint(target or roots[0], environment)
    except ValueError as error:
        raise CannotClean(str(error)) from None
    if endpoint.root not in roots:
        raise CannotClean(f"{path} lists nothing left to delete at {endpoint.root}, only at {' and '.join(roots)}")
    if not os.access(path, os.W_OK):
        raise CannotClean(f"{path} cannot be written to, and what is deleted is recorded there")
    return endpoint


def _clean(path: Path, told_of: Sequence[Thing], endpoint: Endpoint, say: Say) -> list[Leftover]:
    things = [thing for thing in told_of if thing.endpoint == endpoint.root]
    kinds = counted(thing.kind for thing in things)
    say(f"{path} lists {plural(len(things), 'object')} that may be left at {endpoint.root}: {kinds}")
    client = Client(endpoint, profile="record", send_to=None, ledger_file=path)
    try:
        look = Look(client, authenticated_user(client))
        look.at(things)
        left = [*look.left, *clean_up(client)]
    except CannotRun as reason:
        raise CannotClean(str(reason)) from None
    finally:
        client.close()
    ids = {(each["kind"], each["id"]) for each in left}
    deleted = [each.kind for each in things if (each.kind, each.id) not in ids and each not in look.gone]
    for what, those in (("Already gone", [each.kind for each in look.gone]), ("Deleted", deleted)):
        if those:
            say(f"{what}: {counted(those)}")
    for line in left_behind(left, WIDTH, str(path)) if left else ["Nothing is left."]:
        say(line)
    return left
