"""What the store costs, and what comes of questions while it is killed, locked, filled and damaged. Prints a table.

The figures to hold: p99 of claim + done <= 5 ms, 8 x 300 claims -> 300 winners, 0 unanswered in every row. Takes 1-2 minutes.
"""

import asyncio
import os
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from benchmarks.asking import app_before_slack, people, settings_for
from benchmarks.claimer import PATIENCE_SECONDS, race
from benchmarks.postgres import NoPostgresError, Postgres
from bot.simulator import SlackSimulator
from bot.slack.serving import Serving
from bot.store.opening import upgrade_database
from bot.store.store import Store

PER_SECOND = 100
KILLS = 5
CLAIMS = 2000
PROCESSES, IDS, COPIES = 8, 300, 6
Fault = Callable[[Serving], Awaitable[None]]


async def cost(address: str) -> str:
    """Of claim + done, one after the other, two keys each."""
    store = await Store.open(address, patience=PATIENCE_SECONDS)
    times = []
    for number in range(CLAIMS):
        keys = (f"event:{number}", f"ts:{number}")
        started = time.perf_counter()
        await store.claim(keys)
        await store.done(keys)
        times.append(time.perf_counter() - started)
    trouble = store.trouble()
    await store.close()
    times.sort()
    p50, p99 = statistics.median(times) * 1e3, times[int(len(times) * 0.99)] * 1e3
    return f"p50 {p50:.2f} ms   p99 {p99:.2f} ms   {trouble or ''}"


async def winners(address: str) -> str:
    """Of many processes that claim the same."""
    won = await race(address, PROCESSES, IDS, COPIES)
    count = sum(map(len, won))
    return f"{PROCESSES} processes x {IDS} ids x 1-{COPIES} copies: {count} winners"


async def under(address: str, fault: Fault) -> str:
    """The outcome of questions while `fault` happens."""
    async with (
        SlackSimulator() as slack,
        app_before_slack(slack, settings_for(slack, address)) as app,
    ):
        async with people(slack, PER_SECOND) as outcome:
            await asyncio.sleep(1.0)
            await fault(app)
            await healed(app)
            await asyncio.sleep(1.0)
        return f"{outcome}   fallbacks {app.desk.metrics.fallbacks._value.get():.0f}"  # noqa: SLF001 - no public way


async def healed(app: Serving) -> None:
    """Wait until the database serves again."""
    async with asyncio.timeout(60):
        while app.desk.store.trouble():  # noqa: ASYNC110 - nothing tells us
            await asyncio.sleep(0.05)


def killing(postgres: Postgres) -> Fault:
    """SIGKILL and a new start, KILLS times."""

    async def fault(app: Serving) -> None:
        for _ in range(KILLS):
            await asyncio.to_thread(postgres.kill)
            await asyncio.sleep(1.0)
            await asyncio.to_thread(postgres.start)
            await healed(app)
            await asyncio.sleep(0.5)

    return fault


async def locking(app: Serving) -> None:
    """Another process holds SQLite's lock for 3 s."""
    locker = sqlite3.connect(file_of(app), isolation_level=None)
    locker.execute("BEGIN IMMEDIATE")
    await asyncio.sleep(3.0)
    locker.close()


async def filling(_: Serving) -> None:
    """No file may grow for 3 s."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    await asyncio.sleep(3.0)
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def damaging(app: Serving) -> None:
    """Garbage over the file and its log."""
    for path in (file_of(app), Path(f"{file_of(app)}-wal")):
        with path.open("r+b") as file:
            file.write(os.urandom(path.stat().st_size))
    await asyncio.sleep(3.0)


def file_of(app: Serving) -> Path:
    """The SQLite file that `app` uses."""
    return Path(str(app.desk.store.engine.url.database))


async def main() -> None:
    """Print a row for each."""
    with tempfile.TemporaryDirectory() as folder:

        def fresh(name: str) -> str:
            return f"sqlite+aiosqlite:///{folder}/{name}.sqlite3"

        print("SQLite      claim + done ", await cost(fresh("cost")))
        print("SQLite      race         ", await winners(fresh("race")))
        for fault in (locking, filling, damaging):
            print(f"SQLite      {fault.__name__:13}", await under(fresh(fault.__name__), fault))
    try:
        postgres = Postgres()
    except NoPostgresError as error:
        print("PostgreSQL  left out:", error)
        return
    try:
        await upgrade_database(postgres.address())
        print("PostgreSQL  claim + done ", await cost(postgres.address()))
        print("PostgreSQL  race         ", await winners(await _upgraded(postgres, "race")))
        kills = await under(postgres.address(), killing(postgres))
        print(f"PostgreSQL  {KILLS} kills      ", kills)
    finally:
        postgres.stop()


async def _upgraded(postgres: Postgres, name: str) -> str:
    address = await postgres.new_database(name)
    await upgrade_database(address)
    return address


if __name__ == "__main__":
    asyncio.run(main())
