"""Serving Slack: HTTP mode and Socket Mode from one code path, with health pages in both."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import SettingsError
from bot.knowledge.loader import load, shipped_folder
from bot.settings import Settings
from bot.slack import gate
from bot.slack.app import SlackApp, build
from bot.slack.reply import Desk
from bot.store.store import Store

_log = logging.getLogger(__name__)

EVENTS_PATH = "/slack/events"
DRAIN_SECONDS = 20.0
"""What a stop waits for answers in flight; Heroku kills after 30."""
_SIGN_IN_WAIT_SECONDS = (1, 2, 5, 10, 30)


@dataclass(slots=True)
class Serving:
    """A running app."""

    slack: SlackApp
    store: Store
    host: str
    port: int
    signed_in: asyncio.Event
    """Set once Slack has told us who we are (and, in Socket Mode, the connection stands)."""
    socket: AsyncSocketModeHandler | None = None

    @property
    def is_ready(self) -> bool:
        """Whether a question sent now would be answered."""
        return self.signed_in.is_set()


@contextlib.asynccontextmanager
async def serving(settings: Settings, host: str = "0.0.0.0") -> AsyncIterator[Serving]:  # noqa: S104 - a container's only door
    """Load, open, listen; on leaving, finish what is in flight and close."""
    if settings.whosejob_org:
        _log.warning("WHOSEJOB_ORG is set, but this version does not know organisation folders yet")
    knowledge = load(shipped_folder())
    store = await Store.open(settings.store_url)
    slack = build(settings, Desk(knowledge, store))
    now = Serving(slack, store, host, settings.port, asyncio.Event())
    runner = web.AppRunner(_web_app(now, settings), access_log=None, shutdown_timeout=DRAIN_SECONDS)
    await runner.setup()
    signing_in = asyncio.create_task(_sign_in(now, settings))
    try:
        await _listen(runner, now, settings)
        yield now
    finally:
        signing_in.cancel()
        if now.socket:
            await now.socket.close_async()  # type: ignore[no-untyped-call]
        await runner.cleanup()
        await slack.close()
        await store.close()


async def _listen(runner: web.AppRunner, now: Serving, settings: Settings) -> None:
    try:
        await web.TCPSite(runner, now.host, settings.port).start()
    except OSError as error:
        raise SettingsError(
            "PORT", f"{settings.port} cannot be used ({error.strerror}). Set another."
        ) from None
    now.port = runner.addresses[0][1]


async def _sign_in(now: Serving, settings: Settings) -> None:
    """Ask Slack who we are until it tells us, then connect in Socket Mode."""
    for attempt in range(10_000):
        try:
            await now.slack.sign_in()
            break
        except Exception as error:  # noqa: BLE001 - Slack down, token wrong: not ready, said in the log, tried again
            wait = _SIGN_IN_WAIT_SECONDS[min(attempt, len(_SIGN_IN_WAIT_SECONDS) - 1)]
            _log.warning("Slack did not sign us in (%s); trying again in %s s", _short(error), wait)
            await asyncio.sleep(wait)
    if settings.slack_app_token:
        now.socket = AsyncSocketModeHandler(
            now.slack.bolt,
            settings.slack_app_token.get_secret_value(),
            web_client=AsyncWebClient(base_url=settings.slack_api_url),
        )
        await now.socket.connect_async()  # type: ignore[no-untyped-call]
    now.signed_in.set()
    _log.info("ready mode=%s port=%s", "socket" if now.socket else "http", now.port)


def _short(error: Exception) -> str:
    """The reason in a few words, without the request."""
    response = getattr(error, "response", None)
    return str(response.get("error")) if response else type(error).__name__


def _web_app(now: Serving, settings: Settings) -> web.Application:
    app = web.Application(client_max_size=gate.MAX_BODY_BYTES)

    async def livez(_: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def readyz(_: web.Request) -> web.Response:
        if now.is_ready:
            return web.Response(text="ready\n")
        return web.Response(status=503, text="not ready: Slack has not signed us in yet\n")

    async def events(request: web.Request) -> web.StreamResponse:
        return await _events(request, now, settings)

    app.router.add_get("/livez", livez)
    app.router.add_get("/readyz", readyz)
    if settings.slack_signing_secret:
        app.router.add_post(EVENTS_PATH, events)
    return app


async def _events(request: web.Request, now: Serving, settings: Settings) -> web.StreamResponse:
    """One delivery: gate, then Bolt; 503 while we do not know who we are, so that Slack comes back."""
    body = await request.read()
    secret = settings.slack_signing_secret
    headers = request.headers
    refused = gate.refusal(
        secret.get_secret_value() if secret else "",
        headers.get("X-Slack-Request-Timestamp", ""),
        headers.get("X-Slack-Signature", ""),
        body,
    ) or gate.misshapen(request.content_type, body)
    if refused:
        _log.info("refused status=%s reason=%r bytes=%s", *refused, len(body))
        return web.Response(status=refused[0], text=refused[1])
    if not now.is_ready:
        return web.Response(status=503, text="not ready")
    bolt_request = await to_bolt_request(request)
    return await to_aiohttp_response(await now.slack.bolt.async_dispatch(bolt_request))


async def serve_until_stopped(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; a second one changes nothing."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with serving(settings) as now:
        _log.info("listening host=%s port=%s path=%s", now.host, now.port, EVENTS_PATH)
        await stop.wait()
        _log.info("stopping; finishing what is in flight")
