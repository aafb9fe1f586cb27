"""What ends a check, or an example of one, before its end, and what its judgement makes of that."""

from __future__ import annotations

from close_sms.judgement import Judgement, NotApplicable, Undecided, Violation
from close_sms.noise import Noise
from close_sms.transports.guard import Forbidden


def absorb(judgement: Judgement, error: Exception) -> bool:
    """Write the end of a check into its judgement; False for an error of the suite itself, which is left alone."""
    match error:
        case Violation():
            pass  # the claim that failed has recorded it
        case NotApplicable() | Forbidden():
            judgement.not_applicable = str(error)
        case Undecided() | Noise():
            judgement.undecide(error)
        case _:
            return False
    return True
