"""How far the clock that dates what an endpoint makes is ahead of the clock of its `Date` header."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from close_sms.exchange import Exchange

NOTHING = timedelta()
AT_ONCE = timedelta(seconds=2)  # of networks and of dates without fractions
MOST = timedelta(minutes=5)  # what is further off is no clock


def dating_skew_of(exchange: Exchange) -> timedelta:
    """How far `date_created` of a new lead is ahead of the answer's `Date`, or of our clock where there is none.

    Zero where the answer does not tell, or tells no more than the time that it took explains.
    """
    made = _made(exchange)
    if made is None:
        return NOTHING
    latest = exchange.date or exchange.started + timedelta(seconds=exchange.elapsed_s)
    earliest = latest - timedelta(seconds=exchange.elapsed_s)
    ahead = max(made - latest, NOTHING) or min(made - earliest, NOTHING)
    return ahead if AT_ONCE < abs(ahead) < MOST else NOTHING


def _made(exchange: Exchange) -> datetime | None:
    if (exchange.method, exchange.path.strip("/")) != ("POST", "lead"):
        return None
    try:
        made = datetime.fromisoformat(exchange.json()["date_created"])
    except (ValueError, TypeError, KeyError):
        return None
    return made if made.tzinfo else made.replace(tzinfo=UTC)
