"""Socket Mode: the same app over websockets that we open, where there is no public address.

Two connections, so that nothing is lost while one is down; Slack sends each envelope over one of them, and what it sends
again is known from the store. The receiving is ours and not slack_sdk's: its client holds one connection, acknowledges
over whichever is current, cannot stop without losing what is in flight, and can stay deaf for ever (connecting.py).
"""

import asyncio
import logging
import time
from collections.abc import Coroutine
from typing import Any

from aiohttp import WSMsgType
from pydantic import SecretStr

from bot.slack import envelopes
from bot.slack.connecting import Connecting, Connection, Times
from bot.slack.dispatching import DRAIN_SECONDS, Dispatching

_log = logging.getLogger(__name__)

CONNECTIONS = 2
"""Slack allows ten."""
_ORDERLY = "refresh_requested"
"""Slack replaces its servers; it wants us back at once."""


class SocketMode:
    """Keeps the connections and answers what comes over them, until closed."""

    def __init__(
        self,
        dispatching: Dispatching,
        app_token: SecretStr,
        api_url: str,
        times: Times | None = None,
    ) -> None:
        self._dispatching = dispatching
        self._times = times or Times()
        self._connecting = Connecting(app_token, api_url, self._times)
        self._keepers: list[asyncio.Task[None]] = []
        self._standing: set[Connection] = set()
        self._open: set[Connection] = set()
        """Those that stand, and those that Slack wants closed but which still have something to acknowledge."""
        self._connected = asyncio.Event()
        self._background: set[asyncio.Task[None]] = set()
        self._is_stopping = False

    async def connect(self) -> None:
        """Begin; returns when the first connection stands."""
        for number in range(CONNECTIONS):
            after = number * self._times.stagger
            self._keepers.append(asyncio.create_task(self._keep(after)))
        await self._connected.wait()

    def trouble(self) -> str | None:
        """Why nothing would reach us; None while a connection stands."""
        if self._standing:
            return None
        return f"Socket Mode is not connected ({self._connecting.cause})"

    async def close(self) -> None:
        """Take nothing new, finish and acknowledge what is in flight, let go."""
        self._is_stopping = True
        for keeper in self._keepers:
            keeper.cancel()
        answering = {task for one in self._open for task in one.answering}
        if answering:
            await asyncio.wait(answering, timeout=DRAIN_SECONDS)
        for task in (*self._background, *(task for one in self._open for task in one.answering)):
            task.cancel()
        await asyncio.gather(*(one.close() for one in self._open))
        await asyncio.gather(*self._keepers, *self._background, return_exceptions=True)

    # --- one connection after the other -------------------------------------------------------

    async def _keep(self, after_seconds: float) -> None:
        """One connection at any time, for ever."""
        if after_seconds:
            await self._connected.wait()
            await asyncio.sleep(after_seconds)
        badly = ""
        while True:
            one = await self._connecting.connect(badly=badly)
            since = time.monotonic()
            self._add(one)
            reason = await one.left
            self._standing.discard(one)
            _log.info("a Socket Mode connection ended reason=%s", reason)
            is_good = reason == _ORDERLY or time.monotonic() - since > self._times.calm
            badly = "" if is_good else reason

    def _add(self, one: Connection) -> None:
        self._standing.add(one)
        self._open.add(one)
        self._connected.set()
        reading = self._spawn(self._read(one), self._background)
        self._spawn(self._retire(one, reading), self._background)

    async def _read(self, one: Connection) -> None:
        """Take what comes until it is closed, by whomever; whatever happens, we know that it has ended."""
        try:
            async for message in one.websocket:
                if message.type is not WSMsgType.TEXT:
                    break
                self._take(one, envelopes.read(message.data))
        finally:
            error = one.websocket.exception()
            one.leave(type(error).__name__ if error else "closed")

    def _take(self, one: Connection, envelope: envelopes.Envelope) -> None:
        if envelope.get("type") == "disconnect":
            if (
                envelope.get("reason") != "warning"
            ):  # after a warning it is still good for some seconds
                one.leave(str(envelope.get("reason"))[:40])
        elif envelope.get("envelope_id") and not self._is_stopping:
            self._spawn(self._answer(one, envelope), one.answering)

    async def _answer(self, one: Connection, envelope: envelopes.Envelope) -> None:
        acknowledgement = await envelopes.acknowledgement(envelope, self._dispatching)
        if acknowledgement is None:
            return
        try:
            await one.websocket.send_json(acknowledgement)
        except ConnectionError:
            _log.info("answered, but the connection for the acknowledgement is gone")

    async def _retire(self, one: Connection, reading: "asyncio.Task[None]") -> None:
        """Once Slack wants it closed: read on for a moment, acknowledge what came over it, close it."""
        await asyncio.wait({one.left})
        await asyncio.wait({reading}, timeout=self._times.linger)
        reading.cancel()
        if one.answering:
            await asyncio.wait(set(one.answering), timeout=self._times.retire)
        self._open.discard(one)
        await one.close()

    def _spawn(
        self, work: Coroutine[Any, Any, None], kept_in: "set[asyncio.Task[None]]"
    ) -> "asyncio.Task[None]":
        task = asyncio.create_task(work)
        kept_in.add(task)
        task.add_done_callback(kept_in.discard)
        return task
