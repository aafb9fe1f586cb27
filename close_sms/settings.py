"""What a run was asked to do, checked before anything is asked of the endpoint."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from close_sms.endpoint import MOCK, MOCK_SEND_TO
from close_sms.profiles import PROFILES

SETTLE, PATIENCE = 2.0, 15.0  # seconds, unless the user says otherwise
E164 = re.compile(r"\+[1-9][0-9]{6,14}")


class CannotRun(Exception):
    """The run cannot be done as asked; the text is one line for the user."""


@dataclass(frozen=True)
class Settings:
    """What the user asked for; `settle` and `patience` are seconds, real ones off the mock."""

    target: str
    profile: str
    send_to: str | None
    selection: str | None
    settle: float
    patience: float
    report_dir: Path
    depth: str
    seed: int
    deviations: Path | None = None

    @staticmethod
    def checked(
        *,
        target: str,
        profile: str | None,
        send_to: str | None,
        selection: str | None,
        settle: float,
        patience: float,
        report_dir: Path,
        depth: str,
        seed: int,
        deviations: Path | None = None,
    ) -> Settings:
        """Settings with the defaults of the target filled in; raises CannotRun for what makes no sense."""
        target = MOCK if target.strip().lower() == MOCK else target
        on_mock = target == MOCK
        profile = profile or ("send" if on_mock else "record")
        if profile not in PROFILES:
            raise CannotRun(f"--profile={profile}: expected one of {', '.join(PROFILES)}")
        if send_to is None and on_mock:
            send_to = MOCK_SEND_TO
        if send_to is not None and not E164.fullmatch(send_to):
            raise CannotRun(f"--send-to={send_to}: expected a number in E.164 form such as +15005550006")
        if profile == "send" and send_to is None:
            raise CannotRun(
                "--profile=send really sends messages and needs --send-to=NUMBER, the only number that may be sent to"
            )
        if not 0 <= settle <= 600:
            raise CannotRun(f"--settle={settle:g}: expected 0 to 600 seconds, how long to watch that nothing is sent")
        if not 0 < patience <= 600:  # in no time at all nobody sends
            raise CannotRun(
                f"--patience={patience:g}: expected more than 0 and at most 600 seconds, how long to wait for a message"
            )
        return Settings(
            target=target,
            profile=profile,
            send_to=send_to,
            selection=selection,
            settle=settle,
            patience=patience,
            report_dir=report_dir,
            depth=depth,
            seed=seed,
            deviations=deviations,
        )
