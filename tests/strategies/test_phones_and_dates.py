"""Telephone numbers and date-times."""

import re
from datetime import UTC, datetime

import phonenumbers
import pytest
from hypothesis.errors import InvalidArgument

import schemas
from strategies import NOTABLE_DATE_TIMES, date_times, fictional_phones, phones
from strategies.dates import OFFSETS, PAST
from strategies.phone_numbers import examples
from tests.strategies.debug import assert_all_examples, find_any, minimal

BODY = {"status": "inbox", "lead_id": "lead_1", "local_phone": "+14155550100", "remote_phone": "+14155550101"}


def taken(**fields: str) -> bool:
    return schemas.must_accept("create", {**BODY, **fields})


@pytest.mark.parametrize("strategy", [phones(), fictional_phones()], ids=["phones", "fictional_phones"])
def test_numbers_are_valid(strategy: object) -> None:
    def valid(number: str) -> bool:
        return taken(remote_phone=number) and phonenumbers.is_valid_number(phonenumbers.parse(number))

    assert_all_examples(strategy, valid, tries=300)  # type: ignore[arg-type]


def test_numbers_of_nearly_all_regions_occur() -> None:
    regions = {phonenumbers.region_code_for_number(phonenumbers.parse(number)) for number in examples()}
    assert len(regions) > 200
    assert len(set(examples())) == len(examples())


def test_simplest_number_is_of_the_united_states() -> None:
    assert minimal(phones()).startswith("+1")


def test_fictional_numbers_are_set_aside() -> None:
    assert_all_examples(fictional_phones(), lambda number: re.fullmatch(r"\+1\d{3}55501\d\d", number) is not None)


@pytest.mark.parametrize("name", NOTABLE_DATE_TIMES)
def test_notable_date_time_is_taken_and_over(name: str) -> None:
    text = NOTABLE_DATE_TIMES[name]
    assert taken(activity_at=text)
    assert datetime.fromisoformat(text) < datetime(2025, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("low, high", [PAST, (2001, 2001), (2090, 2099)])
def test_date_times_keep_to_the_years(low: int, high: int) -> None:
    assert_all_examples(date_times(low, high), lambda text: low <= int(text[:4]) <= high and taken(activity_at=text))


@pytest.mark.parametrize("offset", OFFSETS)
def test_offset_is_found(offset: str) -> None:
    assert find_any(date_times(), lambda text: text.endswith(offset))


@pytest.mark.parametrize("digits", range(7))
def test_fraction_digits_are_found(digits: int) -> None:
    pattern = re.compile(rf"\.\d{{{digits}}}(Z|[+-])" if digits else r":\d\d(Z|[+-])\d*:?\d*$")
    assert find_any(date_times(2090, 2099), lambda text: pattern.search(text) is not None)


def test_notable_date_times_are_found() -> None:
    assert find_any(date_times(), lambda text: text == NOTABLE_DATE_TIMES["leap day"])


def test_date_times_shrink_to_the_first_moment() -> None:
    assert "2090-01-01T00:00:00+00:00" == minimal(date_times(2090, 2099))


@pytest.mark.parametrize("low, high", [(1969, 2000), (2001, 2000), (2000, 2100)])
def test_impossible_years_are_refused(low: int, high: int) -> None:
    with pytest.raises(InvalidArgument, match=f"min_year={low}, max_year={high}: expected"):
        date_times(low, high)
