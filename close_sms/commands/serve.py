"""``close-sms serve``: the mock over HTTP, with a line of log for each request."""

import json
import logging
import shlex
import signal
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from types import FrameType
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import waitress.server

from close_sms.endpoint import MOCK_SEND_TO
from close_sms.places import starter
from close_sms.report.text import clip, one_line

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


class ServeError(Exception):
    """The address cannot be listened at: the message says which, why, and what to do."""


def serve(app: "WSGIApplication", variables: Mapping[str, str], host: str, port: int) -> None:
    """Serve the app until Ctrl-C or SIGTERM, port 0 meaning any free one.

    Prints the URL, the variables to export and a line to paste, then each request. Raises ServeError.
    """
    listener = listen(host, port)
    logging.getLogger("waitress").setLevel(logging.ERROR)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        server = waitress.server.create_server(RequestLog(app), sockets=[listener], threads=8)
        say(greeting(url(listener), variables))
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        listener.close()


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address; raises ServeError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        place = f"{host} port {port}"
        raise ServeError(f"cannot listen on {place}: {reason}. Try --port 0 for any free port.") from None


def url(listener: socket.socket) -> str:
    """The API root that the socket serves."""
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/api/v1"


def greeting(root: str, variables: Mapping[str, str]) -> str:
    """What a user needs to point the suite at the mock, ready to paste."""
    exports = "\n".join(f"export {name}={shlex.quote(value)}" for name, value in variables.items())
    test = f"{starter()} --endpoint={root} --profile=send --send-to={MOCK_SEND_TO}"
    paste = f"In another terminal:\n\n{exports}\n{test}"
    return f"The mock is served at {root}\n\n{paste}\n\nCtrl-C ends it. Requests:"


def say(line: str) -> None:
    """Print at once, also into a pipe."""
    print(line, flush=True)


class RequestLog:
    """A WSGI app around another that says each request: method, URL, body status, answer, milliseconds."""

    def __init__(self, app: "WSGIApplication", say: Callable[[str], None] = say) -> None:
        """Wrap ``app``; ``say`` takes each line."""
        self.app = app
        self.say = say

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """The app's answer, unchanged; its line is said when the answer is complete."""
        started = time.perf_counter()
        body = environ["wsgi.input"].read()
        environ["wsgi.input"] = BytesIO(body)
        code = ["500"]

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Callable[[bytes], object]:
            code[0] = status.split(" ", 1)[0]
            return start_response(status, headers, *rest)

        def end() -> None:
            milliseconds = 1000 * (time.perf_counter() - started)
            self.say(f"{request_line(environ, body)} -> {code[0]} {milliseconds:.0f} ms")

        try:
            answer = self.app(environ, start)
        except Exception:
            end()
            raise
        return _followed(answer, end)


def _followed(answer: Iterable[bytes], end: Callable[[], None]) -> Iterator[bytes]:
    try:
        yield from answer
    finally:
        close = getattr(answer, "close", None)
        if close is not None:
            close()
        end()


def request_line(environ: "WSGIEnvironment", body: bytes) -> str:
    """Method, path with query, and ``status=`` of the body if it has one."""
    path = quote(environ.get("PATH_INFO", "").encode("latin-1"))
    query = environ.get("QUERY_STRING", "")
    parts = [environ["REQUEST_METHOD"], f"{path}?{query}" if query else path, _status(body)]
    return one_line(" ".join(part for part in parts if part))


def _status(body: bytes) -> str:
    try:
        values = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(values, dict) or "status" not in values:
        return ""
    status = values["status"]
    return "status=" + clip(status if isinstance(status, str) else json.dumps(status), 40)
