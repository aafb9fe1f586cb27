"""The page of the kill matrix is read and written without loss, and a part of it can be measured anew."""

from __future__ import annotations

from dataclasses import replace

from tests.faults.matrix import PAGE, Row, rates, read, written

TEXT = PAGE.read_text(encoding="utf-8")
ROWS = read(TEXT)
NAME = next(name for name, row in ROWS.items() if row.found and row.quick)
GAP = next(name for name, row in ROWS.items() if row.fault.gap)


def test_the_page_is_what_its_rows_and_the_bank_make_of_it() -> None:
    made = written(ROWS)
    assert set(made.splitlines()) ^ set(TEXT.splitlines()) == set()
    same = made == TEXT  # told apart from the assertion, which would compare the pages letter by letter
    assert same


def test_one_row_measured_anew_changes_its_line_and_the_rates() -> None:
    row = Row(NAME, 0, "", 0, False, "no")
    anew = written({**ROWS, NAME: row}).splitlines()
    lines = TEXT.splitlines()
    assert [new for new, old in zip(anew, lines, strict=True) if new != old] == [
        *(f"- {rate}" for rate in rates({**ROWS, NAME: row})),
        row.line(),
    ]


def test_a_row_that_is_new_comes_in_the_order_of_the_bank() -> None:
    others = {name: row for name, row in ROWS.items() if name != NAME}
    assert written({**others, NAME: ROWS[NAME]}) == written(ROWS)


def test_what_is_found_and_what_is_missed_are_read_as_written() -> None:
    found = Row(NAME, 2, "test_a.py::test_b[c: d]", 7, True, "`test_a.py::test_b[c: d]`")
    missed = Row(GAP, 0, "", 0, False, "time")
    assert list(read(f"{found.line()}\n{missed.line()}\n").values()) == [found, missed]
    assert (found.quick, missed.quick) == ("test_a.py::test_b[c: d]", "")
    assert (found.is_well, replace(found, smoke="no").is_well, missed.is_well) == (True, False, False)
