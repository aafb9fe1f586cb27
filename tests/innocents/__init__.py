"""The innocents, all of them: `INNOCENTS`, by name."""

from importlib import import_module
from pkgutil import iter_modules

from tests.innocents.innocent import INNOCENTS, Innocent

for _module in iter_modules(__path__):
    if not _module.name.startswith("test_"):
        import_module(f"tests.innocents.{_module.name}")  # not by __name__: pytest imports this file as another module

__all__ = ["INNOCENTS", "Innocent"]
