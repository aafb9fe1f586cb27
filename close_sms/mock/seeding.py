"""What exists before the first request: two organizations that know nothing of each other."""

from __future__ import annotations

from datetime import datetime, timedelta

from close_sms.mock import world as names
from close_sms.mock.things import Caller, Contact, Lead, Organization, PhoneNumber, Sms, Task, Template, User
from close_sms.mock.world import World

AGE = timedelta(days=30)


def new_world(now: datetime) -> World:
    """A fresh world whose inhabitants arrived thirty days before `now`."""
    world = World(started=now)
    then = now - AGE
    first, other = names.ORGANIZATION_ID, names.ORGANIZATION_ID_OTHER
    world.organizations = {
        first: Organization(first, "Bluth Company"),
        other: Organization(other, "Sitwell Housing"),
    }
    for user_id, organization, given, family in (
        (names.USER_ID, first, "Tobias", "Fuenke"),
        (names.USER_ID_COLLEAGUE, first, "Lindsay", "Fuenke"),
        (names.USER_ID_OTHER, other, "Maeby", "Sitwell"),
    ):
        email = f"{given}.{family}@example.com".lower()
        world.users[user_id] = User(user_id, organization, given, family, email, then)
    world.keys = {
        names.API_KEY: Caller(names.USER_ID, first, names.API_KEY.partition(".")[0]),
        names.API_KEY_OTHER: Caller(names.USER_ID_OTHER, other, names.API_KEY_OTHER.partition(".")[0]),
    }
    token = Caller(names.USER_ID, first, oauth_client_id=names.OAUTH_CLIENT_ID, oauth_scope=names.OAUTH_SCOPE)
    world.tokens = {names.ACCESS_TOKEN: token}
    _add_numbers(world, then)
    for number, caller in enumerate(world.keys.values(), 1):
        _add_past(world, caller, then, number)
    return world


def _add_numbers(world: World, then: datetime) -> None:
    first, other = world.keys.values()
    rows = (
        (first, "external", names.EXTERNAL_NUMBER, "Mobile of Tobias", False),
        (first, "virtual", names.VIRTUAL_NUMBER, "Own carrier", False),
        (first, "internal", names.INTERNAL_NUMBER_WITHOUT_SMS, "Voice only", False),
        (first, "internal", names.INTERNAL_NUMBER, "Main", True),
        (other, "internal", names.INTERNAL_NUMBER_OTHER, "Main", True),
    )
    for number, (caller, kind, phone, label, sms) in enumerate(rows, 1):
        key = f"phon_Mock{number:039d}"
        countries = names.COUNTRIES if sms else ()
        world.phone_numbers[key] = PhoneNumber(
            key, caller.organization_id, caller.user_id, kind, phone, label, sms, then, countries
        )


def _add_past(world: World, caller: Caller, then: datetime, number: int) -> None:
    organization, user, tail = caller.organization_id, caller.user_id, f"Mock{number:039d}"
    lead, contact, template, sms, task = (f"{prefix}_{tail}" for prefix in ("lead", "cont", "smstmpl", "acti", "task"))
    world.leads[lead] = Lead(lead, organization, "Old customer", user, then)
    phones = [{"phone": "+18183334444", "type": "mobile"}]
    world.contacts[contact] = Contact(contact, organization, lead, "George Bluth", None, phones, [], user, then)
    text = "Hi {{ contact.first_name }}, this is {{ user.first_name }}."
    world.templates[template] = Template(
        template, organization, "Greeting", text, True, "active", [], user, user, then, then
    )
    received = world.messages[sms] = Sms(
        id=sms,
        number=world.next_number(),
        organization_id=organization,
        status="inbox",
        direction="inbound",
        source="External",
        created_by=user,
        updated_by=user,
        user_id=user,
        date_created=then,
        date_updated=then,
        text="There is always money in the banana stand.",
        lead_id=lead,
        contact_id=contact,
        remote_phone="+18183334444",
        activity_at=then,
    )
    world.tasks[task] = Task(
        id=task,
        organization_id=organization,
        object_id=sms,
        lead_id=lead,
        contact_id=contact,
        assigned_to=user,
        text=received.text,
        local_phone=received.local_phone,
        remote_phone=received.remote_phone,
        date_created=then,
    )
