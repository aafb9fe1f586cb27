"""The official Python client of Close uses the mock over real HTTP."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from waitress import create_server

from close_sms.mock import API_KEY, INTERNAL_NUMBER, create_app

closeio_api = pytest.importorskip("closeio_api")


class Watch:
    """A clock that moves when told."""

    def __init__(self) -> None:
        self.time = datetime(2026, 5, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def api(watch: Watch) -> Iterator[Any]:
    server = create_server(
        create_app(now=watch), host="127.0.0.1", port=0, threads=2, clear_untrusted_proxy_headers=True
    )
    threading.Thread(target=server.run, daemon=True).start()
    client = closeio_api.API(f"http://127.0.0.1:{server.effective_port}/api/v1/", API_KEY, max_retries=1)
    yield client
    client.session.close()
    server.trigger.pull_trigger(server.close)


def test_the_life_of_a_message(api: Any, watch: Watch) -> None:
    body = {"status": "draft", "local_phone": INTERNAL_NUMBER, "remote_phone": "+15005550006", "text": "Hi 👋"}
    sms = api.post("activity/sms", body)
    path = f"activity/sms/{sms['id']}"
    assert (sms["status"], sms["text"]) == ("draft", "Hi 👋")
    assert api.put(path, {"text": "Hello 👋"})["text"] == "Hello 👋"

    assert api.put(path, {"status": "outbox", "send_in": 30})["status"] == "outbox"
    watch.time += timedelta(seconds=20)
    assert api.put(path, {"status": "draft"})["status"] == "draft"
    watch.time += timedelta(seconds=60)
    assert api.get(path)["status"] == "draft"

    api.put(path, {"status": "outbox"})
    watch.time += timedelta(seconds=2)
    assert api.get(path)["status"] == "sent"
    assert [row["id"] for row in api.get("activity/sms", {"id__in": sms["id"]})["data"]] == [sms["id"]]

    events = api.get("event", {"object_type": "activity.sms", "object_id": sms["id"]})["data"]
    assert [event["action"] for event in events] == ["sent", "updated", "updated", "updated", "updated", "created"]

    assert api.delete(path) == {}
    with pytest.raises(closeio_api.APIError) as gone:
        api.get(path)
    assert gone.value.response.status_code == 404


def test_a_refusal_and_a_template(api: Any) -> None:
    with pytest.raises(closeio_api.ValidationError) as refused:
        api.post("activity/sms", {"status": "sending"})
    assert set(refused.value.field_errors) == {"status"}
    template = api.post("sms_template", {"name": "T", "text": "Hi"})
    assert api.post("activity/sms", {"status": "draft", "template_id": template["id"]})["text"] == "Hi"
    assert api.delete(f"sms_template/{template['id']}") == ""
