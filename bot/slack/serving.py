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
from bot.model import Knowledge
from bot.settings import Settings
from bot.slack import gate
from bot.slack.app import SlackApp, build
from bot.slack.clock import Clock, watch_clock
from bot.slack.desk import Desk
from bot.slack.dispatching import DRAIN_SECONDS
from bot.slack.door import EVENTS_PATH, Door
from bot.slack.flooding import Floods
from bot.slack.health import Health, Pages
from bot.slack.heartbeat import Heartbeat
from bot.slack.limits import Limits
from bot.slack.pacing import Pacing
from bot.slack.reaping import open_runner
from bot.slack.refusal_log import RefusalLog
from bot.slack.reloading import last_edit, reloader, told, warm
from bot.slack.socket_mode import SocketMode
from bot.slack.status import KnowledgeFacts, tell_status
from bot.slack.watching import Watch
from bot.store.store import Store

_log = logging.getLogger(__name__)

_LIMITS = Limits()
CUT_SECONDS = 1.0
"""What it then leaves connections to write their last bytes. aiohttp waits this long twice for a half-sent request."""


@dataclass(slots=True)
class Serving:
    """A running app."""

    slack: SlackApp
    desk: Desk
    health: Health
    signed_in: asyncio.Event
    """Set once Slack has told us who we are (and, in Socket Mode, the connection stands)."""
    socket: SocketMode | None
    heartbeat: Heartbeat
    clock: Clock
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
    knowledge: Knowledge | None = None,
) -> AsyncIterator[Serving]:
    """Load (unless `knowledge` is what the folder holds), open, listen; on leaving, finish what is in flight and close."""
    if settings.whosejob_org:
        _log.warning("WHOSEJOB_ORG is set, but this version does not know organisation folders yet")
    folder = settings.whosejob_knowledge or shipped_folder()
    edits = stamp(folder)
    knowledge = knowledge or load(folder)
    warm(knowledge)
    metrics = Metrics()
    store = await Store.open(settings.store_url, metrics, settings.whosejob_store_patience)
    floods = Floods(settings.whosejob_questions_per_minute)
    desk = Desk(knowledge, store, metrics, floods, Pacing(settings.whosejob_post_seconds))
    now = _assembled(settings, desk)
    runner = await _open(now, settings, limits)
    now.heartbeat.start()
    working: list[asyncio.Task[None]] = []
    try:
        if now.slack.many:
            await now.slack.many.check()
        working += [
            asyncio.create_task(_get_ready(now)),
            asyncio.create_task(reloader(folder, desk, edits).run()),
        ]
        now.port = await _listen(runner, host, settings.port, limits.connections)
        yield now
    finally:
        for task in working:
            task.cancel()
        await _drain(now, runner)
        now.heartbeat.stop()
        await runner.cleanup()
        await now.slack.close()
        await desk.store.close()


async def _drain(now: Serving, runner: web.AppRunner) -> None:
    """Listen no more, let Slack bring again what comes on open connections, and finish what is being answered."""
    now.health.add("stopping", lambda: "we are stopping")
    for site in tuple(runner.sites):
        await site.stop()
    if now.socket:
        await now.socket.close()  # which drains too
    left = await now.slack.dispatching.drained(DRAIN_SECONDS)
    if left:
        _log.warning("stopping with unfinished answers=%s; Slack will bring them again", left)


def _assembled(settings: Settings, desk: Desk) -> Serving:
    """Every part, connected to nothing yet."""
    clock = Clock(desk.metrics)
    slack = build(settings, desk, [Watch(desk.metrics, clock)])
    token = settings.slack_app_token
    socket = SocketMode(slack.dispatching, token, settings.slack_api_url) if token else None
    heartbeat = Heartbeat(desk.metrics)
    health = Health(heartbeat.trouble)
    signed_in = asyncio.Event()
    health.add("slack", lambda: slack.trouble)
    health.worry("clock", clock.worry)
    health.worry("store", desk.store.trouble)
    health.worry("reload", lambda: last_edit(desk))
    health.tell("last_reload", lambda: told(desk))
    if socket:
        health.add("socket", socket.trouble)
    else:
        health.add("clock", clock.trouble)  # only deliveries over HTTP are signed with the time
    known = KnowledgeFacts(desk)
    known.measure(desk.metrics)
    health.add("knowledge", known.trouble)
    health.tell("knowledge", known)
    tell_status(health, settings, desk, heartbeat, clock)
    return Serving(slack, desk, health, signed_in, socket, heartbeat, clock)


async def _open(now: Serving, settings: Settings, limits: Limits) -> web.AppRunner:
    app = web.Application(client_max_size=gate.MAX_BODY_BYTES)
    refusals = RefusalLog(now.desk.metrics)
    if now.slack.many:
        now.slack.many.add_to(app)
    Pages(now.health, now.desk.metrics, settings.whosejob_metrics_token).add_to(app)
    if settings.slack_signing_secret:
        secret = settings.slack_signing_secret.get_secret_value()
        Door(now.slack.dispatching, secret, now.health, refusals, limits).add_to(app)
    return await open_runner(app, limits, refusals, CUT_SECONDS)


async def _listen(runner: web.AppRunner, host: str, port: int, waiting: int) -> int:
    """The port that we listen on now; SettingsError when it cannot be had."""
    try:
        await web.TCPSite(runner, host, port, backlog=waiting).start()
    except OSError as error:
        raise SettingsError(
            "PORT", f"{port} cannot be used ({error.strerror}). Set another."
        ) from None
    return int(runner.addresses[0][1])


async def _get_ready(now: Serving) -> None:
    is_known = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(now.slack.run(is_known))
        await is_known.wait()
        group.create_task(watch_clock(now.clock, now.slack.ask))
        if now.socket:
            await now.socket.connect()
        now.signed_in.set()
        _log.info("ready mode=%s port=%s", "socket" if now.socket else "http", now.port)


async def serve_until_stopped(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; a second one changes nothing."""
    stop = _stopped_by_signals()
    async with serving(settings) as now:
        gc.collect()
        gc.freeze()  # what is here is here to stay: no later collection walks through all the knowledge
        _log.info("listening port=%s path=%s", now.port, EVENTS_PATH)
        await stop.wait()
        _log.info("stopping; finishing what is in flight")


def _stopped_by_signals() -> asyncio.Event:
    """Set by the first SIGTERM or SIGINT, which makes the process deaf to more of them.

    Handlers of the event loop would go with the loop, and a second SIGTERM would kill what is closing.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def hear(*_: object) -> None:
        for number in _STOPS:
            signal.signal(number, signal.SIG_IGN)
        loop.call_soon_threadsafe(stop.set)

    for number in _STOPS:
        signal.signal(number, hear)
    return stop


_STOPS = (signal.SIGTERM, signal.SIGINT)
