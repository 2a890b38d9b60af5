"""Serving Slack: HTTP mode and Socket Mode from one code path, with health pages in both."""

import asyncio
import contextlib
import gc
import logging
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass

from aiohttp import web

from bot.errors import SettingsError
from bot.knowledge.loader import load, shipped_folder, stamp
from bot.metrics import Metrics
from bot.settings import Settings
from bot.slack import gate
from bot.slack.app import SlackApp, build
from bot.slack.desk import Desk
from bot.slack.door import EVENTS_PATH, Door
from bot.slack.flooding import Floods
from bot.slack.health import Health, add_pages
from bot.slack.reloading import reloader, warm
from bot.slack.signing_in import sign_in
from bot.slack.socket_mode import SocketMode
from bot.store.store import Store

_log = logging.getLogger(__name__)

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
async def serving(settings: Settings, host: str = "0.0.0.0") -> AsyncIterator[Serving]:  # noqa: S104 - a container's only door
    """Load, open, listen; on leaving, finish what is in flight and close."""
    if settings.whosejob_org:
        _log.warning("WHOSEJOB_ORG is set, but this version does not know organisation folders yet")
    folder = settings.whosejob_knowledge or shipped_folder()
    edits = stamp(folder)
    knowledge = load(folder)
    warm(knowledge)
    store = await Store.open(settings.store_url)
    desk = Desk(knowledge, store, Metrics(), Floods(settings.whosejob_questions_per_minute))
    now = _assembled(settings, desk)
    runner = web.AppRunner(_web_app(now, settings), access_log=None, shutdown_timeout=DRAIN_SECONDS)
    await runner.setup()
    signing_in = asyncio.create_task(_get_ready(now))
    reloading = asyncio.create_task(reloader(folder, desk, edits).run())
    try:
        now.port = await _listen(runner, host, settings.port)
        yield now
    finally:
        signing_in.cancel()
        reloading.cancel()
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


def _web_app(now: Serving, settings: Settings) -> web.Application:
    app = web.Application(client_max_size=gate.MAX_BODY_BYTES)
    add_pages(app, now.health, now.desk.metrics)
    if settings.slack_signing_secret:
        secret = settings.slack_signing_secret.get_secret_value()
        Door(now.slack.bolt, secret, now.health, now.desk.metrics).add_to(app)
    return app


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
        gc.collect()
        gc.freeze()  # what is here is here to stay: no later collection walks through all the knowledge
        _log.info("listening port=%s path=%s", now.port, EVENTS_PATH)
        await stop.wait()
        _log.info("stopping; finishing what is in flight")
