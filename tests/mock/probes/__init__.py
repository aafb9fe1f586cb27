"""For every question, how a client sees which reading a mock has: a function from a session to the reading."""

from tests.mock.probes import creating, encoding, events, lists, messages, methods
from tests.mock.probes.probing import PROBES

__all__ = ["PROBES", "creating", "encoding", "events", "lists", "messages", "methods"]
