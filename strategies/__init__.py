"""Hypothesis strategies for the SMS contract: bodies in the zones must-accept and must-refuse, and lifecycles.

Bodies hold placeholders for what only the endpoint knows; `fill` replaces them.
"""

from strategies.actions import Settled
from strategies.creates import bodies
from strategies.dates import NOTABLE_DATE_TIMES, date_times
from strategies.facet import Facet, FaultyBody
from strategies.facets import ATTACHMENT, FACETS
from strategies.faulty import faulty_bodies
from strategies.fields import LONGEST_DELAY, RECORDED, SENDING, STATUSES
from strategies.lifecycle import CREATE, DELETED, MOVES
from strategies.machine import LifecycleMachine
from strategies.message_texts import texts
from strategies.notable import NOTABLE_TEXTS
from strategies.pairwise import Together, together
from strategies.phone_numbers import FICTIONAL, fictional_phones, notable_phones, phones
from strategies.placeholders import (
    CONTACT,
    FAR,
    LEAD,
    LOCAL_PHONE,
    ORGANIZATION,
    SEND_TO,
    TEMPLATE,
    USER,
    MissingPlaceholderValue,
    Placeholder,
    fill,
    sampled,
)
from strategies.updates import edits
from strategies.wrong import STATUSES as OTHER_STATUSES

__all__ = [
    "ATTACHMENT",
    "CONTACT",
    "CREATE",
    "DELETED",
    "FACETS",
    "FAR",
    "FICTIONAL",
    "LEAD",
    "LOCAL_PHONE",
    "LONGEST_DELAY",
    "MOVES",
    "NOTABLE_DATE_TIMES",
    "NOTABLE_TEXTS",
    "ORGANIZATION",
    "OTHER_STATUSES",
    "RECORDED",
    "SENDING",
    "SEND_TO",
    "STATUSES",
    "TEMPLATE",
    "USER",
    "Facet",
    "FaultyBody",
    "LifecycleMachine",
    "MissingPlaceholderValue",
    "Placeholder",
    "Settled",
    "Together",
    "bodies",
    "date_times",
    "edits",
    "faulty_bodies",
    "fictional_phones",
    "fill",
    "notable_phones",
    "phones",
    "sampled",
    "texts",
    "together",
]
