"""One entry of a register, read key by key; every complaint names the file, the entry and the key."""

from __future__ import annotations

import re
from typing import Any

REF = r"[RDS][1-9][0-9]{0,2}"


class RegisterError(ValueError):
    """A register is malformed; the message says where, what was found and what was expected."""


class Entry:
    """A mapping of a register, together with the place where it stands."""

    def __init__(self, file: str, key: str, number: int, value: Any) -> None:
        """Take the `number`-th value (from 1) under `key`; raises RegisterError unless it is a mapping."""
        self._place = f"{file}: {key}, entry {number}"
        self._value: dict[Any, Any] = {}
        if not isinstance(value, dict):
            raise RegisterError(f"{self._place}: expected a mapping, found {value!r}")
        self._value = value
        if isinstance(value.get("id"), str):
            self._place += f" ({value['id']})"

    def error(self, key: str, wrong: str) -> RegisterError:
        """A complaint about a key of this entry, to be raised."""
        return RegisterError(f"{self._place}: {key}: {wrong}")

    def only(self, *keys: str) -> None:
        """Complain of keys outside `keys`."""
        unknown = [str(key) for key in self._value if key not in keys]
        if unknown:
            raise self.error(unknown[0], f"unknown key; expected only {', '.join(keys)}")

    def text(self, key: str) -> str:
        """A text that is not blank."""
        if key not in self._value:
            raise self.error(key, "this key is missing; expected a text")
        value = self._value[key]
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, f"expected a text, found {value!r}{self._hint(value)}")
        return value

    def id(self, pattern: str, form: str) -> str:
        """The entry's id, which has to match `pattern`; `form` shows it to people."""
        value = self.text("id")
        if not re.fullmatch(pattern, value):
            raise self.error("id", f"expected the form {form}, found {value!r}")
        return value

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        """One of the allowed texts."""
        value = self.text(key)
        if value not in allowed:
            raise self.error(key, f"expected one of {', '.join(allowed)}, found {value!r}")
        return value

    def refs(self) -> tuple[str, ...]:
        """The numbers of the statements, at least one."""
        return self.texts("refs", pattern=REF)

    def texts(self, key: str, *, optional: bool = False, pattern: str = r"(?s).+") -> tuple[str, ...]:
        """A list of different texts that match `pattern`; () where it is optional and absent."""
        if optional and key not in self._value:
            return ()
        value = self._value.get(key)
        if not isinstance(value, list) or not value:
            raise self.error(key, f"expected a list of at least one text, found {value!r}")
        for number, item in enumerate(value):
            if not isinstance(item, str) or not re.fullmatch(pattern, item):
                raise self.error(key, f"expected texts of the form {pattern}, found {item!r}")
            if item in value[:number]:
                raise self.error(key, f"{item!r} is given twice")
        return tuple(value)

    def mapping(self, key: str) -> dict[str, str]:
        """A mapping of at least two texts to texts."""
        value = self._value.get(key)
        if not isinstance(value, dict) or len(value) < 2:
            raise self.error(key, f"expected a mapping of at least two names to meanings, found {value!r}")
        for name, meaning in value.items():
            if not isinstance(name, str) or not isinstance(meaning, str) or not meaning.strip():
                hint = self._hint(meaning if isinstance(name, str) else name)
                raise self.error(key, f"expected a name and its meaning, found {name!r}: {meaning!r}{hint}")
        return dict(value)

    @staticmethod
    def _hint(value: Any) -> str:
        """YAML reads 200, no, null and 2016-10-03 as other things than texts."""
        return "" if isinstance(value, str | dict | list) else " (put it in quotes)"
