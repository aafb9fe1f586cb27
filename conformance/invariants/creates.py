"""What an accepted create has to answer, by what was posted.

Status, direction, a plain text and number are judged wherever a body was accepted that some reading accepts. All else
is judged inside *must accept* only: what lies outside may be trimmed, normalised or ignored.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import schemas
from close_sms.wording import as_found, show
from conformance.claims.comparing import difference, instant, same_moment, same_text
from conformance.invariants.known_ids import KnownIds
from conformance.invariants.normalisation import claim_within_leeway
from conformance.invariants.parsed_exchange import Activity, Seen
from strategies import RECORDED

MOST_SKEW = timedelta(minutes=5)  # of the clock that dates messages and that of the Date header, or ours
REFERENCES = ("lead_id", "contact_id", "user_id", "created_by", "organization_id")
NO_REFERENCES = ("local_phone", "remote_phone", "source")
CREATED_AS = {
    "inbox": ("status.inbox-is-logged", ("inbox",)),
    "sent": ("status.sent-is-logged", ("sent",)),
    "draft": ("status.draft-is-stored", ("draft",)),
    "scheduled": ("scheduling.accepted", ("scheduled",)),
    "outbox": ("sending.accepted", ("outbox", "sent", "error")),
}


@dataclass
class Creates:
    """What creates must answer.

    `code` is the status code of the first create, and `made` are the ids of the messages: one that comes again is the
    answer to a repeated create (S69), and is held against its past.
    """

    known_ids: KnownIds
    made: set[str] = field(default_factory=set)
    code: int = 0

    def watch(self, seen: Seen) -> None:
        """Judge what an accepted create answers."""
        posted, made = seen.posted, seen.body
        if seen.operation != "create" or not seen.accepted or seen.is_partial or posted is None:
            return
        if isinstance(made, dict) and str(made.get("id")) not in self.made:
            self._claim_answer(seen, posted, made)
            self._claim_code(seen)
            self.made.add(str(made.get("id")))

    def _claim_code(self, seen: Seen) -> None:
        """Whether it is 200 or 201 is open (D8), but one of them."""
        self.code = self.code or seen.exchange.status
        held, wanted = seen.exchange.status == self.code, f"a create has the status code {self.code}, as the first had"
        seen.claim("transport.success-is-200", held, wanted, f"status code {seen.exchange.status}")

    def _claim_answer(self, seen: Seen, posted: Activity, made: Activity) -> None:
        if schemas.may_accept("create", posted) and posted["status"] in CREATED_AS:
            _status(seen, posted, made)
            _direction(seen, posted, made)
        plain = {name: value for name, value in posted.items() if name != "attachments"}
        if not schemas.must_accept("create", plain):  # whether files are taken is open (S72); if so, the rest stays
            if schemas.may_accept("create", plain):
                _plain_fields(seen, posted, made)
                claim_within_leeway(seen, posted, made)
            return
        _text(seen, posted, made)
        _instants(seen, posted, made)
        apart = "contact_id" in posted and not self.known_ids.belongs(posted.get("lead_id"), posted["contact_id"])
        for name in (*REFERENCES, *NO_REFERENCES):
            value = posted.get(name)
            if apart and name in ("lead_id", "contact_id"):
                continue  # which of the two counts is not said (S43, S44)
            if value is not None and (name in NO_REFERENCES or self.known_ids.include(seen, value)):
                held = made.get(name) == value
                seen.claim("stored.fields", held, f"`{name}` is {show(value)}, as posted", as_found(made, name))
        template = posted.get("template_id")
        if self.known_ids.include(seen, template):
            # Its content is what is asked for; that the message keeps the id is not said.
            held = made.get("template_id") in (template, None)
            seen.claim(
                "stored.fields", held, f"`template_id` is {show(template)} or null", as_found(made, "template_id")
            )


def _plain_fields(seen: Seen, posted: Activity, made: Activity) -> None:
    """Beside what is open: the text, if no template vies with it, and the other side's number."""
    if not posted.get("template_id") and is_plain("text", posted.get("text")):
        _text(seen, posted, made)
    number = posted.get("remote_phone")
    if is_plain("remote_phone", number):
        held = made.get("remote_phone") == number
        seen.claim(
            "stored.fields", held, f"`remote_phone` is {show(number)}, as posted", as_found(made, "remote_phone")
        )
    if is_plain("activity_at", posted.get("activity_at")) and posted["status"] in RECORDED:
        _kept_instant(seen, posted, made, "activity_at", "stored.instants")
    if is_plain("activity_at", posted.get("date_created")):
        _date_created(seen, posted, made)


def is_plain(field: str, value: object) -> bool:
    """Whether the field has a value that no reading trims, normalises or refuses."""
    return value is not None and schemas.must_accept("update", {field: value})


def _status(seen: Seen, posted: Activity, made: Activity) -> None:
    rule, statuses = CREATED_AS[posted["status"]]
    dates = (posted.get("date_scheduled"), made.get("date_scheduled"))  # without an offset it may be in any zone
    if posted["status"] == "scheduled" and any(is_near(date, seen) for date in dates):
        statuses = (*statuses, "outbox", "sent", "error")  # due already, or about to be (S18, S32)
    seen.claim(rule, made.get("status") in statuses, f"`status` is {' or '.join(statuses)}", as_found(made, "status"))


def _direction(seen: Seen, posted: Activity, made: Activity) -> None:
    by_status = "inbound" if posted["status"] == "inbox" else "outbound"
    default = "direction.inbox-defaults-inbound" if by_status == "inbound" else "direction.others-default-outbound"
    given = posted.get("direction")
    if given not in ("inbound", "outbound", None):
        return  # another word than the documented ones (question email-direction-words)
    rule = "direction.given-is-kept" if given else default
    # A draft may become a message of either direction; all else has one, which may overrule another that is given.
    wanted = {given or by_status} if posted["status"] == "draft" else {given or by_status, by_status}
    expected = f"`direction` is {' or '.join(sorted(wanted))}"
    seen.claim(rule, made.get("direction") in wanted, expected, as_found(made, "direction"))


def _text(seen: Seen, posted: Activity, made: Activity) -> None:
    text, found = posted.get("text"), made.get("text")
    if text is None and not posted.get("template_id"):
        seen.claim("stored.fields", found in (None, ""), "no `text`, as none was posted", as_found(made, "text"))
    elif text is not None:
        seen.claim(
            "stored.text",
            same_text(found, text),
            f"`text` is {show(text)}, as posted",
            as_found(made, "text") + difference(text, found),
        )


def _instants(seen: Seen, posted: Activity, made: Activity) -> None:
    for name, rule in (("activity_at", "stored.instants"), ("date_scheduled", "scheduling.date-kept")):
        if posted.get(name) is not None:
            _kept_instant(seen, posted, made, name, rule)
    _date_created(seen, posted, made)


def _kept_instant(seen: Seen, posted: Activity, made: Activity, name: str, rule: str) -> None:
    wanted = f"`{name}` is the moment {posted[name]}, in whatever spelling"
    seen.claim(rule, same_moment(made.get(name), posted[name]), wanted, as_found(made, name))


def _date_created(seen: Seen, posted: Activity, made: Activity) -> None:
    created, now = posted.get("date_created"), seen.moment
    if created is None:
        wanted = f"`date_created` is within {MOST_SKEW} of {now.isoformat(timespec='seconds')}"
        seen.claim("stored.date-created", _is_now(seen, made), wanted, as_found(made, "date_created"))
    else:
        # A posted one may be ignored (question date-created-input), but not garbled.
        held = same_moment(made.get("date_created"), created) or _is_now(seen, made)
        wanted = f"`date_created` is the moment {created}, or now where it is ignored"
        seen.claim("stored.instants", held, wanted, as_found(made, "date_created"))


def is_near(date: object, seen: Seen) -> bool:
    """Whether a date to be sent at is so near that the message may be on its way already."""
    moment = instant(date)
    return moment is not None and moment <= seen.moment + MOST_SKEW


def _is_now(seen: Seen, made: Activity) -> bool:
    found = instant(made.get("date_created"))
    return found is not None and abs(found - seen.moment) < MOST_SKEW
