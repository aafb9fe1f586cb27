"""A lead of its own with a few messages of known dates, contacts and statuses, to list and to filter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from close_sms.claims import claim_that
from close_sms.client import Answer
from close_sms.judgement import NotApplicable, Undecided
from close_sms.noise import Noise
from close_sms.wording import outcome
from close_sms.world import contacts_of
from conformance.api.bodies import Body, message
from conformance.api.sms import Sms
from conformance.claims.comparing import UNSETTLED, changed_keys, instant
from conformance.lists.pages import PAUSES, Entry, entries, spelled
from strategies import RECORDED

# Hours around one midnight (UTC) at which the messages took place; the small ones tell time zones apart, and 16 is as
# surely on that day or after it as -16 is before it, whatever the zone.
HOURS = (-5 * 24 + 12, -16, -12.6, 0, 2.25, 2.75, 16, 16, 2 * 24 + 12, 6 * 24 + 12)
LEAP_DAY = datetime(2024, 2, 29, tzinfo=UTC)
DAYS = 270  # from the leap day until November, within one year
TRIES = 3
ALONE, ATTACHED, NOBODYS = 1, 4, 7  # the messages without a contact, with an attachment, and of no user
CONTACTS = ("Grace Hopper", "Alan Turing")


class ListedLead:
    """Messages of one lead, oldest `activity_at` first, made when they are first needed; Undecided where that fails."""

    def __init__(self, sms: Sms) -> None:
        """Nothing is made yet."""
        self.sms = sms
        self.midnight = LEAP_DAY + timedelta(days=sms.run.settings.seed % DAYS)
        self._failed: Undecided | None = None

    @cached_property
    def _lead(self) -> Answer:
        return self.sms.world.new_lead("shelf", *CONTACTS)

    @property
    def lead(self) -> str:
        """The id of the lead."""
        return str(self._lead.id)

    @cached_property
    def contacts(self) -> tuple[str, str]:
        """The ids of the lead's two contacts."""
        told = contacts_of(self._lead)
        found = [*told, *map(self._new_contact, CONTACTS[len(told) :])]
        if len(found) != 2:
            raise Undecided(f"set-up: a lead with two contacts was answered {outcome(self._lead)}")
        return found[0], found[1]

    def _new_contact(self, name: str) -> str:
        """One more contact of the lead, whose answer does not tell all those that it was made with."""
        answer = self.sms.client.send("POST", "contact/", body={"lead_id": self.lead, "name": name})
        if not answer.accepted or answer.id is None:
            raise Undecided(f"set-up: POST /contact/ was answered {answer.status}")
        return answer.id

    @cached_property
    def posted(self) -> list[Body]:
        """The bodies that the messages are made of."""
        return [self._body(number, hours) for number, hours in enumerate(HOURS)]

    def _body(self, number: int, hours: float) -> Body:
        body = message(
            RECORDED[number % 3],
            lead_id=self.lead,
            contact_id=None if number == ALONE else self.contacts[number % 2],
            activity_at=spelled(self.midnight + timedelta(hours=hours)),
            date_created=(self.midnight + timedelta(days=HOURS.index(hours) - 30, milliseconds=500)).isoformat(),
            text=f"Message {number} of the shelf.",
        )
        return {**body, "user_id": None} if number == NOBODYS else body

    @cached_property
    def answers(self) -> list[Answer]:
        """The answers of the creates of the messages."""
        if self._failed:
            raise self._failed
        for _ in range(TRIES):
            try:
                return [self._made(number, body) for number, body in enumerate(self.posted)]
            except Undecided as failed:
                self._failed = failed
                raise
            except Noise as lost:
                noise = lost
                self._start_over()
        self._failed = Undecided(f"set-up: the messages to list could not be made: {noise}")
        raise self._failed

    def _start_over(self) -> None:
        """Take another lead: on this one there may be a message whose answer was lost."""
        for made in ("_lead", "contacts", "posted"):
            vars(self).pop(made, None)

    def _made(self, number: int, body: Body) -> Answer:
        return self.sms.need_with_file(body) if number == ATTACHED else self.sms.need(body)

    @property
    def ids(self) -> list[str]:
        """The ids of the messages."""
        return [str(answer.id) for answer in self.answers]

    @property
    def keeps_dates(self) -> bool:
        """Whether `date_created` is what was posted, and not the moment of the create (question date-created-input)."""
        pairs = zip(self.answers, self.posted, strict=True)
        return all(instant(answer["date_created"]) == instant(body["date_created"]) for answer, body in pairs)

    def page(self, **params: Any) -> Answer:
        """The list of the lead, with further parameters, once it has caught up with the messages."""
        if not self.whole.accepted:
            raise Undecided(f"the list of the lead was answered {self.whole.status}")
        return self.sms.list(**{"lead_id": self.lead, **params})

    @cached_property
    def whole(self) -> Answer:
        """The list of the lead when it holds all its messages; Undecided where it never does (see stored.list)."""
        for _ in self.sms.looks(PAUSES):
            answer = self.sms.list(lead_id=self.lead)
            if {*self.ids} <= {entry.get("id") for entry in entries(answer)}:
                return answer
        raise Undecided(f"the list of the lead does not hold its messages: {outcome(answer)}")

    def need_steady(self) -> None:
        """NotApplicable where the whole list has changed, as by a workflow that answers a message of the lead."""
        before = {str(entry.get("id")): entry for entry in entries(self.whole)}  # an order of every time is no change
        del self.whole
        now = {str(entry.get("id")): entry for entry in entries(self.whole)}
        if now.keys() != before.keys() or any(differ(now[key], before[key]) for key in now):
            raise NotApplicable("the list of the lead has changed while it was looked at")

    def holding(self, condition: Callable[[Entry], bool]) -> list[str]:
        """The ids of the entries of the whole list that meet the condition, in the order of the list."""
        return [str(entry.get("id")) for entry in entries(self.whole) if condition(entry)]

    def claim_filtered(self, condition: Callable[[Entry], bool], **params: Any) -> Answer:
        """Claim that a filter lets through exactly the entries that meet the condition."""
        wanted = self.holding(condition)
        answer = self.page(**params)
        found = [str(entry.get("id")) for entry in entries(answer)]
        if answer.accepted and sorted(found) != sorted(wanted):
            self.need_steady()
        if params and "lead_id" not in params:
            self._claim_of_the_lead(answer, params)
        claim_that(
            answer.accepted and sorted(found) == sorted(wanted),
            expected=f"with {_in_words(params)} the list holds {self.named(wanted)}",
            actual=f"it holds {self.named(found)}" if answer.accepted else outcome(answer),
            of=answer,
            control=self.whole,
        )
        return answer

    def _claim_of_the_lead(self, answer: Answer, params: Mapping[str, Any]) -> None:
        leads = {str(entry.get("lead_id")) for entry in entries(answer)} - {self.lead}
        claim_that(
            not leads,
            expected=f"beside {_in_words(params)} the filter by lead counts, too",
            actual=f"the list holds messages of {', '.join(sorted(leads))}",
            of=answer,
            rule="list.filters-together",
            control=self.whole,
            soft=True,
        )

    def claim_beside_nobody(self, condition: Callable[[Entry], bool], **params: Any) -> None:
        """The same for a filter that also names nobody, and may be refused."""
        if not self.page(**params).refused:
            self.claim_filtered(condition, **params)

    def named(self, found: list[str]) -> str:
        """The messages by what they are, for a reader who does not know their ids."""
        known = {str(answer.id): f"{answer['status']} of {answer['activity_at']}" for answer in self.answers}
        return ", ".join(known.get(each, each) for each in found) or "nothing"

    @cached_property
    def reads_new_filters(self) -> str:
        """`honoured`, `ignored` or `refused`: whether the filters count that are newer than the old page (D13)."""
        probes = [
            self.page(contact_id=self.contacts[1]),
            self.page(id__in=self.ids[0]),
            self.page(activity_at__gt=spelled(self.midnight + timedelta(days=99))),
        ]
        everything = len(entries(self.whole))
        if all(probe.refused for probe in probes):
            return "refused"
        ignored = all(probe.refused or len(entries(probe)) == everything for probe in probes)
        return "ignored" if ignored else "honoured"

    def need_new_filters(self) -> None:
        """NotApplicable where the endpoint has the filters of the old page only."""
        if self.reads_new_filters != "honoured":
            raise NotApplicable("the endpoint has the filters of the old page only (question old-list-filters-only)")


def differ(now: Entry, before: Entry) -> bool:
    """Whether an entry is another than before, but for what may settle quietly."""
    return bool(changed_keys(now, before, but=UNSETTLED))


def _in_words(params: Mapping[str, Any]) -> str:
    return " and ".join(f"{name}={value}" for name, value in params.items()) or "no filter"
