"""States of installations that were begun: random, good once, for ten minutes."""

import re
import secrets
import time
from collections.abc import Callable
from hashlib import sha256

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.reaching import Reaching
from bot.store.tables import oauth_states

STATE_SECONDS = 600.0
"""What Slack's own libraries give a person to click Allow."""
MOST_STATES = 10_000
"""Begun and not come back; a flood of beginners cannot fill the disk."""
_STATE = re.compile(r"[A-Za-z0-9_-]{43}")


class TooManyStatesError(Exception):
    """More installations were begun within ten minutes than we keep."""


class States:
    """What Slack hands back to us, to prove that it was we who sent the person there."""

    def __init__(self, engine: AsyncEngine, clock: Callable[[], float] = time.time) -> None:
        self._reaching = Reaching(engine)
        self._clock = clock

    async def issue(self) -> str:
        """A new state of 256 random bits. Only its hash is kept."""
        state, now = secrets.token_urlsafe(32), self._clock()

        async def keep(connection: AsyncConnection) -> None:
            await connection.execute(delete(oauth_states).where(oauth_states.c.until <= now))
            kept = await connection.scalar(select(func.count()).select_from(oauth_states))
            if (kept or 0) >= MOST_STATES:
                raise TooManyStatesError
            row = {"hash": _hash(state), "until": now + STATE_SECONDS}
            await connection.execute(insert(oauth_states).values(row))

        await self._reaching.do(keep)
        return state

    async def consume(self, state: str) -> bool:
        """Whether it is one of ours, not too old and not used before; it is used now."""
        if not is_shaped(state):
            return False
        ours = (oauth_states.c.hash == _hash(state)) & (oauth_states.c.until > self._clock())

        async def use(connection: AsyncConnection) -> bool:
            return (await connection.execute(delete(oauth_states).where(ours))).rowcount == 1

        return await self._reaching.do(use)


def is_shaped(state: str) -> bool:
    """Whether it looks like one of ours; nothing else is looked up."""
    return _STATE.fullmatch(state) is not None


def _hash(state: str) -> str:
    """Looked up instead of the state, so that the time a look-up takes tells nothing about it."""
    return sha256(state.encode()).hexdigest()
