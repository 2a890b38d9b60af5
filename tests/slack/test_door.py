"""The HTTP door: what is refused before it is read, and what is answered all the same."""

import gzip
import json
import logging
import re
from urllib.parse import urlencode

import pytest

from bot.simulator import payloads
from bot.slack.gate import MAX_BODY_BYTES
from bot.slack.serving import Serving, serving
from tests.conftest import until
from tests.slack.raw import PATH, exchange, head, signed, signed_json, status_of

JSON = "application/json"
WRONG = {"X-Slack-Signature": "v0=" + "0" * 64}
COMMAND = payloads.command("who patches RDS?", "U1", "C1", "https://hooks.slack.example/1", "1.2")


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was logged, but for the loop that stands still on a busy machine."""
    records = (one for one in caplog.records if one.name != "bot.slack.heartbeat")
    return [record.getMessage() for record in records]


async def test_the_signature_comes_before_everything(app, slack, caplog) -> None:
    """Unsigned, the worst body costs 401 and one line of our own words."""
    caplog.set_level(logging.INFO)
    forging = b"response_url=x\n2026-01-01 ERROR forged"
    bodies = [forging, b"{", b"[" * 4000, b"\xff", b"payload=[", b"a=b&" * 200]
    replies = [await slack.deliver(body, JSON, WRONG) for body in bodies]

    assert {(reply.status, reply.body) for reply in replies} == {(401, "bad signature")}
    assert lines(caplog)[0] == f"refused status=401 reason='bad signature' bytes={len(forging)}"
    assert not any("forged" in line or len(line) > 200 for line in lines(caplog))


async def test_a_codec_that_a_sender_names_is_not_used(app, slack, caplog) -> None:
    """415, signed as it is."""
    reply = await slack.deliver(b'{"type": "x"}', "application/json; charset=zlib_codec")

    assert reply.status == 415
    assert "Traceback" not in caplog.text


async def test_what_the_head_refuses_is_not_read(app: Serving) -> None:
    """Compressed, or too large by its own word: the answer comes while the body is still to be sent."""
    bomb = head("Content-Type: application/json", "Content-Encoding: gzip", "Content-Length: 99999")
    large = head("Content-Type: application/json", f"Content-Length: {MAX_BODY_BYTES + 1}")
    answers = [
        await exchange(app.port, bomb + gzip.compress(b"0" * 10**7)[:50]),
        await exchange(app.port, large),
    ]

    assert [status_of(answer) for answer in answers] == [415, 413]


async def test_a_chunked_body_is_refused_while_it_is_read(app: Serving) -> None:
    """413 as soon as it is over the limit, though its end was never sent."""
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    sent = head("Content-Type: application/json", "Transfer-Encoding: chunked")

    assert status_of(await exchange(app.port, sent + chunk * 9)) == 413


async def test_a_body_at_the_limit_is_read(app, slack) -> None:
    """512 KiB are looked at, one byte more is not."""
    body = b'{"type": "x", "y": "' + b"a" * (MAX_BODY_BYTES - 22) + b'"}'
    at, above = await slack.deliver(body, JSON), await slack.deliver(body + b" ", JSON)

    assert (len(body), at.status, above.status) == (MAX_BODY_BYTES, 200, 413)


async def test_a_question_may_hold_anything(app, slack) -> None:
    """Half a character, NUL, and the word that Bolt alone takes for the sign of an interaction."""
    asked = ["who patches RDS? \ud83d", "\udfff who patches RDS?", "who patches RDS?\0"]
    mentioned = [(await slack.mention(text)).messages[0]["text"] for text in asked]
    command = await slack.command("payload: who patches RDS?")

    assert all("AWS patches" in text for text in [*mentioned, command.body["text"]])


async def test_nobody_gives_bolt_orders_in_a_header(app, slack) -> None:
    """x-slack-bolt-lazy-only would have Bolt run no listener and acknowledge; nobody signs a header."""
    orders = {"X-Slack-Bolt-Lazy-Only": "1", "X-Slack-Bolt-Lazy-Function-Name": "whosejob"}
    reply = await slack.deliver(urlencode(COMMAND).encode(), headers=orders)

    assert "AWS patches" in reply.body["text"]


@pytest.mark.parametrize("token", ["xoxb-of-somebody-else", "xoxb-1\r\nX-Slack-Team: T2"])
async def test_no_delivery_chooses_the_token_that_we_call_with(app, slack, token: str) -> None:
    """Bolt takes the bot_access_token of a function out of any body; we have no functions."""
    opened = payloads.home_opened(slack.user, slack.timestamp(), slack.home)
    orders = {"function_execution_id": "Fx1", "bot_access_token": token}
    reply = await slack.event(opened | orders)

    assert reply.status == 200
    assert slack.home["type"] == "home"  # published, so with a token that Slack knows


async def test_url_verification_needs_a_signature(app, slack) -> None:
    """Signed: the challenge. Unsigned: 401, and it is not repeated."""
    body = json.dumps({"type": "url_verification", "challenge": "c4a11"}).encode()
    right, wrong = await slack.deliver(body, JSON), await slack.deliver(body, JSON, WRONG)

    assert (right.status, right.body) == (200, {"challenge": "c4a11"})
    assert (wrong.status, wrong.body) == (401, "bad signature")


async def test_url_verification_is_answered_before_we_are_installed(slack, settings) -> None:
    """Slack checks the address when the app is made, before there is a token that signs us in."""
    slack.failures["auth.test"] = [{"ok": False, "error": "invalid_auth"}] * 50
    async with serving(settings, "127.0.0.1") as now:
        slack.app_url = f"http://127.0.0.1:{now.port}{PATH}"
        sent = signed_json(slack, {"type": "url_verification", "challenge": "c"})
        replies = [await sent.send(slack) for _ in range(2)]
        is_ready = now.is_ready

    assert not is_ready
    assert [reply.body for reply in replies] == [{"challenge": "c"}] * 2


async def test_ssl_check_is_an_empty_200(app: Serving, slack, caplog) -> None:
    """Slack may send it unsigned; it asks nothing, so it gets nothing, and leaves no line."""
    caplog.set_level(logging.INFO)
    ways: list[dict[str, str]] = [{}, WRONG, {"X-Slack-Signature": ""}]
    replies = [await slack.deliver(b"token=x&ssl_check=1", headers=headers) for headers in ways]

    assert [(reply.status, reply.body) for reply in replies] == [(200, "")] * 3
    assert lines(caplog) == []


async def test_ssl_check_opens_no_way_past_the_signature(app: Serving, slack) -> None:
    """A command that calls itself a check of the certificate is a command."""
    asking = urlencode(COMMAND).encode() + b"&ssl_check=1"
    large = b"ssl_check=1&" + b"x" * 600

    assert (await slack.deliver(asking, headers=WRONG)).status == 401
    assert (await slack.deliver(large, headers=WRONG)).status == 401


NO_HTTP = {
    "tls": b"\x16\x03\x01\x02\x00\x01",
    "no path": b"GET\r\n\r\n",
    "version": b"BREW / HTTP/9.9\r\n\r\n",
    "length": head("Content-Length: -1"),
    "smuggling": head("Content-Length: 1", "Transfer-Encoding: chunked"),
    "two lengths": head("Content-Length: 1", "Content-Length: 2"),
    "chunk": head("Content-Type: application/json", "Transfer-Encoding: chunked") + b"zz\r\n",
    "nul": head("a: b\n\nforged: 1\x00"),
    "many headers": head(*(f"X-{n}: x" for n in range(500))),
    "long header": head("X: " + "x" * 20_000),
}
"""What aiohttp answers by itself."""


async def test_what_is_no_http_is_400(app: Serving, caplog) -> None:
    """Counted like every refusal, without a traceback and without its bytes in the log."""
    caplog.set_level(logging.INFO)
    statuses = {name: status_of(await exchange(app.port, sent)) for name, sent in NO_HTTP.items()}

    assert statuses == dict.fromkeys(NO_HTTP, 400)
    assert lines(caplog)[0] == "refused status=400 reason='not HTTP' bytes=None"
    assert all(re.fullmatch(r"refused (status|count)=[\w '=:,×-]+", line) for line in lines(caplog))
    assert b'whosejob_refused_total{status="400"} 10.0' in app.desk.metrics.page()


async def test_an_unknown_expectation_is_417(app: Serving, caplog) -> None:
    """On every path; aiohttp alone answers 500 with a traceback where it is no text."""
    sent = [b"GET %s HTTP/1.1\r\nHost: x\r\nExpect: \xa9\r\n\r\n" % p for p in (b"/", b"/livez")]

    assert [status_of(await exchange(app.port, one)) for one in sent] == [417, 417]
    assert "Traceback" not in caplog.text


async def test_a_sender_who_hangs_up_leaves_no_traceback(app: Serving, caplog) -> None:
    """Half a body, then nothing."""
    caplog.set_level(logging.INFO)
    half = head("Content-Type: application/json", "Content-Length: 99") + b"x"
    with pytest.raises(TimeoutError):
        await exchange(app.port, half, 0.1)
    await until(lambda: bool(lines(caplog)))

    assert lines(caplog) == ["refused status=400 reason='body cut off' bytes=99"]


async def test_every_refusal_is_counted(app: Serving, slack, caplog) -> None:
    """In the metrics, by status; the log holds the first, and one line for the others of a second."""
    caplog.set_level(logging.INFO)
    for _ in range(300):
        await signed(slack, b"text=hi", age=400).send(slack)

    assert b'whosejob_refused_total{status="401"} 300.0' in app.desk.metrics.page()
    assert len(lines(caplog)) < 60
