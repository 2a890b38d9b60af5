"""In the background: a store that fails is mended and written back to; one that works loses what is old."""

import asyncio
import contextlib
import itertools
import logging
import time
from collections.abc import Awaitable, Callable
from functools import partial

from sqlalchemy import Table, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import deliveries, feedback, misses, tables, threads
from bot.store.faults import FAULTS, is_refusal
from bot.store.guard import Guard
from bot.store.memory import Batch, Memory

_log = logging.getLogger(__name__)

WAIT_SECONDS = (0.1, 0.5, 1.0, 2.0, 5.0)
"""Before each try to mend; the last again and again. The first is short: one slow call is mostly all it was."""
CLEAN_SECONDS = 300.0
ATTEMPT_SECONDS = 10.0
"""For one transaction that nobody waits for."""
_SETTLE_SECONDS = 2.0
_MOST_WRITTEN = 80
"""Rows of one statement: 11 columns each, and old SQLites take 999 values."""
_MOST_DELETED = 2000
"""Rows of one statement: a short lock."""


class Keeper:
    """One task for one store; `prepare` makes the database ready again."""

    def __init__(
        self, guard: Guard, memory: Memory, owner: str, prepare: Callable[[], Awaitable[None]]
    ) -> None:
        self._guard = guard
        self._memory = memory
        self._owner = owner
        self._prepare = prepare

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            with contextlib.suppress(TimeoutError):
                # not wait_for(): that of Python 3.11 can lose a cancel
                async with asyncio.timeout(CLEAN_SECONDS):
                    await self._guard.broken.wait()
            if self._guard.broken.is_set():
                await self._heal()
            else:
                await self.clean()

    # --- mending ------------------------------------------------------------------------------

    async def _heal(self) -> None:
        for wait in itertools.chain(WAIT_SECONDS, itertools.repeat(WAIT_SECONDS[-1])):
            await asyncio.sleep(wait)
            if await self.mend():
                return

    async def mend(self) -> bool:
        """One try: make the database ready, write what memory holds, use it again → whether it worked."""
        try:
            await self._guard.settle(_SETTLE_SECONDS)
            await self._prepare()
            wrote = await self._write_back(self._memory.unsaved)
            seconds = self._guard.mended()  # what came meanwhile is written now: nothing more comes
            wrote += await self._write_back(self._memory.unsaved)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is tried again, and trouble() says it
            self._guard.fell(error)
            return False
        dropped = self._memory.count_dropped()
        _log.warning("the store is back after %.1f s; wrote=%s dropped=%s", seconds, wrote, dropped)
        return True

    async def _write_back(self, count: int) -> int:
        """About `count` rows of what waits in memory, the oldest first → how many it were. A row that the database
        never takes is dropped, so that it cannot keep the others waiting.
        """
        wrote = 0
        while wrote < count and (batch := self._memory.take(_MOST_WRITTEN)):
            parts = [batch]
            while parts:
                part = parts.pop()
                try:
                    await self._guard.attempt(partial(self._write, part), ATTEMPT_SECONDS)
                    wrote += part.size
                except BaseException as error:
                    if not is_refusal(error):
                        self._put_back([part, *parts])
                        raise
                    if part.size > 1:
                        parts += part.singles()
                    else:
                        self._memory.dropped += 1
        return wrote

    def _put_back(self, parts: list[Batch]) -> None:
        for part in parts:
            self._memory.put_back(part)

    async def _write(self, batch: Batch, connection: AsyncConnection) -> None:
        now, owner = time.time(), self._owner
        if batch.done:
            await deliveries.mark_done(connection, batch.done, owner, now)
        if batch.leased:
            await deliveries.lease_if_free(connection, batch.leased, owner, now)
        if batch.freed:
            await deliveries.release(connection, batch.freed, owner)
        if batch.topics:
            await threads.write(connection, batch.topics)
        if batch.votes:
            await feedback.write(connection, batch.votes)
        if batch.misses:
            await misses.write(connection, batch.misses)

    # --- what is old --------------------------------------------------------------------------

    async def clean(self) -> None:
        """Delete deliveries and topics that nobody can ask for any more."""
        try:
            for table, seconds in _KEPT:
                old = partial(_delete_old, table, time.time() - seconds)
                deleted = _MOST_DELETED
                while deleted == _MOST_DELETED:
                    deleted = await self._guard.attempt(old, ATTEMPT_SECONDS)
        except FAULTS as error:
            self._guard.fell(error)


_KEPT = ((tables.deliveries, deliveries.KEEP_SECONDS), (tables.threads, threads.KEEP_SECONDS))


async def _delete_old(table: Table, before: float, connection: AsyncConnection) -> int:
    """Delete some rows from before `before` → how many."""
    old = select(table.c.key).where(table.c.at < before).limit(_MOST_DELETED)
    return (await connection.execute(delete(table).where(table.c.key.in_(old)))).rowcount
