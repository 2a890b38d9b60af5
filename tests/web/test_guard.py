"""The page's door: 127.0.0.1 only, our own page only, nothing that could run elsewhere."""

import json
import re
import socket

import aiohttp
import pytest

from bot.errors import SettingsError
from bot.simulator import SlackSimulator
from bot.web.play import page
from bot.web.server import Playground
from tests.conftest import ROOT

PAGE = ROOT / "bot/web/playground"


@pytest.fixture
async def door(slack: SlackSimulator):
    """The page in front of a simulator without an app."""
    async with page(slack) as playground:
        yield playground


async def ask(
    door: Playground,
    path: str,
    *,
    body: object = None,
    token: str | None = "right",
    **headers: str,
) -> tuple[int, str, dict[str, str]]:
    """(status, text, headers) of one request."""
    sent = {"Host": f"127.0.0.1:{door.port}", **headers}
    if token:
        sent["X-Playground-Token"] = door.token if token == "right" else token
    data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
    method = "GET" if body is None else "POST"
    async with (
        aiohttp.ClientSession() as session,
        session.request(
            method, f"http://127.0.0.1:{door.port}{path}", data=data, headers=sent
        ) as answer,
    ):
        return answer.status, await answer.text(), dict(answer.headers)


SAID = {"where": "channel", "text": "hello"}
REFUSED = [
    pytest.param({"Host": "evil.example:3000"}, "right", id="a name bent to 127.0.0.1"),
    pytest.param({"Host": "127.0.0.1"}, "right", id="a host without our port"),
    pytest.param({"Origin": "https://evil.example"}, "right", id="another website"),
    pytest.param({"Origin": "null"}, "right", id="a sandboxed frame"),
    pytest.param({"Origin": "http://127.0.0.1:1"}, "right", id="another local server"),
    pytest.param({}, None, id="no token"),
    pytest.param({}, "wrong", id="a wrong token"),
]


@pytest.mark.parametrize(("headers", "token"), REFUSED)
async def test_nobody_else_may_drive_the_page(door, slack, headers, token) -> None:
    """A request that does not come from our own page is refused and changes nothing."""
    status, _, _ = await ask(door, "/api/say", body=SAID, token=token, **headers)
    state, seen, _ = await ask(door, "/api/state", token=token, **headers)

    assert (status, state) == (403, 403)
    assert slack.messages == []
    assert "messages" not in seen


async def test_the_page_itself_may(door, slack) -> None:
    """The right Host, the right Origin and the token of this run."""
    origin = f"http://localhost:{door.port}"
    status, _, _ = await ask(
        door, "/api/say", body=SAID, Origin=origin, Host=f"localhost:{door.port}"
    )

    assert status == 200
    assert [message["text"] for message in slack.messages] == ["hello"]


@pytest.mark.parametrize("path", ["/", "/playground/app.js", "/nowhere", "/api/state"])
async def test_every_response_forbids_what_it_does_not_need(door, path: str) -> None:
    """The strict headers stand on pages, files and refusals alike."""
    _, _, headers = await ask(door, path, token=None)
    policy = headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Access-Control-Allow-Origin" not in headers


BAD_BODIES = [
    pytest.param(b"", 400, id="empty"),
    pytest.param(b"[1]", 400, id="a list"),
    pytest.param(b"\xff\xfe", 400, id="no text"),
    pytest.param(b"[" * 60_000, 400, id="deep"),
    pytest.param(b'"' + b"x" * 70_000 + b'"', 413, id="over 64 KB"),
    pytest.param(b'{"text": 7, "where": []}', 200, id="wrong types"),
]


@pytest.mark.parametrize(("body", "status"), BAD_BODIES)
@pytest.mark.parametrize("doing", ["say", "click", "act", "submit", "close", "suggest"])
async def test_a_bad_body_is_answered(door, doing: str, body: bytes, status: int) -> None:
    """Never a 500."""
    assert (await ask(door, f"/api/{doing}", body=body))[0] == status


@pytest.mark.parametrize("path", ["/playground/index.html", "/playground/..%2fserver.py", "/x"])
async def test_only_the_pages_own_files_are_served(door, path: str) -> None:
    """No way out of the folder; the page itself only with its token in it."""
    assert (await ask(door, path, token=None))[0] == 404


async def test_the_token_differs_in_every_run(slack: SlackSimulator) -> None:
    """An old page cannot drive a new run."""
    async with page(slack) as one, page(slack) as other:
        assert one.token != other.token


async def test_the_page_listens_on_127_0_0_1_only(door) -> None:
    """From the network nobody reaches it."""
    with socket.socket() as other, pytest.raises(OSError, match="refused"):
        other.connect(("127.0.0.2", door.port))


async def test_a_taken_port_says_what_to_do(slack: SlackSimulator, door) -> None:
    """The sentence names the option."""
    with pytest.raises(
        SettingsError, match=rf"{door.port} cannot be used .* --port {door.port + 1}"
    ):
        async with page(slack, door.port):
            pass


@pytest.mark.parametrize("path", sorted(PAGE.iterdir()), ids=lambda p: p.name)
def test_the_page_never_makes_markup_from_text(path) -> None:
    """No HTML from strings, no inline script or style, no address but its own, no file over 300 lines."""
    text = path.read_text(encoding="utf-8")
    addresses = set(re.findall(r"https?://[\w.]+", text)) - {
        "http://www.w3.org",
        "http://127.0.0.1",
    }

    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|eval\(|new Function"
        r"|createContextualFragment|srcdoc|\bstyle=|\son\w+=|<style|javascript:",
        text,
    )
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert addresses == set()
    assert text.count("\n") <= 300
