"""Parts of the trial: who may ask, and which paths and methods there are."""

from __future__ import annotations

import base64
from typing import Any

from close_sms.mock import ACCESS_TOKEN, API_KEY
from tests.faults.talk import KEY, OTHER_KEY, TOKEN, Talk, basic

NOT_UTF_8 = "Basic " + base64.b64encode(b"\xff\xfe:").decode()
OVERRIDE_GET = {"x-http-method-override": "GET"}


def credentials(talk: Talk) -> None:
    """Every kind of credential, on every operation."""
    draft = talk.post("draft", text="of the key")
    bodies: dict[str, Any] = {"GET": None, "POST": {"status": "draft"}, "PUT": {}, "DELETE": None}
    for method, body in bodies.items():
        for header in ("", TOKEN, basic("wrong:")):
            for path in ("",) if method == "POST" else ("acti_none/", f"{draft}/"):
                talk.say(method, path if method != "GET" else "", body, header)
                talk.say("GET", f"{draft}/", None, TOKEN)
    for body in ({}, {"status": 5}, {"_params": {"_limit": "1"}}):
        talk.say("POST", "", body, "", headers=OVERRIDE_GET if "_params" in body else None)
    pairs = (
        ":", "wrong:", f"{API_KEY[:-1]}:", f"{API_KEY[:-1]}x:", f"{API_KEY}:x", API_KEY, f"{API_KEY}x:", f":{API_KEY}",
        f"{API_KEY.upper()}:", f"{API_KEY.lower()}:",
    )  # fmt: skip
    headers = [basic(pair) for pair in pairs]
    headers += [f"Bearer {ACCESS_TOKEN[:-1]}", f"Bearer {ACCESS_TOKEN}x", f"Bearer {ACCESS_TOKEN.upper()}"]
    headers += ["Bearer wrong", "Bearer", f"Bearer {API_KEY[:-1]}", f"Basic {API_KEY}", f"Basic {API_KEY}:"]
    for header in [*headers, "Basic", "Basic !!!", "Digest abc", API_KEY, ACCESS_TOKEN, NOT_UTF_8, f"Token {API_KEY}"]:
        talk.say("GET", "", None, header)
    for header in (KEY, basic("wrong:"), "", TOKEN, "Bearer wrong", TOKEN, TOKEN, KEY):
        talk.say("GET", f"{draft}/", None, header)
        talk.say("PUT", f"{draft}/", {"text": header[:7]}, header)
        talk.say("POST", "", {"status": "sent", "text": header[:7]}, header)
    for _ in range(21):
        talk.say("GET", "?_limit=1", None, TOKEN)
    for header in (basic("wrong:"), "Bearer wrong"):
        for method in ("DELETE", "PUT", "GET"):
            talk.say(method, f"{draft}/", {"text": "stolen"} if method == "PUT" else None, header)
            talk.say("GET", f"{draft}/")
    for _ in range(45):
        talk.say("GET", "?_limit=1", None, OTHER_KEY)


def paths(talk: Talk) -> None:
    """Known and unknown URLs, with methods that they have and that they do not have."""
    draft = talk.post("draft", text="here")
    for path in (
        "/", "/api/", "/api/v1/", "/api/v1/nowhere/", "/api/v1/activity/", "/api/v1/activity/smss/", "/nowhere/",
        f"{draft}/text/", f"{draft}/text/more/", "acti_none/text/", "/api/v1/me/nowhere/",
    ):  # fmt: skip
        for method, body in (("GET", None), ("POST", {"status": "draft"}), ("DELETE", None)):
            talk.say(method, path, body)
    for method in ("DELETE", "PATCH", "TRACE", "COPY"):
        talk.say(method, "", {"status": "draft"} if method == "PATCH" else None)
        talk.say("GET", "")
        talk.say(method, "/api/v1/me/")
    for path in ("", f"{draft}/", "acti_none/", f"{draft}/?_fields=id", "?_skip=1", "?_skip=50", "?lead_id=lead_none"):
        for method in ("GET", "HEAD", "OPTIONS"):
            talk.say(method, path)
    draft = talk.post("draft", text="here", path="?send_to_inbox=false")
    for path in (f"{draft.upper()}/", f"{draft.lower()}/", f"{draft[:-1]}/", f"{draft}x/", f"{draft}/"):
        for method, body in (("GET", None), ("PUT", {}), ("PUT", {"text": "other"}), ("DELETE", None), ("GET", None)):
            talk.say(method, path, body)
