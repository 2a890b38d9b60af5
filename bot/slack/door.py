"""The HTTP door: a delivery passes the gate, then Bolt; while we are not ready Slack is told to come back."""

import asyncio
import time
from collections.abc import Mapping

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.slack import gate, shapes
from bot.slack.dispatching import Dispatching
from bot.slack.gate import RefusedError
from bot.slack.health import Health
from bot.slack.limits import Limits
from bot.slack.reading import Json, read
from bot.slack.refusal_log import RefusalLog
from bot.slack.replays import Replays

EVENTS_PATH = "/slack/events"

_KEPT_HEADERS = ("X-Slack-Retry-Num", "X-Slack-Retry-Reason")
"""All that Bolt sees of a head: nobody signed it, and Bolt takes orders from `x-slack-bolt-lazy-only`."""


class Door:
    """What answers POST /slack/events."""

    def __init__(
        self,
        dispatching: Dispatching,
        secret: str,
        health: Health,
        refusals: RefusalLog,
        limits: Limits,
    ) -> None:
        self._dispatching = dispatching
        self._secret = secret
        self._health = health
        self._refusals = refusals
        self._limits = limits
        self._replays = Replays()

    def add_to(self, app: web.Application) -> None:
        """Serve it on `app`."""
        app.router.add_post(EVENTS_PATH, self._deliver)

    async def _deliver(self, request: web.Request) -> web.StreamResponse:
        try:
            gate.check_head(request.headers, request.content_length)
            body = await self._body(request)
        except RefusedError as refused:
            response = self._refuse(refused, request.content_length)
            response.force_close()  # what follows of the body is not read
            return response
        return await self.answer(request.headers, body)

    async def _body(self, request: web.Request) -> bytes:
        """At most MAX_BODY_BYTES, and no longer than `body_seconds`."""
        try:
            async with asyncio.timeout(self._limits.body_seconds):
                return await request.read()
        except TimeoutError:
            raise RefusedError(408, "body too slow") from None
        except web.HTTPRequestEntityTooLarge:
            raise RefusedError(413, "too large") from None
        except (ConnectionError, web.RequestPayloadError):
            raise RefusedError(400, "body cut off") from None

    async def answer(self, headers: Mapping[str, str], body: bytes) -> web.Response:
        """What passes the gate goes to Bolt, once; the rest gets a status and a few words."""
        if gate.is_ssl_check(body):
            return web.Response()
        try:
            signature = gate.check_signature(self._secret, headers, body, time.time())
            delivered = read(gate.content_type(headers), body)
            shapes.check(delivered)
        except RefusedError as refused:
            return self._refuse(refused, len(body))
        if delivered.get("type") == "url_verification":  # asked before we are installed and ready
            return web.json_response({"challenge": delivered["challenge"]})
        if self._health.causes():
            return web.Response(status=503, text="not ready")
        kept = {name: headers[name] for name in _KEPT_HEADERS if name in headers}
        answered = await self._replays.once(signature, lambda: self._dispatch(delivered, kept))
        return await to_aiohttp_response(answered)

    def _refuse(self, refused: RefusedError, length: int | None) -> web.Response:
        self._refusals.note(refused, length)
        return web.Response(status=refused.status, text=refused.reason)

    async def _dispatch(self, delivered: Json, headers: dict[str, str]) -> BoltResponse:
        """To Bolt as Socket Mode hands things over: verified and parsed."""
        return await self._dispatching.async_dispatch(
            AsyncBoltRequest(body=delivered, headers={**headers}, mode="socket_mode")
        )
