"""An address → an AsyncEngine. SQLite: one file, one connection with its own thread. PostgreSQL: a small pool."""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.errors import SettingsError

CONNECT_SECONDS = 2.0
COMMAND_SECONDS = 2.0
"""After which asyncpg gives up a statement by itself; whoever asked was told long before (guard.py)."""
POOL = 5
"""Connections of one process: one serves about a thousand questions a second, and small databases allow twenty."""
QUEUE_SECONDS = 1.0
"""For a free connection. When opening one fails, SQLAlchemy wakes nobody who waits for one; its own 30 s would be as long
a delay of the mending.
"""
_BUSY_PART = 0.6
"""Of the caller's patience, what SQLite may wait for another process's lock (in its own thread)."""
_UNREADABLE = (
    "cannot be read. Write postgresql://user:password@host:5432/name "
    "(in a password, percent-encode @ : / ? # %) or sqlite:///path/to/file.sqlite3."
)
_WAL = "PRAGMA journal_mode=WAL"
_TURN_SECONDS = 0.01
"""Between two tries to turn a new file over to WAL."""
_SYNCHRONOUS = "PRAGMA synchronous=NORMAL"
"""NORMAL: a commit outlives a killed process. A power cut can take back the last ones; then a delivery that Slack
brings again is answered again, which is less bad than a sync to disk (FULL) in front of every answer.
"""


def is_postgres(address: str) -> bool:
    """Whether `address` (settings.py's form) names a PostgreSQL."""
    return address.startswith("postgresql:")


def file_of(address: str) -> Path | None:
    """SQLite's file; None in memory and for PostgreSQL."""
    if is_postgres(address):
        return None
    database = make_url(address).database
    return None if database in (None, "", ":memory:") else Path(str(database))


def make_engine(address: str, patience: float) -> AsyncEngine:
    """The engine; connects to nothing yet. What is written never appears in its errors, and a bad address is a
    SettingsError: here for SQLite, with the first connection for PostgreSQL.
    """
    if is_postgres(address):
        return create_async_engine(
            "postgresql+asyncpg://",
            async_creator=_dialling(address),
            pool_size=POOL,
            max_overflow=0,
            pool_timeout=QUEUE_SECONDS,
            hide_parameters=True,
        )
    try:
        url = make_url(address)
    except ArgumentError:
        raise SettingsError("DATABASE_URL", _UNREADABLE) from None
    return create_async_engine(
        url,
        connect_args={"timeout": patience * _BUSY_PART, "factory": _Connection},
        poolclass=AsyncAdaptedQueuePool,
        pool_size=1,  # two connections of one process would only wait for each other's lock
        max_overflow=0,
        pool_timeout=QUEUE_SECONDS,
        pool_reset_on_return=None,  # guard.py ends every transaction; one trip to the thread less
        hide_parameters=True,
    )


class _Connection(sqlite3.Connection):
    """Opened with its pragmas in one trip to the thread. Whoever waits can be told that it takes too long at any time;
    between opening and PRAGMA that left a connection to nobody, which held the file's lock until it was collected.
    """

    def __init__(self, database: str, timeout: float, **others: Any) -> None:
        super().__init__(database, timeout, **others)
        try:
            self._turn_to_wal(time.monotonic() + timeout)
            self.execute(_SYNCHRONOUS).fetchall()
        except sqlite3.Error:
            self.close()
            raise

    def _turn_to_wal(self, until: float) -> None:
        """Of processes that open a new file at the same moment SQLite refuses all but one at once, timeout or not: each holds
        a lock that the others' change of journal waits for.
        """
        while True:
            try:
                self.execute(_WAL).fetchall()
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
                time.sleep(_TURN_SECONDS)
            else:
                return


def _dialling(address: str) -> Callable[[], Any]:
    """Opens one connection. The driver reads the address, so that all that libpq's form knows works."""

    async def dial() -> Any:
        try:
            return await asyncpg.connect(
                address, timeout=CONNECT_SECONDS, command_timeout=COMMAND_SECONDS
            )
        except ValueError:  # its text may hold a piece of the password
            raise SettingsError("DATABASE_URL", _UNREADABLE) from None

    return dial
