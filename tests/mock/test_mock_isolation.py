"""Nothing crosses the border between the organizations, in whatever reading."""

from __future__ import annotations

import pytest

from tests.mock.mock_session import OUTBOX, SMS, Session

UNSEEN = dict.fromkeys(("unknown-lead", "unknown-contact", "unknown-user", "unknown-template"), "accepted")


@pytest.fixture
def unseen() -> Session:
    """A mock that stores references without looking at them."""
    return Session({**UNSEEN, "contact-of-another-lead": "refused", "no-lead": "accepted"})


def test_foreign_references_are_as_unknown_ones(mock: Session) -> None:
    lead = mock.lead()
    sms = mock.made()
    ids = {"lead_id": lead["id"], "contact_id": lead["contacts"][0]["id"], "user_id": sms["user_id"]}
    ids |= {"template_id": mock.template()["id"], "created_by": sms["user_id"]}
    other = mock.as_other()
    own = other.made()
    for field, value in ids.items():
        for answer in (lambda body: other.create(**body), lambda body: other.put(own, **body)):
            if field != "created_by":
                assert answer({field: value}).body == answer({field: "x"}).body
        assert other.create(**{field: value}).body == other.create(**{field: "x"}).body
    for path, key in (("/contact/", "lead_id"), ("/activity/note/", "lead_id")):
        assert other.post(path, {key: lead["id"]}).body == other.post(path, {key: "x"}).body


def test_foreign_things_stored_unseen_tell_nothing(unseen: Session) -> None:
    lead = unseen.lead("Secret Person")
    template, user = unseen.template("Secret text")["id"], unseen.get("/me/").body["id"]
    ids = {"contact_id": lead["contacts"][0]["id"], "user_id": user, "created_by": user}
    other = unseen.as_other()
    sms = other.create("?send_to_inbox=true", status="inbox", template_id=template, **ids).body
    assert (sms["lead_id"], sms["text"], sms["user_name"], sms["created_by_name"]) == (None, None, None, None)
    (task,) = other.get(f"/task/?object_id={sms['id']}").body["data"]
    assert (task["contact_name"], task["assigned_to_name"]) == (None, None)
    own = other.template("{{ contact.name }}{{ lead.name }}{{ user.name }}!")["id"]
    assert other.made(template_id=own, lead_id=lead["id"], **ids)["text"] == "!"
    assert other.create(contact_id=ids["contact_id"], lead_id=other.lead()["id"]).status == 200


def test_a_deleted_lead_takes_nothing_of_another_organization(unseen: Session) -> None:
    lead, other = unseen.lead(), unseen.as_other()
    sms = other.create("?send_to_inbox=true", status="inbox", lead_id=lead["id"]).body
    assert unseen.ask("DELETE", f"/lead/{lead['id']}/").status == 200
    assert other.fetch(sms).body == sms
    assert len(other.get(f"/task/?object_id={sms['id']}").body["data"]) == 1
    assert other.actions(sms) == ["created"]


@pytest.mark.parametrize("code", ["404", "403"])
def test_foreign_ids_in_paths(code: str) -> None:
    mock = Session({"foreign-id-code": code, "id-of-another-activity": "200"})
    lead, note, other = mock.lead(), mock.note(), mock.as_other()
    sms = mock.create("?send_to_inbox=true", status="inbox").body
    task, number = mock.get("/task/").body["data"][0], mock.get("/phone_number/").body["data"][0]
    paths = [f"{SMS}{sms['id']}/", f"/lead/{lead['id']}/", f"/task/{task['id']}/", f"/phone_number/{number['id']}/"]
    paths += [f"/activity/note/{note['id']}/", f"/sms_template/{mock.template()['id']}/"]
    for path in paths:
        assert (mock.get(path).status, other.get(path).status) == (200, int(code))
        assert other.get(f"{path[:-2]}/").status == 404
    assert mock.get(f"{SMS}{note['id']}/").status == 200
    assert other.get(f"{SMS}{note['id']}/").status == 404
    for field in ("lead_id", "user_id"):
        assert other.create(**{field: lead["id"]}).status == 400


def test_equal_creates_of_two_organizations_are_two_messages() -> None:
    mock = Session({"same-create-twice": "one"})
    one, two = mock.made(text="Hi"), mock.as_other().made(text="Hi")
    assert one["id"] != two["id"]
    assert mock.made(text="Hi") == one
    mock.put(one, text="Ho")
    assert mock.made(text="Hi")["id"] != one["id"]
    assert len(mock.actions(one)) == 2


def test_a_note_is_no_message(mock: Session) -> None:
    note, sms = mock.note(), mock.made()
    path = f"/activity/note/{note['id']}/"
    assert (note["_type"], mock.get(path).body) == ("Note", note)
    assert mock.fetch(note).status == mock.put(note, text="x").status == mock.delete(note).status == 404
    assert mock.get(f"/activity/note/{sms['id']}/").status == 404
    assert note["id"] not in [row["id"] for row in mock.listed()]
    assert (mock.ask("DELETE", path).body, mock.get(path).status) == ({}, 404)
    for faulty in ({}, {"lead_id": None}, {"lead_id": ""}, {"lead_id": "x"}, {"lead_id": note["lead_id"], "note": 5}):
        assert mock.post("/activity/note/", faulty).status == 400


def test_a_note_goes_with_its_lead(mock: Session) -> None:
    note = mock.note()
    mock.ask("DELETE", f"/lead/{note['lead_id']}/")
    assert mock.get(f"/activity/note/{note['id']}/").status == 404


def test_a_ghost_is_sent_for_its_organization_alone() -> None:
    mock = Session({"deleted-message-is-sent": "sent"})
    lead = mock.lead()["id"]
    sms = mock.made(**OUTBOX, lead_id=lead)
    mock.ask("DELETE", f"/lead/{lead}/")
    mock.later(5)
    assert mock.actions(sms) == ["created", "deleted", "sent"]
    assert mock.as_other().events() == []
    assert mock.fetch(sms).status == 404
