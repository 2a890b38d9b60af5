"""A call of the database that must not hang: whatever goes wrong on the way is one error, within a bounded time."""

from typing import TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.faults import FAULTS
from bot.store.guard import Guard, Work

T = TypeVar("T")

REACH_SECONDS = 2.0
"""Slack waits 3 s for an acknowledgement; a database that needs longer is as good as down."""


class UnreachableError(Exception):
    """The database did not do it, or not in time."""


class Reaching:
    """For what memory cannot serve instead: of guard.py only the time cap, without the circuit."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._guard = Guard(engine, REACH_SECONDS, lambda: None)

    async def do(self, work: Work[T]) -> T:
        """What `work` brings in one transaction; UnreachableError. An IntegrityError passes: that is an answer."""
        try:
            return await self._guard.attempt(work, REACH_SECONDS)
        except IntegrityError:
            raise
        except FAULTS as error:
            raise UnreachableError(type(error).__name__) from error
