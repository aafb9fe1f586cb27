"""What the run leaves behind: at its end its lead is walked once, and holds what was answered and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from close_sms.claims import claim_that
from close_sms.client import Answer
from close_sms.exchange import Exchange
from close_sms.judgement import NotApplicable, Undecided
from close_sms.marks import rule
from close_sms.noise import NO_ANSWER, UNHEARD
from close_sms.waiting import Scenario, waiting
from close_sms.wording import show
from conformance.api.bodies import message
from conformance.api.sms import Sms
from conformance.lists.pages import LIST_LAG, UNSTEADY, entries

A_PAGE, MOST_PAGES = 100, 20
OLDEST = 3
REFUSED = 400
UNCLEAR = (NO_ANSWER, 500, *UNHEARD)  # the request may have been done nevertheless


@rule("body.refused-is-not-stored", "stored.list", "stored.get", "list.pages")
@waiting
def test_what_the_run_leaves_behind(sms: Sms) -> Scenario:
    """The lead holds every message that was accepted, as it was last answered, and none that was refused."""
    sms.need(message("draft", text="The last message of the run."))
    # A clock that is ours may as well go on until no list may lag; else one that does is waited for.
    at_once = LIST_LAG if sms.run.endpoint.embedded else UNSTEADY
    yield at_once.total_seconds()
    kept = sms.left_on_the_lead()
    for own in kept[:OLDEST]:
        sms.get(own)
    found, last = _walked(sms)
    if not {*kept} <= found:  # other checks have gone on while this one waited
        yield LIST_LAG.total_seconds()
        still = {*sms.left_on_the_lead()}
        kept = tuple(own for own in kept if own in still)
        found, last = _walked(sms)
    _claim_all_there(sms, kept, found, last)


def _walked(sms: Sms) -> tuple[set[str], Answer]:
    """The ids on all pages of the lead, and the last page."""
    found: set[str] = set()
    for page in range(MOST_PAGES):
        listed = sms.list(lead_id=sms.world.lead_id, _limit=A_PAGE, _skip=page * A_PAGE)
        if listed.refused and page:
            raise NotApplicable(
                f"the page after {page * A_PAGE} entries is refused, and how far `_skip` goes is open (R80)"
            )
        found |= {str(entry.get("id")) for entry in entries(listed)}
        _claim_once(listed)
        _claim_known(sms, listed)
        if not listed["has_more"]:
            return found, listed
    raise NotApplicable(f"the lead has more than {MOST_PAGES * A_PAGE} messages")


def _claim_once(listed: Answer) -> None:
    ids = [str(entry.get("id")) for entry in entries(listed)]
    claim_that(
        len({*ids}) == len(ids),
        expected="no message comes twice on a page",
        actual=f"{max(ids, key=ids.count, default='')} does",
        of=listed,
        rule="list.pages",
    )


def _claim_known(sms: Sms, listed: Answer) -> None:
    creates = _creates(sms)
    unheard = [create for create in creates if create.status in UNCLEAR]
    strange = [each for each in entries(listed) if not sms.made(str(each.get("id"))) and not _made_by(each, unheard)]
    texts = _texts(sms)  # a workflow of the account may write to the lead, too
    unknown = [
        each for each in strange if str(each.get("text")) in texts or (not each.get("text") and _made_by(each, creates))
    ]
    claim_that(
        not unknown,
        expected="of what the run asked for, its lead holds the messages of accepted creates only",
        actual=f"it holds {show(unknown[:1], 300)}, too",
        of=listed,
        rule="body.refused-is-not-stored",
        control=_left_behind_by(sms, unknown[0]) if unknown else None,
    )


def _claim_all_there(sms: Sms, kept: Collection[str], found: set[str], last: Answer) -> None:
    missing = [sms.client.guard.states[own] for own in kept if own not in found]
    claim_that(
        not missing,
        expected=f"the pages of the lead hold its {len(kept)} messages",
        actual=f"{len(missing)} of them are missing, as {show(missing[:1], 300)}",
        of=last,
        rule="stored.list",
    )


def _left_behind_by(sms: Sms, entry: dict[str, Any]) -> Answer | None:
    """The refused create like the entry; Undecided where a create got no clear answer, and may have been done."""
    creates = _creates(sms)
    if unclear := [create.status for create in creates if create.status in UNCLEAR]:
        raise Undecided(f"a create was answered {unclear[0] or 'not at all'}, and may have left a message behind")
    like = _made_by(entry, [create for create in creates if create.status >= REFUSED])
    return Answer(like[-1]) if like else None


def _creates(sms: Sms) -> list[Exchange]:
    return [exchange for exchange in sms.client.recorder.exchanges if exchange.operation == "create"]


def _texts(sms: Sms) -> set[str]:
    """The texts that the run has asked for, and those that its messages have, as of a template."""
    exchanges = sms.client.recorder.exchanges
    asked = [each.posted or {} for each in exchanges if each.operation in ("create", "update")]
    had = [state for own, state in sms.client.guard.states.items() if sms.made(own)]
    return {text for each in (*asked, *had) if (text := each.get("text")) and isinstance(text, str)}


def _made_by(entry: dict[str, Any], creates: Iterable[Exchange]) -> list[Exchange]:
    """Those creates that asked for a message like the entry."""
    return [create for create in creates if _asks_for(create.posted or {}, entry)]


def _asks_for(posted: Mapping[str, Any], entry: dict[str, Any]) -> bool:
    """Whether a body may have made the entry; the text of a template is not looked at."""
    of_template = posted.get("template_id") is not None and posted.get("text") is None
    same_text = of_template or posted.get("text") == entry.get("text")
    return same_text and posted.get("remote_phone") == entry.get("remote_phone")
