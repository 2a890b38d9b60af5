"""SQLite locked, full, read-only, damaged under a running app: every question is answered, and nothing is lost."""

import asyncio
import contextlib
import gc
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import aiosqlite
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from benchmarks.asking import people
from bot.metrics import Metrics
from bot.model import Topic
from bot.simulator import SlackSimulator
from bot.slack.serving import Serving
from bot.store.engine import make_engine
from bot.store.guard import Guard
from bot.store.store import Claim, Store
from bot.store.tables import misses
from tests.conftest import ROOT, until

RDS = Topic((("aws/rds", None),), ("patching",))
PER_SECOND = 20
HEALED_SECONDS = 30.0
"""A generous limit; it takes 0.5 s after the fault is gone, or 5 s when that was long."""


def file_of(app: Serving) -> Path:
    return Path(app.desk.store.engine.url.database)


def fallbacks(app: Serving) -> float:
    return app.desk.metrics.fallbacks._value.get()


async def words_kept(store: Store) -> list[str]:
    async with store.engine.connect() as connection:
        return list((await connection.execute(select(misses.c.words))).scalars())


async def healed(store: Store) -> None:
    await until(lambda: store.trouble() is None, HEALED_SECONDS)


async def test_an_opening_that_nobody_waits_for_any_more_leaves_no_lock(
    tmp_path: Path, sqlite_address: str
) -> None:
    """It goes on in its thread, gets the lock when that is free, and must let go of it without being collected."""
    file = tmp_path / "store.sqlite3"
    locker = sqlite3.connect(file, isolation_level=None)
    locker.execute("BEGIN EXCLUSIVE")
    engine = make_engine(sqlite_address, patience=20)
    gc.disable()
    try:
        with pytest.raises(TimeoutError):
            await Guard(engine, 1, lambda: None).attempt(lambda c: c.execute(select(1)), 0.1)
        locker.execute("ROLLBACK")
        await asyncio.sleep(0.5)  # SQLite looks again every 0.1 s
        locker.execute("BEGIN EXCLUSIVE")
    finally:
        gc.enable()
        locker.close()
        await engine.dispose()


async def test_a_file_that_others_may_read_is_taken_from_them(
    tmp_path: Path, sqlite_address: str
) -> None:
    """An older version made it; it may hold what nobody else shall read."""
    file = tmp_path / "store.sqlite3"
    file.touch(mode=0o644)
    file.chmod(0o644)
    await (await Store.open(sqlite_address)).close()

    assert file.stat().st_mode & 0o777 == 0o600


async def test_a_locked_file_costs_no_answer(app: Serving, slack: SlackSimulator, caplog) -> None:
    """Another process holds the lock: memory serves, one line says so, and what was asked is written when it lets go."""
    locker = sqlite3.connect(file_of(app), isolation_level=None)
    async with people(slack, PER_SECOND) as outcome:
        locker.execute("BEGIN IMMEDIATE")
        await until(lambda: app.desk.store.trouble() is not None)
        trouble = app.desk.store.trouble()
        await asyncio.sleep(1.0)
        ready = app.is_ready
        locker.execute("ROLLBACK")
        await healed(app.desk.store)
    locker.close()

    assert (outcome.unanswered, outcome.doubled, ready) == ([], 0, True)
    assert "locked" in trouble or "no answer within" in trouble
    unknown = sum(number % 3 == 1 for number in range(outcome.asked))
    assert await words_kept(app.desk.store) == ["frobnicator"] * unknown
    lines = [record.message for record in caplog.records if record.name.startswith("bot.store")]
    assert [line.split()[2] for line in lines[:2]] == ["fails", "is"]
    assert len(lines) < fallbacks(app)
    assert "Traceback" not in caplog.text


async def test_a_locked_file_never_holds_up_the_loop(sqlite_address: str) -> None:
    """While SQLite waits for a lock, everything else in the process goes on."""
    store = await Store.open(sqlite_address, patience=1.0)
    locker = sqlite3.connect(store.engine.url.database, isolation_level=None)
    locker.execute("BEGIN IMMEDIATE")
    claiming = asyncio.create_task(store.claim(["event:1"]))
    beats = 0
    while not claiming.done():
        await asyncio.sleep(0.01)
        beats += 1
    locker.execute("ROLLBACK")
    locker.close()
    await store.close()

    assert claiming.result() is Claim.NEW
    assert beats > 5


async def test_a_fault_is_waited_for_once(sqlite_address: str) -> None:
    """The first call waits its time; twenty more together wait less, because memory serves them at once."""
    store = await Store.open(sqlite_address, patience=1.0)
    locker = sqlite3.connect(store.engine.url.database, isolation_level=None)
    locker.execute("BEGIN IMMEDIATE")
    times = [time.perf_counter()]
    for number in range(21):
        await store.claim([f"event:{number}"])
        times.append(time.perf_counter())
    locker.close()
    await store.close()

    assert times[-1] - times[1] < times[1] - times[0]


async def test_what_ends_badly_after_its_time_says_nothing(sqlite_address: str, caplog) -> None:
    """A call that nobody waits for any more may fail; asyncio prints no traceback for it."""

    async def slow(_: object) -> None:
        try:
            await asyncio.sleep(30)
        except asyncio.CancelledError:
            raise ConnectionResetError from None

    store = await Store.open(sqlite_address)
    with pytest.raises(TimeoutError):
        await store._guard.attempt(slow, 0.01)
    await store.close()
    gc.collect()

    assert caplog.text == ""


async def test_a_call_that_outlives_its_pool_closes_its_connection(sqlite_address: str) -> None:
    """The mending connects anew while a slow call is still at work: the slow one's connection is nobody's then."""
    guard = Guard(make_engine(sqlite_address, patience=20), 20, lambda: None)
    disposed = asyncio.Event()
    opened: list[aiosqlite.Connection] = []

    async def slow(connection: AsyncConnection) -> None:
        opened.append((await connection.get_raw_connection()).driver_connection)
        await disposed.wait()

    call = asyncio.create_task(guard.attempt(slow, 20))
    await until(lambda: bool(opened))
    await guard.engine.dispose()
    disposed.set()
    await call

    with pytest.raises(ValueError, match="no active connection"):
        await opened[0].interrupt()


async def test_the_file_is_ours_alone(sqlite_address: str, tmp_path) -> None:
    """Only its owner may read it; its log is kept apart, so that readers and a writer do not wait for each other."""
    store = await Store.open(sqlite_address)
    async with store.engine.connect() as connection:
        pragmas = [
            (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous")
        ]
    modes = {one.stat().st_mode & 0o777 for one in tmp_path.glob("store.sqlite3*")}
    await store.close()

    assert pragmas == ["wal", 1]
    assert modes == {0o600}


async def test_a_full_disk_costs_no_answer(app: Serving, slack: SlackSimulator) -> None:
    """No byte more may be written to any file: memory serves; when there is room again everything is in the file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    log = file_of(app).with_name(f"{file_of(app).name}-wal")
    async with people(slack, PER_SECOND) as outcome:
        await asyncio.sleep(0.3)
        resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size // 2, hard))
        try:
            await until(lambda: "disk" in (app.desk.store.trouble() or ""), HEALED_SECONDS)
            await asyncio.sleep(0.5)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        await healed(app.desk.store)

    unknown = sum(number % 3 == 1 for number in range(outcome.asked))
    assert (outcome.unanswered, outcome.doubled) == ([], 0)
    assert await words_kept(app.desk.store) == ["frobnicator"] * unknown


@pytest.mark.parametrize("where", ["header", "everywhere"])
async def test_a_damaged_file_is_set_aside(app: Serving, slack: SlackSimulator, where: str) -> None:
    """The next connection finds it: it is renamed and kept, a new one is made, and every question is answered."""
    path = file_of(app)
    async with people(slack, PER_SECOND) as outcome:
        await asyncio.sleep(0.3)
        damage(path, where)
        await app.desk.store.engine.dispose()  # the one that stands has all it needs in memory
        await until(lambda: any(path.parent.glob("*.corrupt-*")), HEALED_SECONDS)
        await healed(app.desk.store)
    kept = [
        one for one in path.parent.glob("*.corrupt-*") if not one.name.endswith(("-wal", "-shm"))
    ]

    assert (outcome.unanswered, outcome.doubled) == ([], 0)
    assert len(kept) == 1
    assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert "Traceback" not in str(outcome)


def damage(path: Path, where: str) -> None:
    """Write garbage over the file and throw away its log, as a bad disk or a careless copy does."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.write(os.urandom(100) if where == "header" else os.urandom(size))
    with path.with_name(f"{path.name}-wal").open("r+b") as log:
        log.write(os.urandom(path.with_name(f"{path.name}-wal").stat().st_size))


@pytest.mark.parametrize(
    "garbage", [b"this is no database " * 500, b"SQLite format 3\x00" + b"\xff" * 9000]
)
async def test_a_damaged_file_does_not_stop_a_start(sqlite_address: str, tmp_path, garbage) -> None:
    """It is set aside at once, whole, and the store works."""
    path = tmp_path / "store.sqlite3"
    path.write_bytes(garbage)
    store = await Store.open(sqlite_address)
    trouble = store.trouble()
    await store.close()
    (aside,) = [
        one for one in tmp_path.glob("*.corrupt-*") if not one.name.endswith(("-wal", "-shm"))
    ]

    assert trouble is None
    assert aside.read_bytes() == garbage


async def test_a_good_file_is_never_set_aside(sqlite_address: str, tmp_path) -> None:
    """Another process has already replaced the damaged file: the new one stays."""
    store = await Store.open(sqlite_address)
    store._guard.is_damaged = True
    await store._keeper.mend()
    await store.close()

    assert list(tmp_path.glob("*.corrupt-*")) == []


async def test_what_memory_answered_is_not_answered_again(sqlite_address: str) -> None:
    """Claimed and answered while the file is locked: done after, for this process and for another."""
    store = await Store.open(sqlite_address)
    locker = sqlite3.connect(store.engine.url.database, isolation_level=None)
    locker.execute("BEGIN IMMEDIATE")
    first = await store.claim(["event:1", "ts:1"])
    await store.done(["event:1", "ts:1"])
    again = await store.claim(["event:1", "ts:1"])
    await store.claim(["event:2"])
    await store.remember("T1:C1:1", RDS)
    topic = await store.topic("T1:C1:1")
    locker.execute("ROLLBACK")
    locker.close()
    await healed(store)
    other = await Store.open(sqlite_address)
    elsewhere = [await other.claim([key]) for key in ("event:1", "ts:1", "event:2")]

    assert (first, again, topic) == (Claim.NEW, Claim.DONE, RDS)
    assert await store.claim(["event:1"]) is Claim.DONE
    assert elsewhere == [Claim.DONE, Claim.DONE, Claim.BUSY]
    assert await other.topic("T1:C1:1") == RDS
    await store.close()
    await other.close()


async def test_a_stop_writes_what_memory_holds(sqlite_address: str) -> None:
    """A fault that is over is mended on the way out."""
    store = await Store.open(sqlite_address)
    locker = sqlite3.connect(store.engine.url.database, isolation_level=None)
    locker.execute("BEGIN IMMEDIATE")
    await store.claim(["event:1"])
    await store.done(["event:1"])
    locker.close()
    await store.close()
    other = await Store.open(sqlite_address)
    claim = await other.claim(["event:1"])
    await other.close()

    assert claim is Claim.DONE


async def test_a_table_that_is_gone_loses_nothing(sqlite_address: str, answered) -> None:
    """As long as rows cannot be written they wait; the store says why; when the table is back they are in it."""
    store = await Store.open(sqlite_address)
    async with store.engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE misses RENAME TO elsewhere")
    await store.note_miss(answered("who patches frobnicator?"))
    first = store.trouble()
    mended = await store._keeper.mend()
    still = store.trouble()
    with sqlite3.connect(store.engine.url.database) as connection:
        connection.execute("ALTER TABLE elsewhere RENAME TO misses")
    await healed(store)
    kept = await words_kept(store)
    await store.close()

    assert mended is False
    assert "no such table: misses" in first and "no such table: misses" in still
    assert kept == ["frobnicator"]


async def test_memory_is_bounded(sqlite_address: str, monkeypatch, answered) -> None:
    """However long the fault lasts: the oldest goes, it is counted, and the rest is written."""
    from bot.store import memory

    metrics = Metrics()
    store = await Store.open(sqlite_address, metrics)
    locker = sqlite3.connect(store.engine.url.database, isolation_level=None)
    locker.execute("BEGIN IMMEDIATE")
    unknown = answered("who patches frobnicator?")
    for number in range(memory.MOST_MISSES + 5):
        await store.note_miss(unknown)
        await store.claim([f"event:{number}"])
    held = len(store._memory._misses)
    locker.close()
    await healed(store)
    kept = await words_kept(store)
    await store.close()

    assert held == len(kept) == memory.MOST_MISSES
    assert metrics.fallbacks._value.get() >= memory.MOST_MISSES


READ_ONLY = """
import asyncio, os, sys
from pathlib import Path
from bot.store.store import Claim, Store
async def main(folder):
    address = f"sqlite+aiosqlite:///{folder}/store.sqlite3"
    await (await Store.open(address)).close()
    for one in (*folder.iterdir(), folder):
        one.chmod(0o555)
    os.setuid(65534)
    store = await Store.open(address)
    print(await store.claim(["event:1"]) is Claim.NEW, store.trouble())
    await store.close()
asyncio.run(main(Path(sys.argv[1])))
"""


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody who may not write")
async def test_a_folder_that_became_read_only_costs_no_answer() -> None:
    """A store that was made by another user, in a folder that we may only read: we start and answer from memory."""
    with tempfile.TemporaryDirectory() as folder:
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-c", READ_ONLY, folder],
            env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.stdout.startswith("True the store has failed"), done.stderr
    assert "Traceback" not in done.stderr


async def test_a_new_file_that_another_process_just_opens_is_waited_for(tmp_path: Path) -> None:
    """SQLite refuses to turn a locked file over to WAL at once, timeout or not; so it was where several processes opened
    a new file together.
    """
    path = tmp_path / "new.sqlite3"
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        opening = asyncio.create_task(Store.open(f"sqlite+aiosqlite:///{path}", patience=10))
        await asyncio.sleep(0.3)
        other.rollback()
        store = await opening
    assert store.trouble() is None
    async with store.engine.connect() as connection:
        assert (await connection.exec_driver_sql("PRAGMA journal_mode")).scalar() == "wal"
    await store.close()
