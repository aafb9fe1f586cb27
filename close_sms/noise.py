"""Noise: answers, and none at all, that say nothing of the endpoint's contract."""

from __future__ import annotations

NO_ANSWER = 0  # the status of an exchange without one
LIMITED = 429  # too fast, so that nothing was done
UNHEARD = (408, 502, 503, 504)  # of a server or gateway that waited in vain: it may have been done nevertheless
NOISE = (NO_ANSWER, LIMITED, *UNHEARD)


class Transient(Exception):
    """What may be over when the check is run once more."""


class Noise(Exception):
    """The request got no answer that says anything of the endpoint's contract; the text says what came."""


class Lost(Noise, Transient):
    """The request may have been done, but its answer was not heard: the next one may come through again."""
