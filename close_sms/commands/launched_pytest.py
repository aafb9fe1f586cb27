"""A plugin of the pytest that ``close-sms run`` starts: which checks are run.

Where the user names no path of the suite, the whole suite is meant. Which of the arguments are paths only pytest knows,
once its plugins are there: to everybody else the `status` of `-k status` may be a folder.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from close_sms.places import CHECKS


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, args: list[str]) -> None:
    """Complete the arguments: the whole suite where none is a path of it, and its paths wherever pytest is called."""
    here, root = early_config.invocation_params.dir, early_config.rootpath
    known = early_config.known_args_namespace
    places = {given: _place(given, here, root) for given in known.file_or_dir}
    # A path elsewhere goes beside the suite: alone it would be run without the suite's conftest.py and options.
    whole = [] if any(_is_below(place, here, root) for place in places.values()) else [str(root / CHECKS)]
    args[:] = [*(places.get(argument, argument) for argument in args), *whole]
    known.file_or_dir = [*places.values(), *whole]


def _place(given: str, here: Path, root: Path) -> str:
    """The path, with the names of checks behind it, in the user's folder, else in the suite's.

    A report names checks by their place in the suite, which is not the user's folder where the suite is installed.
    """
    path = _path(given)
    return str(root / given) if not (here / path).exists() and (root / path).exists() else given


def _is_below(place: str, here: Path, root: Path) -> bool:
    path = (here / _path(place)).resolve()
    return path.exists() and path.is_relative_to(root.resolve())


def _path(argument: str) -> str:
    return argument.partition("::")[0]
