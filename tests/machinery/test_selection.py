"""Selection: what is said of marks that name nothing of the register."""

from __future__ import annotations

import pytest

from close_sms.selection import unknown_ids
from close_sms.suggestions import did_you_mean

RULES = ("status.enum", "status.null")
QUESTIONS = ("unknown-lead", "status-enum")


class Item:
    """As much of a collected check as the marks need."""

    def __init__(self, nodeid: str, *marks: pytest.MarkDecorator) -> None:
        self.nodeid = nodeid
        self._marks = [decorator.mark for decorator in marks]

    def iter_markers(self, name: str) -> list[pytest.Mark]:
        return [mark for mark in self._marks if mark.name == name]


def test_misspelt_mark_is_told_once_for_all_parameters() -> None:
    misspelt, fine = pytest.mark.rule("status.enumm", "status.null"), pytest.mark.rule("status.enum")
    items = [Item(f"test_a.py::test_b[{number}]", misspelt) for number in range(3)]
    items += [Item("test_a.py::test_c", fine), Item("test_a.py::test_d", pytest.mark.question("xyz"))]
    assert unknown_ids(items, RULES, QUESTIONS) == [  # type: ignore[arg-type]
        "test_a.py::test_b: there is no rule 'status.enumm'; did you mean 'status.enum'?"
        " New ones go into schemas/rules.yaml; where it has left that file, the mark goes, too.",
        "test_a.py::test_d: there is no question 'xyz'."
        " New ones go into schemas/questions.yaml; where it has left that file, the mark goes, too.",
    ]


@pytest.mark.parametrize(
    ("word", "spelled", "says"),
    [
        ("status.enumm", "{!r}", "; did you mean 'status.enum'?"),
        ("status.enumm", "--rule={}", "; did you mean --rule=status.enum?"),
        ("no-such", "{!r}", ""),
        (None, "{!r}", ""),
    ],
)
def test_nearest_name(word: object, spelled: str, says: str) -> None:
    assert did_you_mean(word, (*RULES, *QUESTIONS), spelled) == says
