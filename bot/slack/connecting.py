"""Opening Socket Mode connections: a fresh ticket and a fresh pool each time, one at a time, more slowly when it fails.

A ticket (the wss address of apps.connections.open) is good for one try. slack_sdk's client tries a first one that was refused
for ever, alive and deaf; nothing is kept here from one try to the next, so there is nothing that could stay broken.
"""

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

from aiohttp import (
    ClientSession,
    ClientTimeout,
    ClientWebSocketResponse,
    ClientWSTimeout,
)
from pydantic import SecretStr
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.backoff import waits
from bot.slack.failing import failure_of

_log = logging.getLogger(__name__)

_FACTOR = 3.0
_UNWELCOME = frozenset({"link_disabled", "too_many_websockets"})
"""Reasons of Slack's goodbye that speak against coming back soon."""
_CLOSE = ClientWSTimeout(ws_close=1.0)


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds; tests make them short."""

    ping: float = 10.0
    """Between pings. Half of it without a pong, and the connection counts as dead."""
    first_wait: float = 2.0
    """Before the second try; three times as long before each further one."""
    most_wait: float = 60.0
    """When Slack itself refused: ten asks of apps.connections.open in five minutes at most."""
    most_wait_unreached: float = 25.0
    """When it could not be reached: then nobody is asked too often, and we are back within 40 s."""
    connect: float = 10.0
    """For each step of connecting: asking for the ticket, the handshake, Slack's hello."""
    stagger: float = 10.0
    """Between the first connections, so that Slack never refreshes all at once."""
    calm: float = 5.0
    """A connection that lived shorter ended badly: the next try waits."""
    most_wait_broken: float = 5.0
    """After a connection that stood and broke, unless Slack wanted none."""
    linger: float = 1.0
    """For which a connection that Slack wants closed is still read."""
    retire: float = 20.0
    """For which it is kept, to acknowledge what came over it."""


@dataclass(slots=True, eq=False)
class Connection:
    """One that stands."""

    websocket: ClientWebSocketResponse
    session: ClientSession
    left: "asyncio.Future[str]"
    """Done with the reason once Slack wants us to leave, or it broke."""
    answering: "set[asyncio.Task[None]]" = field(default_factory=set)
    """Envelopes that came over it and are not acknowledged yet."""

    def leave(self, reason: str) -> None:
        """The first reason counts."""
        if not self.left.done():
            self.left.set_result(reason)

    async def close(self) -> None:
        await self.websocket.close()
        await self.session.close()


class Connecting:
    """What all connections of an app share: whose turn it is, and how long to wait."""

    def __init__(self, app_token: SecretStr, api_url: str, times: Times) -> None:
        self.cause = "not tried yet"
        """Why the last try failed."""
        self._app_token = app_token
        self._api_url = api_url
        self._times = times
        self._one_at_a_time = asyncio.Lock()
        self._steps = self._first_steps()

    async def connect(self, *, badly: str = "") -> Connection:
        """A new connection that Slack has greeted, however long it takes; after a bad end (`badly`) only after a wait."""
        if badly:
            self.cause = badly
            most = self._times.most_wait if badly in _UNWELCOME else self._times.most_wait_broken
            await asyncio.sleep(min(next(self._steps), most))
        else:
            self._steps = self._first_steps()
        async with self._one_at_a_time:
            while True:
                try:
                    return await self._connect_once()
                except Exception as error:  # noqa: BLE001 - whatever it is: said on /readyz and in the log, tried again
                    await self._wait_after(error)

    async def _wait_after(self, error: Exception) -> None:
        failure = failure_of(error)
        was_reached = isinstance(error, SlackClientError)
        most = self._times.most_wait if was_reached else self._times.most_wait_unreached
        wait = min(max(next(self._steps), failure.retry_after or 0.0), most)
        self.cause = str(failure)
        _log.warning("Socket Mode is not connected (%s); again in %.1f s", failure, wait)
        await asyncio.sleep(wait)

    async def _connect_once(self) -> Connection:
        seconds = self._times.connect
        session = ClientSession(timeout=ClientTimeout(total=seconds))
        try:
            client = AsyncWebClient(base_url=self._api_url, session=session, retry_handlers=[])
            token = self._app_token.get_secret_value()
            ticket = await client.apps_connections_open(app_token=token)
            websocket = await session.ws_connect(
                ticket["url"], heartbeat=self._times.ping, timeout=_CLOSE, proxy=client.proxy
            )
            await websocket.receive_str(timeout=seconds)  # Slack's hello
        except BaseException:
            await session.close()
            raise
        return Connection(websocket, session, asyncio.get_running_loop().create_future())

    def _first_steps(self) -> Iterator[float]:
        return waits(self._times.first_wait, _FACTOR, self._times.most_wait)
