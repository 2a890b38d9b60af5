"""The wire: signed HTTP deliveries and Socket Mode envelopes to the app, and what it acknowledged."""

import asyncio
import contextlib
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from bot.simulator import payloads
from bot.simulator.payloads import Json

FORM = "application/x-www-form-urlencoded"


@dataclass(slots=True)
class _Socket:
    """One Socket Mode connection and what it acknowledged."""

    connection: web.WebSocketResponse
    acks: dict[str, "asyncio.Future[Json]"] = field(default_factory=dict)


class Wire:
    """Delivers over a connected websocket, else to `app_url`."""

    def __init__(self) -> None:
        self.signing_secret = secrets.token_hex(16)
        self.app_url = ""
        self._session: aiohttp.ClientSession | None = None
        self._sockets: list[_Socket] = []

    async def open(self) -> None:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15))

    async def close(self) -> None:
        for socket in self._sockets:
            await socket.connection.close()
        if self._session:
            await self._session.close()

    @property
    def is_socket_mode(self) -> bool:
        return any(not socket.connection.closed for socket in self._sockets)

    async def send(self, kind: str, payload: Json) -> tuple[int, Any]:
        """Deliver `payload` as Slack does for `kind` (slash_commands, events_api or interactive).

        Gives the HTTP status (200 in Socket Mode) and the body: JSON where the app sent JSON, else text.
        """
        if self.is_socket_mode:
            return 200, await self._send_socket(kind, payload)
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

    async def _send_socket(self, kind: str, payload: Json) -> Any:
        socket = next(s for s in self._sockets if not s.connection.closed)
        envelope = secrets.token_hex(8)
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        socket.acks[envelope] = future
        await socket.connection.send_json(
            {
                "envelope_id": envelope,
                "type": kind,
                "accepts_response_payload": True,
                "payload": payload,
            }
        )
        ack = await asyncio.wait_for(future, 10)
        return ack.get("payload") or ""

    async def connected(self, request: web.Request) -> web.WebSocketResponse:
        """Speak Socket Mode with an app that connects."""
        connection = web.WebSocketResponse()
        await connection.prepare(request)
        socket = _Socket(connection)
        self._sockets.append(socket)
        await connection.send_json(
            {
                "type": "hello",
                "num_connections": 1,
                "debug_info": {},
                "connection_info": {"app_id": payloads.APP},
            }
        )
        async for message in connection:
            if message.type is aiohttp.WSMsgType.TEXT:
                with contextlib.suppress(json.JSONDecodeError):
                    ack = json.loads(message.data)
                    future = socket.acks.pop(ack.get("envelope_id", ""), None)
                    if future and not future.done():
                        future.set_result(ack)
        return connection


def parsed(text: str) -> Any:
    """JSON where it is JSON, else the text."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text
