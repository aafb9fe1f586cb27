"""A request as a few shell lines that work when the run is over: what it names is made anew, and deleted again.

At its end a run deletes all that it has made, so that a request sent again alone names what is gone. What has to be
made first is read from the tape.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from close_sms import curl
from close_sms.exchange import Exchange
from close_sms.transports.address import OVERRIDE

WORD = re.compile(r"[A-Za-z0-9_-]{5,}")  # an id: no shorter one can be told from other words
MOST_MADE = 6
MOST_EDITS = 3
BEGIN = re.compile(r"^(printf '[^']*' \| )?curl ")


class Made(NamedTuple):
    """Where an id comes from: the create that answered it, and its place there as jq has it."""

    by: Exchange
    place: str
    kind: str


class Retelling:
    """What the exchanges of a tape, which may grow, made and changed."""

    def __init__(self, tape: Sequence[Exchange]) -> None:
        """Read `tape` when a script is asked for."""
        self._tape = tape
        self._read = 0
        self._is_told = True  # until an id is met that cannot be told from other words
        self._numbers: dict[int, Exchange] = {}
        self._made: dict[str, Made] = {}
        self._edits: dict[str, list[Exchange]] = defaultdict(list)

    def script(self, number: int) -> str:
        """The lines that make what this request of the run names, send it, and delete what they made; they need jq.

        Empty where it names nothing that was made, or where more lines would be needed: for a list, or for what was
        asked for at the same time.
        """
        self._read_on()
        exchange = self._numbers.get(number)
        if exchange is None or not self._is_told or exchange.overlapped or self._is_list(exchange):
            return ""
        edits = [edit for edit in self._edits[exchange.item] if edit.number < number]
        needed = self._needed([exchange, *edits[-MOST_EDITS:]])
        if not needed or len(needed) > MOST_MADE:
            return ""
        return "\n".join(self._lines(exchange, needed, edits))

    def _read_on(self) -> None:
        for exchange in self._tape[self._read :]:
            self._numbers[exchange.number] = exchange
            if exchange.accepted and OVERRIDE not in exchange.request_headers:
                self._note(exchange)
        self._read = len(self._tape)

    def _is_list(self, exchange: Exchange) -> bool:
        is_read = exchange.method in ("GET", "HEAD") and exchange.item not in self._made
        return is_read or OVERRIDE in exchange.request_headers

    def _note(self, exchange: Exchange) -> None:
        if exchange.method == "POST":
            for key, made in _made(exchange):
                self._made.setdefault(key, made)
                self._is_told &= WORD.fullmatch(key) is not None
        elif exchange.method not in ("GET", "HEAD", "OPTIONS"):
            self._edits[exchange.item].append(exchange)

    def _needed(self, asked: list[Exchange]) -> dict[str, Made]:
        """What these requests name, and what was named when that was made."""
        needed: dict[str, Made] = {}
        while asked:
            exchange = asked.pop()
            for word in WORD.findall(f"{exchange.url} {exchange.request_body}"):
                made = self._made.get(word)
                if made and made.by.number < exchange.number and word not in needed:
                    needed[word] = made
                    asked.append(made.by)
        return needed

    def _lines(self, exchange: Exchange, needed: dict[str, Made], edits: list[Exchange]) -> Iterator[str]:
        names = _names(needed)
        makers = sorted({made.by.number: made.by for made in needed.values()}.items())
        for _, maker in makers:
            yield from _making(maker, needed, names)
        if len(edits) > MOST_EDITS:
            yield f": {len(edits) - MOST_EDITS} earlier edits are left out"
        for edit in edits[-MOST_EDITS:]:
            yield _with_names(edit.curl(), names, "-sS -o /dev/null")
        yield _with_names(exchange.curl(), names, "-sS -i")
        for key, made in sorted(needed.items(), key=lambda each: -each[1].by.number):
            if made.place == ".id":
                gone = curl.command("DELETE", f"{made.by.url}{key}/", _credential(made.by), b"")
                yield _with_names(gone, names, "-sS -o /dev/null")


def _made(exchange: Exchange) -> Iterator[tuple[str, Made]]:
    """The ids that a create has answered: its own, and those of the contacts that came with a lead."""
    try:
        answer = exchange.json()
    except ValueError:
        return
    kind = exchange.item  # of a create: its collection
    contacts = answer.get("contacts") if isinstance(answer, dict) else None
    found = [(answer, ".id", kind), *((each, f".contacts[{at}].id", "contact") for at, each in _numbered(contacts))]
    for made, place, of in found:
        key = made.get("id") if isinstance(made, dict) else None
        if isinstance(key, str):
            yield key, Made(exchange, place, of)


def _numbered(found: object) -> Iterable[tuple[int, object]]:
    return enumerate(found) if isinstance(found, list) else ()


def _making(maker: Exchange, needed: dict[str, Made], names: dict[str, str]) -> Iterator[str]:
    """The lines that send a create and keep the ids that are needed of its answer."""
    kept = [(names[key], made.place) for key, made in needed.items() if made.by is maker]
    sent = _with_names(maker.curl(), names, "-sS")
    if len(kept) == 1:
        yield f"{kept[0][0]}=$({sent} | jq -r '{kept[0][1]}')"
        return
    yield f"answer=$({sent})"
    for name, place in sorted(kept, key=lambda each: each[1] != ".id"):
        yield f"""{name}=$(printf %s "$answer" | jq -r '{place}')"""


def _names(needed: dict[str, Made]) -> dict[str, str]:
    """A shell variable for each id: what it is of, with a number from the second on."""
    names: dict[str, str] = {}
    for key, made in sorted(needed.items(), key=lambda each: (each[1].by.number, each[1].place)):
        kind = re.sub(r"\W", "_", made.kind)
        same = sum(name.rstrip("0123456789") == kind for name in names.values())
        names[key] = f"{kind}{same + 1}" if same else kind
    return names


def _with_names(line: str, names: dict[str, str], options: str) -> str:
    """The curl line with these options, and variables for the ids, which all stand between single quotes."""
    shown = WORD.sub(lambda word: f"""'"${names[word[0]]}"'""" if word[0] in names else word[0], line)
    return BEGIN.sub(lambda begin: f"{begin[1] or ''}curl {options} ", shown)


def _credential(exchange: Exchange) -> dict[str, str]:
    return {"authorization": exchange.authorization} if exchange.authorization else {}
