"""The session of one process, as pytest holds it."""

from __future__ import annotations

from close_sms.plugin.session import Session


def test_session_can_be_a_plugin_of_an_old_pytest() -> None:
    """pytest 8.2 keeps its plugins in a set."""
    assert Session.__hash__ is not None
