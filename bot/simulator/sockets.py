"""Socket Mode: tickets, connections, envelopes, and what Slack does with an envelope that nobody acknowledged.

A ticket is good for one connection within its time. An event that is not acknowledged, or whose connection goes away, is
sent again, over any connection; commands and clicks are not. What can go wrong is done by hand: `say_goodbye()`,
`cut()`, `answers_pings`, `is_refusing`, `is_acknowledgement_lost`.
"""

import asyncio
import contextlib
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from bot.simulator import trouble
from bot.simulator.payloads import APP, Json

MOST_SENDINGS = 4
"""Of one event: the first, and three again."""


@dataclass(slots=True, eq=False)
class Connection:
    """One open websocket, and who waits for which acknowledgement on it."""

    websocket: web.WebSocketResponse
    request: web.Request
    acks: dict[str, "asyncio.Future[Json | None]"] = field(default_factory=dict)
    is_leaving: bool = False
    """Whether the app was told to leave; nothing more is sent over it."""

    @property
    def is_usable(self) -> bool:
        """Whether something may be sent over it."""
        return not self.websocket.closed and not self.is_leaving

    def lost(self) -> None:
        """It is gone: what was not acknowledged on it never will be."""
        for waiting in self.acks.values():
            if not waiting.done():
                waiting.set_result(None)


class Sockets:
    """Every connection that apps hold open to us."""

    def __init__(self) -> None:
        self.open: list[Connection] = []
        self.opened = 0
        """How many connections there ever were."""
        self.sent = 0
        """How many envelopes went out, repeats included."""
        self.acknowledged = 0
        self.ack_seconds = 10.0
        """After so long without an acknowledgement an event is sent again."""
        self.again_seconds = 0.5
        """Before an event is sent again."""
        self.ticket_seconds = 30.0
        self.answers_pings = True
        self.is_refusing = False
        """Tickets are handed out, but no connection is accepted with them."""
        self.is_acknowledgement_lost = False
        """Acknowledgements do not arrive."""
        self._tickets: dict[str, float] = {}
        self._next = 0
        self._opened = asyncio.Event()

    def ticket(self) -> str:
        """A new one."""
        ticket = secrets.token_hex(4)
        self._tickets[ticket] = time.monotonic() + self.ticket_seconds
        return ticket

    async def connected(self, request: web.Request) -> web.StreamResponse:
        """Speak Socket Mode with an app that connects with a good ticket."""
        until = self._tickets.pop(request.query.get("ticket", ""), 0.0)
        if until < time.monotonic() or self.is_refusing:
            return web.Response(status=404, text="no such ticket")
        websocket = web.WebSocketResponse(autoping=False)
        await websocket.prepare(request)
        connection = Connection(websocket, request)
        self.open.append(connection)
        self.opened += 1
        try:
            await self._speak(connection)
        finally:
            self.open.remove(connection)
            connection.lost()
        return websocket

    async def _speak(self, connection: Connection) -> None:
        hello = {
            "type": "hello",
            "num_connections": len(self.open),
            "debug_info": {},
            "connection_info": {"app_id": APP},
        }
        await connection.websocket.send_json(hello)
        self._opened.set()
        async for message in connection.websocket:
            if message.type is aiohttp.WSMsgType.PING and self.answers_pings:
                await connection.websocket.pong(message.data)
            elif message.type is aiohttp.WSMsgType.TEXT and not self.is_acknowledgement_lost:
                self._acknowledge(connection, message.data)

    def _acknowledge(self, connection: Connection, text: str) -> None:
        with contextlib.suppress(json.JSONDecodeError):
            ack = json.loads(text)
            waiting = connection.acks.pop(ack.get("envelope_id", ""), None)
            if waiting and not waiting.done():
                self.acknowledged += 1
                waiting.set_result(ack)

    # --- delivering ---------------------------------------------------------------------------

    async def send(self, kind: str, payload: Json) -> tuple[int, Any]:
        """(200, what was acknowledged with); (504, "") when nobody did, however often it was sent."""
        sendings = MOST_SENDINGS if kind == "events_api" else 1
        for attempt in range(sendings):
            envelope: Json = {
                "envelope_id": secrets.token_hex(8),
                "type": kind,
                "accepts_response_payload": kind != "events_api",
                "payload": payload,
            }
            if attempt:
                envelope |= {"retry_attempt": attempt, "retry_reason": "timeout"}
                await asyncio.sleep(self.again_seconds)
            ack = await self._send_once(envelope)
            if ack is not None:
                return 200, ack.get("payload") or ""
        return 504, ""

    async def send_on(self, connection: Connection, envelope: Json) -> Json | None:
        """The acknowledgement of `envelope` on that connection; None when there is none."""
        waiting: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        connection.acks[envelope["envelope_id"]] = waiting
        self.sent += 1
        with contextlib.suppress(TimeoutError, ConnectionError):
            await connection.websocket.send_json(envelope)
            return await asyncio.wait_for(waiting, self.ack_seconds)
        return None

    async def _send_once(self, envelope: Json) -> Json | None:
        connection = await self._any()
        return await self.send_on(connection, envelope) if connection else None

    async def _any(self) -> Connection | None:
        """The next connection in turn; where there is none, the first that comes within `ack_seconds`."""
        usable = [one for one in self.open if one.is_usable]
        if not usable:
            self._opened.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._opened.wait(), self.ack_seconds)
            usable = [one for one in self.open if one.is_usable]
        self._next += 1
        return usable[self._next % len(usable)] if usable else None

    # --- what goes wrong ----------------------------------------------------------------------

    async def say_goodbye(self, reason: str, connection: Connection | None = None) -> None:
        """Send `disconnect` to one connection or to all, and close them unless it is only a warning."""
        for one in [connection] if connection else list(self.open):
            goodbye = {"type": "disconnect", "reason": reason, "debug_info": {}}
            one.is_leaving = reason != "warning"
            with contextlib.suppress(ConnectionError):
                await one.websocket.send_json(goodbye)
                if reason == "link_disabled":
                    await one.websocket.close()

    def cut(self, connection: Connection | None = None) -> None:
        """Reset the TCP connection of one or of all."""
        for one in [connection] if connection else list(self.open):
            trouble.cut(one.request.transport)

    async def close(self) -> None:
        for one in list(self.open):
            await one.websocket.close()
