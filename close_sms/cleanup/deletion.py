"""At the end of a run everything of its own is deleted, and nothing else.

Deleting a lead removes its contacts and activities (api/resources/leads), so that a run of hundreds of messages is
cleaned up with a handful of requests, leads first; what no lead took along is deleted one by one. Whatever happens to
one object, the others have their turn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from close_sms.cleanup.retries import GivenUp, Retries, without_address
from close_sms.client import DEFAULT, Client
from close_sms.noise import Noise
from close_sms.report.model import Leftover
from close_sms.resources import MESSAGES
from close_sms.transports.guard import Forbidden
from close_sms.world import LEAD_NAME

KINDS = ("lead", "sms_template", MESSAGES)  # in the order in which they are deleted
ON_A_LEAD = ("contact", "activity/note")  # what goes with its lead, and with nothing else
NAMED = ("lead", "sms_template")  # what goes with nothing else, and bears the name of the suite
IN_DOUBT = f"POST got no answer, so it may exist; its name would begin with {LEAD_NAME}"
AT_MOST = 300.0  # seconds, after which nothing more is asked
IN_A_HURRY = 20.0  # the same, where somebody waits for the run to end
PAGE = 100  # the documented default of `_limit` (sms/list)
MOST_PAGES = 100
GONE = (404, 410)


def clean_up(client: Client, seconds: float = AT_MOST) -> list[Leftover]:
    """Cancel what waits to be sent, delete what was made; says what is left.

    After so many seconds nothing more is asked; Ctrl-C ends it at once.
    """
    deletion = _Deletion(client, seconds)
    rest = ""
    try:
        deletion.run()
    except GivenUp as reason:
        rest = str(reason)
    except KeyboardInterrupt:
        rest = "the clean-up was interrupted"
    return left(client, rest, deletion.reasons)


def left(client: Client, reason: str, reasons: Mapping[tuple[str, str], str] = MappingProxyType({})) -> list[Leftover]:
    """What the run has made and not deleted, as left for one of the `reasons` by kind and id, or else for `reason`."""
    known = [
        Leftover(kind=kind, id=id_, reason=reasons.get((kind, id_), reason))
        for kind in KINDS
        for id_ in client.ledger.ids(kind)
    ]
    unheard = [kind for kind in NAMED for _ in range(client.ledger.in_doubt(kind))]
    return [*known, *(Leftover(kind=kind, id="?", reason=IN_DOUBT) for kind in unheard)]


class _Deletion:
    """One clean-up; `reasons` says of kinds and ids why they could not be deleted."""

    def __init__(self, client: Client, seconds: float) -> None:
        self.reasons: dict[tuple[str, str], str] = {}
        self._client = client
        self._ledger = client.ledger
        self._retries = Retries(client.endpoint.clock, seconds)

    def run(self) -> None:
        """Raises GivenUp where it ends early."""
        for message in self._client.guard.pending():
            self._cancel(message)
        leads = self._ledger.ids("lead")
        for kind in NAMED:
            for id_ in self._ledger.ids(kind):
                self._delete(kind, id_)
        left = self._ledger.ids("lead")
        self._follow([lead for lead in leads if lead not in left])
        for message in self._ledger.ids(MESSAGES):
            self._delete(MESSAGES, message)

    def _cancel(self, message: str) -> None:
        """Whether it worked or not, the message is deleted next; only of one that stays it matters."""
        cancel = partial(self._client.update, message, {"status": "draft"})
        try:
            answer = self._retries.ask(partial(cancel, credential=self._credential(MESSAGES, message)))
        except (Forbidden, Noise) as error:
            self._note(MESSAGES, message, f"not cancelled: {without_address(error)}")
            return
        if not answer.accepted:
            self._note(MESSAGES, message, f"not cancelled: PUT was answered {answer.status}")

    def _delete(self, kind: str, id_: str) -> None:
        credential = self._credential(kind, id_)
        try:
            answer = self._retries.ask(partial(self._client.send, "DELETE", f"{kind}/{id_}/", credential=credential))
        except (Forbidden, Noise) as error:
            self._note(kind, id_, without_address(error))
            return
        if answer.accepted or answer.status in GONE:
            self._ledger.gone(kind, id_)
            return
        self._note(kind, id_, f"DELETE was answered {answer.status}")
        if answer.status == 401 and credential is DEFAULT:
            raise GivenUp("DELETE was answered 401: the credential is no longer accepted")

    def _follow(self, gone: list[str]) -> None:
        """What went with its lead need not be deleted, unless the list still shows it."""
        for lead in gone:
            on_it = [id_ for id_ in self._ledger.ids(MESSAGES) if self._lead_of(id_) == lead]
            shown = self._still_shown(lead, on_it)
            for id_ in on_it:
                if id_ not in shown:
                    self._ledger.gone(MESSAGES, id_)
        if not self._ledger.ids("lead"):
            for kind in ON_A_LEAD:
                for id_ in self._ledger.ids(kind):
                    self._ledger.gone(kind, id_)

    def _still_shown(self, lead: str, on_it: list[str]) -> set[str]:
        """The activities that the list still shows for a deleted lead; all that were on it where it does not tell."""
        shown: set[str] = set()
        try:
            for page in pages(self._client, self._retries, lead, self._credential("lead", lead)):
                shown |= {str(entry.get("id")) for entry in page if isinstance(entry, dict)}
        except Noise:
            return {*on_it}
        return shown

    def _credential(self, kind: str, id_: str) -> object:
        """What is of the other organization is only known to its key."""
        foreign = self._client.endpoint.credentials.other_authorization
        return foreign if foreign and self._ledger.maker(kind, id_) == foreign else DEFAULT

    def _lead_of(self, message: str) -> Any:
        return self._client.guard.states.get(message, {}).get("lead_id")

    def _note(self, kind: str, id_: str, reason: str) -> None:
        earlier = self.reasons.get((kind, id_))
        self.reasons[kind, id_] = f"{earlier}; {reason}" if earlier else reason


def pages(client: Client, retries: Retries, lead: str, credential: object) -> Iterator[list[Any]]:
    """The pages of the list of a lead's activities; none where it answers that there is no such lead. Raises Noise."""
    skip = 0
    for _ in range(MOST_PAGES):
        params = {"lead_id": lead, "_limit": PAGE, **({"_skip": skip} if skip else {})}
        answer = retries.ask(partial(client.send, "GET", f"{MESSAGES}/", params=params, credential=credential))
        if answer.status >= 500:
            raise Noise(f"GET was answered {answer.status}")
        page = answer["data"]
        if not isinstance(page, list) or not page:
            return
        yield page
        skip += len(page)
        if answer["has_more"] is not True:
            return
