"""The seed alone decides what is drawn: not where the suite runs, and not what else is loaded there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

DRAW = """
import sys
import hypothesis.core
from hypothesis import given, settings, strategies
from close_sms.plugin.depth import register_depths

register_depths()
settings.load_profile("standard")
hypothesis.core.global_force_seed = int(sys.argv[1])

@given(strategies.integers(), strategies.text())
def draw(number, text):
    print(number, ascii(text))

draw()
"""


def drawn(seed: int, before: str = "", **environment: str) -> str:
    """What is drawn in a new process with this seed, after other code and with these variables."""
    variables = {**{name: value for name, value in os.environ.items() if name != "CI"}, **environment}
    command = [sys.executable, "-c", before + DRAW, str(seed)]
    return subprocess.run(command, env=variables, capture_output=True, text=True, check=True).stdout


def test_another_seed_draws_something_else() -> None:
    assert drawn(1) != drawn(2)


@pytest.mark.parametrize("variable", ["CI", "GITLAB_CI", "TF_BUILD"])
def test_what_ci_draws_can_be_drawn_anywhere(variable: str) -> None:
    assert drawn(1, **{variable: "true"}) == drawn(1)


def test_constants_of_modules_that_are_loaded_change_nothing(tmp_path: Path) -> None:
    numbers = "\n".join(f"NUMBER_{number} = {number}; WORD_{number} = 'word {number}'" for number in range(1000, 1400))
    (tmp_path / "loaded.py").write_text(numbers, encoding="utf-8")
    assert drawn(1, f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import loaded\n") == drawn(1)
