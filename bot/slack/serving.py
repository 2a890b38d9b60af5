"""Serving Slack: HTTP mode and Socket Mode from one code path, with health pages in both."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass

from aiohttp import web

from bot.errors import SettingsError
from bot.knowledge.loader import load, shipped_folder
from bot.metrics import Metrics
from bot.settings import Settings
from bot.slack import gate
from bot.slack.app import SlackApp, build
from bot.slack.desk import Desk
from bot.slack.door import EVENTS_PATH, Door
from bot.slack.health import Health, add_pages
from bot.slack.limits import Limits
from bot.slack.reaping import open_runner
from bot.slack.refusal_log import RefusalLog
from bot.slack.signing_in import sign_in
from bot.slack.socket_mode import SocketMode
from bot.store.store import Store

_log = logging.getLogger(__name__)

_LIMITS = Limits()
DRAIN_SECONDS = 20.0
"""What a stop waits for answers in flight; Heroku kills after 30."""


@dataclass(slots=True)
class Serving:
    """A running app."""

    slack: SlackApp
    desk: Desk
    health: Health
    signed_in: asyncio.Event
    """Set once Slack has told us who we are (and, in Socket Mode, the connection stands)."""
    socket: SocketMode | None
    port: int = 0
    """Where we listen, once we do."""

    @property
    def is_ready(self) -> bool:
        """Whether a question sent now would be answered."""
        return not self.health.causes()


@contextlib.asynccontextmanager
async def serving(
    settings: Settings,
    host: str = "0.0.0.0",  # noqa: S104 - a container's only door
    limits: Limits = _LIMITS,
) -> AsyncIterator[Serving]:
    """Load, open, listen; on leaving, finish what is in flight and close."""
    if settings.whosejob_org:
        _log.warning("WHOSEJOB_ORG is set, but this version does not know organisation folders yet")
    desk = Desk(load(shipped_folder()), await Store.open(settings.store_url), Metrics())
    now = _assembled(settings, desk)
    runner = await _open(now, settings, limits)
    signing_in = asyncio.create_task(_get_ready(now))
    try:
        now.port = await _listen(runner, host, settings.port)
        yield now
    finally:
        signing_in.cancel()
        if now.socket:
            await now.socket.close()
        await runner.cleanup()
        await now.slack.close()
        await desk.store.close()


def _assembled(settings: Settings, desk: Desk) -> Serving:
    """Every part, connected to nothing yet."""
    slack = build(settings, desk)
    token = settings.slack_app_token
    socket = SocketMode(slack.bolt, token, settings.slack_api_url) if token else None
    health = Health()
    signed_in = asyncio.Event()
    health.add("slack", lambda: None if signed_in.is_set() else "Slack has not signed us in yet")
    if socket:
        health.add("socket", socket.trouble)
    return Serving(slack, desk, health, signed_in, socket)


async def _open(now: Serving, settings: Settings, limits: Limits) -> web.AppRunner:
    app = web.Application(client_max_size=gate.MAX_BODY_BYTES)
    refusals = RefusalLog(now.desk.metrics)
    add_pages(app, now.health, now.desk.metrics)
    if settings.slack_signing_secret:
        secret = settings.slack_signing_secret.get_secret_value()
        Door(now.slack.bolt, secret, now.health, refusals, limits).add_to(app)
    return await open_runner(app, limits, refusals, DRAIN_SECONDS)


async def _listen(runner: web.AppRunner, host: str, port: int) -> int:
    """The port that we listen on now; SettingsError when it cannot be had."""
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        raise SettingsError(
            "PORT", f"{port} cannot be used ({error.strerror}). Set another."
        ) from None
    return int(runner.addresses[0][1])


async def _get_ready(now: Serving) -> None:
    await sign_in(now.slack)
    if now.socket:
        await now.socket.connect()
    now.signed_in.set()
    _log.info("ready mode=%s port=%s", "socket" if now.socket else "http", now.port)


async def serve_until_stopped(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; a second one changes nothing."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with serving(settings) as now:
        _log.info("listening port=%s path=%s", now.port, EVENTS_PATH)
        await stop.wait()
        _log.info("stopping; finishing what is in flight")
