"""Servers whose ids look otherwise than the examples."""

from __future__ import annotations

import base64
import re
import uuid
from collections import Counter
from collections.abc import Callable

from close_sms.mock import Behaviour
from close_sms.mock.calls import Answer, Call
from close_sms.mock.errors import one_error
from close_sms.mock.things import Sms
from close_sms.mock.world import World
from tests.innocents.innocent import innocent

Maker = Callable[[World, str], str]
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def named(make: Maker) -> type[Behaviour]:
    """A server that names every new thing so; what was there before keeps its name."""

    class Named(Behaviour):
        def new_id(self, prefix: str) -> str:
            return make(self.world, prefix)

    return Named


def as_uuid(world: World, _prefix: str) -> str:
    return str(uuid.UUID(int=world.dice.getrandbits(128), version=4))


def as_number(world: World, _prefix: str) -> str:
    return str(world.next_number())


def as_number_of_its_kind(world: World, prefix: str) -> str:
    counts: Counter[str] = vars(world).setdefault("counts", Counter())
    counts[prefix] += 1
    return str(counts[prefix])


def as_lower_case(world: World, prefix: str) -> str:
    return f"{prefix}_{world.dice.getrandbits(96):024x}"


def as_upper_case(world: World, prefix: str) -> str:
    return f"{prefix.upper()}_{''.join(world.dice.choices(CROCKFORD, k=26))}"


def as_a_resource_name(world: World, prefix: str) -> str:
    return f"crn:close.2026:{prefix}:{'x' * 90}~{world.next_number()}"


def as_a_global_id(world: World, prefix: str) -> str:
    return base64.urlsafe_b64encode(f"{prefix}:{world.next_number()}:eu".encode()).decode() + "@eu"


def as_an_expression(world: World, prefix: str) -> str:
    return f"{prefix}('{world.next_number()}+{world.dice.getrandbits(96):x}')!*$"


def as_a_ulid(world: World, prefix: str) -> str:
    number = world.dice.getrandbits(128)
    return f"{prefix}_" + "".join(CROCKFORD[number >> 5 * place & 31] for place in reversed(range(26)))


UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
ULID = f"acti_[0-7][{CROCKFORD}]{{25}}"


def checked(make: Maker, pattern: str) -> type[Behaviour]:
    """A server that names every new message so, and answers 400 where an id cannot be one."""

    class Checked(named(make)):  # type: ignore[misc]  # a class that a function makes
        def check_form(self, call: Call) -> None:
            if call.key not in self.world.messages and not re.fullmatch(pattern, call.key):
                raise one_error(400, "This is no id of a message.")

        def find_sms(self, call: Call) -> Sms:
            self.check_form(call)
            found: Sms = super().find_sms(call)
            return found

        def delete_sms(self, call: Call) -> Answer:
            self.check_form(call)
            answer: Answer = super().delete_sms(call)
            return answer

    return Checked


EXAMPLE = "Prefixes and length of ids are an example's (R102); an id is a string."

innocent("ids-are-uuids", "R102", EXAMPLE, behaviour=named(as_uuid))
innocent("ids-are-numbers", "R102", f"{EXAMPLE} Here `42`, the same count for all.", behaviour=named(as_number))
innocent(
    "ids-are-numbers-of-their-kind",
    "R102",
    f"{EXAMPLE} Here `42`, as each table counts its rows: a lead and a message may have the same.",
    behaviour=named(as_number_of_its_kind),
)
innocent("ids-in-lower-case", "R102", f"{EXAMPLE} Here lower-case hexadecimal.", behaviour=named(as_lower_case))
innocent("ids-in-upper-case", "R102", f"{EXAMPLE} Here upper case with the prefix.", behaviour=named(as_upper_case))
innocent(
    "ids-with-colons",
    "R102",
    f"{EXAMPLE} Here over a hundred characters, with colons, dots and tildes, which a path may have unescaped.",
    behaviour=named(as_a_resource_name),
)
innocent(
    "ids-with-padding",
    "R102",
    f"{EXAMPLE} Here Base64 with its `=` and a place after an `@`, which a path may have unescaped, too.",
    behaviour=named(as_a_global_id),
)
innocent(
    "ids-with-quotes",
    "R102",
    f"{EXAMPLE} Here as OData spells a key, in parentheses and quotes, with all signs that a path may have unescaped.",
    behaviour=named(as_an_expression),
)

for form, maker, spelling in (("uuids-version-4", as_uuid, UUID), ("ulids", as_a_ulid, ULID)):
    innocent(
        f"ids-are-checked-{form}",
        "R10 R102",
        f"{EXAMPLE} What cannot be one is a faulty request (R10), as 400 is among the codes of each operation.",
        behaviour=checked(maker, spelling),
    )
