"""The store: one small class over SQLite or PostgreSQL, which goes on without either."""

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import Sequence
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import StoreError, StoreFullError
from bot.metrics import Metrics
from bot.model import Answer, Topic
from bot.store import deliveries, feedback, misses, threads
from bot.store.deliveries import Claim
from bot.store.engine import file_of, make_engine
from bot.store.faults import FAULTS, is_damage, is_mistake, reason
from bot.store.feedback import Complaint, Verdict, complaint_row, vote_row
from bot.store.guard import PATIENCE_SECONDS, Guard
from bot.store.keeping import Keeper
from bot.store.memory import Memory
from bot.store.misses import miss_row
from bot.store.opening import make_folder, place_of, prepare
from bot.store.tables import Row, key_of

__all__ = ["Claim", "Complaint", "Store", "Verdict"]

_CLOSE_SECONDS = 3.0
"""For each of two steps of a stop; the platform kills 30 s after it asked."""
_log = logging.getLogger(__name__)


class Store:
    """Opened once, closed once. Every method is safe to call from many tasks, takes `patience` seconds at most, and
    works while the database fails: memory serves, and what it holds is written when the database is back.
    """

    def __init__(self, address: str, metrics: Metrics, patience: float) -> None:
        self._owner = secrets.token_hex(8)
        self._memory = Memory()
        self._guard = Guard(make_engine(address, patience), patience, metrics.fallbacks.inc)
        self._address = address
        self._keeper = Keeper(self._guard, self._memory, self._owner, self._prepare)
        self._keeping: asyncio.Task[None] | None = None

    @classmethod
    async def open(
        cls, address: str, metrics: Metrics | None = None, patience: float = PATIENCE_SECONDS
    ) -> "Store":
        """Open the store at `address` (Settings.store_url). A database that is away for now is waited for in the
        background; StoreError says what only a person can mend.
        """
        logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)  # guard.py says it once
        store = cls(address, metrics or Metrics(), patience)
        try:
            await store._begin()
        except BaseException:
            await store._guard.engine.dispose()
            raise
        store._keeping = asyncio.create_task(store._keeper.run())
        return store

    async def _begin(self) -> None:
        try:
            make_folder(file_of(self._address))
        except OSError as error:
            raise StoreError(place_of(self._address), reason(error)) from error
        try:
            await self._prepare()
        except FAULTS as error:
            if is_mistake(error):
                raise StoreError(place_of(self._address), reason(error)) from error
            self._guard.fell(error)
            if is_damage(error):
                await self._keeper.mend()

    async def close(self) -> None:
        """Write what memory still holds if that works now, and let go of the database; takes some seconds at most."""
        if self._keeping:
            self._keeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeping
        if self._guard.broken.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_CLOSE_SECONDS):
                    await self._keeper.mend()
        if lost := self._memory.unsaved:
            _log.error("the store did not come back before the end; lost=%s", lost)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_CLOSE_SECONDS):
                await self._guard.settle(_CLOSE_SECONDS)
                await self.engine.dispose()

    @property
    def engine(self) -> AsyncEngine:
        """For looking into the tables, and for installations.py, which bounds its waiting by itself (reaching.py). No
        other answer may wait for it: see guard.py.
        """
        return self._guard.engine

    def trouble(self) -> str | None:
        """Why memory serves instead of the database; None while all is well. We answer either way."""
        return self._guard.trouble()

    async def _prepare(self) -> None:
        await prepare(self.engine, self._address, is_damaged=self._guard.is_damaged)

    # --- deliveries ---------------------------------------------------------------------------

    async def claim(self, keys: Sequence[str]) -> Claim:
        """Take the delivery known by any of `keys`, unless it was or is being answered. Memory is asked first: it knows
        of this process what the database may not have heard of yet.
        """
        keys, now = _distinct(keys), time.time()
        known = self._memory.reserve(keys, now)
        if known is not Claim.NEW:
            return known
        try:
            claim = await self._guard.call(
                lambda c: deliveries.claim(c, keys, self._owner, now),
                lambda: self._claimed_in_memory(keys),
            )
        except BaseException:
            self._memory.forget(keys)
            raise
        if claim is Claim.DONE:
            self._memory.done(keys, now)
        elif claim is Claim.BUSY:
            self._memory.forget(keys)
        return claim

    async def done(self, keys: Sequence[str]) -> None:
        """The delivery was answered."""
        keys, now = _distinct(keys), time.time()
        self._memory.done(keys, now)
        await self._guard.call(
            lambda c: deliveries.mark_done(c, keys, self._owner, now),
            lambda: self._memory.write_later(keys),
        )

    async def release(self, keys: Sequence[str]) -> None:
        """The delivery was not answered; the next copy may try again at once."""
        keys = _distinct(keys)
        self._memory.forget(keys)
        await self._guard.call(
            lambda c: deliveries.release(c, keys, self._owner),
            lambda: self._memory.write_later(keys),
        )

    def _claimed_in_memory(self, keys: Sequence[str]) -> Claim:
        self._memory.write_later(keys)
        return Claim.NEW

    # --- threads ------------------------------------------------------------------------------

    async def topic(self, thread: str) -> Topic | None:
        """What the thread was about, unless that is too long ago."""
        key, now = key_of(thread), time.time()
        oldest = now - threads.KEEP_SECONDS
        text = await self._guard.call(
            lambda c: threads.read(c, key, oldest), lambda: self._memory.topic(key, oldest)
        )
        return threads.unpack(text)

    async def remember(self, thread: str, topic: Topic) -> None:
        """Keep what the thread is about now."""
        row: Row = {"key": key_of(thread), "topic": threads.pack(topic), "at": time.time()}
        self._memory.keep_topic(row)
        await self._guard.call(
            lambda c: threads.write(c, [row]), lambda: self._memory.write_topic_later(row["key"])
        )

    # --- feedback, misses ---------------------------------------------------------------------

    async def vote(self, key: str, verdict: Verdict, answer: Answer) -> None:
        """Count a vote; the same person's other vote on the same message is replaced, the same one kept as it is."""
        await self._write_feedback(vote_row(key, verdict, answer))

    async def complain(self, key: str, answer: Answer, complaint: Complaint) -> None:
        """Keep what a person wrote about an answer, in place of the same person's vote. StoreFullError when nothing can."""
        if not await self._write_feedback(complaint_row(key, answer, complaint)):
            raise StoreFullError

    async def note_miss(self, answer: Answer) -> None:
        """Keep the unexplained words of a question we could not answer."""
        row = miss_row(answer)
        await self._guard.call(
            lambda c: misses.write(c, [row]), lambda: self._memory.write_miss_later(row)
        )

    def forget(self, threads_start: str, votes_start: str) -> None:
        """A workspace left: what memory holds under keys that begin so is neither served nor written any more."""
        self._memory.forget_starting(threads_start, votes_start)

    async def _write_feedback(self, row: Row) -> bool:
        """Whether it is kept, in the database or for it."""

        async def write(connection: AsyncConnection) -> bool:
            await feedback.write(connection, [row])
            return True

        return await self._guard.call(write, partial(self._memory.write_vote_later, row))


def _distinct(keys: Sequence[str]) -> Sequence[str]:
    return tuple(dict.fromkeys(map(key_of, keys)))
