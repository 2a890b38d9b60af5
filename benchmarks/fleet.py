"""Real processes of ours behind a real port each, sharing one store, to be killed and replaced."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from sqlalchemy import update

from benchmarks.postgres import Postgres
from bot.simulator import SlackSimulator
from bot.store.engine import make_engine
from bot.store.opening import upgrade_database
from bot.store.tables import deliveries

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60.0
"""Until a process must be ready; one takes about 2 s, on a crowded machine much longer."""
NOTICED_SECONDS = 0.5
"""Until a load balancer no longer sends anything to a process that stops."""
EXIT_SECONDS = 60.0
"""Until a process is taken for hung."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended."""

    number: signal.Signals
    status: int
    seconds: float
    """From the signal to the end."""
    in_flight: int
    """Deliveries that it had and had not acknowledged."""


@dataclass(slots=True)
class Fleet:
    """`async with fleet(...)` gives it with every replica ready."""

    slack: SlackSimulator
    folder: Path
    store_url: str
    ports: tuple[int, ...]
    patience: str = ""
    """WHOSEJOB_STORE_PATIENCE; empty: as shipped."""
    running: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)
    """By port."""
    doors: list[str] = field(default_factory=list)
    """Where a load balancer sends deliveries: to who was ready, until a while after the signal."""

    def door(self, port: int) -> str:
        return f"http://127.0.0.1:{port}/slack/events"

    @property
    def log(self) -> str:
        """What all of them wrote, one after the other."""
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def start(self, port: int) -> None:
        """Start the process of a port."""
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_SIGNING_SECRET": self.slack.signing_secret,
            "SLACK_API_URL": self.slack.api_url,
            "PORT": str(port),
            "DATABASE_URL": self.store_url,
            "WHOSEJOB_STORE_PATIENCE": self.patience,
        }
        with (self.folder / f"{port}.log").open("ab") as log:
            self.running[port] = subprocess.Popen(
                [sys.executable, "-m", "bot", "serve"],
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    async def ready(self, port: int) -> None:
        """Wait until the process of a port would answer."""
        address = f"http://127.0.0.1:{port}/readyz"
        async with aiohttp.ClientSession() as session, asyncio.timeout(START_SECONDS):
            while True:
                if self.running[port].poll() is not None:
                    raise RuntimeError(self.log)
                with contextlib.suppress(aiohttp.ClientError):
                    async with session.get(address) as answer:
                        if answer.ok:
                            self.doors.append(self.door(port))
                            return
                await asyncio.sleep(0.05)

    async def kill(
        self, port: int, number: signal.Signals, *, times: int = 1, in_flight: int = 0
    ) -> Ended:
        """Send a signal, `times` a tenth of a second apart, and wait for the end."""
        process, started = self.running[port], time.perf_counter()
        for repeat in range(times):
            if repeat:
                await asyncio.sleep(0.1)
            process.send_signal(number)
        noticed = asyncio.create_task(self._noticed(port))
        status = await asyncio.to_thread(process.wait, EXIT_SECONDS)
        ended = Ended(number, status, time.perf_counter() - started, in_flight)
        await noticed
        return ended

    async def _noticed(self, port: int) -> None:
        await asyncio.sleep(NOTICED_SECONDS)
        self.doors.remove(self.door(port))

    async def replace(self, port: int) -> None:
        """A new process in the place of the one that ended."""
        self.start(port)
        await self.ready(port)


@contextlib.asynccontextmanager
async def fleet(
    slack: SlackSimulator, folder: Path, size: int, store_url: str, patience: str = ""
) -> AsyncIterator[Fleet]:
    """`size` replicas in `folder`, sharing the store at `store_url`."""
    now = Fleet(slack, folder, store_url, tuple(free_port() for _ in range(size)), patience)
    try:
        for port in now.ports:
            now.start(port)
        for port in now.ports:
            await now.ready(port)
        yield now
    finally:
        for process in now.running.values():
            process.kill()
            process.wait()


@contextlib.contextmanager
def a_postgres() -> Iterator[str]:
    """A PostgreSQL of our own with our tables → its address. Several processes want one: SQLite lets one write at a time."""
    server = Postgres()
    try:
        asyncio.run(upgrade_database(server.address()))
        yield server.address()
    finally:
        server.stop()


async def age_leases(store_url: str, seconds: float, older_than_seconds: float) -> None:
    """Let `seconds` pass for every lease that is older than `older_than_seconds`: its process was killed.

    Where the sender's minute is shorter than Slack's, the lease must be, too; the clock of a process cannot be moved.
    """
    engine = make_engine(store_url, patience=10.0)
    is_old = (deliveries.c.state == "leased") & (deliveries.c.at < time.time() - older_than_seconds)
    async with engine.begin() as connection:
        await connection.execute(
            update(deliveries).where(is_old).values(at=deliveries.c.at - seconds)
        )
    await engine.dispose()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
