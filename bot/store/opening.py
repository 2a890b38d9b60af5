"""Making a database ready to be used: at the start, and again after each fault. And `whosejob db`."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import StoreBehindError, StoreError
from bot.store import deliveries
from bot.store.damage import set_aside
from bot.store.engine import file_of, make_engine
from bot.store.faults import FAULTS, reason
from bot.store.migrating import is_behind, newest, revision_of, upgrade

_UPGRADE_PATIENCE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Revision:
    """How far a database has come in the tables' history."""

    now: str | None
    """None before the first step."""
    newest: str


def place_of(address: str) -> str:
    """What people call the database: the file, or the setting that names the server (never its password)."""
    return str(file_of(address) or "of DATABASE_URL")


def make_folder(path: Path | None) -> None:
    """The folder and the empty file, which only we may read; OSError where that cannot be. An older file, which others
    may read, is taken from them; SQLite gives its log files the same mode.
    """
    if path is None:
        return
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    for part in (path.with_name(path.name + suffix) for suffix in ("", "-wal", "-shm")):
        with contextlib.suppress(OSError):  # it is not there, or not ours to change
            mode = part.stat().st_mode
            if mode & 0o077:
                part.chmod(mode & 0o700)


async def prepare(engine: AsyncEngine, address: str, *, is_damaged: bool = False) -> None:
    """Connect anew, set a damaged file aside, bring SQLite's tables up to date, and write something.

    Raises one of FAULTS, or StoreBehindError when PostgreSQL lacks a step.
    """
    await engine.dispose()
    path = file_of(address)
    if path and is_damaged:
        await asyncio.to_thread(set_aside, path)
    make_folder(path)
    async with engine.connect() as connection:
        await connection.run_sync(_mind_revision)
        await _write_something(connection)
        await connection.commit()


def _mind_revision(connection: Connection) -> None:
    if not is_behind(connection):
        return
    if connection.dialect.name == "postgresql":
        raise StoreBehindError(revision_of(connection), newest())
    upgrade(connection)
    connection.commit()


async def _write_something(connection: AsyncConnection) -> None:
    """Reading works on a full disk, on a read-only one and beside a locked table; writing tells."""
    await deliveries.mark_done(connection, ["probe"], "", time.time())


async def upgrade_database(address: str) -> Revision:
    """Bring the database up to date → where it is now; a SQLite file that is not there yet is left to serving.
    StoreError says why not.
    """
    return await _with_connection(address, upgrade)


async def current_revision(address: str) -> Revision:
    """Where the database is. StoreError says why that cannot be known."""
    return await _with_connection(address, lambda _: None)


async def _with_connection(address: str, work: Callable[[Connection], None]) -> Revision:
    path = file_of(address)
    if path and not path.exists():
        return Revision(None, newest())
    engine = make_engine(address, _UPGRADE_PATIENCE_SECONDS)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(work)
            await connection.commit()
            return Revision(await connection.run_sync(revision_of), newest())
    except FAULTS as error:
        raise StoreError(place_of(address), reason(error)) from error
    finally:
        await engine.dispose()
