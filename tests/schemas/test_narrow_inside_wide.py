"""Whatever every reading accepts, some reading accepts: the zone *must accept* lies inside what may be accepted."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import schemas
from tests.schemas.border_bodies import CREATE, LATER, MISSING, changed

DATES = st.sampled_from([None, "2020-02-29T00:00:00Z", "2016-10-03T16:06:11.167000+00:00", "2020-01-01", "", "x"])
PHONES = st.sampled_from(["+14155550100", "+447400123456", None, "", "0170 1234567", "x"])
IDS = st.sampled_from(["lead_1", None, "", 5])
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "activity_at": DATES,
    "attachments": st.sampled_from([None, [], [{}]]),
    "contact_id": IDS,
    "created_by": IDS,
    "date_created": DATES,
    "date_scheduled": st.sampled_from([LATER, None, "", "2031-05-04", "x"]),
    "direction": st.sampled_from(["inbound", "outbound", None, "incoming", "x"]),
    "lead_id": IDS,
    "local_phone": PHONES,
    "organization_id": IDS,
    "remote_phone": PHONES,
    "send_in": st.sampled_from([59, 1, 0, 60, "30", None]),
    "source": st.sampled_from(["External", "Close.io", None, "x"]),
    "template_id": IDS,
    "text": st.one_of(st.none(), st.text(), st.sampled_from(["Hi!", " x", "{{ a }}", "x" * 1001])),
    "user_id": IDS,
}
UPDATE: dict[str, dict[str, Any]] = {
    "edit": {},
    "scheduled": {"status": "scheduled", "date_scheduled": LATER},
    "outbox": {"status": "outbox"},
}
CASES = [("create", body) for body in CREATE.values()] + [("update", body) for body in UPDATE.values()]


def edits() -> st.SearchStrategy[dict[str, Any]]:
    """At most three changes of a body."""
    values = {key: value | st.just(MISSING) for key, value in VALUES.items()} | {"zzz": st.just(1)}
    keys = st.lists(st.sampled_from(sorted(values)), max_size=3, unique=True)
    return keys.flatmap(lambda chosen: st.fixed_dictionaries({key: values[key] for key in chosen}))


@pytest.mark.parametrize(("operation", "plain"), CASES)
def test_narrow_is_inside_wide(operation: schemas.Operation, plain: dict[str, Any]) -> None:
    zones: set[tuple[bool, bool]] = set()

    @given(edits())
    @settings(max_examples=400, database=None, deadline=None)
    def check(changes: dict[str, Any]) -> None:
        body = changed(plain, **changes)
        zones.add((schemas.must_accept(operation, body), schemas.may_accept(operation, body)))

    check()
    assert zones == {(True, True), (False, True), (False, False)}
