"""Requests that hardly make sense. What they are answered is open, but it is no server error: the invariants say so."""

from __future__ import annotations

import pytest

from close_sms.client import SMS
from close_sms.marks import profile, rule
from conformance.api.bodies import Body, message
from conformance.api.sms import Sms
from strategies import ATTACHMENT

ODD_QUERIES: dict[str, dict[str, str]] = {
    "a negative limit": {"_limit": "-1"},
    "a limit in decimals": {"_limit": "2.5"},
    "an empty limit": {"_limit": ""},
    "a negative skip": {"_skip": "-1"},
    "a skip in decimals": {"_skip": "2.5"},
    "an empty skip": {"_skip": ""},
    "a word to skip": {"_skip": "ten"},
    "a huge skip": {"_skip": str(2**63)},
    "a day that no month has": {"date_created__gt": "2024-02-30"},
    "an empty bound": {"date_created__lt": ""},
    "an empty type": {"_type": ""},
    "commas alone": {"lead_id": ",,"},
    "a long filter": {"lead_id": "x" * 3000},
}
ODD_BODIES: dict[str, Body] = {
    "an empty number": message("draft", remote_phone=""),
    "an empty moment": message("draft", activity_at=""),
    "a long lead": message("draft", lead_id="x" * 5000),
    "no lead": message("draft", lead_id=None, contact_id=None),
    "a zero in an id": message("draft", contact_id="a\x00b"),
    "a zero in the id of a lead": message("draft", lead_id="a\x00b"),
    "a zero in a file name": message("draft", attachments=[{**ATTACHMENT, "filename": "a\x00b.png"}]),
    "a zero in a number": message("draft", remote_phone="+1415555\x000123"),
    "a long number": message("draft", remote_phone="+" + "1" * 5000),
    "the first year": message("draft", activity_at="0001-01-01T00:00:00+05:00"),
    "the last year": message("draft", activity_at="9999-12-31T23:59:59-05:00"),
    "nothing": {},
    "an unknown key that is an object": message("draft", x_unknown={"a": [1]}),
}


@rule("transport.no-server-error")
@pytest.mark.parametrize("what", ODD_QUERIES)
def test_odd_query_is_no_server_error(sms: Sms, what: str) -> None:
    """On the list."""
    sms.list(**{"_limit": "1", **ODD_QUERIES[what]})


@rule("transport.no-server-error")
@profile("record")
@pytest.mark.parametrize("what", ODD_BODIES)
def test_odd_body_is_no_server_error(sms: Sms, what: str) -> None:
    """On a create."""
    sms.create(ODD_BODIES[what])


# content type: body
OTHER_FORMATS: dict[str, bytes] = {
    "text/plain": b"Hello",
    "application/xml": b"<sms><status>draft</status></sms>",
    "application/x-www-form-urlencoded": b"status=draft&text=Hello",
    "multipart/form-data; boundary=x": b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nHello\r\n--x--\r\n',
}


@rule("transport.no-server-error")
@profile("record")
@pytest.mark.parametrize("kind", OTHER_FORMATS)
def test_body_in_another_format_is_no_server_error(sms: Sms, kind: str) -> None:
    """On a create and on an update."""
    sms.client.send("POST", SMS, content=OTHER_FORMATS[kind], headers={"Content-Type": kind})
    path = f"{SMS}{sms.draft_for('faulty edits')}/"
    sms.client.send("PUT", path, content=OTHER_FORMATS[kind], headers={"Content-Type": kind})


@rule("transport.no-server-error")
@pytest.mark.parametrize("key", ["1", "x", "0" * 400], ids=["a digit", "a letter", "long"])
def test_odd_id_is_no_server_error(sms: Sms, key: str) -> None:
    """On a fetch."""
    sms.get(sms.client.ledger.add_unknown_id(key))
