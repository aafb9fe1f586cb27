"""What a run needs at the endpoint: found or made by documented calls, and deleted at the end.

Everything is looked up or made when it is first needed; a step that fails raises Undecided in the checks that need
it. Sources: api/resources/users/get-me, phone-numbers, leads, contacts, sms-templates.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import Any

import phonenumbers

from close_sms.client import DEFAULT, Answer, Client
from close_sms.judgement import Undecided
from close_sms.parsed import text_of
from close_sms.skew import dating_skew_of

CONTACT_NAME = "Ada Lovelace"
COUNTRY_OF_FICTION = "US"  # of the fictional numbers that are written to where there is no recipient
MOST_PAGES = 10
LEAD_NAME = "close-sms-conformance"  # begins the name of every lead of a run


class World:
    """The endpoint's own things that bodies refer to. `me` is the answer of GET /me/."""

    def __init__(
        self, client: Client, me: Answer, name: str, credential: object = DEFAULT, *, recipient: str | None = None
    ) -> None:
        """`name` marks what the run makes, so that a human finds it again; `credential` says in which organization.

        `recipient` is the number that is written to, if there is one.
        """
        self._client = client
        self.me = me
        self._name = name
        self.credential = credential
        self._recipient = recipient
        self._country = country_of(recipient) if recipient else COUNTRY_OF_FICTION
        self._templates: dict[str, str] = {}
        self._failed: dict[str, str] = {}

    @property
    def user_id(self) -> str | None:
        """The caller's own user id."""
        return self.me.id

    @property
    def organization_id(self) -> str | None:
        """The organization of the credential, where /me/ or the own lead tells it."""
        return next(iter(self.organizations)) if len(self.organizations) == 1 else self.organization_of_lead

    @property
    def organizations(self) -> frozenset[str]:
        """The ids that /me/ lists; none where one of them has no id, or there is no list."""
        listed = self.me["organizations"]
        ids = [text_of(each, "id") for each in listed] if isinstance(listed, list) else []
        return frozenset(each for each in ids if each) if all(ids) else frozenset()

    @property
    def organization_of_lead(self) -> str | None:
        """The organization that the own lead tells."""
        return text_of(self._lead.object, "organization_id")

    @cached_property
    def numbers(self) -> list[dict[str, Any]]:
        """The Phone Numbers of the organization, of the first pages of them."""
        found: list[dict[str, Any]] = []
        for _ in range(MOST_PAGES):
            answer = self._client.send(
                "GET", "phone_number/", params={"_skip": len(found)} if found else None, credential=self.credential
            )
            data = answer["data"]
            if not answer.accepted or not isinstance(data, list):
                raise Undecided(f"set-up: GET /phone_number/ was answered {answer.status} without a list `data`")
            found += [number for number in data if isinstance(number, dict)]
            if not data or answer["has_more"] is not True:
                break
        return found

    def number(self, kind: str, *, sms: bool | None = None) -> str | None:
        """A number of this type, E.164; `sms` asks for one that is (not) SMS-enabled. The caller's own come first."""
        fitting = [
            found
            for found in self.numbers
            if found.get("type") == kind and (sms is None or (found.get("sms_enabled") is not False) is sms)
        ]
        return next((text_of(found, "number") for found in sorted(fitting, key=self._strangeness)), None)

    def _strangeness(self, number: dict[str, Any]) -> tuple[bool, int]:
        """Whether a number says that it cannot send to the country, and how far it is from the caller's own.

        Whether another user's may be sent from is open (S5).
        """
        owner, countries = number.get("user_id"), number.get("supports_sms_to_countries")
        is_of_no_use = bool(countries) and isinstance(countries, list) and self._country not in (None, *countries)
        return is_of_no_use, 0 if owner == self.user_id else 1 if owner is None or number.get("is_group_number") else 2

    @property
    def local_phone(self) -> str | None:
        """An internal, SMS-enabled number."""
        return self.number("internal", sms=True)

    @property
    def sends_mms(self) -> bool:
        """Whether nothing says that this number cannot send an MMS."""
        own = [found for found in self.numbers if found.get("number") == self.local_phone]
        return all(found.get("mms_enabled") is not False for found in own)

    @property
    def lead_id(self) -> str:
        """The run's own lead."""
        return _id_of(self._lead)

    @property
    def dating_skew(self) -> timedelta:
        """How far the clock that dates what is made is ahead of that of the Date header, as the own lead tells."""
        return dating_skew_of(self._lead.exchange)

    @cached_property
    def other_lead_id(self) -> str:
        """A second lead of the run, without a contact."""
        return _id_of(self.new_lead("second"))

    def new_lead(self, what: str, *contacts: str) -> Answer:
        """One more lead of the run, named by what it is for, with contacts of these names."""
        named = {"contacts": [self._contact(name) for name in contacts]} if contacts else {}
        return self._made("lead/", {"name": f"{self._name} ({what})", **named})

    def new_contact(self, name: str) -> Answer:
        """One more contact of the run's lead."""
        made = self._made("contact/", {"lead_id": self.lead_id, **self._contact(name)})
        _id_of(made)  # it is needed, or the set-up has failed
        return made

    @cached_property
    def contact_id(self) -> str:
        """The contact of the run's lead, named CONTACT_NAME."""
        contacts = contacts_of(self._lead)
        return contacts[0] if contacts else str(self.new_contact(CONTACT_NAME).id)

    def template(self, text: str) -> str:
        """The id of the run's own SMS template with this text."""
        if text not in self._templates:
            body = {"name": f"{self._name} {len(self._templates) + 1}", "text": text}
            self._templates[text] = _id_of(self._made("sms_template/", body))
        return self._templates[text]

    @cached_property
    def _lead(self) -> Answer:
        return self._made("lead/", {"name": self._name, "contacts": [self._contact(CONTACT_NAME)]})

    def _contact(self, name: str) -> dict[str, Any]:
        """The body of a contact, who has the number that is written to: some endpoints send to no other (S43)."""
        return {"name": name, "phones": [{"phone": self._recipient, "type": "mobile"}] if self._recipient else []}

    def _made(self, path: str, body: dict[str, Any]) -> Answer:
        what = f"{path} {sorted(body.items())}"
        if what in self._failed:
            raise Undecided(self._failed[what])
        answer = self._client.send("POST", path, body=body, credential=self.credential)
        if not answer.accepted:
            self._failed[what] = f"set-up: POST /{path} was answered {answer.status}"
            raise Undecided(self._failed[what])
        return answer


def country_of(number: str) -> str | None:
    """The two letters of the country that an E.164 number is of, None where that is not known."""
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return None


def contacts_of(lead: Answer) -> list[str]:
    """The ids of the contacts that a lead was made with."""
    contacts = lead["contacts"]
    found = [text_of(contact, "id") for contact in contacts] if isinstance(contacts, list) else []
    return [each for each in found if each]


def _id_of(answer: Answer) -> str:
    value = text_of(answer.object, "id")
    if value is None:
        raise Undecided(f"set-up: the answer of {answer.exchange.method} {answer.exchange.path} has no `id`")
    return value
