"""What the endpoint has last said of each message, and how sure that is; safe under threads."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import httpx

from close_sms.parsed import object_of, text_of
from close_sms.transports.address import Address
from close_sms.transports.intent import SENDING, SETTLED, Intent, Kind

State = dict[str, Any]


@dataclass(frozen=True)
class InFlight:
    """One request about a message that is under way; `doubtful` says that it made the message's status unclear."""

    memory: Memory
    item: str
    doubtful: bool

    def refused(self) -> None:
        """The endpoint has refused the request."""
        if self.doubtful:
            self.memory.refused(self.item)

    def __enter__(self) -> InFlight:
        """It was registered when it departed."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """It has ended."""
        self.memory.arrives(self.item)


class Memory:
    """The last seen state of each SMS activity, by id."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self.states: dict[str, State] = {}
        self._asked: set[str] = set()  # to be sent or scheduled
        self._unclear: set[str] = set()  # asked so, without an answer that tells what came of it
        self._number_unclear: set[str] = set()
        self._under_way: Counter[str] = Counter()
        self._crossed: set[str] = set()  # with several requests under way: nobody knows which of them came last
        self._renumbered: set[str] = set()  # with a request under way that names a number
        self._lock = threading.RLock()
        self._items: defaultdict[str, threading.RLock] = defaultdict(threading.RLock)

    def held(self, item: str) -> AbstractContextManager[object]:
        """Lock one message, so that it does not change between a judgement and the request."""
        with self._lock:
            return self._items[item]

    def status(self, item: str) -> str | None:
        """The last seen status, None where it may have changed since."""
        return None if item in self._unclear else text_of(self.states.get(item), "status")

    def phone(self, item: str) -> str | None:
        """The last seen `remote_phone`, None where it may have changed since."""
        return None if item in self._number_unclear else text_of(self.states.get(item), "remote_phone")

    def may_be_pending(self, item: str) -> bool:
        """Whether the message may wait to be sent."""
        status = self.status(item)
        return status in SENDING or (status is None and item in self._asked | self._unclear)

    def sent(self) -> int:
        """How many of the messages that were asked to be sent were last seen `sent`."""
        with self._lock:
            return sum(text_of(self.states.get(item), "status") == "sent" for item in self._asked)

    def departs(self, item: str, intent: Intent, *, writes: bool) -> InFlight:
        """A request about a message is about to leave: what it may change is unclear until an answer shows it."""
        with self._lock:
            self._under_way[item] += 1
            if self._under_way[item] > 1:
                self._crossed.add(item)
            if intent.phones:
                self._renumbered.add(item)
            if any(number != self.phone(item) for number in intent.phones):
                self._number_unclear.add(item)
            doubtful = writes and intent.kind != Kind.HARMLESS and item not in self._unclear
            if doubtful:
                self._unclear.add(item)
            return InFlight(self, item, doubtful)

    def arrives(self, item: str) -> None:
        """A request about a message has ended, answered or not."""
        with self._lock:
            self._under_way[item] -= 1
            if item in self._crossed and self.status(item) not in SETTLED:
                self._unclear.add(item)
            if item in self._crossed & self._renumbered:
                self._number_unclear.add(item)
            if not self._under_way[item]:
                self._crossed.discard(item)
                self._renumbered.discard(item)

    def refused(self, item: str) -> None:
        """The endpoint refused the write that made the status unclear: it is still the last seen one."""
        with self._lock:
            self._unclear.discard(item)

    def learn(self, address: Address, response: httpx.Response, intent: Intent) -> None:
        """Take over what a successful answer says."""
        body = object_of(response)
        with self._lock:
            if address.item:
                self._learn_item(address.item, body, asks(intent))
            elif isinstance(body.get("data"), list):
                self._learn_list(body["data"])
            elif made := text_of(body, "id"):
                self.states[made] = body
                if asks(intent):
                    self._asked.add(made)

    def _learn_item(self, item: str, body: State, asked: bool) -> None:
        if body.get("id", item) != item:
            return  # an answer about another message tells nothing about this one
        before = text_of(self.states.get(item), "status")
        if asked or (item in self._unclear and before != "sent"):
            self._asked.add(item)
        self.states[item] = {**self.states.get(item, {}), **body}
        if "status" in body:
            self._unclear.discard(item)
        if "remote_phone" in body:
            self._number_unclear.discard(item)

    def _learn_list(self, entries: list[Any]) -> None:
        for entry in entries:
            found = text_of(entry, "id")
            if found and found not in self.states:
                self.states[found] = entry


def asks(intent: Intent) -> bool:
    """Whether the write asks that a message be sent, now or later."""
    return intent.kind in (Kind.SENDS, Kind.SCHEDULES)
