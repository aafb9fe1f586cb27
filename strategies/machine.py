"""A state machine that leads messages through their lives and expects of an endpoint what the documents say."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import inf
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from hypothesis.strategies import DataObject

from strategies.actions import Actions, Activity
from strategies.fields import LONGEST_DELAY, SENDING
from strategies.lifecycle import KEPT, Lifecycle
from strategies.message_texts import texts
from strategies.phone_numbers import fictional_phones
from strategies.placeholders import FAR, LOCAL_PHONE, SEND_TO, TEMPLATE

SOON = 90  # seconds until a message is scheduled whose date is waited for
LOCKED = ("inbox", "sent", "scheduled", "outbox")
TEXTS = texts(max_size=200)


class LifecycleMachine(RuleBasedStateMachine):
    """Creates, changes, sends, cancels, deletes, fetches and lists messages, and compares them with `Lifecycle`.

    A subclass gives `open_actions`, called once for each example; it may replace the `expect_…` methods by claims of
    its own, and `now` where time passes outside `wait`.
    """

    def __init__(self) -> None:
        """A fresh endpoint, or at least no messages yet."""
        super().__init__()
        self.actions = self.open_actions()
        self.model = Lifecycle()
        self.waited = 0.0

    def open_actions(self) -> Actions:
        """The endpoint under test."""
        raise NotImplementedError(f"{type(self).__name__} must define open_actions()")

    def now(self) -> float:
        """The endpoint's present, in seconds from any start; by default what was waited."""
        return self.waited

    # --- expectations --------------------------------------------------------------------------------------------

    def expect_accepted(self, action: str, answer: Activity | None) -> Activity:
        """The answer, which must not be a refusal; `action` is the name of the machine's rule."""
        if answer is None:
            raise AssertionError(f"{action}: expected the request to be accepted, but it was refused")
        return answer

    def expect_refused_and_unchanged(
        self, action: str, answer: Activity | None, before: Activity, after: Activity
    ) -> None:
        """A modification that no document allows left the message as it was; how it was refused is open."""
        changed = [name for name in ("status", *KEPT) if before.get(name) != after.get(name)]
        if changed:
            how = "refused" if answer is None else "accepted"
            raise AssertionError(f"{action}: the request was {how}; expected no change, but {changed} changed")

    def expect_state(
        self, action: str, activity: Activity, statuses: frozenset[str], content: Mapping[str, Any]
    ) -> None:
        """The message has one of the statuses, and the content that it was given."""
        found = {name: activity.get(name) for name in ("status", *content)}
        if found["status"] not in statuses:
            expected = " or ".join(sorted(statuses))
            raise AssertionError(f"{action}: expected the status {expected}, found {found['status']!r}")
        for name, value in content.items():
            if found[name] != value:
                raise AssertionError(f"{action}: expected {name} {value!r}, found {found[name]!r}")

    def expect_deleted(self, done: bool) -> None:
        """A delete was accepted."""
        if not done:
            raise AssertionError("delete: expected the request to be accepted, but it was refused")

    def expect_gone(self, activity: Activity) -> None:
        """A fetch or an edit of a deleted message found nothing."""
        if activity:
            raise AssertionError(f"after a delete: expected nothing, found {activity.get('id')!r}")

    def expect_listed(self, ids: Collection[str], listed: Mapping[str, Activity]) -> None:
        """The list holds these messages, and none that was deleted."""
        missing, ghosts = set(ids) - set(listed), set(self.model.gone) & set(listed)
        if missing or ghosts:
            raise AssertionError(f"list: expected {missing or 'none of ' + str(ghosts)}, found {set(listed)}")

    # --- creating ------------------------------------------------------------------------------------------------

    @rule(status=st.sampled_from(("inbox", "sent")), text=TEXTS, phone=fictional_phones())
    def log(self, status: str, text: str, phone: str) -> None:
        """A message is logged."""
        self._create("log", self._body(status, text, phone))

    @rule(text=TEXTS, phone=fictional_phones())
    def draft(self, text: str, phone: str) -> None:
        """A draft is stored; it can be sent if the run may send."""
        self._create("draft", self._body("draft", text, self._sendable(phone)))

    @precondition(lambda self: self.actions.may("template"))
    @rule(phone=fictional_phones())
    def draft_from_template(self, phone: str) -> None:
        """A template gives the text of a draft, which it keeps from then on."""
        self._create("draft_from_template", self._body("draft", None, self._sendable(phone), template_id=TEMPLATE))

    @precondition(lambda self: self.actions.may("schedule"))
    @rule(text=TEXTS)
    def create_scheduled(self, text: str) -> None:
        """A message is scheduled far ahead."""
        self._create("create_scheduled", self._body("scheduled", text, SEND_TO, date_scheduled=FAR))

    @precondition(lambda self: self.actions.may("schedule") and self.actions.may("wait"))
    @rule(text=TEXTS)
    def create_due(self, text: str) -> None:
        """A message is scheduled for the next minutes."""
        body = self._body("scheduled", text, SEND_TO, date_scheduled=self.actions.moment(SOON))
        self._create("create_due", body, due=self.now() + SOON, is_open=True)  # how near a date may be (S18)

    @precondition(lambda self: self.actions.may("delay"))
    @rule(text=TEXTS)
    def create_outbox(self, text: str) -> None:
        """A message is to be sent in a minute."""
        self._create("create_outbox", self._body("outbox", text, SEND_TO, send_in=LONGEST_DELAY))

    # --- modifying -----------------------------------------------------------------------------------------------

    @precondition(lambda self: self._in("draft"))
    @rule(data=st.data(), text=TEXTS)
    def edit(self, data: DataObject, text: str) -> None:
        """A draft takes a new text."""
        self._update("edit", self._one_of(data, "draft"), {"text": text})

    @precondition(lambda self: self.actions.may("schedule") and self._in("draft"))
    @rule(data=st.data())
    def schedule(self, data: DataObject) -> None:
        """A draft is scheduled far ahead."""
        self._update("schedule", self._one_of(data, "draft"), {"status": "scheduled", "date_scheduled": FAR})

    @precondition(lambda self: self.actions.may("send") and self._in("draft"))
    @rule(data=st.data())
    def send(self, data: DataObject) -> None:
        """A draft is sent at once."""
        self._update("send", self._one_of(data, "draft"), {"status": "outbox"})

    @precondition(lambda self: self._in("scheduled", "outbox"))
    @rule(data=st.data())
    def cancel(self, data: DataObject) -> None:
        """A message that was not sent yet becomes a draft, and loses nothing."""
        self._update("cancel", self._one_of(data, "scheduled", "outbox"), {"status": "draft"})

    @precondition(lambda self: self._in(*LOCKED, "error"))
    @rule(data=st.data(), text=TEXTS)
    def edit_locked(self, data: DataObject, text: str) -> None:
        """A message that is no draft takes no new text."""
        id_ = self._one_of(data, *LOCKED, "error")
        before = self.actions.get(id_)
        if before.get("status") == "error":
            return  # whether a failed message can be edited is open
        answer = self.actions.update(id_, {"text": text})
        self.expect_refused_and_unchanged("edit_locked", answer, before, self.actions.get(id_))

    @precondition(lambda self: self.actions.may("delete") and self._in("draft"))
    @rule(data=st.data())
    def delete(self, data: DataObject) -> None:
        """A draft is deleted; nothing finds it any more."""
        id_ = self._one_of(data, "draft")
        done = self.actions.delete(id_)
        if not self.actions.may("delete"):
            return  # what the role of a credential covers is open
        self.expect_deleted(done)
        self.model.deleted(id_)
        self.expect_gone(self.actions.get(id_))

    @precondition(lambda self: bool(self.model.gone))
    @rule(data=st.data(), text=TEXTS)
    def edit_deleted(self, data: DataObject, text: str) -> None:
        """A deleted message takes no text, and does not come back."""
        id_ = data.draw(st.sampled_from(self.model.gone), label="message")
        self.expect_gone(self.actions.update(id_, {"text": text}) or {})
        self.expect_gone(self.actions.get(id_))

    # --- looking -------------------------------------------------------------------------------------------------

    @precondition(lambda self: bool(self.model.messages))
    @rule(data=st.data())
    def fetch(self, data: DataObject) -> None:
        """A message is as it was left, or has been sent when it was due."""
        id_ = data.draw(st.sampled_from(list(self.model.messages)), label="message")
        self._compare("fetch", id_, self.actions.get(id_))

    @precondition(lambda self: bool(self.model.messages))
    @rule()
    def look_at_list(self) -> None:
        """The list holds every message as it was left, and no deleted one."""
        ids = list(self.model.messages)
        listed = self.actions.list(self._is_settled)
        self.expect_listed(ids, listed)
        for id_ in ids:
            self._compare("look_at_list", id_, listed[id_])

    def _is_settled(self, listed: Mapping[str, Activity]) -> bool:
        """Whether a list shows every message as it was left, and no deleted one."""
        if not set(self.model.messages) <= set(listed) or set(self.model.gone) & set(listed):
            return False
        return all(self._is_as_left(id_, listed[id_]) for id_ in self.model.messages)

    def _is_as_left(self, id_: str, activity: Activity) -> bool:
        content = self.model.messages[id_].content
        is_held = all(activity.get(name) == value for name, value in content.items())
        return is_held and activity.get("status") in self._statuses(id_)

    @precondition(lambda self: self.actions.may("wait"))
    @rule(seconds=st.sampled_from((1, 30, 120)))
    def wait(self, seconds: int) -> None:
        """Time passes; what was to be sent is looked at."""
        self._let_pass(seconds)

    def teardown(self) -> None:
        """At the end the last that is due is waited for, too."""
        if self.actions.may("wait"):
            self._let_pass(SOON + 30)

    def _let_pass(self, seconds: int) -> None:
        waiting = [id_ for id_, message in self.model.messages.items() if message.due < inf]
        self.actions.wait(seconds)
        self.waited += seconds
        for id_ in waiting:
            self._compare("fetch", id_, self.actions.get(id_))

    def _sendable(self, phone: str) -> str:
        return SEND_TO if self.actions.may("send") else phone

    # --- steps ---------------------------------------------------------------------------------------------------

    def _body(self, status: str, text: str | None, phone: str, **more: Any) -> dict[str, Any]:
        body = {"status": status, "local_phone": LOCAL_PHONE, "remote_phone": phone}
        return {**self.actions.belongs, **body, **({} if text is None else {"text": text}), **more}

    def _in(self, *statuses: str) -> list[str]:
        return self.model.surely(self.now(), *statuses)

    def _one_of(self, data: DataObject, *statuses: str) -> str:
        return data.draw(st.sampled_from(self._in(*statuses)), label="message")

    def _create(self, action: str, body: Mapping[str, Any], due: float = inf, *, is_open: bool = False) -> None:
        now, made = self.now(), self.actions.create(body)
        if made is None and is_open:
            return
        answer, slack = self.expect_accepted(action, made), self.now() - now
        self.model.created(str(answer["id"]), {"text": answer.get("text"), **body}, now, due, slack=slack)
        self._compare(action, str(answer["id"]), answer)

    def _update(self, action: str, id_: str, body: Mapping[str, Any]) -> None:
        now = self.now()
        try:
            changed = self.actions.update(id_, body)
        except BaseException:  # the walk ends here, but at its end it is still looked at what is known
            self.model.lost(id_)
            raise
        if changed is None and (self.model.may_have_left(id_, self.now()) or self._has_failed(id_)):
            return  # the answer took too long, or came when there was nothing to be sent any more
        answer, slack = self.expect_accepted(action, changed), self.now() - now
        self.model.updated(id_, body, now, slack=slack)
        self._compare(action, id_, answer)

    def _has_failed(self, id_: str) -> bool:
        """Whether it has turned out that what waits cannot be sent, as it may at any time."""
        is_waiting = self.model.messages[id_].status in SENDING
        if not is_waiting or self.actions.get(id_).get("status") != "error":
            return False
        self.model.seen(id_, "error")
        return True

    def _statuses(self, id_: str) -> frozenset[str]:
        expected = self.model.statuses(id_, self.now())
        return expected | {"error"} if expected & set(SENDING) else expected

    def _compare(self, action: str, id_: str, activity: Activity) -> None:
        expected = self._statuses(id_)
        content = self.model.messages[id_].content
        self.expect_state(action, activity, expected, content)
        content |= {name: activity.get(name) for name in content}  # as it is kept: letters may have been composed
        self.model.seen(id_, str(activity.get("status")))
