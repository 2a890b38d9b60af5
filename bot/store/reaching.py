"""A call of the database that must not hang: whatever goes wrong on the way is one error, within a bounded time."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from sqlalchemy.exc import IntegrityError

from bot.store.faults import FAULTS

REACH_SECONDS = 2.0
"""Slack waits 3 s for an acknowledgement; a database that needs longer is as good as down."""


class UnreachableError(Exception):
    """The database did not do it, or not in time."""


@contextlib.asynccontextmanager
async def reaching(seconds: float = REACH_SECONDS) -> AsyncIterator[None]:
    """Turn what the database and its driver raise into UnreachableError. An IntegrityError passes: that is an answer."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except IntegrityError:
        raise
    except FAULTS as error:
        raise UnreachableError(type(error).__name__) from error
