"""The wire: signed HTTP deliveries to the app, or Socket Mode envelopes, and what it acknowledged."""

import json
import secrets
import time
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.simulator import payloads
from bot.simulator.payloads import Json
from bot.simulator.sockets import Sockets

FORM = "application/x-www-form-urlencoded"


KEEP_ALIVE_SECONDS = 10.0
"""Less than the app's 15: a request never meets a connection that is just being closed."""


class Wire:
    """Delivers over a connected websocket, else to `app_url`."""

    def __init__(self) -> None:
        self.signing_secret = secrets.token_hex(16)
        self.app_url = ""
        self._session: aiohttp.ClientSession | None = None
        self.sockets = Sockets()

    async def open(self) -> None:
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=15),
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=KEEP_ALIVE_SECONDS),
        )

    async def close(self) -> None:
        await self.sockets.close()
        if self._session:
            await self._session.close()

    @property
    def is_socket_mode(self) -> bool:
        return any(not one.websocket.closed for one in self.sockets.open)

    async def send(self, kind: str, payload: Json) -> tuple[int, Any]:
        """Deliver `payload` as Slack does for `kind` (slash_commands, events_api or interactive).

        Gives the HTTP status (in Socket Mode 200, or 504 when it was not acknowledged) and the body: JSON where the app
        sent JSON, else text.
        """
        if self.sockets.opened and (self.is_socket_mode or not self.app_url):
            return await self.sockets.send(kind, payload)
        if kind == "events_api":
            return await self.post(json.dumps(payload).encode(), "application/json", {})
        form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
        return await self.post(urlencode(form).encode(), FORM, {})

    async def post(
        self, body: bytes, content_type: str, headers: dict[str, str]
    ) -> tuple[int, Any]:
        """POST a signed body; `headers` replace the right ones."""
        assert self._session  # noqa: S101 - opened
        now = str(int(time.time()))
        signed = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": now,
            "X-Slack-Signature": payloads.signature(self.signing_secret, now, body),
        }
        async with self._session.post(
            self.app_url, data=body, headers={**signed, **headers}
        ) as response:
            return response.status, parsed(await response.text())


def parsed(text: str) -> Any:
    """JSON where it is JSON, else the text."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text
