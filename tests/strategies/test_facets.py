"""One-fault bodies: no reading accepts any, and that in exactly the place of its facet; its control is accepted."""

import re
from typing import Any

import pytest
from hypothesis.errors import InvalidArgument

import schemas
from strategies import FACETS, Facet, FaultyBody, faulty_bodies
from strategies.fields import FIELDS, SENDING
from strategies.placeholders import CONTACT, FAR, LEAD, LOCAL_PHONE, SEND_TO
from tests.strategies.debug import assert_all_examples, find_any, minimal

each_facet = pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.name)


def assert_one_fault(faulty: FaultyBody) -> None:
    facet = faulty.facet
    assert {facet.pointer} == {problem.pointer for problem in schemas.explain("create-may-accept", faulty.body)}
    border = "create-may-accept" if "attachments" in facet.control else "create-must-accept"  # which are taken is open
    assert [] == schemas.explain(border, faulty.control)
    changed = [name for name in FIELDS if faulty.body.get(name, ...) != faulty.control.get(name, ...)]
    same_kind = [facet.key] if changed == [] else changed  # 60 and 60.0, True and 1 are equal to Python
    assert [facet.key] == same_kind
    assert faulty.control["status"] in facet.statuses


@each_facet
def test_fault_is_in_one_place(facet: Facet) -> None:
    assert_all_examples(faulty_bodies([facet]), assert_one_fault, tries=8)


@each_facet
def test_shrunk_fault_is_in_one_place(facet: Facet) -> None:
    faulty = minimal(faulty_bodies([facet]), tries=10)
    assert_one_fault(faulty)
    assert facet is faulty.facet


def test_any_fault_is_in_one_place() -> None:
    assert_all_examples(faulty_bodies(), assert_one_fault, tries=300)


@each_facet
def test_every_listed_fault_is_in_one_place(facet: Facet) -> None:
    for fault in facet.faults:
        assert_one_fault(facet.broken(plain(facet), fault))


def plain(facet: Facet) -> dict[str, Any]:
    status = facet.statuses[0]
    body = {"status": status, "lead_id": LEAD, "contact_id": CONTACT, "local_phone": LOCAL_PHONE, "text": "Hi"}
    remote = SEND_TO if status in SENDING else "+14155550123"
    dated = {"date_scheduled": FAR} if status == "scheduled" else {}
    return {**body, "remote_phone": remote, **dated}


@each_facet
def test_example_is_always_the_same_and_leaves_its_base_alone(facet: Facet) -> None:
    base = plain(facet)
    assert facet.example(base) == facet.example(plain(facet))
    assert plain(facet) == base
    assert_one_fault(facet.example(base))


@each_facet
def test_what_need_not_be_sent_reaches_nobody(facet: Facet) -> None:
    def safe(faulty: FaultyBody) -> bool:
        if facet.profile == "send":
            return faulty.control["remote_phone"] is SEND_TO
        nobody = re.fullmatch(r"\+1\d{3}55501\d\d", faulty.control["remote_phone"])
        return nobody is not None and faulty.control["status"] not in SENDING

    assert_all_examples(faulty_bodies([facet]), safe, tries=5)


def test_rules_of_the_facets_are_in_the_register() -> None:
    known = {rule.id: rule for rule in schemas.rules()}
    assert all(facet.rule in known for facet in FACETS)
    assert all(facet.profile == known[facet.rule].profile for facet in FACETS)


def test_names_are_different() -> None:
    assert len(FACETS) == len({facet.name for facet in FACETS})


READ_FROM_NUMBERS = ("text", "local_phone", "remote_phone", "activity_at", "date_created")
LISTED = [name for name in FIELDS if name not in ("date_scheduled", "send_in", "organization_id")]


@pytest.mark.parametrize("name", LISTED)
def test_each_listed_field_has_every_wrong_type(name: str) -> None:
    wrong = {facet.name for facet in FACETS if facet.pointer == f"/{name}" and facet.kind == "type"}
    other = "a text" if name == "attachments" else "an array"
    number = () if name in READ_FROM_NUMBERS else ("a number",)
    assert {f"{name} is {kind}" for kind in (*number, "a boolean", "an object", other)} == wrong


def test_facets_are_drawn_about_evenly() -> None:
    drawn: set[str] = set()
    assert_all_examples(faulty_bodies(), lambda faulty: drawn.add(faulty.facet.name), tries=1200)
    assert len(drawn) > 0.9 * len(FACETS)


@pytest.mark.parametrize("seconds", [60, 61, 3600, 10**9])
def test_forbidden_delay_is_found(seconds: int) -> None:
    limits = [facet for facet in FACETS if facet.rule == "sending.delay-limit"]
    found = find_any(faulty_bodies(limits), lambda faulty: faulty.body["send_in"] == seconds)
    assert 59 == found.control["send_in"]


def test_no_facets_are_refused() -> None:
    with pytest.raises(InvalidArgument, match="expected at least one facet"):
        faulty_bodies([])
