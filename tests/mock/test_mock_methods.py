"""Methods: which there are, the override header, and HEAD and OPTIONS."""

import pytest

from close_sms.mock.routes import ROOT, ROUTES
from tests.mock.mock_session import SMS, Session

ITEM = f"{SMS}acti_x/"


@pytest.mark.parametrize("rule", ROUTES)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_every_path_knows_its_methods(mock: Session, rule: str, method: str) -> None:
    reply = mock.ask(method, rule.replace("<key>", "x"), {} if method in ("POST", "PUT") else None)
    known = {*ROUTES[rule], *(["HEAD"] if "GET" in ROUTES[rule] else [])}
    assert (reply.status == 405) == (method not in known)
    if reply.status == 405:
        assert set(reply.headers["Allow"].split(", ")) == known
        assert reply.headers["Content-Type"] == "application/json"
        assert method == "HEAD" or isinstance(reply.body["error"], str)


def test_the_methods_that_a_reading_adds() -> None:
    added = {"patch-on-an-activity": "accepted", "options-on-the-collection": "200"}
    mock = Session(added)
    options = mock.ask("OPTIONS", ITEM)
    assert (options.status, options.body) == (200, {})
    assert options.headers["Allow"] == "DELETE, GET, HEAD, OPTIONS, PATCH, PUT"
    assert mock.ask("OPTIONS", "/me/").headers["Allow"] == "GET, HEAD, OPTIONS"
    assert mock.ask("BREW", SMS).headers["Allow"] == "GET, HEAD, OPTIONS, POST"
    sms = mock.made(text="one")
    path = f"{SMS}{sms['id']}/"
    assert mock.ask("PATCH", path, {"text": "two"}).body == mock.fetch(sms).body
    assert mock.ask("PATCH", ITEM, {"text": "two"}).status == 404
    assert mock.ask("PATCH", path, {"text": 2}).faults.keys() == {"text"}


def test_an_update_of_many_is_always_faulty() -> None:
    mock = Session({"put-on-the-collection": "400"})
    for body in (None, {}, {"text": "x"}):
        assert mock.ask("PUT", SMS, body).status == 400


@pytest.mark.parametrize("path", [SMS, f"{SMS}?_limit=x", ITEM, "/me/", "/nothing/", "/event/"])
def test_head_is_a_get_without_its_body(mock: Session, path: str) -> None:
    get, head = mock.get(path), mock.ask("HEAD", path)
    assert (head.status, head.body) == (get.status, None)
    assert head.headers["Content-Length"] == get.headers["Content-Length"]


@pytest.mark.parametrize("reading", ["404", "405"])
def test_head_can_be_unsupported(reading: str) -> None:
    mock = Session({"head-on-the-collection": reading})
    assert mock.ask("HEAD", SMS).status == int(reading)
    assert "HEAD" not in mock.ask("BREW", SMS).headers["Allow"]


def test_the_override_of_the_method(mock: Session) -> None:
    one, two = mock.made(text="one"), mock.made(text="two")
    params = {"_params": {"id__in": [one["id"], two["id"]], "_limit": 1, "_fields": "text"}}
    reply = mock.post(SMS, params, x_http_method_override="GET")
    assert reply.body == {"data": [{"text": "two"}], "has_more": True}
    assert mock.post(f"{SMS}?_limit=1", b"", x_http_method_override="GET").body["has_more"]
    for odd in ({"_params": []}, {"_params": {"_limit": {}}}, [], b"{"):
        headers = {"x_http_method_override": "GET", "Content_Type": "application/json"}
        assert mock.post(SMS, odd, **headers).status == 400
    path = f"{SMS}{one['id']}/"
    put = mock.post(path, {"text": "new", "_params": {"_fields": "text"}}, x_http_method_override="put")
    assert put.body == {"text": "new"}
    assert mock.post(path, {"_params": {}}, x_http_method_override="DELETE").body == {}
    assert mock.fetch(one).status == 404
    assert mock.post(f"{SMS}{two['id']}/", b"", x_http_method_override="DELETE").status == 200
    assert mock.post(SMS, {"status": "draft"}, x_http_method_override="BREW").status == 200


@pytest.mark.parametrize(
    ("accept", "html", "only_json"),
    [
        ("", 200, 200),
        ("*/*", 200, 200),
        ("application/*;q=0.1, text/html", 200, 200),
        ("nonsense", 200, 406),
        ("text/html", 200, 406),
        ("text/html, application/json;q=0", 200, 406),
        ("image/png", 200, 406),
    ],
)
def test_accept(accept: str, html: int, only_json: int) -> None:
    page = Session({"accept-of-another-kind": "html"}).get(SMS, Accept=accept)
    assert page.status == html
    assert page.headers["Content-Type"].startswith("text/html" if "html" in accept and only_json == 406 else "appl")
    strict = Session({"accept-of-another-kind": "406"})
    assert strict.get(SMS, Accept=accept).status == only_json
    assert strict.post(SMS, {"status": "draft"}, Accept=accept).status == 200
    assert Session().get(SMS, Accept=accept).headers["Content-Type"] == "application/json"


def test_a_page_of_html_cannot_be_injected() -> None:
    mock = Session({"accept-of-another-kind": "html"})
    sms = mock.made(text="<script>")
    response = mock.client.get(
        f"{ROOT}{SMS}{sms['id']}/", headers={"Authorization": mock.authorization, "Accept": "text/html"}
    )
    assert "&lt;script&gt;" in response.text
    assert "<script>" not in response.text
