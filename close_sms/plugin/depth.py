"""Depth and seed of a run, and how Hypothesis examples behave once a claim has failed."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

from close_sms.judgement import Violation, running
from close_sms.plugin.absorbing import absorb

DEPTHS = {"smoke": 2, "standard": 40, "deep": 300}  # examples per check
DEPTH = "standard"
SEED = 0
STEPS_AFTER_A_FINDING = 200  # how often the mock may be asked again for a smaller request


def register_depths() -> None:
    """Register the Hypothesis profiles `smoke`, `standard` and `deep` (examples per check).

    With each of them the seed alone decides what is drawn, so that what a CI found can be repeated anywhere.
    """
    # Hypothesis also draws constants from the source of the modules that are loaded, and has no setting for it.
    providers._get_local_constants = Constants
    for name, examples in DEPTHS.items():
        settings.register_profile(
            name,
            max_examples=examples,
            derandomize=False,  # or Hypothesis leaves the seed aside where it believes to be in a CI
            deadline=None,
            database=None,
            print_blob=False,
            report_multiple_bugs=False,
            stateful_step_count=8,
            verbosity=Verbosity.quiet,
            # An endpoint is as slow as it is, and the fixtures of a run live as long as the run.
            suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.generate, Phase.shrink),
        )


def stop_after_failure(item_function: Any, *, shrink: bool) -> None:
    """Make the examples of a Hypothesis check stop at the first claim that fails and stops one.

    Without `shrink` (any live endpoint) the examples after it send nothing; with it (the mock) Hypothesis goes on to
    look for a smaller request, for a while. What invariants find stops nothing: how often they fail is told, too.
    """
    handle = getattr(item_function, "hypothesis", None)
    if handle is not None:
        handle.inner_test = _until_stopped(handle.inner_test, shrink=shrink)


def _until_stopped(inner: Callable[..., Any], *, shrink: bool) -> Callable[..., Any]:
    inner = getattr(inner, "unstopped", inner)
    left = STEPS_AFTER_A_FINDING if shrink else 0

    @functools.wraps(inner)
    def example(*args: Any, **kwargs: Any) -> None:
        nonlocal left
        judgement = running()
        if judgement.undecided or judgement.not_applicable:
            return
        if not judgement.counting:
            left -= 1
            if left < 0:
                return
        try:
            inner(*args, **kwargs)
        except Violation:
            judgement.counting = False
            if shrink:
                raise
        except Exception as error:
            if not absorb(judgement, error):
                raise

    example.unstopped = inner  # type: ignore[attr-defined]
    return example
