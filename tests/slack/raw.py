"""Bytes to the app over a bare socket, and requests signed once and sent as often as one likes."""

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Any

from bot.simulator import Reply, SlackSimulator, payloads
from bot.simulator.wire import FORM

PATH = "/slack/events"


@dataclass(frozen=True)
class Signed:
    """One signed request."""

    body: bytes
    content_type: str
    headers: dict[str, str]

    async def send(self, slack: SlackSimulator) -> Reply:
        """Send it as it is."""
        return await slack.deliver(self.body, self.content_type, self.headers)


def signed(slack: SlackSimulator, body: bytes, content_type: str = FORM, age: int = 0) -> Signed:
    """`body` with the signature that Slack made `age` seconds ago."""
    then = str(int(time.time()) - age)
    signature = payloads.signature(slack.signing_secret, then, body)
    headers = {"X-Slack-Request-Timestamp": then, "X-Slack-Signature": signature}
    return Signed(body, content_type, headers)


def signed_json(slack: SlackSimulator, body: dict[str, Any], age: int = 0) -> Signed:
    return signed(slack, json.dumps(body).encode(), "application/json", age)


def head(*lines: str) -> bytes:
    """The head of a POST to the door."""
    return "\r\n".join((f"POST {PATH} HTTP/1.1", "Host: x", *lines, "", "")).encode(
        errors="surrogateescape"
    )


async def exchange(port: int, sent: bytes, seconds: float = 10.0) -> bytes:
    """What comes back until the app closes or has answered; the connection stays half open."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(sent)
        await writer.drain()
        async with asyncio.timeout(seconds):
            return await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError) as error:
        return getattr(error, "partial", b"")
    finally:
        writer.close()


def status_of(answer: bytes) -> int:
    """The status of an HTTP answer; 0 when there is none."""
    return int(answer.split(b" ")[1]) if answer.startswith(b"HTTP/1.") else 0
