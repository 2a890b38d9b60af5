"""`whosejob play`: the small Slack, the real app and the page, until Ctrl-C."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator

from aiohttp import web

from bot.errors import SettingsError
from bot.local import local_slack
from bot.logs import set_up
from bot.simulator import SlackSimulator
from bot.web.server import Playground

_HOST = "127.0.0.1"
"""Nowhere else: whoever can open the page can drive it."""


async def play(port: int) -> None:
    """Serve the page on `port` (0: any free one) until SIGINT or SIGTERM; says where on standard output."""
    set_up("WARNING")
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with local_slack() as slack, page(slack, port) as playground:
        print(_WHERE.format(port=playground.port), flush=True)
        await stop.wait()
        print("\nStopped.", flush=True)


_WHERE = """\
Whose Job? is ready: open  http://127.0.0.1:{port}

A small Slack on this machine with the real app behind it; nothing leaves this machine.
Ctrl-C ends it. For a chat in the terminal: whosejob chat"""


@contextlib.asynccontextmanager
async def page(slack: SlackSimulator, port: int = 0) -> AsyncIterator[Playground]:
    """The page in front of `slack`; SettingsError says what to do when the port is taken."""
    playground = Playground(slack)
    runner = web.AppRunner(playground.app(), access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    try:
        await web.TCPSite(runner, _HOST, port).start()
    except OSError as error:
        await runner.cleanup()
        raise SettingsError(
            "PORT",
            f"{port} cannot be used ({os.strerror(error.errno or 0)}). Choose another: "
            f"PORT={port + 1} make run, or whosejob play --port {port + 1}",
        ) from None
    playground.port = runner.addresses[0][1]
    try:
        yield playground
    finally:
        await runner.cleanup()
