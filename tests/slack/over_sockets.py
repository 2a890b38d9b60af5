"""The app over websockets whose times are short, for tests of Socket Mode."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from pydantic import SecretStr

from bot.knowledge.loader import load
from bot.metrics import Metrics
from bot.settings import Settings
from bot.simulator import SlackSimulator
from bot.simulator.payloads import mention
from bot.slack.app import build
from bot.slack.connecting import Times
from bot.slack.desk import Desk
from bot.slack.socket_mode import CONNECTIONS, SocketMode
from bot.store.store import Store
from tests.conftest import ROOT, until

FAST = Times(
    ping=2.0,
    first_wait=0.1,
    most_wait=1.0,
    most_wait_unreached=0.4,
    connect=3.0,
    most_wait_broken=0.25,
    stagger=0.0,
    calm=0.25,
    linger=0.1,
)
"""The real times, about twenty times shorter."""


@contextlib.asynccontextmanager
async def socket_mode(
    slack: SlackSimulator, settings: Settings, *, waits: bool = True
) -> AsyncIterator[SocketMode]:
    """The app over websockets that fail and come back quickly."""
    settings = settings.model_copy(update={"slack_app_token": SecretStr(slack.app_token)})
    desk = Desk(load(ROOT / "knowledge"), await Store.open(settings.store_url), Metrics())
    app = build(settings, desk)
    signed_in = asyncio.Event()
    signing_in = asyncio.create_task(app.signing_in.run(signed_in))
    socket = SocketMode(app.dispatching, settings.slack_app_token, slack.api_url, FAST)
    connecting = asyncio.create_task(socket.connect())
    try:
        await signed_in.wait()
        if waits:
            await until(lambda: len(slack.sockets.open) == CONNECTIONS, 20)
            await connecting
        yield socket
    finally:
        signing_in.cancel()
        connecting.cancel()
        await socket.close()
        await app.close()
        await desk.store.close()


def question(number: int) -> dict:
    """One in a channel of its own, so that none waits for another."""
    return mention("who patches RDS?", ts=f"1.{number}") | {"channel": f"C{number}"}


def answers(slack: SlackSimulator) -> list[str]:
    """The channel of each answer that stands there."""
    return sorted(m["channel"] for m in slack.messages if m["where"] == "message")


def asks(slack: SlackSimulator) -> int:
    return [method for method, _ in slack.calls].count("apps.connections.open")
