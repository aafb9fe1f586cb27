"""Faults of lists: has_more, and the largest limit."""

from __future__ import annotations

from close_sms.mock import Behaviour
from close_sms.mock.calls import Call, Json
from close_sms.mock.errors import Refusal, one_error
from tests.faults.bank_paging import of_messages
from tests.faults.fault import fault


@fault("list.has-more", "has_more is true when the last page is exactly full")
class FullPageHasMore(Behaviour):
    def has_more(self, rows: int, skip: int, limit: int) -> bool:
        return rows >= skip + limit


@fault("list.has-more", "has_more is always false")
class HasMoreIsFalse(Behaviour):
    def has_more(self, rows: int, skip: int, limit: int) -> bool:
        return False


@fault("list.has-more", "has_more is always true")
class HasMoreIsTrue(Behaviour):
    def has_more(self, rows: int, skip: int, limit: int) -> bool:
        return True


@fault("list.has-more", "has_more is false on every page but the first")
class OnlyTheFirstHasMore(Behaviour):
    def has_more(self, rows: int, skip: int, limit: int) -> bool:
        return skip == 0 and super().has_more(rows, skip, limit)


@fault("list.has-more", "has_more does not look at `_skip`")
class HasMoreIgnoresSkip(Behaviour):
    def has_more(self, rows: int, skip: int, limit: int) -> bool:
        return rows > limit


@fault("list.has-more", "has_more is false when exactly one entry is left")
class OneIsNotMore(Behaviour):
    def has_more(self, rows: int, skip: int, limit: int) -> bool:
        return rows > skip + limit + 1


@fault("list.has-more", "has_more reckons with pages of 100 entries")
class HasMoreAfterAHundred(Behaviour):
    def has_more(self, rows: int, skip: int, limit: int) -> bool:
        return rows > skip + 100


@fault("list.has-more", "has_more is turned round")
class HasMoreIsTurned(Behaviour):
    def has_more(self, rows: int, skip: int, limit: int) -> bool:
        return not super().has_more(rows, skip, limit)


@fault("list.has-more", "has_more counts messages that the filters do not let through")
class HasMoreIgnoresFilters(Behaviour):
    def list_page(self, call: Call) -> Json:
        page, own = super().list_page(call), self.world.all_own(self.world.messages, call.organization_id)
        return {**page, "has_more": len(list(own)) > self.skip(call) + self.limit(call)}


class TooMany(Behaviour):
    """A `_limit` above the maximum is not answered 400."""

    def instead(self, call: Call) -> int:
        return super().limit(call)

    def limit(self, call: Call) -> int:
        text = call.query.get("_limit", "")
        too_many = text.isdigit() and int(text) > self.largest_limit()
        return self.instead(call) if of_messages(call) and too_many else super().limit(call)


@fault("list.limit-maximum", "a `_limit` above the maximum is clamped to it")
class LimitIsClamped(TooMany):
    def instead(self, call: Call) -> int:
        return self.largest_limit()


@fault("list.limit-maximum", "a `_limit` has no maximum")
class AnyLimitIsTaken(TooMany):
    def instead(self, call: Call) -> int:
        return int(call.query["_limit"])


@fault("list.limit-maximum", "a `_limit` above the maximum is answered with an empty page")
class TooManyAreNone(TooMany):
    def instead(self, call: Call) -> int:
        return 0


@fault("list.limit-maximum", "a `_limit` above the maximum is taken where the list is of one lead")
class LeadTakesAnyLimit(TooMany):
    def instead(self, call: Call) -> int:
        return int(call.query["_limit"]) if "lead_id" in call.query else super().instead(call)


@fault("list.limit-maximum", "a `_limit` of more than 32 bits begins again at 0")
class LimitWrapsAround(TooMany):
    def instead(self, call: Call) -> int:
        rest = int(call.query["_limit"]) % 2**32
        return rest if rest <= self.largest_limit() else super().instead(call)


class TooManyIsRefused(Behaviour):
    """A `_limit` above the maximum is refused with another code."""

    code = 400

    def limit(self, call: Call) -> int:
        try:
            return super().limit(call)
        except Refusal as refusal:
            if of_messages(call) and "larger than" in str(refusal.body):
                raise one_error(self.code, "The limit is too large.") from None
            raise


@fault("list.limit-maximum", "a `_limit` above the maximum is answered 422")
class TooManyIs422(TooManyIsRefused):
    code = 422


@fault("list.limit-maximum", "a `_limit` above the maximum is answered 200 with an error")
class TooManyIs200(TooManyIsRefused):
    code = 200


@fault(("list.limit-maximum", "transport.no-server-error"), "a `_limit` above the maximum crashes the server")
class TooManyCrashes(TooManyIsRefused):
    code = 500
