"""Placeholders for what only the endpoint knows, such as the id of the run's lead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

T = TypeVar("T")


class MissingPlaceholderValue(LookupError):
    """A body has a placeholder for which no value was given; the message names it and those that were given."""


class Placeholder(str):
    """A text that stands for a value of the endpoint: `name` says which; the text is a sample that the schemas take."""

    __slots__ = ("name",)
    name: str

    def __new__(cls, name: str, sample: str) -> Placeholder:
        """The placeholder `name`, which reads as `sample` until it is filled."""
        placeholder = super().__new__(cls, sample)
        placeholder.name = name
        return placeholder

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]  # str's own has one argument
        """What `copy` and `pickle` build it from."""
        return self.name, str(self)

    def __deepcopy__(self, _memo: object) -> Placeholder:
        """Itself: it never changes."""
        return self

    def __repr__(self) -> str:
        """The name of the constant, so that a failing example shows what is not its own."""
        return self.name.upper()


LEAD = Placeholder("lead", "lead_iuSXNk1x3446ggPVwQS7ynmp8pGRIDieRYiCnuo4yFb")
CONTACT = Placeholder("contact", "cont_q4xYmlGhA3060dEl0NDJuHRxPMuVjqLn30AFSzh1fRk")
USER = Placeholder("user", "user_N6KhMpzHRCYQHdn4gRNIFNN5JExnsrprKA6ekxM63XA")
ORGANIZATION = Placeholder("organization", "orga_RbREgmiiwcr1w2b4cOnCMQaQPSIFxMqAD2Dh243uxcH")
LOCAL_PHONE = Placeholder("local_phone", "+14155550100")
TEMPLATE = Placeholder("template", "smstmpl_2bQ8qfTRwJ0OBKgQ4oqkpb")
SEND_TO = Placeholder("send_to", "+15005550006")
FAR = Placeholder("far", "2099-01-01T12:00:00+00:00")

ALL = (LEAD, CONTACT, USER, ORGANIZATION, LOCAL_PHONE, TEMPLATE, SEND_TO, FAR)
SAMPLES = {placeholder.name: str(placeholder) for placeholder in ALL}


def fill(body: T, values: Mapping[str, object]) -> T:
    """The body with each placeholder, at any depth, replaced by `values[its name]`; raises MissingPlaceholderValue.

    A deep copy: changing it does not change the body. Only the values that the body needs are asked for.
    """
    return cast("T", _filled(body, values))


def sampled(body: T) -> T:
    """The body with each placeholder as a plain text, its sample: some validators take no subclass of str."""
    return cast("T", _filled(body, SAMPLES))


def _filled(value: Any, values: Mapping[str, object]) -> Any:
    if isinstance(value, Placeholder):
        return _value_of(value, values)
    if isinstance(value, Mapping):
        return {key: _filled(item, values) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, values) for item in value]
    return value


def _value_of(placeholder: Placeholder, values: Mapping[str, object]) -> object:
    try:
        return values[placeholder.name]
    except KeyError:
        given = ", ".join(sorted(values)) or "none"
        raise MissingPlaceholderValue(
            f"no value for the placeholder {placeholder!r}: expected the key {placeholder.name!r}, found {given}"
        ) from None
