"""The HTTP door: a delivery passes the gate, then Bolt; while we are not ready Slack is told to come back."""

import logging

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request

from bot.metrics import Metrics
from bot.slack import gate
from bot.slack.dispatching import Dispatching
from bot.slack.health import Health

_log = logging.getLogger(__name__)

EVENTS_PATH = "/slack/events"


class Door:
    """What answers POST /slack/events."""

    def __init__(
        self, dispatching: Dispatching, secret: str, health: Health, metrics: Metrics
    ) -> None:
        self._dispatching = dispatching
        self._secret = secret
        self._health = health
        self._metrics = metrics

    def add_to(self, app: web.Application) -> None:
        """Serve it on `app`."""
        app.router.add_post(EVENTS_PATH, self._deliver)

    async def _deliver(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        headers = request.headers
        refused = gate.refusal(
            self._secret,
            headers.get("X-Slack-Request-Timestamp", ""),
            headers.get("X-Slack-Signature", ""),
            body,
        ) or gate.misshapen(request.content_type, body)
        if refused:
            _log.info("refused status=%s reason=%r bytes=%s", *refused, len(body))
            self._metrics.refused.labels(str(refused[0])).inc()
            return web.Response(status=refused[0], text=refused[1])
        if self._health.causes():
            return web.Response(status=503, text="not ready")
        bolt_request = await to_bolt_request(request)
        return await to_aiohttp_response(await self._dispatching.async_dispatch(bolt_request))
