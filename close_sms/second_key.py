"""The key of a second organization: a slip in it would accuse a correct endpoint of leaks."""

from __future__ import annotations

from close_sms.credentials import Credentials
from close_sms.judgement import Undecided
from close_sms.noise import Noise
from close_sms.transports.guard import Forbidden
from close_sms.world import World

REFUSED = (401, 403)
_INSTEAD = "give a key of another organization, or unset it and leave the isolation of organizations unchecked"


def fault_of_second_key(given: Credentials, ours: World, theirs: World) -> str | None:
    """One line on what is wrong with CLOSE_API_KEY_OTHER, None where nothing is or where it cannot be told."""
    if theirs.me.status in REFUSED:
        answer = f"GET /me/ was answered {theirs.me.status}"
        return f"the endpoint refused CLOSE_API_KEY_OTHER ({answer}); {_INSTEAD}"
    if given.key == given.other_key or _is_shared(ours, theirs):
        first = "CLOSE_API_KEY" if given.key else "CLOSE_ACCESS_TOKEN"
        return f"CLOSE_API_KEY_OTHER belongs to the same organization as {first}; {_INSTEAD}"
    return None


def _is_shared(ours: World, theirs: World) -> bool:
    """Whether both are of one organization: as /me/ tells, or where that is open what each of them makes.

    It is open where a user is in several organizations: /me/ may list all of them, or the first, whatever the key.
    """
    mine, other = ours.organizations, theirs.organizations
    if mine and other and not mine & other:
        return False
    if mine == other and len(mine) == 1 and ours.user_id != theirs.user_id:
        return True
    try:
        own = ours.organization_of_lead
        return own is not None and own == theirs.organization_of_lead
    except (Undecided, Forbidden, Noise):
        return False
