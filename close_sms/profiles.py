"""What a run may do to the endpoint."""

from __future__ import annotations

# By what they may do: only look; log and store; also schedule far ahead; also really send, to one number.
PROFILES = ("read", "record", "schedule", "send")


def allows(profile: str, least: str) -> bool:
    """Whether a run under `profile` may do what needs at `least` that profile."""
    return PROFILES.index(profile) >= PROFILES.index(least)
