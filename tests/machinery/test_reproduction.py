"""A request that can be sent again after the run: with all that it names made anew."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from close_sms.endpoint import mock_application
from close_sms.exchange import Exchange
from close_sms.reproduction import Retelling
from close_sms.run import Run
from close_sms.settings import Settings

ROOT = "https://api.example.com/api/v1"
LEAD, CONTACT, SMS, TEMPLATE = "lead_1aaaa", "cont_1aaaa", "acti_1aaaa", "smst_1aaaa"


def asked(number: int, method: str, path: str, body: Any = None, answer: Any = None, **more: Any) -> Exchange:
    given = {"request_headers": {"authorization": "Basic $CLOSE_API_KEY:", "content-type": "application/json"}, **more}
    return Exchange(
        number=number,
        check="",
        method=method,
        url=f"{ROOT}/{path}",
        root=ROOT,
        request_body="" if body is None else json.dumps(body),
        response_headers={},
        response_body=json.dumps({} if answer is None else answer),
        started=datetime(2026, 1, 2, tzinfo=UTC),
        elapsed_s=0.0,
        **{"status": 200, **given},
    )


TAPE = [
    asked(1, "GET", "me/", answer={"id": "user_1aaaa"}),
    asked(2, "POST", "lead/", {"name": "it's"}, {"id": LEAD, "contacts": [{"id": CONTACT}]}),
    asked(3, "POST", "activity/sms/", {"lead_id": LEAD, "contact_id": CONTACT, "user_id": "user_1aaaa"}, {"id": SMS}),
]
PUT = asked(9, "PUT", f"activity/sms/{SMS}/", {"text": "hi"})


def script(*tape: Exchange) -> list[str]:
    """The lines for the last of these exchanges."""
    return Retelling([*TAPE, *tape]).script(tape[-1].number).splitlines()


def test_what_a_request_names_is_made_before_it_and_deleted_after_it() -> None:
    key, json_type = '-u "$CLOSE_API_KEY:"', "-H 'Content-Type: application/json'"
    assert script(PUT) == [
        f"answer=$(curl -sS -X POST '{ROOT}/lead/' {key} {json_type}"
        """ --data-raw '{"name": "it'"'"'s"}')""",
        """lead=$(printf %s "$answer" | jq -r '.id')""",
        """contact=$(printf %s "$answer" | jq -r '.contacts[0].id')""",
        f"""sms=$(curl -sS -X POST '{ROOT}/activity/sms/' {key} {json_type} --data-raw '{{"lead_id": "'"$lead"'","""
        """ "contact_id": "'"$contact"'", "user_id": "user_1aaaa"}' | jq -r '.id')""",
        f"""curl -sS -i -X PUT '{ROOT}/activity/sms/'"$sms"'/' {key} {json_type} --data-raw '{{"text": "hi"}}'""",
        f"""curl -sS -o /dev/null -X DELETE '{ROOT}/activity/sms/'"$sms"'/' {key}""",
        f"""curl -sS -o /dev/null -X DELETE '{ROOT}/lead/'"$lead"'/' {key}""",
    ]


def test_what_was_done_to_the_message_before_is_done_again() -> None:
    refused = asked(4, "PUT", f"activity/sms/{SMS}/", {"text": 1}, status=400)
    edit, fetch = asked(5, "PUT", f"activity/sms/{SMS}/", {"text": "one"}), asked(6, "GET", f"activity/sms/{SMS}/")
    lines = script(refused, edit, fetch, PUT)
    assert [line for line in lines if " -X PUT " in line and '"one"' in line] == [lines[4]]
    assert lines[4].startswith("curl -sS -o /dev/null -X PUT ")
    assert len(lines) == 8


def test_of_many_edits_the_last_are_done_again_and_the_others_told() -> None:
    edits = [asked(10 + number, "PUT", f"activity/sms/{SMS}/", {"text": str(number)}) for number in range(9)]
    lines = script(*edits, replace(PUT, number=90))
    assert [f'"{number}"' in "\n".join(lines) for number in range(9)] == [False] * 6 + [True] * 3
    assert ": 6 earlier edits are left out" in lines


def test_two_of_a_kind_have_names_of_their_own() -> None:
    other = asked(4, "POST", "lead/", {}, {"id": "lead_2bbbb"})
    lines = script(other, asked(5, "PUT", f"activity/sms/{SMS}/", {"lead_id": "lead_2bbbb"}))
    assert any(line.startswith("lead2=$(") for line in lines)
    assert any('"lead_id": "\'"$lead2"\'"' in line for line in lines)


def test_an_id_within_another_word_is_left_alone() -> None:
    lines = script(asked(5, "PUT", f"activity/sms/{SMS}/", {"text": f"{LEAD}x x{SMS} {TEMPLATE}"}))
    assert any(f'"{LEAD}x x{SMS} {TEMPLATE}"' in line for line in lines)


@pytest.mark.parametrize(
    "request_",
    [
        asked(9, "GET", "me/"),
        asked(9, "GET", "activity/sms/acti_of_nobody/"),
        asked(9, "GET", f"activity/sms/?lead_id={LEAD}"),
        asked(9, "GET", f"activity/sms/{SMS}/", overlapped=True),
        asked(
            9,
            "POST",
            "activity/sms/",
            {"_params": {"lead_id": LEAD}},
            request_headers={"x-http-method-override": "GET"},
        ),
    ],
    ids=["names nothing", "nobody's", "a list", "at the same time", "a list by POST"],
)
def test_what_cannot_be_told_in_a_few_lines_is_not(request_: Exchange) -> None:
    assert script(request_) == []


def test_ids_that_could_be_any_word_are_not_put_in_the_place_of_others() -> None:
    tape = [asked(1, "POST", "lead/", {}, {"id": "7"}), *TAPE[1:], PUT]
    assert Retelling(tape).script(PUT.number) == ""


def test_a_part_of_one_message_is_no_list() -> None:
    assert any(
        """'"$sms"'/?_fields=id' """ in line for line in script(asked(9, "GET", f"activity/sms/{SMS}/?_fields=id"))
    )


def test_a_request_without_an_answer_has_no_script() -> None:
    assert Retelling(TAPE).script(77) == ""


def test_the_tape_may_grow() -> None:
    tape = list(TAPE)
    retelling = Retelling(tape)
    assert retelling.script(9) == ""
    tape.append(PUT)
    assert retelling.script(9) != ""


@contextmanager
def served() -> Iterator[str]:
    """The mock over HTTP; its keys are in the environment."""

    class Quiet(WSGIRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

    app, variables = mock_application()
    server = make_server("127.0.0.1", 0, app, handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with mock.patch.dict(os.environ, variables):
        yield f"http://127.0.0.1:{server.server_port}/api/v1"
    server.shutdown()
    server.server_close()


@pytest.mark.skipif(not all(map(shutil.which, ("sh", "curl", "jq"))), reason="needs sh, curl and jq")
def test_the_script_works_when_the_run_is_over(tmp_path: Path) -> None:
    with served() as root:
        settings = Settings.checked(
            target=root, profile="record", send_to=None, settle=0, patience=0.1,
            selection=None, report_dir=tmp_path, depth="standard", seed=0,
        )  # fmt: skip
        run = Run.begin(settings)
        body = {"status": "draft", "lead_id": run.world.lead_id, "contact_id": run.world.contact_id, "text": "it's"}
        made = run.client.create(body)
        run.client.update(str(made.id), {"remote_phone": "+14155550123"})
        put = run.client.update(str(made.id), {"text": "and 'that' is $HOME \\n"})
        lines = Retelling(run.client.recorder.tape).script(put.exchange.number)
        run.finish()
        done = subprocess.run(["sh", "-c", lines], capture_output=True, text=True, check=True)
        head, _, answer = done.stdout.replace("\r", "").partition("\n\n")
        assert (head.split()[1], done.stderr) == ("200", "")
        told = json.loads(answer)
        assert (told["text"], told["remote_phone"]) == ("and 'that' is $HOME \\n", "+14155550123")
        assert told["id"] != made.id
        again = Run.begin(settings)
        leads = again.client.send("GET", "lead/").object["data"]
        assert [lead["name"] for lead in leads if lead["name"].startswith("close-sms-conformance")] == []
        assert again.client.get(told["id"]).status == 404
