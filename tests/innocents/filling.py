"""Servers that fill what a body leaves out with other values, with more of them, or with none."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from close_sms.mock import Behaviour
from close_sms.mock.behaviour.rendering import ALWAYS_NULL, NAMES
from close_sms.mock.calls import Answer, Call, Json
from close_sms.mock.things import Sms
from tests.innocents.innocent import innocent

OPTIONAL = (*ALWAYS_NULL, *NAMES)
FIVE_YEARS = timedelta(days=5 * 365)


class OtherDefaults(Behaviour):
    """Who is not named is nobody, and a message that is scheduled is an activity of then."""

    def build(self, values: Json, call: Call) -> Sms:
        sms = super().build(values, call)
        return replace(sms, user_id=values.get("user_id"), created_by=values.get("created_by"))

    def enter(self, sms: Sms, status: str, at: datetime, *, was_draft: bool) -> Sms:
        entered = super().enter(sms, status, at, was_draft=was_draft)
        if status == "scheduled" and not entered.activity_given:
            return replace(entered, activity_at=entered.date_scheduled)
        return entered


class Sparse(OtherDefaults):
    """Null wherever nothing says what else, and no key that may be missing where it would be null."""

    def render_country(self, number: str | None) -> str | None:
        return None

    def deliver(self, sms: Sms) -> Sms:
        return replace(super().deliver(sms), date_sent=None, error_message=None, cost=None)

    def render(self, sms: Sms, action: str) -> Json:
        answer = super().render(sms, action)
        return {key: answer[key] for key in answer if key not in OPTIONAL or answer[key] is not None}


class Full(Behaviour):
    """Something wherever something may be."""

    def users_of(self, sms: Sms) -> list[str]:
        return sorted(key for key, user in self.world.users.items() if user.organization_id == sms.organization_id)

    def render(self, sms: Sms, action: str) -> Json:
        answer = super().render(sms, action)
        answer["error_message"] = sms.error_message or ""
        answer["cost"] = self.cost(sms)
        answer.update(agent_config_id="agco_1", agent_action_reason="A rule", caller_id_mode="auto")
        answer.update(sequence_id="seq_1", sequence_name="Welcome", sequence_subscription_id="sub_1")
        return {**answer, "caller_id_reason": "local_presence"}


class Infers(Behaviour):
    """A message that names neither lead nor contact belongs to the contact with its number."""

    def check_together(self, values: Json) -> None:
        if values.get("lead_id") is None and values.get("contact_id") is None and values.get("remote_phone"):
            owner, number = values["organization_id"], values["remote_phone"]
            contacts = self.world.all_own(self.world.contacts, owner)
            found = next((one for one in contacts if number in [item["phone"] for item in one.phones]), None)
            if found is not None:
                values.update(contact_id=found.id, lead_id=found.lead_id)
        super().check_together(values)


class KeepsThePastOfLogged(Behaviour):
    """A date of creation counts for what was sent or received before; what is to be sent is created now."""

    def date_created(self, values: Json, now: datetime) -> datetime:
        return super().date_created(values, now) if values["status"] in ("inbox", "sent") else now


class KeepsThePastOfImports(Behaviour):
    """A date of creation counts for what says that it comes from elsewhere."""

    def date_created(self, values: Json, now: datetime) -> datetime:
        return super().date_created(values, now) if values.get("source") == "External" else now


class KeepsWhatCanBe(Behaviour):
    """What a template renders or a notification tells of enters now; nothing entered before it took place, or us."""

    def create_sms(self, call: Call) -> Answer:
        self.notifies = "send_to_inbox" in call.query
        return super().create_sms(call)

    def date_created(self, values: Json, now: datetime) -> datetime:
        given, took_place = super().date_created(values, now), values.get("activity_at")
        is_early = now - given > FIVE_YEARS or (took_place is not None and given < took_place)
        return now if is_early or self.notifies or values.get("template_id") else given


innocent(
    "keeps-the-past-of-imports",
    "S35 S40 R105",
    "Whether a posted `date_created` counts is not said: it does for what is imported, whose `source` is External.",
    behaviour=KeepsThePastOfImports,
)
innocent(
    "keeps-the-past-that-can-be",
    "S40 R105",
    "Whether a posted `date_created`, when the activity entered Close, counts is not said: where that can be so.",
    behaviour=KeepsWhatCanBe,
)
innocent(
    "keeps-the-past-of-what-is-logged",
    "S40 R105 R115",
    "Whether a posted `date_created` counts is not said, and need not be the same for what is logged and a draft.",
    behaviour=KeepsThePastOfLogged,
)
innocent(
    "other-defaults",
    "S35 S36 S37 S38 S39 S41 S65 R114 R115",
    "The defaults of `source`, `activity_at`, `date_sent` (S35 to S39), `user_id` and `created_by` (R114 is observed"
    " only) are not said. `date_created` is when the activity entered Close (R105), whatever is posted.",
    readings={
        "default-source-of-logged": "Close.io",
        "default-source-of-draft": "External",
        "default-source-of-outbox": "External",
        "contrary-source": "normalised",
        "contrary-direction": "overridden",
        "default-activity-at": "none",
        "activity-at-after-sending": "created",
        "date-sent-of-sent": "activity",
        "date-sent-of-inbox": "activity",
        "date-created-input": "ignored",
        "date-created-in-future": "ignored",
        "date-scheduled-on-draft": "ignored",
        "date-scheduled-after-cancel": "cleared",
        "lead-from-contact": "none",
        "scheduled-without-offset": "elsewhere",
    },
    behaviour=OtherDefaults,
)
innocent(
    "sparse",
    "D10 D11 R94 R95 S33 S37 S38 S39 S64 S65",
    "Every key that is never null is filled (R94), and the formatted numbers (R103); of all others nothing says"
    " when they are. Optional keys are missing where they are null (R95), `attachments` too (D10).",
    readings={
        "default-activity-at": "none",
        "activity-at-after-sending": "none",
        "date-sent-of-sent": "none",
        "names-of-users": "absent",
        "attachments-key-in-answers": "absent",
        "caller-id-keys-in-answers": "absent",
        "template-on-update": "stored",
    },
    behaviour=Sparse,
)
innocent(
    "full",
    "R95 R104 S16 S33 S39 S63 S64",
    "Nothing says that `users` is empty (S63), when `cost` is null (S64), that `error_message` is null without an error"
    " (S33), that `date_sent` is null for `inbox` (S39), or that agents and sequences have no part in a message.",
    readings={
        "date-sent-of-inbox": "created",
        "cost-of-logged": "text",
        "cost-before-sending": "text",
        "send-in-echoed": "present",
    },
    behaviour=Full,
)
innocent(
    "infers-lead-and-contact",
    "S43 S45",
    "Lead and contact may be inferred from the number (S43, seen at a logged call), also where null was posted.",
    behaviour=Infers,
)
innocent(
    "templates-otherwise",
    "S7 S10 S11 S12",
    "With a text and a template the template counts (S7); a merge field without a value stays written, an archived"
    " template or one without a contact is refused (S10, S11), and a PUT only refers to it (S12).",
    readings={
        "text-and-template": "template",
        "unresolved-merge-field": "kept",
        "lead-merge-field": "kept",
        "archived-template": "refused",
        "template-without-contact": "refused",
        "template-on-update": "stored",
        "unknown-template": "404",
    },
)
