"""Which method of the behaviour answers which method of which path below the API root."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ROOT: Final = "/api/v1"
METHODS: Final = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
WITH_BODY: Final = ("POST", "PUT", "PATCH")
EVENT_LOG: Final = ("/event/", "/event/<key>/")
ROUTES: Final[Mapping[str, Mapping[str, str]]] = {
    "/activity/sms/": {"GET": "list_sms", "POST": "create_sms"},
    "/activity/sms/<key>/": {"GET": "get_sms", "PUT": "update_sms", "DELETE": "delete_sms"},
    "/activity/note/": {"POST": "create_note"},
    "/activity/note/<key>/": {"GET": "get_note", "DELETE": "delete_note"},
    "/event/": {"GET": "list_events"},
    "/event/<key>/": {"GET": "get_event"},
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
QUESTIONED: Final[Mapping[tuple[str, str], tuple[str, str]]] = {
    ("/activity/sms/", "PUT"): ("put-on-the-collection", "update_many_sms"),
    ("/activity/sms/<key>/", "POST"): ("post-on-an-activity", ""),
    ("/activity/sms/<key>/", "PATCH"): ("patch-on-an-activity", "update_sms"),
}
"""The question behind a method that the documents do not give to a path, and what answers where it is served."""
