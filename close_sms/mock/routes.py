"""Which method of the behaviour answers which method of which path below the API root."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ROOT: Final = "/api/v1"
ROUTES: Final[Mapping[str, Mapping[str, str]]] = {
    "/activity/sms/": {"GET": "list_sms", "POST": "create_sms"},
    "/activity/sms/<key>/": {"GET": "get_sms", "PUT": "update_sms", "DELETE": "delete_sms"},
    "/me/": {"GET": "get_me"},
    "/phone_number/": {"GET": "list_phone_numbers"},
    "/phone_number/<key>/": {"GET": "get_phone_number"},
    "/lead/": {"GET": "list_leads", "POST": "create_lead"},
    "/lead/<key>/": {"GET": "get_lead", "DELETE": "delete_lead"},
    "/contact/": {"GET": "list_contacts", "POST": "create_contact"},
    "/contact/<key>/": {"GET": "get_contact", "DELETE": "delete_contact"},
    "/sms_template/": {"GET": "list_templates", "POST": "create_template"},
    "/sms_template/<key>/": {"GET": "get_template", "PUT": "update_template", "DELETE": "delete_template"},
    "/task/": {"GET": "list_tasks"},
    "/task/<key>/": {"GET": "get_task"},
}
