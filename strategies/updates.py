"""Bodies of an update that every reading accepts for a draft."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from strategies.creates import Body
from strategies.dates import date_times
from strategies.known_names import names_of
from strategies.message_texts import texts
from strategies.phone_numbers import phones
from strategies.placeholders import CONTACT, LEAD, LOCAL_PHONE, USER

VALUES: Final[dict[str, SearchStrategy[Any]]] = {
    "text": texts(),
    "remote_phone": phones(),
    "activity_at": date_times(),
    "contact_id": st.just(CONTACT),
    "user_id": st.just(USER),
    "lead_id": st.just(LEAD),
    "local_phone": st.just(LOCAL_PHONE),
    "attachments": st.builds(list),
}
USUAL: Final = ("text", "remote_phone", "activity_at", "contact_id", "user_id")


def edits(*fields: str) -> SearchStrategy[Body]:
    """Edits of a draft: one or more of the fields, each with a value.

    By default of `text`, `remote_phone`, `activity_at`, `contact_id` and `user_id`; `lead_id`, `local_phone` and
    `attachments` (none) can be named too. Shrinks towards the first field alone. Raises InvalidArgument for others.
    """
    return _drawn(names_of("fields", fields or USUAL, VALUES))


@st.composite
def _drawn(draw: DrawFn, names: tuple[str, ...]) -> Body:
    first = draw(st.sampled_from(names))
    return {name: draw(VALUES[name]) for name in names if name == first or draw(st.booleans())}
