"""Between us and the database: a time cap on every call, and a circuit that opens at the first fault.

While it is open nobody waits for the database; memory serves, and keeping.py tries to mend it in the background.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.faults import FAULTS, is_damage, reason

_log = logging.getLogger(__name__)

T = TypeVar("T")
Work = Callable[[AsyncConnection], Awaitable[T]]
"""What is done with a connection, inside one transaction."""

PATIENCE_SECONDS = 0.3
"""What an answer waits for the database at most, once for each fault: Slack waits 3 s for everything together."""


class Guard:
    """Every call of the database goes through here."""

    def __init__(self, engine: AsyncEngine, patience: float, count: Callable[[], None]) -> None:
        self.engine = engine
        self.broken = asyncio.Event()
        """Set while the circuit is open."""
        self.is_damaged = False
        """Whether the last fault was a damaged file."""
        self._patience = patience
        self._count = count
        self._reason = ""
        self._since = 0.0
        self._running: set[asyncio.Task[object]] = set()

    async def call(self, work: Work[T], instead: Callable[[], T]) -> T:
        """What `work` brings; what `instead` brings when the database fails, or is known to."""
        if not self.broken.is_set():
            try:
                return await self.attempt(work, self._patience)
            except FAULTS as error:
                self.fell(error)
        self._count()
        return instead()

    async def attempt(self, work: Work[T], seconds: float) -> T:
        """What `work` brings within `seconds`, else one of FAULTS. What still runs then is cancelled, not waited for:
        a rollback over a dead connection can take as long as it likes.
        """
        task = asyncio.create_task(self._committed(work))
        self._running.add(task)
        task.add_done_callback(self._over)
        done, _ = await asyncio.wait({task}, timeout=seconds)
        if not done:
            task.cancel()
        if not done or task.cancelled():
            raise TimeoutError(f"no answer within {seconds * 1000:.0f} ms")
        return task.result()

    async def _committed(self, work: Work[T]) -> T:
        pool = self.engine.pool
        async with self.engine.connect() as connection:
            try:
                brought = await work(connection)
                await connection.commit()
                return brought
            finally:
                # Of a pool that was disposed of meanwhile, nobody would close what comes back.
                if pool is not self.engine.pool:
                    await connection.invalidate()

    def _over(self, task: asyncio.Task[object]) -> None:
        """An exception that nobody waits for any more is looked at, so that asyncio does not print it."""
        self._running.discard(task)
        if not task.cancelled():
            task.exception()

    # --- the circuit --------------------------------------------------------------------------

    def fell(self, error: BaseException) -> None:
        """Open the circuit, or keep it open for another reason. The first opening is one line in the log."""
        self._reason = reason(error)
        self.is_damaged = self.is_damaged or is_damage(error)
        if not self.broken.is_set():
            self._since = time.monotonic()
            self.broken.set()
            _log.warning("the store fails (%s); memory serves until it is back", self._reason)

    def mended(self) -> float:
        """Close the circuit → the seconds that it was open."""
        self.broken.clear()
        self.is_damaged = False
        return time.monotonic() - self._since

    def trouble(self) -> str | None:
        """Why memory serves, and for how long; None while the database does."""
        if not self.broken.is_set():
            return None
        seconds = time.monotonic() - self._since
        return f"the store has failed for {seconds:.0f} s ({self._reason}); memory serves"

    async def settle(self, seconds: float) -> None:
        """Wait for what still runs, `seconds` at most."""
        if self._running:
            await asyncio.wait(set(self._running), timeout=seconds)
