"""Texts: all kinds that are asked for, and nothing that a reading might change."""

import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis.errors import InvalidArgument

import schemas
from strategies import NOTABLE_TEXTS, texts
from strategies.message_texts import CLUSTERS, UNITS, tidy
from strategies.notable import DECOMPOSED, FAMILY, FLAG, HEBREW, LENGTHS, THUMB, WAVE
from tests.strategies.debug import assert_all_examples, find_any, minimal

BODY = {"status": "draft", "lead_id": "lead_1", "local_phone": "+14155550100", "remote_phone": "+14155550101"}


def kept_by_every_reading(text: str) -> bool:
    plain = all(unicodedata.category(character) not in ("Cc", "Cs", "Cn") or character in "\n\t" for character in text)
    ends = all(not end.isspace() and unicodedata.category(end) not in ("Cf", "Cc") for end in (text[0], text[-1]))
    units = len(text.encode("utf-16-le")) // 2
    fits = schemas.must_accept("create", {**BODY, "text": text})
    return plain and ends and units <= 1000 and fits and not re.search(r"\{\{|\{%|\}\}", text)


@pytest.mark.parametrize("name", NOTABLE_TEXTS)
def test_notable_text_is_kept_by_every_reading(name: str) -> None:
    assert kept_by_every_reading(NOTABLE_TEXTS[name])


def test_all_texts_are_kept_by_every_reading() -> None:
    assert_all_examples(texts(), kept_by_every_reading, tries=800)


@pytest.mark.parametrize("text", [*UNITS, *CLUSTERS, "", "{{{", "}}}", "{%%", " \n\t", "\ufeffa\ufeff", THUMB * 1000])
def test_tidy_text_is_as_long_and_is_kept(text: str) -> None:
    assert len(text) == len(tidy(text))
    assert not text or kept_by_every_reading(tidy(text))


KINDS: dict[str, Callable[[str], object]] = {
    "notable": lambda text: text in NOTABLE_TEXTS.values(),
    "line feed": lambda text: "\n" in text,
    "tab": lambda text: "\t" in text,
    "no-break space": lambda text: "\u00a0" in text,
    "right to left": lambda text: HEBREW in text,
    "joined emoji": lambda text: FAMILY in text,
    "skin tone": lambda text: WAVE in text,
    "flag": lambda text: FLAG in text,
    "decomposed": lambda text: DECOMPOSED in text,
    "astral": lambda text: any(character > "\uffff" for character in text),
    "backslash": lambda text: "\\" in text,
    "quote": lambda text: '"' in text,
    "markup": lambda text: "<b>" in text,
    "entity": lambda text: "&amp;" in text,
    "percent": lambda text: "%" in text,
    "emoji as the 70th": lambda text: text[69:70] == THUMB,
    "emoji as the 160th": lambda text: text[159:160] == THUMB,
    "emoji as the 161st": lambda text: text[160:161] == THUMB,
    "unusual script": lambda text: any(0x1200 <= ord(character) < 0x2000 for character in text),
}


@pytest.mark.parametrize("kind", KINDS)
def test_kind_is_found(kind: str) -> None:
    assert find_any(texts(), lambda text: bool(KINDS[kind](text)))


@pytest.mark.parametrize("length", LENGTHS)
def test_length_is_found(length: int) -> None:
    assert find_any(texts(), lambda text: len(text) == length, tries=3000)


@pytest.mark.parametrize("low, high", [(1, 1), (1, 3), (5, 5), (80, 90), (161, 161), (1000, 1000)])
def test_sizes_are_kept_to(low: int, high: int) -> None:
    assert_all_examples(
        texts(low, high), lambda text: low <= len(text) <= high and kept_by_every_reading(text), tries=60
    )


def test_texts_shrink_to_one_character() -> None:
    assert 1 == len(minimal(texts()))


@pytest.mark.parametrize("low, high", [(0, 5), (5, 4), (1, 1001)])
def test_impossible_sizes_are_refused(low: int, high: int) -> None:
    with pytest.raises(InvalidArgument, match=f"min_size={low}, max_size={high}: expected"):
        texts(low, high)
