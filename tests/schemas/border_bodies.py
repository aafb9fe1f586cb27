"""Bodies for the tests of the borders: one plain body for each status, and ways to change them."""

from typing import Any

MISSING = object()

PLAIN: dict[str, Any] = {
    "lead_id": "lead_1",
    "contact_id": "cont_1",
    "local_phone": "+14155550100",
    "remote_phone": "+18185550101",
    "text": "Hi!",
}
LATER = "2031-05-04T10:00:00+02:00"
CREATE: dict[str, dict[str, Any]] = {
    "inbox": {"status": "inbox", **PLAIN},
    "draft": {"status": "draft", **PLAIN},
    "sent": {"status": "sent", **PLAIN},
    "scheduled": {"status": "scheduled", **PLAIN, "date_scheduled": LATER},
    "outbox": {"status": "outbox", **PLAIN},
}
ATTACHMENT = {"content_type": "image/png", "filename": "a.png", "url": "https://app.close.com/go/file/1"}


def changed(body: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The body with some keys set, or, where the value is MISSING, left out."""
    return {key: value for key, value in {**body, **changes}.items() if value is not MISSING}


def activity(**changes: Any) -> dict[str, Any]:
    """An activity as an answer has it, with some keys set or left out."""
    dates = dict.fromkeys(("activity_at", "date_created", "date_updated"), "2016-10-03T16:06:11.167000+00:00")
    nulls = dict.fromkeys(
        (
            "contact_id", "cost", "created_by", "date_scheduled", "date_sent", "error_message", "lead_id",
            "local_country_iso", "local_phone", "local_phone_formatted", "remote_country_iso", "remote_phone",
            "remote_phone_formatted", "template_id", "text", "updated_by", "user_id",
        )
    )  # fmt: skip
    fixed = {"_type": "SMS", "id": "acti_1", "organization_id": "orga_1", "users": []}
    chosen = {"direction": "inbound", "source": "External", "status": "inbox"}
    return changed({**nulls, **dates, **fixed, **chosen}, **changes)
